"""A program of one's own team, taken into the vault from its folder, or brought up to date."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mentor_tui.errors import MentorError
from mentor_tui.schema import blanks, pack_report
from mentor_tui.schema.programs import Program
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words import text
from mentor_tui.workspace import Workspace, installing

from ..documents.writing import typed_path
from ..host import Host
from ..widgets.dialogs import Ask, Confirm
from ..widgets.plain import own

_PROBLEMS = 3
"""Problems that are told; the command tells all of them, each with its file and line."""


async def install(app: Host) -> None:
    """Ask for the folder, say what its team may see or what a newer version changes, and take it in after a yes."""
    asked = Ask(
        own("Which program?"),
        detail=own("The folder that its author gave you. You see what its team may see before anything is installed."),
        enter="looks at it",
    )
    typed = await app.push_screen_wait(asked)
    folder = typed_path(typed) if typed else None
    if folder is None:
        return
    try:
        files, program = await asyncio.to_thread(pack_report.valid, folder)
        question, detail = _question(app.ws, program, files)
    except MentorError as error:
        app.say(_why_not(error, folder), "warning")
        return
    name = text.one_line(blanks.filled(program, {}).name)
    if not detail:
        app.say(f"{name} is in this vault exactly like this. Nothing was changed.")
        return
    new = app.ws.programs.held(program.id) is None
    if not await app.push_screen_wait(Confirm(question, detail=detail, yes="Take it in", no="Leave it")):
        return
    save = installing.install if new else installing.update
    if await app.deed(lambda: save(app.ws, program, files)) is not None:
        then = "n adds a pair with it." if new else "All your answers are kept."
        app.say(f"{name} is in this vault now. {then} u undoes it.", "good")


def _question(workspace: Workspace, program: Program, files: dict[str, str]) -> tuple[str, str]:
    """The question and what there is to know before; no detail when the vault holds just this. Raises MentorError."""
    shown = blanks.filled(program, {})
    sees = [("Its program team may see, once you send it:", list(program_visibility(shown)))]
    name = text.one_line(shown.name)
    if workspace.programs.held(program.id) is None:
        installing.not_taken(workspace, program)
        return f"Install {name}?", _page(sees)
    pack, before = installing.held(workspace, program.id)
    if pack.files == files:
        return "", ""
    return f"Update {name}?", _page(installing.told(workspace, before, program) if before else sees)


def _page(parts: list[tuple[str, list[str]]]) -> str:
    return "\n\n".join(
        "\n".join([heading, *(f"  {text.one_line(line)}" for line in lines)]) for heading, lines in parts
    )


def _why_not(error: MentorError, folder: Path) -> str:
    problems = [str(problem) for problem in getattr(error, "problems", ())]
    more = f" And {len(problems) - _PROBLEMS} more." if len(problems) > _PROBLEMS else ""
    said = " ".join([str(error), *problems[:_PROBLEMS]])
    check = f" mentor-tui programs check {folder} shows all of it." if problems else ""
    return f"{said}{more}{check}"
