"""People: your profile, and your pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult

from mentor_tui.errors import InputRefused, MentorError
from mentor_tui.host import zones
from mentor_tui.mentoring import other_program, sessions, standing
from mentor_tui.schema import program_words, programs
from mentor_tui.schema.fields import Option
from mentor_tui.schema.records import Pair, Profile, Session
from mentor_tui.words.days import safe_day, short_day
from mentor_tui.workspace.access import program_here

from ..host import Host
from ..shell.beside import beside
from ..shell.record_form import RecordForm
from ..vault.firstrun import FirstRun
from ..vault.program_page import ChoosesProgram, ProgramLine
from ..widgets.dialogs import Confirm
from ..widgets.plain import joined, own
from .beside_agreement import BesideAgreement

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Form, Value
    from mentor_tui.workspace import Workspace


_STATE = ("status", "ended_on", "end_reason")
"""Fields that are asked where pairs are closed, not among a pair's details."""
_NEW_PAIR = ("role", "partner_name", "program", "start")


_TOLD = 6
"""Lines of a question; the rest is counted."""


def some(lines: Sequence[str]) -> str:
    """The first of many things, and how many more there are."""
    more = f"; and {len(lines) - _TOLD} more" if len(lines) > _TOLD else ""
    return "; ".join(lines[:_TOLD]) + more


def program_of(workspace: Workspace, pair: Pair) -> str:
    """The name of a pair's program; its id when this version does not know it."""
    try:
        return workspace.program(pair).name
    except MentorError:
        return pair.program


def pair_form(workspace: Workspace) -> Form:
    """The pair's form, with the programs that this vault knows as choices."""
    form = programs.shared_forms()["pair"]
    packs = tuple(Option(program.id, program.name) for program in workspace.programs.readable())
    sections = []
    for section in form.sections:
        fields = tuple(
            msgspec.structs.replace(f, kind="choice", options=packs) if f.id == "program" else f for f in section.fields
        )
        sections.append(msgspec.structs.replace(section, fields=fields))
    return msgspec.structs.replace(form, sections=tuple(sections))


def pair_problems(values: Mapping[str, Any]) -> dict[str, str]:
    """The reasons why a pair cannot be saved like this, each by the field that it speaks of; empty when it can."""
    found = {}
    if not values.get("role"):
        found["role"] = "Your role is needed: mentor or mentee."
    if not values.get("program"):
        found["program"] = "The program is needed, so that the steps are known."
    if values.get("start") and values.get("end") and str(values["end"]) < str(values["start"]):
        found["end start"] = "The end is before the start."
    return found


# --- You ----------------------------------------------------------------------------------------------------


class ProfileForm(RecordForm[Profile]):
    """The form about you. Another zone takes planned sessions along that stood in the guessed one."""

    def besides(self, values: dict[str, Value]) -> list[Session]:
        zone = str(values["zone"])
        guessed = self.owner.ws.profile.zone == zones.GUESSED and zone not in ("", zones.GUESSED)
        moved = sessions.in_zone(self.owner.ws.all(Session), zone) if guessed else []
        if moved:
            many = "1 planned session" if len(moved) == 1 else f"{len(moved)} planned sessions"
            self.done = f"Saved, and {many} in that zone too: earlier invitations have to be sent again."
        return moved


def open_profile(app: Host, target: str = "") -> None:
    """The form about you."""
    app.push_screen(ProfileForm(app, app.ws.profile, own("You")))


# --- One pair -----------------------------------------------------------------------------------------------


class PairQuestions(RecordForm[Pair], ChoosesProgram):
    """A form of a pair, with a line on its program."""

    def body(self) -> ComposeResult:
        yield from super().body()
        yield ProgramLine()


class PairForm(PairQuestions, BesideAgreement):
    """The details of a pair. A planned end moves along with the start; another program is asked about."""

    async def action_save(self) -> None:
        """Save; before a program gives way to another one, say what is no longer asked."""
        if asked := self._other_program():
            beside(self, partial(self._save_if, asked), group="program")
        else:
            await super().action_save()

    async def _save_if(self, asked: Confirm) -> None:
        if await self.mentor.push_screen_wait(asked):
            await super().action_save()
        else:
            self.say("Nothing changed yet.")

    def _other_program(self) -> Confirm | None:
        """The question before the pair goes on in another program; None when it stays in its own."""
        pair, chosen = self.now(), str(self.body_widget.raw().get("program") or "")
        if pair is None or chosen in ("", pair.program) or not program_here(self.owner.ws, pair):
            return None
        view, program = self.owner.ws.view(pair), self.owner.ws.programs.general(chosen)
        lines = ["Every answer is kept, and stays in your full export."]
        if gone := other_program.no_longer_asked(view, program):
            lines.append(f"No longer asked: {some(gone)}.")
        if steps := other_program.steps_that_fall_away(view, program):
            lines.append(f"Ticked or skipped, but not a step of it: {some(steps)}.")
        if seen := other_program.seen_besides(view, program):
            lines.append(f"Its team may see, once you send it: {some(seen)}. F3 in the form lists all.")
        if draft := program_words.draft_warning(program):
            lines.append(draft)
        question = joined(own("Go on in "), program.name, own("?"))
        return Confirm(question, detail="\n".join(lines), yes="Change it", no="Stay")

    def changed(self, now: Pair, values: dict[str, Value]) -> Pair:
        if found := pair_problems(values):
            raise InputRefused.of(found)
        program = self.owner.ws.program(now)
        end = standing.moved_end(now.start, now.end, str(values["start"]), str(values["end"]), program)
        moved = safe_day(end) if end != values["end"] else None
        self._moved = f"The planned end moved to {short_day(moved, self.owner.ws.today())}. " if moved else ""
        return super().changed(now, values | {"end": end})

    async def store(self, values: dict[str, Value]) -> bool:
        if not await super().store(values):
            return False
        if pair := self.now():
            view = self.owner.ws.view(pair)
            said = " ".join(words for words in (standing.differs(view), standing.too_long(view)) if words)
            self.done = f"Saved. {self._moved}{self.drafted}{said}".strip() + " u undoes it."
        return True


def open_pair(app: Host, target: str = "") -> None:
    """The details of a pair: the open one, or the one with this id; `/start` after it stands on that field."""
    target, _, at = target.partition("/")
    pair = app.ws.get(Pair, target) if target else app.pair
    gone = "That pair is no longer there."
    if pair is None:
        app.say(gone, "warning")
        return
    form = pair_form(app.ws)
    app.push_screen(
        PairForm(
            app,
            pair,
            joined(own("Your pair with "), pair.partner_name or "your partner"),
            form=form,
            only=[f.id for f in form.fields() if f.id not in _STATE],
            role=pair.role,
            where=f"pair:{pair.id}",
            gone=gone,
            at=at,
        )
    )


class NewPairScreen(PairQuestions):
    """A further pair; once it is saved, its Home is shown."""

    def changed(self, now: Pair, values: dict[str, Value]) -> Pair:
        found = pair_problems(values)
        if not values["partner_name"]:
            found["partner_name"] = "Your partner's name is needed; a first name is fine."
        if found:
            raise InputRefused.of(found)
        program = self.owner.ws.programs.general(str(values["program"]))
        start = date.fromisoformat(str(values["start"])) if values["start"] else self.owner.ws.today()
        return msgspec.structs.replace(
            super().changed(now, values),
            start=start.isoformat(),
            end=program.planned_end(start),
            usual_minutes=program.usual_minutes,
        )

    async def saved(self, sentence: str = "") -> None:
        if self._gone:
            return
        self._gone = True
        await self.mentor.drop_draft(self.draft_record, self.where)
        self.mentor.open_pair(self.record.id)


def open_new_pair(app: Host, target: str = "") -> None:
    """A few questions about a further pair; the four of the first run while there is none."""
    if not app.has_pair:
        FirstRun(app).ask_who()
        return
    start = {"role": app.pair.role, "program": app.pair.program, "start": app.ws.today().isoformat()}
    app.push_screen(
        NewPairScreen(
            app,
            Pair(),
            "A new pair",
            form=pair_form(app.ws),
            only=_NEW_PAIR,
            start=start,
            where="new-pair",
            label="pair added",
        )
    )
