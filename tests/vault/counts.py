"""How much a run has tried: tests add to it, ``tests/conftest.py`` prints it at the end, one line for each subject."""

from collections import Counter

_tried: Counter[tuple[str, str]] = Counter()


def count(what: str, number: int = 1, *, of: str = "vault") -> None:
    """Add ``number`` to the line of ``of``: ``count("flipped bits", 3560)`` prints ``vault: 3,560 flipped bits``."""
    _tried[of, what] += number


def as_list() -> list[list]:
    """What a worker of pytest-xdist sends to the process that prints."""
    return [[of, what, number] for (of, what), number in _tried.items()]


def add(counted: list[list]) -> None:
    """Take in what another process counted."""
    for of, what, number in counted:
        count(what, number, of=of)


def lines() -> list[str]:
    """One line for each subject, in alphabetical order."""
    found: dict[str, list[str]] = {}
    for (of, what), number in sorted(_tried.items()):
        found.setdefault(of, []).append(f"{number:,} {what}")
    return [f"{of}: {', '.join(parts)}" for of, parts in found.items()]
