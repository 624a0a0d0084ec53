"""All sessions of the pair, newest first, with what they count for."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui import pdu
from mentor_tui.mentoring import journey
from mentor_tui.mentoring.rhythm import when_of
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.words.days import column_day, safe_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.panel import Panel
from ..widgets.plain import joined, own
from ..widgets.reading_pane import ReadingPane
from ..widgets.rows import Column, Lazy, Row, Rows
from ..widgets.sketch import Sketch
from .deeds import delete, invite
from .page import claim_words, heading_of, page_lines
from .year import span_of, state_of, year

_EMPTY = (
    "No sessions yet. l logs one that took place, n plans one. "
    "Past ones in a spreadsheet? `mentor-tui import FILE` in a terminal reads it."
)


class SessionsRoom(Room, Listing[Session]):
    """The list of sessions. A target may name a filter: `held`, `planned` or `off`."""

    AREA = "sessions"
    SHOWS = Session
    NONE = "There is no session in this list. l logs one, n plans one."
    FILTERS = (("", "all"), ("held", "held"), ("planned", "planned"), ("off", "fallen through"))
    HERE = (
        Command(
            "sessions.log",
            "l",
            "log",
            "Log a session held today, or the one planned.",
            also="write up, record, past session",
        ),
        Command("sessions.plan", "n", "plan", "Plan a session.", also="schedule, appointment, calendar"),
        Command("sessions.learning", "g", "learning log", "Read all learning logs, one after the other."),
        Command("sessions.edit", "e", "edit", "Write or change the log of this session; move it if it is to come."),
        Command(
            "sessions.invite",
            "i",
            "invite",
            "Make a calendar invitation for this session.",
            footer=False,
            also="calendar file, outlook, ics, invitation",
        ),
        Command("sessions.delete", "x", "delete", "Delete this session; u brings it back."),
        Command("sessions.filter", "f", "filter", "All, held, planned, fallen through."),
    )
    ABOUT = (
        "Every session, newest first. Enter opens one to read all of it; e writes or changes its log. Only held, "
        "unpaid sessions between the two of you count as PDUs; a session's own page says why it does not count."
    )
    DEFAULT_CSS = """
    SessionsRoom .-empty { display: none; }
    SessionsRoom.-wide .split > .read { width: 38%; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self.filtered = target if target in dict(self.FILTERS) else ""

    def body(self) -> ComposeResult:
        with Panel(own("Sessions"), id="year"):
            yield Sketch(id="line")
        with Container(classes="split"):
            with Panel("", keys=("sessions.edit", "sessions.plan", "sessions.log"), id="panel", classes="list"):
                yield Rows(
                    (
                        Column("", 1, shows="sign"),
                        Column("no", 2, right=True),
                        Column("day", 11, shows="day"),
                        Column("min", 3, right=True),
                        Column("about"),
                        Column("PDUs", 5, right=True),
                        Column("state", 9, shows="state"),
                    ),
                    empty=_EMPTY,
                    id="list",
                )
            yield ReadingPane(keys=("sessions.learning",), id="look")

    def load(self, view: PairView) -> None:
        today = view.today.isoformat()
        earned = {line.session.id: line.quarters for line in view.lines if line.counts}
        shown = [s for s in reversed(view.sessions) if self._shown(s)]

        def make(session: Session) -> Row:
            return _row(session, view.number_of(session), today, earned.get(session.id))

        rows = self.rows
        rows.empty = _EMPTY if not self.filtered else f"None {dict(self.FILTERS)[self.filtered]}. f shows the others."
        rows.fill(Lazy(shown, lambda s: s.id, make))
        self._titles(view, sum(earned.values()))
        self._look()

    def _titles(self, view: PairView, earned: int) -> None:
        today = view.today.isoformat()
        self.query_one("#year", Panel).entitle(f"{journey.totals(view).sentence}, {pdu.in_words(earned)}")
        span = span_of(view)
        self.query_one("#year").set_class(span is None, "-empty")
        if span is not None:
            self.query_one("#line", Sketch).draw(lambda width: year(view, span, width))
        waiting = sum(1 for s in view.planned if s.on and s.on < today)
        late = f"   {waiting} late: l logs the latest" if waiting else ""
        only = f"   shown: {dict(self.FILTERS)[self.filtered]}" if self.filtered else ""
        self.query_one("#panel", Panel).entitle(joined(own("Sessions"), (late + only, "$next")))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._look()

    def _look(self) -> None:
        """Show the session under the cursor beside or below the list."""
        session = self.chosen
        pane = self.query_one("#look", ReadingPane)
        pane.display = session is not None
        if session is not None:
            name = heading_of(self.view, session)
            title = joined(name[:1].upper() + name[1:], own(", "), when_of(session, self.view.today))
            pane.show(title, page_lines(self.view, session, claim_words(self.ws, session.id)))

    def _shown(self, session: Session) -> bool:
        if self.filtered == "off":
            return session.status in ("no_show", "cancelled")
        return not self.filtered or session.status == self.filtered

    def action_log(self) -> None:
        """Log a session."""
        self.mentor.go("log")

    def action_plan(self) -> None:
        """Plan a session."""
        self.mentor.go("plan")

    def action_learning(self) -> None:
        """Read all learning logs."""
        self.mentor.go("learning-logs")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The learning log is offered where the program has one."""
        if action == "learning" and self.mentor.has_pair:
            return "learning-log" in self.view.program.forms
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        """Log, or move, the session under the cursor."""
        session = self.pick()
        if session is not None:
            to_come = session.status == "planned" and session.on > self.view.today.isoformat()
            self.mentor.go(f"{'plan' if to_come else 'log'}:{session.id}")

    def action_invite(self) -> None:
        """Make a calendar invitation."""
        session = self.pick()
        if session is not None:
            invite(self.mentor, session)

    async def action_delete(self) -> None:
        """Delete the session under the cursor."""
        session = self.pick()
        if session is not None and await delete(self.mentor, session, again=self.action_delete):
            self.reload()


def _row(session: Session, number: int, today: str, earned: int | None) -> Row:
    state = state_of(session, today)
    about = text.shorten((session.focus or session.objective or session.reason)[:200], 90)
    return Row(
        session.id,
        (
            state,
            str(number or ""),
            _day(session.on, today),
            str(session.minutes or ""),
            about or ("" if state in ("cancelled", "missed") else "nothing written yet"),
            "-" if earned is None else pdu.show(earned),
            state,
        ),
        {"late": "late", "check": "late", "cancelled": "quiet", "missed": "quiet"}.get(state, ""),
    )


def _day(iso: str, today: str) -> str:
    on = safe_day(iso)
    if on is None:
        return "no day"
    return column_day(on, date.fromisoformat(today))
