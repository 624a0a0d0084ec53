"""`programs`: the mentoring programs that this app knows."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from mentor_tui.cli import packs, tables
from mentor_tui.cli.context import unlocked
from mentor_tui.cli.options import everywhere, given
from mentor_tui.host import places
from mentor_tui.schema import blanks, pack_files, program_items, programs, session_words
from mentor_tui.schema.program_parts import Amounts, Deliverable, Event, PlannedSession
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words.days import duration, span

CHOICE = click.Choice(["table", "json"])


@click.group("programs", help="The mentoring programs this app knows.")
@everywhere
def command() -> None:
    """List them, or show one."""


for one in (packs.new, packs.check, packs.install, packs.update):
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
    lines = [*_about(program)]
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


def _about(program: programs.Program) -> Iterator[str]:
    """Lines with what the pack says of the program as a whole; what it does not say is left out."""
    yield ", ".join(w for w in (f"{program.name} ({program.id})", program.organisation) if w)
    if program.about:
        yield program.about
    if handbook := program.handbook:
        read = f"read on {handbook.read_on}" if handbook.read_on not in handbook.version else ""
        yield f"Follows: {', '.join(w for w in (handbook.edition, handbook.url, read) if w)}"
        if handbook.draft:
            yield f"Draft: {handbook.draft}"
    if program.contact:
        yield f"Team: {program.contact.words}"
    length = f"{program.length_days} days ({span(program.length_days)})" if program.length_days else "open"
    most = f", at most {program.max_days}{'' if program.length_days else ' days'}" if program.max_days else ""
    rhythm = f" Rhythm: {program.cadence.words.rstrip('.')}." if program.cadence else ""
    yield f"Length: {length}{most}.{rhythm}"
    if program.invites_by:
        yield f"Invitations: sent by the {program.role_names[program.invites_by]}."
    for often, amounts in (("A month", program.month), ("In all", program.in_all)):
        if said := _amounts(amounts):
            yield f"{often}: {said}."
    if rules := session_words.summary(program):
        yield f"A session: {rules}"
    if program.signers:
        signers = (f"{s.title}{'' if s.needed else ' (if there is one)'}" for s in program.signers)
        yield f"Signed by both of you, and by: {', '.join(signers)}"
    if program.blanks:
        yield f"You fill in: {', '.join(blank.label for blank in program.blanks)}"
    if program.links:
        yield from (f"Link: {title}, {address}" for title, address in program.links.items())
    if program.sharing:
        yield f"Sharing: {program.sharing.words}"


def _amounts(amounts: Amounts) -> str:
    """Sessions and hours in words: `1 to 2 sessions, 4 hours as a rule`; empty when nothing is said."""
    said = []
    for what in ("sessions", "hours"):
        if (found := getattr(amounts, what)) is None:
            continue
        least, usual, most = (f"{n:g}" if n else "" for n in (found.least, found.usual, found.most))
        span = (
            f"{least} to {most}"
            if least and most
            else f"at least {least}"
            if least
            else f"at most {most}"
            if most
            else ""
        )
        rule = f"{usual} as a rule" if span else f"{usual} {what} as a rule"  # what it is of, is said once
        one = what.removesuffix("s") if max(found.least, found.most) == 1 else what
        said.append(", ".join(w for w in (f"{span} {one}" if span else "", rule if usual else "") if w))
    return ", ".join(said)
