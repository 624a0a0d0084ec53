"""The words of one claim, as a form: all of them while it is prepared, only your remark once PMI has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui import pdu
from mentor_tui.schema import programs
from mentor_tui.schema.records import Claim

from ..shell.form_screen import FormScreen
from ..widgets.plain import joined, own
from .claims import days

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value

    from ..shell.app import MentorApp


def open_claim(app: MentorApp, target: str = "") -> None:
    """The words of a claim; once submitted, only the remark."""
    claim = app.ws.get(Claim, target)
    if claim is None:
        app.say("That claim is no longer there.", "warning")
        return
    form = programs.shared_forms()["claim"]
    shown = [f.id for f in form.view("wording")]
    shown += [f.id for f in form.view("sides")] if claim.role == "mentee" else []
    only = shown if claim.state == "prepared" else ["remark"]

    def stored() -> dict[str, Any]:
        now = app.ws.get(Claim, target) or claim
        return {name: getattr(now, name) for name in only}

    async def save(values: dict[str, Value]) -> bool:
        now = app.ws.get(Claim, target)
        return now is not None and await app.store(msgspec.structs.replace(now, **values), label="claim changed")

    app.push_screen(
        FormScreen(
            joined(own("Claim of "), pdu.show(claim.quarters), own(" PDUs, "), days(claim.started, claim.completed)),
            msgspec.structs.replace(form, intro=""),
            stored(),
            claim.role,
            save,
            stored=stored,
            where=f"claim:{target}",
            draft_record=target,
            only=only,
        )
    )
