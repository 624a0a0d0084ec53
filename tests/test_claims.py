"""Claims: what can be claimed, and in which groups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import claims, pdu
from mentor_tui.claims.openings import numbered as numbered_by
from mentor_tui.errors import InputRefused
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema import records as rec
from mentor_tui.workspace import Workspace
from mentor_tui.workspace import all_sessions as everyone
from tests.claim_room import PMP, TODAY, amounts, claim_of, open_room, talks
from tests.pdu_room import held


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = open_room(tmp_path)
    yield found
    found.close()


# --- What can be claimed ------------------------------------------------------------------------------------


def test_groups_are_the_smallest_that_reach_one_pdu_in_order_of_date(workspace: Workspace) -> None:
    talks(workspace, 40, 35, 60, 50, 50)
    [opening] = claims.openings(workspace)
    assert amounts(opening.groups) == ["1.00", "1.00", "1.50"]
    assert not opening.rest.lines
    # per claim the first two have the same sum, and 50 minutes alone are still not an hour
    [whole] = claims.openings(workspace, "claim")
    assert amounts(whole.groups) == ["1.25", "1.00", "1.50"]


def test_what_is_left_over_says_what_is_missing(workspace: Workspace) -> None:
    talks(workspace, 75, 35)
    [opening] = claims.openings(workspace)
    assert amounts([opening.rest]) == ["0.50"] and pdu.show(opening.missing) == "0.50"
    with pytest.raises(InputRefused, match="at least 1"):
        claims.prepare(workspace, opening, opening.rest.lines)


def test_five_talks_of_fifty_minutes_per_session_and_per_claim(workspace: Workspace) -> None:
    """Vector 2 of the facts page."""
    talks(workspace, 50, 50, 50, 50, 50)
    for floor, expected in (("session", 15), ("claim", 16)):
        opening = claims.openings(workspace, floor)[0]  # type: ignore[arg-type]
        assert claims.prepare(workspace, opening, opening.lines).quarters == expected


def test_what_does_not_count_is_never_proposed(workspace: Workspace) -> None:
    talks(workspace, 60, month="2024-04")  # before the cycle
    talks(workspace, 60, paid=True)
    talks(workspace, 60, month="2026-03", kind="webinar")
    talks(workspace, 60, month="2026-02", status="no_show")
    talks(workspace, 60, month="2026-06", status="planned")
    assert claims.openings(workspace) == []
    workspace.save(delete=[PMP])
    talks(workspace, 60, month="2026-01")
    assert claims.openings(workspace) == []  # nothing to claim without a certification


def test_talks_of_different_certifications_are_not_mixed(workspace: Workspace) -> None:
    """A claim is entered once for all certifications it is for: a talk before one of them stays apart."""
    workspace.save(rec.Certification(name="PMI-ACP", awarded="2026-04-03", cycle_start="2026-04-03"))
    talks(workspace, 60, 60, 60, 60)
    found = claims.openings(workspace)
    assert [([c.name for c in o.certifications], len(o.lines)) for o in found] == [
        (["PMP"], 2),
        (["PMI-ACP", "PMP"], 2),
    ]


def test_a_cap_that_stops_part_of_a_group_is_known(workspace: Workspace) -> None:
    workspace.save(msgspec.structs.replace(PMP, giving_back_claimed=25 * 4 - 2))
    talks(workspace, 60)
    [opening] = claims.openings(workspace)
    assert opening.kept_by(PMP, opening.groups[0]) == 2


def test_a_session_is_in_one_live_claim_and_free_again_after_a_rejection(workspace: Workspace) -> None:
    talks(workspace, 60, 60)
    opening = claims.openings(workspace)[0]
    first = claim_of(workspace)
    assert claims.openings(workspace) == []
    with pytest.raises(InputRefused, match="another claim"):
        claims.prepare(workspace, opening, opening.lines)
    sent = claims.step(first, "submitted", TODAY, TODAY)
    rejected = claims.step(sent, "rejected", TODAY, TODAY)
    workspace.save(rejected)
    second = claim_of(workspace)
    assert second.quarters == 8
    with pytest.raises(InputRefused, match="Another claim has taken"):
        claims.back(rejected, workspace.all(rec.Claim))
    workspace.save(delete=[second])
    assert claims.back(rejected, workspace.all(rec.Claim)).state == "submitted"


def test_rows_of_a_forgotten_pair_can_still_be_claimed_and_not_twice(workspace: Workspace) -> None:
    from mentor_tui.claims import evidence
    from mentor_tui.forgetting import forgetting

    talks(workspace, 60, 90)
    done = claims.step(claim_of(workspace, remark="about Bram"), "submitted", TODAY, TODAY)
    workspace.save(done)
    workspace.save(held(60, "2026-05-05"))
    claim_of(workspace)  # only prepared: nothing was claimed with it, so nothing of it stays
    pair = workspace.pairs[0]
    forgetting.forget(workspace, forgetting.plan(workspace, pair), evidence.rows_of(workspace, pair))
    [kept] = workspace.all(rec.Claim)
    assert (kept.quarters, kept.state, len(kept.lines)) == (10, "submitted", 2)
    assert not kept.description and not kept.remark and not kept.pair_id
    assert claims.drifts(workspace) == {}  # the rows still stand for the talks
    [opening] = claims.openings(workspace)
    assert [line.session.on for line in opening.lines] == ["2026-05-05"]
    fresh = claims.prepare(workspace, opening, opening.lines)
    assert "Bram" not in claims.as_text(fresh) and fresh.provider


@pytest.mark.parametrize("start", ["", "18:00"])
def test_a_talk_logged_once_more_after_its_claim_is_not_claimed_again(workspace: Workspace, start: str) -> None:
    talks(workspace, 60)
    claim = claim_of(workspace, state="submitted", submitted_on="2026-05-02")
    talks(workspace, 75, start=start)
    assert claims.openings(workspace) == []
    assert claims.drifts(workspace) == {} and claim.quarters == 4  # what is claimed stands


def test_minutes_that_were_claimed_are_not_claimed_with_an_overlapping_talk(workspace: Workspace) -> None:
    [first] = talks(workspace, 60, start="18:00")
    claim = claim_of(workspace, state="submitted", submitted_on="2026-05-02")
    workspace.save(msgspec.structs.replace(first, id="other", start="18:30", minutes=90))
    assert claims.openings(workspace) == []
    assert claims.drifts(workspace) == {} and claim.quarters == 4
    workspace.save(msgspec.structs.replace(first, id="other", start="19:00", minutes=90))
    assert [o.rest.amount.quarters + sum(g.amount.quarters for g in o.groups) for o in claims.openings(workspace)] == [
        6
    ]


def test_a_talk_whose_day_has_not_come_is_not_offered(workspace: Workspace) -> None:
    talks(workspace, 60, month="2026-06")
    assert claims.openings(workspace) == []


def test_home_calls_nothing_ready_that_no_certification_lets_count(workspace: Workspace) -> None:
    workspace.save(rec.Certification(id="dasm", name="DASM", cycle_start="2026-01-01"), delete=[PMP])
    talks(workspace, 60, 60)
    assert claims.word(workspace) == ""
    workspace.save(PMP)
    assert claims.word(workspace).startswith("Claim 2.00 PDUs")


# --- Whatever the sessions are ------------------------------------------------------------------------------

MINUTES = st.lists(st.integers(1, 200), max_size=14)
FLOORS = st.sampled_from(["session", "claim"])


def lines(minutes: list[int], role: Any = "mentor", weights: tuple[int, int, int] = (0, 0, 0)) -> list[pdu.Line]:
    sides = dict(zip(("ways_of_working", "power_skills", "business_acumen"), weights, strict=True))
    made = [held(m, f"2026-{1 + at // 28:02d}-{1 + at % 28:02d}", **sides) for at, m in enumerate(minutes)]
    return [x for x in pdu.lines_of(PairSessions(role, made, [])) if x.counts]


@settings(max_examples=60)
@given(MINUTES, FLOORS)
def test_groups_hold_every_talk_once_and_each_is_as_small_as_can_be(minutes: list[int], floor: pdu.Floor) -> None:
    every_talk_once(minutes, floor)


@pytest.mark.soak
@settings(max_examples=3000)
@given(MINUTES, FLOORS)
def test_three_thousand_lists_of_talks(minutes: list[int], floor: pdu.Floor) -> None:
    every_talk_once(minutes, floor)


def every_talk_once(minutes: list[int], floor: pdu.Floor) -> None:
    found = lines(minutes)
    groups, rest = claims.propose(found, floor)
    assert [x for g in (*groups, rest) for x in g.lines] == found
    for group in groups:
        assert group.amount.quarters >= claims.ONE
        if floor == "session":
            assert pdu.amount(group.lines[:-1], floor).quarters < claims.ONE
    assert rest.amount.quarters < claims.ONE
    assert sum(g.amount.quarters for g in (*groups, rest)) == pdu.amount(found, floor).quarters  # none is lost


@settings(max_examples=40)
@given(st.lists(st.integers(15, 200), min_size=1, max_size=8), FLOORS, st.tuples(*[st.integers(0, 9)] * 3))
def test_the_three_sides_sum_to_the_claim(minutes: list[int], floor: pdu.Floor, weights: tuple[int, int, int]) -> None:
    found = tuple(lines(minutes, "mentee", weights))
    group = claims.Group(found, pdu.amount(found, floor))
    numbered = numbered_by(rec.Claim(role="mentee"), group)
    sides = numbered.ways_of_working + numbered.power_skills + numbered.business_acumen
    assert sides == (numbered.quarters if any(weights) else 0)
    assert all(side >= 0 for side in (numbered.ways_of_working, numbered.power_skills, numbered.business_acumen))


def test_one_hour_with_two_pairs_counts_once_for_the_person_wherever_it_is_told(workspace: Workspace) -> None:
    """Giving Back and Education for the same minutes; what is claimed keeps them, also in a certificate of hours."""
    other = rec.Pair(role="mentee", partner_name="Els Peeters", created="2026-05-01T10:00:00Z")
    workspace.save(other)
    [mine] = talks(workspace, 60, start="18:00", zone="Europe/Brussels")
    both = {"pair_id": other.id, "zone": "Europe/London", "power_skills": 1}
    theirs = held(60, mine.on, start="17:15", **both)
    workspace.save(theirs)
    views = [workspace.view(pair) for pair in workspace.pairs]
    assert sum(pdu.earned(view) for view in views) == 4
    assert sum(len(pdu.counted(view)) for view in views) == 1
    assert [o.source.role for o in claims.openings(workspace) if o.groups] == ["mentor"]
    assert "an hour counts once" in everyone.why_not_here(workspace, theirs)
    assert everyone.why_not_here(workspace, mine) == ""
    moved = msgspec.structs.replace(theirs, start="19:00")
    assert everyone.why_not_here(workspace, moved) == ""
    [opening] = claims.openings(workspace)
    workspace.save(claims.prepare(workspace, opening, opening.lines))
    workspace.save(msgspec.structs.replace(theirs, start="16:30"))  # earlier now, but the other one is claimed
    assert "is claimed" in workspace.view(other).repeats[theirs.id]
    assert not claims.openings(workspace) and not claims.drifts(workspace)
