"""Session lists kept in a spreadsheet, understood row by row.

Nothing is guessed silently: what was understood of the file is told (`Understood.told`), what was not is listed with
its line and a reason, and what is here already is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from mentor_tui import programs, text
from mentor_tui.clock import local_zone
from mentor_tui.errors import InputRefused
from mentor_tui.forms import Form
from mentor_tui.imports import cells, files
from mentor_tui.imports.lengths import Unit
from mentor_tui.records import Pair, Session, SessionStatus
from mentor_tui.workspace import Saved, Workspace

_ROUNDED = 3
"""Minutes that hours written with one decimal may be off."""
_LONGEST = 8 * 60
"""Minutes of a talk that goes on past midnight, at most."""
_TOTAL = re.compile(r"(?i)(?:grand |sub)?(?:totaal|total|totaux|gesamt|summe|som)\s*:?")
_SPLIT = ("ways_of_working", "power_skills", "business_acumen")
_TEXTS = ("focus", "outcome", "takeaways", "private_notes")
_LINES = ("channel", "place")

COLUMN_WORDS: dict[str, str] = {
    "date": "date", "start": "start", "end": "end", "minutes": "minutes", "hours": "hours", "kind": "kind",
    "focus": "focus", "outcome": "outcome", "takeaways": "takeaways", "ways_of_working": "Ways of Working",
    "power_skills": "Power Skills", "business_acumen": "Business Acumen", "channel": "channel", "place": "place",
    "private_notes": "private notes", "status": "status", "paid": "paid",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row that was understood."""

    line: int
    session: Session


@dataclass
class Understood:
    """What a file says, before anything is saved."""

    encoding: str
    delimiter: str
    date_order: cells.DateOrder
    columns: dict[str, str]
    """Heading as it stands in the file -> the field it fills."""
    unused: list[str]
    rows: list[Row] = field(default_factory=list)
    """New rows."""
    bad: list[tuple[int, str]] = field(default_factory=list)
    """Line and reason."""
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    """Line and where the same session already is."""
    kind_assumed: bool = False
    unit: Unit = field(default_factory=Unit)
    """What the column of lengths is counted in."""

    def assumed(self) -> list[str]:
        """Plain sentences on what the file did not say, for whoever reads nothing else."""
        return [line for line in self.told() if line.startswith(("Dates: no date", "There is no column", "Lengths:"))]

    def told(self) -> list[str]:
        """Plain sentences on how the file was read."""
        lines = [f"Read as {self.encoding}, cells separated by {files.DELIMITERS[self.delimiter]}."]
        match self.date_order:
            case "iso":
                lines.append("Dates: year first.")
            case "day first, assumed":
                lines.append("Dates: no date tells whether day or month comes first; read as day/month/year.")
            case _:
                lines.append(f"Dates: {self.date_order}.")
        lines += [f"Column {text.shorten(head, 40)}: {word}." for head, word in self.columns.items()]
        lines += [f"Column {text.shorten(head, 40)}: not used." for head in self.unused]
        lines += self.unit.told()
        if self.kind_assumed:
            lines.append("There is no column for the kind of session; all are taken as one-to-one.")
        return lines


def fingerprint(session: Session) -> str:
    """The same for two rows that are the same session: date, start, minutes, kind and focus."""
    parts = [session.on, session.start, session.minutes, session.kind, text.one_line(session.focus)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def understand(
    data: bytes, *, pair: Pair, zone: str, today: date, present: Iterable[Session], dates: cells.DateOrder | None = None
) -> Understood:
    """Read a spreadsheet for a pair; `present` are the sessions the pair has, `dates` the order that was said.

    Raises InputRefused.
    """
    sheet = files.read_sheet(data)
    where = {column: index for index, column in enumerate(sheet.columns) if column}
    if "date" not in where:
        raise InputRefused("No column with the date of the session was found. Name one of the headings: date.")
    if not where.keys() & {"minutes", "hours"} and not {"start", "end"} <= where.keys():
        raise InputRefused("No column with the duration was found. Name one of the headings: minutes.")
    order = dates or cells.date_order(
        line.cells[where["date"]] for line in sheet.lines if len(line.cells) > where["date"]
    )
    lengths = where.get("minutes", -1)
    unit = Unit()
    if lengths >= 0:
        unit = Unit.of(sheet.headings[lengths], (x.cells[lengths] for x in sheet.lines if len(x.cells) > lengths))
    result = Understood(
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        date_order=order,
        columns={h: COLUMN_WORDS[c] for h, c in zip(sheet.headings, sheet.columns, strict=True) if c},
        unused=[h for h, c in zip(sheet.headings, sheet.columns, strict=True) if not c and h.strip()],
        kind_assumed="kind" not in where,
        unit=unit,
    )
    reader = _RowReader(where, order, unit, pair, zone, today, programs.shared_forms()["session"])
    origins = {s.origin for s in present if s.origin}
    by_hand = {(fingerprint(s), s.status) for s in present}
    first_line: dict[str, int] = {}
    for line in sheet.lines:
        if any(_TOTAL.fullmatch(c.strip()) for c in line.cells[: where["date"] + 1]):
            result.duplicates.append((line.number, "a row of totals"))
            continue
        try:
            session = reader.session(line, len(sheet.columns))
        except (ValueError, InputRefused) as error:
            result.bad.append((line.number, text.shorten(str(error), 300)))
            continue
        mark = session.origin
        if mark in first_line:
            result.duplicates.append((line.number, f"the same as line {first_line[mark]}"))
        elif mark in origins or (mark, session.status) in by_hand:
            result.duplicates.append((line.number, "already in the vault"))
        else:
            result.rows.append(Row(line.number, session))
        first_line.setdefault(mark, line.number)
    return result


def apply(workspace: Workspace, understood: Understood, *, skip_bad: bool = False) -> Saved:
    """Save the new sessions in one transaction; refused as a whole when rows are bad, unless they may be skipped."""
    if understood.bad and not skip_bad:
        problems = tuple(f"line {line}: {reason}" for line, reason in understood.bad)
        count = len(problems)
        raise InputRefused(
            f"{count} {'row was' if count == 1 else 'rows were'} not understood, so nothing was imported. "
            "Correct the file, or add --skip-bad to import the others.",
            problems,
        )
    sessions = [row.session for row in understood.rows]
    return workspace.save(*sessions, *_earlier_start(workspace, sessions), label="sessions imported")


def _earlier_start(workspace: Workspace, sessions: list[Session]) -> list[Pair]:
    """The pair with its start moved back to its first talk, where a talk came before it.

    A pair set up today and filled with the talks of spring did not start today.
    """
    pair = workspace.get(Pair, sessions[0].pair_id) if sessions else None
    first = min((s.on for s in sessions if s.status == "held"), default="")
    if pair is None or not first or not pair.start or first >= pair.start:
        return []
    end = pair.end
    program = workspace.program(pair)
    if end == _after(pair.start, program.length_days):
        end = _after(first, program.length_days)
    return [msgspec.structs.replace(pair, start=first, end=end)]


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class _RowReader:
    where: dict[str, int]
    order: cells.DateOrder
    unit: Unit
    pair: Pair
    zone: str
    today: date
    form: Form

    def session(self, line: files.Line, width: int) -> Session:
        if line.problem:
            raise ValueError(line.problem)
        if any(c.strip() for c in line.cells[width:]):
            raise ValueError(
                f"{len(line.cells)} cells where the headings are {width}; "
                "does a text or a decimal comma need quotation marks around it?"
            )
        day = cells.parse_day(self._cell(line, "date"), self.order)
        if not date(1990, 1, 1) <= day.on <= self.today + timedelta(days=3660):
            raise ValueError(f"{day.on.isoformat()} is too far away to be a session")
        start = cells.parse_start(self._cell(line, "start")) or day.start
        raw_status = self._cell(line, "status")
        expected: SessionStatus = "planned" if day.on > self.today else "held"
        status = cells.parse_status(raw_status) if raw_status.strip() else expected
        if status == "held" and day.on > self.today:
            raise ValueError(f"{day.on.isoformat()} is still to come, and the row says the session was held")
        minutes = self._minutes(line, day.on, start)
        if not minutes and status in ("held", "planned"):
            raise ValueError("the duration is empty")
        kind = cells.parse_kind(self._cell(line, "kind")) if "kind" in self.where else "one_to_one"
        weights = cells.parse_weights(self._cell(line, name) for name in _SPLIT)
        written = {name: _plain(self._cell(line, name)) for name in (*_TEXTS, *_LINES)}
        session = Session(
            pair_id=self.pair.id,
            on=day.on.isoformat(),
            start=start,
            zone=self.zone,
            minutes=minutes,
            kind=kind,
            status=status,
            ways_of_working=weights[0],
            power_skills=weights[1],
            business_acumen=weights[2],
            paid=cells.parse_paid(self._cell(line, "paid")),
        )
        session = msgspec.structs.replace(session, **written)
        names = {f.id for f in self.form.fields()} & set(Session.__struct_fields__)
        checked = self.form.check({name: getattr(session, name) for name in names})
        session = msgspec.convert({**msgspec.to_builtins(session), **checked}, Session)
        return msgspec.structs.replace(session, origin=fingerprint(session))

    def _minutes(self, line: files.Line, on: date, start: str) -> int:
        minutes, hours = self._cell(line, "minutes"), self._cell(line, "hours")
        if hours.strip() and minutes.strip():
            return _in_both(hours.strip(), minutes.strip(), self.unit)
        if minutes.strip():
            return self.unit.minutes(minutes)
        if hours.strip():
            return cells.parse_duration(hours, hours=True)
        end = cells.parse_start(self._cell(line, "end"))
        passed = _passed(on, start, end, self.zone) if start and end and start != end else 0
        if end < start and passed > _LONGEST:  # past midnight is a late evening, not nearly a whole day
            raise ValueError(f"it ends at {end}, before it starts at {start}")
        return passed

    def _cell(self, line: files.Line, column: str) -> str:
        index = self.where.get(column, -1)
        return line.cells[index] if 0 <= index < len(line.cells) else ""


def _in_both(hours: str, minutes: str, unit: Unit) -> int:
    """The minutes that a column of hours and one of minutes tell together: `1` and `30`, or the same length twice.

    Raises ValueError where the two tell different lengths.
    """
    if re.fullmatch(r"[0-9]{1,2}", hours) and re.fullmatch(r"[0-5]?[0-9]", minutes):
        return int(hours) * 60 + int(minutes)
    rounded, exact = cells.parse_duration(hours, hours=True), unit.minutes(minutes)
    if abs(rounded - exact) > _ROUNDED:
        raise ValueError(f"one column says {rounded} minutes, the other {exact}")
    return exact


def _passed(on: date, start: str, end: str, zone: str) -> int:
    """The minutes between two local times, as they pass where the session is: clocks change in some nights.

    The end is the first time after the start that a clock there shows it, be it on the next day.
    """
    where = ZoneInfo(zone or local_zone())

    def instant(day: date, clock: str, fold: int) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), where).replace(fold=fold).astimezone(UTC)

    for days, fold_start, fold_end in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)):
        # an hour that comes twice is taken for the first of the two, unless the end would come before the start
        passed = instant(on + timedelta(days), end, fold_end) - instant(on, start, fold_start)
        if passed > timedelta():
            return int(passed.total_seconds()) // 60
    return 0


def _plain(cell: str) -> str:
    """A text cell as typed: the quote that disarms a formula in our own CSV files is taken off again."""
    return cell[1:] if cell.startswith("'") and text.is_formula(cell[1:]) else cell
