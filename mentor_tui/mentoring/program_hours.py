"""The sessions and hours of a pair as its program counts them, and how far they are: `4 of 8 hours`.

Pure functions of a `PairView`. PDUs follow PMI's rules and not these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentor_tui import pdu
from mentor_tui.mentoring.program_time import last_day, until_the_end
from mentor_tui.schema.program_parts import Amounts, Range
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Pair, Session
from mentor_tui.words import text
from mentor_tui.words.days import duration
from mentor_tui.workspace import PairView
from mentor_tui.workspace.pair_view import once


@dataclass(frozen=True)
class ProgramHours:
    """Sessions and minutes that count for the program, and those that do not."""

    sessions: list[Session]
    """Oldest first."""
    minutes: int
    """Of each session, no more than the program counts."""
    beyond: int
    """Minutes of these sessions above that."""
    over: list[Session]
    """Talks over a channel that the program does not count."""
    after: list[Session]
    """Talks after the pair's end."""


@once
def program_hours(view: PairView) -> ProgramHours:
    """The sessions and minutes that count for the program of this pair."""
    return hours_of(view.program, view.pair, pdu.counted(view))


def hours_of(program: Program, pair: Pair, counted: list[Session]) -> ProgramHours:
    """Of the sessions of a pair that count at all, oldest first, what its program counts."""
    inside, after = until_the_end(pair, counted)
    barred = program.session.channels_not_counted
    over = [s for s in inside if text.among(s.channel, barred)] if barred else []
    aside = {s.id for s in over}
    sessions = [s for s in inside if s.id not in aside]
    minutes = minutes_of(program, sessions)
    return ProgramHours(sessions, minutes, sum(s.minutes for s in sessions) - minutes, over, after)


def minutes_of(program: Program, sessions: Iterable[Session]) -> int:
    """The minutes of these sessions, of each no more than the program counts."""
    most = program.session.counted_minutes
    return sum(min(s.minutes, most) if most else s.minutes for s in sessions)


def not_counted(program: Program, hours: ProgramHours) -> list[str]:
    """List all that the program does not count, each with the reason, as ends of a sentence about what it counts."""
    said = []
    if hours.over:
        channels = list(dict.fromkeys(text.one_line(s.channel) for s in hours.over))
        said.append(f"{len(hours.over)} over {' and '.join(channels)}, which the program does not count")
    if hours.beyond:
        most = program.session.counted_minutes
        said.append(f"{duration(hours.beyond)} not counted, as at most {most} min of a session count")
    if hours.after:
        said.append(f"{len(hours.after)} after the pair's end")
    return said


def how_far(view: PairView) -> list[str]:
    """Tell how far the pair is by the numbers of its program, in all and this month; nothing where it says none.

    Such as `1 of 10 sessions, 4 of 8 hours` and `2 of 2 to 4 hours this month`. A month is told of while the pair is
    active and has not reached its last day.
    """
    program = view.program
    if program.in_all == program.month == Amounts():
        return []
    counted = program_hours(view).sessions
    said = [_of(view, program.in_all, counted)]
    last, today = last_day(view.pair), view.today.isoformat()
    if view.pair.status == "active" and (not last or today <= last):
        month = _of(view, program.month, [s for s in counted if s.on[:7] == today[:7]])
        said.append(f"{month} this month" if month else "")
    return [words for words in said if words]


def _of(view: PairView, amounts: Amounts, sessions: Sequence[Session]) -> str:
    hours, rest = divmod(minutes_of(view.program, sessions), 60)
    done = duration(60 * hours + rest) if rest else str(hours)
    said = (_part(str(len(sessions)), amounts.sessions, "session"), _part(done, amounts.hours, "hour"))
    return ", ".join(words for words in said if words)


def _part(done: str, span: Range | None, unit: str) -> str:
    wanted = span_words(span, unit)
    return f"{done} of {wanted}" if wanted else ""


def span_words(span: Range | None, unit: str) -> str:
    """A range in words: `2 to 4 hours`, `8 hours`, `at least 1 session`; empty when it says nothing."""
    if span is None or not (span.least or span.usual or span.most):
        return ""
    if span.least and span.most and span.least != span.most:
        number, words = span.most, f"{span.least:g} to {span.most:g}"
    elif span.usual and not span.least:  # a least number is asked for; a usual one is only what most do
        number, words = span.usual, f"{span.usual:g}"
    else:
        number = span.least or span.most
        words = f"{number:g}" if span.least == span.most else f"at {'least' if span.least else 'most'} {number:g}"
    return f"{words} {unit}{'' if number == 1 else 's'}"


def month_words(view: PairView) -> str:
    """The number of sessions a month that the program has for a rhythm: `at least 2 sessions a month`; or empty."""
    if view.program.cadence is not None:
        return ""
    wanted = span_words(view.program.month.sessions, "session")
    return f"{wanted} a month" if wanted else ""
