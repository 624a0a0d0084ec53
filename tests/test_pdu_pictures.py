"""Pictures of PDUs: a bar never says more than its numbers, and never needs colour to say it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import pdu
from mentor_tui.pdu import months, pictures
from mentor_tui.pdu.held import PairSessions
from mentor_tui.pdu.pictures import Gauge, cells
from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Record, Session

from .pdu_room import TODAY, held, hours, quarters

CYCLE = {"cycle_start": "2025-01-01", "cycle_end": "2027-12-31"}
NAMES = ("PMP", "PMI-ACP", "PMI-CP", "PMI-CPMAI", "Knitting")


def ahead(*records: Record, role: Role = "mentor", today: date = TODAY) -> pdu.Forecast:
    sessions = [r for r in records if isinstance(r, Session)]
    held_ones = [r for r in records if isinstance(r, Certification)]
    return pdu.forecast([PairSessions(role, sessions, held_ones)], today)


def drawn(*records: Record, role: Role = "mentor", today: date = TODAY) -> dict[str, Gauge]:
    """The bars of the only certification among the records, by what they show."""
    [outlook] = ahead(*records, role=role, today=today).outlooks
    return {gauge.id: gauge for gauge in pictures.gauges(outlook)}


def planned(minutes: int, on: str) -> Session:
    return held(minutes, on, status="planned")


def of(gauge: Gauge, mark: str) -> int:
    return sum(amount for found, amount in gauge.parts if found == mark)


amounts = st.lists(st.integers(0, 10**6), min_size=1, max_size=5)


@settings(max_examples=100, deadline=None)
@given(amounts, st.integers(5, 70), st.integers(1, 10**6))
def test_a_bar_is_exact_hides_nothing_and_is_full_only_when_nothing_is_short(
    found: list[int], width: int, more: int
) -> None:
    marks = "abcd."[-len(found) :]
    bar = cells(list(zip(marks, found, strict=True)), width)
    assert len(bar) == width
    for mark, amount in zip(marks, found, strict=True):
        assert (mark in bar) == (amount > 0)
    grown = [found[0] + min(more, found[-1]), *found[1:-1], found[-1] - min(more, found[-1])]
    if len(found) > 1:  # what is short becomes something: but for a cell lent to a mark that had none, it never shrinks
        assert cells(list(zip(marks, grown, strict=True)), width).count(marks[0]) >= bar.count(marks[0]) - 1


certifications = st.builds(
    Certification,
    id=st.just("c"),
    name=st.sampled_from(NAMES),
    cycle_start=st.sampled_from(["", "2025-01-01", "2026-04-01"]),
    cycle_end=st.sampled_from(["", "2027-12-31"]),
    giving_back_claimed=st.integers(0, 120),
    practitioner_claimed=st.integers(0, 60),
    ways_of_working_claimed=st.integers(0, 60),
    power_skills_claimed=st.integers(0, 60),
    own_total=st.sampled_from(["", "", "0.00", "30.00"]),
    own_giving_back_cap=st.sampled_from(["", "", "0.00", "4.25"]),
)
talks = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.dates(date(2025, 6, 1), date(2026, 12, 31)),
        st.sampled_from(["held", "held", "planned", "cancelled"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


def some(found: list[tuple[int, date, str, int]]) -> list[Session]:
    return [
        held(minutes, on.isoformat(), status=status, ways_of_working=ways, power_skills=1, start=f"{at:02d}:00")
        for at, (minutes, on, status, ways) in enumerate(found)
    ]


@settings(max_examples=40, deadline=None)
@given(certifications, talks, st.sampled_from(["mentor", "mentee"]), st.integers(8, 60))
def test_whatever_is_held_the_bars_say_what_the_position_says(
    certification: Certification, found: list[tuple[int, date, str, int]], role: Role, width: int
) -> None:
    whole = ahead(certification, *some(found), role=role)
    [outlook] = whole.outlooks
    position, back = outlook.position, outlook.position.giving_back
    gauges = {gauge.id: gauge for gauge in pictures.gauges(outlook)}
    assert of(gauges["total"], "=") + of(gauges["total"], "#") == position.total
    short = {words for words, _ in position.missing}
    for gauge in gauges.values():
        assert len(gauge.bar(width)) == width and gauge.bar(width)[0] == "["
        assert all(amount >= 0 for _, amount in gauge.parts), gauge
        assert gauge.label in gauge.sentence and gauge.sentence.endswith(".")
        assert not (gauge.shaky and "reached" in gauge.note), "nobody vouches for it"
        assert ("x" in gauge.bar(width)) == (of(gauge, "x") > 0 and gauge.wall)
        words = "in all" if gauge.id == "total" else gauge.label
        if not gauge.wall:
            assert ("short" in gauge.note) == (words in short)
    if "giving_back" in gauges:
        gauge = gauges["giving_back"]
        assert sum(of(gauge, mark) for mark in "~=#") == back.reached
        lost = back.over + back.claimed_elsewhere + back.counts - back.reached
        assert of(gauge, "x") == lost + sum(one.planned_wasted for one in outlook.ahead)
        assert gauge.known == (back.cap is not None)
    shown = months.months(whole, TODAY, "c")
    first = f"{shown[0].year}-{shown[0].month:02d}-01"
    inside = [line for line in whole.now.lines if line.session.on >= first]
    earlier = sum(line.quarters for line in inside if line.counts and line.session.on[:7] <= _last(shown))
    assert sum(month.earned for month in shown) == earlier


def _last(shown: list[months.Month]) -> str:
    return f"{shown[-1].year}-{shown[-1].month:02d}"


def test_minima_tell_what_is_elsewhere_from_talks_planned_and_short() -> None:
    split = {"power_skills": 1}
    held_one = Certification(name="PMP", ways_of_working_claimed=36, **CYCLE)
    found = drawn(held_one, *hours(5, **split), planned(60, "2026-06-01"), role="mentee")
    education = found["education"]
    assert (education.numbers, education.note) == ("14.00 of 35.00", "21.00 short")
    assert education.bar(37) == "[" + "=" * 9 + "#" * 5 + "+" + "." * 20 + "]"
    assert education.sentence == (
        "Education: 14.00; at least 35.00 are needed. 9.00 claimed elsewhere, 5.00 from sessions, 1.00 planned, "
        "21.00 still short."
    )
    assert found["ways_of_working"].note == "reached" and found["power_skills"].note == "3.00 short"
    assert [g.inside for g in found.values()] == [False, False, True, True, True, False]
    assert pictures.legend(found.values()) == "= elsewhere  # talks  + planned  . short  - free"


def test_a_cap_is_a_wall_with_the_practitioner_inside_and_the_waste_behind() -> None:
    held_one = Certification(name="PMP", giving_back_claimed=quarters("10"), practitioner_claimed=40, **CYCLE)
    found = drawn(held_one, *hours(9), planned(60, "2026-06-01"))
    back = found["giving_back"]  # 8.00 of 10.00 practitioner, 10.00 elsewhere, 7.00 of 9.00, and one planned
    assert (back.numbers, back.note) == ("25.00 of 25.00", "2.00 wasted")
    assert re.fullmatch(r"\[~+=+#+\|x+\]", back.bar(40))
    assert "2.00 above the cap do not count, 1.00 of what is planned would be above it." in back.sentence
    assert (found["practitioner"].numbers, found["practitioner"].note) == ("8.00 of 8.00", "2.00 wasted")
    assert found["practitioner"].inside


def test_what_will_be_wasted_is_said_before_it_is() -> None:
    full = Certification(name="PMP", giving_back_claimed=quarters("25"), **CYCLE)
    assert drawn(full)["giving_back"].note == "full"
    nearly = Certification(name="PMP", giving_back_claimed=quarters("24"), **CYCLE)
    back = drawn(nearly, planned(120, "2026-06-01"))["giving_back"]
    assert back.note == "1.00 to waste" and re.fullmatch(r"\[=+\+\|x\]", back.bar(20))


def test_nobodys_figures_are_said_to_be_and_ones_own_too() -> None:
    found = drawn(Certification(name="PMI-CP", power_skills_claimed=40, **CYCLE))
    assert found["education"].note == "8.00 short, unverified" and found["education"].shaky
    assert found["power_skills"].note == "unverified"  # 10.00 of 4.00, but whose 4.00?
    assert "(not verified by us)" in found["education"].sentence
    mine = drawn(Certification(name="PMI-CP", own_education_minimum="2.00", power_skills_claimed=40, **CYCLE))
    assert mine["education"].note == "reached, your figure" and not mine["education"].shaky


def test_without_a_figure_a_bar_has_no_end_and_an_empty_one_is_not_drawn() -> None:
    found = drawn(Certification(name="Knitting", **CYCLE), *hours(2))
    assert list(found) == ["total", "giving_back"]
    assert found["giving_back"].bar(12) == "[#####     ?" and found["giving_back"].note == "limit unknown"


def test_zero_and_huge_figures_keep_their_bars_in_shape() -> None:
    nothing = Certification(name="X", own_giving_back_cap="0.00", own_education_minimum="0.00", **CYCLE)
    found = drawn(nothing, *hours(20, 1440), *hours(20, 1440, "2026-04"))
    assert found["giving_back"].numbers == "0.00 of 0.00" and found["giving_back"].bar(10) == "[|xxxxxxx]"
    assert "960.00 wasted" in found["giving_back"].note
    assert found["education"].bar(10) == "[        ]" and "reached" in found["education"].note


def test_the_split_of_a_mentees_talks_has_a_letter_per_side() -> None:
    lines = ahead(
        held(120, "2026-03-01", ways_of_working=1, power_skills=1), held(60, "2026-03-02"), role="mentee"
    ).now.pairs
    gauge = pictures.split_gauge(lines)
    assert gauge is not None and gauge.bar(14) == "[WWWWPPPP????]" and gauge.note == "W 1.00, P 1.00, ? 1.00 to split"
    assert "Ways of Working 1.00, Power Skills 1.00, not split yet 1.00" in gauge.sentence
    assert pictures.split_gauge(ahead(*hours(2)).now.pairs) is None  # a mentor has none


def test_months_tell_what_counts_is_wasted_planned_and_belongs_elsewhere() -> None:
    held_one = Certification(
        id="c", name="PMP", giving_back_claimed=quarters("22"), cycle_start="2026-01-01", cycle_end="2028-12-31"
    )
    records: list[Any] = [held_one, held(60, "2025-12-30"), held(120, "2026-02-02"), held(120, "2026-04-02")]
    whole = ahead(*records, planned(60, "2026-07-01"), planned(60, "2027-03-01"), held(90, "2026-04-03", paid=True))
    shown = months.months(whole, TODAY, "c")
    assert [shown[0].name, shown[-1].name] == ["Aug", "Jul"] and len(shown) == 12
    told = [month.sentence for month in shown if month.total]
    assert told == [
        "Dec 2025: 1.00 not for it",
        "Feb 2026: 2.00 from sessions",
        "Apr 2026: 1.00 from sessions, 1.00 wasted",
        "Jul 2026: 1.00 planned and wasted",
    ]
    assert (
        months.summary(shown) == "5.00 PDUs in 3 of 12 months, 1.00 planned; o 1.00 not for it: another cycle or domain"
    )
    *columns, numbers, names = months.chart(shown, 78, 4)
    assert {len(line) for line in (*columns, numbers, names)} == {78} and len(columns) == 4
    assert numbers.split() == [".", ".", ".", ".", "1.00", ".", "2.00", ".", "2.00", ".", ".", "1.00"]
    assert names.split()[3:6] == ["Nov", "Dec", "2026"]
    at = numbers.index("2.00", numbers.index("2.00") + 1)
    assert [line[at] for line in columns] == ["x", "x", "#", "#"]  # April, from the top


def test_what_is_planned_is_never_earned_whatever_a_certification_takes_of_it() -> None:
    pmp, capm = Certification(id="p", name="PMP"), Certification(id="c", name="CAPM")
    ended = Certification(id="e", name="PMI-ACP", cycle_start="2023-06-01", cycle_end="2026-05-31")
    talks = [held(75, "2026-04-02"), planned(60, "2026-06-01")]
    for role in ("mentor", "mentee"):
        whole = ahead(pmp, capm, ended, *talks, role=role)
        for certification in ("", "p", "c", "e"):
            shown = months.months(whole, TODAY, certification)
            assert (sum(m.earned for m in shown), sum(m.coming for m in shown)) == (5, 4), certification
    assert [m.sentence for m in months.months(whole, TODAY, "e") if m.coming] == ["Jun 2026: 1.00 planned, not for it"]


def test_months_without_anything_and_with_a_lot() -> None:
    nothing = months.months(ahead(), TODAY)
    assert len(nothing) == 12 and nothing[-1].name == "May" and not any(m.total for m in nothing)
    assert months.chart(nothing, 20, 3)[:3] == [" " * 20] * 3
    assert months.summary(nothing) == "No PDUs in these months"
    much = months.months(ahead(*[held(1440, f"2026-05-{day:02d}", start="00:00") for day in range(1, 25)]), TODAY)
    assert months.chart(much, 78, 3)[-2].split()[-1] == "576"
