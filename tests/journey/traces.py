"""Looking for private words in files and in what a terminal was sent, however they may be written there."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from pathlib import Path

STEM = "zqvleak"
"""The beginning of every word that must not be found."""


def _ways() -> list[bytes]:
    raw = STEM.encode()
    found = [raw, STEM.encode("utf-16-le"), STEM.encode("utf-16-be"), STEM.encode("utf-32-le"), raw.hex().encode()]
    found.append(raw.hex().upper().encode())
    for offset in range(3):  # base64 looks different at each place within three bytes; the rims depend on neighbours
        encoded = base64.b64encode(b"\0" * offset + raw)
        found.append(encoded[(0, 2, 3)[offset] : len(encoded) - 4])
    return found


_WAYS = _ways()


def traces(data: bytes) -> list[bytes]:
    """The ways in which a private word stands in these bytes; empty when there is none."""
    lower = data.lower()
    return [way for way in _WAYS if way in data or (way is _WAYS[0] and way in lower)]


def in_files(files: Iterable[Path]) -> list[str]:
    """The files that hold a private word, in their bytes or in their name."""
    found = []
    for path in files:
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a temporary file that is gone again
            continue
        if traces(data) or traces(str(path).encode()):
            found.append(path.name)
    return found


class Words:
    """Gives every field a private word of its own, and knows afterwards whose it was."""

    def __init__(self, around: str = "{}") -> None:
        self.owners: dict[str, str] = {}
        self.around = around

    def __call__(self, owner: str) -> str:
        word = f"{STEM}{len(self.owners):04d}x"
        self.owners[word] = owner
        return self.around.format(word)

    def of(self, owner: str) -> str:
        """The first word of a field."""
        return next(word for word, name in self.owners.items() if name == owner)

    def read(self, words: str) -> set[str]:
        """The fields whose words stand in a text."""
        return {self.owners[w] for w in re.findall(rf"{STEM}\d{{4}}x", words.lower())}
