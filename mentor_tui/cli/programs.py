"""`programs`: the mentoring programs that this app knows."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from mentor_tui.cli import packs, tables
from mentor_tui.cli.options import everywhere
from mentor_tui.schema import program_items, programs
from mentor_tui.schema.program_parts import Deliverable, Event, PlannedSession
from mentor_tui.words.days import duration

CHOICE = click.Choice(["table", "json"])


@click.group("programs", help="The mentoring programs this app knows.")
@everywhere
def command() -> None:
    """List them, or show one."""


command.add_command(packs.check)


@command.command("list", help="Their ids and names.")
@click.option("--format", "form", type=CHOICE, default="table", show_default=True)
@everywhere
def list_(form: str) -> None:
    """One line per program."""
    found = [programs.general(program_id) for program_id in programs.available()]
    if form == "json":
        rows = [{"id": p.id, "name": p.name, "organisation": p.organisation} for p in found]
        tables.show(tables.json_text({"programs": rows}))
        return
    tables.show(tables.table(["id", "name", "organisation"], [[p.id, p.name, p.organisation] for p in found], "None."))


@command.command("show", help="One program: its stages, steps and rules.")
@click.argument("program_id", metavar="ID")
@click.option("--format", "form", type=CHOICE, default="table", show_default=True)
@everywhere
def show(program_id: str, form: str) -> None:
    """Everything the pack says, forms by their title."""
    program = programs.general(program_id)
    if form == "json":
        found = msgspec.to_builtins(program)
        found["forms"] = {key: value.title for key, value in program.forms.items()}
        tables.show(tables.json_text(found))
        return
    lines = [*_about(program)]
    for stage in program.stages:
        lines.append(f"\n{stage.title}" + (f": {stage.summary}" if stage.summary else ""))
        for step in (s for s in program.steps if s.stage == stage.id):
            whose = "" if len(step.roles) > 1 else f" ({step.roles[0]})"
            lines.append(f"  {step.title}{whose}" + (f", {step.word}" if step.word else ""))
        lines += [f"  {_item(one)}" for one in program_items.all_of(program) if one.stage == stage.id]
    tables.show("\n".join(lines))


def _item(item: program_items.Item) -> str:
    """A planned session, an event or a deliverable in a line, with the id by which `log --as` takes it."""
    match item:
        case PlannedSession():
            words = [f"{item.title} (session {item.id})", "optional" if item.optional else ""]
            words.append(duration(item.minutes) if item.minutes else "")
        case Event():
            words = [f"{item.title} (event {item.id})", "" if item.mandatory else "optional"]
            words.append(duration(item.minutes) if item.minutes else "")
        case Deliverable():
            often = f"every {item.every_days} days" if item.every_days else ""
            words = [f"{item.title} ({_whose(item)}handed in)", often, f"{item.times} times" if item.times > 1 else ""]
            words.append("asked for" if item.asked else "optional" if item.optional else "")
    return ", ".join(w for w in words if w)


def _whose(item: Deliverable) -> str:
    return "" if len(item.roles) > 1 else f"{item.roles[0]}, "


def _about(program: programs.Program) -> Iterator[str]:
    """Lines with what the pack says of the program as a whole; what it does not say is left out."""
    yield ", ".join(w for w in (f"{program.name} ({program.id})", program.organisation) if w)
    if program.about:
        yield program.about
    if handbook := program.handbook:
        yield f"Follows: {handbook.title} {handbook.version}, {handbook.date}"
    if contact := program.contact:
        yield f"Team: {', '.join(w for w in (contact.team, contact.email, contact.url) if w)}"
    length = f"{program.length_days} days" if program.length_days else "open"
    most = f", at most {program.max_days}{'' if program.length_days else ' days'}" if program.max_days else ""
    rhythm = f" Rhythm: {program.cadence.words.rstrip('.')}." if program.cadence else ""
    yield f"Length: {length}{most}.{rhythm}"
    if program.invites_by:
        yield f"Invitations: sent by the {program.invites_by}."
    if program.sharing:
        yield f"Sharing: {program.sharing.words}"
