"""Files of `templates/`: found, read and checked. What is wrong is told with the file and the field."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from mentor_tui.errors import PackRefused
from mentor_tui.schema.misfits import misfits

T = TypeVar("T")


def root() -> Traversable:
    """The folder of all templates."""
    return resources.files("mentor_tui.templates")


def packs() -> dict[str, Traversable]:
    """The folders of the program packs, by id."""
    return {p.name: p for p in (root() / "programs").iterdir() if (p / "program.toml").is_file()}


def files_in(folder: Traversable) -> list[Traversable]:
    """The TOML files of a folder by name; none when there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)


def words(path: Traversable, name: str) -> str:
    """The text of a file; PackRefused, calling it by `name`, when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except OSError:
        problem = f"{name} cannot be read"
    except UnicodeDecodeError as error:
        problem = f"{name} is not UTF-8: {error.reason} at byte {error.start}"
    raise PackRefused(problem, (problem,))


def read(path: Traversable, name: str) -> dict[str, Any]:
    """Read a TOML file; PackRefused, calling the file by `name`, when it cannot be read."""
    try:
        return tomllib.loads(words(path, name))
    except tomllib.TOMLDecodeError as error:
        problem = f"{name} is not valid TOML: {error}"
    raise PackRefused(problem, (problem,))


def convert(raw: dict[str, Any], kind: type[T], name: str) -> T:
    """The values as a `kind`; PackRefused names every field that does not fit, with the file."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        problems = tuple(f"{name}: {problem}" for problem in misfits(raw, kind))
    raise PackRefused("; ".join(problems), problems)


def told(problems: list[str], path: Traversable, kind: type[T], name: str) -> T | None:
    """Read a file; None, with what is wrong added to `problems`, when it is refused."""
    try:
        return convert(read(path, name), kind, name)
    except PackRefused as error:
        problems += error.problems
        return None
