"""Files of `templates/`: found, read and checked. What is wrong is told with the file and the field."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from mentor_tui.errors import PackRefused
from mentor_tui.schema.misfits import fitting, misfits
from mentor_tui.words import text

T = TypeVar("T")

_DEEPEST = 12
"""Tables and lists within each other; an option of a field stands at the sixth."""


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
        found: dict[str, Any] = _cleaned(tomllib.loads(words(path, name)))
    except RecursionError:
        problem = f"{name} is not valid TOML: it is nested too deeply"
    except ValueError as error:  # also a number that is too long to be read
        problem = f"{name} is not valid TOML: {error}"
    else:
        return found
    raise PackRefused(problem, (problem,))


def _cleaned(value: Any, depth: int = 0) -> Any:
    """The value with every text in it cleaned: nothing in a pack can command a terminal or turn a line around."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, str):
        return text.clean(value)
    if isinstance(value, dict):
        return {text.clean(key): _cleaned(inside, depth + 1) for key, inside in value.items()}
    return [_cleaned(inside, depth + 1) for inside in value] if isinstance(value, list) else value


def convert(raw: dict[str, Any], kind: type[T], name: str) -> T:
    """The values as a `kind`; PackRefused names every field that does not fit, with the file."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        problems = tuple(f"{name}: {problem}" for problem in misfits(raw, kind))
    raise PackRefused("; ".join(problems), problems)


def told(problems: list[str], path: Traversable, kind: type[T], name: str, *, stored: bool = False) -> T | None:
    """Read a file; None, with what is wrong added to `problems`, when it is refused.

    Of a file that is `stored` in a vault, what this version does not know is left out.
    """
    try:
        raw = read(path, name)
        return convert(fitting(raw, kind) if stored else raw, kind, name)
    except PackRefused as error:
        problems += error.problems
        return None
