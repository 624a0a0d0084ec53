"""`import`: a session spreadsheet, or the JSON of a full export."""

from __future__ import annotations

import sys

import click
import msgspec

from mentor_tui import text
from mentor_tui.cli import failures, tables, terminal
from mentor_tui.cli.context import name_of, unlocked
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.imports import everything, files, spreadsheets
from mentor_tui.imports.cells import DateOrder
from mentor_tui.places import named_path
from mentor_tui.workspace import Workspace

_SHOWN = 50
_ORDERS: dict[str, DateOrder] = {"dmy": "day first", "mdy": "month first", "ymd": "iso"}


@click.command("import", help="Take in a session spreadsheet (CSV), or the JSON of `export everything`.")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Tell what was understood; change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the rows that were understood, though others were not.")
@click.option("--dates", type=click.Choice(list(_ORDERS)), help="Which comes first in dates such as 03/04/2026.")
@everywhere
@click.pass_context
def command(ctx: click.Context, file: str, dry_run: bool, skip_bad: bool, dates: str | None) -> int | None:
    """Importing the same file again adds nothing."""
    asked = given(ctx)
    data = _read(file)
    with unlocked(asked) as workspace:
        if everything.looks_like(data):
            return _everything(workspace, data, dry_run)
        return _sheet(workspace, asked, data, dry_run, skip_bad, dates)


def _read(file: str) -> bytes:
    if file == "-":
        data = sys.stdin.buffer.read(everything.MAX_BYTES + 1)
        if len(data) > everything.MAX_BYTES:
            raise InputRefused("Standard input is larger than an import takes.")
        return data
    return files.read_bounded(named_path(file), everything.MAX_BYTES)


def _sheet(
    workspace: Workspace, asked: Given, data: bytes, dry_run: bool, skip_bad: bool, dates: str | None
) -> int | None:
    pair = workspace.find_pair(asked.pair)
    view = workspace.view(pair)
    found = spreadsheets.understand(
        data,
        pair=pair,
        zone=workspace.profile.zone,
        today=workspace.today(),
        present=view.sessions,
        dates=_ORDERS[dates] if dates else None,
    )
    talking = dry_run or terminal.interactive()
    say = tables.show if dry_run else terminal.tell
    if talking:
        for line in found.told():
            say(line)
    if talking and found.rows:
        headings = ["line", "date", "start", "minutes", "kind", "status", "focus"]
        form = view.program.form("session")
        shown = [
            {"line": r.line, **tables.in_words(form, msgspec.structs.asdict(r.session))} for r in found.rows[:_SHOWN]
        ]
        rows = [[text.shorten(str(row[name]), 28) for name in ("line", "on", *headings[2:])] for row in shown]
        say(tables.table(headings, rows, ""))
        if len(found.rows) > _SHOWN:
            say(f"... and {len(found.rows) - _SHOWN} more.")
    for number, reason in found.duplicates[:_SHOWN] if talking else []:
        say(f"line {number}: left out, {reason}")
    if dry_run:
        for number, reason in found.bad:
            say(f"line {number}: not understood: {reason}")
        say(f"{_count(len(found.rows), 'session')} would be added to {name_of(pair)}; nothing was changed.")
        return failures.REFUSED if found.bad and not skip_bad else None
    asking = found.rows and (skip_bad or not found.bad) and terminal.interactive()
    if asking and not terminal.ask_yes(f"Add {_count(len(found.rows), 'session')} to {name_of(pair)}?"):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    if not terminal.interactive():
        if found.date_order == "day first, assumed" and found.rows:
            raise InputRefused(
                "No date in this file tells whether day or month comes first, so nothing was imported. "
                "Say --dates dmy or --dates mdy."
            )
        for line in found.assumed():
            failures.say(line)
    spreadsheets.apply(workspace, found, skip_bad=skip_bad)
    start = workspace.find_pair(pair.id).start
    if start != pair.start:
        tables.show(f"The start of the program moved to {start}, the day of the first meeting in this file.")
    for number, reason in found.bad:
        failures.say(f"line {number}: skipped: {reason}")
    tables.show(
        f"{_count(len(found.rows), 'session')} added to {text.one_line(name_of(pair))}, "
        f"{len(found.duplicates)} already there, {len(found.bad)} not understood."
    )
    return None


def _everything(workspace: Workspace, data: bytes, dry_run: bool) -> int | None:
    found = everything.understand(data, workspace)
    say = tables.show if dry_run else terminal.tell
    if dry_run or terminal.interactive():
        for table, count in found.counts().items():
            say(f"{table}: {count} new")
    if dry_run or terminal.interactive():
        for words in found.kept:
            failures.say(f"Kept as they are here: {words}")
    elif found.kept:  # a script's log is no place for the beginning of a note
        failures.say(f"Kept as they are here: {len(found.kept)}; --dry-run names them.")
    if dry_run:
        tables.show(f"{_count(len(found.new), 'record')} would be added; nothing was changed.")
        return None
    if found.new and terminal.interactive() and not terminal.ask_yes(f"Add {_count(len(found.new), 'record')}?"):
        terminal.tell("Nothing was imported.")
        return failures.REFUSED
    everything.apply(workspace, found)
    added = _count(len(found.new), "record")
    tables.show(f"{added} added, {found.same} already there, {len(found.kept)} kept as they are here.")
    return None


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
