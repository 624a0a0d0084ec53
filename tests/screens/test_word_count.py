"""A text that should have so many words tells how many stand in it, with every letter, and takes any number."""

from __future__ import annotations

from textual.widgets import TextArea

from mentor_tui.schema import programs
from mentor_tui.screens.widgets.plain import Plain

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for

BIO = programs.load("pmi-belgium").form("mentor-profile").field("bio")


def test_the_words_are_counted_and_none_is_refused() -> None:
    assert BIO.words_told("") == "0 words, 120 to 180 asked for; 120 more to go"
    assert BIO.words_told("word " * 150) == "150 words, 120 to 180 asked for"
    assert BIO.words_told("word\n" * 181) == "181 words, 120 to 180 asked for; 1 too many"
    assert BIO.check("one") == "one"
    assert programs.load("pmi-belgium").form("closure").field("thanks").words_told("a") == ""


async def test_the_count_follows_the_typing(open_app: OpenApp) -> None:
    async with open_app((100, 30), "mentor") as (app, pilot):
        app.go("form:mentor-profile")
        await wait_for(pilot, lambda: bool(app.screen.query("#field-bio .words")))
        await pilot.pause()
        assert "0 words, 120 to 180 asked for" in seen(app)
        app.screen.query_one("#field-bio TextArea", TextArea).focus()
        await pilot.press(*"I ask")
        await pilot.pause()
        told = str(app.screen.query_one("#field-bio .words", Plain).render())
        assert told == "2 words, 120 to 180 asked for; 118 more to go"
