"""The forecast: what planned talks will bring, what would be wasted, and what is worth a word today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import pdu
from mentor_tui.pdu.forecast import assumed
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Pair, Session
from tests.pdu_room import TODAY, held, hours, quarters


def planned(on: str, minutes: int = 60, **fields: Any) -> Session:
    return held(minutes, on, **({"status": "planned"} | fields))


def a_pair(*sessions: Session, rhythm: int = 14, role: Role = "mentor", **fields: Any) -> PairSessions:
    """A pair without an end, so that nothing is assumed, unless the fields give one."""
    return PairSessions(role, list(sessions), [], Pair(id="pair", role=role, **fields), rhythm, TODAY)


def ahead(certification: Certification, *pairs: PairSessions, today: date = TODAY) -> pdu.Outlook:
    [found] = pdu.forecast([p._replace(certifications=[certification]) for p in pairs], today).outlooks
    return found


PMP = Certification(name="PMP", cycle_start="2024-01-01", cycle_end="2026-12-31", giving_back_claimed=quarters("20"))


def test_planned_talks_against_the_cap() -> None:
    talks = [planned(f"2026-06-{day:02d}") for day in (1, 8, 15, 22)]
    found = ahead(PMP, a_pair(*hours(2), *talks))
    [back] = found.ahead
    assert (pdu.show(back.now), pdu.show(back.planned_counts), pdu.show(back.planned_wasted)) == (
        "22.00",
        "3.00",
        "1.00",
    )
    assert (back.full_on, back.full_assumed, pdu.show(back.then)) == ("2026-06-15", False, "25.00")
    said = " ".join(found.sentences)
    assert "reached on 2026-06-15" in said and "1.00 PDUs would be above the cap for PMP" in said


def test_the_cap_may_be_full_for_one_and_open_for_another() -> None:
    both = [Certification(name="CAPM"), Certification(name="PMP")]
    pair = a_pair(*hours(6), planned("2026-06-01"))._replace(certifications=both)
    capm, pmp = pdu.forecast([pair], TODAY).outlooks
    assert (capm.ahead[0].planned_counts, capm.ahead[0].planned_wasted) == (0, 4)
    assert (pmp.ahead[0].planned_counts, pmp.ahead[0].planned_wasted) == (4, 0)


def test_talks_after_the_cycle_belong_to_the_next_one() -> None:
    certification = Certification(name="PMP", cycle_start="2023-06-10", cycle_end="2026-06-09")
    found = ahead(certification, a_pair(planned("2026-06-09"), planned("2026-06-10", 90)))
    assert (found.ahead[0].planned_counts, found.ahead[0].next_cycle) == (4, 6)
    assert "1.50 PDUs fall after 2026-06-09" in " ".join(found.sentences)
    assert found.claim_by == "2026-06-09"


def test_a_plan_of_the_past_and_one_that_would_not_count_bring_nothing() -> None:
    found = ahead(
        PMP, a_pair(planned("2026-05-20"), planned("2026-06-01", kind="kickoff"), planned("2026-06-02", paid=True))
    )
    assert (found.ahead[0].planned_counts, found.ahead[0].planned_wasted) == (0, 0)


def test_a_planned_event_is_told_as_one() -> None:
    said = " ".join(ahead(PMP, a_pair(planned("2026-06-01", 120, kind="webinar", pdu_activity="course"))).sentences)
    assert "Planned sessions and events earn 2.00 PDUs in Education for PMP." in said and "talk" not in said


# --- The rhythm is an assumption ----------------------------------------------------------------------------


def test_the_rhythm_goes_on_from_the_last_plan_until_the_end() -> None:
    pair = a_pair(planned("2026-06-01"), end="2026-07-13", usual_minutes=50)
    assert [(s.on, s.minutes) for s in assumed(pair, TODAY)] == [
        ("2026-06-15", 50),
        ("2026-06-29", 50),
        ("2026-07-13", 50),
    ]
    found = ahead(PMP, pair)
    assert (found.ahead[0].planned_counts, found.ahead[0].assumed_counts) == (4, 9)
    assert "an assumption" in " ".join(found.sentences)


def test_a_cap_that_only_the_rhythm_would_reach_is_said_to_be_one() -> None:
    found = ahead(PMP, a_pair(*hours(3), rhythm=7, end="2026-07-13"))
    assert found.ahead[0].full_assumed and "if you keep your rhythm" in " ".join(found.sentences)


@pytest.mark.parametrize("fields", [{"status": "paused"}, {"status": "completed"}, {"end": ""}, {"end": "2026-05-21"}])
def test_nothing_is_assumed_of_a_pair_that_does_not_meet(fields: dict[str, Any]) -> None:
    assert assumed(a_pair(**({"end": "2026-09-01"} | fields)), TODAY) == []


def test_a_rhythm_that_slept_starts_again_tomorrow_at_the_earliest() -> None:
    found = assumed(a_pair(held(60, "2026-01-01"), end="2026-06-10"), TODAY)
    assert [s.on for s in found] == ["2026-05-22", "2026-06-05"]


def test_without_a_certification_nothing_is_forecast() -> None:
    found = pdu.forecast([a_pair(*hours(3), end="2026-09-01")], TODAY)
    assert (found.outlooks, found.assumed) == ((), ())
    assert pdu.headline([a_pair(*hours(3))], TODAY) == ""


# --- A word in time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "kind"),
    [("19.75", ""), ("20", "cap_nearly"), ("24.75", "cap_nearly"), ("25", "cap_full"), ("40", "cap_full")],
)
def test_a_cap_is_mentioned_at_four_fifths_and_when_it_is_full(claimed: str, kind: str) -> None:
    certification = Certification(name="PMP", giving_back_claimed=quarters(claimed))
    assert [a.kind for a in ahead(certification, a_pair()).alerts] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (91, ""),
        (90, "cycle_90"),
        (31, "cycle_90"),
        (30, "cycle_30"),
        (8, "cycle_30"),
        (7, "cycle_7"),
        (0, "cycle_7"),
        (-1, "cycle_over"),
    ],
)
def test_the_end_of_a_cycle_is_mentioned_in_time(days: int, kind: str) -> None:
    end = TODAY + timedelta(days=days)
    certification = Certification(name="PMP", cycle_start="2023-01-01", cycle_end=end.isoformat())
    assert [a.kind for a in ahead(certification, a_pair()).alerts] == ([kind] if kind else [])


def test_a_new_cycle_is_not_begun_with_the_old_opening_balance() -> None:
    over = Certification(name="PMP", cycle_start="2023-01-01", cycle_end="2025-12-31")
    [plain] = ahead(over, a_pair()).alerts
    [told] = ahead(msgspec.structs.replace(over, power_skills_claimed=4), a_pair()).alerts
    assert "claimed elsewhere" in told.sentence and "claimed elsewhere" not in plain.sentence


def test_of_a_cycle_that_ended_the_one_that_holds_today_is_proposed() -> None:
    over = Certification(name="PMP", cycle_start="2019-01-08", cycle_end="2022-01-07")
    found = ahead(over, a_pair())
    assert found.proposed is not None and found.proposed.days == "2025-01-08 to 2028-01-07 (assumed)"
    assert "assumed 2025-01-08 to 2028-01-07" in found.alerts[0].sentence
    assert found.position.cycle.end == "2022-01-07", "what is proposed is not taken by itself"
    still = msgspec.structs.replace(over, cycle_start="2025-01-08", cycle_end="2028-01-07")
    assert ahead(still, a_pair()).proposed is None


@pytest.mark.parametrize(
    ("awarded", "cycle"),
    [
        ("2025-01-08", "2025-01-08 to 2028-01-07 (assumed)"),
        ("2018-03-01", "2024-03-01 to 2027-02-28 (assumed)"),  # the third cycle since
    ],
)
def test_where_only_the_award_is_known_the_first_cycle_starts_there(awarded: str, cycle: str) -> None:
    certification = Certification(name="PMP", awarded=awarded)
    talks = [held(60, awarded), held(60, "2026-03-12")]
    found = ahead(certification, a_pair(*talks))
    assert found.position.cycle.days == cycle and found.claim_by == found.position.cycle.end
    assert found.position.giving_back.counts == (8 if awarded > "2024" else 4)
    assert not found.position.reached and "assumed" in found.position.giving_back.sentence


def test_evidence_is_kept_for_eighteen_months() -> None:
    certification = Certification(name="PMP", cycle_start="2021-09-01", cycle_end="2024-08-31")
    found = ahead(certification, a_pair(), today=date(2026, 3, 1))
    assert found.position.keep_until == "2026-03-01"  # February has no 31st: rather a day later than one too early
    assert "purge" not in [a.kind for a in found.alerts]
    assert "purge" in [a.kind for a in ahead(certification, a_pair(), today=date(2026, 3, 2)).alerts]


def test_the_headline_is_the_most_urgent_of_all() -> None:
    held_ones = [
        Certification(name="CAPM", giving_back_claimed=quarters("6")),
        Certification(name="PMP", cycle_start="2023-05-26", cycle_end="2026-05-25"),
    ]
    found = pdu.headline([a_pair()._replace(certifications=held_ones)], TODAY)
    assert found.startswith("Your PMP cycle ends in 4 days, on 2026-05-25") and "CAPM" not in found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            held,
            st.integers(0, 200),
            on=st.dates(date(2026, 4, 1), date(2026, 9, 1)).map(str),
            status=st.sampled_from(["held", "planned"]),
        ),
        max_size=10,
    ),
    st.integers(0, 110),
    st.sampled_from(["PMP", "CAPM", "PMI-CPMAI"]),
)
def test_what_is_coming_adds_up(sessions: list[Session], claimed: int, name: str) -> None:
    """Now, planned and assumed make what will count; what is wasted is what the cap keeps out."""
    certification = Certification(name=name, cycle_end="2026-08-01", giving_back_claimed=claimed)
    pair = a_pair(*sessions, end="2026-09-01")._replace(certifications=[certification])
    found = pdu.forecast([pair], TODAY)
    [outlook], [then] = found.outlooks, found.then.positions
    [back] = outlook.ahead
    assert min(back.planned_counts, back.planned_wasted, back.assumed_counts, back.assumed_wasted) >= 0
    assert back.then == then.giving_back.reached and (back.cap is None or back.then <= back.cap)
    assert back.wasted == then.giving_back.over - outlook.position.giving_back.over
    assert found.now == pdu.book([pair], today=TODAY)  # nothing of it is taken for held
