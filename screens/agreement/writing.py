"""Writing the agreement: on one page first, with all questions on demand."""

from __future__ import annotations

from typing import Any

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, one_home, standing
from mentor_tui.schema.fields import Value
from mentor_tui.schema.records import Agreement, Pair

from ..host import Host
from ..journey.worksheets import WorksheetScreen
from ..shell.record_form import NEW
from ..widgets.plain import joined, own
from .words import find_version, title_of

WITH_SETTINGS = "new/settings"
"""The next version begun with what the pair's settings say, where the agreement says something else."""
AS_AGREED = "new/agreed"
"""The next version begun as it was agreed; saving it takes that into the pair."""


# --- Writing --------------------------------------------------------------------------------------------------


class AgreementForm(WorksheetScreen[Agreement]):
    """The agreement as a form."""

    ABOUT = (
        "It is yours to shape: the grey text in an empty field is a suggestion, which Right or Ctrl+Space takes. A "
        "few lines "
        "are enough; what you leave empty is left out of the document. What the app knows already is filled in. F2 "
        "saves; "
        "Escape goes back and keeps your text as a draft."
    )

    def changed(self, now: Agreement, values: dict[str, Value]) -> Agreement:
        answers = {**now.answers, **values}
        start, end = str(answers.get("start") or ""), str(answers.get("end") or "")
        if start and end and end < start:
            raise InputRefused("Not saved yet. The end is before the start.")
        return agreements.with_answers(now, answers)

    def besides(self, values: dict[str, Value]) -> list[Pair]:
        """The pair, with what was changed here of what both know: rhythm, dates, length, channel, who invites."""
        view, before = self.owner.view, dict(self.values(self.now() or self.record))
        after = {**before, **values}
        if self.where.endswith(AS_AGREED):
            for answer in standing.differing(view, self.record):
                before.pop(answer, None)
        pair = one_home.pair_with(view, before, after)
        words = one_home.told(view, view.pair, pair)
        also = f" Your pair has it too: {words}." if words else ""
        self.done = f"Saved: {self.label}.{also} u undoes it."
        return [pair] if words else []


def open_edit(app: Host, target: str) -> None:
    """Open a version for writing: its id, or `new` for a first draft or the version after the signed one.

    `new/settings` begins that one with the pair's settings where they differ; `new/agreed` lets the pair follow it.
    """
    view = app.view
    if words := agreements.not_here(view):
        app.say(words)
        return
    anew = target in ("", NEW, WITH_SETTINGS, AS_AGREED)
    stored = None if anew else find_version(view, target)
    if stored is None and not anew:
        app.say("That version is no longer there.", "warning")
        return
    if stored is not None and not agreements.may_change(stored):
        app.say(f"Version {stored.version} is signed and stays as it is. r starts the next version.", "warning")
        return
    newest = view.agreement
    if stored is None and newest is not None and agreements.may_change(newest):
        stored = newest
    way = target if stored is None and target and standing.differing(view, newest) else NEW
    base = stored or (one_home.next_version(view) if way == WITH_SETTINGS else agreements.revise(view))

    app.push_screen(
        AgreementForm(
            app,
            base,
            joined(title_of(view), own(", version "), str(base.version)),
            label=f"agreement, version {base.version}",
            where=f"agreement-edit:{stored.id if stored else way}",
        )
    )


def reviewed(agreement: Agreement, value: Any) -> Agreement:
    """The version as gone through together on a checked day; an empty day leaves that open again."""
    return msgspec.structs.replace(agreement, reviewed_on=str(value))
