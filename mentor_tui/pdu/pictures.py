"""Pictures of PDUs as text: what fills a minimum or a cap, the split over the triangle, PDUs per month.

Every part of a bar is a mark of its own, so that it reads without colour. A bar has its numbers beside it, and a
sentence that says all of it to somebody who does not look at bars.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mentor_tui.pdu.forecast import Ahead, Outlook
from mentor_tui.pdu.lines import Category, Line, total
from mentor_tui.pdu.split import apportion
from mentor_tui.pdu.standing import practitioner_of
from mentor_tui.pdu.terms import Limit
from mentor_tui.schema.amounts import SIDE_FIELDS, SIDES, show

PRACTITIONER, ELSEWHERE, SESSIONS, PLANNED, WASTED, SHORT, FREE = "~=#+x.-"
WAYS, POWER, BUSINESS, UNSPLIT = "WPB?"
MARKS: dict[str, str] = {
    PRACTITIONER: "practitioner",
    ELSEWHERE: "elsewhere",
    SESSIONS: "talks",
    PLANNED: "planned",
    WASTED: "wasted",
    SHORT: "short",
    FREE: "free",
}
"""The meaning of each mark in a bar; the sides of the triangle are told beside their bar."""
_STATES = {"verified": "", "unverified": "unverified", "unknown": "", "yours": "your figure"}

Parts = tuple[tuple[str, int], ...]
"""Marks with their quarters, in the order they stand in a bar."""


@dataclass(frozen=True)
class Gauge:
    """One bar with its numbers."""

    id: str
    """Of the number it shows, as in `numbers`; `split` for the split of the sessions."""
    label: str
    parts: Parts
    numbers: str
    """`13.00 of 25.00`; empty when the note has them all."""
    note: str
    """The consequence in two or three words, and whose figure it is when not PMI's."""
    sentence: str
    """All of it in words."""
    wall: bool = False
    """True if what is wasted stands behind a wall: a cap."""
    inside: bool = False
    """True if it is a part of the bar above."""
    known: bool = True
    """True if there is a figure to hold it against; without one a bar has no end."""
    shaky: bool = False
    """True if that figure is one that nobody vouches for."""
    reached: int = 0
    """Quarters held against that figure: what counts by now."""
    limit: int | None = None
    """The figure in quarters; None when it is not known."""
    lost: int = 0
    """Quarters earned above a cap."""
    to_lose: int = 0
    """Quarters that are planned and would be above it."""
    settled: int = 0
    """Of what sessions bring, the quarters in claims that PMI has."""
    whose: str = ""
    """`unverified` or `your figure`; empty when it is PMI's and verified."""

    def bar(self, width: int) -> str:
        """The bar in exactly `width` characters: `[=====###++----]`, `[#####|xx]`, or `[###      ?` without an end."""
        room = max(width - 2, 1)
        if not self.known:
            return f"[{cells(self.parts, max(room // 2, 1)):<{room}}?"
        behind = tuple(p for p in self.parts if p[0] == WASTED and p[1])
        if not self.wall or not behind or room < 3:
            return f"[{cells(self.parts, room)}]"
        drawn = cells(self.parts, room - 1)
        at = drawn.index(WASTED)
        return f"[{drawn[:at]}|{drawn[at:]}]"


def cells(parts: Sequence[tuple[str, int]], width: int) -> str:
    """Marks in proportion, exactly `width` of them. What is more than nothing gets one at least, as far as they go.

    So a bar is full only when nothing is short.
    """
    amounts = [max(quarters, 0) for _, quarters in parts]
    wide = list(apportion(width, amounts))
    for at, quarters in enumerate(amounts):
        most = max(range(len(wide)), key=lambda i: wide[i])
        if quarters and not wide[at] and wide[most] > 1:
            wide[most] -= 1
            wide[at] = 1
    return "".join(mark * count for (mark, _), count in zip(parts, wide, strict=True)).ljust(width)


def legend(gauges: Iterable[Gauge]) -> str:
    """The marks that occur in these bars, with what they stand for."""
    found = {mark for gauge in gauges for mark, quarters in gauge.parts if quarters}
    return "  ".join(f"{mark} {words}" for mark, words in MARKS.items() if mark in found)


def gauges(outlook: Outlook, lines: Iterable[Line] = ()) -> list[Gauge]:
    """The buckets of a certification in its present cycle: all of it first, then Education with the sides of the
    triangle, then Giving Back with work as a practitioner inside.

    A bucket with nothing in it and no figure to hold that against is left out. `lines` are those of the book that the
    outlook is made from: they tell what is claimed already.
    """
    position = outlook.position
    terms, held = position.terms, position.opening
    ahead = {one.category: one for one in outlook.ahead}
    learned, back = position.education, position.giving_back
    at_most = back.claimed_elsewhere if back.cap is None else min(back.claimed_elsewhere, back.cap)
    before = learned.claimed_elsewhere + at_most
    coming = _planned(ahead, "Education")
    both = coming + _planned(ahead, "Giving Back")
    found = [
        _least("total", "In all", before, position.total - before, both, terms.total),
        _least("education", "Education", learned.claimed_elsewhere, learned.in_cycle, coming, terms.education_minimum),
    ]
    claimed = (held.ways_of_working_claimed, held.power_skills_claimed, held.business_acumen_claimed)
    for at, side in enumerate(SIDE_FIELDS):
        here = learned.triangle_reached[at] - claimed[at]
        found.append(_least(side, SIDES[at], claimed[at], here, 0, terms.sides[at], inside=True))
    found.append(_giving_back(outlook, ahead.get("Giving Back")))
    if held.practitioner_claimed:
        counts = practitioner_of(held, terms)
        lost = held.practitioner_claimed - counts
        parts = ((PRACTITIONER, counts), (WASTED, lost))
        found.append(_most("practitioner", "As practitioner", parts, terms.practitioner_cap, inside=True))
    settled = _settled(lines, outlook.position.certification.id)
    return [
        replace(g, settled=settled.get(g.id, 0))
        for g in found
        if g.known or g.id == "total" or any(quarters for _, quarters in g.parts)
    ]


def _settled(lines: Iterable[Line], certification_id: str) -> dict[str, int]:
    """Bucket -> quarters of sessions in claims that PMI has, as far as the certification lets them count."""
    found: dict[str, int] = {}
    for line in lines:
        taken = line.on(certification_id) if line.claimed == "filed" else None
        if taken is None or not taken.counts:
            continue
        category = "giving_back" if line.role == "mentor" else "education"
        for bucket, amount in (
            ("total", taken.counts),
            (category, taken.counts),
            *zip(SIDE_FIELDS, taken.triangle, strict=True),
        ):
            found[bucket] = found.get(bucket, 0) + amount
    return found


def split_gauge(pairs: Iterable[Sequence[Line]]) -> Gauge | None:
    """The split of a mentee's sessions over the triangle, before any certification; None without a session."""
    found = [total(some) for lines in pairs if (some := [line for line in lines if line.role == "mentee"])]
    whole = sum(one.quarters for one in found)
    if not whole:
        return None
    sides = [sum(one.triangle[at] for one in found) for at in range(3)]
    unsplit = sum(one.unsplit for one in found)
    parts = ((WAYS, sides[0]), (POWER, sides[1]), (BUSINESS, sides[2]), (UNSPLIT, unsplit))
    told = zip((*SIDES, "not split yet"), (*sides, unsplit), strict=True)
    return Gauge(
        id="split",
        label="Your sessions",
        parts=parts,
        numbers="",
        note=", ".join(f"{m} {show(amount)}{' to split' * (m == UNSPLIT)}" for m, amount in parts if amount),
        sentence=f"All your sessions as a mentee,  {show(whole)}: "
        + ", ".join(f"{words} {show(quarters)}" for words, quarters in told if quarters)
        + ".",
    )


def _planned(ahead: dict[Category, Ahead], category: Category) -> int:
    return ahead[category].planned_counts if category in ahead else 0


def _least(
    number: str, label: str, elsewhere: int, here: int, planned: int, limit: Limit, *, inside: bool = False
) -> Gauge:
    """Against a minimum."""
    reached, least = elsewhere + here, limit.amount
    lacking = max(least - reached, 0) if least is not None else 0
    open_still = max(lacking - planned, 0)
    if least is None:
        numbers, note, against = show(reached), "limit unknown", "we do not know how many it needs"
    else:
        numbers = f"{show(reached)} of {show(least)}"
        note = f"{show(lacking)} short" if lacking else "reached" if limit.usable else ""
        against = f"at least {show(least)} are needed{_whose(limit)}"
    said = [f"{show(elsewhere)} claimed elsewhere"] if elsewhere else []
    said += [f"{show(here)} from sessions"] if here or not said else []
    said += [f"{show(planned)} planned"] if planned else []
    said += [f"{show(lacking)} still short"] if lacking else []
    if least is not None and reached > least:
        said.append(f"{show(reached - least)} more than that")
    return Gauge(
        id=number,
        label=label,
        parts=((ELSEWHERE, elsewhere), (SESSIONS, here), (PLANNED, planned), (SHORT, open_still)),
        numbers=numbers,
        note=_noted(note, limit),
        sentence=f"{label}: {show(reached)}; {against}. {_listed(said)}.",
        inside=inside,
        known=least is not None,
        shaky=not limit.usable,
        reached=reached,
        limit=least,
        whose=_STATES[limit.state],
    )


def _giving_back(outlook: Outlook, ahead: Ahead | None) -> Gauge:
    back, terms = outlook.position.giving_back, outlook.position.terms
    practitioner = practitioner_of(outlook.position.certification, terms)
    room = back.claimed_elsewhere if back.cap is None else min(back.claimed_elsewhere, back.cap)
    inside = min(practitioner, room)
    parts = (
        (PRACTITIONER, inside),
        (ELSEWHERE, room - inside),
        (SESSIONS, back.counts),
        (PLANNED, ahead.planned_counts if ahead else 0),
        (WASTED, back.over + back.claimed_elsewhere - room),
    )
    coming = ahead.planned_wasted if ahead else 0
    return _most("giving_back", "Giving Back", parts, terms.giving_back_cap, coming=coming)


def _most(number: str, label: str, parts: Parts, limit: Limit, *, coming: int = 0, inside: bool = False) -> Gauge:
    """Against a cap. `coming`: quarters that are planned and would be wasted."""
    by_mark = dict(parts)
    lost, planned = by_mark[WASTED], by_mark.get(PLANNED, 0)
    reached = sum(by_mark.values()) - lost - planned
    free = max(limit.amount - reached, 0) if limit.amount is not None else 0
    said = [f"{show(q)} {words}" for mark, words in _TOLD.items() if (q := by_mark.get(mark, 0))]
    if limit.amount is None:
        numbers, note, against = show(reached), "limit unknown", "we do not know whether there is a cap"
    else:
        numbers = f"{show(reached)} of {show(limit.amount)}"
        note = f"{show(lost)} wasted" if lost else f"{show(coming)} to waste" if coming else f"{show(free)} free"
        note = "full" if not (lost or coming or free) else note
        against = f"at most {show(limit.amount)} count{_whose(limit)}"
        said.append(f"{show(free)} still free" if free else "the cap is reached")
    said += [f"{show(lost)} above the cap do not count"] if lost else []
    said += [f"{show(coming)} of what is planned would be above it"] if coming else []
    rest = ((WASTED, lost + coming), (FREE, max(free - planned, 0)))
    return Gauge(
        id=number,
        label=label,
        parts=tuple(p for p in parts if p[0] != WASTED) + rest,
        numbers=numbers,
        note=_noted(note, limit),
        sentence=f"{label}: {show(reached)}; {against}. {_listed(said)}.",
        wall=True,
        inside=inside,
        known=limit.amount is not None,
        shaky=not limit.usable,
        reached=reached,
        limit=limit.amount,
        lost=lost,
        to_lose=coming,
        whose=_STATES[limit.state],
    )


_TOLD = {
    PRACTITIONER: "as a practitioner",
    ELSEWHERE: "claimed elsewhere",
    SESSIONS: "from sessions",
    PLANNED: "planned",
}


def _whose(limit: Limit) -> str:
    return {"unverified": " (not verified by us)", "yours": " (your own figure)"}.get(limit.state, "")


def _noted(note: str, limit: Limit) -> str:
    return ", ".join(words for words in (note, _STATES[limit.state]) if words)


def _listed(said: Sequence[str]) -> str:
    words = ", ".join(said)
    return words[:1].upper() + words[1:]
