"""One session and what it earns, and several of them together: rounded down one by one, or once for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from mentor_tui.pdu.split import Part, apportion, blend, split
from mentor_tui.schema.amounts import NONE, Triangle, added, quarters
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Session

Floor: TypeAlias = Literal["session", "claim"]
"""The unit of rounding down: each session by itself (the default), or once for all sessions of a claim."""
Category: TypeAlias = Literal["Giving Back", "Education"]
CATEGORY: dict[Role, Category] = {"mentor": "Giving Back", "mentee": "Education"}


class Applied(msgspec.Struct, frozen=True, gc=False):
    """The part of one line that one certification takes. Amounts are quarters."""

    certification_id: str
    name: str
    applies: bool
    """True if any of it belongs to the certification's present cycle."""
    quarters: int
    """Of the line's quarters, those that belong there, before the cap on Giving Back."""
    counts: int
    """Of those, what the cap lets through; the cap fills in order of date."""
    triangle: Triangle
    """The split of `quarters` over the sides, for a mentee who gave weights."""
    reason: str
    """The reason why less than the whole line counts; empty when all of it does."""


class Line(msgspec.Struct, frozen=True):
    """One session and what it earns, whoever asks: certifications differ only in what they take of it."""

    session: Session
    role: Role
    """Mine in it: a mentor earns Giving Back, a mentee Education, and so does whoever attends an event."""
    number: int
    """The session's number in its pair; 0 when it has none."""
    minutes: int
    quarters: int
    """Its quarters: its part of the claim it is in, else rounded down by the floor of the book. 0 when it does not
    count. What lines earn together is the sum of these."""
    counts: bool
    reason: str
    """The reason why it does not count; empty when it does."""
    weights: Triangle
    """As typed by a mentee; only their proportion means anything. Zeros for a mentor."""
    triangle: Triangle
    """Quarters per side, for a mentee who gave weights; zeros otherwise."""
    applied: tuple[Applied, ...] = ()
    """One per certification held, in the order of their names."""
    claimed: Literal["", "prepared", "filed"] = ""
    """Empty while it is in no claim, or in one that was rejected; `filed` once PMI has the claim."""

    @property
    def talk(self) -> bool:
        """True for a talk of the two, which is a mentoring hour; an event is none."""
        return not self.session.activity

    @property
    def unsplit(self) -> int:
        """Quarters of Education that are not divided over the triangle yet."""
        return self.quarters - sum(self.triangle) if self.role == "mentee" else 0

    def on(self, certification_id: str) -> Applied | None:
        """The part of it that this certification takes; None when it is not held."""
        return next((a for a in self.applied if a.certification_id == certification_id), None)


@dataclass(frozen=True)
class Amount:
    """Several lines of one pair together."""

    minutes: int
    quarters: int
    triangle: Triangle
    """Sums with `unsplit` to `quarters` for a mentee; zeros for a mentor."""
    unsplit: int


def total(lines: Iterable[Line]) -> Amount:
    """Add up what lines earn as they are; those that do not count add nothing."""
    counted = [line for line in lines if line.counts]
    triangle = added(line.triangle for line in counted)
    minutes, whole = sum(line.minutes for line in counted), sum(line.quarters for line in counted)
    return Amount(minutes, whole, triangle, sum(line.unsplit for line in counted))


def amount(lines: Iterable[Line], floor: Floor = "session") -> Amount:
    """Work out the claim that lines of one pair would give, made anew; those that do not count add nothing.

    Per session, each is rounded down and divided by itself. Per claim, the minutes are summed, rounded down once, and
    divided once, each session pulling by its minutes.
    """
    counted = [line for line in lines if line.counts]
    minutes = sum(line.minutes for line in counted)
    if floor == "session":
        alone = [quarters(line.minutes) for line in counted]
        parts = [split(whole, line.weights) for whole, line in zip(alone, counted, strict=True)]
        mentee = any(line.role == "mentee" for line in counted)
        return Amount(minutes, sum(alone), added(parts), sum(alone) - sum(map(sum, parts)) if mentee else 0)
    if not counted or counted[0].role == "mentor":
        return Amount(minutes, quarters(minutes), NONE, 0)
    return claimed(minutes, [Part(line.minutes, line.weights) for line in counted])


def claimed(minutes: int, parts: Sequence[Part]) -> Amount:
    """Parts of a mentee's sessions as one claim: rounded down once, and divided once."""
    shares, measure = blend(parts)
    whole = quarters(sum(shares) // measure)
    ways, power, business, unsplit = apportion(whole, shares)
    return Amount(minutes, whole, (ways, power, business), unsplit)
