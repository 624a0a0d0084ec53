"""Signing the agreement: one signature at a time, made here or noted here."""

from __future__ import annotations

from typing import Any

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.fields import ROLES, Form, Option, Value
from mentor_tui.schema.records import Agreement, Signature
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..host import Host
from ..shell.record_form import RecordForm
from ..widgets.editors import Changed
from ..widgets.plain import joined, own
from .words import find_version

_HOW = ("in the app", "on paper", "by e-mail")
"""Offered to choose from; a record may hold any words (an import, an older release)."""


def open_sign(app: Host, target: str) -> None:
    """Sign a version in one form: `<id>` begins with whose signature is missing, `<id>/<role>` with that role."""
    view = app.view
    if words := agreements.not_here(view):
        app.say(words)
        return
    agreement_id, _, name = target.partition("/")
    agreement = find_version(view, agreement_id)
    if agreement is None:
        app.say("There is no agreement to sign yet. e writes a first draft.", "warning")
        return
    signers = _signers(view)
    missing = [role for role in signers if role not in agreement.signed_by]
    role = name if name in signers else (missing or signers)[0]
    app.push_screen(SignScreen(app, view, agreement, role))


class SignScreen(RecordForm[Agreement]):
    """A signature: by whom, how and when. Choosing another one shows that signature; what was typed stays."""

    ABOUT = (
        "One signature: whose, how, and on which day. What others signed on paper or by e-mail is noted here. "
        "F2 saves; with an empty day the signature is removed. Escape goes back and keeps your text as a draft."
    )

    def __init__(self, app: Host, view: PairView, agreement: Agreement, role: str) -> None:
        self._first = role
        self._shown = role
        super().__init__(
            app,
            agreement,
            joined(own("Signatures, version "), str(agreement.version)),
            form=_sign_form(view, agreement),
            view="edit",
            where=f"agreement-sign:{agreement.id}/{role}",
            gone="That version is no longer there.",
        )

    def now(self) -> Agreement | None:
        return find_version(self.owner.view, self.record.id)

    def values(self, record: Agreement) -> dict[str, Any]:
        """The signature of whom the form shows; one still to come is offered as made today."""
        view, role = self.owner.view, self._shown
        mine = role == view.role
        fresh = Signature(
            role=role,
            name=view.profile.name if mine else view.pair.partner_name if role in ROLES else "",
            on=view.today.isoformat(),
            how="in the app" if mine else "on paper",
        )
        shown = next((s for s in record.signatures if s.role == role and s.on), fresh)
        return {**values_of(shown), "role": self._first}

    def on_changed(self, event: Changed) -> None:
        if event.field_id == "role":
            self._shown = str(self.body_widget.raw()["role"]) or self._first
            self.body_widget.follow()

    def changed(self, now: Agreement, values: dict[str, Value]) -> Agreement:
        role = str(values["role"])
        on = safe_day(str(values["on"]))
        if not role:
            raise InputRefused.of({"role": "Who signs? Choose one of them."})
        if on is not None:
            self.label = f"signed by {agreements.signer_name(self.owner.view, role)}"
            before = next((s for s in now.signatures if s.role == role), Signature(role=role))
            signature = msgspec.structs.replace(before, **{**values, "role": role, "on": on.isoformat()})
            changed = agreements.with_signature(now, signature)
        elif any(s.role == role and s.on for s in now.signatures):
            self.label, changed = "signature removed", agreements.unsign(now, role)
        else:
            raise InputRefused.of({"on": "On which day was it signed? The date is all that is needed."})
        self.done = f"Saved: {self.label}. u undoes it."
        return changed


def _signers(view: PairView) -> list[str]:
    """All who sign, me first and my partner next."""
    return sorted(view.program.signer_titles, key=lambda role: (role not in ROLES, role != view.role))


def _named(view: PairView, role: str) -> str:
    """One who signs by name, and by role where that is another word."""
    name = agreements.signer_name(view, role)
    return f"{name} ({role})" if role in ROLES else name


def _sign_form(view: PairView, agreement: Agreement) -> Form:
    """The form with those who sign by name, and the ways of signing to choose from."""
    form = view.program.form("signature")
    role, how = form.field("role"), form.field("how")
    ways = dict.fromkeys((*_HOW, *(s.how for s in agreement.signatures if s.how)))
    changed = {
        "role": msgspec.structs.replace(role, options=tuple(Option(r, _named(view, r)) for r in _signers(view))),
        "how": msgspec.structs.replace(how, kind="choice", options=tuple(Option(w, w) for w in ways)),
    }
    sections = tuple(
        msgspec.structs.replace(s, fields=tuple(changed.get(f.id, f) for f in s.fields)) for s in form.sections
    )
    return msgspec.structs.replace(form, sections=sections)
