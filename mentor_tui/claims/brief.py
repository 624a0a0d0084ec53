"""PDUs for Home: how far the first certification is, what can be claimed, and the one word about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mentor_tui import pdu
from mentor_tui.claims.openings import claimable, openings
from mentor_tui.claims.words import word
from mentor_tui.schema.records import Certification
from mentor_tui.workspace.all_sessions import all_sessions

if TYPE_CHECKING:
    from mentor_tui.workspace import Workspace


class Filled(NamedTuple):
    """One bar. Amounts are quarters."""

    name: str
    settled: int
    """Claimed, here or elsewhere."""
    ready: int
    """Earned, and not claimed yet."""
    whole: int | None
    """What it is held against; None where nobody knows."""


@dataclass(frozen=True)
class Brief:
    """PDUs over all pairs at one look. Amounts are quarters."""

    bars: tuple[Filled, ...]
    """The first certification in all, then the category in which one's role earns; none without a certification."""
    ready: int
    """What can be claimed now over all pairs and certifications."""
    by_pair: dict[str, int]
    """The same by pair id, without what is prepared already."""
    word: str
    """The most urgent sentence about caps, cycles and claims; empty when all is calm."""


NOTHING = Brief((), 0, {}, "")
"""Without a certification there is nothing to hold PDUs against."""


def brief(workspace: Workspace) -> Brief:
    """All of it from one reading of the sessions of all pairs."""
    if not workspace.table(Certification):
        return NOTHING
    today = workspace.today()
    book = pdu.book(all_sessions(workspace), today=today)
    found = openings(workspace, "session", book)
    ready = claimable(found, book)
    by_pair: Counter[str] = Counter()
    for opening in found:
        if opening.source.pair is not None:
            kept = (max(opening.kept_by(c, group) for c in opening.certifications) for group in opening.groups)
            by_pair[opening.source.pair.id] += sum(kept)
    bars = _bars(book.positions[0], claimable(found, book, book.positions[0].certification).amount)
    return Brief(bars, ready.amount, dict(by_pair), pdu.headline_of(book, today) or word(workspace, ready))


def _bars(position: pdu.Position, ready: int) -> tuple[Filled, ...]:
    def filled(name: str, reached: int, whole: int | None) -> Filled:
        now = min(ready, reached)
        return Filled(name, reached - now, now, whole)

    bars = [filled(position.certification.name, position.total, position.terms.total.amount)]
    for standing in position.standings[:1]:
        if standing.category == "Giving Back":
            bars.append(filled(standing.category, standing.reached, standing.cap))
        else:
            bars.append(filled(standing.category, standing.education_reached, standing.education_minimum))
    return tuple(bars)
