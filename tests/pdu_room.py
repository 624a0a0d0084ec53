"""What the tests of PDUs share: sessions, certifications, and a book over them without a vault."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentor_tui import pdu
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Role

TODAY = date(2026, 5, 21)


def held(minutes: int, on: str = "2026-04-20", **fields: Any) -> rec.Session:
    """A talk that counts, unless the fields say otherwise."""
    usual: dict[str, Any] = {"pair_id": "pair", "on": on, "minutes": minutes, "status": "held"}
    return rec.Session(**(usual | fields))


def hours(count: int, minutes: int = 60, month: str = "2026-03", **fields: Any) -> list[rec.Session]:
    """So many talks of the same length on days of one month."""
    return [held(minutes, f"{month}-{day:02d}", **fields) for day in range(1, count + 1)]


def quarters(raw: str) -> int:
    """PDUs as people write them, in quarters."""
    return pdu.parse_quarters(raw)


def read(*records: rec.Record, role: Role = "mentor", floor: pdu.Floor = "session", today: date = TODAY) -> pdu.Book:
    """The book over one pair with these sessions and certifications."""
    sessions = [r for r in records if isinstance(r, rec.Session)]
    held_ones = [r for r in records if isinstance(r, rec.Certification)]
    return pdu.book([PairSessions(role, sessions, held_ones)], floor=floor, today=today)


def position(*records: rec.Record, **how: Any) -> pdu.Position:
    """Where the only certification among the records stands."""
    [found] = read(*records, **how).positions
    return found
