"""The last day of a program, and its sessions: its hours stop with the pair, though later sessions may earn PDUs."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from mentor_tui import pdu
from mentor_tui.schema.records import Pair, Session
from mentor_tui.words.days import safe_day
from mentor_tui.workspace.pair_view import PairView


def last_day(pair: Pair) -> str:
    """The ISO day on which the pair ended or is to end, whichever is earlier; empty when neither is known."""
    closed = pair.ended_on if pair.status not in ("active", "paused") else ""
    return min((day for day in (pair.end, closed) if day), default="")


def ends_on(view: PairView) -> date | None:
    """The last day of the program: as entered, or the start and the program's length; None without either."""
    end, start = safe_day(view.pair.end), safe_day(view.pair.start)
    if end is not None:
        return end
    return safe_day(view.program.planned_end(start)) if start else None


def program_sessions(view: PairView) -> tuple[list[Session], list[Session]]:
    """The sessions that count, oldest first: those of the program, and those after the pair's end.

    The latter may earn PDUs, but the program's hours stop with the program.
    """
    return until_the_end(view.pair, pdu.counted(view))


def until_the_end(pair: Pair, sessions: list[Session]) -> tuple[list[Session], list[Session]]:
    """Sessions of a pair, oldest first: those up to its last day, and those after it."""
    last = last_day(pair)
    end = bisect_right(sessions, last, key=lambda s: s.on) if last else len(sessions)
    return sessions[:end], sessions[end:]
