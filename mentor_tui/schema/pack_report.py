"""Reports of what is wrong with a program pack, each problem with its file and line.

The checks tell a problem by a sentence that begins with file and place; here the place is looked up in the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mentor_tui.errors import PackRefused
from mentor_tui.schema import pack_files, pack_templates, programs
from mentor_tui.schema.programs import Program
from mentor_tui.schema.toml_lines import Way, lines_of, ways_called
from mentor_tui.words import text

_TOLD_LINE = re.compile(r"\(?at line (\d+)")
_AT_END = re.compile(r"\(at end of document\)")
_PLACE = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


class Problem(NamedTuple):
    """A thing that is wrong: where, and what in a sentence."""

    file: str
    """Its path from the folder that holds the pack; the pack's name when it is about no file."""
    line: int
    """From 1; 0 when it is about no line."""
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"


def name_of(folder: Path) -> str:
    """The name of a pack's folder, which is its program's id."""
    return text.one_line(folder.resolve().name)


def valid(folder: Path) -> tuple[dict[str, str], Program]:
    """The files and the program of a folder. PackRefused with every problem, or when there is no folder to read."""
    files, told = pack_files.read(folder)
    program, problems = checked(name_of(folder), files, told)
    if program is None:
        said = f"The program pack {name_of(folder)} is not valid; nothing was changed."
        raise PackRefused(said, tuple(map(str, problems)))
    return files, program


def checked(name: str, files: Mapping[str, str], told: list[str]) -> tuple[Program | None, list[Problem]]:
    """The program of a pack's files, or None; and everything that is wrong, with file and line, in their order.

    `told` are the problems that reading the folder found already; with any of them it is no program.
    """
    program = None
    found = list(told)
    if "program.toml" in files or not told:
        try:
            program = programs.load_from(pack_files.Held(files, name))
        except PackRefused as error:
            found += error.problems
    for path, words in files.items():
        if path.endswith(".j2"):
            wrong = pack_templates.problems(words, path.endswith(".html.j2"))
            found += [f"{name}/{path}: {said} (at line {line})" for line, said in wrong]
    problems = sorted({_located(problem, name, files) for problem in found})
    return (None if problems else program), problems


def _located(problem: str, name: str, files: Mapping[str, str]) -> Problem:
    """The problem with its file and line, as far as the sentence tells where it is."""
    for path in sorted(files, key=len, reverse=True):
        if problem.startswith(f"{name}/{path}"):
            rest = problem.removeprefix(f"{name}/{path}").lstrip(":, ")
            return Problem(_shown(f"{name}/{path}"), _line(rest, files[path]), _shown(rest))
    file, colon, rest = problem.partition(": ")
    of_a_file = colon and (file == name or file.startswith(f"{name}/"))
    return Problem(_shown(file), 0, _shown(rest)) if of_a_file else Problem(_shown(name), 0, _shown(problem))


def _shown(words: str) -> str:
    return text.shorten(words, 400)


def _line(said: str, words: str) -> int:
    if told := _TOLD_LINE.search(said):
        return int(told[1])
    if _AT_END.search(said):
        return words.count("\n") + 1
    if said.startswith("is not "):
        return 1
    try:
        raw = tomllib.loads(words)
        lines = lines_of(words)
    except (ValueError, RecursionError):
        return 1
    way = _of_place(said, raw) if " - at " in said else _of_sentence(said, raw)
    if unknown := _UNKNOWN.search(said):
        way = (*way, unknown[1])
    return next(lines[way[:length]] for length in range(len(way), -1, -1) if way[:length] in lines)


def _of_place(said: str, raw: Any) -> Way:
    """The way to a place such as `steps[go].due.days`, as far as it is there."""
    way: Way = ()
    for key, item in _PLACE.findall(said.rpartition(" - at ")[2].removeprefix("key in ")):
        part: str | int | None = key or _index(raw, item)
        if part is not None and (isinstance(raw, list) if part != key else isinstance(raw, dict) and part in raw):
            raw = raw[part]
            way = (*way, part)
    return way


def _index(found: Any, name: str) -> int | None:
    """The place of an entry in a list, by its id or its number."""
    if not isinstance(found, list):
        return None
    named = (i for i, one in enumerate(found) if isinstance(one, dict) and str(one.get("id")) == name)
    number = int(name) if name.isdecimal() and int(name) < len(found) else None
    return next(named, number)


def _of_sentence(said: str, raw: Any) -> Way:
    """The way that a sentence such as `step go, due: there is no day x` begins with."""
    way: Way = ()
    for part in re.split(r"[,:] ", said):
        further = _further(part.split(" "), raw, last="is there twice" in part)
        if further is None and part.split(" ")[0] != "form":
            break
        for key in further or ():
            raw = raw[key]
        way = (*way, *(further or ()))
    return way


def _further(words: list[str], raw: Any, last: bool) -> Way | None:
    """The way on from what was reached by one part of the sentence; None when it leads nowhere."""
    name = words[1] if len(words) > 1 else ""
    if isinstance(raw, list):
        return None if (index := _index(raw, words[0])) is None else (index,)
    if not isinstance(raw, dict):
        return None
    way: Way = ()
    inside: Any = raw
    for key in words[0].split("."):
        if not isinstance(inside, dict) or key not in inside:
            break
        inside = inside[key]
        way = (*way, key)
    if way:
        index = _index(inside, name) if name else None
        return way if index is None else (*way, index)
    if words[0] == "view" and name in raw.get("views", {}):
        return ("views", name)
    lists = {key: value for key, value in raw.items() if key == f"{words[0]}s"} if f"{words[0]}s" in raw else raw
    if last and words[0] == "step":
        lists = raw
    for length in range(len(words), 1, -1):  # an id that is none may have spaces
        if called := list(ways_called(lists, " ".join(words[1:length]))):
            return called[-1 if last else 0]
    return None
