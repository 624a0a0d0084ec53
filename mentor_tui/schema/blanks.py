"""Words that a pair fills in at the start, such as the name of its organisation, and their places in a pack's texts.

Filled-in words are the answers to a worksheet `blanks`, whose form is made of what the pack declares: so they are
kept, searched, exported and forgotten like all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.schema.fields import Field, Form, Section
from mentor_tui.schema.program_parts import Amounts, Blank, Range
from mentor_tui.words import text

if TYPE_CHECKING:
    from mentor_tui.schema.programs import Program

FORM = "blanks"
"""Id of the worksheet in which they are filled in."""
_NUMBER = re.compile(r"\d(?:[\d.,']*\d)?")
_PLAIN = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
"""A number that can be meant in one way only: in `1,000`, the comma may part thousands or decimals."""
_PLACE = re.compile(r"\{([a-z0-9_-]+)\}")
_AS_WRITTEN = ("templates", "blanks", "links", "url")
"""Keys of a pack whose texts nothing is filled in: an address with a pair's words in it would tell them away."""
OF_DOCUMENTS = ("today",)
"""Places that documents fill themselves."""


def form_of(blanks: tuple[Blank, ...]) -> Form:
    """The worksheet in which a pair fills them in, one line each."""
    fields = tuple(
        Field(blank.id, blank.label, "line", blank.help, audience=("pair", "program", "claim", "evidence"))
        for blank in blanks
    )
    section = Section("blanks", "The program's own details", fields=fields)
    intro = "They appear wherever the program names them. What you leave empty is worded generally."
    return Form(FORM, "Details of your program", intro, sections=(section,))


def unknown(program: Program) -> Iterator[str]:
    """Name each place in the texts of a pack with blanks that stands for none of them."""
    known = {blank.id for blank in program.blanks} | set(OF_DOCUMENTS)
    if program.blanks:
        found = {place for words in _strings(_texts(program)) for place in _PLACE.findall(words)}
        yield from sorted(found - known)


def filled(program: Program, answers: Mapping[str, object]) -> Program:
    """The program with a pair's words in its texts; `answers` are those to its worksheet `blanks`."""
    return _with(program, _said(program, answers)) if program.blanks else program


class Filled:
    """Programs with words in them, kept for whoever holds this: one is asked for many times while a screen is drawn.

    The words are a pair's own, so they stay no longer than the vault is open: `forget` lets go of them.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[str, ...]], tuple[Program, Program]] = {}

    def of(self, program: Program, answers: Mapping[str, object]) -> Program:
        """The same as `filled`."""
        if not program.blanks:
            return program
        said = _said(program, answers)
        kept = self._kept.get((program.id, said))
        if kept is None or kept[0] is not program:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            kept = self._kept[program.id, said] = (program, _with(program, said))
        return kept[1]

    def forget(self) -> None:
        """Let go of all of them."""
        self._kept.clear()


_KEPT_AT_MOST = 16


def _said(program: Program, answers: Mapping[str, object]) -> tuple[str, ...]:
    """The pair's words for each blank, in order; empty where it left one open."""
    return tuple(text.one_line(str(answers.get(blank.id) or "")) for blank in program.blanks)


def _with(program: Program, said: tuple[str, ...]) -> Program:
    typed = dict(zip((blank.id for blank in program.blanks), said, strict=True))
    put = {blank.id: typed[blank.id] or blank.instead or blank.label.lower() for blank in program.blanks}

    def replaced(value: Any) -> Any:
        if isinstance(value, str):
            return _PLACE.sub(lambda place: put.get(place[1], place[0]), value)
        if isinstance(value, list | tuple):
            return [replaced(item) for item in value]
        if isinstance(value, dict):
            return {key: item if key in _AS_WRITTEN else replaced(item) for key, item in value.items()}
        return value

    told = msgspec.convert(replaced(msgspec.to_builtins(program)), type(program))
    if told.contact and _PLACE.fullmatch(program.team):
        told = msgspec.structs.replace(told, contact=msgspec.structs.replace(told.contact, named=True))
    return msgspec.structs.replace(told, month=_counted(told.month, typed), in_all=_counted(told.in_all, typed))


def _counted(amounts: Amounts, typed: Mapping[str, str]) -> Amounts:
    """The amounts with the usual numbers that the pair typed; None where nothing is known of one."""

    def known(said: Range | None) -> Range | None:
        if said is None or not said.usual_from:
            return said
        usual = _number(typed.get(said.usual_from, "")) or said.usual
        return msgspec.structs.replace(said, usual=usual) if said.least or usual or said.most else None

    return Amounts(known(amounts.sessions), known(amounts.hours))


def _number(words: str) -> float:
    """The number in a pair's words; 0, which counts as not said, where there is none, or none is surely meant."""
    found = _NUMBER.findall(words)
    return float(found[0].replace(",", ".")) if len(found) == 1 and _PLAIN.fullmatch(found[0]) else 0.0


def _texts(program: Program) -> Any:
    whole = msgspec.to_builtins(program)
    return {key: value for key, value in whole.items() if key != "blanks"}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "templates":
                yield from _strings(item)
