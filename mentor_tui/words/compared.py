"""Two texts side by side: which lines and which words of them went, came or stayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 1_000
"""Words of a line, or lines, that are compared one by one; of more only what both begin and end with."""
_LETTERS = 20_000
"""In longer texts no words are compared, only lines: a pasted book is shown in a moment too."""
_ALIKE = 0.3
"""So alike are two lines of which one became the other; below it, one line went and another came."""


class Piece(NamedTuple):
    """A run of words: `differs` when the other line does not have it."""

    words: str
    differs: bool


class Line(NamedTuple):
    """A line of one of the two texts: `-` stood there before, `+` stands there now."""

    sign: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The whole line."""
        return "".join(p.words for p in self.pieces)


def lines_changed(before: str, after: str) -> list[Line]:
    """The lines that went and came between two texts, in order; of a line that was reworded, the words that differ."""
    old = [line for line in before.split("\n") if line.strip()]
    new = [line for line in after.split("\n") if line.strip()]
    by_word = len(before) + len(after) <= _LETTERS
    found: list[Line] = []
    for tag, a, b, c, d in _steps(old, new):
        if tag != "equal":
            found += _pairs(old[a:b], new[c:d], by_word)
    return found


def _pairs(old: Sequence[str], new: Sequence[str], by_word: bool) -> list[Line]:
    found: list[Line] = []
    for was, now in zip(old, new, strict=False):
        found += _reworded(was, now) if by_word else [_whole("-", was), _whole("+", now)]
    found += [_whole("-", line) for line in old[len(new) :]]
    found += [_whole("+", line) for line in new[len(old) :]]
    return found


def _reworded(was: str, now: str) -> list[Line]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    steps = _steps(old, new)
    same = sum(len("".join(old[a:b])) for tag, a, b, _, _ in steps if tag == "equal")
    if same < _ALIKE * max(len(was), len(now)):
        return [_whole("-", was), _whole("+", now)]
    gone = tuple(Piece("".join(old[a:b]), tag != "equal") for tag, a, b, _, _ in steps if a < b)
    come = tuple(Piece("".join(new[c:d]), tag != "equal") for tag, _, _, c, d in steps if c < d)
    return [Line("-", gone), Line("+", come)]


def _whole(sign: str, line: str) -> Line:
    return Line(sign, (Piece(line, False),))


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """The way from one sequence to the other, as `SequenceMatcher` tells it."""
    if max(len(old), len(new)) <= _MOST:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - head) if old[-1 - i] != new[-1 - i]), shortest - head)
    middle = ("replace", head, len(old) - tail, head, len(new) - tail)
    ends = [("equal", 0, head, 0, head), middle, ("equal", middle[2], len(old), middle[4], len(new))]
    return [step for step in ends if step[1] < step[2] or step[3] < step[4]]
