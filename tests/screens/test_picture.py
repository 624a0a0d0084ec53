"""The picture to show around: the app's own words stay, the person's are bars."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest

from mentor_tui import screens
from mentor_tui.screens.close import close
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.picture import blanked

from .conftest import OpenApp
from .walk import go, until


def words(app: MentorApp) -> str:
    """What can be read in the picture."""
    picture = html.unescape(re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", blanked(app.screen)))
    return " ".join(picture.replace("\xa0", " ").split())


async def test_the_apps_own_words_stay_and_the_persons_do_not(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        for place, own in {
            "home": ("Coming up", "Actions", "Rhythm", "Last session"),
            "journey": ("Sign the agreement", "today,", "Where it comes from"),
            "goals": ("Progress", "By when"),
            "close": ("To close well", "Review the outcomes together", "Lessons"),
            "export": ("Make a document", "Closure summary", "the program team", "last made"),
        }.items():
            await go(app, pilot, place)
            seen = words(app)
            assert all(word in seen for word in own), (place, seen)
            for private in ("Bram", "Claes", "Ana Peeters", "steering", "18 May", "14:00", "60"):
                assert private not in seen, (place, private)
        await pilot.press("escape", "f1")
        await until(pilot, lambda: "Lock the vault now" in words(app) and "What can be done here" in words(app))


async def test_a_closing_step_with_words_that_the_pair_filled_in_is_a_bar(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(close, "filled_in", lambda view: ("outcomes",))
    async with open_app((120, 40)) as (app, pilot):
        await go(app, pilot, "close")
        assert "outcomes" not in words(app) and "To close well" in words(app)


async def test_an_empty_list_shows_its_own_sentence(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        await go(app, pilot, "goals")
        assert "No goals yet." in words(app)


async def test_titles_headings_options_and_buttons_stay_and_names_in_them_do_not(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        for place, own in {
            "settings": "Lock after",
            "pairs": "Your pairs",
            "goal:new": "New goal",
            "action:new": "Note an action",
            "pair": "Your pair with",
            "prepare": "Prepare",
            "export:closure": "STAYS HERE",
        }.items():
            await go(app, pilot, place)
            seen = words(app)
            for private in ("Claes", "Ana Peeters", "steering"):
                assert private not in seen, (place, private)
            assert own in seen, (place, seen)
        await go(app, pilot, "pairs")
        await pilot.press("f")
        await pilot.pause()
        assert "Forget your pair with" in words(app) and "Claes" not in words(app)
        await go(app, pilot, "agreement")
        await pilot.press("r")
        await pilot.pause()
        seen = words(app)
        assert "Start version" in seen and "Start it (y)" in seen and "Not now (n)" in seen, seen


async def test_the_answers_to_choose_from_stay(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        goal = app.view.goals[0]
        await go(app, pilot, f"goal:{goal.id}")
        await pilot.press("x")
        await pilot.pause()
        seen = words(app)
        assert "What do you want to delete?" in seen and "the whole goal" in seen, seen
        assert not goal.title or goal.title[:12] not in seen


def test_own_words_are_literals() -> None:
    """What a picture may show is written in the code or in a form's definition: nothing of the person's gets in."""
    folder = Path(screens.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            asked = [k.value for k in call.keywords if call.func.id in ("Confirm", "Ask") and k.arg in _SAID]
            for words_ in [*asked, *(call.args[:1] if call.func.id == "own" else ())]:
                assert _is_written(words_) or path.name == "dialogs.py", f"{path.name}:{call.lineno}"


def test_only_the_drawing_widgets_draw_signs_that_a_picture_shows() -> None:
    """`drawn` passes what no literal is; whoever else calls it could let a name into a picture."""
    folder = Path(screens.__file__).parent
    calls = {path for path in folder.rglob("*.py") if "drawn(" in path.read_text("utf-8")}
    assert {path.name for path in calls if path.parent.name != "widgets"} == {"road.py", "goal_pictures.py"}


_SAID = ("yes", "no", "enter")


def _is_written(words_: ast.expr) -> bool:
    if isinstance(words_, ast.IfExp):
        return _is_written(words_.body) and _is_written(words_.orelse)
    if isinstance(words_, ast.Attribute):
        return words_.attr in ("label", "title", "help") and ast.unparse(words_.value).split(".")[0] in _FORMS
    return isinstance(words_, ast.Constant)


_FORMS = ("field", "form", "option", "asked", "occasion", "card", "theme", "section")
