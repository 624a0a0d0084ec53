"""The words of one claim, as a form: all of them while it is prepared, only your remark once PMI has it."""

from __future__ import annotations

import msgspec

from mentor_tui import pdu
from mentor_tui.schema import programs
from mentor_tui.schema.records import Claim

from ..host import Host
from ..shell.record_form import RecordForm
from ..widgets.plain import joined, own
from .claim_lines import days

_GONE = "That claim is no longer there."


def open_claim(app: Host, target: str = "") -> None:
    """The words of a claim; once submitted, only the remark."""
    claim = app.ws.get(Claim, target)
    if claim is None:
        app.say(_GONE, "warning")
        return
    form = programs.shared_forms()["claim"]
    shown = [f.id for f in form.view("wording")]
    shown += [f.id for f in form.view("sides")] if claim.role == "mentee" else []
    app.push_screen(
        RecordForm(
            app,
            claim,
            joined(
                own("Claim of "),
                pdu.show(claim.quarters),
                own(" PDUs, "),
                days(claim.started, claim.completed, app.ws.today()),
            ),
            form=msgspec.structs.replace(form, intro=""),
            only=shown if claim.state == "prepared" else ["remark"],
            role=claim.role,
            where=f"claim:{target}",
            gone=_GONE,
        )
    )
