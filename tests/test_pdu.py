"""PDUs: quarters are exact, caps are the person's, and every figure says where it comes from."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import pdu
from mentor_tui.errors import InputRefused, PackRefused
from mentor_tui.pdu.held import PairSessions
from mentor_tui.pdu.rules import load
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView
from tests.pair_views import view

WEIGHTS = st.tuples(*[st.integers(min_value=0, max_value=100_000)] * 3)


def held(minutes: int, on: str = "2026-04-20", **fields: Any) -> rec.Session:
    return rec.Session(**({"pair_id": "pair", "on": on, "minutes": minutes, "status": "held"} | fields))


def of(*found: rec.Record, role: str = "mentor") -> PairView:
    return view(*found, pair={"role": role})


def standing(name: str, *found: rec.Record, role: str = "mentor", **fields: Any) -> pdu.Standing:
    certification = rec.Certification(name=name, **fields)
    return pdu.ledger(of(certification, *found, role=role)).standings[0]


# --- Quarters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(14, "0.00"), (15, "0.25"), (29, "0.25"), (59, "0.75"), (60, "1.00"), (100, "1.50"), (0, "0.00"), (-5, "0.00")],
)
def test_a_session_is_rounded_down_to_a_quarter(minutes: int, shown: str) -> None:
    assert pdu.show(pdu.quarters(minutes)) == shown


def test_each_session_is_rounded_by_itself() -> None:
    sessions = [held(50, f"2026-04-0{day}") for day in range(1, 6)]
    assert pdu.show(pdu.ledger(of(*sessions)).earned) == "3.75"
    assert pdu.show(pdu.ledger(of(*sessions), floor="claim").earned) == "4.00"


def test_six_sessions_earn_six_and_a_quarter() -> None:
    ledger = pdu.ledger(of(*[held(m, f"2026-03-{i:02d}") for i, m in enumerate((60, 75, 50, 45, 100, 60), 1)]))
    assert (pdu.show(ledger.earned), ledger.minutes) == ("6.25", 390)
    assert [line.number for line in ledger.lines] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("raw", "amount"), [("6.25", 25), ("6,25", 25), ("6", 24), ("6.5", 26), (" 0.75 ", 3), ("12,0", 48)]
)
def test_pdus_as_typed(raw: str, amount: int) -> None:
    assert pdu.parse_quarters(raw) == amount


@pytest.mark.parametrize("raw", ["", "6.3", "6.2", "six", "-1", "1e3", "6.255", "6..25", "٦"])
def test_what_is_no_number_of_quarters_is_refused(raw: str) -> None:
    with pytest.raises(InputRefused, match="quarters"):
        pdu.parse_quarters(raw)


@given(st.integers(min_value=0, max_value=9999 * 4))
def test_shown_and_parsed_are_the_same(amount: int) -> None:
    assert pdu.parse_quarters(pdu.show(amount)) == amount
    assert pdu.show(-amount) == (f"-{pdu.show(amount)}" if amount else "0.00")


# --- The split ------------------------------------------------------------------------------------------


def test_the_larger_share_wins_a_tie() -> None:
    assert pdu.split(5, (50, 30, 20)) == (3, 1, 1)
    assert pdu.split(1, (1, 1, 1)) == (1, 0, 0)
    assert pdu.split(2, (0, 1, 1)) == (0, 1, 1)
    assert pdu.split(1, (0, 1, 1)) == (0, 1, 0)
    assert pdu.split(4, (0, 0, 0)) == (0, 0, 0)


@given(st.integers(min_value=0, max_value=400), WEIGHTS)
def test_a_split_sums_to_its_total_and_is_fair(amount: int, weights: pdu.Triangle) -> None:
    parts = pdu.split(amount, weights)
    assert sum(parts) == (amount if any(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < max(sum(weights), 1)  # less than one quarter off


@given(st.integers(min_value=0, max_value=400), WEIGHTS, st.integers(min_value=1, max_value=50))
def test_only_the_proportion_of_weights_matters(amount: int, weights: pdu.Triangle, factor: int) -> None:
    a, b, c = weights
    assert pdu.split(amount, (a * factor, b * factor, c * factor)) == pdu.split(amount, weights)


# --- What counts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"kind": "kickoff"}, "between the two"),
        ({"kind": "webinar"}, "between the two"),
        ({"kind": "group"}, "between the two"),
        ({"paid": True}, "paid"),
        ({"status": "planned"}, "not logged yet"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "no_show"}, "show up"),
        ({"minutes": 0}, "minutes"),
    ],
)
def test_why_a_session_earns_nothing(fields: dict[str, Any], word: str) -> None:
    session = held(**({"minutes": 60} | fields))
    assert word in pdu.why_not(session)
    ledger = pdu.ledger(of(session))
    assert (ledger.earned, ledger.minutes, ledger.lines[0].counts) == (0, 0, False)
    assert ledger.lines[0].reason == pdu.why_not(session)


def test_an_ordinary_session_counts() -> None:
    assert pdu.why_not(held(60)) == ""


def test_only_a_mentee_has_a_triangle() -> None:
    session = held(75, ways_of_working=50, power_skills=30, business_acumen=20)
    assert pdu.ledger(of(session)).triangle == (0, 0, 0)
    mentee = pdu.ledger(of(session, held(60, "2026-04-27"), role="mentee"))
    assert mentee.triangle == (3, 1, 1)
    assert mentee.unsplit == 4  # the hour without weights still has to be divided


# --- Certifications -------------------------------------------------------------------------------------


def test_the_cap_takes_in_what_was_claimed_elsewhere() -> None:
    found = standing("PMP", held(300), giving_back_claimed=pdu.parse_quarters("24"))
    assert (pdu.show(found.counts), pdu.show(found.over), found.left) == ("1.00", "4.00", 0)
    assert "24.00 were claimed elsewhere" in found.sentence


def test_the_same_hours_count_differently_for_two_certifications() -> None:
    sessions = [held(150, f"2026-04-{i:02d}") for i in range(1, 6)]
    assert pdu.show(standing("PMI-ACP", *sessions).counts) == "12.00"
    assert pdu.show(standing("PMP", *sessions).counts) == "12.50"


def test_hours_before_the_award_do_not_count() -> None:
    sessions = [held(60, "2026-04-02"), held(60, "2026-04-20"), held(60, "2026-04-10")]
    assert pdu.show(standing("PMP", *sessions[:2], awarded="2026-04-10").counts) == "1.00"
    assert pdu.show(standing("PMP", *sessions, awarded="2026-04-10").counts) == "2.00"  # the day itself is in


def test_a_cycle_includes_both_its_days() -> None:
    days = ("2023-01-07", "2023-01-08", "2026-01-07", "2026-01-08")
    sessions = [held(60, day) for day in days]
    given_both = standing("PMP", *sessions, cycle_start="2023-01-08", cycle_end="2026-01-07")
    assert given_both.in_cycle == 8
    assert standing("PMP", *sessions, cycle_start="2025-01-08").cycle_end == "2028-01-07"
    assert standing("PMP", *sessions, cycle_end="2028-01-07").cycle_start == "2025-01-08"
    assert standing("PMP", *sessions).in_cycle == 16
    assert "No cycle dates" in standing("PMP", *sessions).sentence


def test_a_cycle_from_a_leap_day() -> None:
    assert standing("PMP", cycle_start="2024-02-29").cycle_end == "2027-02-28"


def test_a_mentee_sees_minima_not_a_cap() -> None:
    session = held(360, ways_of_working=2, power_skills=3, business_acumen=1)
    found = standing("CAPM", session, role="mentee")
    assert (found.category, found.cap, found.counts, found.over) == ("Education", None, 24, 0)
    assert (found.education_reached, found.education_minimum) == (24, 36)
    assert (found.triangle_reached, found.triangle_minima) == ((8, 12, 4), (8, 8, 8))
    assert "still short in Business Acumen 1.00" in found.sentence
    assert "Ways of Working" not in found.sentence


def test_the_cap_is_shared_by_all_pairs() -> None:
    certification = rec.Certification(id="c", name="CAPM")
    views = [of(certification, held(240)), of(certification, held(240)), of(certification, held(120), role="mentee")]
    back, education = pdu.standings(views)
    assert (back.in_cycle, back.counts, back.over) == (32, 24, 8)
    assert (education.category, education.in_cycle) == ("Education", 8)
    assert pdu.ledger(views[0]).standings[0].over == 0  # one pair alone does not reach it


def test_without_a_certification_hours_are_still_counted() -> None:
    ledger = pdu.ledger(of(held(60)))
    assert (ledger.earned, ledger.standings) == (4, [])


def test_an_unknown_certification_has_no_cap_and_says_so() -> None:
    found = standing("Knitting", held(60 * 20))
    assert (found.cap, found.left, found.counts) == (None, None, 80)
    assert "giving_back_cap" in found.unverified
    assert "not know its cap" in found.sentence
    assert standing("PMP", held(60)).unverified == ()


# --- Rules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PMP", "pmp", "PMI-ACP", "acp", "PMI ACP", "PgMP", "PfMP", "PBA", "SP", "CAPM"])
def test_certifications_by_the_name_people_give(name: str) -> None:
    assert pdu.rules().of(name) is not None


@pytest.mark.parametrize("name", ["", "PMI", "PMI-", "Prince2"])
def test_what_is_no_certification_we_know(name: str) -> None:
    assert pdu.rules().of(name) is None


def test_every_figure_names_a_source_a_day_and_its_confidence() -> None:
    rules = pdu.rules()
    assert (rules.increment.value, rules.increment.confidence) == (15, "A")
    for certification in rules.certifications:
        for name in pdu.FIGURES:
            figure = getattr(certification, name)
            assert figure.source in rules.sources
            assert date.fromisoformat(figure.checked)
            assert figure.value is not None or figure.confidence == "U", f"{certification.name} {name}"


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("PMP", (3, 60, 35, 8, 8, 8, 25, 8, 20)),
        ("PgMP", (3, 60, 35, 8, 8, 8, 25, 8, 20)),
        ("PfMP", (3, 60, 35, 8, 8, 8, 25, 8, 20)),
        ("PMI-PBA", (3, 60, 35, 8, 8, 8, 25, 8, 20)),
        ("PMI-ACP", (3, 30, 18, 4, 4, 4, 12, 4, 10)),
        ("PMI-RMP", (3, 30, 18, 4, 4, 4, 12, 4, 10)),
        ("PMI-SP", (3, 30, 18, 4, 4, 4, 12, 4, 10)),
        ("CAPM", (3, 15, 9, 2, 2, 2, 6, 2, 5)),
    ],
)
def test_the_figures(name: str, figures: tuple[int, ...]) -> None:
    rule = pdu.rules().of(name)
    assert rule is not None
    assert tuple(getattr(rule, f).value for f in pdu.FIGURES) == figures
    total, education, *sides, back, practitioner = figures[1:8]
    assert sum(sides) <= education and education + back == total and practitioner <= back


def test_a_shaky_figure_is_named() -> None:
    rule = pdu.rules().of("PMP")
    assert rule is not None and rule.unverified == ()
    shaky = msgspec.structs.replace(rule, total=msgspec.structs.replace(rule.total, confidence="C"))
    assert shaky.unverified == ("total",)


def test_rules_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match="PDU rules"):
        pdu.rules("1999")
    with pytest.raises(PackRefused, match="missing"):
        load(tmp_path)
    (tmp_path / "rules-x.toml").write_text("id = 1")
    with pytest.raises(PackRefused, match="rules-x"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["PMI-CP", "DASM", "DASSM", "PMI-PMOCP", "PMI-CPMAI"])
def test_certifications_that_we_know_little_of(name: str) -> None:
    rule = pdu.rules().of(name)
    assert rule is not None and "total" in rule.unverified and "giving_back_cap" in rule.unverified


@pytest.mark.parametrize("name", ["PMI-PMOCP", "PMI-CPMAI"])
def test_figures_that_nobody_published_are_unknown_and_not_zero(name: str) -> None:
    rule = pdu.rules().of(name)
    assert rule is not None
    assert [getattr(rule, figure).value for figure in pdu.FIGURES if figure != "cycle_years"] == [None] * 8


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[pdu.Rules, ...]:
    """The rules we ship, and a made-up edition of 2030 that lets a CAPM give back 9."""
    shipped = Path(str(resources.files("mentor_tui.templates") / "pdu" / "rules-2026.toml")).read_text("utf-8")
    later = shipped.replace('id = "2026"', 'id = "2030"').replace('"2026-04-01"', '"2030-01-01"')
    later = later.replace("giving_back_cap = { value = 6,", "giving_back_cap = { value = 9,")
    (tmp_path / "rules-2030.toml").write_text(later, "utf-8")
    (tmp_path / "rules-2026.toml").write_text(shipped, "utf-8")
    return load(tmp_path)


@pytest.mark.parametrize(
    ("start", "end", "cap"),
    [
        ("2029-12-31", "2032-12-30", 24),  # began under the old rules, and is judged by them to its end
        ("2030-01-01", "2032-12-31", 36),
        ("", "2032-12-31", 36),
        ("", "2032-12-30", 24),
        ("2019-01-01", "2021-12-31", 24),  # older than any rules of ours
        ("", "", 24),  # no cycle: by the rules of today
    ],
)
def test_a_session_is_judged_by_the_rules_of_its_cycle(
    shelf: tuple[pdu.Rules, ...], start: str, end: str, cap: int
) -> None:
    certification = rec.Certification(name="CAPM", cycle_start=start, cycle_end=end)
    talks = PairSessions("mentor", [held(600, end or "2026-04-20")], [certification])
    [found] = pdu.book([talks], today=date(2026, 5, 21), shelf=shelf).positions
    assert (found.giving_back.cap, found.giving_back.counts) == (cap, cap)


def test_cycles_before_and_after_the_present_one(shelf: tuple[pdu.Rules, ...]) -> None:
    certification = rec.Certification(name="CAPM", cycle_start="2027-03-01", cycle_end="2030-02-28")
    for day, bounds, rules in (
        ("2029-01-01", ("2027-03-01", "2030-02-28"), "2026"),
        ("2030-03-01", ("2030-03-01", "2033-02-28"), "2030"),
        ("2024-02-29", ("2024-03-01", "2027-02-28"), ""),
    ):
        found, terms = pdu.cycle_on(certification, day, shelf)
        if rules:
            assert (found.start, found.end, terms.rules.id) == (*bounds, rules)
        else:
            assert found.holds(day) and found.end < bounds[0]
    open_one = rec.Certification(name="Knitting", cycle_end="2030-02-28")
    assert pdu.cycle_on(open_one, "2040-01-01", shelf)[0].end == "2030-02-28"
