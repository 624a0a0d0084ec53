"""Getting about: the strip of areas, one step back, and `n` for new."""

from __future__ import annotations

import pytest

from mentor_tui.screens.pdus.copy_deck import CopyDeck
from mentor_tui.screens.shell.base import AREAS
from mentor_tui.screens.widgets.bars import Places

from .conftest import OpenApp
from .seeing import notice, seen
from .test_claims import three_talks, to_claims
from .test_firstrun import wait_for


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.soak)])
async def test_a_click_on_an_area_goes_there(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, empty=True) as (app, pilot):
        for area, title in (*AREAS[1:], AREAS[0]):
            number = f"{[a for a, _ in AREAS].index(area) + 1} "
            bar = app.screen.query_one(Places)
            x = seen(app).splitlines()[bar.region.y].index(f"{number}{title}")
            await pilot.click(bar, offset=(x - bar.region.x, 0))
            await wait_for(pilot, lambda area=area: getattr(app.screen, "AREA", "") == area)
            assert title in seen(app)


async def test_escape_in_the_months_goes_back_to_the_talks_and_then_home(open_app: OpenApp) -> None:
    async with open_app((80, 24), "mentee") as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        await pilot.press("m")
        await wait_for(pilot, lambda: "Per month" in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: "Per month" not in seen(app) and "4 May" in seen(app))
        assert app.screen.AREA == "pdus"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await wait_for(pilot, lambda: getattr(app.screen, "AREA", "") == "home")


async def test_n_in_claims_makes_a_claim(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=three_talks) as (app, pilot):
        await to_claims(app, pilot)
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))


async def test_n_in_claims_says_what_is_missing_when_nothing_can_be_claimed(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await to_claims(app, pilot)
        await pilot.press("n")
        await wait_for(pilot, lambda: "You have added no certification" in notice(app))
        await pilot.press("c")
        await wait_for(pilot, lambda: "certification" in seen(app) and "PMP" in seen(app))
