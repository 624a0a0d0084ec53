"""Runs of eight words, for the test that no sentence of a handbook stands in this project.

The handbooks themselves are not part of it: only hashes of their runs are, from which no sentence can be read back.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

RUN = 8
"""A run of so many words is a sentence taken over; fewer are a name or a turn of speech."""
_BYTES = 5
"""Of each hash: 40 bits, so that a chance hit among a hundred thousand runs is a matter of one in six hundred."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text, without case and signs."""
    return [word.replace("’", "'").casefold() for word in _WORD.findall(text)]


def runs(text: str) -> Iterator[str]:
    """Every run of eight words in a text, with one space between them."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        yield " ".join(found[start : start + RUN])


def hashed(run: str) -> bytes:
    """The hash of a run, shortened."""
    return hashlib.sha256(run.encode()).digest()[:_BYTES]


def pack(hashes: set[bytes]) -> str:
    """The hashes as lines of text, sorted."""
    lines = base64.b64encode(b"".join(sorted(hashes))).decode()
    return "".join(f"{lines[i : i + 120]}\n" for i in range(0, len(lines), 120))


def unpack(lines: str) -> set[bytes]:
    """The hashes in lines that `pack` wrote."""
    blob = base64.b64decode("".join(lines.split()))
    return {blob[i : i + _BYTES] for i in range(0, len(blob), _BYTES)}
