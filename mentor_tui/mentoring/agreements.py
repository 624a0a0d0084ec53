"""The mentoring agreement: drafted from what is known, signed by all who have to, revised as a new version.

Pure functions: each returns a new record and saves nothing. A signed version is never changed; `revise` copies it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import goals, sessions
from mentor_tui.mentoring.program_time import ends_on
from mentor_tui.mentoring.steps import midpoint
from mentor_tui.schema.fields import ROLES, Field, Form, Role, Value, filled
from mentor_tui.schema.records import Agreement, Signature
from mentor_tui.words import text
from mentor_tui.words.compared import Line, lines_changed
from mentor_tui.words.days import every, first_name
from mentor_tui.workspace import PairView


class Difference(NamedTuple):
    """One field that changed, as a person reads it."""

    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """`new` for what was answered anew, `gone` for what was left open again, or `changed`."""
        return "changed" if self.before and self.after else "new" if self.after else "gone"

    @property
    def lines(self) -> list[Line]:
        """The lines that went and came, with the words that differ."""
        return lines_changed(self.before, self.after)


# --- Drafting ---------------------------------------------------------------------------------------------


def _objectives(view: PairView) -> list[str]:
    lines = []
    for goal in goals.named(view):
        measure = text.one_line(goal.measure)
        lines.append(text.one_line(goal.title or goal.action) + (f": {measure}" if measure else ""))
    return lines


def _success(view: PairView) -> str:
    return "\n".join(g.success_criteria for g in goals.named(view) if g.success_criteria)


def _name(view: PairView, role: Role) -> str:
    return view.profile.name if role == view.role else view.pair.partner_name


def _job(view: PairView, role: Role) -> str:
    return view.profile.job_title if role == view.role else view.pair.partner_job_title


def _day(d: date | None) -> str:
    return d.isoformat() if d else ""


_KNOWN: dict[str, Callable[[PairView], Value]] = {
    "mentor": lambda v: _name(v, "mentor"),
    "mentor_name": lambda v: _name(v, "mentor"),
    "mentor_job_title": lambda v: _job(v, "mentor"),
    "mentee": lambda v: _name(v, "mentee"),
    "mentee_name": lambda v: _name(v, "mentee"),
    "mentee_job_title": lambda v: _job(v, "mentee"),
    "program": lambda v: v.program.name,
    "cohort": lambda v: v.pair.cohort,
    "learning_objectives": _objectives,
    "success_criteria": _success,
    "start": lambda v: v.pair.start,
    "end": lambda v: _day(ends_on(v)),
    "review_on": lambda v: _day(midpoint(v)),
    "frequency": lambda v: every(v.rhythm_days),
    "usual_length": sessions.usual_minutes,
    "channels": lambda v: v.pair.usual_channel or ", ".join(v.program.session.channels),
    "agenda_by": lambda v: v.program.session.agenda_by or "",
    "invites_by": lambda v: sessions.inviter(v) or "",
}
"""Answers that the records already hold, by field id of an agreement form; a pack may lack any of them."""


def not_here(view: PairView) -> str:
    """The sentence for a program that has no agreement; empty when it has one."""
    if "agreement" in view.program.forms:
        return ""
    kept = " What was agreed before is kept, and is in your full export." if view.agreements else ""
    return f"{view.program.name} has no agreement.{kept}"


def draft(view: PairView) -> Agreement:
    """A first version, filled in from pair, program and goals; nothing that only you may see goes into it."""
    form = view.program.forms.get("agreement")
    answers: dict[str, Value] = {}
    for field in form.fields() if form else ():
        if field.id in _KNOWN:
            value = _checked(field, _KNOWN[field.id](view))
            if filled(value):
                answers[field.id] = value
    return Agreement(pair_id=view.pair.id, version=_next_version(view), answers=answers)


def _checked(field: Field, value: Value) -> Value:
    try:
        return field.check(value)
    except InputRefused:
        return field.blank()


def _next_version(view: PairView) -> int:
    return max((a.version for a in view.agreements), default=0) + 1


# --- Going through it, signing, revising ------------------------------------------------------------------


def review(agreement: Agreement, on: date) -> Agreement:
    """The agreement as gone through together on a day."""
    return msgspec.structs.replace(agreement, reviewed_on=on.isoformat())


def sign(agreement: Agreement, role: str, name: str, on: date, how: str = "") -> Agreement:
    """The agreement with a signature; one already there of the same role is replaced.

    The partner's signature is noted here, not made here: `how` says so (on paper, by e-mail).
    """
    signature = Signature(role=role, name=text.one_line(name), on=on.isoformat(), how=text.one_line(how))
    return with_signature(agreement, signature)


def with_signature(agreement: Agreement, signature: Signature) -> Agreement:
    """The agreement with a signature in the place of the one of the same role."""
    found = {s.role: s for s in (*agreement.signatures, signature)}
    order = {"mentor": 0, "mentee": 1}
    in_order = sorted(found.values(), key=lambda s: order.get(s.role, len(order)))
    return msgspec.structs.replace(agreement, signatures=in_order)


def unsign(agreement: Agreement, role: str) -> Agreement:
    """The agreement without this role's signature."""
    return msgspec.structs.replace(agreement, signatures=[s for s in agreement.signatures if s.role != role])


def signer_name(view: PairView, role: str) -> str:
    """The name of one who signs: `you`, the partner's first name, or the program's name for a third."""
    if role == view.role:
        return "you"
    return first_name(view.pair.partner_name) if role in ROLES else view.program.signer_titles.get(role, role)


def missing(view: PairView, agreement: Agreement) -> list[str]:
    """The names of those whose signature the program still needs; the two first, mine before the partner's."""
    needed = sorted(view.program.needed_signers, key=lambda role: (role not in ROLES, role != view.role))
    return [signer_name(view, role) for role in needed if role not in agreement.signed_by]


def all_of(view: PairView) -> str:
    """The word for all whose signature is needed: `both`, or `all` where the program needs more than the two."""
    return "both" if len(view.program.needed_signers) == len(ROLES) else "all"


def may_change(agreement: Agreement) -> bool:
    """True if its words may still be changed: nobody has signed them yet."""
    return not any(s.on for s in agreement.signatures)


def revise(view: PairView) -> Agreement:
    """The next version: the newest one's answers without signatures, or a draft when there is none."""
    newest = view.agreement
    if newest is None:
        return draft(view)
    return Agreement(pair_id=view.pair.id, version=_next_version(view), answers=dict(newest.answers))


def with_answers(agreement: Agreement, answers: Mapping[str, Value]) -> Agreement:
    """The agreement with these answers; refused once somebody has signed, so that nobody's signature is moved."""
    if not may_change(agreement):
        raise InputRefused("This version is signed and stays as it is. Start a new version to change it.")
    return msgspec.structs.replace(agreement, answers=dict(answers))


# --- Reading it -------------------------------------------------------------------------------------------


def status(view: PairView, agreement: Agreement | None) -> str:
    """Its state: `not started`, `draft`, `gone through`, `signed by you`, `signed by Bram`, `signed`."""
    if agreement is None or not (agreement.answers or agreement.signatures):
        return "not started"
    if view.signed(agreement):
        return "signed"
    if signed := [signer_name(view, role) for role in view.program.signer_titles if role in agreement.signed_by]:
        return f"signed by {' and '.join(sorted(signed, key=lambda name: name != 'you'))}"
    return "reviewed" if agreement.reviewed_on else "draft"


def differences(old: Agreement, new: Agreement, form: Form) -> list[Difference]:
    """List the changes between two versions, in the form's order; the same lines in another order are none."""
    known = {f.id: f for f in form.fields()}
    ids = [i for i in known if i in old.answers or i in new.answers]
    ids += sorted((old.answers.keys() | new.answers.keys()) - known.keys())
    found = []
    for field_id in ids:
        field = known.get(field_id) or Field(id=field_id, label=field_id)
        before, after = _said(field, old.answers.get(field_id)), _said(field, new.answers.get(field_id))
        if field.kind in ("lines", "choices") and sorted(before.split("\n")) == sorted(after.split("\n")):
            continue
        if before != after:
            found.append(Difference(field.label, before, after))
    return found


def _said(field: Field, value: Value | None) -> str:
    if value is None or not filled(value):
        return ""
    return field.show(value)
