"""The road of every program that comes with the app, for both roles, and in every state of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mentor_tui.mentoring import journey
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.programs import available
from mentor_tui.schema.records import StepMark
from mentor_tui.screens.journey.about import about_program, about_stage, about_step, laid_out
from mentor_tui.screens.journey.road import Road, blocks
from mentor_tui.workspace import PairView
from tests.pair_views import view

STATES: dict[str, dict[str, Any]] = {
    "without dates": {"start": "", "end": "", "kickoff": ""},
    "under way": {"start": "2026-03-01", "end": "2026-07-31"},
    "not begun": {"start": "2026-08-01", "end": "2026-12-31"},
    "past its end": {"start": "2025-03-01", "end": "2025-07-31"},
    "paused": {"start": "2026-03-01", "end": "2026-07-31", "status": "paused"},
    "closed": {"start": "2026-01-01", "end": "2026-05-01", "status": "completed", "ended_on": "2026-04-30"},
    "very long": {"start": "1990-01-01", "end": "2080-12-31"},
}


def views() -> Iterator[tuple[str, PairView]]:
    for program in available():
        for role in ROLES:
            for state, days in STATES.items():
                yield state, view(pair={"role": role, "program": program, "kickoff": ""} | days)


@pytest.mark.parametrize("airy", [True, False])
def test_every_road_fits_its_width_and_has_one_today(airy: bool) -> None:
    for state, one in views():
        road = Road(one, journey.read(one), frozenset(), airy)
        found = blocks(road)
        assert found[-1].key == "about:"
        today = 0
        for width in (52, 76):
            for block in found:
                lines = list(block.draw(width))
                assert len(lines) == block.lines, (one.program.id, state, block.key)
                assert all(line.cell_length == width for line in lines), (one.program.id, state, block.key)
                today += sum("today," in line.plain for line in lines)
        assert today == (0 if state in ("closed", "past its end") else 2), (one.program.id, state)


def test_nothing_that_is_late_lies_ahead_of_today() -> None:
    for state, one in views():
        road = Road(one, journey.read(one), frozenset(), True)
        lines = [(block, line.plain) for block in blocks(road) for line in block.draw(76)]
        at = next((n for n, (_, line) in enumerate(lines) if "today," in line), len(lines))
        ahead = [block.key for block, _ in lines[at:] if block.mark == "late"]
        now = one.program.stages.index(road.state.stage)
        later = {s.id for s in one.program.stages[now + 1 :]}
        steps = {s.step.id: s.step.stage for s in road.state.steps}
        assert all(steps[key] in later for key in ahead), (one.program.id, state, ahead)


def test_of_every_step_it_can_be_read_what_it_is_and_where_it_comes_from() -> None:
    for state, one in views():
        now = journey.read(one)
        for step in now.steps:
            told = laid_out(about_step(one, step, now, str), compact=False).plain
            assert step.step.title and "Where it comes from" in told and step.step.help in told, (state, step.step.id)
        for item in now.stages:
            assert item.stage.summary in laid_out(about_stage(one, item, [], True, str), compact=True).plain
        assert one.program.name in laid_out(about_program(one), compact=False).plain


def test_a_step_tells_the_day_on_which_it_was_done() -> None:
    one = view(StepMark(id="m", pair_id="pair", step="match-check", on="2026-04-09"))
    [block] = [b for b in blocks(Road(one, journey.read(one), frozenset(), True)) if b.key == "match-check"]
    assert "done" in block.draw(76)[-1].plain and "Thu  9 Apr" in block.draw(76)[-1].plain
