"""Settings hold at once; secrets are asked for; no key ever does two things."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.settings.keys import KeysScreen, PressKey, all_commands, places, refusal, set_key
from mentor_tui.screens.settings.settings import SettingsScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.shell.themes import NAMES
from mentor_tui.screens.vault.backups import BackupsScreen
from mentor_tui.screens.vault.firstrun import RecoveryScreen
from mentor_tui.screens.vault.passphrase import PassphraseScreen
from mentor_tui.screens.widgets.dialogs import AskSecret, Choose, Confirm
from mentor_tui.vault import Vault, list_backups
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import keys, wait_for

COMMANDS = {c.id: c for c in all_commands()}


@pytest.mark.parametrize(("typed", "sentence"), [("61", "outside 1 to 60"), ("0", "1 to 60"), ("soon", "whole number")])
async def test_idle_minutes_out_of_range_are_refused(open_app: OpenApp, typed: str, sentence: str) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("settings:app")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"idle_minutes": typed})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: sentence in notice(app))
        assert app.idle.minutes == app.ws.settings.idle_minutes == 5


async def test_idle_minutes_and_theme_hold_at_once_and_are_undone_too(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("f9")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert "Evening (dark)" in seen(app), "the theme in use, though none was ever chosen"
        app.screen.body_widget.put({"idle_minutes": "12"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert app.idle.minutes == 12
        stand_on(app, "#lines", "Theme")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Which theme?" in seen(app))
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: app.theme == "mentor-light")
        stand_on(app, "#lines", "Plain signs")
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.ws.settings.plain and seen(app).isascii())
        await pilot.press("escape", "u")
        await wait_for(pilot, lambda: not app.ws.settings.plain and not seen(app).isascii())
        await pilot.press("u")
        await wait_for(pilot, lambda: app.theme == "mentor-dark")
        assert app.idle.minutes == 12


def test_the_form_names_the_themes_there_are() -> None:
    from mentor_tui.schema import programs

    options = programs.shared_forms()["settings"].field("theme").options
    assert tuple(o.id for o in options) == NAMES


async def test_a_key_is_changed_and_works(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.push_screen(KeysScreen())
        await wait_for(pilot, lambda: isinstance(app.screen, KeysScreen) and bool(lines(app, "#keys")))
        stand_on(app, "#keys", "pairs F8")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PressKey))
        await pilot.press("f12")
        await wait_for(pilot, lambda: app.ws.settings.keys == {"app.pairs": "f12"})
        assert any("F12 (changed)" in line for line in lines(app, "#keys"))
        await pilot.press("f12")
        await wait_for(pilot, lambda: "Your pairs" in seen(app))


async def test_a_key_that_is_taken_is_refused(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        log = COMMANDS["home.log"]
        for key, words in (("n", "already means"), ("enter", "stays with that"), ("f7", "already means")):
            assert words in await set_key(app, log, key)
        assert "typed into fields" in await set_key(app, COMMANDS["draft.save"], "s")
        assert "typed into fields" in await set_key(app, COMMANDS["app.leave"], "q")
        assert app.ws.settings.keys == {}
        assert await set_key(app, log, "g") == ""
        assert "already means" in await set_key(app, COMMANDS["home.act"], "g")
        assert await set_key(app, COMMANDS["home.act"], "l") == ""  # free now
        assert "already means" in await set_key(app, log, "")  # and its own key is taken meanwhile
        assert await set_key(app, COMMANDS["home.act"], "") == ""
        assert await set_key(app, log, "") == ""
        assert app.ws.settings.keys == {}
        await pilot.pause()
        assert isinstance(app.screen, HomeRoom)


def test_no_two_commands_share_a_key_where_they_meet() -> None:
    """The keys the app comes with: within one class, no key is declared twice."""
    for kind in places():
        own = [key for c in kind.__dict__.get("HERE", ()) for key in c.key.split(",")]
        assert len(own) == len(set(own)), kind


def test_every_place_offers_a_free_function_key() -> None:
    assert refusal(COMMANDS["draft.save"], "f12", {}) == ""


async def test_the_passphrase_changes_after_the_present_one(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        path = app.ws.vault.path
        app.go("settings")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        stand_on(app, "#lines", "Passphrase")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
        await pilot.press(*keys("wrong"), "enter")
        await wait_for(pilot, lambda: "not the current passphrase" in notice(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
        app.screen.query_one("#secret", Input).value = PASSPHRASE
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen))
        new = "quiet harbour seven lanterns"
        for field in ("#first", "#second"):
            app.screen.query_one(field, Input).value = new
        app.screen.query_one("#second", Input).focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm) and "New keys" in seen(app))
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen) and "old one" in notice(app))
        Vault.open(path, new, state_dir=app.setup.state_dir).close()


async def give_present(app: MentorApp, pilot: Pilot[int], passphrase: str = PASSPHRASE) -> None:
    await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
    app.screen.query_one("#secret", Input).value = passphrase
    await pilot.press("enter")


async def type_groups_back(app: MentorApp, pilot: Pilot[int]) -> str:
    await wait_for(pilot, lambda: isinstance(app.screen, RecoveryScreen))
    screen = app.screen
    assert isinstance(screen, RecoveryScreen)
    await pilot.press("enter")
    for number in screen.asked:
        screen.query_one(f"#group-{number}", Input).value = screen.key.groups[number]
    screen.query_one(f"#group-{screen.asked[1]}", Input).focus()
    await pilot.press("enter")
    return screen.key.text


async def test_new_keys_for_the_vault_its_backups_and_what_is_being_written(open_app: OpenApp) -> None:
    def with_recovery(workspace: Workspace) -> None:
        workspace.vault.store_recovery_key(workspace.vault.new_recovery_key())
        workspace.vault.drafts.save("r", "notes", "half a thought")

    async with open_app(empty=True, prepare=with_recovery) as (app, pilot):
        path = app.ws.vault.path
        stolen = [path.read_bytes(), *(b.path.read_bytes() for b in list_backups(path))]
        damaged = list_backups(path)[-1].path
        damaged.write_bytes(b"noise")
        app.go("settings")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        stand_on(app, "#lines", "New keys")
        await pilot.press("enter")
        await give_present(app, pilot, "wrong")
        await wait_for(pilot, lambda: "not the current passphrase" in notice(app))
        await pilot.press("enter")
        await give_present(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        recovery = await type_groups_back(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Confirm) and "is damaged" in seen(app))
        await pilot.press("y")
        await wait_for(pilot, lambda: "They were removed" in notice(app))
        assert not damaged.exists()
        assert [d.text for d in app.ws.vault.drafts.all()] == ["half a thought"]
        assert await app.store(app.ws.settings, label="still writable")
        Vault.open_with_recovery(path, recovery, state_dir=app.setup.state_dir).close()
        for file in (path, *(b.path for b in list_backups(path))):
            assert file.read_bytes() not in stolen


async def test_new_keys_are_made_only_at_the_end(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        before = app.ws.vault.path.read_bytes()
        app.go("settings")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        stand_on(app, "#lines", "New keys")
        await pilot.press("enter")
        await give_present(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("escape")
        await wait_for(pilot, lambda: "were not changed" in notice(app))
        assert app.ws.vault.path.read_bytes() == before


async def test_a_recovery_key_is_made_after_the_present_passphrase(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("recovery")
        await give_present(app, pilot, "wrong")
        await wait_for(pilot, lambda: "not the current passphrase" in notice(app))
        assert isinstance(app.screen, HomeRoom) and not app.ws.vault.has_recovery
        app.go("recovery")
        await give_present(app, pilot)
        key = await type_groups_back(app, pilot)
        await wait_for(pilot, lambda: app.ws.vault.has_recovery and isinstance(app.screen, HomeRoom))
        Vault.open_with_recovery(app.ws.vault.path, key, state_dir=app.setup.state_dir).close()


async def test_backups_and_how_to_bring_one_back(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("settings")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen) and "newest of" in seen(app))
        told = "\n".join(lines(app, "#lines"))
        assert "mentor-tui 0." in told and "Handbook 1.0.1" in told
        stand_on(app, "#lines", "Backups")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, BackupsScreen))
        await wait_for(pilot, lambda: "mentor-tui vault restore" in seen(app) and bool(lines(app, "#backups")))
        assert "last of seven days and of four weeks" in seen(app)
        assert "They are in" in seen(app)
        assert "recent, last of the day, last of the week" in lines(app, "#backups")[0]
