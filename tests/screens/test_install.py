"""A program of one's own team, taken in from within the app."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.schema import pack_starter
from mentor_tui.schema.records import Pack
from mentor_tui.screens.people.pairs import PairsScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.dialogs import Ask, Confirm
from mentor_tui.screens.widgets.plain import Plain

from .conftest import OpenApp
from .seeing import notice
from .test_firstrun import wait_for


async def take_in(app: MentorApp, pilot: Pilot[int], folder: Path) -> None:
    await pilot.press("i")
    await wait_for(pilot, lambda: isinstance(app.screen, Ask))
    app.screen.query_one(Input).value = str(folder)
    await pilot.press("enter")
    await wait_for(pilot, lambda: not isinstance(app.screen, Ask))


def asked(app: MentorApp) -> str:
    return "\n".join(str(plain.content) for plain in app.screen.query(Plain))


async def test_a_program_is_taken_in_and_brought_up_to_date_after_a_look(open_app: OpenApp, tmp_path: Path) -> None:
    folder = tmp_path / "our-way"
    pack_starter.start(folder)
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("f8")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        await take_in(app, pilot, folder)
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Its program team may see, once you send it:" in asked(app)
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, PairsScreen))
        assert not app.ws.all(Pack)
        await take_in(app, pilot, folder)
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await wait_for(pilot, lambda: "is in this vault now" in notice(app))
        assert [pack.id for pack in app.ws.all(Pack)] == ["our-way"]
        await take_in(app, pilot, folder)
        await wait_for(pilot, lambda: "exactly like this" in notice(app))
        told = folder / "program.toml"
        told.write_text(told.read_text("utf-8").replace('title = "', 'title = "Our ', 1), "utf-8")
        await take_in(app, pilot, folder)
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
        assert "No pair uses it yet." in asked(app)
        await pilot.press("y")
        await wait_for(pilot, lambda: "All your answers are kept" in notice(app))
        told.write_text("id = ", "utf-8")
        await take_in(app, pilot, folder)
        await wait_for(pilot, lambda: "programs check" in notice(app))
        assert "is not valid" in notice(app)
        await take_in(app, pilot, tmp_path / "nowhere")
        await wait_for(pilot, lambda: "nowhere" in notice(app))
        await pilot.press("u", "u")
        await wait_for(pilot, lambda: not app.ws.all(Pack))
