"""One row of a session list, made into a session."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

import msgspec

from mentor_tui.clock import zone_of
from mentor_tui.documents.spreadsheet import text_of
from mentor_tui.imports import cells, files
from mentor_tui.imports.lengths import Unit
from mentor_tui.imports.whose import Whose
from mentor_tui.pdu import why_not
from mentor_tui.schema import odd, parsing
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.fields import Form
from mentor_tui.schema.records import Session, SessionStatus
from mentor_tui.words import text

_ROUNDED = 3
"""Minutes that hours written with one decimal may be off."""
_PAID = why_not(Session(status="held", minutes=1, paid=True))
"""The words of our spreadsheet of sessions for paid work, for which it has no column."""
_TEXTS = ("focus", "outcome", "takeaways", "private_notes")
_LINES = ("channel", "place")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id as our own lists write it."""


def fingerprint(session: Session) -> str:
    """The same for two rows that are the same session: date, start, minutes, kind and focus."""
    parts = [session.on, session.start, session.minutes, session.kind, text.one_line(session.focus)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


Together: TypeAlias = Literal["", "added", "minutes"]
"""The way to read hours beside minutes: as parts of one length, or the minutes alone; empty where nobody said it."""


class TwoLengths(ValueError):
    """Hours and minutes of a row may be one length in parts, or the same length twice, and nothing tells which."""


@dataclass(frozen=True)
class RowReader:
    """The way in which the rows of one sheet are read."""

    where: dict[str, int]
    """Column -> its place in a row."""
    names: list[tuple[str, int]]
    """The columns that say whose a row is, and their places."""
    order: cells.DateOrder
    unit: Unit
    hours: Unit
    """The way in which the column of hours is read, which has its own heading."""
    whose: Whose
    zone: str
    today: date
    form: Form
    parts: bool = False
    """Hours and minutes of this sheet are parts of one length, for some row can mean nothing else."""
    together: Together = ""

    def session(self, line: files.Line, width: int) -> Session:
        """The session of a row, checked field by field. Raises ValueError or InputRefused with a sentence."""
        if line.problem:
            raise ValueError(line.problem)
        if any(c.strip() for c in line.cells[width:]):
            raise ValueError(
                f"{len(line.cells)} cells where the headings are {width}; "
                "does some text or a decimal comma need quotation marks?"
            )
        pair = self.whose.pair((column, line.cells[at]) for column, at in self.names if at < len(line.cells))
        day = cells.parse_day(self._cell(line, "date"), self.order)
        if said := parsing.contradiction(text.one_line(self._cell(line, "weekday")), day.on):
            raise ValueError(f"{said}; write the date you mean")
        if not date(1990, 1, 1) <= day.on <= self.today + timedelta(days=3660):
            raise ValueError(f"{day.on.isoformat()} is too far away to be a session")
        start = cells.parse_start(self._cell(line, "start")) or day.start
        raw_status = self._cell(line, "status")
        expected: SessionStatus = "planned" if day.on > self.today else "held"
        status = cells.parse_status(raw_status) if raw_status.strip() else expected
        zone = text.one_line(self._cell(line, "zone")) or self.zone
        zone = str(self.form.field("zone").check(zone))
        minutes = self._minutes(line, day.on, start, zone)
        kind = cells.parse_kind(self._cell(line, "kind")) if "kind" in self.where else "one_to_one"
        weights = cells.parse_weights(self._cell(line, name) for name in SIDE_FIELDS)
        plain = text_of if "not_counted" in self.where else text.from_csv_cell
        written = {name: plain(self._cell(line, name)) for name in (*_TEXTS, *_LINES)}
        session = Session(
            pair_id=pair.id,
            on=day.on.isoformat(),
            start=start,
            zone=zone,
            minutes=minutes,
            kind=kind,
            pdu_activity=self._activity(line),
            status=status,
            ways_of_working=weights[0],
            power_skills=weights[1],
            business_acumen=weights[2],
            paid=cells.parse_paid(self._cell(line, "paid")) or self._cell(line, "not_counted").strip() == _PAID,
        )
        session = msgspec.structs.replace(session, **written)
        names = {f.id for f in self.form.fields()} & set(Session.__struct_fields__)
        checked = self.form.check({name: getattr(session, name) for name in names})
        session = msgspec.convert({**msgspec.to_builtins(session), **checked}, Session)
        return msgspec.structs.replace(session, origin=fingerprint(session))

    def _activity(self, line: files.Line) -> str:
        """The activity of an event by its id or its label; what is neither is refused by the form's own check."""
        said = text.one_line(self._cell(line, "pdu_activity"))
        return next((o.id for o in self.form.field("pdu_activity").options if o.label == said), said)

    def refused(self, session: Session) -> str:
        """The reason why a session of a row cannot be taken in, in a sentence; empty when it can."""
        if session.status == "held" and session.on > self.today.isoformat():
            return f"{session.on} is still to come, and the row says the session was held"
        if not session.minutes and session.status in ("held", "planned"):
            return "the duration is empty"
        return ""

    def id_of(self, line: files.Line) -> str:
        """The id that one of our own lists wrote into the row; empty when it holds none."""
        said = self._cell(line, "id").strip()
        return said if _ID.fullmatch(said) else ""

    def adds(self, line: files.Line) -> bool:
        """True if the row tells hours and minutes that are parts of one length, to be added: `1` and `30`."""
        hours, minutes = self._cell(line, "hours").strip(), self._cell(line, "minutes").strip()
        return _in_parts(hours, minutes) and int(hours) > 0 < int(minutes)

    def only_parts(self, line: files.Line) -> bool:
        """True if the hours of a row cannot be its minutes rounded, as those of `2` and `15`, or `0` and `45`."""
        hours, minutes = self._cell(line, "hours").strip(), self._cell(line, "minutes").strip()
        return _in_parts(hours, minutes) and int(hours) != round(int(minutes) / 60)

    def _minutes(self, line: files.Line, on: date, start: str, zone: str) -> int:
        minutes, hours = self._cell(line, "minutes").strip(), self._cell(line, "hours").strip()
        end = cells.parse_start(self._cell(line, "end"))
        passed = _passed(on, start, end, zone) if start and end and start != end else 0
        if minutes or hours:
            if minutes and hours:
                added = self.together == "added" or (not self.together and (passed > 0 or self.parts))
                length = _in_both(hours, minutes, self.unit, added=added, alone=self.together == "minutes")
            else:
                length = self.unit.minutes(minutes) if minutes else self.hours.minutes(hours)
            if passed and passed + _ROUNDED < length:
                raise ValueError(f"from {start} to {end} are {passed} minutes, and the row says {length}")
            return length
        if end < start and passed > odd.LONG:  # past midnight is a late evening, not nearly a whole day
            raise ValueError(f"it ends at {end}, before it starts at {start}")
        return passed

    def _cell(self, line: files.Line, column: str) -> str:
        index = self.where.get(column, -1)
        return line.cells[index] if 0 <= index < len(line.cells) else ""


def _in_parts(hours: str, minutes: str) -> bool:
    """True if two cells have the looks of one length in parts, `1` and `30`: whole hours, and less than an hour."""
    return bool(re.fullmatch(r"[0-9]{1,2}", hours) and re.fullmatch(r"[0-5]?[0-9]", minutes))


def _in_both(hours: str, minutes: str, unit: Unit, *, added: bool, alone: bool) -> int:
    """The minutes that a column of hours and one of minutes tell together: `1` and `30`, or the same length twice.

    `added`: they are parts of one length; `alone`: the minutes tell all of it. Raises ValueError where the two tell
    different lengths, and TwoLengths where they may tell either and nothing says which.
    """
    if _in_parts(hours, minutes) and not alone:
        whole, rest = int(hours), int(minutes)
        if not added and whole == round(rest / 60) > 0:  # 50 minutes are an hour where hours are rounded
            raise TwoLengths(
                f"{whole} and {rest} may be {whole}:{rest:02}, or {rest} minutes; "
                "--lengths added or --lengths minutes says which"
            )
        return whole * 60 + rest
    exact = unit.minutes(minutes)
    rounded = cells.parse_duration(hours, hours=True)
    if alone and hours.isdigit() and rounded == round(exact / 60) * 60:
        return exact
    if abs(rounded - exact) > _ROUNDED:
        raise ValueError(f"one column says {rounded} minutes, the other {exact}")
    return exact


def _passed(on: date, start: str, end: str, zone: str) -> int:
    """The minutes between two local times, as they pass where the session is: clocks change in some nights.

    The end is the first time after the start that a clock there shows it, be it on the next day.
    """
    where = zone_of(zone)

    def instant(day: date, clock: str, fold: int) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), where).replace(fold=fold).astimezone(UTC)

    for days, fold_start, fold_end in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)):
        # an hour that comes twice is taken for the first of the two, unless the end would come before the start
        passed = instant(on + timedelta(days), end, fold_end) - instant(on, start, fold_start)
        if passed > timedelta():
            return int(passed.total_seconds()) // 60
    return 0
