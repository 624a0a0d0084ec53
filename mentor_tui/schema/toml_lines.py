"""The line on which a value of a TOML text stands, which the reader of TOML does not tell.

A way is the keys and the numbers in lists that lead to a value: `("steps", 0, "due", "days")`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import TypeAlias

Way: TypeAlias = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_OTHER = re.compile(r"[^,\]}#\n]*")


def lines_of(words: str) -> dict[Way, int]:
    """Way -> line, from 1, of each table, key and list entry in a valid TOML text; the empty way is line 1."""
    return dict(reversed([((), 1), *_Scanner(words).found()]))  # what stands first is where it begins


def ways_called(found: object, name: str) -> Iterator[Way]:
    """Every way in read values at which an entry of a list has this id."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from ((key, *way) for way in ways_called(value, name))
    elif isinstance(found, list):
        for index, value in enumerate(found):
            if isinstance(value, dict) and value.get("id") == name:
                yield (index,)
            yield from ((index, *way) for way in ways_called(value, name))


class _Scanner:
    """Reads a text that is known to be valid, so it only has to find where things begin."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.at = 0
        self.counted = 0
        self.line = 1
        self.entries: dict[Way, int] = {}
        """How many `[[...]]` a list had so far."""

    def found(self) -> Iterator[tuple[Way, int]]:
        table: Way = ()
        while self._pass_over(_GAP) < len(self.words):
            line = self._line()
            if self.words.startswith("[[", self.at):
                self.at += 2
                way = self._resolved(self._key())
                self.entries[way] = self.entries.get(way, 0) + 1
                table = (*way, self.entries[way] - 1)
                self.at = self.words.index("]]", self.at) + 2
                yield from _prefixes(table, 0, line)
            elif self.words[self.at] == "[":
                self.at += 1
                table = self._resolved(self._key())
                self.at = self.words.index("]", self.at) + 1
                yield from _prefixes(table, 0, line)
            else:
                yield from self._pair(table)

    def _pair(self, table: Way) -> Iterator[tuple[Way, int]]:
        line = self._line()
        way = (*table, *self._key())
        yield from _prefixes(way, len(table), line)
        self.at = self.words.index("=", self.at) + 1
        self._pass_over(_BLANK)
        yield from self._value(way)

    def _value(self, way: Way) -> Iterator[tuple[Way, int]]:
        if self.words.startswith("[", self.at):
            self.at += 1
            index = 0
            while self.words[self._pass_over(_GAP)] != "]":
                yield (*way, index), self._line()
                yield from self._value((*way, index))
                index += 1
                self._comma()
            self.at += 1
        elif self.words.startswith("{", self.at):
            self.at += 1
            while self.words[self._pass_over(_GAP)] != "}":
                yield from self._pair(way)
                self._comma()
            self.at += 1
        elif not self._take(_STRING):
            self._take(_OTHER)

    def _key(self) -> Way:
        parts: list[str] = []
        while True:
            self._pass_over(_BLANK)
            word = self._take(_BARE) or self._take(_STRING)
            parts.append(next(iter(tomllib.loads(f"{word} = 0"))))
            self._pass_over(_BLANK)
            if not self.words.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _resolved(self, key: Way) -> Way:
        """The way of a header: where a part of it is a list of tables, its last table is meant."""
        way: Way = ()
        for number, part in enumerate(key, 1):
            way = (*way, part)
            if number < len(key) and way in self.entries:
                way = (*way, self.entries[way] - 1)
        return way

    def _comma(self) -> None:
        if self.words.startswith(",", self._pass_over(_GAP)):
            self.at += 1

    def _take(self, what: re.Pattern[str]) -> str:
        match = what.match(self.words, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def _pass_over(self, what: re.Pattern[str]) -> int:
        self._take(what)
        return self.at

    def _line(self) -> int:
        self.line += self.words.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line


def _prefixes(way: Way, known: int, line: int) -> Iterator[tuple[Way, int]]:
    """Yield every way that a key opens beyond what is known: `a.b.c = 1` opens `a` and `a.b` too."""
    yield from ((way[:length], line) for length in range(known + 1, len(way) + 1))
