"""`programs new`, `check`, `install`, `update`, `remove`: the folder of a program that somebody wrote."""

from __future__ import annotations

import click

from mentor_tui.cli import failures, tables, terminal
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.errors import InputRefused
from mentor_tui.host import places
from mentor_tui.schema import blanks, pack_files, pack_report, pack_starter
from mentor_tui.schema.programs import Program
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words import text
from mentor_tui.workspace import Workspace, installing

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How it is shown.",
)


_YES = click.option("--yes", is_flag=True, help="Do not ask.")


def looked_at(named: str) -> tuple[str, dict[str, str], Program | None, list[pack_report.Problem]]:
    """The name of a folder, its files, its program or None, and all that is wrong with it; PackRefused without any."""
    folder = places.named_path(named)
    files, told = pack_files.read(folder)
    return (pack_report.name_of(folder), files, *pack_report.checked(pack_report.name_of(folder), files, told))


def valid(named: str) -> tuple[dict[str, str], Program]:
    """The files and the program of a folder; PackRefused with every problem."""
    return pack_report.valid(places.named_path(named))


@click.command("check", help="Everything that is wrong with a program's folder, by file and line.")
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


@click.command("new", help="A small program to start from, in a folder whose name becomes its id.")
@click.argument("folder", metavar="DIR")
@everywhere
def new(folder: str) -> None:
    """Write a valid program with comments, and tell what to do next."""
    path = places.named_path(folder)
    written = pack_starter.start(path)
    tables.show("\n".join(f"{pack_report.name_of(path)}/{name}" for name in written))
    failures.say(f"A small valid program. Change it, and look with: mentor-tui programs check {path}")


@click.command("install", help="Install somebody's program in the vault, once you have seen what its team may see.")
@click.argument("folder", metavar="DIR")
@_YES
@everywhere
@click.pass_context
def install(ctx: click.Context, folder: str, yes: bool) -> None:
    """The list of fields comes first, then the question."""
    files, program = valid(folder)
    _may_ask(ctx, yes)
    with unlocked(given(ctx)) as workspace:
        installing.not_taken(workspace, program)
        shown = blanks.filled(program, {})
        tables.show(f"{shown.name} ({program.id})")
        _tell("Its program team may see, once you send it:", program_visibility(shown))
        _agreed(yes, "Install it?")
        installing.install(workspace, program, files)
    tables.show(f"{shown.name} can be chosen now for a new pair.")


@click.command(
    "update", help="Update an installed program: you see what changes and what it affects, then you are asked."
)
@click.argument("folder", metavar="DIR")
@_YES
@everywhere
@click.pass_context
def update(ctx: click.Context, folder: str, yes: bool) -> None:
    """No answer is lost: what is asked no longer stays in the vault."""
    files, program = valid(folder)
    _may_ask(ctx, yes)
    with unlocked(given(ctx)) as workspace:
        pack, before = installing.held(workspace, program.id)
        if pack.files == files:
            tables.show(f"{text.one_line(pack.name)} is in the vault exactly like this. Nothing was changed.")
            return
        if before is None:
            tables.show("The version in the vault cannot be read here, so the changes cannot be shown.")
            _tell("Its program team may see, once you send it:", program_visibility(blanks.filled(program, {})))
        else:
            _tell_changes(workspace, before, program)
        _agreed(yes, "Update it?")
        installing.update(workspace, program, files)
    tables.show(f"{blanks.filled(program, {}).name} is up to date.")


@click.command("remove", help="Take an installed program out of the vault; refused while a pair uses it.")
@click.argument("program_id", metavar="ID")
@_YES
@everywhere
@click.pass_context
def remove(ctx: click.Context, program_id: str, yes: bool) -> None:
    """The folder it came from is left alone, and installs it again."""
    _may_ask(ctx, yes)
    with unlocked(given(ctx)) as workspace:
        name = text.one_line(installing.removable(workspace, program_id).name)
        _agreed(yes, f"Take {name} out of this vault?")
        installing.remove(workspace, program_id)
    tables.show(f"{name} is no longer in this vault. `programs install` takes it in again.")


def _tell_changes(workspace: Workspace, before: Program, program: Program) -> None:
    for heading, lines in installing.told(workspace, before, program):
        _tell(heading, lines)


def _may_ask(ctx: click.Context, yes: bool) -> None:
    if not (yes or terminal.interactive()):
        raise click.UsageError("There is no terminal to ask on: say --yes.", ctx)


def _agreed(yes: bool, question: str) -> None:
    if not yes and not terminal.ask_yes(question):
        raise InputRefused("Nothing was changed.")


def _tell(heading: str, lines: list[str]) -> None:
    if lines:
        tables.show("\n".join([heading, *(f"  {text.one_line(line)}" for line in lines)]))
