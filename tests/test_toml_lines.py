"""Every value of a TOML text is found on its line, however it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.schema.toml_lines import Way, lines_of

EVERY_WAY = '''# a comment with = and [brackets]
id = "x"  # [[no]]
about = """
a text = of
[[several]] lines \\"""
"""
plain = \'\'\'
it's \'\'\'

[labels]
kickoff.word = "k"
"a key . with = all" = 1

[[steps]]
id = "go"
due = { anchor = "start", days = 3 }
roles = [
  "mentor", # ]
  "mentee",
]

[[steps.parts]]
id = "in"
options = [
  { id = "a", label = "}" },
  { id = "b",
    label = "B" },
]

[[steps]]
id = "again"
[steps.due]
days = 4
'''.replace("\n    label", " label")


def ways(found: Any, way: Way = ()) -> Iterator[Way]:
    yield way
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in items:
        yield from ways(value, (*way, key))


def test_each_writing_of_a_value_is_found_on_its_line() -> None:
    lines = lines_of(EVERY_WAY)
    assert set(lines) == set(ways(tomllib.loads(EVERY_WAY)))
    text = EVERY_WAY.split("\n")
    for way, start in {
        ("about",): "about",
        ("labels", "kickoff", "word"): "kickoff.word",
        ("labels", "a key . with = all"): '"a key',
        ("steps", 0): "[[steps]]",
        ("steps", 0, "due", "days"): "due",
        ("steps", 0, "roles", 1): '  "mentee"',
        ("steps", 0, "parts", 0, "options", 1, "label"): '  { id = "b"',
        ("steps", 1, "id"): 'id = "again"',
        ("steps", 1, "due"): "[steps.due]",
        ("steps", 1, "due", "days"): "days = 4",
    }.items():
        assert text[lines[way] - 1].startswith(start), way


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.parent.glob("templates/**/*.toml")), ids=lambda p: p.name)
def test_every_value_of_every_shipped_file_has_its_line(path: Path) -> None:
    words = path.read_text("utf-8")
    assert set(lines_of(words)) == set(ways(tomllib.loads(words)))


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=4),
)
TEXTS = st.text(st.sampled_from("ab'\"\\[]{}=,.# \n"), max_size=9)
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


class Writer:
    """Writes values as TOML in one of its ways, and notes on which line each was written."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.words, self.lines = chance, "", {(): 1}

    def one_of(self, *some: Any) -> Any:
        return self.chance.choice(some)

    def note(self, way: Way) -> None:
        self.lines.setdefault(way, self.words.count("\n") + 1)

    def key(self, key: str) -> None:
        bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
        self.words += key if bare and self.one_of(True, False) else quoted(key)

    def value(self, value: Any, way: Way) -> None:
        gaps = ("", " ", "\n", ' # a [comment] = "\n', "\r\n\t")
        if isinstance(value, dict):
            self.words += "{"
            for number, (key, one) in enumerate(value.items()):
                self.words += ", " if number else " "
                self.pair(key, one, way)
            self.words += " }"
        elif isinstance(value, list):
            self.words += "["
            for index, one in enumerate(value):
                self.words += self.one_of(*gaps)
                self.note((*way, index))
                self.value(one, (*way, index))
                self.words += self.one_of(*gaps) + ("," if index < len(value) - 1 or self.one_of(True, False) else "")
            self.words += self.one_of(*gaps) + "]"
        elif isinstance(value, str):
            self.words += self.text(value)
        else:
            self.words += str(value).lower()

    def text(self, value: str) -> str:
        ways = [quoted(value), '"""\n' + value.replace("\\", "\\\\").replace('"', '\\"') + '"""']
        if "'" not in value:
            ways.append(f"'''\n{value}'''")
            if "\n" not in value:
                ways.append(f"'{value}'")
        return str(self.one_of(*ways))

    def pair(self, key: str, value: Any, way: Way) -> None:
        self.note((*way, key))
        self.key(key)
        self.words += self.one_of("=", " = ", "\t= ")
        self.value(value, (*way, key))

    def table(self, values: dict[str, Any], way: Way) -> None:
        """Write a table below its header: plain values first, then tables and lists of tables of its own."""
        later = {}
        for key, value in values.items():
            tables = isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
            if (tables or isinstance(value, dict)) and self.one_of(True, False):
                later[key] = value
                continue
            self.words += self.one_of("", "\n", "# [[a]] = '\n", "\t")
            self.pair(key, value, way)
            self.words += self.one_of("\n", " # '''\n", "\n\n")
        for key, value in later.items():
            for index, one in enumerate(value) if isinstance(value, list) else [(-1, value)]:
                below = (*way, key) if index < 0 else (*way, key, index)
                self.note((*way, key))
                self.note(below)
                names = [part for part in below if isinstance(part, str)]
                header = " . ".join(quoted(name) for name in names)
                self.words += f"[{header}]\n" if index < 0 else f"[[ {header} ]] # ]]\n"
                self.table(one, below)


def quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_values_in_any_writing_are_found_on_their_lines(seed: int, values: dict[str, Any]) -> None:
    writer = Writer(Random(seed))
    writer.table(values, ())
    assert tomllib.loads(writer.words) == values
    assert lines_of(writer.words) == writer.lines
