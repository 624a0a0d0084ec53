"""Writing the agreement, signing it, and what changed between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui import agreements
from mentor_tui.cadence import first_name, safe_day
from mentor_tui.errors import InputRefused
from mentor_tui.forms import Role, Value
from mentor_tui.records import Agreement, Signature
from mentor_tui.workspace import PairView

from .base import Desk, Room
from .commands import Command
from .form_screen import FormScreen
from .widgets.dialogs import Choose
from .widgets.plain import Plain, joined
from .widgets.reading import page, plain_day
from .worksheets import WorksheetScreen

if TYPE_CHECKING:
    from .app import MentorApp

_HOW = (
    ("in the app", "here, in the app"),
    ("on paper", "on paper"),
    ("by e-mail", "by e-mail"),
    ("", "in another way"),
)


def title_of(view: PairView) -> str:
    """What the program calls its agreement."""
    return view.program.labels.get("agreement") or view.program.form("agreement").title


def find_version(view: PairView, agreement_id: str) -> Agreement | None:
    """The version with this id; the newest one without an id."""
    if not agreement_id:
        return view.agreement
    return next((a for a in view.agreements if a.id == agreement_id), None)


# --- Writing --------------------------------------------------------------------------------------------------


class AgreementForm(WorksheetScreen):
    """The agreement as a form."""

    ABOUT = (
        "Yours to shape: the grey text under a question is a suggestion to take, change or ignore. A few lines are "
        "enough; what stays open is left out of the document. What the app knows already is filled in. F2 saves; "
        "Escape goes back and keeps your text as a draft."
    )


def open_edit(app: MentorApp, target: str) -> None:
    """Open a version for writing: its id, or `new` for a first draft or the version after the signed one."""
    view = app.view
    stored = None if target == "new" else find_version(view, target)
    if stored is None and target not in ("", "new"):
        app.say("That version is not here any more.", "warning")
        return
    if stored is not None and not agreements.may_change(stored):
        app.say(f"Version {stored.version} is signed and stays as it is. r starts the next version.", "warning")
        return
    newest = view.agreement
    if stored is None and newest is not None and agreements.may_change(newest):
        stored = newest
    base = stored or agreements.revise(view)

    async def save(values: dict[str, Value]) -> bool:
        now = find_version(app.view, base.id) or base
        try:
            changed = agreements.with_answers(now, {**now.answers, **values})
        except InputRefused as error:
            app.say(str(error), "warning")
            return False
        return await app.store(changed, label=f"agreement, version {changed.version}")

    app.push_screen(
        AgreementForm(
            f"{title_of(view)}, version {base.version}",
            view.program.form("agreement"),
            base.answers,
            view.role,
            save,
            stored=lambda: (find_version(app.view, base.id) or base).answers,
            where=f"agreement-edit:{stored.id if stored else 'new'}",
            draft_record=stored.id if stored else view.pair.id,
            done=f"Saved: agreement, version {base.version}. u takes it back.",
        )
    )


# --- Signing --------------------------------------------------------------------------------------------------


def signer(view: PairView, role: Role) -> str:
    """`you`, or the partner's first name."""
    return "you" if role == view.role else first_name(view.pair.partner_name)


def open_sign(app: MentorApp, target: str) -> None:
    """Sign a version: `<id>` asks who signs and how, `<id>/<role>` goes straight to the signature."""
    view = app.view
    agreement_id, _, role_name = target.partition("/")
    agreement = find_version(view, agreement_id)
    if agreement is None:
        app.say("There is no agreement to sign yet. e writes a first draft.", "warning")
        return
    if role_name in ("mentor", "mentee"):
        _signature_form(app, view, agreement, "mentor" if role_name == "mentor" else "mentee", "")
        return

    async def chosen(choice: str | None) -> None:
        if choice is None:
            return
        back, _, name = choice.rpartition("-")
        role: Role = "mentor" if name == "mentor" else "mentee"
        if back:
            if await app.store(agreements.unsign(agreement, role), label="signature taken back"):
                if isinstance(app.screen, Room):
                    app.screen.reload()
                app.say("Saved: signature taken back. u brings it back.", "good")
        else:
            _ask_how(app, view, agreement, role)

    app.push_screen(
        Choose(
            f"Sign version {agreement.version}: who signs?",
            _who_options(view, agreement),
            detail="What your partner signed on paper or by e-mail is noted here, with its date.",
        ),
        chosen,
    )


def _who_options(view: PairView, agreement: Agreement) -> list[tuple[str, str]]:
    signed = {s.role: s for s in agreement.signatures if s.on}
    roles: tuple[Role, Role] = (view.role, view.pair.partner_role)
    first: list[tuple[str, str]] = []
    later: list[tuple[str, str]] = []
    for role in roles:
        name = signer(view, role)
        who = "I sign" if role == view.role else f"{name} has signed"
        if role in signed:
            on = plain_day(signed[role].on, view.today)
            later.append((role, f"correct the signature of {on} ({name})"))
            later.append((f"back-{role}", f"take back the signature of {on} ({name})"))
        else:
            first.append((role, who))
    return first + later


def _ask_how(app: MentorApp, view: PairView, agreement: Agreement, role: Role) -> None:
    options = [(key or "other", words) for key, words in _HOW if role == view.role or key != "in the app"]

    def chosen(how: str | None) -> None:
        if how is not None:
            _signature_form(app, view, agreement, role, "" if how == "other" else how)

    app.push_screen(Choose("How was it signed?" if role != view.role else "How do you sign?", options), chosen)


def _signature_form(app: MentorApp, view: PairView, agreement: Agreement, role: Role, how: str) -> None:
    name = view.profile.name if role == view.role else view.pair.partner_name
    unsigned = Signature(role=role, name=name, on=view.today.isoformat())

    def stored() -> dict[str, Any]:
        now = find_version(app.view, agreement.id) or agreement
        shown = next((s for s in now.signatures if s.role == role), unsigned)
        return {"name": shown.name, "on": shown.on, "how": shown.how}

    async def save(values: dict[str, Value]) -> bool:
        now = find_version(app.view, agreement.id)
        if now is None:
            app.say("That version is not here any more.", "warning")
            return False
        on = safe_day(str(values["on"]))
        if on is None:
            app.say("On which day was it signed? The date is all that is needed.", "warning")
            return False
        signed = agreements.sign(now, role, str(values["name"]), on, str(values["how"]))
        return await app.store(signed, label=f"signed by {signer(app.view, role)}")

    app.push_screen(
        FormScreen(
            f"Signature of {signer(view, role)}, version {agreement.version}",
            view.program.form("signature"),
            stored() | ({"how": how} if how else {}),
            view.role,
            save,
            stored=stored,
            where=f"agreement-sign:{agreement.id}/{role}",
            draft_record=agreement.id,
            view="edit",
            done=f"Saved: signed by {signer(view, role)}. u takes it back.",
        )
    )


# --- Differences ----------------------------------------------------------------------------------------------


class DifferencesScreen(Desk):
    """What changed from one version to the next, field by field."""

    HERE = (Command("differences.back", "escape,q,d", "back", "Back to the agreement."),)
    ABOUT = "What stood in the version before, and what stands there now. Fields that did not change are left out."
    DEFAULT_CSS = """
    DifferencesScreen #title { padding: 0 1; background: $primary-background; height: 1; text-style: bold; }
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

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()


def differences_lines(found: list[agreements.Difference]) -> list[Content]:
    """Differences as one reads them: the label, what stood there, what stands there."""
    if not found:
        return [joined("Nothing in the wording changed.")]
    lines: list[Content] = []
    for difference in found:
        lines.append(joined((difference.label, "bold")))
        if difference.before:
            lines.append(joined(("before  ", "dim"), (difference.before, "dim")))
        lines.append(joined(("now     ", "dim"), difference.after or "left open"))
        lines.append(joined(""))
    return lines


def reviewed(agreement: Agreement, value: Any) -> Agreement:
    """The version as gone through together on a checked day; an empty day leaves that open again."""
    return msgspec.structs.replace(agreement, reviewed_on=str(value))
