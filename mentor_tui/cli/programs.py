"""`programs`: the mentoring programs that this app knows."""

from __future__ import annotations

import click
import msgspec

from mentor_tui.cli import packs, tables
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.host import places
from mentor_tui.schema import blanks, pack_files, program_items, program_words, programs
from mentor_tui.schema.program_parts import Deliverable, Event, PlannedSession
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words.days import duration

CHOICE = click.Choice(["table", "json"])


@click.group("programs", help="The mentoring programs this app knows.")
@everywhere
def command() -> None:
    """List them, or show one."""


for one in (packs.new, packs.check, packs.install, packs.update, packs.remove):
    command.add_command(one)


@command.command("list", help="Their ids and names.")
@click.option("--installed", is_flag=True, help="Those in the vault too; it is unlocked for that.")
@click.option("--format", "form", type=CHOICE, default="table", show_default=True)
@everywhere
@click.pass_context
def list_(ctx: click.Context, installed: bool, form: str) -> None:
    """One line per program."""
    if installed:
        with unlocked(given(ctx)) as workspace:
            found = workspace.programs.readable()
    else:
        found = [programs.general(program_id) for program_id in programs.available()]
    if form == "json":
        rows = [{"id": p.id, "name": p.name, "organisation": p.organisation} for p in found]
        tables.show(tables.json_text({"programs": rows}))
        return
    tables.show(tables.table(["id", "name", "organisation"], [[p.id, p.name, p.organisation] for p in found], "None."))


@command.command("show", help="One program, by its id or its folder: its stages, steps and rules, and who sees what.")
@click.argument("program_id", metavar="ID|DIR")
@click.option("--format", "form", type=CHOICE, default="table", show_default=True)
@everywhere
@click.pass_context
def show(ctx: click.Context, program_id: str, form: str) -> None:
    """Everything the pack says, forms by their title."""
    program = _found(ctx, program_id)
    if form == "json":
        found = msgspec.to_builtins(program)
        found["forms"] = {key: value.title for key, value in program.forms.items()}
        found["team_may_see"] = program_visibility(program)
        tables.show(tables.json_text(found))
        return
    lines = [*program_words.about(program)]
    for stage in program.stages:
        lines.append(f"\n{stage.title}" + (f": {stage.summary}" if stage.summary else ""))
        for step in (s for s in program.steps if s.stage == stage.id):
            whose = "" if len(step.roles) > 1 else f" ({step.roles[0]})"
            lines.append(f"  {step.title}{whose}" + (f", {step.word}" if step.word else ""))
        lines += [f"  {_item(one)}" for one in program_items.all_of(program) if one.stage == stage.id]
    lines += ["\nIts program team may see, once you send it:", *(f"  {line}" for line in program_visibility(program))]
    tables.show("\n".join(lines))


def _found(ctx: click.Context, named: str) -> programs.Program:
    """The program that comes with the app, lies in a folder, or is in the vault; in general words."""
    if named in programs.available():
        return programs.general(named)
    if places.named_path(named).is_dir():
        return blanks.filled(packs.valid(named)[1], {})
    if pack_files.is_id(named) and given(ctx).vault_path.exists():
        with unlocked(given(ctx)) as workspace:
            return workspace.programs.general(named)
    return programs.general(named)


def _item(item: program_items.Item) -> str:
    """A planned session, an event or a deliverable in a line, with the id by which `log --as` takes it."""
    match item:
        case PlannedSession() | Event():
            left_out = item.optional if isinstance(item, PlannedSession) else not item.mandatory
            asked = isinstance(item, Event) and item.asked
            words = [item.title + _whose(item), "asked for" if asked else "optional" if left_out else ""]
            words.append(duration(item.minutes) if item.minutes else "")
            return f"{', '.join(w for w in words if w)} (log --as {item.id})"
        case Deliverable():
            often = f"every {item.every_days} days" if item.every_days else ""
            words = [item.title + _whose(item), "deliverable", often, f"{item.times} times" if item.times > 1 else ""]
            words.append("asked for" if item.asked else "optional" if item.optional else "")
            return ", ".join(w for w in words if w)


def _whose(item: program_items.Item) -> str:
    return "" if isinstance(item, PlannedSession) or len(item.roles) > 1 else f" ({item.roles[0]})"
