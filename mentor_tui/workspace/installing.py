"""Programs that others wrote, taken into the vault, and what a newer version of one touches there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.schema import pack_changes, programs
from mentor_tui.schema.catalogue import KINDS, kind_of
from mentor_tui.schema.fields import filled
from mentor_tui.schema.pack_changes import Changes
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import Pack, StepMark
from mentor_tui.words import text

if TYPE_CHECKING:
    from mentor_tui.workspace import Saved, Workspace


def not_taken(workspace: Workspace, program: Program) -> None:
    """Raise InputRefused when a program of this id comes with the app, or is in the vault already."""
    if program.id in programs.available():
        raise InputRefused(f"A program {program.id} comes with this app; give yours another id and folder.")
    if workspace.get(Pack, program.id):
        raise InputRefused(f"A program {program.id} is in this vault: `programs update` installs its newer version.")


def install(workspace: Workspace, program: Program, files: Mapping[str, str]) -> Saved:
    """Take a program in. Raises InputRefused when its id is taken, and what a save raises."""
    not_taken(workspace, program)
    pack = Pack(id=program.id, name=program.name, installed=workspace.today().isoformat(), files=dict(files))
    return workspace.save(pack, label="program installed")


def held(workspace: Workspace, program_id: str) -> tuple[Pack, Program | None]:
    """The program as it stands in the vault; None where this mentor-tui cannot read what stands there.

    Raises NotFound when it is not in the vault, or comes with the app.
    """
    pack = workspace.programs.held(program_id)
    if pack is None:
        raise NotFound(f"No program {program_id} was installed in this vault; `programs install` installs one.")
    return pack, workspace.programs.load(program_id) if workspace.programs.has(program_id) else None


def update(workspace: Workspace, program: Program, files: Mapping[str, str]) -> Saved:
    """Put another version of an installed program in its place; no record of any pair is changed."""
    pack, _ = held(workspace, program.id)
    today = workspace.today().isoformat()
    return workspace.save(replace(pack, name=program.name, installed=today, files=dict(files)), label="program updated")


def removable(workspace: Workspace, program_id: str) -> Pack:
    """The installed program of this id, which no pair uses: without its program no pair could be read.

    Raises NotFound when it is not in the vault, or comes with the app, and InputRefused while a pair uses it.
    """
    pack, _ = held(workspace, program_id)
    users = [pair.partner_name or "your partner" for pair in workspace.pairs if pair.program == program_id]
    if users:
        whom = f"your pair with {users[0]} uses" if len(users) == 1 else f"your pairs with {', '.join(users)} use"
        raise InputRefused(
            f"{text.one_line(pack.name)} stays, as {text.one_line(whom)} it: choose another program there first, or "
            "forget the pair. Nothing was changed."
        )
    return pack


def remove(workspace: Workspace, program_id: str) -> Saved:
    """Take a program out of the vault; its backups keep theirs. Raises as `removable` does, and what a save raises."""
    return workspace.save(delete=[removable(workspace, program_id)], label="program removed")


def told(workspace: Workspace, before: Program, program: Program) -> list[tuple[str, list[str]]]:
    """All that an update changes and touches, each part under its heading; what more can be seen comes first."""
    found = pack_changes.changes(before, program)
    parts = [
        ("MORE CAN BE SEEN FROM NOW ON:", found.widened),
        ("Steps:", found.steps),
        ("Fields:", found.fields),
        ("Also:", found.rest),
        ("In this vault:", touched(workspace, program.id, found)),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def touched(workspace: Workspace, program_id: str, found: Changes) -> list[str]:
    """Lines for what the vault holds that an update touches: pairs, answers to questions that go, steps that go."""
    pairs = [pair for pair in workspace.pairs if pair.program == program_id]
    lines = [f"Your pair with {pair.partner_name or 'your partner'} uses it." for pair in pairs]
    answers = steps = 0
    for pair in pairs:
        for kind in KINDS:
            if not kind.of_a_pair:
                continue
            for record in workspace.all(kind.type, pair.id):
                form = kind_of(record).answers_form(record)
                given = getattr(record, "answers", {})
                answers += sum(1 for name, value in given.items() if filled(value) and f"{form}.{name}" in found.gone)
                steps += isinstance(record, StepMark) and record.step in found.steps_gone
    if answers:
        counted = "1 answer is" if answers == 1 else f"{answers} answers are"
        lines.append(f"{counted} to what it no longer asks: kept, found and exported; no document for others takes it.")
    if steps:
        lines.append(f"{'1 mark' if steps == 1 else f'{steps} marks'} on steps that go: kept with the rest.")
    return lines or ["No pair uses it yet."]
