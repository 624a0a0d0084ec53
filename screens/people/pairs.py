"""Your pairs: a list, and the one under the cursor to read; switch, add, change, delete."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui import pdu
from mentor_tui.claims import evidence
from mentor_tui.schema.records import Action, Goal, Lesson, Note, Pair, Session
from mentor_tui.words.days import ago, day, safe_day
from mentor_tui.workspace import opening_balance
from mentor_tui.workspace.access import program_here
from mentor_tui.workspace.all_sessions import kept_rows, sessions_of

from ..commands import Command
from ..host import Host
from ..shell.base import Desk, Room
from ..shell.beside import beside
from ..shell.listing import Listing
from ..widgets.dialogs import Confirm
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.reading_pane import ReadingPane, fact
from ..widgets.rows import Column, Row, Rows
from .install import install
from .people import pair_form, program_of


class PairsScreen(Listing[Pair]):
    """Your pairs: switch, add, change, delete."""

    SHOWS = Pair
    HERE = (
        Command("pairs.open", "enter", "open", "Switch to this pair.", also="change pair, other mentee"),
        Command(
            "pairs.add",
            "n",
            "new pair",
            "Add a pair: another partner, or another program.",
            also="second mentee, new mentee, new mentor, another partner",
        ),
        Command("pairs.edit", "e", "edit", "Change the details of this pair.", also="rename, dates, e-mail, length"),
        Command("pairs.remove", "x", "delete", "Delete this pair with everything in it, after a question."),
        Command(
            "pairs.forget",
            "f",
            "forget",
            "Forget this pair: out of backups and drafts too, for good.",
            also="erase, privacy, gdpr",
        ),
        Command("pairs.rows", "v", "audit rows", "What was kept of forgotten pairs for a PDU audit.", footer=False),
        Command(
            "pairs.install",
            "i",
            "program",
            "Take in your team's own program from its folder, or a newer version.",
            footer=False,
            also="install, update, pack, company, handbook",
        ),
        Command("pairs.claims", "c", "claims", "PDU claims: what can be claimed, and what PMI said."),
        Command("pairs.undo", "u,ctrl+z", "undo", "Undo the last change.", footer=False),
        Command("pairs.redo", "U,ctrl+y", "redo", "Redo what was undone.", footer=False),
        Command("pairs.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "One vault holds all your pairs, whether you are the mentor or the mentee in them. Enter switches to a pair; "
        "[ and ] switch from any area. PDUs are added up over all of them."
    )

    def body(self) -> ComposeResult:
        with Container(classes="split sheet"):
            with Panel(own("Your pairs"), keys=("pairs.open", "pairs.add", "pairs.edit"), classes="list"):
                yield Rows([Column(""), Column("", 8), Column("", 10)], empty="No pair yet. n adds one.", id="pairs")
            yield ReadingPane(keys=("pairs.remove", "pairs.forget"), id="look")
        yield Plain("", id="kept", classes="summary")

    def reload(self) -> None:
        """Show the pairs as they stand."""
        if not self.mentor.is_open:
            return

        state = pair_form(self.ws).field("status")
        rows = []
        for pair in self.ws.pairs:
            here = pair.id == self.mentor.pair.id
            name = (pair.partner_name or "no name yet") + (" (open now)" if here else "")
            mark = "" if pair.status in ("active", "paused") else "quiet"
            rows.append(Row(pair.id, (name, pair.role, state.label_of(pair.status)), mark))
        self.rows.fill(rows)
        kept = evidence.sentence(kept_rows(self.ws), self.ws.today())
        self.query_one("#kept", Plain).show(joined(kept, own("  [v] shows them" if kept else "")))
        self.refresh_bindings()
        self._look()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look()

    def _look(self) -> None:
        pair, pane = self.chosen, self.query_one("#look", ReadingPane)
        pane.display = pair is not None
        if pair is None:
            return
        held, today = pdu.counted(sessions_of(self.ws, pair)), self.ws.today()
        start, end = safe_day(pair.start), safe_day(pair.end)
        lines = [
            fact(own("you are"), pair.role),
            fact(own("program"), program_of(self.ws, pair)),
            fact(own("state"), pair_form(self.ws).field("status").label_of(pair.status)),
            fact(own("sessions"), str(len(held))),
        ]
        lines += [fact(own("begun"), day(start, today))] if start else []
        lines += [fact(own("ends"), f"{day(end, today)}, {ago(end, today)}")] if end else []
        pane.show(pair.partner_name or "no name yet", lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a pair there is none to change, and no PDU page to reach the claims from."""
        if action in ("edit", "remove", "forget"):
            return self.mentor.has_pair
        if action == "claims":
            return not self.mentor.has_pair
        return super().check_action(action, parameters)

    def open_chosen(self) -> None:
        """Switch to the pair under the cursor."""
        if pair := self.chosen:
            self.mentor.open_pair(pair.id)

    def action_open(self) -> None:
        """Switch to the pair under the cursor."""
        self.open_chosen()

    def action_add(self) -> None:
        """Add a pair."""
        self.mentor.go("new-pair")

    def action_edit(self) -> None:
        """Change this pair."""
        if key := self.rows.current:
            self.mentor.go(f"pair:{key}")

    def action_remove(self) -> None:
        """Delete this pair, after a yes."""
        beside(self, self._remove)

    async def _remove(self) -> None:
        pair = self.chosen
        if pair is None:
            return
        others = [p for p in self.ws.pairs if p.id != pair.id and program_here(self.ws, p)]
        if not others:
            self.say(
                "This is the only pair to open. Add the next one first (n); then you can delete this one.", "warning"
            )
            return
        name = pair.partner_name or "this partner"
        detail = (
            f"{self._contents(pair)} go with it. Close the pair instead (9) if you may want to read it again. "
            "u brings everything back until you quit the app; after that only a backup does. "
            "To be rid of it everywhere, forget it instead (f)."
        )
        detail = " ".join(
            [detail, *opening_balance.sentences(self.ws, opening_balance.after_forgetting(self.ws, pair))]
        )
        if not await self.mentor.push_screen_wait(
            Confirm(joined(own("Delete your pair with "), name, own("?")), detail=detail, yes="Delete", no="Keep")
        ):
            return
        was_open = pair.id == self.mentor.pair.id
        label = f"pair with {name} deleted"
        if await self.mentor.deed(lambda: self.ws.delete_pair(pair, label)) is None:
            return
        if was_open:
            self.mentor.open_pair(others[0].id)
            self.mentor.say(f"Deleted: your pair with {name}. u brings it back.", "good")
        else:
            self.reload()
            self.say(f"Deleted: your pair with {name}. u, in any area, brings it back.", "good")

    def action_forget(self) -> None:
        """Show what forgetting this pair would do."""
        if key := self.rows.current:
            self.mentor.go(f"forget:{key}")

    def action_rows(self) -> None:
        """Show what was kept of forgotten pairs."""
        self.mentor.go("audit-rows")

    def action_install(self) -> None:
        """Take in a program, or a newer version of one."""
        self.run_worker(install(self.mentor), exclusive=True)

    def action_claims(self) -> None:
        """PDU claims."""
        self.mentor.go("claims")

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        self._tell(f"Undone: {label}. U redoes it." if label else "There is nothing to undo.")

    async def action_redo(self) -> None:
        """Do again what was taken back."""
        label = await self.mentor.step_back(again=True)
        if label is None:
            return
        self._tell(f"Redone: {label}." if label else "There is nothing to redo.")

    def _tell(self, sentence: str) -> None:
        self.reload()
        self.say(sentence)

    def _contents(self, pair: Pair) -> str:
        kinds = ((Session, "session"), (Goal, "goal"), (Action, "action"), (Note, "note"), (Lesson, "lesson"))
        counts = [(len(self.ws.all(kind, pair.id)), word) for kind, word in kinds]
        said = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n]
        return ", ".join(said) + " and all answers" if said else "Its details"

    async def action_back(self) -> None:
        """Back to where one came from; to Home when this list stood in its place."""
        below = self.app.screen_stack[-2]
        if isinstance(below, Desk) and (self.mentor.has_pair or not isinstance(below, Room)):
            self.mentor.pop_screen()
        elif self.mentor.has_pair or isinstance(below, Room):
            self.mentor.go("home")
        else:
            self.say("There is no pair to go back to. n adds one, F9 leads to settings, Ctrl+Q quits.")


def open_pairs(app: Host, target: str = "") -> None:
    """The list of pairs."""
    if not isinstance(app.screen, PairsScreen):
        app.push_screen(PairsScreen())
