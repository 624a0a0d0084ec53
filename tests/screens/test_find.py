"""Find: any words, accents or not; Enter goes there, in the right pair."""

from __future__ import annotations

from mentor_tui.schema.records import Note, Pair
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.shell.find import FindScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import lines, seen
from .test_firstrun import keys, wait_for


def _elsewhere(workspace: Workspace) -> None:
    other = Pair(role="mentee", partner_name="Zoë", start="2026-04-01", end="2026-08-29")
    workspace.save(other, Note(pair_id=other.id, on="2026-05-02", title="Café in Liège", text="crème brûlée"))


async def test_accents_do_not_matter_and_the_pair_is_switched(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_elsewhere) as (app, pilot):
        app.open_pair(next(p.id for p in app.ws.pairs if p.partner_name != "Zoë"))
        await pilot.pause()
        await pilot.press("slash")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*keys("CREME liege"))
        await wait_for(pilot, lambda: bool(lines(app, "#hits")))
        assert "Café in Liège" in seen(app)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        assert app.pair.partner_name == "Zoë"
        assert app.screen.where.startswith("note:")  # type: ignore[attr-defined]


async def test_enter_right_after_typing_searches_first(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_elsewhere) as (app, pilot):
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*keys("brulee"), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))


async def test_nothing_found_is_said_and_escape_goes_back(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        before = app.screen
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*keys("xyzzy"))
        await wait_for(pilot, lambda: "Nothing found" in seen(app))
        await pilot.press("enter")
        await pilot.pause()
        assert "Fewer letters find more" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is before


async def test_arrows_move_while_the_cursor_stays_in_the_words(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press("e")
        await wait_for(pilot, lambda: len(lines(app, "#hits")) > 2)
        await pilot.press("down", "down")
        assert app.screen.query_one("#hits").cursor == 2  # type: ignore[attr-defined]
        assert app.focused is app.screen.query_one("#words")


def _three_notes(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    workspace.save(*(Note(pair_id=pair.id, on=f"2026-05-0{n}", title=f"Zanzibar {n}", text="sails") for n in (1, 2, 3)))


async def test_enter_goes_to_the_hit_under_the_cursor_and_not_to_the_first(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_three_notes) as (app, pilot):
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*keys("zanzibar"))
        await wait_for(pilot, lambda: len(lines(app, "#hits")) == 3)
        await wait_for(pilot, lambda: "3 found" in seen(app))
        wanted = lines(app, "#hits")[2].split()[1]
        await pilot.press("down", "down", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await wait_for(pilot, lambda: f"Zanzibar {wanted}" in seen(app))


async def test_a_click_on_a_hit_opens_that_one(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=_three_notes) as (app, pilot):
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.press(*keys("zanzibar"))
        await wait_for(pilot, lambda: len(lines(app, "#hits")) == 3)
        wanted = lines(app, "#hits")[1].split()[1]
        await pilot.click("#hits", offset=(20, 1))
        await pilot.click("#hits", offset=(20, 1))
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await wait_for(pilot, lambda: f"Zanzibar {wanted}" in seen(app))


async def test_locking_while_everything_is_made_ready_leaves_nothing_behind(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        for waits in (0.0, 0.02, 0.1):
            await pilot.press("ctrl+p", "s")
            await pilot.pause(waits)
            app.lock()
            await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
            await pilot.pause(0.1)
            assert not app.crash
            await pilot.press(*keys(PASSPHRASE), "enter")
            await wait_for(pilot, lambda: app.is_open and isinstance(app.screen, HomeRoom))
