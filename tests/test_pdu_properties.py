"""What holds for the PDUs of whatever sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import pdu
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema.fields import ROLES, Role
from mentor_tui.schema.records import Certification, Claim, ClaimLine, Session
from tests.pdu_room import TODAY, held

# --- Whatever the sessions -----------------------------------------------------------------------------------

DATES = st.dates(TODAY.replace(year=2024), TODAY.replace(year=2028))
DAYS, OTHER_DAYS = (
    DATES.map(lambda day, odd=odd: str(date.fromordinal(day.toordinal() // 2 * 2 + odd))) for odd in (False, True)
)
WEIGHTS: dict[str, Any] = {
    "ways_of_working": st.integers(0, 7),
    "power_skills": st.integers(0, 100),
    "business_acumen": st.integers(0, 3),
    "ways_of_working_for": st.sampled_from([[], ["CAPM"], ["acp", "PMI-CP"]]),
}
SESSIONS = st.lists(
    st.builds(
        held,
        st.integers(0, 400),
        on=DAYS,
        start=st.sampled_from(["", "09:00", "18:00"]),
        kind=st.sampled_from(["one_to_one"] * 4 + ["kickoff"]),
        status=st.sampled_from(["held"] * 4 + ["planned", "no_show"]),
        paid=st.sampled_from([False] * 4 + [True]),
        **WEIGHTS,
    ),
    max_size=14,
)
MORE = st.builds(held, st.integers(0, 240), on=OTHER_DAYS, start=st.just("05:00"), **WEIGHTS)
"""A talk on another day than all others: it overlaps none, and is the second record of none."""
CERTIFICATIONS = st.lists(
    st.builds(
        Certification,
        name=st.sampled_from(["PMP", "CAPM", "PMI-ACP", "PMI-CP", "DASM", "PMI-CPMAI", "Knitting"]),
        awarded=st.sampled_from(["", "2025-03-01"]),
        cycle_start=st.sampled_from(["", "2025-01-01"]),
        cycle_end=st.sampled_from(["", "2027-06-30"]),
        giving_back_claimed=st.integers(0, 60),
        practitioner_claimed=st.integers(0, 60),
        power_skills_claimed=st.integers(0, 60),
    ),
    min_size=1,
    max_size=3,
)
FLOORS = st.sampled_from(["session", "claim"])
STATES = st.sampled_from(["prepared", "approved", "rejected"])
PROPERTIES: dict[str, Callable[[int], None]] = {}


def always(**drawn: Any) -> Callable[[Callable[..., None]], None]:
    """Keep a property to be tried with so many cases: a few in the ordinary suite, many in the soak."""

    def keep(check: Callable[..., None]) -> None:
        def tried(cases: int) -> None:
            settings(max_examples=cases, deadline=None)(given(**drawn)(check))()

        PROPERTIES[check.__name__] = tried

    return keep


@pytest.mark.parametrize(
    "name",
    [
        "never_rounded_up_and_never_above_a_cap",
        "the_sides_and_the_rest_sum_to_the_whole",
        "another_talk_never_lowers_a_total_and_taking_it_away_is_the_way_back",
        "the_order_of_sessions_does_not_matter",
        "certifications_differ_only_about_what_applies",
        "every_number_is_the_sum_of_the_talks_behind_it",
        "what_a_pair_earns_is_the_sum_of_its_lines",
    ],
)
@pytest.mark.parametrize("cases", [50, pytest.param(1000, marks=pytest.mark.soak)])
def test_whatever_the_sessions(name: str, cases: int) -> None:
    PROPERTIES[name](cases)


def a_book(sessions: list[Session], certifications: list[Certification], role: Role, floor: pdu.Floor) -> pdu.Book:
    """The sessions spread over two pairs, so that the caps are shared."""
    pairs = [
        PairSessions(role, [s for i, s in enumerate(sessions) if i % 2 == half], certifications) for half in (0, 1)
    ]
    return pdu.book(pairs, floor=floor, today=TODAY)


def figures(book: pdu.Book) -> list[tuple[Any, ...]]:
    """Everything of a book that a person is told, but for the names of the records."""
    told = [(p.total, p.missing, p.carry, p.sentence, p.giving_back, p.education) for p in book.positions]
    return [*told, tuple(book.amount(i) for i in range(len(book.pairs)))]


@always(sessions=SESSIONS, certifications=CERTIFICATIONS, role=st.sampled_from(ROLES), floor=FLOORS)
def never_rounded_up_and_never_above_a_cap(
    sessions: list[Session], certifications: list[Certification], role: Role, floor: pdu.Floor
) -> None:
    book = a_book(sessions, certifications, role, floor)
    for lines, amount in zip(book.pairs, (book.amount(0), book.amount(1)), strict=True):
        assert amount.quarters * 15 <= amount.minutes == sum(line.minutes for line in lines if line.counts)
    for found in book.positions:
        back, cap = found.giving_back, found.terms.giving_back_cap.amount
        assert cap is None or back.reached <= cap
        assert cap is None or back.counts <= max(cap - back.claimed_elsewhere, 0)
        assert back.counts + back.over == back.in_cycle <= sum(book.amount(i).quarters for i in (0, 1))
        practitioner = found.terms.practitioner_cap.amount
        if practitioner is not None:
            assert back.claimed_elsewhere - found.certification.giving_back_claimed <= practitioner
        assert found.total == back.reached + found.education.reached
        limit = found.terms.carry_over_cap.amount
        assert found.carry.amount is None or 0 <= found.carry.amount <= (limit or 0)


@always(sessions=SESSIONS, certifications=CERTIFICATIONS, floor=FLOORS)
def the_sides_and_the_rest_sum_to_the_whole(
    sessions: list[Session], certifications: list[Certification], floor: pdu.Floor
) -> None:
    book = a_book(sessions, certifications, "mentee", floor)
    for line in book.lines:
        assert sum(line.triangle) + line.unsplit == line.quarters
        for applied in line.applied:
            assert applied.counts <= applied.quarters <= line.quarters
            assert sum(applied.triangle) <= applied.quarters
    for amount in (book.amount(0), book.amount(1)):
        assert sum(amount.triangle) + amount.unsplit == amount.quarters
    for found in (p.education for p in book.positions):
        assert sum(found.triangle_reached) + found.unsplit == found.reached


@always(sessions=SESSIONS, certifications=CERTIFICATIONS, role=st.sampled_from(ROLES), floor=FLOORS, more=MORE)
def another_talk_never_lowers_a_total_and_taking_it_away_is_the_way_back(
    sessions: list[Session], certifications: list[Certification], role: Role, floor: pdu.Floor, more: Session
) -> None:
    before = a_book(sessions, certifications, role, floor)
    after = a_book([*sessions, more], certifications, role, floor)
    for old, new in zip(before.positions, after.positions, strict=True):
        assert new.total >= old.total
        assert new.giving_back.counts >= old.giving_back.counts and new.giving_back.in_cycle >= old.giving_back.in_cycle
        assert new.education.reached >= old.education.reached
    for pair in (0, 1):
        assert after.amount(pair).quarters >= before.amount(pair).quarters
    assert figures(a_book(sessions, certifications, role, floor)) == figures(before)


@always(
    sessions=SESSIONS,
    certifications=CERTIFICATIONS,
    role=st.sampled_from(ROLES),
    floor=FLOORS,
    random=st.randoms(use_true_random=False),
)
def the_order_of_sessions_does_not_matter(
    sessions: list[Session], certifications: list[Certification], role: Role, floor: pdu.Floor, random: Any
) -> None:
    shuffled = list(sessions)
    random.shuffle(shuffled)
    one, other = (
        pdu.book([PairSessions(role, s, certifications)], floor=floor, today=TODAY) for s in (sessions, shuffled)
    )
    assert one == other


@always(sessions=SESSIONS, certifications=CERTIFICATIONS, role=st.sampled_from(ROLES))
def certifications_differ_only_about_what_applies(
    sessions: list[Session], certifications: list[Certification], role: Role
) -> None:
    """Each alone reads the same lines with the same minutes and quarters as all together."""
    bare = [
        PairSessions(role, sessions, held_ones) for held_ones in ([], *([c] for c in certifications), certifications)
    ]
    lines = [[by_itself(line) for line in pdu.book([one], today=TODAY).lines] for one in bare]
    assert all(found == lines[0] for found in lines)


def by_itself(line: pdu.Line) -> tuple[Any, ...]:
    return line.session.id, line.minutes, line.quarters, line.counts, line.reason, line.triangle


@always(sessions=SESSIONS, certifications=CERTIFICATIONS, role=st.sampled_from(ROLES))
def every_number_is_the_sum_of_the_talks_behind_it(
    sessions: list[Session], certifications: list[Certification], role: Role
) -> None:
    book = a_book(sessions, certifications, role, "session")
    for found in book.positions:
        numbers = {n.id: n for n in pdu.numbers(found, book.lines)}
        brings = {i: sum(b.brings for b in n.behind) for i, n in numbers.items()}
        assert brings["giving_back"] == found.giving_back.counts
        assert brings["education"] == found.education.in_cycle
        assert brings["total"] == found.giving_back.counts + found.education.in_cycle
        assert brings.get("over", 0) == found.giving_back.over
        held_ones = found.certification
        claimed = held_ones.ways_of_working_claimed, held_ones.power_skills_claimed, held_ones.business_acumen_claimed
        for side, amount in enumerate(found.education.triangle_reached):
            assert brings[("ways_of_working", "power_skills", "business_acumen")[side]] == amount - claimed[side]
        told = {b.line.session.id for n in numbers.values() for b in n.behind}
        assert told == {line.session.id for line in book.lines}  # every session is explained somewhere
        assert all(b.reason for b in numbers["aside"].behind)


@always(sessions=SESSIONS, role=st.sampled_from(ROLES), claimed=st.sets(st.integers(0, 13)), state=STATES)
def what_a_pair_earns_is_the_sum_of_its_lines(
    sessions: list[Session], role: Role, claimed: set[int], state: Literal["prepared", "approved", "rejected"]
) -> None:
    """With a claim and without, of all sessions and of some."""
    lines = [ClaimLine(session_id=s.id, on=s.on, minutes=s.minutes) for i, s in enumerate(sessions) if i in claimed]
    for claims in ([], [Claim(role=role, lines=lines, quarters=len(lines) * 3, floor="claim", state=state)]):
        view = PairSessions(role, sessions, [], claims=claims)
        found = [line for line in pdu.lines_of(view) if line.counts]
        assert pdu.earned(view) == sum(line.quarters for line in found)
        assert pdu.earned(view, [line.session for line in found[:2]]) == sum(line.quarters for line in found[:2])
