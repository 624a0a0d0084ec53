"""`programs check`: the folder of a program that somebody writes."""

from __future__ import annotations

from pathlib import Path

import click

from mentor_tui.cli import failures, tables
from mentor_tui.cli.options import everywhere
from mentor_tui.errors import PackRefused
from mentor_tui.host import places
from mentor_tui.schema import pack_files, pack_report
from mentor_tui.schema.programs import Program
from mentor_tui.words import text

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How it is told."
)


def name_of(folder: Path) -> str:
    """The name of a pack's folder, which is its program's id."""
    return text.one_line(folder.resolve().name)


def looked_at(given: str) -> tuple[str, dict[str, str], Program | None, list[pack_report.Problem]]:
    """The name of a folder, its files, its program or None, and all that is wrong with it; PackRefused without any."""
    folder = places.named_path(given)
    files, told = pack_files.read(folder)
    return (name_of(folder), files, *pack_report.checked(name_of(folder), files, told))


def valid(given: str) -> tuple[dict[str, str], Program]:
    """The files and the program of a folder; PackRefused with every problem."""
    name, files, program, problems = looked_at(given)
    if program is None:
        raise PackRefused(f"The program pack {name} is not valid; nothing was changed.", tuple(map(str, problems)))
    return files, program


@click.command("check", help="Everything that is wrong with a program's folder, with file and line.")
@click.argument("folder", metavar="DIR")
@FORMAT
@everywhere
def check(folder: str, form: str) -> int | None:
    """Exit code 1 when anything is."""
    name, _files, program, problems = looked_at(folder)
    if form == "json":
        rows = [{"file": p.file, "line": p.line or None, "problem": p.words} for p in problems]
        tables.show(tables.json_text({"program": name, "valid": program is not None, "problems": rows}))
    elif program is None:
        counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        tables.show("\n".join([*map(str, problems), f"{counted} in {name}."]))
    else:
        tables.show(f"{program.name} ({name}) is valid.")
    return None if program else failures.UNEXPECTED
