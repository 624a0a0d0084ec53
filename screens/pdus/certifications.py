"""The certifications a person holds: one form each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..people.people import values_of
from ..shell.form_screen import FormScreen
from ..widgets.plain import joined, own

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value

    from ..shell.app import MentorApp


def open_certification(app: MentorApp, target: str = "") -> None:
    """A certification: the one with this id, or a new one."""
    from mentor_tui.schema import programs
    from mentor_tui.schema.records import Certification

    known = app.ws.get(Certification, target) if target not in ("", "new") else None
    if known is None and target not in ("", "new"):
        app.say("That certification is no longer there.", "warning")
        return
    form = programs.shared_forms()["certification"]

    def as_stored() -> Certification:
        return (app.ws.get(Certification, known.id) if known else None) or known or Certification()

    def shown() -> dict[str, Any]:
        values = values_of(as_stored())
        for field in form.fields():
            if field.kind == "quarters":  # kept as whole quarters, typed as PDUs
                values[field.id] = field.show(values[field.id]) if values[field.id] else ""
        return values

    async def save(values: dict[str, Value]) -> bool:
        if not values["name"]:
            app.say("Not saved yet. Which certification is it? PMP, for example.", "warning")
            return False
        if values["cycle_end"] and values["cycle_start"] and str(values["cycle_end"]) < str(values["cycle_start"]):
            app.say("Not saved yet. The cycle ends before it starts.", "warning")
            return False
        label = "certification changed" if known else "certification added"
        return await app.store(msgspec.structs.replace(as_stored(), **values), label=label)

    app.push_screen(
        FormScreen(
            joined(own("Certification: "), known.name) if known else own("A certification you hold"),
            form,
            shown(),
            app.role,
            save,
            stored=shown,
            where=f"certification:{known.id}" if known else "certification:new",
            draft_record=known.id if known else "me",
        )
    )
