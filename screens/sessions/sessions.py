"""All sessions of the pair, newest first, with what they count for."""

from __future__ import annotations

from textual.app import ComposeResult

from mentor_tui import pdu
from mentor_tui.mentoring import journey
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.words.days import WEEKDAYS, safe_day, short_day
from mentor_tui.workspace import PairView

from ..commands import Command
from ..shell.base import Room
from ..shell.listing import Listing
from ..widgets.plain import Plain, joined
from ..widgets.rows import Column, Lazy, Row, Rows
from .deeds import delete, invite

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
    SessionsRoom #sum { height: auto; margin-bottom: 1; }
    """

    def __init__(self, target: str = "") -> None:
        super().__init__()
        self.filtered = target if target in dict(self.FILTERS) else ""

    def body(self) -> ComposeResult:
        yield Plain("", id="sum")
        yield Rows(
            (
                Column("No.", 4, right=True),
                Column("Day", 13),
                Column("Start", 5, wide_only=True),
                Column("Min", 4, right=True),
                Column("What"),
                Column("Kind", 13, wide_only=True),
                Column("PDU", 5, right=True),
                Column("Status", 9),
            ),
            empty=_EMPTY,
            id="list",
        )

    def load(self, view: PairView) -> None:
        labels = {o.id: o.label for o in view.program.form("session").field("kind").options}
        today = view.today.isoformat()
        numbers = _numbers(view)
        earned = {line.session.id: line.quarters for line in view.lines if line.counts}
        shown = [s for s in reversed(view.sessions) if self._shown(s)]

        def make(session: Session) -> Row:
            return _row(session, numbers.get(session.id, 0), labels, today, earned.get(session.id))

        rows = self.rows
        rows.empty = _EMPTY if not self.filtered else f"None {dict(self.FILTERS)[self.filtered]}. f shows the others."
        rows.fill(Lazy(shown, lambda s: s.id, make))
        waiting = sum(1 for s in view.planned if s.on and s.on < today)
        late = f"   {waiting} late: l logs the latest" if waiting else ""
        only = f"   shown: {dict(self.FILTERS)[self.filtered]}" if self.filtered else ""
        words = f"{journey.totals(view).sentence}   {pdu.show(sum(earned.values()))} PDUs"
        self.query_one("#sum", Plain).show(joined(words, (late + only, "$next")))

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


def _numbers(view: PairView) -> dict[str, int]:
    """The number of every session that was held or is planned, all in one go."""
    counted = (s.id for s in view.sessions if s.kind == "one_to_one" and s.status in ("held", "planned"))
    return {session_id: number for number, session_id in enumerate(counted, start=1)}


def _row(session: Session, number: int, labels: dict[str, str], today: str, earned: int | None) -> Row:
    late = session.status == "planned" and session.on < today
    ahead = session.status == "held" and session.on > today
    quiet = session.status in ("no_show", "cancelled")
    about = text.shorten((session.focus or session.objective or session.reason)[:200], 90)
    return Row(
        session.id,
        (
            str(number or ""),
            _day(session.on, today),
            session.start,
            str(session.minutes or ""),
            about or ("" if quiet else "nothing written yet"),
            labels.get(session.kind, session.kind),
            "-" if earned is None else pdu.show(earned),
            "late" if late else "to come?" if ahead else {"no_show": "no-show"}.get(session.status, session.status),
        ),
        "late" if late or ahead else "quiet" if quiet else "",
    )


def _day(iso: str, today: str) -> str:
    on = safe_day(iso)
    if on is None:
        return "no day"
    year = "" if iso[:4] == today[:4] else f" {iso[2:4]}"
    return f"{WEEKDAYS[on.weekday()][:3]} {short_day(on)}{year}"
