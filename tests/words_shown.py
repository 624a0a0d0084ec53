"""All texts that a person is shown, each with its file and line: packs, templates, screens, commands and pages.

What is shown is found in the sources: values of the packs' keys that are words, literals of the code that are words (no
docstring, no key, no pattern), text of the templates outside of their tags, and prose of the pages outside of code.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
INPUT = ("mentor_tui/imports/headings.py", "mentor_tui/words/")
"""Code that lists words a person may type: they are understood, never shown."""
_NO_WORDS = {"id", "type", "format", "go", "done", "basis", "source", "checked", "url", "email", "record", "stage"}
"""Keys of a pack whose value nobody reads as a sentence."""


class Shown(NamedTuple):
    """A text as it stands in its file; `line` counts from 1."""

    path: str
    line: int
    text: str


def _literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    unread: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):  # docstrings, also those below a name
            unread.update(id(s.value) for s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        if isinstance(node, ast.Dict):  # keys
            unread.update(id(k) for k in node.keys if isinstance(k, ast.Constant))
        if isinstance(node, ast.keyword) and node.arg == "also":  # words that find a command
            unread.update(id(n) for n in ast.walk(node.value))
        if isinstance(node, ast.Assign) and any(isinstance(n, ast.Name) and "ALSO" in n.id for n in node.targets):
            unread.update(id(n) for n in ast.walk(node.value))
        if isinstance(node, ast.JoinedStr):
            parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in node.values]
            unread.update(id(v) for v in node.values)
            yield node.lineno, "".join(map(str, parts))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
            yield node.lineno, node.value


def of_code() -> Iterator[Shown]:
    """Literals of screens and core with a space in them: a sentence, or a part of one."""
    for path in sorted([*ROOT.glob("screens/**/*.py"), *ROOT.glob("mentor_tui/**/*.py")]):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(INPUT):
            for line, words in _literals(ast.parse(path.read_text("utf-8"))):
                if " " in words.strip() and not re.search(r"\{\s*[a-z-]+:|\\[bsd]", words):  # CSS and patterns
                    yield Shown(name, line, words)


def _values(found: Any, key: str = "") -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _values(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from _values(value, key)
    elif isinstance(found, str) and key not in _NO_WORDS:
        yield found


def of_packs() -> Iterator[Shown]:
    """Words of every program, form, document, guide and rule that comes along, the made-up pair's included."""
    for path in sorted(ROOT.glob("templates/**/*.toml")):
        lines = path.read_text("utf-8").splitlines()
        for words in _values(tomllib.loads(path.read_text("utf-8"))):
            first = words.strip().split("\n")[0][:40].replace('"', '\\"')
            line = next((n for n, text in enumerate(lines, 1) if first and first in text), 1)
            yield Shown(path.relative_to(ROOT).as_posix(), line, words)


def of_templates() -> Iterator[Shown]:
    """What a page or a letter says by itself."""
    for path in sorted(ROOT.glob("templates/**/*.j2")):
        page = re.sub(r"<style>.*?</style>|\{#.*?#\}", lambda m: "\n" * m[0].count("\n"), path.read_text(), flags=re.S)
        for number, line in enumerate(page.splitlines(), 1):
            if words := re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", line).strip():
                yield Shown(path.relative_to(ROOT).as_posix(), number, words)


def of_pages() -> Iterator[Shown]:
    """Prose of README and docs, line by line; code between backticks is left out."""
    for path in sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")]):
        page = re.sub(r"```.*?```", lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"), flags=re.S)
        for number, line in enumerate(page.splitlines(), 1):
            if words := re.sub(r"`[^`]*`|\([^)\s]*\)", "``", line).strip():
                yield Shown(path.relative_to(ROOT).as_posix(), number, words)
