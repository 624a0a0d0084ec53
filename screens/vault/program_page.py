"""Choosing a program: a line on what it asks below the questions, and one key to read all of it."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from mentor_tui.errors import MentorError
from mentor_tui.schema import program_words
from mentor_tui.schema.fields import Role
from mentor_tui.schema.programs import Program
from mentor_tui.schema.visibility import program_visibility
from mentor_tui.words import text

from ..commands import Command
from ..host import Host
from ..shell.base import Desk
from ..shell.one_body import OneBody
from ..widgets.editors import Changed
from ..widgets.plain import Plain, joined, own
from ..widgets.reading import page

_ASKED = ("program", "role")
"""Questions whose answers change what the line says."""

_DRAFT_LETTERS = 240
"""Of a warning, as many letters as find room below the line in the smallest window; F3 shows all."""


class ProgramLine(Plain):
    """The line on the chosen program, at the foot of the form."""

    DEFAULT_CSS = """
    ProgramLine { height: auto; max-height: 9; padding: 0 1; }
    """


class ChoosesProgram(OneBody):
    """A form in which a program is chosen: it says what that asks, and who sees what, before anything is saved."""

    HERE = (Command("draft.program", "f3", "the program", "Read what the program asks, how long, and who sees what."),)

    def _chosen(self) -> tuple[Program | None, Role | None]:
        """The program that stands there now, and the role; None for what is not chosen or cannot be read."""
        raw: dict[str, Any] = self.body_widget.raw()
        role: Role | None = (
            "mentor" if raw.get("role") == "mentor" else "mentee" if raw.get("role") == "mentee" else None
        )
        try:
            return self.ws.programs.general(str(raw.get("program") or "")), role
        except MentorError:
            return None, role

    def on_mount(self) -> None:
        self.tell_program()

    def on_changed(self, event: Changed) -> None:
        if event.field_id in _ASKED:
            self.tell_program()

    def tell_program(self) -> None:
        """Say in a line what the chosen program asks, and whether it is only a draft."""
        line = self.query_one(ProgramLine)
        program, role = self._chosen()
        if program is None:
            line.show("")
            return
        draft = text.shorten(program_words.draft_warning(program), _DRAFT_LETTERS)
        warning = joined("\n", (draft, "$late")) if draft else joined("")
        line.show(joined((program_words.in_short(program, role), "$quiet"), own("  F3 shows more."), warning))

    def action_program(self) -> None:
        """Read all about the chosen program."""
        program, role = self._chosen()
        if program is None:
            self.say("Choose a program first; then F3 shows what it asks.")
        else:
            self.app.push_screen(ProgramPage(program, role))


class ProgramPage(Desk):
    """All that is to be known of a program before a pair is made."""

    HERE = (Command("program.back", "escape,q,f3", "back", "Back.", shown_as="Esc"),)
    ABOUT = (
        "What the program asks, how long it takes, and word for word each field that its team may see. What is not "
        "listed there never reaches the team, and nothing does unless you send it."
    )
    DEFAULT_CSS = """
    ProgramPage #page { height: 1fr; padding: 1 1 1 2; scrollbar-size-vertical: 1; }
    ProgramPage #page Plain { padding: 0 1 0 0; }
    """

    def __init__(self, program: Program, role: Role | None = None, *, chosen: bool = False) -> None:
        super().__init__()
        self.program, self.role, self.chosen = program, role, chosen

    def body(self) -> ComposeResult:
        yield Plain(
            joined(self.program.name, own("   what it asks") if self.chosen else own("   before you choose it")),
            id="page-title",
        )
        with VerticalScroll(id="page"):
            yield Plain(page(_lines(self.program, self.role)))

    def on_mount(self) -> None:
        self.query_one("#page").focus()


def open_program(app: Host, program_id: str) -> None:
    """All about a program, for whoever wants to know; of the open pair's own, as that pair filled it in."""
    own_one = app.has_pair and app.view.program.id == program_id
    try:
        program = app.view.program if own_one else app.ws.programs.general(program_id)
    except MentorError as error:
        app.say(str(error), "warning")
        return
    app.push_screen(ProgramPage(program, app.role if own_one else None, chosen=True))


def _lines(program: Program, role: Role | None) -> list[Content]:
    draft = program_words.draft_warning(program)
    whose = f"WHAT IT ASKS OF THE {program.role_names[role].upper()}" if role else "WHAT IT ASKS"
    lines = [joined((draft, "$late")), joined("")] if draft else []
    lines += [joined(line) for line in program_words.about(program)]
    lines += [joined(""), joined((whose, "bold"))]
    lines += [joined(line) for line in program_words.asked_of(program, role)]
    if program.out_of_scope:
        lines += [joined(""), joined(("WHAT IT IS NOT FOR", "bold")), *map(joined, program.out_of_scope)]
    lines += [joined(""), joined(("WHAT ITS TEAM MAY SEE, ONCE YOU SEND IT", "bold"))]
    return [*lines, *(joined(line) for line in program_visibility(program, role))]
