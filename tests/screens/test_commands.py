"""What the list of commands and the small boxes say."""

from __future__ import annotations

import importlib
import pkgutil

from textual.pilot import Pilot

from mentor_tui import screens
from mentor_tui.screens.commands import commands_of
from mentor_tui.screens.goals.goals import GoalsRoom
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.elsewhere import ALONE, PLACES, elsewhere
from mentor_tui.screens.shell.find import FindScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Ask, Choose

from .conftest import OpenApp
from .seeing import lines, notice, seen
from .test_firstrun import keys, wait_for


async def test_every_line_of_the_palette_stands_alone(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await pilot.press("ctrl+p")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        await pilot.pause(0.5)
        assert "Postpone the next thing until tomorrow" in seen(app)
        await pilot.press(*keys("lock the vault"))
        await wait_for(pilot, lambda: "Lock the vault now" in seen(app) and "Plan a session" not in seen(app))


async def test_a_small_box_says_what_enter_and_escape_do(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        for box in (Ask("Why?"), Choose("Which?", [("a", "this one")])):
            app.push_screen(box)
            await pilot.pause()
            assert "Enter" in seen(app) and "Escape changes nothing" in seen(app)
            await pilot.press("escape")
            await pilot.pause()


def test_no_place_or_key_of_sessions_and_actions_has_another_word_for_them() -> None:
    said = ""
    for place in PLACES:
        if place.module.partition(".")[0] in ("home", "sessions", "actions"):
            commands = (f"{command.label} {command.help}" for command in place.kind.HERE)  # type: ignore[attr-defined]
            said += " ".join((place.title, place.way, place.kind.ABOUT, *commands)).lower()  # type: ignore[attr-defined]
    assert not [word for word in ("meeting", "talk", "promise", "let go", "let it go") if word in said]


async def pick(app: MentorApp, pilot: Pilot[int], words: str, wanted: str) -> None:
    """Open the palette, type, and take the first command found."""
    await pilot.press("ctrl+p")
    await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
    await pilot.press(*keys(words))
    await wait_for(pilot, lambda: wanted in "".join(lines(app, "#hits")[:1]))
    await pilot.press("enter")


async def test_the_palette_finds_a_command_of_another_place_and_goes_there_first(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await pick(app, pilot, "write a goal", "Write a goal; a title is enough")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.where == "goal:new")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, GoalsRoom))


async def test_what_needs_a_line_is_told_and_not_done_to_whatever_stands_first(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        goals = len(app.view.goals)
        await pick(app, pilot, "delete the goal under", "Delete the goal under the cursor")
        await wait_for(pilot, lambda: "then press x: delete the goal" in notice(app))
        assert isinstance(app.screen, GoalsRoom) and len(app.view.goals) == goals


async def test_no_command_is_missing_in_the_palette(open_app: OpenApp) -> None:
    """Every command of every screen is found from Home, but those of boxes, of the way in and of forms being filled."""
    own = ("welcome", "message", "recovery", "found", "unlock", "passphrase", "confirm", "dialog", "secret", "find")
    async with open_app(empty=True) as (app, _):
        found = {c.sentence for c, _ in elsewhere(app, app.screen)}
        found |= {c.sentence for node in (app.screen, app) for c in commands_of(node)}
    for module in pkgutil.walk_packages(screens.__path__, "mentor_tui.screens."):
        for kind in vars(importlib.import_module(module.name)).values():
            for command in commands_of(kind) if isinstance(kind, type) else ():
                if command.id.partition(".")[0] in (*own, "draft", "forgotten") or command.key.startswith("escape"):
                    continue
                assert command.sentence in found, command.id
    assert {c.id for place in PLACES for c in commands_of(place.kind)} >= ALONE


async def test_a_locked_vault_offers_no_command_of_a_place(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert list(elsewhere(app, app.screen)) == []


_OF_A_LINE = {
    "home.do_next", "home.later", "journey.do_step", "journey.tick", "journey.later", "journey.set_aside",
    "goals.open", "goals.edit", "goals.progress", "goals.delete", "agreement.delete", "sessions.edit",
    "sessions.invite", "sessions.delete", "learning.open", "learning.edit",
    "actions.tick", "actions.edit", "actions.move", "actions.drop",
    "actions.delete", "pdus.why", "pdus.edit", "pdus.remove", "notes.edit", "notes.remove", "close.tick",
    "close.remove", "close.edit", "claims.go_on", "claims.make", "claims.tick", "claims.all_in_one",
    "claims.step_on", "claims.edit", "claims.refresh_it", "claims.drop", "claims.audit", "claims.undo",
    "audit.repair", "pairs.open", "pairs.edit", "pairs.remove", "pairs.forget", "pairs.undo", "pairs.redo",
    "rows.edit", "rows.purge", "rows.remove", "join.look", "join.save", "kept.bring_back", "kept.drop", "kept.undo",
}  # fmt: skip
"""Commands that change or open what the cursor stands on: from elsewhere they are told, never done."""


def test_every_command_of_a_place_is_said_to_need_a_line_or_not() -> None:
    """The palette does from afar what needs no line, and nothing else: a new command is put into one of two lists."""
    reachable = {
        command.id
        for place in PLACES
        if not place.way
        for command in commands_of(place.kind)
        if not command.key.startswith("escape") and not command.id.startswith("draft.")
    }
    assert reachable == ALONE | _OF_A_LINE
    assert not ALONE & _OF_A_LINE


async def test_the_palette_finds_anything_by_plain_words_and_opens_it(open_app: OpenApp) -> None:
    """Settings, forms, documents, programs and help by other words than their names, each opened in one step."""
    wanted = {
        "lost data": ("Backups", "BackupsScreen"),
        "cv": ("Photo and biography", "SheetScreen"),
        "attestation": ("Certificate of hours", "ExportScreen"),
        "e-mentoring": ("PLP-ESS E-Mentoring", "ProgramPage"),
        "autosave": ("What you type is kept", "HelpBox"),
        "second mentee": ("Your pairs", "PairsScreen"),
    }
    async with open_app((120, 40)) as (app, pilot):
        for words, (title, screen) in wanted.items():
            await pick(app, pilot, words, title)
            await wait_for(pilot, lambda screen=screen: type(app.screen).__name__ == screen)
            app.go("home")
            await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))


async def test_find_widens_to_everything_with_the_words_that_stand_there(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        await pilot.press("slash", *keys("passphrase"))
        await wait_for(pilot, lambda: "Find what you wrote" in seen(app) and "Nothing found" in seen(app))
        await pilot.press("ctrl+p")
        await wait_for(pilot, lambda: "Find anything" in seen(app) and "Passphrase" in "".join(lines(app, "#hits")))


async def test_help_is_narrowed_by_typing_and_enter_does_it(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        app.go("goals")
        await wait_for(pilot, lambda: isinstance(app.screen, GoalsRoom))
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: "Delete the goal under the cursor" in seen(app) and "Who sees what" in seen(app))
        await pilot.press(*keys("objective"))
        await wait_for(pilot, lambda: "Write a goal" in "".join(lines(app, "#hits")[:1]))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.where == "goal:new")


async def test_in_help_a_digit_goes_to_its_place_and_the_key_that_opened_it_closes_it(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f1")
        await wait_for(pilot, lambda: "What can be done here" in seen(app))
        await pilot.press("question_mark")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeRoom))
        await pilot.press("f1")
        await wait_for(pilot, lambda: "What can be done here" in seen(app))
        await pilot.press("f", "1")  # behind a letter it is typed
        await wait_for(pilot, lambda: "picture" in "".join(lines(app, "#hits")))
        await pilot.press("backspace", "backspace", "3")
        await wait_for(pilot, lambda: isinstance(app.screen, GoalsRoom))
