"""Sums add up in every view: what is earned, claimed and free is one amount, whoever tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui import claims, documents, pdu
from mentor_tui.claims.glance import Glance, glance
from mentor_tui.claims.openings import Opening
from mentor_tui.pdu import months
from mentor_tui.schema.records import Certification, Claim, Pair, Record, Session
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions, earned_here

from .claim_room import PMP, TODAY, claim_of, open_room, stored, talks
from .pdu_room import held, quarters

FLOORS: list[pdu.Floor] = ["session", "claim"]
CAPM = Certification(id="capm", name="CAPM", cycle_start="2025-01-08", cycle_end="2028-01-07")
FULL = msgspec.structs.replace(PMP, giving_back_claimed=quarters("24.00"))
PMP_LONG_AGO = msgspec.structs.replace(PMP, awarded="2026-04-03")


@pytest.fixture
def room(tmp_path: Path) -> Workspace:
    return open_room(tmp_path)


def book_of(room: Workspace, floor: pdu.Floor = "session") -> pdu.Book:
    return pdu.book(all_sessions(room), floor=floor, today=TODAY)


def looks(room: Workspace, floor: pdu.Floor = "session") -> dict[str, Glance]:
    ahead = pdu.forecast(all_sessions(room), TODAY, floor=floor)
    return {o.position.certification.name: glance(room, ahead, o) for o in ahead.outlooks}


def everything(opening: Opening) -> list[claims.Group]:
    return [*opening.groups, opening.rest]


def approved(room: Workspace, claim: Claim, **fields: Any) -> Claim:
    changed = msgspec.structs.replace(claim, state="approved", submitted_on="2026-05-01", **fields)
    room.save(changed)
    return stored(room, changed)


@pytest.mark.parametrize(("floor", "earned"), [("session", "1.25"), ("claim", "1.50")])
def test_what_can_be_claimed_is_what_is_earned_under_either_floor(
    room: Workspace, floor: pdu.Floor, earned: str
) -> None:
    talks(room, 20, 20, 20, 20, 20)
    book = book_of(room, floor)
    [opening] = claims.openings(room, floor)
    assert sum(group.amount.quarters for group in everything(opening)) == quarters(earned)
    assert sum(opening.kept_by(PMP, group) for group in everything(opening)) == quarters(earned)
    assert book.positions[0].giving_back.counts == book.amount(0).quarters == quarters(earned)


def test_no_quarter_is_lost_between_groups_that_are_rounded_down_once(room: Workspace) -> None:
    talks(room, 22, 22, 22, 22, 22)
    [opening] = claims.openings(room, "claim")
    assert sum(group.amount.quarters for group in everything(opening)) == quarters("1.75")
    assert book_of(room, "claim").amount(0).quarters == quarters("1.75")


@pytest.mark.parametrize("floor", FLOORS)
def test_a_claim_keeps_the_floor_it_was_made_with(room: Workspace, floor: pdu.Floor) -> None:
    talks(room, *[10] * 12)
    claim = claim_of(room, "claim")
    [position] = book_of(room, floor).positions
    assert position.giving_back.counts == claim.quarters == quarters("2.00")
    approved(room, claim)
    [position] = book_of(room, floor).positions
    assert (position.giving_back.counts, position.giving_back.left) == (quarters("2.00"), quarters("23.00"))
    look = looks(room, floor)["PMP"]
    assert (look.earned, look.claimed, look.to_claim) == (quarters("2.00"), quarters("2.00"), 0)
    assert pdu.earned(room.view(room.pairs[0])) == quarters("2.00")


def test_what_was_submitted_keeps_its_amount_when_its_talks_change_or_go(room: Workspace) -> None:
    [one, two] = talks(room, 60, 60)
    approved(room, claim_of(room))
    room.save(msgspec.structs.replace(one, minutes=15))
    assert book_of(room).positions[0].giving_back.counts == quarters("2.00")
    room.save(delete=[one, two])
    [position] = book_of(room).positions
    assert (position.giving_back.left, position.giving_back.reached) == (quarters("23.00"), quarters("2.00"))
    assert position.certification.giving_back_claimed == 0  # what a person noted stays as noted
    look = looks(room)["PMP"]
    assert (look.earned, look.claimed, look.to_claim) == (quarters("2.00"), quarters("2.00"), 0)


def test_what_is_claimed_fills_the_cap_before_older_talks_that_are_not(room: Workspace) -> None:
    room.save(FULL)
    first = held(60, "2026-04-02")
    [second] = talks(room, 60, month="2026-04-2"[:7])
    room.save(msgspec.structs.replace(second, on="2026-04-20"))
    approved(room, claim_of(room))
    room.save(first)
    by_day = {line.session.on: line.on("pmp") for line in book_of(room).lines}
    assert [found.counts for found in by_day.values() if found] == [0, 4]
    look = looks(room)["PMP"]
    assert (look.counts, look.wasted, look.claimed, look.to_claim) == (4, 4, 4, 0)


def test_a_certification_never_shows_more_claimed_than_it_takes(room: Workspace) -> None:
    room.save(
        CAPM,
        msgspec.structs.replace(room.pairs[0], role="mentee"),
        held(60, "2026-04-01", ways_of_working=1, power_skills=1, ways_of_working_for=["PMP"]),
        held(30, "2026-04-02", power_skills=1),
    )
    approved(room, claim_of(room))
    room.save(held(60, "2026-04-09", ways_of_working=1, power_skills=1, ways_of_working_for=["PMP"]))
    told = {name: (look.earned, look.claimed, look.to_claim) for name, look in looks(room).items()}
    assert told["CAPM"] == (quarters("1.50"), quarters("1.00"), quarters("0.50"))
    assert told["PMP"] == (quarters("2.50"), quarters("1.50"), quarters("1.00"))


def test_what_can_be_claimed_is_one_amount_on_home_in_pdus_and_in_the_list(room: Workspace) -> None:
    room.save(msgspec.structs.replace(PMP, giving_back_claimed=quarters("22.00")))
    talks(room, 60, 60, month="2026-03")
    prepared = claims.openings(room)[0]
    room.save(claims.prepare(room, prepared, prepared.groups[0].lines))
    talks(room, 60, 60, 30)  # 3.00 of these 4.50 count
    look = looks(room)["PMP"]
    assert look.to_claim == claims.ready(room).amount == quarters("3.00")
    assert claims.word(room) == look.next == "3.00 PDUs can be claimed, 1.00 of them prepared already."


@pytest.mark.parametrize("floor", FLOORS)
def test_a_talk_says_the_same_in_the_log_as_in_its_pair(room: Workspace, floor: pdu.Floor) -> None:
    made = talks(room, 20, 20, 20)
    approved(room, claim_of(room, floor)) if floor == "claim" else None
    lines = {line.session.id: line.quarters for line in pdu.lines_of(room.view(room.pairs[0]))}
    assert {one.id: earned_here(room, one) for one in made} == lines


# --- Random vaults ----------------------------------------------------------------------------------------------------

TALKS = st.lists(
    st.tuples(
        st.integers(1, 150),
        st.sampled_from(["2024-12-30", "2026-03", "2026-04", "2026-06-02", "2028-02-01"]),
        st.integers(0, 1),
        st.sampled_from([(0, 0, 0), (1, 0, 0), (1, 2, 3), (0, 1, 1)]),
        st.booleans(),
        st.sampled_from([*[("one_to_one", "")] * 3, ("webinar", "course"), ("kickoff", "organization_meeting")]),
    ),
    max_size=14,
)
HELD = st.sets(st.sampled_from([PMP, FULL, PMP_LONG_AGO, CAPM]), max_size=3)
CLAIMS = st.lists(
    st.tuples(st.sampled_from(FLOORS), st.integers(0, 9), st.sampled_from(["prepared", "approved", "rejected"])),
    max_size=3,
)
ROLE = st.sampled_from(["mentor", "mentee"])
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.parametrize("cases", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_sums_add_up_in_every_view_of_any_vault(room: Workspace, cases: int) -> None:
    @settings(max_examples=cases, deadline=None, suppress_health_check=QUIET)
    @given(TALKS, HELD, CLAIMS, ROLE, ROLE, st.sampled_from(FLOORS))
    def tried(made: Any, certifications: Any, claimed: Any, one: Any, other: Any, floor: pdu.Floor) -> None:
        fill(room, made, certifications, (one, other))
        for how, at, state in claimed:
            groups = [(o, g) for o in claims.openings(room, how) for g in o.groups]
            if groups:
                opening, group = groups[at % len(groups)]
                room.save(msgspec.structs.replace(claims.prepare(room, opening, group.lines), state=state))
        adds_up(room, floor)

    tried()


def fill(room: Workspace, made: Any, certifications: Any, roles: tuple[Any, Any]) -> None:
    """The vault with these talks and certifications, and nothing from before."""
    pairs = [
        msgspec.structs.replace(room.pairs[0], role=roles[0]),
        Pair(id="second", role=roles[1], partner_name="Chi", created="2026-02-01"),
    ]
    sessions = []
    for at, (minutes, day, pair, weights, fits, (kind, activity)) in enumerate(made):
        on = day if len(day) == 10 else f"{day}-{1 + at:02d}"
        sides = dict(zip(("ways_of_working", "power_skills", "business_acumen"), weights, strict=True))
        fitting = {"ways_of_working_for": ["PMP", "CAPM"] if fits else ["PMP"]}
        status = "planned" if "2026-05-21" < on < "2028" else "held"
        start = f"{6 + at:02d}:00"
        of = {"kind": kind, "pdu_activity": activity, "pair_id": ("pair", "second")[pair]}
        sessions.append(held(minutes, on, start=start, status=status, **of, **sides, **fitting))
    old: list[Record] = [r for kind in (Session, Claim, Certification) for r in room.all(kind)]
    fresh = {c.name: c for c in certifications}
    room.save(delete=old)
    room.save(*pairs, *sessions, *fresh.values())


def adds_up(room: Workspace, floor: pdu.Floor) -> None:
    ahead = pdu.forecast(all_sessions(room), TODAY, floor=floor)
    book, openings = ahead.now, claims.openings(room, floor, ahead.now)
    lines = {line.session.id: line for line in book.lines}
    # A pair is the sum of its lines, alone and among all; so is a claim that PMI has.
    for at, pair in enumerate(room.pairs):
        here = book.pairs[at]
        assert pdu.ledger(room.view(pair), floor=floor).earned == book.amount(at).quarters
        assert book.amount(at).quarters == sum(line.quarters for line in here)
        assert all(sum(line.triangle) + line.unsplit == line.quarters for line in here if line.role == "mentee")
    for claim in room.all(Claim):
        if claim.state != "rejected":
            assert sum(lines[told.session_id].quarters for told in claim.lines) == claim.quarters
            of = "prepared" if claim.state == "prepared" else "filed"
            assert {lines[told.session_id].claimed for told in claim.lines} == {of}
    # What the list of claims offers is what is earned and not claimed.
    over = [line for line in book.lines if line.session.on <= str(TODAY)]
    free = [line for line in over if not line.claimed and any(a.applies for a in line.applied)]
    certified = {c.id for c in room.all(Certification)}
    inside = sum(line.quarters for line in over if not line.claimed and line.counts and within(line, certified))
    assert sum(g.amount.quarters for o in openings for g in everything(o)) == inside
    assert sum(line.quarters for line in free) <= inside
    # Every certification is a sum of lines, in the ledger, at one look, in the forecast, by month.
    for outlook in ahead.outlooks:
        position = outlook.position
        held_one = position.certification
        look = glance(room, ahead, outlook)
        taken = [(line, found) for line in book.lines if (found := line.on(held_one.id))]
        belongs, counts = sum(f.quarters for _, f in taken), sum(f.counts for _, f in taken)
        assert (look.earned, look.counts, look.wasted) == (belongs, counts, belongs - counts)
        kept = sum(o.kept_by(held_one, g) for o in openings if held_one in o.certifications for g in everything(o))
        filed = sum(f.counts for line, f in taken if line.claimed == "filed")
        waiting = sum(o.kept_by(held_one, o.rest) for o in openings if held_one in o.certifications)
        later = sum(f.counts for line, f in taken if line.session.on > str(TODAY))
        assert counts == filed + look.to_claim + waiting + later
        assert kept == look.to_claim + waiting - sum(f.counts for line, f in taken if line.claimed == "prepared")
        assert look.claimed <= look.earned
        assert {one.category: one.now for one in outlook.ahead} == {s.category: s.reached for s in position.standings}
        assert position.total == position.giving_back.reached + position.education.reached
        shown = months.months(ahead, TODAY, held_one.id, count=40)
        since = f"{shown[0].year}-{shown[0].month:02d}"
        until = f"{shown[-1].year}-{shown[-1].month:02d}-99"
        seen = [(line, f) for line, f in taken if since <= line.session.on <= until]
        assert sum(m.counts for m in shown) == sum(f.counts for _, f in seen)
        assert sum(m.counts + m.wasted for m in shown) == sum(f.quarters for _, f in seen)
        numbers = {n.id: n for n in pdu.numbers(position, book.lines)}
        assert sum(b.brings for b in numbers["education"].behind) == position.education.in_cycle
        assert sum(b.brings for b in numbers["giving_back"].behind) == position.giving_back.counts
    # The PDU log says the sum of its rows.
    for pair in room.pairs:
        document = documents.build(room.view(pair), "pdu-log")
        told = [s for s in document.sections if s.id in ("counted", "events")]
        cells = [row[-1] for s in told for row in s.blocks[0].rows]  # type: ignore
        said = next(f.value for f in document.sections[0].blocks[0].items if f.id == "pdus")  # type: ignore
        assert sum(map(quarters, cells)) == quarters(said)


def within(line: pdu.Line, certified: set[str]) -> bool:
    """Whether some certification has the talk in its present cycle, whatever it takes of it."""
    found = [applied for one in certified if (applied := line.on(one))]
    return any("cycle" not in applied.reason and "certified" not in applied.reason for applied in found)
