"""The ledger: what each certification takes of each talk, the ten vectors, and what holds for any sessions."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mentor_tui import pdu
from mentor_tui.pdu.held import PairSessions
from mentor_tui.pdu.reasons import why_not_its_domain
from mentor_tui.pdu.split import Part, blend
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.records import Certification, Claim, ClaimLine, Pair, Session
from tests.pdu_room import held, hours, position, quarters, read

# --- The ten vectors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "pdus"), [(14, "0.00"), (15, "0.25"), (29, "0.25"), (59, "0.75"), (60, "1.00"), (100, "1.50")]
)
def test_1_a_talk_is_rounded_down(minutes: int, pdus: str) -> None:
    [line] = read(held(minutes)).lines
    assert pdu.show(line.quarters) == pdus


def test_2_five_times_fifty_minutes() -> None:
    sessions = hours(5, 50)
    assert pdu.show(read(*sessions).amount(0).quarters) == "3.75"
    assert pdu.show(read(*sessions, floor="claim").amount(0).quarters) == "4.00"


def test_3_practitioner_and_other_giving_back_share_the_cap() -> None:
    certification = Certification(name="PMP", practitioner_claimed=quarters("8"), giving_back_claimed=quarters("16"))
    back = position(certification, *hours(5)).giving_back
    assert (pdu.show(back.counts), pdu.show(back.over), pdu.show(back.reached)) == ("1.00", "4.00", "25.00")


def test_3b_work_as_a_practitioner_has_a_cap_of_its_own() -> None:
    certification = Certification(name="PMP", practitioner_claimed=quarters("20"))
    back = position(certification, *hours(20)).giving_back
    assert (pdu.show(back.claimed_elsewhere), pdu.show(back.counts), pdu.show(back.over)) == ("8.00", "17.00", "3.00")


def test_4_two_certifications_take_of_the_same_talks() -> None:
    book = read(Certification(name="PMI-ACP"), Certification(name="PMP"), *hours(5, 150))
    assert {s.name: pdu.show(s.counts) for s in book.standings} == {"PMI-ACP": "12.00", "PMP": "12.50"}


def test_5_a_mentee_sees_which_side_is_short() -> None:
    session = held(360, ways_of_working=2, power_skills=3, business_acumen=1)
    found = position(Certification(name="CAPM"), session, role="mentee").education
    assert (pdu.show(found.reached), found.education_minimum) == ("6.00", quarters("9"))
    assert tuple(map(pdu.show, found.triangle_reached)) == ("2.00", "3.00", "1.00")
    assert "still short in Business Acumen 1.00." in found.sentence


def test_6_nothing_before_the_award() -> None:
    book = read(Certification(name="PMP", awarded="2026-04-10"), held(60, "2026-04-02"), held(60, "2026-04-20"))
    assert pdu.show(book.standings[0].counts) == "1.00"
    early, late = (line.applied[0] for line in book.lines)
    assert (early.applies, late.applies) == (False, True)
    assert early.reason == "It was before you were certified (2026-04-10)."


@pytest.mark.parametrize(
    ("claimed", "recent", "sessions", "carried"),
    [
        ("60", "0", hours(5, month="2026-05"), "5.00"),  # at 60 in February, five more in May
        ("65", "0", [], "0.00"),  # all of it earned more than a year before the end
        ("60", "0", hours(5, month="2025-05"), "0.00"),
        ("60", "30", hours(5, month="2025-05"), "5.00"),
        ("90", "90", [], "20.00"),  # the cap
    ],
)
def test_7_what_is_carried_over(claimed: str, recent: str, sessions: list[Session], carried: str) -> None:
    certification = Certification(
        name="PMP",
        cycle_start="2023-07-01",
        cycle_end="2026-06-30",
        ways_of_working_claimed=quarters(claimed),
        recent_claimed=quarters(recent),
    )
    found = position(certification, *sessions).carry
    assert pdu.show(found.amount or 0) == carried and found.sure


def test_7b_work_as_a_practitioner_is_not_carried_over() -> None:
    certification = Certification(
        name="PMP", cycle_end="2026-06-30", ways_of_working_claimed=quarters("60"), practitioner_claimed=quarters("8")
    )
    found = position(certification).carry
    assert (found.surplus, found.amount) == (quarters("8"), 0)


def test_8_a_split_sums_to_its_whole() -> None:
    assert pdu.split(quarters("1.25"), (50, 30, 20)) == (3, 1, 1)


def test_9_without_a_certification_the_hours_are_still_there() -> None:
    book = read(*hours(3))
    assert (book.positions, book.standings, pdu.show(book.amount(0).quarters)) == ([], [], "3.00")


@pytest.mark.parametrize("name", ["PMI-CP", "DASM", "DASSM", "PMI-PMOCP", "PMI-CPMAI", "Knitting"])
def test_10_what_is_not_verified_is_never_called_reached(name: str) -> None:
    """Whatever was claimed: with a figure that nobody vouches for, no sentence says that all is there."""
    certification = Certification(
        name=name,
        cycle_start="2025-01-01",
        cycle_end="2027-12-31",
        ways_of_working_claimed=1000,
        power_skills_claimed=1000,
        business_acumen_claimed=1000,
    )
    for role in ROLES:
        found = position(certification, *hours(3), role=role)
        assert found.unverified and not found.reached
        said = " ".join([found.sentence, *(s.sentence for s in found.standings)])
        assert "Please check with PMI" in found.sentence
        for word in ("reached", "nothing is missing", "complete", "compliant"):
            assert word not in said


def test_what_is_verified_may_be_called_reached() -> None:
    certification = Certification(
        name="PMP",
        cycle_start="2025-01-01",
        cycle_end="2027-12-31",
        ways_of_working_claimed=100,
        power_skills_claimed=100,
        business_acumen_claimed=100,
    )
    found = position(certification)
    assert found.reached and "nothing is missing" in found.sentence
    assert not position(msgspec.structs.replace(certification, cycle_start="", cycle_end="")).reached


# --- Which figures -------------------------------------------------------------------------------------------


def test_an_unknown_figure_is_not_zero() -> None:
    found = position(Certification(name="PMI-CPMAI"), *hours(30))
    assert found.terms.giving_back_cap.state == "unknown" and found.giving_back.cap is None
    assert found.giving_back.counts == quarters("30")
    assert found.carry.amount is None and found.terms.total.amount is None
    zero = position(Certification(name="DASM"), *hours(30))
    assert (zero.giving_back.cap, zero.giving_back.counts, zero.giving_back.over) == (0, 0, quarters("30"))


@pytest.mark.parametrize(("own", "cap"), [("", 48), ("20.00", 80), ("0.00", 0), ("nonsense", 48)])
def test_a_figure_of_ones_own_stands_in_the_place_of_ours(own: str, cap: int) -> None:
    found = position(Certification(name="PMI-CP", own_giving_back_cap=own), *hours(25))
    assert found.giving_back.cap == cap
    assert ("giving_back_cap" in found.own) == (own in ("20.00", "0.00"))
    assert ("giving_back_cap" in found.unverified) == (own in ("", "nonsense"))
    assert found.terms.giving_back_cap.published == 48


def test_a_custom_certification_has_the_figures_one_gives_it() -> None:
    own = {"total": "12.00", "education_minimum": "6.00", "giving_back_cap": "6.00", "practitioner_cap": "2.00"}
    own |= {f"{side}_minimum": "1.00" for side in ("ways_of_working", "power_skills", "business_acumen")}
    certification = Certification(
        name="Chartered Gardener",
        cycle_start="2026-01-01",
        own_cycle_years=2,
        ways_of_working_claimed=8,
        power_skills_claimed=8,
        business_acumen_claimed=8,
        **{f"own_{name}": value for name, value in own.items()},
    )
    found = position(certification, *hours(7))
    assert (found.cycle.start, found.cycle.end) == ("2026-01-01", "2027-12-31")
    assert (found.giving_back.counts, found.giving_back.over, found.total) == (24, 4, 48)
    assert not found.terms.listed and found.reached
    assert "According to the figures you gave" in found.sentence and "PMI's" not in found.sentence


def test_a_cycle_counted_from_an_unverified_length_is_not_vouched_for() -> None:
    assert "cycle_years" in position(Certification(name="DASM", cycle_start="2026-01-01")).unverified
    both = Certification(name="DASM", cycle_start="2026-01-01", cycle_end="2026-12-31")
    assert "cycle_years" not in position(both).unverified


# --- No talk twice -------------------------------------------------------------------------------------------


def test_a_talk_logged_twice_counts_once() -> None:
    first = held(60, start="18:00", focus="typed")
    book = read(first, held(60, start="18:00", focus="imported"), held(60, start="20:00"))
    assert book.amount(0).quarters == pdu.earned(PairSessions("mentor", [line.session for line in book.lines], [])) == 8
    [aside] = [line for line in book.lines if not line.counts]
    assert "logged twice" in aside.reason and aside.quarters == 0


def test_a_talk_without_a_start_is_taken_for_another_of_its_day() -> None:
    def minutes(*sessions: Session) -> int:
        return read(*sessions).amount(0).minutes

    assert minutes(held(60, start="18:00"), held(60)) == 60
    assert minutes(held(60), held(60, start="18:00"), held(45, start="20:00")) == 120  # in the place of the shortest
    assert minutes(held(60), held(60, "2026-04-21", start="18:00")) == 120


BRUSSELS, LONDON = "Europe/Brussels", "Europe/London"


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        ((60, "2026-04-20", "18:00", BRUSSELS), (60, "2026-04-20", "17:00", LONDON), 4),
        ((60, "2026-04-20", "18:00", BRUSSELS), (60, "2026-04-20", "18:00", LONDON), 8),
        ((30, "2026-04-20", "18:00", BRUSSELS), (30, "2026-04-20", "18:30", LONDON), 4),
        ((60, "2026-03-29", "01:30", BRUSSELS), (30, "2026-03-29", "03:00", BRUSSELS), 4),  # 02:00 is 03:00 that night
        ((60, "2026-10-25", "02:30", BRUSSELS), (60, "2026-10-25", "03:15", BRUSSELS), 8),  # 02:00 comes twice
        ((60, "2026-04-20", "00:30", BRUSSELS), (60, "2026-04-19", "23:30", LONDON), 4),  # two dates, one hour
        ((60, "2026-04-20", "18:00", ""), (60, "2026-04-20", "17:00", LONDON), 4),  # at home in Brussels
    ],
)
def test_an_hour_is_a_matter_of_instants_within_a_pair_and_over_all(
    one: tuple[int, str, str, str], other: tuple[int, str, str, str], counts: int
) -> None:
    talks = [held(minutes, on, start=start, zone=zone) for minutes, on, start, zone in (one, other)]
    together = [PairSessions("mentor", talks, [], home=BRUSSELS)]
    apart = [PairSessions("mentor", [talk], [], home=BRUSSELS) for talk in talks]
    for views in (together, apart, apart[::-1]):
        assert sum(line.quarters for line in pdu.book(views).lines) == counts
        assert all(line.counts or line.reason for line in pdu.book(views).lines)


def test_two_pairs_at_one_hour_count_once_the_claimed_then_the_earlier_then_the_pair_made_first() -> None:
    def counts(**how: Any) -> list[tuple[str, str]]:
        first, second = (Pair(id=name, created=f"2026-01-0{day}T10:00:00Z") for name, day in (("old", 1), ("new", 2)))
        a = held(60, id="a", start=how.get("a", "18:00"), created="2026-04-22T10:00:00Z")
        b = held(60, id="b", start=how.get("b", "18:00"), created="2026-04-21T10:00:00Z")
        claims = [Claim(lines=[ClaimLine(session_id=how.get("claimed", ""))], state=how.get("state", "prepared"))]
        views = [
            PairSessions("mentee", [b], [], second, claims=claims),
            PairSessions("mentor", [a], [], first, claims=claims),
        ]
        for order in (views, views[::-1]):
            lines = {line.session.id: line for line in pdu.book(order).lines}
        return sorted(
            (i, line.reason.removeprefix("You had another session at that time, ")) for i, line in lines.items()
        )

    once = ": an hour counts once."
    assert counts() == [("a", ""), ("b", f"with a pair you added earlier{once}")]
    assert counts(b="17:30") == [("a", f"which began earlier{once}"), ("b", "")]
    assert counts(a="17:30", claimed="b") == [("a", f"which is claimed{once}"), ("b", "")]
    assert counts(a="17:30", claimed="b", state="rejected") == [("a", ""), ("b", f"which began earlier{once}")]
    assert counts(b="19:00") == [("a", ""), ("b", "")]


def test_the_longer_of_two_records_is_kept() -> None:
    for order in ((60, 90), (90, 60)):
        assert read(*[held(minutes, start="18:00") for minutes in order]).amount(0).minutes == 90


def test_of_two_equal_records_the_one_made_first_is_kept() -> None:
    made = [held(60, id=name, created=f"2026-05-0{day}T10:00:00Z") for name, day in (("b", 1), ("a", 2), ("c", 3))]
    assert [line.session.id for line in read(*made[::-1]).lines if line.counts] == ["b"]


def test_no_minute_of_two_overlapping_talks_counts_twice() -> None:
    def kept(*sessions: Session) -> list[str]:
        for order in (sessions, sessions[::-1]):
            lines = read(*order).lines
            assert all("overlaps another" in x.reason and not x.quarters for x in lines if not x.counts)
            assert {x.session.id for x in lines if x.counts}.isdisjoint(pdu.repeated(order))
        return sorted(x.session.start for x in lines if x.counts)

    assert kept(held(60, start="18:00"), held(60, start="18:30")) == ["18:00"]  # the later of equals does not count
    assert kept(held(60, start="18:00"), held(60, start="19:00")) == ["18:00", "19:00"]
    assert kept(held(15, start="17:50"), held(60, start="18:00")) == ["17:50"]  # as over two pairs: what began earlier
    assert kept(held(90, start="18:00"), held(60, start="17:30"), held(60, start="19:00")) == ["17:30", "19:00"]
    night = read(held(60, "2026-04-20", start="23:30"), held(60, "2026-04-21", start="00:15"))
    assert [line.counts for line in night.lines] == [True, False]


@pytest.mark.parametrize("state", ["prepared", "approved", "rejected"])
def test_what_is_claimed_stands_in_one_pair_too(state: Any) -> None:
    first, second, bare = held(60, start="18:00"), held(30, start="18:30"), held(90)
    for talks, claimed in (([first, second], second), ([second, bare], bare), ([bare, held(90)], bare)):
        claim = Claim(lines=[ClaimLine(session_id=claimed.id, on=claimed.on, minutes=claimed.minutes)], state=state)
        [lines] = pdu.book([PairSessions("mentor", talks, [], claims=[claim])]).pairs
        stands = [line.session.id for line in lines if line.counts]
        assert len(stands) == 1 and (state == "rejected" or stands == [claimed.id])


def test_what_does_not_count_anyway_hides_no_talk() -> None:
    book = read(held(90, kind="kickoff"), held(60), held(120, status="cancelled"))
    assert book.amount(0).quarters == 4


# --- Ways of Working only where it fits ----------------------------------------------------------------------

SPLIT = {"ways_of_working": 2, "power_skills": 1, "business_acumen": 1}


def test_ways_of_working_counts_where_the_domain_fits() -> None:
    certifications = [Certification(name="PMP"), Certification(name="PMI-ACP"), Certification(name="PMI-RMP")]
    book = read(*certifications, held(60, ways_of_working_for=["PMI ACP"], **SPLIT), role="mentee")
    found = {s.name: (s.in_cycle, s.triangle_reached) for s in book.standings}
    assert found == {"PMP": (4, (2, 1, 1)), "PMI-ACP": (4, (2, 1, 1)), "PMI-RMP": (2, (0, 1, 1))}
    [line] = book.lines
    reasons = {a.name: a.reason for a in line.applied}
    assert reasons["PMI-RMP"] == "Its Ways of Working part (0.50) is not marked as fitting PMI-RMP."
    assert not reasons["PMP"] and not reasons["PMI-ACP"]


def test_a_single_certification_takes_it_all() -> None:
    book = read(Certification(name="PMI-ACP"), held(60, **SPLIT), role="mentee")
    assert book.standings[0].triangle_reached == (2, 1, 1)


def test_a_talk_without_a_split_waits_where_the_domain_matters() -> None:
    book = read(Certification(name="PMP"), Certification(name="PMI-ACP"), held(60), role="mentee")
    found = {s.name: (s.in_cycle, s.unsplit) for s in book.standings}
    assert found == {"PMP": (4, 4), "PMI-ACP": (0, 0)}


# --- Per claim -----------------------------------------------------------------------------------------------


def test_a_claim_is_split_where_it_is_rounded_down() -> None:
    """Three talks of 50 minutes: one quarter more, and the sides weighed by their minutes."""
    sessions = [
        held(50, "2026-03-01", ways_of_working=1),
        held(50, "2026-03-02", power_skills=1),
        held(50, "2026-03-03", power_skills=1, business_acumen=1),
    ]
    one_by_one = read(*sessions, role="mentee").amount(0)
    at_once = read(*sessions, role="mentee", floor="claim").amount(0)
    assert (one_by_one.quarters, one_by_one.triangle) == (9, (3, 5, 1))
    assert (at_once.quarters, at_once.triangle) == (10, (3, 5, 2))


def test_a_claim_for_another_domain_never_falls_by_a_talk_more() -> None:
    """Rounding the whole first, and leaving parts out after, would let a short talk take a quarter away."""
    both = [Certification(name="PMP"), Certification(name="PMI-ACP")]
    talks = [held(33, "2026-03-01", ways_of_working=10, power_skills=12), held(3, "2026-03-02", ways_of_working=1)]
    found = [
        next(s for s in read(*both, *some, role="mentee", floor="claim").standings if s.name == "PMI-ACP").in_cycle
        for some in (talks[:1], talks)
    ]
    assert found == [1, 1]


def test_time_that_is_not_split_stays_beside_the_sides_where_it_fits():
    assert blend([Part(60, (0, 0, 0)), Part(30, (1, 2, 0))]) == ((30, 60, 0, 180), 3)
    assert blend([Part(60, (0, 0, 0), fits=False), Part(30, (1, 2, 0), fits=False)]) == ((0, 60, 0, 0), 3)


def test_what_is_not_split_has_its_own_reason_outside_its_domain():
    assert why_not_its_domain("CAPM", 4, 1).startswith("It has no split yet, and Ways of Working counts for CAPM only")
    assert why_not_its_domain("CAPM", 4, 0) == "Its Ways of Working part (1.00) is not marked as fitting CAPM."
    assert why_not_its_domain("CAPM", 0, 0) == ""
