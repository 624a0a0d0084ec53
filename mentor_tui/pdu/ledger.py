"""The ledger's lines: every session of a pair, what it earns by itself, and why not when it earns nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from mentor_tui.pdu.held import Held
from mentor_tui.pdu.reasons import why_not
from mentor_tui.pdu.split import Part, apportion, blend, split, weights_of
from mentor_tui.pdu.spread import Kin, spread_all
from mentor_tui.schema.amounts import NONE, Triangle, added, quarters
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Session, by_day

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
    """Mine in the pair: a mentor earns Giving Back, a mentee Education."""
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


def lines_of(
    view: Held,
    elsewhere: Mapping[str, str] = {},
    floor: Floor = "session",
    kin: Kin = lambda line: None,
) -> list[Line]:
    """Every session of a pair as a line, in order of date. No minute of them counts twice.

    `elsewhere`: session id -> why its minutes count with another pair, beside what the view itself knows. `floor` is
    for time that is in no claim; `kin` says what lines have in common that may be claimed together.
    """
    lines = []
    number = 0
    mentee = view.role == "mentee"
    sessions, repeats = by_day(view.sessions), view.repeats
    for session in sessions:
        numbered = session.kind == "one_to_one" and session.status in ("held", "planned")
        number += numbered
        reason = why_not(session) or repeats.get(session.id, "") or elsewhere.get(session.id, "")
        earned = 0 if reason else quarters(session.minutes)
        weights = weights_of(session) if mentee else NONE
        lines.append(
            Line(
                session=session,
                role=view.role,
                number=number if numbered else 0,
                minutes=session.minutes,
                quarters=earned,
                counts=not reason,
                reason=reason,
                weights=weights,
                triangle=split(earned, weights),
            )
        )
    return spread_all(lines, view.claims, floor, kin)


def counted(view: Held) -> list[Session]:
    """The sessions of a pair that count, oldest first: held one to one, unpaid, with minutes, and no minute twice.

    Whoever tells a person of sessions or hours takes these, so that all tell the same.
    """
    repeats = view.repeats
    return [s for s in by_day(view.sessions) if s.id not in repeats and not why_not(s)]


def earned(view: Held, sessions: Iterable[Session] | None = None) -> int:
    """Quarters that the sessions of a pair earn together, none counted twice, claims with the amount that PMI has.

    `sessions`: only some of those that `counted` gives.
    """
    some = counted(view) if sessions is None else sessions
    if not view.claims:  # each by itself: no line need be laid out for that
        return sum(quarters(s.minutes) for s in some)
    ids = {s.id for s in some}
    return sum(line.quarters for line in lines_of(view) if line.session.id in ids)
