"""Everything that can be reached is one key or one click away: letters over the screen, links, the key line."""

from __future__ import annotations

import json

from textual.geometry import Offset
from textual.pilot import Pilot

from mentor_tui.screens.goals.goals import GoalsRoom
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.shell.jump import JumpScreen, lettered
from mentor_tui.screens.widgets.plain import content, own
from mentor_tui.screens.widgets.reach import Reach
from mentor_tui.screens.widgets.rows import Rows

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for
from .walk import go


async def letters_of(app: MentorApp, pilot: Pilot[int], key: str = "comma") -> dict[str, Reach]:
    """Ask for the letters; what each leads to."""
    await pilot.press(key)
    await wait_for(pilot, lambda: isinstance(app.screen, JumpScreen) and app.screen.is_mounted)
    assert isinstance(app.screen, JumpScreen)
    return dict(app.screen.letters)


async def test_a_letter_leads_to_a_row_a_digit_to_its_place_and_a_key_to_what_it_does(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        await go(app, pilot, "actions")
        rows = app.screen.query(Rows).first()
        found = await letters_of(app, pilot)
        assert {"1", "9", "n", "e", "?"} <= set(found)
        third = next(a for a, reach in found.items() if reach.at == rows.region.offset + Offset(0, rows.head + 2))
        await pilot.press(third)
        await wait_for(pilot, lambda: not isinstance(app.screen, JumpScreen) and rows.cursor == 2)
        await letters_of(app, pilot)
        await pilot.press("3")
        await wait_for(pilot, lambda: isinstance(app.screen, GoalsRoom))
        await letters_of(app, pilot)
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))


async def test_in_a_field_a_key_that_is_no_letter_does_it_and_escape_leaves_all_as_it_is(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        await go(app, pilot, "note:new")
        await wait_for(pilot, lambda: app.focused is not None)
        first = app.focused
        await pilot.press("comma")
        assert not isinstance(app.screen, JumpScreen)
        found = await letters_of(app, pilot, "ctrl+g")
        assert first is not None
        other = min((reach.at.y, letter) for letter, reach in found.items() if reach.at.y > first.region.bottom)[1]
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is first)
        await letters_of(app, pilot, "ctrl+g")
        await pilot.press(other)
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not first)


def test_letters_never_run_out_and_none_begins_another() -> None:
    many = [Reach(Offset(0, y), lambda: None) for y in range(400)]
    told = [letter for letter, _ in lettered([*many, Reach(Offset(0, 0), lambda: None, "3")])]
    assert len(told) == 401 == len(set(told))
    assert not [(one, two) for one in told for two in told if one != two and two.startswith(one)]


async def test_a_key_in_a_sentence_is_clicked_and_the_same_signs_in_a_persons_words_are_not(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        draft = json.dumps({"by": app.draft_mark, "pair": app.pair.id, "title": "a [7] b", "values": {"title": "x"}})
        await app.keep_draft("new", "goal:new", draft)
        await go(app, pilot, "goals")
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom) and "[d] goes on" in seen(app))
        await click_on(app, pilot, "[7] b")
        assert isinstance(app.screen, HomeRoom)
        await click_on(app, pilot, "[d] goes on")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))


async def click_on(app: MentorApp, pilot: Pilot[int], words: str) -> None:
    """Click where these words begin, one letter on."""
    y, line = next((y, line) for y, line in enumerate(seen(app).split("\n")) if words in line)
    await pilot.click(offset=(line.index(words) + 1, y))
    await pilot.pause(0.1)


def test_only_the_apps_own_words_carry_links() -> None:
    assert any("@click" in str(span.style) for span in own("There is none.  [F9] makes one").spans)
    assert not content("There is none.  [F9] makes one").spans


async def test_a_click_beside_the_keys_in_the_key_line_does_nothing(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await pilot.click(offset=(117, 39))
        await pilot.pause(0.1)
        assert isinstance(app.screen, HomeRoom)
        await click_on(app, pilot, "a action")
        await wait_for(pilot, lambda: not isinstance(app.screen, HomeRoom))


async def test_letters_stand_where_each_row_begins_also_where_a_row_takes_several_lines(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        for place in ("journey", "goals", "learning-logs", "pdus"):
            await go(app, pilot, place)
            for rows in app.screen.query(Rows):
                top = rows.content_region.y - rows.scroll_offset.y + rows.head
                found = [rows.row_at(reach.at.y - top) for reach in rows.reaches()]
                assert found == sorted(set(found) - {-1}), (place, rows.id)
                assert len(found) == len(rows.rows) or rows.max_scroll_y, (place, rows.id)
        app.go("goals")
        await wait_for(pilot, lambda: isinstance(app.screen, GoalsRoom) and app.screen.is_mounted)
        goals = app.screen.query(Rows).first()
        reach = list(goals.reaches())[-1]
        reach.do()
        await wait_for(pilot, lambda: goals.cursor == len(goals.rows) - 1)
