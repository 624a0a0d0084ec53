"""Grey words in a field are an answer, which one key takes; what goes in there stands under the label."""

from __future__ import annotations

import pytest

from mentor_tui.schema import programs

from .conftest import OpenApp
from .seeing import seen
from .walk import go, until

WORDS = "We agree the next date before we hang up."


@pytest.mark.parametrize("key", ["right", "ctrl+@"])
async def test_one_key_takes_the_suggestion_of_an_empty_field(open_app: OpenApp, key: str) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "agreement-edit:new")
        await pilot.press("ctrl+o")  # from the one page to all questions
        await until(pilot, lambda: not app.screen.on_page)  # type: ignore[attr-defined]
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.whole)
        editor = body.editor("scheduling")
        editor.focus_editor()
        await until(pilot, lambda: WORDS in seen(app))
        assert editor.raw == ""  # it is no answer before it is taken
        await pilot.press(key)
        await until(pilot, lambda: editor.raw == WORDS)
        await pilot.press(key, "!")
        assert editor.raw == f"{WORDS}!"  # what stands there is written on as ever
        line = body.editor("cancellation_notice")
        line.focus_editor()
        await pilot.press(key, "?")
        await until(pilot, lambda: line.raw == f"{line.field.suggestion}?")


async def test_what_goes_into_a_field_of_the_log_stands_outside_it(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await go(app, pilot, "log")
        await until(pilot, lambda: "One line each, such as" in seen(app))
        assert "The topic, in a few words" in seen(app)
        await pilot.press("x")
        assert "The topic, in a few words" in seen(app)  # it does not go when one types


def test_no_suggestion_tells_what_to_do() -> None:
    told = [
        f.suggestion
        for name in programs.available()
        for form in programs.load(name).forms.values()
        for f in form.fields()
    ]
    taken = [words for words in told if words]
    assert taken and all(words.endswith(".") and not words.startswith(("One per line", "Such as")) for words in taken)
