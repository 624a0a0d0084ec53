"""Dividing quarters over the Talent Triangle, so that the parts always sum to the whole.

Weights are whole numbers as typed; only their proportion means anything. They are kept as they are and become
quarters where the floor happens: per session, or once for a claim of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import NamedTuple, TypeAlias

from mentor_tui.schema.amounts import NONE, Triangle
from mentor_tui.schema.records import Session

Shares: TypeAlias = tuple[int, int, int, int]
"""The three sides, and what was not split; weights, or quarter-PDUs."""


def apportion(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """The amount over so many shares in proportion, summing exactly; all zero when no weight is given.

    Largest remainder; a tie goes to the larger share, then to the earlier one.
    """
    whole = [max(w, 0) for w in weights]
    total = sum(whole)
    if not total or amount <= 0:
        return (0,) * len(whole)
    parts = [amount * w // total for w in whole]
    order = sorted(range(len(whole)), key=lambda i: (-(amount * whole[i] % total), -whole[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def split(amount: int, weights: Triangle) -> Triangle:
    """Quarters over the three sides in proportion, summing exactly; all zero when no weight is given."""
    if weights == NONE:
        return NONE  # as of every session of a mentor
    ways, power, business = apportion(amount, weights)
    return ways, power, business


def weights_of(session: Session) -> Triangle:
    """The weights of a session as its mentee gave them."""
    return max(session.ways_of_working, 0), max(session.power_skills, 0), max(session.business_acumen, 0)


class Part(NamedTuple):
    """The part of one session in a claim: its minutes, pulled apart by its weights."""

    minutes: int
    weights: Triangle
    fits: bool = True
    """True if its Ways of Working, and what is not split, count; if not, only the other two sides do."""


def blend(parts: Iterable[Part]) -> tuple[Shares, int]:
    """Several sessions together: the minutes of each side and of what is not split, and the measure they are in.

    The measure says how many make a minute, so that proportions stay whole and exact.
    """
    known = list(parts)
    measure = lcm(*(sum(part.weights) for part in known if part.weights != NONE))
    shares = [0, 0, 0, 0]
    for part in known:
        minutes = max(part.minutes, 0) * measure
        if part.weights == NONE:
            shares[3] += minutes if part.fits else 0
            continue
        for side, weight in enumerate(part.weights):
            shares[side] += minutes * weight // sum(part.weights) if part.fits or side else 0
    return (shares[0], shares[1], shares[2], shares[3]), measure
