"""The vault is gone and its backups are there: they are offered, and a new vault is not made by mistake."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from mentor_tui.schema.records import Note
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.vault.backups import FoundScreen, about, saved
from mentor_tui.screens.vault.firstrun import WelcomeScreen
from mentor_tui.screens.vault.message import MessageScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.dialogs import AskSecret, Choose
from mentor_tui.vault import BackupInfo, Vault, list_backups
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import notice, seen
from .test_firstrun import wait_for


@pytest.fixture
async def bereft(open_app: OpenApp) -> MentorApp:
    """An app whose vault was deleted while its backups remain."""
    async with open_app(empty=True) as (app, _pilot):
        await app.store(app.ws.settings, label="one more save")
        setup = app.setup
    setup.vault_path.unlink()
    setup.passphrase = ""
    return MentorApp(setup)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_backup_is_offered_and_brought_back(bereft: MentorApp, size: tuple[int, int]) -> None:
    app = bereft
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, FoundScreen))
        assert "backups beside it" in seen(app) or "backup beside it" in seen(app)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
        app.screen.query_one("#secret", Input).value = "not it"
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, MessageScreen) and "not the vault's" in seen(app))
        assert not app.setup.vault_path.exists()
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FoundScreen))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, AskSecret))
        app.screen.query_one("#secret", Input).value = PASSPHRASE
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.is_open)
        assert app.pair.partner_name == "Bram Claes"


async def test_one_may_start_anew_or_leave(bereft: MentorApp) -> None:
    app = bereft
    async with app.run_test() as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, FoundScreen))
        await pilot.press("n")
        await wait_for(pilot, lambda: isinstance(app.screen, WelcomeScreen))
    again = MentorApp(app.setup)
    async with again.run_test() as pilot:
        await wait_for(pilot, lambda: isinstance(again.screen, FoundScreen))
        await pilot.press("escape")
        await wait_for(pilot, lambda: again.return_value is not None)
    assert not app.setup.vault_path.exists()


async def test_a_vault_begun_anew_takes_nothing_of_the_old_one_away(open_app: OpenApp) -> None:
    """No key says it: neither the saves of the new vault nor its clearing up touch what stands beside it."""
    async with open_app(empty=True) as (app, _pilot):
        setup = app.setup
        await app.store(app.ws.settings, label="one more save")
        app.ws.vault.drafts.save("here", "note:new", "typed before the file was lost")
    setup.vault_path.unlink()
    of_old = {
        file: file.read_bytes()
        for file in setup.vault_path.parent.glob(f"{setup.vault_path.name}.*/*")
        if file.is_file()
    }
    assert len(of_old) > 1 and any("drafts" in str(file) for file in of_old)
    vault = Vault.create(setup.vault_path, "another one", kdf=setup.kdf, state_dir=setup.state_dir)
    workspace = Workspace(vault, setup.clock)
    for number in range(30):
        workspace.save(Note(text=f"note {number}"))
    workspace.close()
    with contextlib.closing(Vault.open(setup.vault_path, "another one", state_dir=setup.state_dir)):
        assert {file: file.read_bytes() for file in of_old} == of_old


async def test_an_old_file_put_back_is_said_when_it_opens(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, _pilot):
        setup = app.setup
        await app.store(app.ws.settings, label="one more save")
    setup.vault_path.write_bytes(list_backups(setup.vault_path)[0].path.read_bytes())
    setup.passphrase = PASSPHRASE
    again = MentorApp(setup)
    async with again.run_test() as pilot:
        await wait_for(
            pilot, lambda: again.is_open and "of this vault was seen on this computer before" in notice(again)
        )


async def test_a_damaged_vault_whose_backups_cannot_be_listed_is_told(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, _pilot):
        setup = app.setup
    setup.vault_path.write_bytes(b"noise")
    folder = setup.vault_path.with_name(setup.vault_path.name + ".backups")
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("not a folder")
    setup.passphrase = ""
    again = MentorApp(setup)
    async with again.run_test() as pilot:
        await wait_for(pilot, lambda: isinstance(again.screen, UnlockScreen))
        again.screen.query_one("#secret", Input).value = PASSPHRASE
        await pilot.press("enter")
        await wait_for(pilot, lambda: "F4 shows them" in seen(again))
        await pilot.press("f4")
        await wait_for(pilot, lambda: "is a file, and a folder of that name" in " ".join(seen(again).split()))
        assert not again.crash


def test_a_time_that_no_calendar_knows_is_no_obstacle() -> None:
    odd = BackupInfo(Path("before.vault"), 1, 1e18, 4344)
    assert "unknown" in about(odd) and saved(odd, "Europe/Brussels", date(2026, 5, 21)) == "unknown"
