"""All sessions of a person, and where each certification stands: the caps hold for the person, not for a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from mentor_tui.pdu.carry import CarryOver, carry_over
from mentor_tui.pdu.cycles import Cycle, cycle_now, purge_after
from mentor_tui.pdu.elsewhere import elsewhere
from mentor_tui.pdu.held import Held
from mentor_tui.pdu.ledger import lines_of
from mentor_tui.pdu.lines import CATEGORY, Amount, Category, Floor, Line, total
from mentor_tui.pdu.opening import any_ways, claimed_in, with_claims, without_sessions
from mentor_tui.pdu.reasons import why_outside
from mentor_tui.pdu.rules import Rules
from mentor_tui.pdu.standing import Account, Found, Standing, education, giving_back
from mentor_tui.pdu.terms import WORDS, Limit, Terms
from mentor_tui.schema.amounts import SIDES, Triangle, show
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Claim


@dataclass(frozen=True)
class Position:
    """One certification in its present cycle, both categories together. Amounts are quarters."""

    certification: Certification
    opening: Certification
    """The same, its opening balance with the claims that PMI has and whose sessions are no longer here."""
    terms: Terms
    cycle: Cycle
    giving_back: Standing
    education: Standing
    roles: tuple[Category, ...]
    """The categories that my roles earn in; the other one holds only the opening balance."""
    total: int
    """Quarters that count towards the renewal: Education, and Giving Back up to its cap."""
    missing: tuple[tuple[str, int], ...]
    """Everything still short, as (words, quarters); only against figures that are known."""
    unverified: tuple[str, ...]
    """Names of the figures used that nobody vouches for."""
    own: tuple[str, ...]
    """Names of the figures used that are the person's own."""
    carry: CarryOver
    keep_until: str
    """ISO day until which the evidence of this cycle is kept; empty when not to be worked out."""
    sentence: str

    @property
    def without_sessions(self) -> int:
        """The part of the opening balance that stands in claims whose sessions are no longer here, in quarters."""
        return claimed_in(self.opening) - claimed_in(self.certification)

    @property
    def without_sessions_over(self) -> int:
        """The part of `without_sessions` above the cap on Giving Back, in quarters.

        What was noted as claimed elsewhere fills the cap before these, and sessions after them.
        """
        cap, gone = self.giving_back.cap, self.opening.giving_back_claimed - self.certification.giving_back_claimed
        return 0 if cap is None else min(gone, max(self.giving_back.claimed_elsewhere - cap, 0))

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings in the categories that my roles earn in."""
        return tuple(map(self.standing, self.roles))

    def standing(self, category: Category) -> Standing:
        """The standing in a category, whether my roles earn in it or not."""
        return self.giving_back if category == "Giving Back" else self.education

    @property
    def reached(self) -> bool:
        """True if all that is asked is there by figures that are verified or the person's own; else False."""
        return not self.missing and not self.unverified and self.cycle.known and not self.cycle.assumed


@dataclass(frozen=True)
class Ledger:
    """All sessions of a pair; minutes and quarters of those that count, before any certification, cycle or cap."""

    role: Role
    lines: list[Line]
    minutes: int
    earned: int
    triangle: Triangle
    unsplit: int
    standings: list[Standing]


@dataclass(frozen=True)
class Book:
    """Everything over all pairs."""

    floor: Floor
    pairs: list[list[Line]]
    """The lines of each pair, in the order the pairs were given, each with what every certification takes of it."""
    positions: list[Position]
    """One per certification, in order of their names."""

    @property
    def lines(self) -> list[Line]:
        """All lines in order of date."""
        every = [line for lines in self.pairs for line in lines]
        return sorted(every, key=lambda x: (x.session.on, x.session.start, x.session.created, x.session.id))

    @property
    def standings(self) -> list[Standing]:
        """The standings of every certification, in the categories that my roles earn in."""
        return [standing for position in self.positions for standing in position.standings]

    def position(self, certification_id: str) -> Position | None:
        """The position of a certification; None when it is not held."""
        return next((p for p in self.positions if p.certification.id == certification_id), None)

    def amount(self, pair: int) -> Amount:
        """The quarters that the pair at this place earns, before any certification, cycle or cap."""
        return total(self.pairs[pair])


def book(
    views: Sequence[Held],
    *,
    floor: Floor = "session",
    today: date | None = None,
    shelf: Sequence[Rules] = (),
) -> Book:
    """The book over these pairs (`PairView` or `PairSessions`, each with the certifications held).

    `floor` says where minutes are rounded down. `today` chooses the rules where a certification has no cycle dates;
    without it, that of the first view. `shelf` replaces the rules that ship with the app.
    """
    today = today or next((v.today for v in views if v.today), None)
    held = {c.id: c for view in views for c in view.certifications}
    crossed = elsewhere(views)
    accounts = []
    for certification in sorted(held.values(), key=lambda c: (c.name.casefold(), c.id)):
        cycle, terms = cycle_now(certification, today, shelf)
        accounts.append(Account(certification, terms, cycle, alone=len(held) == 1))

    def kin(line: Line) -> object:
        """One claim is of sessions that are over, and of one set of certifications."""
        holding = [a.certification.id for a in accounts if not why_outside(line.session, a.certification, a.cycle)]
        return bool(today) and line.session.on > str(today), *holding

    pairs = [lines_of(view, crossed, floor, kin) for view in views]
    gone = []
    if views and all(view.beside_all for view in views):
        gone = without_sessions((c for v in views for c in v.claims), (line for lines in pairs for line in lines))
    positions = []
    taken: list[Found] = []
    for account in accounts:
        found, position = _position(account, views, pairs, gone)
        taken.append(found)
        positions.append(position)
    if taken:
        pairs = [[_applied(line, taken) for line in lines] for lines in pairs]
    return Book(floor, pairs, positions)


def ledger(view: Held, *, floor: Floor = "session", shelf: Sequence[Rules] = ()) -> Ledger:
    """The ledger of one pair. Its standings see this pair alone; `book` and `standings` sum over all pairs."""
    found = book([view], floor=floor, shelf=shelf)
    whole = found.amount(0)
    return Ledger(
        role=view.role,
        lines=found.pairs[0],
        minutes=total(line for line in found.pairs[0] if line.talk).minutes,
        earned=whole.quarters,
        triangle=whole.triangle,
        unsplit=whole.unsplit,
        standings=found.standings,
    )


def standings(views: Sequence[Held], *, floor: Floor = "session") -> list[Standing]:
    """The position of each certification over all pairs: the cap on Giving Back holds for the person."""
    return book(views, floor=floor).standings


def _applied(line: Line, taken: Sequence[Found]) -> Line:
    found = tuple(one[line.session.id] for one in taken if line.session.id in one)
    return msgspec.structs.replace(line, applied=found) if found else line


def _position(
    account: Account, views: Sequence[Held], pairs: Sequence[list[Line]], gone: Sequence[Claim]
) -> tuple[Found, Position]:
    held = account.certification
    ways = any_ways(account.terms, alone=account.alone)
    account = replace(account, certification=with_claims(held, gone, account.cycle, ways=ways))
    groups: dict[Role, list[Line]] = {"mentor": [], "mentee": []}
    mine = {view.role for view in views} | {line.role for lines in pairs for line in lines}  # a mentor attends events
    for lines in pairs:
        for line in lines:
            if line.counts:
                groups[line.role].append(line)
    back, found = giving_back(account, groups["mentor"])
    learned, more = education(account, groups["mentee"])
    total = learned.reached + back.reached
    recent = back.recent + learned.recent + account.certification.recent_claimed
    missing = _missing(account.terms, total, learned)
    used = _used(account, back)
    position = Position(
        certification=held,
        opening=account.certification,
        terms=account.terms,
        cycle=account.cycle,
        giving_back=back,
        education=learned,
        roles=tuple(CATEGORY[r] for r in ("mentor", "mentee") if r in mine),
        total=total,
        missing=missing,
        unverified=tuple(limit.name for limit in used if not limit.usable),
        own=tuple(limit.name for limit in used if limit.state == "yours"),
        carry=carry_over(account, total, recent),
        keep_until=purge_after(account.cycle, account.terms.rules.retention_months.value),
        sentence=_sentence(account, total, missing, used),
    )
    return found | more, position


def _used(account: Account, back: Standing) -> list[Limit]:
    """The figures that the verdict rests on."""
    terms = account.terms
    used = [terms.total, terms.education_minimum, *terms.sides]
    used += [terms.giving_back_cap] if back.claimed_elsewhere or back.in_cycle else []
    used += [terms.practitioner_cap] if account.certification.practitioner_claimed else []
    return used + ([terms.cycle_years] if account.cycle.worked_out else [])


def _missing(terms: Terms, total: int, learned: Standing) -> tuple[tuple[str, int], ...]:
    wanted = [("in all", terms.total.amount, total), ("Education", terms.education_minimum.amount, learned.reached)]
    for side, limit, has in zip(SIDES, terms.sides, learned.triangle_reached, strict=True):
        wanted.append((side, limit.amount, has))
    return tuple((words, least - has) for words, least, has in wanted if least is not None and has < least)


def _sentence(account: Account, total: int, missing: Sequence[tuple[str, int]], used: Sequence[Limit]) -> str:
    """The verdict: never that all is there while a figure it rests on is not vouched for."""
    name, needed = account.certification.name, account.terms.total.amount
    if needed is None:
        return f"{show(total)} PDUs count for {name}; we do not know how many it requires. Please check with PMI."
    said = f"{show(total)} of {show(needed)} PDUs count for {name}"
    if missing:
        lacking = ", ".join(f"{show(short)} {words}" for words, short in missing)
        said += f"; still short: {lacking}."
    shaky = [WORDS[limit.name] for limit in used if not limit.usable]
    if shaky:
        return f"{said.rstrip('.')}. Not verified by us: {', '.join(shaky)}. Please check with PMI."
    if missing:
        return said
    if not account.cycle.known:
        return f"{said}. Give the dates of your cycle, so that only what falls within it is counted."
    whose = "the figures you gave" if any(limit.state == "yours" for limit in used) else "PMI's published figures"
    return f"{said}. According to {whose}, nothing is missing; your PMI dashboard has the last word."
