"""Explanations of numbers: every figure of a certification with the lines behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mentor_tui.pdu.book import Position
from mentor_tui.pdu.lines import Applied, Line
from mentor_tui.pdu.standing import Standing, practitioner_of
from mentor_tui.pdu.terms import Limit
from mentor_tui.schema.amounts import SIDE_FIELDS, SIDES, show


@dataclass(frozen=True)
class Behind:
    """A line and what it brings to a number, in quarters; or why it brings nothing, or less."""

    line: Line
    brings: int
    reason: str


@dataclass(frozen=True)
class Number:
    """One figure of a certification. Amounts are quarters; None: not known."""

    id: str
    label: str
    amount: int | None
    sentence: str
    """A sentence on how it comes about."""
    limit: Limit | None = None
    """The figure to compare it with: a minimum, or a cap when `capped`."""
    capped: bool = False
    behind: tuple[Behind, ...] = ()


def numbers(position: Position, lines: Sequence[Line]) -> list[Number]:
    """Every figure of a certification; `lines` are those of the book it comes from."""
    back, learned, terms = position.giving_back, position.education, position.terms
    mine = [(line, found) for line in lines if (found := line.on(position.certification.id))]
    given = [(line, found) for line, found in mine if line.role == "mentor"]
    taken = [(line, found) for line, found in mine if line.role == "mentee"]
    listed = [
        Number(
            "total",
            "Counts in total",
            position.total,
            f"Education {show(learned.reached)} and Giving Back {show(back.reached)}. {position.sentence}",
            terms.total,
            behind=_bringing(mine, lambda found: found.counts),
        ),
        Number(
            "giving_back",
            "Giving Back",
            back.reached,
            _back_words(back),
            terms.giving_back_cap,
            capped=True,
            behind=_bringing(given, lambda found: found.counts),
        ),
    ]
    if position.certification.practitioner_claimed:
        listed.append(_practitioner(position))
    if back.over:
        listed.append(
            Number(
                "over",
                "Above the cap",
                back.over,
                "Earned in this cycle, but above the cap on Giving Back. The hours remain yours.",
                behind=_bringing(given, lambda found: found.quarters - found.counts),
            )
        )
    words = f"{show(learned.claimed_elsewhere)} claimed elsewhere and {show(learned.in_cycle)} from sessions."
    listed.append(
        Number(
            "education",
            "Education",
            learned.reached,
            words,
            terms.education_minimum,
            behind=_bringing(taken, lambda found: found.counts),
        )
    )
    listed += [_side(position, side, taken) for side in range(3)]
    if learned.unsplit:
        listed.append(
            Number(
                "unsplit",
                "Not split yet",
                learned.unsplit,
                "Education that a claim still has to split over the three sides; open the session to add its split.",
                behind=_bringing(taken, lambda found: found.quarters - sum(found.triangle)),
            )
        )
    listed.append(
        Number("carry", "Carried over", position.carry.amount, position.carry.sentence, terms.carry_over_cap, True)
    )
    aside = _aside(position, lines)
    listed.append(
        Number(
            "aside",
            "Sessions that earn nothing",
            sum(b.line.quarters for b in aside),
            "Each with the reason; the time still counts in your hours." if aside else "Every session earns something.",
            behind=aside,
        )
    )
    return listed


def _practitioner(position: Position) -> Number:
    claimed, cap = position.certification.practitioner_claimed, position.terms.practitioner_cap
    counts = practitioner_of(position.certification, position.terms)
    words = f"{show(claimed)} entered as claimed"
    words += f"; {show(counts)} of it count, inside Giving Back." if counts < claimed else ", inside Giving Back."
    return Number("practitioner", "Work as a practitioner", counts, words, cap, capped=True)


def _back_words(back: Standing) -> str:
    words = f"{show(back.claimed_elsewhere)} claimed elsewhere and {show(back.counts)} from sessions"
    if back.cap is not None and back.claimed_elsewhere > back.cap:
        words += f"; no more than {show(back.cap)} count"
    return f"{words}."


def _side(position: Position, side: int, taken: Sequence[tuple[Line, Applied]]) -> Number:
    held = position.opening
    claimed = (held.ways_of_working_claimed, held.power_skills_claimed, held.business_acumen_claimed)[side]
    reached = position.education.triangle_reached[side]
    return Number(
        SIDE_FIELDS[side],
        SIDES[side],
        reached,
        f"{show(claimed)} claimed elsewhere and {show(reached - claimed)} from sessions. Giving Back never counts "
        "here.",
        position.terms.sides[side],
        behind=_bringing(taken, lambda found: found.triangle[side]),
    )


def _bringing(found: Sequence[tuple[Line, Applied]], part: Callable[[Applied], int]) -> tuple[Behind, ...]:
    return tuple(Behind(line, part(applied), applied.reason) for line, applied in found if part(applied))


def _aside(position: Position, lines: Sequence[Line]) -> tuple[Behind, ...]:
    """Sessions that bring nothing to this certification, each with the reason."""
    aside = []
    for line in lines:
        applied = line.on(position.certification.id)
        if not line.counts:
            aside.append(Behind(line, 0, line.reason))
        elif applied is not None and not applied.counts:
            aside.append(Behind(line, 0, applied.reason))
    return tuple(aside)
