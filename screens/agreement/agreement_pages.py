"""Writing the agreement, signing it, and what changed between two versions."""

from __future__ import annotations

from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, one_home, standing
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.fields import ROLES, Form, Option, Value
from mentor_tui.schema.records import Agreement, Pair, Signature
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..journey.worksheets import WorksheetScreen
from ..shell.base import Page
from ..shell.record_form import NEW, RecordForm
from ..widgets.editors import Changed
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page

_HOW = ("in the app", "on paper", "by e-mail")
"""Offered to choose from; a record may hold any words (an import, an older release)."""


def title_of(view: PairView) -> str:
    """The program's name for its agreement."""
    return view.program.labels.agreement or view.program.form("agreement").title


def find_version(view: PairView, agreement_id: str) -> Agreement | None:
    """The version with this id; the newest one without an id."""
    if not agreement_id:
        return view.agreement
    return next((a for a in view.agreements if a.id == agreement_id), None)


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
            raise InputRefused("Not saved yet. The end lies before the start.")
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


# --- Signing --------------------------------------------------------------------------------------------------


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


# --- Differences ----------------------------------------------------------------------------------------------


class DifferencesScreen(Page):
    """The changes from one version to the next, field by field."""

    HERE = (Command("differences.back", "escape,q,d", "back", "Back to the agreement."),)
    ABOUT = "What the previous version said, and what this one says. Fields that did not change are left out."
    DEFAULT_CSS = """
    DifferencesScreen #title { padding: 0 1; background: $raised; height: 1; text-style: bold; }
    DifferencesScreen #page { height: 1fr; padding: 1 2; }
    """

    def __init__(self, view: PairView, old: Agreement, new: Agreement) -> None:
        super().__init__()
        self._versions = f"What changed from version {old.version} to version {new.version}"
        self._lines = differences_lines(agreements.differences(old, new, view.program.form("agreement")))

    def body(self) -> ComposeResult:
        yield Plain(self._versions, id="title")
        with VerticalScroll(id="page"):
            yield Plain(page(self._lines))

    def on_mount(self) -> None:
        self.query_one("#page").focus()


def differences_lines(found: list[agreements.Difference]) -> list[Content]:
    """Differences as one reads them: the label, what stood there, what stands there."""
    if not found:
        return [joined("Nothing in the wording changed.")]
    lines: list[Content] = []
    for difference in found:
        lines.append(joined((f"{difference.sign} {difference.label}", "bold")))
        lines += [joined(f"  {line.sign} {line.words}") for line in difference.lines]
        lines.append(joined(""))
    return lines


def reviewed(agreement: Agreement, value: Any) -> Agreement:
    """The version as gone through together on a checked day; an empty day leaves that open again."""
    return msgspec.structs.replace(agreement, reviewed_on=str(value))
