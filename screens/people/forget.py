"""Forgetting a pair: what would go and what stays, a yes, and the proof afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from mentor_tui.claims import evidence
from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.forgetting import forgetting
from mentor_tui.schema.parsing import parse_date
from mentor_tui.schema.records import Pair
from mentor_tui.vault import VaultError
from mentor_tui.vault.beside.contents import removable
from mentor_tui.vault.beside.resealing import remove_files
from mentor_tui.workspace.access import holds_beside_pairs

from ..commands import Command
from ..host import Host
from ..shell.base import Desk
from ..shell.beside import beside
from ..shell.drafting import Drafting
from ..vault.firstrun import FirstRun
from ..widgets.dialogs import Ask, Confirm
from ..widgets.plain import Plain, joined, own

if TYPE_CHECKING:
    from mentor_tui.forgetting.forgetting import Plan
    from mentor_tui.forgetting.traces import Proof, Traces
    from mentor_tui.schema.records import Evidence


T = TypeVar("T")

_CSS = """
    {name} #page {{ height: 1fr; padding: 1 2; }}
    {name} Plain.gap {{ margin-top: 1; }}
"""


class ForgetScreen(Desk):
    """Before: what forgetting this pair would do. Nothing has happened yet."""

    HERE = (
        Command("forget.keep", "k", "keep rows", "Keep the rows a PDU audit may ask for, or delete them too."),
        Command("forget.topic", "t", "topic", "The topic that stands in the rows."),
        Command("forget.until", "d", "until", "Until which day the rows are kept."),
        Command("forget.forget", "f", "forget", "Forget this pair for good, after a question."),
        Command("forget.back", "escape", "back", "Back; nothing happens."),
    )
    ABOUT = (
        "Forgetting takes a pair out of the vault, of every backup and copy beside it and of unsaved text, and then "
        "opens every file again to see that nothing is left. Nothing brings it back. For a PDU audit you may keep a "
        "bare row per session: date, minutes, initials and a neutral topic, which go on counting. To close a pair but "
        "read it later, close it instead (9)."
    )
    DEFAULT_CSS = _CSS.format(name="ForgetScreen")

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self.pair = pair
        self.planned: Plan | None = None
        self.keep = True
        self.topic = evidence.TOPIC
        self.until: date | None = None

    def body(self) -> ComposeResult:
        yield Plain(
            joined(own("Forget your pair with "), self.pair.partner_name or "this partner", own("?")), id="page-title"
        )
        with VerticalScroll(id="page"):
            yield Plain(own("Looking through the vault, its backups and unsaved texts ..."), id="goes")
            yield Plain("", id="stays", classes="gap muted")
            yield Plain("", id="beyond", classes="gap")

    def on_mount(self) -> None:
        self.query_one("#page").focus()
        self.run_worker(self._look(), group="forget")

    async def _look(self) -> None:
        ws = self.ws
        self.planned = await _read(self.mentor, lambda: forgetting.plan(ws, self.pair))
        if self.planned is not None and self.is_mounted:
            self._show(self.planned)

    def _rows(self, planned: Plan) -> list[Evidence]:
        if not (self.keep and planned.rows):
            return []
        return evidence.rows_of(self.ws, planned.pair, self.topic, self.until)

    def _show(self, planned: Plan) -> None:
        rows = self._rows(planned)
        self.query_one("#goes", Plain).show("\n".join(forgetting.told_before(planned, rows)))
        if rows and planned.until and self.until is None:
            words = planned.until.why
        elif rows:
            words = "You chose this day."
        elif planned.rows:
            words = "The hours go too: PDUs that were not claimed yet cannot be claimed any more. k keeps bare rows."
        else:
            words = "There is no session here that a PDU audit could ask for."
        self.query_one("#stays", Plain).show(words)
        lines = ["There is no way back: neither u nor a backup brings it back.", "", *forgetting.told_beyond(planned)]
        self.query_one("#beyond", Plain).show("\n".join(lines))

    def action_keep(self) -> None:
        """Keep the rows, or let them go too."""
        if self.planned is None:
            return
        if not self.planned.rows:
            self.say("There is no session here that a PDU audit could ask for.")
            return
        self.keep = not self.keep
        self._show(self.planned)

    def action_topic(self) -> None:
        """The topic of the rows."""
        beside(self, self._ask_topic)

    async def _ask_topic(self) -> None:
        planned = self.planned
        if planned is None or not planned.rows:
            return
        detail = "A few neutral words: no name, no employer, nothing said in confidence."
        typed = await self.mentor.push_screen_wait(
            Ask(own("What were the sessions about?"), detail=detail, value=self.topic, enter="use it")
        )
        if typed is None:
            return
        try:
            self.topic = evidence.rows_of(self.ws, planned.pair, typed)[0].topic
        except InputRefused as error:
            self.say(str(error), "warning")
            return
        self.keep = True
        self._show(planned)

    def action_until(self) -> None:
        """Until which day the rows are kept."""
        beside(self, self._ask_until)

    async def _ask_until(self) -> None:
        planned = self.planned
        if planned is None or planned.until is None:
            return
        now = (self.until or planned.until.day).isoformat()
        typed = await self.mentor.push_screen_wait(
            Ask(own("Keep the rows until?"), detail=planned.until.why, value=now, enter="use it")
        )
        if typed is None:
            return
        try:
            self.until = parse_date(typed, self.ws.today(), "future")
        except ValueError as error:
            self.say(f"{str(error)[:1].upper()}{str(error)[1:]}.", "warning")
            return
        self.keep = True
        self._show(planned)

    def action_forget(self) -> None:
        """Forget it, after a yes."""
        if self.planned is not None:  # by the app: this screen is gone when the work is done
            self.mentor.run_worker(self._forget(self.planned), exclusive=True, group="forget")

    async def _forget(self, planned: Plan) -> None:
        app, rows = self.mentor, self._rows(planned)
        sure = Confirm(
            joined(own("Forget your pair with "), planned.name, own(" for good?")),
            detail=own("It goes from the vault, its backups and unsaved texts. Nothing brings it back."),
            yes="Forget",
            no="Keep",
        )
        if not await app.push_screen_wait(sure) or not app.is_open:
            return
        _let_go_of_typing(app, planned)
        ws = app.ws
        app.say("Forgetting, and opening every file again ...")
        proof = await app.deed(lambda: forgetting.forget(ws, planned, rows))
        if proof is not None and app.is_open:
            app.let_go_of(planned.traces.ids)
            app.show_room(ForgottenScreen(planned.name, planned.traces, proof))


def _let_go_of_typing(app: Host, planned: Plan) -> None:
    """Drop what is being typed below for this pair; keep the rest as drafts."""
    ours = app.pair.id == planned.pair.id
    for screen in app.screen_stack:
        if isinstance(screen, Drafting):
            if ours and screen.draft_record not in planned.traces.others:
                screen._gone = True
            else:
                screen.keep_before_lock()


async def _read(app: Host, work: Callable[[], T]) -> T | None:
    """Work with the vault's files off the event loop; None, and why, when it could not be done."""
    try:
        return await app.look(work)
    except (VaultError, MentorError) as error:
        app.say(str(error), "warning")
        return None


class ForgottenScreen(Desk):
    """Afterwards: what was found when every file was opened again."""

    HERE = (
        Command("forgotten.again", "r", "try again", "Go through all files once more.", footer=False),
        Command("forgotten.delete", "x", "delete these", "Delete what could not be opened.", footer=False),
        Command("forgotten.on", "enter,escape", "go on", "Go on."),
    )
    ABOUT = "Every file of this vault was opened again and searched. What could not be searched is named, never hidden."
    DEFAULT_CSS = _CSS.format(name="ForgottenScreen")

    def __init__(self, name: str, traces: Traces, proof: Proof) -> None:
        super().__init__()
        self.partner, self.traces, self.proof = name, traces, proof

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        with VerticalScroll(id="page"):
            yield Plain("", id="found")
            yield Plain("", id="next", classes="gap muted")

    def on_mount(self) -> None:
        self.query_one("#page").focus()
        self._show()

    def _show(self) -> None:
        proof = self.proof
        title = "Forgotten" if proof.gone else "Forgotten in the vault, but not everywhere yet"
        self.query_one("#page-title", Plain).show(f"{title}: your pair with {self.partner}")
        self.query_one("#found", Plain).show("\n".join(forgetting.told_after(proof)))
        words = [] if proof.gone else ["r goes through all files once more."]
        words += ["x deletes what could not be opened."] if self._removable() else []
        words += ["Enter goes on. The name is not kept: this page is the last place that shows it."]
        self.query_one("#next", Plain).show("\n".join(words))

    def _removable(self) -> list[Path]:
        return removable(self.ws.vault, self.proof.unread)

    def action_again(self) -> None:
        """Go through all files once more."""
        beside(self, self._again)

    async def _again(self) -> None:
        ws = self.ws
        proof = await _read(self.mentor, lambda: forgetting.finish(ws, self.traces))
        if proof is not None and self.is_mounted:
            self.proof = proof
            self._show()
            self.say("Every file was opened again.")

    def action_delete(self) -> None:
        """Delete what could not be opened."""
        beside(self, self._delete)

    async def _delete(self) -> None:
        files = self._removable()
        if not files:
            self.say("There is nothing to delete.")
            return
        names = ", ".join(file.name for file in files)
        if await self.mentor.push_screen_wait(
            Confirm(own("Delete what could not be opened?"), detail=names, yes="Delete")
        ):
            vault = self.ws.vault
            await _read(self.mentor, lambda: remove_files(vault, files))
            await self._again()

    def action_on(self) -> None:
        """Go on: to the next pair, to what is kept without one, or to the questions about a new one."""
        app = self.mentor
        if app.has_pair:
            app.open_pair(app.pair.id)
            return

        app.go("home")
        if not holds_beside_pairs(app.ws):
            FirstRun(app).ask_who()


def open_forget(app: Host, target: str = "") -> None:
    """Show what forgetting the pair with this id would do."""
    pair = app.ws.get(Pair, target)
    if pair is None:
        app.say("That pair is no longer there.", "warning")
        return
    app.push_screen(ForgetScreen(pair))
