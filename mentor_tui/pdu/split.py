"""Dividing quarters over the Talent Triangle, so that the parts always sum to the whole.

Weights are whole numbers as typed; only their proportion means anything. They are kept as they are and become
quarters where the floor happens: per session, or once for a claim of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import TypeAlias

from mentor_tui.pdu.amounts import NONE, Triangle
from mentor_tui.records import Session

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
    ways, power, business = apportion(amount, weights)
    return ways, power, business


def weights_of(session: Session) -> Triangle:
    """The weights of a session as its mentee gave them."""
    return max(session.ways_of_working, 0), max(session.power_skills, 0), max(session.business_acumen, 0)


def blend(parts: Iterable[tuple[int, Triangle]]) -> Shares:
    """Whole weights of several sessions together, each `(minutes, weights)` pulling by its minutes.

    The fourth share stands for sessions without weights. Exact: proportions are brought to a common measure.
    """
    known = [(max(minutes, 0), weights) for minutes, weights in parts]
    measure = lcm(*(sum(weights) for _, weights in known if weights != NONE))
    shares = [0, 0, 0, 0]
    for minutes, weights in known:
        if weights == NONE:
            shares[3] += minutes * measure
            continue
        for side, weight in enumerate(weights):
            shares[side] += minutes * weight * (measure // sum(weights))
    return shares[0], shares[1], shares[2], shares[3]
