"""Session lists kept in a spreadsheet, understood row by row.

Nothing is guessed silently: what was understood of the file is told (`Understood.told`), what was not is listed with
its line and a reason, and what is here already is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from mentor_tui.documents.audit import initials
from mentor_tui.errors import InputRefused
from mentor_tui.imports import cells, files
from mentor_tui.imports.known import Known
from mentor_tui.imports.lengths import Unit
from mentor_tui.imports.rows import RowReader, Together, TwoLengths
from mentor_tui.imports.whose import COLUMNS as NAMES
from mentor_tui.imports.whose import Whose
from mentor_tui.mentoring import one_home, standing
from mentor_tui.schema import checking, odd, programs
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.records import Pair, Profile, Record, Session
from mentor_tui.words import text
from mentor_tui.words.day_words import MONTHS
from mentor_tui.workspace import Saved, Workspace

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TOTAL = re.compile(
    r"(?:grand |sub-?)?(?:totaal|totalen|totals?|totaux|gesamt\w*|summe|som|somme|sum)"
    r"(?: (?:of )?(?:hours|minutes|time|sessions|uren|minuten|sessies|heures|seances|général|stunden))?"
    rf"(?:(?:[ -](?:of|voor|de|für))? (?:{_MONTH})\.?)?(?: \d{{4}})?\s*:?",
    re.IGNORECASE,
)

_UNUSED = ": not used."
"""The end of the line about a column that says nothing here."""
COLUMN_WORDS: dict[str, str] = {
    "date": "date", "start": "start", "end": "end", "minutes": "minutes", "hours": "hours", "kind": "kind",
    "focus": "focus", "outcome": "outcome", "takeaways": "takeaways", "ways_of_working": "Ways of Working",
    "power_skills": "Power Skills", "business_acumen": "Business Acumen", "channel": "channel", "place": "place",
    "private_notes": "private notes", "status": "status", "paid": "paid", "weekday": "day of the week",
    "zone": "time zone", "pdu_activity": "activity of an event", "id": "id of the session",
    "not_counted": "whether it was paid",
    "pair": "whose session it is", "mentor": "the mentor", "mentee": "the mentee",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row that was understood."""

    line: int
    session: Session


@dataclass(frozen=True)
class Doubt:
    """A new row that somebody has to say yes to: why, and the options of the command that say it."""

    row: Row
    why: str
    options: tuple[str, ...]


@dataclass
class Understood:
    """The contents of a file, before anything is saved."""

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
    totals: list[int] = field(default_factory=list)
    """Lines of totals, which are no sessions."""
    doubtful: list[Doubt] = field(default_factory=list)
    """New rows that somebody has to say yes to; until then they are not among `rows`."""
    names_pairs: bool = False
    """True if a column says whose session each row is."""
    kind_assumed: bool = False
    unit: Unit = field(default_factory=Unit)
    """The unit of the column of lengths."""
    added: bool = False
    """True if hours and minutes of two columns were added."""
    two_lengths: str = ""
    """The first row whose hours and minutes may be parts or the same length twice: why, in words."""

    def settle(self, allowed: Collection[str] | None) -> None:
        """The answers about doubtful rows: those are taken whose options are all `allowed` (None: every one).

        The others count as not understood.
        """
        for doubt in self.doubtful:
            missing = [option for option in doubt.options if allowed is not None and option not in allowed]
            if missing:
                self.bad.append((doubt.row.line, f"{doubt.why}; {' '.join(missing)} imports it"))
            else:
                self.rows.append(doubt.row)
        self.rows.sort(key=lambda row: row.line)
        self.bad.sort()
        self.doubtful = []

    def assumed(self) -> list[str]:
        """Plain sentences on what was concluded and not said by the file, for whoever reads nothing else."""
        said = ("Dates: no date", "Dates: day first", "Dates: month first", "There is no column", "Lengths:")
        return [line for line in self.told() if line.startswith(said) or line.endswith(_UNUSED)]

    def told(self) -> list[str]:
        """Plain sentences on how the file was read."""
        lines = [f"Read as {self.encoding}, cells separated by {files.DELIMITERS[self.delimiter]}."]
        match self.date_order:
            case "iso":
                lines.append("Dates: year first.")
            case "day first, assumed":
                lines.append("Dates: no date shows whether day or month comes first; read as day/month/year.")
            case _:
                lines.append(f"Dates: {self.date_order}.")
        lines += [f"Column {text.shorten(head, 40)}: {word}." for head, word in self.columns.items()]
        lines += [f"Column {text.shorten(head, 40)}{_UNUSED}" for head in self.unused]
        lines += self.unit.told()
        if self.added:
            lines.append("Lengths: hours and minutes are in two columns and were added (1 and 30 are 90 minutes).")
        if self.kind_assumed:
            lines.append("There is no column for the kind of session; all are read as one-to-one.")
        return lines


def understand(
    data: bytes,
    *,
    pair: Pair | None,
    zone: str,
    today: date,
    present: Iterable[Session],
    dates: cells.DateOrder | None = None,
    pairs: Iterable[Pair] = (),
    me: str = "",
    together: Together = "",
) -> Understood:
    """Read a spreadsheet for the chosen pair, or, where rows name their pair, for those of `pairs`.

    `present` are the sessions of all these pairs, `me` is the person's own name; `dates`, the order of day and month,
    and `together`, how hours beside minutes are read, were said. Raises InputRefused.
    """
    sheet = files.read_sheet(data)
    where = {column: index for index, column in enumerate(sheet.columns) if column}
    who = [(column, index) for index, column in enumerate(sheet.columns) if column in NAMES]
    if "date" not in where:
        raise InputRefused("No column with the date of the session was found. Name one of the headings: date.")
    if not where.keys() & {"minutes", "hours"} and not {"start", "end"} <= where.keys():
        raise InputRefused("No column with the duration was found. Name one of the headings: minutes.")
    if _is_log(sheet.headings):
        raise InputRefused(
            "This is a PDU log: it does not say what became of each session, so nothing was imported. "
            "Import what `sessions --format csv` or `export sessions` wrote."
        )
    order = dates or cells.date_order(
        line.cells[where["date"]] for line in sheet.lines if len(line.cells) > where["date"]
    )
    unit, hours = (_unit(sheet, where.get(column, -1), column == "hours") for column in ("minutes", "hours"))
    result = Understood(
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        date_order=order,
        columns={h: COLUMN_WORDS[c] for h, c in zip(sheet.headings, sheet.columns, strict=True) if c},
        unused=[h for h, c in zip(sheet.headings, sheet.columns, strict=True) if not c and h.strip()],
        kind_assumed="kind" not in where,
        unit=unit,
        names_pairs=bool(who),
    )
    whose = Whose(tuple(pairs) or ((pair,) if pair else ()), pair, me)
    reader = RowReader(where, who, order, unit, hours, whose, zone, today, programs.shared_forms()["session"])
    reader = replace(reader, together=together, parts=any(reader.only_parts(line) for line in sheet.lines))
    result.added = together != "minutes" and any(reader.adds(line) for line in sheet.lines)
    by_id = {one.id: one for one in whose.pairs}
    names = initials.names_among(Profile(name=me), whose.pairs)
    known = Known(present, lambda words: initials.plain(words, names))
    for line in sheet.lines:
        if _is_total(line.cells, where["date"]):
            result.totals.append(line.number)
            continue
        row_id = reader.id_of(line)
        try:
            session = reader.session(line, len(sheet.columns))
        except (ValueError, InputRefused) as error:
            if known.holds(row_id):
                result.duplicates.append((line.number, "already in the vault"))
            else:
                result.bad.append((line.number, text.shorten(str(error), 300)))
                if isinstance(error, TwoLengths):
                    result.two_lengths = result.two_lengths or str(error).partition(";")[0]
            continue
        session, known_already = known.placed(line.number, session, row_id)
        if known_already:
            result.duplicates.append((line.number, known_already))
        elif said := reader.refused(session):
            result.bad.append((line.number, said))
        elif doubts := odd.doubts(session, by_id[session.pair_id]):
            why = " and ".join(doubts.values())
            result.doubtful.append(Doubt(Row(line.number, session), why, tuple(doubts)))
        else:
            result.rows.append(Row(line.number, session))
    return result


def _unit(sheet: files.Sheet, at: int, hours: bool) -> Unit:
    """The unit of the lengths in one column; -1 where the sheet has no such column."""
    if at < 0:
        return Unit()
    return Unit.of(sheet.headings[at], (line.cells[at] for line in sheet.lines if len(line.cells) > at), hours=hours)


_LOG = frozenset(
    (*SIDE_FIELDS, "number", "date", "minutes", "initials", "topic", "outcome", "takeaways", "pdus", "kind", "reason")
)
"""Headings of our PDU log as CSV."""


def _is_log(headings: list[str]) -> bool:
    """True if these are the headings of a PDU log that holds sessions which do not count."""
    heads = {heading.strip().lower() for heading in headings}
    return {"date", "minutes", "kind", "reason"} <= heads <= _LOG


def _is_total(row: list[str], date_at: int) -> bool:
    """True if a row is one of totals: it says so where the date would be or before, or anywhere if it has no date."""
    dated = date_at < len(row) and bool(row[date_at].strip())
    return any(_TOTAL.fullmatch(cell.strip()) for cell in (row[: date_at + 1] if dated else row))


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
    return workspace.save(*checked(workspace, understood), label="sessions imported")


def checked(workspace: Workspace, understood: Understood) -> list[Record]:
    """All records that would be saved, checked as a save checks them. Raises InputRefused; changes nothing."""
    moved = earlier_starts(workspace, understood)
    drafts = (one_home.draft_with(workspace.view(workspace.table(Pair)[pair.id]), pair) for pair in moved)
    records = [*(row.session for row in understood.rows), *moved, *(draft for draft in drafts if draft)]
    return [checking.checked(record) for record in records]


def earlier_starts(workspace: Workspace, understood: Understood) -> list[Pair]:
    """The pairs whose start moves back to their first session, as they will be, where a session came before it.

    A pair set up today and filled with the sessions of spring did not start today.
    """
    moved = []
    for pair in workspace.pairs:
        sessions = [row.session for row in understood.rows if row.session.pair_id == pair.id]
        first = min((s.on for s in sessions if s.status == "held"), default="")
        if first and pair.start and first < pair.start:
            end = standing.moved_end(pair.start, pair.end, first, pair.end, workspace.program(pair))
            moved.append(msgspec.structs.replace(pair, start=first, end=end))
    return moved
