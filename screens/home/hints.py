"""The calm lines on Home: unsaved text, copies that went their own way, what is missing, what is worth knowing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from textual.content import Content

from mentor_tui.claims import Brief, evidence
from mentor_tui.host import zones
from mentor_tui.mentoring import journey
from mentor_tui.mentoring.glance import Glance
from mentor_tui.schema import news
from mentor_tui.words import text
from mentor_tui.workspace.all_sessions import kept_rows

from ..host import Host
from ..widgets.plain import joined, own

_KEPT = ("pause", "agreement-differs", "too-long")
"""Reminders that are never crowded out."""
_ELSEWHERE = ("rhythm", "cycle:", "action:")
"""Those that a panel tells: rhythm and actions have their own, a cycle stands beside the PDUs; cards tell the rest."""


def hints(app: Host, found: Sequence[Glance], next_go: str, brief: Brief) -> list[Content]:
    """One sentence each, the most pressing first."""
    lines = list(_of_vault(app, brief))
    for one in found:
        name = f"{one.name}: " if len(found) > 1 else ""
        for reminder in journey.reminders(one.view, one.now):
            if reminder.id in _KEPT:
                lines.insert(0, joined(name + reminder.text))
            elif not (name or reminder.go == next_go or reminder.id.startswith(_ELSEWHERE)) and len(lines) < 3:
                lines.append(joined(reminder.text))
    return lines


def _of_vault(app: Host, brief: Brief) -> Iterator[Content]:
    ws = app.ws
    drafts, others = app.own_drafts.sorted_out(ws.vault.drafts)
    if drafts:
        yield joined(own("Unsaved text: "), draft_title(drafts[-1].text), own(".  [d] goes on with it"))
    elif others:
        yield joined(own("Unsaved text in another window: "), draft_title(others[-1].text), own("."))
    if app.word_of_copies:
        yield joined(app.word_of_copies, own("  [F5] joins the two"))
    if not ws.vault.has_recovery and not app.setup.demo:
        yield own("There is no recovery key yet: if you forget the passphrase, the notes are gone.  [F9] make one")
    if word := zones.doubt(ws.profile.zone):
        yield joined(word, own("  [F9] You"))
    if news.untold(ws.profile, ws.settings, ws.today()) and not app.setup.demo:
        yield own("This release has a new look and more.  [F9] Version, Enter: what is new")
    if brief.word:
        yield joined(brief.word, own("  [7] PDUs"))
    if evidence.due(ws):
        yield joined(evidence.sentence(kept_rows(ws), ws.today()), own("  [F8] shows them"))


def draft_part(words: str, key: str) -> str:
    """A part of what was noted of unsaved text: `pair`, `title`; empty when it is not there."""
    try:
        found = json.loads(words)
    except ValueError:
        return ""
    return str(found.get(key, "")) if isinstance(found, dict) else ""


def draft_title(words: str) -> str:
    """The title of unsaved text, in a few words."""
    return text.shorten(draft_part(words, "title") or "a text", 50)
