"""PDU claims: what can be claimed, what was, and what PMI said to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui import claims, pdu
from mentor_tui.errors import InputRefused
from mentor_tui.pdu import Floor
from mentor_tui.schema import programs
from mentor_tui.schema.parsing import parse_date
from mentor_tui.schema.records import Certification, Claim, ClaimState
from mentor_tui.words import text

from ..commands import Command
from ..host import Host
from ..shell.base import Fresh
from ..widgets.dialogs import Ask, Choose
from ..widgets.facts import Fact, FactsPane
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows
from .claim_lines import days, of_claim, of_group, whom
from .counts_as import claim_of, for_pmi

if TYPE_CHECKING:
    from mentor_tui.claims import Drift, Group, Opening


_NONE = "Nothing to claim yet: a claim takes sessions of at least 1.00 PDU. They appear here once they are logged (5)."
_NO_CERTIFICATION = (
    "You have added no certification, so there is nothing to claim. c adds the one you hold; h makes a certificate of "
    "hours, which needs none."
)
_BACK = "back"
_SIGNS = {"prepared": "prepared", "rejected": "cancelled", "audit": "late"}
"""State of a claim -> the state whose sign it has; any other one is claimed."""


class ClaimsScreen(Fresh):
    """Openings for claims on top, claims below."""

    HERE = (
        Command("claims.go_on", "enter", "claim / open", "Prepare a claim of these sessions, or open the claim."),
        Command("claims.make", "n", "new claim", "Prepare a claim of the ticked sessions, or of these.", footer=False),
        Command("claims.tick", "space", "tick", "Tick groups of sessions to put them into one claim.", footer=False),
        Command("claims.all_in_one", "a", "all in one", "Tick all sessions that can go into one claim with this one."),
        Command("claims.step_on", "s", "what PMI said", "Note the next step: submitted, pending, approved, ..."),
        Command("claims.edit", "e", "words", "Change the words of a prepared claim, or your note on one."),
        Command("claims.refresh_it", "r", "up to date", "Give a prepared claim its sessions' figures.", footer=False),
        Command(
            "claims.drop",
            "x",
            "delete",
            "Delete a prepared claim; its sessions can be claimed again, u brings it back.",
        ),
        Command("claims.floor", "f", "rounding", "Round down per session, or once per claim.", footer=False),
        Command("claims.audit", "p", "audit pack", "Would it hold up in an audit? And its evidence.", footer=False),
        Command(
            "claims.sheet",
            "o",
            "spreadsheet",
            "The claims as a file for a spreadsheet.",
            footer=False,
            also="excel, csv",
        ),
        Command("claims.certify", "c", "new cert.", "Add a certification you hold.", footer=False),
        Command("claims.hours", "h", "hours", "A certificate of hours; it needs no certification.", footer=False),
        Command("claims.undo", "u,ctrl+z", "undo", "Undo the last change.", footer=False),
        Command("claims.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "Sessions that count and are in no claim are put together, oldest first, until they reach 1.00 PDU. Enter "
        "makes "
        "a claim of them and opens its copy deck; space ticks several groups to claim them at once. You type a claim "
        "into PMI's portal yourself, once for all certifications: the app sends nothing. Note here what PMI said (s). "
        "A rejected claim frees its sessions. When a session is changed later, its claim says by how much it is off."
    )
    DEFAULT_CSS = """
    ClaimsScreen.-wide .split { padding: 1 1 0 1; }
    ClaimsScreen.-low #told { height: 8; }
    ClaimsScreen.-wide #told { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._floor: Floor = "session"
        self._openings: list[Opening] = []
        self._ticked: set[str] = set()
        self._drifts: dict[str, Drift] = {}

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        with Container(classes="split"):
            with Panel("", keys=("claims.go_on", "claims.all_in_one"), id="list", classes="list"):
                yield Rows(
                    [
                        Column("", 1),
                        Column("", 1, shows="sign"),
                        Column("sessions of", 16),
                        Column("n", 2, right=True),
                        Column("PDUs", 5, right=True),
                        Column("state", 24),
                        Column("what"),
                    ],
                    id="claims",
                )
            yield FactsPane("", keys=("claims.step_on", "claims.edit"), id="told", classes="read")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#claims", Rows).focus()

    # --- What is on the screen ---------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything again as it stands now."""
        if not self.mentor.is_open:
            return
        self._openings = claims.openings(self.ws, self._floor)
        self._drifts = claims.drifts(self.ws)
        self._ticked &= set(self._groups())
        how = "each session" if self._floor == "session" else "once per claim"
        self.query_one("#page-title", Plain).show(
            joined("PDU claims", (f"   minutes rounded down {how} (f changes it)", "not bold"))
        )
        self.query_one("#list", Panel).entitle(self._word())
        rows = self.query_one("#claims", Rows)
        rows.empty = _NONE if self.ws.table(Certification) else _NO_CERTIFICATION
        rows.fill([*self._open_rows(), *(self._claim_row(c) for c in claims.in_order(self.ws.all(Claim)))])
        self._show_detail()

    def _word(self) -> str:
        ready = claims.ready(self.ws, self._floor)
        filed = sum(c.quarters for c in self.ws.all(Claim) if c.state in ("submitted", "pending", "audit"))
        done = sum(c.quarters for c in self.ws.all(Claim) if c.state == "approved")
        part = f", {pdu.show(ready.prepared)} of it prepared" if ready.prepared else ""
        return f"{pdu.show(ready.amount)} can be claimed{part}   {pdu.show(filed)} with PMI   {pdu.show(done)} approved"

    def _groups(self) -> dict[str, tuple[Opening, Group]]:
        """Row key -> the sessions of that row: each group, and what is left over."""
        return {
            f"open {at} {number}": (opening, group)
            for at, opening in enumerate(self._openings)
            for number, group in enumerate((*opening.groups, opening.rest))
            if group.lines
        }

    def _open_rows(self) -> list[Row]:
        rows = []
        for key, (opening, group) in self._groups().items():
            rest = group is opening.rest
            state = f"{pdu.show(opening.missing)} short of a claim" if rest else "can be claimed"
            if group.unsplit and not rest:
                state += ", no split"
            what = whom(opening, len(self.ws.pairs))
            span = days(group.lines[0].session.on, group.lines[-1].session.on, self.ws.today())
            tick = "x" if key in self._ticked else " "
            sign = "waits" if rest else "ready"
            cells = (tick, sign, span, str(len(group.lines)), pdu.show(group.amount.quarters), state, what)
            rows.append(Row(key, cells, "quiet" if rest else ""))
        return rows

    def _claim_row(self, claim: Claim) -> Row:
        day = claims.day_of(claim, claim.state)
        state = f"{claims.WORDS[claim.state]} {day}".strip()
        off = self._drifts.get(claim.id)
        mark = "late" if off or claims.waiting_since(claim, self.ws.today()) else ""
        span, count = days(claim.started, claim.completed, self.ws.today()), str(len(claim.lines))
        mine = ("!" if off else "", _SIGNS.get(claim.state, "claimed"), span, count)
        cells = (*mine, pdu.show(claim.quarters), state, text.one_line(claim.title))
        return Row(claim.id, cells, "quiet" if claim.state == "rejected" else mark)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        key = self.query_one("#claims", Rows).current
        found = self._groups().get(key)
        title, facts = own("Claims"), list[Fact]()
        if key:
            today = self.ws.today()
            claim = claim_of(self.ws, *found) if found else self.ws.get(Claim, key)
            lines = of_group(*found) if found else of_claim(claim, self._drifts, today) if claim else []
            facts = [("", line, "" if at else "bold") for at, line in enumerate(lines)]
            facts += for_pmi(claim, today)
            quarters = found[1].amount.quarters if found else claim.quarters if claim else 0
            title = joined(pdu.show(quarters), own(" PDUs"))
        self.query_one("#told", FactsPane).show(title, facts)

    # --- Preparing ---------------------------------------------------------------------------------------------

    def action_tick(self) -> None:
        """Tick a group of sessions."""
        key = self.query_one("#claims", Rows).current
        if key not in self._groups():
            self.say("Only sessions that can be claimed are ticked.")
            return
        opening = self._groups()[key][0]
        if any(self._groups()[k][0] is not opening for k in self._ticked):
            self.say(
                "One claim takes sessions of one partner, and of the same certifications. Untick the others first."
            )
            return
        self._ticked ^= {key}
        self.reload()

    def action_all_in_one(self) -> None:
        """Tick everything that can go into one claim with this."""
        found = self._groups().get(self.query_one("#claims", Rows).current)
        if found is None:
            self.say("Choose sessions that can be claimed first.")
            return
        whole = {key for key, (opening, _) in self._groups().items() if opening is found[0]}
        self._ticked = set() if self._ticked == whole else whole
        self.reload()

    async def action_go_on(self) -> None:
        """Prepare a claim, or open one."""
        key = self.query_one("#claims", Rows).current
        groups = self._groups()
        if key and key not in groups:
            self.mentor.go(f"copy-deck:{key}")
        elif key:
            await self._prepare(self._ticked or {key})

    async def action_make(self) -> None:
        """Prepare a claim."""
        key = self.query_one("#claims", Rows).current
        if chosen := self._ticked or ({key} & set(self._groups())):
            await self._prepare(chosen)
        elif self.ws.table(Certification):
            self.say("Choose sessions that can be claimed first." if self._openings else _NONE)
        else:
            self.say(_NO_CERTIFICATION)

    async def _prepare(self, chosen: set[str]) -> None:
        groups = self._groups()
        opening = groups[next(iter(chosen))][0]
        lines = [line for k in chosen for line in groups[k][1].lines]
        try:
            claim = claims.prepare(self.ws, opening, lines)
        except InputRefused as error:
            self.say(str(error), "warning")
            return
        if await self.mentor.store(claim, label="claim prepared"):
            self._ticked.clear()
            self.mentor.go(f"copy-deck:{claim.id}")

    # --- Its life ----------------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Claim | None:
        return self.ws.get(Claim, self.query_one("#claims", Rows).current)

    def _pick(self) -> Claim | None:
        if self._chosen is None:
            self.say("Choose a claim first. Enter makes one of sessions that can be claimed.")
        return self._chosen

    def action_step_on(self) -> None:
        """Note the next step."""
        if claim := self._pick():
            self.run_worker(self._step(claim), exclusive=True)

    async def _step(self, claim: Claim) -> None:
        form = programs.shared_forms()["claim"].field("state")
        helps = {o.id: o.help for o in form.options}
        options: list[tuple[str, str]] = [
            (state, f"{claims.WORDS[state]}: {helps[state]}") for state in claims.STEPS[claim.state]
        ]
        if len(claims.history(claim)) > 1:
            options.append((_BACK, f"{claims.WORDS[claim.state]} was a mistake: one step back"))
        if not options:
            self.say("There is no further step.")
            return
        state: Any = await self.mentor.push_screen_wait(Choose(own("What happened to this claim?"), options))
        if state is None:
            return
        day = None
        if state != _BACK:
            today = self.ws.today().isoformat()
            day = await self.mentor.push_screen_wait(Ask(own("On which day?"), value=today, enter="notes it"))
            if day is None:
                return
        await self._note(claim, state, day)

    async def _note(self, claim: Claim, state: ClaimState, day: str | None) -> None:
        today = self.ws.today()
        try:
            if day is None:
                changed = claims.back(claim, self.ws.all(Claim))
            else:
                changed = claims.step(claim, state, parse_date(day, today, "past") if day.strip() else today, today)
        except (InputRefused, ValueError) as error:
            self.say(str(error), "warning")
            return
        word = claims.WORDS[changed.state]
        if await self.mentor.store(changed, label=f"claim {word}"):
            self.reload()
            free = " Its sessions can be claimed again." if changed.state == "rejected" else ""
            self.say(f"Noted: {word}.{free} u undoes it.", "good")

    def action_edit(self) -> None:
        """Change its words."""
        if claim := self._pick():
            self.mentor.go(f"claim:{claim.id}")

    async def action_refresh_it(self) -> None:
        """Give a prepared claim its sessions' figures."""
        claim = self._pick()
        if claim is None:
            return
        try:
            changed = claims.refreshed(self.ws, claim)
        except InputRefused as error:
            self.say(str(error), "warning")
            return
        if await self.mentor.store(changed, label="claim brought up to date"):
            self.reload()
            self.say(f"It says {pdu.show(changed.quarters)} now. Its words stayed; e changes them.", "good")

    async def action_drop(self) -> None:
        """Drop a prepared claim."""
        claim = self._pick()
        if claim is None:
            return
        if claim.state != "prepared":
            self.say("PMI has it. s notes that it was rejected, or goes one step back; that frees its sessions.")
        elif await self.mentor.store(delete=[claim], label="claim deleted"):
            self.reload()
            self.say("Deleted; its sessions can be claimed again. u brings it back.", "good")

    async def action_undo(self) -> None:
        """Take back the last change."""
        label = await self.mentor.step_back()
        if label is None:
            return
        self.reload()
        self.say(f"Undone: {label}." if label else "There is nothing to undo.")

    # --- Elsewhere ---------------------------------------------------------------------------------------------

    def action_floor(self) -> None:
        """Round down per session, or once per claim."""
        self._floor = "claim" if self._floor == "session" else "session"
        self._ticked.clear()
        self.reload()

    def action_audit(self) -> None:
        """Show whether this claim would hold in an audit."""
        self.mentor.go(f"audit:claim:{self._chosen.id}" if self._chosen else "audit")

    def action_sheet(self) -> None:
        """The claims as a spreadsheet file."""
        self.mentor.go("export:claims")

    def action_certify(self) -> None:
        """Add a certification."""
        self.mentor.go("certification:new")

    def action_hours(self) -> None:
        """A certificate of hours."""
        self.mentor.go("export:hours")


def open_claims(app: Host, target: str = "") -> None:
    """The claims."""
    if not isinstance(app.screen, ClaimsScreen):
        app.push_screen(ClaimsScreen())
