"""Records that say what cannot be: held on a day still to come, or a cycle that ends before it starts.

No form lets one in, but an old copy, another program or a clock set wrong may have made one. It comes back with a
backup, a join or a full export all the same: it is kept, marked, and not counted until somebody corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mentor_tui.schema.records import Certification, Pair, Record, Session

TO_COME = "It is marked as held, but its date is in the future: correct the date."
"""The reason why a session does not count that cannot have been held yet."""
LONG_BEFORE = 366
"""Days before the start of a program from which a session is asked about."""
LONG = 8 * 60
"""Minutes of a session above which it is asked about."""
ALLOW_LONG, ALLOW_EARLY = "--allow-long", "--allow-early"
"""Options that say of a doubtful session that it is right."""

_KEPT: dict[type[Record], str] = {Session: "kept and not counted", Certification: "kept, but nothing counts towards it"}


def to_come(sessions: Iterable[Session], today: date | None) -> dict[str, str]:
    """Session id -> why it does not count, for those said to be held after today; nothing when today is not known."""
    last = today.isoformat() if today else "9999"
    return {s.id: TO_COME for s in sessions if s.status == "held" and s.on > last}


def long_before(session: Session, pair: Pair) -> str:
    """The question about a session long before its program started; empty when it was not.

    A pair is often set up when its program is well under way: only what is far away is asked about.
    """
    if session.status != "held" or not session.on or not pair.start:
        return ""
    if (date.fromisoformat(pair.start) - date.fromisoformat(session.on)).days <= LONG_BEFORE:
        return ""
    return f"{session.on} is long before the program started ({pair.start})"


def too_long(session: Session) -> str:
    """The question about a session of more minutes than two people talk; empty for others, and what fell through."""
    if session.status not in ("held", "planned") or session.minutes <= LONG:
        return ""
    return f"{session.minutes} minutes are more than eight hours"


def doubts(session: Session, pair: Pair) -> dict[str, str]:
    """The questions about a session before it is saved: option of a command that answers it -> why it is asked."""
    asked = {ALLOW_LONG: too_long(session), ALLOW_EARLY: long_before(session, pair)}
    return {option: why for option, why in asked.items() if why}


def backwards(start: str, end: str) -> bool:
    """True if a span of two ISO days ends before it starts."""
    return bool(start and end and end < start)


def why(record: Record, today: date) -> str:
    """The oddness of a record, in a sentence; empty for nearly all."""
    if isinstance(record, Session):
        return to_come([record], today).get(record.id, "")
    if isinstance(record, Certification) and backwards(record.cycle_start, record.cycle_end):
        return f"Its cycle ends on {record.cycle_end}, before it starts: correct its dates."
    if isinstance(record, Pair) and backwards(record.start, record.end):
        return f"It ends on {record.end}, before it starts: correct its dates."
    return ""


def told(records: Iterable[Record], today: date) -> list[str]:
    """A line for each odd record among these, which names it by its kind and its day or id, not by what was written."""
    found = ((record, why(record, today)) for record in records)
    return [
        f"{r.table}, {getattr(r, 'on', '') or r.id}: {_KEPT.get(type(r), 'kept')}. {said}" for r, said in found if said
    ]
