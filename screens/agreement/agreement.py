"""The agreement: its newest version to read, and how far it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements, one_page, standing, understood
from mentor_tui.schema.records import Agreement
from mentor_tui.words.days import safe_day, short_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.record_form import NEW
from ..widgets.dialogs import Ask, Choose, Confirm
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import form_lines, former_lines, page
from ..widgets.rows import Column, Row, Rows
from .changes import DifferencesScreen
from .settling import to_settle
from .words import changed_since, example, find_version, in_pair, is_open, state_lines, state_of, title_of
from .writing import AS_AGREED, WITH_SETTINGS, reviewed

_MOST_ROWS = 5
"""Versions that are in view at once; the others are a key away."""
_WITH_IT = frozenset(("edit", "review", "sign", "revise", "differences", "delete", "export"))


class AgreementRoom(Room):
    """The agreement of the two, version by version; a target shows that version first."""

    AREA = "agreement"
    HERE = (
        Command(
            "agreement.edit",
            "e,n",
            "edit",
            "Write the agreement, or continue it.",
            also="contract, ground rules, boundaries, confidentiality",
        ),
        Command("agreement.review", "v", "reviewed", "Note the day you reviewed it together."),
        Command(
            "agreement.sign", "s", "sign", "Sign it, note your partner's signature, or remove one.", also="signature"
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
        "What you agreed. e writes it, v notes the day you reviewed it together, s notes who signed, "
        "when and how. A signed version stays as it is; r starts the next one with the same words, and d shows what "
        "changed. Tab goes to the list of versions, when there are several. The program team learns only whether it "
        "is signed."
    )
    DEFAULT_CSS = """
    AgreementRoom #columns { height: 1fr; layout: vertical; }
    AgreementRoom #side { height: auto; layout: horizontal; }
    AgreementRoom #standing { width: 1fr; }
    AgreementRoom #list { width: 32; }
    AgreementRoom #more { display: none; }
    AgreementRoom #state { height: auto; }
    AgreementRoom #paper { height: 1fr; }
    AgreementRoom #reading { height: 1fr; scrollbar-size-vertical: 1; }
    AgreementRoom.-wide #columns { layout: horizontal; }
    AgreementRoom.-wide #side { width: 44; height: 1fr; layout: vertical; margin-right: 1; }
    AgreementRoom.-wide #standing, AgreementRoom.-wide #list { width: 100%; }
    AgreementRoom.-wide #paper { width: 1fr; }
    AgreementRoom.-wide #more { display: block; height: 1fr; }
    AgreementRoom #columns.-none #side { width: 1fr; height: auto; margin: 0; }
    AgreementRoom #columns.-none #list, AgreementRoom #columns.-none #more, AgreementRoom #columns.-none #paper {
        display: none;
    }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self._target = target

    def body(self) -> ComposeResult:
        versions = Rows(
            (Column("", 1, shows="sign"), Column("", 2), Column("")), empty="No version yet.", id="versions"
        )
        with Container(id="columns"):
            with Container(id="side"):
                yield Panel(own("Where it stands"), Plain("", id="state"), id="standing")
                yield Panel(own("Versions"), versions, keys=("agreement.differences",), id="list")
                yield Panel(own("Also in the pair"), Plain("", id="more-text"), id="more")
            with Panel("", id="paper"), VerticalScroll(id="reading"):
                yield Plain("", id="agreement-text")

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
        words = agreements.not_here(view)
        self.query_one("#columns").set_class(bool(words), "-none")
        if words:
            self.query_one("#state", Plain).show(words)
            return
        versions = self.query_one("#versions", Rows)
        newest = view.agreement
        known = {r.key for r in versions.rows}
        keep = self._target if not known else ""
        if newest is not None and newest.id not in known and not keep:
            keep = newest.id  # a version that was just made is the one to look at
        rows = [_version_row(view, a) for a in reversed(view.agreements)]
        versions.fill(rows, keep)
        listed = self.query_one("#list")
        listed.display = len(rows) > 1
        listed.styles.height = min(len(rows), _MOST_ROWS) + 2
        self._show(view)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if self.mentor.is_open and not agreements.not_here(self.view):
            self._show(self.view)
            self.query_one("#reading", VerticalScroll).scroll_home(animate=False)

    def _show(self, view: PairView) -> None:
        agreement = self._current(view)
        stands, paper = self.query_one("#standing", Panel), self.query_one("#paper", Panel)
        stands.set_class(is_open(view, agreement), "-next")
        stands.show_keys(*_keys(view, agreement))
        if agreement is None:
            paper.entitle(own("An example of what this will look like"))
            paper.show_keys()
            state = [own("e drafts it, on one page; what is known already is filled in.")]
            lines = example(view)
        else:
            paper.entitle(joined(title_of(view), own(", version "), str(agreement.version)))
            paper.show_keys("agreement.edit", "agreement.export")
            state = state_lines(view, agreement)
            form = one_page.paged(view.program.form("agreement")).form
            lines = form_lines(form, agreement.answers, view.role, view.today) + former_lines(agreement, form)
            lines = lines or [own("Nothing is written yet. e fills it in.", "$quiet")]
        stands.entitle(_stands(view, agreement))
        self.query_one("#state", Plain).show(page(state))
        self.query_one("#more-text", Plain).show(page(_more(view, agreement)))
        self.query_one("#agreement-text", Plain).show(page(lines))

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
                Confirm(question, detail=detail, yes="Start it", no="Not now"),
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
            self.say("There is nothing to review yet. e writes a first draft.")
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
                day = understood.checked(field, typed, view.today)
            except InputRefused as error:
                self._ask_reviewed(agreement_id, typed, str(error))
                return
            if agreement is not None:
                on = safe_day(str(day))
                words = f"reviewed on {short_day(on, view.today)}" if on else "not reviewed yet"
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
            self.say(f"Version {agreement.version} is signed and cannot be deleted. s can remove a signature.")
        else:
            await self.store(delete=[agreement], label=f"version {agreement.version} deleted")

    def action_export(self) -> None:
        """Make the document."""
        agreement = self._current(self.view)
        if agreement is None:
            self.say("There is nothing to print yet. e writes a first draft.")
        else:
            self.mentor.go(f"export:agreement:{agreement.version}")


def _stands(view: PairView, agreement: Agreement | None) -> Content:
    """The title of the panel that says its state."""
    if agreement is None:
        return own("Not started")
    return joined(own("Version "), f"{agreement.version}, {state_of(view, agreement)}")


def _more(view: PairView, agreement: Agreement | None) -> list[Content]:
    """The facts that the pair knows too, and the changes since the version before."""
    lines = in_pair(view)
    if agreement is None or agreements.may_change(agreement):
        lines += [own("Change it there or here: both follow until somebody signs.", "$quiet")]
    before, changed = changed_since(view, agreement) if agreement else (0, [])
    if before:
        lines += [joined(""), joined(own("Changed since version ", "bold"), (str(before), "bold")), *changed]
    return lines


def _keys(view: PairView, agreement: Agreement | None) -> tuple[str, ...]:
    """The keys of what may come next, for the edge of the panel that says it."""
    if agreement is None:
        return ("agreement.edit",)
    if view.agreement is None or agreement.id != view.agreement.id:
        return ("agreement.differences",)
    settle = ("agreement.settle",) if to_settle(view) is not None else ()
    if view.signed(agreement):
        return (*settle, "agreement.revise")
    return (*settle, "agreement.review", "agreement.sign")


def _version_row(view: PairView, agreement: Agreement) -> Row:
    state = "signed" if view.signed(agreement) else "open"
    return Row(agreement.id, (state, str(agreement.version), state_of(view, agreement)))
