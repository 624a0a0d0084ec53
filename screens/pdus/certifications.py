"""The certifications a person holds: one form each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui.errors import InputRefused
from mentor_tui.schema.records import Certification

from ..host import Host
from ..shell.record_form import NEW, RecordForm
from ..widgets.plain import joined, own

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value


class CertificationForm(RecordForm[Certification]):
    """Its name, its cycle, what is earned already, and figures of one's own."""

    def changed(self, now: Certification, values: dict[str, Value]) -> Certification:
        if not values["name"]:
            raise InputRefused.of({"name": "Which certification is it? PMP, for example."})
        if values["cycle_end"] and values["cycle_start"] and str(values["cycle_end"]) < str(values["cycle_start"]):
            raise InputRefused.of({"cycle_end cycle_start": "The cycle ends before it starts."})
        return super().changed(now, values)


def open_certification(app: Host, target: str = "") -> None:
    """A certification: the one with this id, or a new one."""
    new = target in ("", NEW)
    found = Certification() if new else app.ws.get(Certification, target)
    if found is None:
        app.say("That certification is no longer there.", "warning")
        return
    title = own("A certification you hold") if new else joined(own("Certification: "), found.name)
    app.push_screen(CertificationForm(app, found, title))
