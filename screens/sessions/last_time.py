"""From last time: what was agreed and said before, to read while a session is prepared or logged."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.mentoring.rhythm import open_actions, when_of, who
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView

from ..widgets.drawing import sign_of
from ..widgets.plain import joined, own
from ..widgets.reading_pane import heading

_READ = 600
"""Letters of one answer that are shown."""


def lines(view: PairView, session: Session) -> list[Content]:
    """The agenda of this session, the notes of the one before, and the actions that are open."""
    found = [own("Agenda", "bold"), *(joined(f"- {point}") for point in session.agenda)] if session.agenda else []
    before = [s for s in view.met if s.id != session.id and (not session.on or s.on <= session.on)]
    if before:
        last, form = before[-1], view.program.form("session")
        title = joined(own("Last time, "), when_of(last, view.today))
        found.append(heading(title) if found else title.stylize("bold"))
        said = [(form.field(name), _short(getattr(last, name))) for name in ("focus", "outcome", "takeaways")]
        written = [(field, words) for field, words in said if words]
        for field, words in written:
            found += [own(field.label, "$quiet"), joined(words)]
        found += [] if written else [own("Nothing was written down about it.", "$quiet")]
    else:
        found.append(own("Your first session: nothing to look back on yet.", "$quiet"))
    waiting = open_actions(view.actions)
    found += [heading(own("Open actions"))] if waiting else []
    for action in waiting[:8]:
        due = safe_day(action.due)
        state = "late" if due is not None and due < view.today else "open"
        by = f"  {day(due, view.today)}" if due is not None else ""
        found.append(
            joined(sign_of(state), f" {who(view, action.owner)}: {text.one_line(action.text)}", (by, "$quiet"))
        )
    return found


def _short(words: str) -> str:
    words = text.clean(words).strip()
    return words if len(words) <= _READ else words[:_READ].rstrip() + " ..."
