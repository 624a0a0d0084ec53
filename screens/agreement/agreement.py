"""The agreement: its newest version to read, and how far it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, standing
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.records import Agreement, Signature
from mentor_tui.words.days import safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.record_form import NEW
from ..widgets.dialogs import Ask, Choose, Confirm
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import form_lines, former_lines, page, plain_day
from ..widgets.rows import Column, Row, Rows
from .agreement_pages import AS_AGREED, WITH_SETTINGS, DifferencesScreen, find_version, reviewed, title_of
from .settling import to_settle

_WITH_IT = frozenset(("edit", "review", "sign", "revise", "differences", "delete", "export"))


class AgreementRoom(Room):
    """The agreement of the two, version by version; a target shows that version first."""

    AREA = "agreement"
    HERE = (
        Command(
            "agreement.edit",
            "e,n",
            "edit",
            "Write the agreement, or go on writing it.",
            also="contract, ground rules, boundaries, confidentiality",
        ),
        Command("agreement.review", "v", "reviewed", "Note the day on which you reviewed it together."),
        Command(
            "agreement.sign", "s", "sign", "Sign it, note your partner's signature, or take one back.", also="signature"
        ),
        Command(
            "agreement.revise",
            "r",
            "new version",
            "Start the next version of a signed agreement.",
            also="amend, change a signed agreement",
        ),
        Command(
            "agreement.differences",
            "d",
            "changes",
            "What changed since the version before.",
            footer=False,
            also="compare, what changed",
        ),
        Command("agreement.settle", "t", "settle", "Settle where the agreement and your pair differ."),
        Command("agreement.delete", "x", "delete", "Delete a version nobody has signed.", footer=False),
        Command("agreement.export", "o", "document", "Make the document to sign or to keep."),
    )
    ABOUT = (
        "What you two agreed. e writes it, v notes the day on which you went through it together, s notes who signed, "
        "when and how. A signed version stays as it is; r starts the next one with the same words, and d shows what "
        "changed. Tab goes to the list of versions, when there are several. The program team learns only whether it "
        "is signed."
    )
    DEFAULT_CSS = """
    AgreementRoom #state { height: auto; margin-bottom: 1; }
    AgreementRoom #columns { height: 1fr; }
    AgreementRoom #reading { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; }
    AgreementRoom #versions { width: 34; height: 1fr; margin-left: 1; border-left: solid $line; }
    AgreementRoom.-narrow #columns { layout: vertical; }
    AgreementRoom.-narrow #versions { width: 100%; height: 4; margin: 0; border-left: none;
        border-top: solid $line; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target

    def body(self) -> ComposeResult:
        yield Plain("", id="state")
        with Horizontal(id="columns"):
            with VerticalScroll(id="reading"):
                yield Plain("", id="agreement-text")
            yield Rows((Column("Version", 9), Column("")), id="versions")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#reading").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be done with an agreement that the program does not have, and nothing settled that is."""
        if action == "settle":
            return self.mentor.has_pair and to_settle(self.view) is not None
        if action in _WITH_IT and self.mentor.has_pair:
            return not agreements.not_here(self.view)
        return super().check_action(action, parameters)

    def load(self, view: PairView) -> None:
        if words := agreements.not_here(view):
            self.query_one("#versions", Rows).display = False
            self.query_one("#state", Plain).show(words)
            self.query_one("#agreement-text", Plain).show("")
            return
        versions = self.query_one("#versions", Rows)
        newest = view.agreement
        known = {r.key for r in versions.rows}
        keep = self._target if not known else ""
        if newest is not None and newest.id not in known and not keep:
            keep = newest.id  # a version that was just made is the one to look at
        rows = [_version_row(view, a) for a in reversed(view.agreements)]
        versions.fill(rows, keep)
        versions.display = len(rows) > 1
        self._show(view)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if self.mentor.is_open and not agreements.not_here(self.view):
            self._show(self.view)
            self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    def _show(self, view: PairView) -> None:
        agreement = self._current(view)
        self.query_one("#state", Plain).show(_state(view, agreement))
        if agreement is None:
            text = page([joined(view.program.form("agreement").intro)])
        else:
            form = view.program.form("agreement")
            lines = form_lines(form, agreement.answers, view.role, view.today) + former_lines(agreement, form)
            text = page(lines or [joined(("Nothing is written yet. e fills it in.", "$quiet"))])
        self.query_one("#agreement-text", Plain).show(text)

    def _current(self, view: PairView) -> Agreement | None:
        """The version under the cursor, or the newest one."""
        key = self.query_one("#versions", Rows).current
        return (find_version(view, key) if key else None) or view.agreement

    # --- What can be done ------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Write the newest version; a signed one stays, and the next one is offered."""
        newest = self.view.agreement
        if newest is None:
            self.mentor.go("agreement-edit:new")
        elif agreements.may_change(newest):
            self.mentor.go(f"agreement-edit:{newest.id}")
        else:
            self._offer_next(newest)

    def action_revise(self) -> None:
        """Start the next version."""
        newest = self.view.agreement
        if newest is None:
            self.mentor.go("agreement-edit:new")
        elif agreements.may_change(newest):
            self.say(f"Version {newest.version} is not signed yet; e changes it.")
        else:
            self._offer_next(newest)

    def _offer_next(self, newest: Agreement) -> None:
        detail = (
            f"Version {newest.version} is signed and stays as it is. The next one begins with the same words, and asks "
            "for both signatures again."
        )
        question, differ = (
            joined(own("Start version "), str(newest.version + 1), own("?")),
            standing.differences(self.view, newest),
        )
        if not differ:
            self.app.push_screen(
                Confirm(question, detail=detail, yes="Start it", no="Leave it"),
                lambda yes: self.mentor.go(f"agreement-edit:{NEW}") if yes else None,
            )
            return
        self.app.push_screen(
            Choose(
                question,
                (
                    (WITH_SETTINGS, own("Start it with what your pair says where they differ")),
                    (AS_AGREED, own("Start it as agreed, and let your pair say the same")),
                ),
                detail=f"{detail} {'. '.join(differ)}.",
            ),
            lambda way: self.mentor.go(f"agreement-edit:{way}") if way else None,
        )

    def action_settle(self) -> None:
        """Settle where the agreement and the pair differ."""
        self.mentor.go("agreement-settle")

    def action_review(self) -> None:
        """Note the day on which the two went through it."""
        agreement = self.view.agreement
        if agreement is None:
            self.say("There is nothing to go through yet. e writes a first draft.")
            return
        self._ask_reviewed(agreement.id, self.view.today.isoformat(), "")

    def _ask_reviewed(self, agreement_id: str, value: str, problem: str) -> None:
        field = self.view.program.form("agreement_version").field("reviewed_on")

        async def answered(typed: str | None) -> None:
            if typed is None:
                return
            view = self.view
            agreement = find_version(view, agreement_id)
            try:
                day = field.check(typed, view.today)
            except InputRefused as error:
                self._ask_reviewed(agreement_id, typed, str(error))
                return
            if agreement is not None:
                words = f"reviewed on {plain_day(str(day), view.today)}" if day else "not reviewed yet"
                await self.store(reviewed(agreement, day), label=words)

        self.app.push_screen(Ask(field.label, detail=problem or field.help, value=value), answered)

    def action_sign(self) -> None:
        """Sign, or note the partner's signature."""
        agreement = self.view.agreement
        if agreement is None:
            self.say("There is nothing to sign yet. e writes a first draft.")
        else:
            self.mentor.go(f"agreement-sign:{agreement.id}")

    def action_differences(self) -> None:
        """Show what changed since the version before."""
        view = self.view
        new = self._current(view)
        before = [a for a in view.agreements if new and a.version < new.version]
        if new is None or not before:
            self.say("There is no earlier version to compare with.")
        else:
            self.app.push_screen(DifferencesScreen(view, before[-1], new))

    async def action_delete(self) -> None:
        """Delete a version that nobody has signed."""
        agreement = self._current(self.view)
        if agreement is None:
            self.say("There is nothing to delete.")
        elif not agreements.may_change(agreement):
            self.say(f"Version {agreement.version} is signed and stays. s can take a signature back.")
        else:
            await self.store(delete=[agreement], label=f"version {agreement.version} deleted")

    def action_export(self) -> None:
        """Make the document."""
        agreement = self._current(self.view)
        if agreement is None:
            self.say("There is nothing to print yet. e writes a first draft.")
        else:
            self.mentor.go(f"export:agreement:{agreement.version}")


def _state(view: PairView, agreement: Agreement | None) -> Content:
    """Its state, and the one thing that comes next."""
    name = title_of(view)
    if agreement is None:
        words = "Not started. e writes a first draft; what is known already is filled in."
        return joined((name, "bold"), "\n", words)
    style = "bold $good" if view.signed(agreement) else "bold"
    lines = [joined((f"{name}, version {agreement.version}", "bold"), (f"   {_word(view, agreement)}", style))]
    if agreement.reviewed_on:
        lines.append(joined(f"reviewed together on {plain_day(agreement.reviewed_on, view.today)}"))
    for signature in agreement.signatures:
        if signature.on:
            how = f", {signature.how}" if signature.how else ""
            who = _who(view, signature)
            words = f"signed by {who} on {plain_day(signature.on, view.today)}{how}"
            lines.append(joined(words))
    newest = view.agreement is not None and agreement.id == view.agreement.id
    said = standing.differences(view, agreement) if newest or view.signed(agreement) else []
    dates = [safe_day(str(agreement.answers.get(name) or "")) for name in ("start", "end")]
    long = standing.too_long(view, *dates) if newest else ""
    lines += [joined((f"{words}.", "$late")) for words in said]
    lines += [joined(("[t] settles it.", "$quiet"))] if said and newest else []
    lines += [joined((long, "$late"))] if long else []
    lines.append(joined((_next(view, agreement), "$quiet")))
    return page(lines)


def _word(view: PairView, agreement: Agreement) -> str:
    words = agreements.status(view, agreement)
    return {
        "draft": "drafted",
        "gone through": "reviewed together",
        "signed": f"signed by {agreements.all_of(view)}",
    }.get(words, words)


def _next(view: PairView, agreement: Agreement) -> str:
    if view.agreement is not None and agreement.id != view.agreement.id:
        return f"An earlier version. The newest one is version {view.agreement.version}."
    if view.signed(agreement):
        return "Settled. r starts the next version, o makes the document."
    missing = agreements.missing(view, agreement)
    if agreement.signed_by and len(missing) == 1 and missing[0] in (agreements.signer_name(view, r) for r in ROLES):
        name = "Your" if missing[0] == "you" else f"{missing[0]}'s"
        return f"{name} signature is still missing: s."
    if agreement.signed_by:
        return f"Signatures still missing: {', '.join(missing)}. s notes them."
    if not agreement.reviewed_on:
        return "Next: review it together, then v."
    return f"Next: {agreements.all_of(view)} sign it, here with s, on paper or by e-mail. o makes the document to sign."


def _who(view: PairView, signature: Signature) -> str:
    """The one who signed by name, with the word for a third."""
    name = agreements.signer_name(view, signature.role)
    if signature.role in ROLES:
        return name if signature.role == view.role else signature.name or name
    return f"{signature.name} ({name})" if signature.name else name


def _version_row(view: PairView, agreement: Agreement) -> Row:
    return Row(agreement.id, (str(agreement.version), _word(view, agreement)))
