"""Rows for the panels of a column: everybody has the least, what is left goes where it says most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Need(NamedTuple):
    """The rows that a panel takes, its border included: at least, and at most."""

    least: int
    most: int


def share_out(room: int, needs: Sequence[Need]) -> list[int]:
    """Rows for each panel of a column, in order, so that none is cut where `room` ends.

    Those that do not fit with their least stand below, where one scrolls to, and have all they want; the last that
    fits reaches down to where the room ends.
    """
    rows = [need.least for need in needs]
    fitting = 0
    while fitting < len(needs) and sum(rows[: fitting + 1]) <= room:
        fitting += 1
    spare = room - sum(rows[:fitting])
    for at in range(fitting):
        more = min(needs[at].most - rows[at], spare)
        rows[at] += more
        spare -= more
    rows[fitting:] = [need.most for need in needs[fitting:]]
    if fitting:
        rows[fitting - 1] += spare
    return rows
