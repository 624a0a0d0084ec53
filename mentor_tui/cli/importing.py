"""`import`: a session spreadsheet, or the JSON of a full export."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import click
import msgspec

from mentor_tui.cli import failures, tables, terminal
from mentor_tui.cli.context import name_of, unlocked
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.host.places import named_path
from mentor_tui.imports import claim_lists, everything, files, spreadsheets
from mentor_tui.imports.cells import DateOrder
from mentor_tui.imports.rows import Together
from mentor_tui.imports.spreadsheets import Understood
from mentor_tui.schema import odd, programs
from mentor_tui.schema.records import Pack, Pair, Session, from_document
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words import text
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.programs import Programs

_SHOWN = 50
_ORDERS: dict[str, DateOrder] = {"dmy": "day first", "mdy": "month first", "ymd": "iso"}


@click.command("import", help="Import a session spreadsheet (CSV), or the JSON of `export everything`.")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Show what was understood; change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the rows that were understood even if others were not.")
@click.option("--dates", type=click.Choice(list(_ORDERS)), help="Which comes first in dates such as 03/04/2026.")
@click.option(
    "--lengths",
    type=click.Choice(["added", "minutes"]),
    help="Hours beside minutes, such as 1 and 45: added (1:45), or the minutes alone.",
)
@click.option(odd.ALLOW_LONG, is_flag=True, help="Import sessions of more than eight hours too.")
@click.option(odd.ALLOW_EARLY, is_flag=True, help="Import sessions from long before the program started too.")
@everywhere
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    dry_run: bool,
    skip_bad: bool,
    dates: str | None,
    lengths: Together | None,
    allow_long: bool,
    allow_early: bool,
) -> int | None:
    """Importing the same file again adds nothing."""
    asked = given(ctx)
    allowed = [o for o, said in ((odd.ALLOW_LONG, allow_long), (odd.ALLOW_EARLY, allow_early)) if said]
    data = _read(file)
    with unlocked(asked) as workspace:
        if everything.looks_like(data):
            return _everything(workspace, data, dry_run)
        if claim_lists.looks_like(data):
            return _claims(workspace, asked, data, dry_run, skip_bad)
        return _sheet(workspace, asked, data, _How(dry_run, skip_bad, dates, lengths or "", allowed))


@dataclass(frozen=True)
class _How:
    """The options that say how a spreadsheet is taken in."""

    dry_run: bool
    skip_bad: bool
    dates: str | None
    lengths: Together
    allowed: list[str]
    """Options that take in what is doubtful."""

    @property
    def script(self) -> bool:
        """True if there is nobody to ask."""
        return not terminal.interactive()

    def say(self, line: str) -> None:
        """A line for whoever looks: the dry run's result, or what a person reads before the question."""
        if self.dry_run:
            tables.show(line)
        elif not self.script:
            terminal.tell(line)


def _read(file: str) -> bytes:
    if file == "-":
        return files.read_from(sys.stdin.buffer, everything.most, "Standard input")
    return files.read_bounded(named_path(file), everything.most)


def _sheet(workspace: Workspace, asked: Given, data: bytes, how: _How) -> int | None:
    pair = None if len(workspace.pairs) > 1 and not asked.pair else workspace.find_pair(asked.pair)

    def understood(together: Together) -> Understood:
        return spreadsheets.understand(
            data,
            pair=pair,
            zone=workspace.profile.zone,
            today=workspace.today(),
            present=workspace.all(Session),
            dates=_ORDERS[how.dates] if how.dates else None,
            pairs=workspace.pairs,
            me=workspace.profile.name,
            together=together,
        )

    found = understood(how.lengths)
    if found.two_lengths and not how.script:
        terminal.tell(f"Hours are beside minutes, and {found.two_lengths}.")
        found = understood("added" if terminal.ask_yes("Add hours and minutes up?") else "minutes")
    if pair is None and not found.names_pairs:
        workspace.find_pair(asked.pair)  # which says that several could be meant
    _preview(workspace, found, how)
    if found.doubtful and not _settled(found, how):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    moved = spreadsheets.earlier_starts(workspace, found)
    for line in _moves(workspace, moved):
        how.say(line)
    if how.dry_run:
        return _dry_run(workspace, found, how)
    added = _added(workspace, found)
    asking = found.rows and (how.skip_bad or not found.bad) and not how.script
    if asking and not terminal.ask_yes(f"Add {added}?"):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    if how.script:
        if refusal := _undecided(found):
            raise InputRefused(f"{refusal} Nothing was imported.")
        for line in [*_supposed(workspace, asked, found), *found.assumed(), *_moves(workspace, moved)]:
            failures.say(line)
    spreadsheets.apply(workspace, found, skip_bad=how.skip_bad)
    for number, reason in found.bad:
        failures.say(f"line {number}: skipped: {reason}")
    totals = f", {_count(len(found.totals), 'row')} of totals" if found.totals else ""
    tables.show(
        f"{added.replace(' to ', ' added to ', 1)}, {len(found.duplicates)} already there{totals}, "
        f"{len(found.bad)} not understood."
    )
    return None


def _preview(workspace: Workspace, found: Understood, how: _How) -> None:
    """Print how the file was read, its rows, and what is left out."""
    if how.script and not how.dry_run:
        return
    for line in found.told():
        how.say(line)
    rows = sorted([*found.rows, *(doubt.row for doubt in found.doubtful)], key=lambda row: row.line)
    if rows:
        headings = ["line", "date", "start", "minutes", "kind", "status", "focus"]
        form = programs.shared_forms()["session"]
        shown = [{"line": r.line, **tables.in_words(form, msgspec.structs.asdict(r.session))} for r in rows[:_SHOWN]]
        names = {pair.id: name_of(pair) for pair in workspace.pairs}
        several = len({r.session.pair_id for r in rows}) > 1
        cells = [
            [text.shorten(str(row[name]), 28) for name in ("line", "on", *headings[2:])]
            + ([text.shorten(names[row["pair_id"]], 28)] if several else [])
            for row in shown
        ]
        how.say(tables.table([*headings, *(["pair"] if several else [])], cells, ""))
        if len(rows) > _SHOWN:
            how.say(f"... and {len(rows) - _SHOWN} more.")
    for number, reason in found.duplicates[:_SHOWN]:
        how.say(f"line {number}: left out, {reason}")
    for number in found.totals[:_SHOWN]:
        how.say(f"line {number}: left out, a row of totals")


def _settled(found: Understood, how: _How) -> bool:
    """True if it is known what becomes of the doubtful rows: as the option says, or the person; False to stop."""
    open_ones = [doubt for doubt in found.doubtful if not set(doubt.options) <= set(how.allowed)]
    if how.script or not open_ones:
        found.settle(how.allowed)
        return True
    for doubt in open_ones:
        how.say(f"line {doubt.row.line}: {doubt.why}")
    if not how.dry_run and not terminal.ask_yes(f"Is that right for {_count(len(open_ones), 'session')}?"):
        return False
    found.settle(None)
    return True


def _dry_run(workspace: Workspace, found: Understood, how: _How) -> int | None:
    for number, reason in found.bad:
        how.say(f"line {number}: not understood: {reason}")
    refusal = _undecided(found) if how.script else ""
    if refusal:
        how.say(f"It would be refused: {refusal}")
    spreadsheets.checked(workspace, found)
    how.say(f"{_added(workspace, found).replace(' to ', ' would be added to ', 1)}; nothing was changed.")
    if refusal or (found.bad and not how.skip_bad):
        return failures.REFUSED
    return _unwritable(workspace, bool(found.rows))


def _unwritable(workspace: Workspace, adds: bool) -> int | None:
    """The exit code of an import that would add to a vault which can only be read here; None where it can save."""
    if not adds or not workspace.vault.read_only:
        return None
    tables.show("It would be refused: a newer mentor-tui saved this vault, which can only be read here.")
    return failures.NEWER_FORMAT


def _undecided(found: Understood) -> str:
    """The options that a script has to give before the file can be taken in; empty when nothing."""
    if found.date_order == "day first, assumed" and found.rows:
        return "No date in this file shows whether day or month comes first. Say --dates dmy or --dates mdy."
    return ""


def _supposed(workspace: Workspace, asked: Given, found: Understood) -> list[str]:
    """A line that says whose sessions a script takes these for, where it did not say so."""
    meant = {row.session.pair_id for row in found.rows}
    if not meant or (asked.pair and meant == {workspace.find_pair(asked.pair).id}):
        return []
    if found.names_pairs:
        return [f"Whose they are, by the names where a row has one: {_added(workspace, found)}."]
    return [f"No pair was named: taken for {name_of(workspace.find_pair(asked.pair))}, your only one."]


def _moves(workspace: Workspace, moved: list[Pair]) -> list[str]:
    """The starts that move, in sentences."""
    before = {pair.id: pair.start for pair in workspace.pairs}
    return [
        f"The start of the program with {name_of(pair)} moves from {before[pair.id]} to {pair.start}, "
        "the day of the first session in this file."
        for pair in moved
    ]


def _added(workspace: Workspace, found: Understood) -> str:
    """The number of sessions for each pair: `3 sessions to Bram Claes`, or `3 sessions to Bram Claes (2), Carl (1)`."""
    counts = Counter(row.session.pair_id for row in found.rows)
    named = [(name_of(pair), counts[pair.id]) for pair in workspace.pairs if counts[pair.id]]
    if not named:
        return "0 sessions to the vault"
    whom = named[0][0] if len(named) == 1 else ", ".join(f"{name} ({count})" for name, count in named)
    return f"{_count(len(found.rows), 'session')} to {text.one_line(whom)}"


def _claims(workspace: Workspace, asked: Given, data: bytes, dry_run: bool, skip_bad: bool) -> int | None:
    pair = workspace.find_pair(asked.pair)
    found = claim_lists.understand(data, workspace, pair)
    added = f"{_count(len(found.new), 'claim')} {{}} to {text.one_line(name_of(pair))}"
    if dry_run:
        for number, reason in found.bad:
            tables.show(f"line {number}: not understood: {reason}")
        tables.show(f"{added.format('would be added')}; nothing was changed.")
        if found.bad and not skip_bad:
            return failures.REFUSED
        return _unwritable(workspace, bool(found.new))
    asking = found.new and (skip_bad or not found.bad) and terminal.interactive()
    if asking and not terminal.ask_yes(f"Add {_count(len(found.new), 'claim')}?"):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    claim_lists.apply(workspace, found, skip_bad=skip_bad)
    for number, reason in found.bad:
        failures.say(f"line {number}: skipped: {reason}")
    tables.show(f"{added.format('added')}, {found.same} already there, {len(found.bad)} not understood.")
    return None


def _everything(workspace: Workspace, data: bytes, dry_run: bool) -> int | None:
    found = everything.understand(data, workspace, naming=dry_run or terminal.interactive())
    say = tables.show if dry_run else terminal.tell
    if dry_run or terminal.interactive():
        for table, count in found.counts().items():
            say(f"{table}: {count} new")
    tell = say if dry_run or terminal.interactive() else failures.say  # a script hears what its programs let out, too
    for line in _programs_in(found):
        tell(f"  {text.one_line(line)}")
    if dry_run or terminal.interactive():
        for words in found.kept:
            failures.say(f"Kept as they are here: {words}")
    elif found.kept:  # a script's log is no place for the beginning of a note
        failures.say(f"Kept as they are here: {len(found.kept)}; --dry-run names them.")
    for line in found.odd:
        failures.say(line)
    if dry_run:
        tables.show(f"{_count(len(found.new), 'record')} would be added; nothing was changed.")
        return _unwritable(workspace, bool(found.new))
    if found.new and terminal.interactive() and not terminal.ask_yes(f"Add {_count(len(found.new), 'record')}?"):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    everything.apply(workspace, found)
    added = _count(len(found.new), "record")
    tables.show(f"{added} added, {found.same} already there, {len(found.kept)} kept as they are here.")
    return None


def _programs_in(found: everything.Understood) -> Iterator[str]:
    """Lines on each program that comes along and that this app does not have: what its team may see, word for word."""
    packs = {str(document["id"]): from_document(Pack, document) for kind, document in found.new if kind is Pack}
    coming = Programs(lambda: packs)
    for program_id in packs.keys() - set(programs.available()):
        program = coming.general(program_id)
        yield f"{program.name} ({program.id}) comes along. Its program team may see, once you send it:"
        yield from program_visibility(program)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
