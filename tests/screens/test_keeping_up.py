"""What another program saves is seen without asking."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.schema.records import Note, Pair
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.vault import Vault, list_backups
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import notice, seen
from .test_firstrun import wait_for


def elsewhere(tmp_path: Path, text: str) -> None:
    """The command line, or a second window, writes a note."""
    workspace = Workspace(Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "state"))
    (pair,) = workspace.all(Pair)
    workspace.save(Note(pair_id=pair.id, text=text, on="2026-05-21"))
    workspace.close()


async def test_a_note_written_elsewhere_appears(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8")
        elsewhere(tmp_path, "written in another window")
        app._watch_idle()
        for _ in range(100):
            await pilot.pause(0.02)
            if "Another mentor-tui saved in the meantime" in seen(app):
                break
        assert "written in another window" in seen(app)
        assert "Another mentor-tui saved in the meantime" in seen(app)


async def test_nothing_is_shown_below_a_form_that_is_being_written(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8", "n", "m", "i", "n", "e")
        elsewhere(tmp_path, "written in another window")
        app._watch_idle()
        await pilot.pause(0.1)
        assert "mine" in seen(app) and "Another mentor-tui" not in seen(app)
        await pilot.press("f2")
        for _ in range(100):
            await pilot.pause(0.02)
            if "written in another window" in seen(app):
                break
        assert "written in another window" in seen(app) and "mine" in seen(app)


async def test_what_the_vault_notices_while_it_is_open_is_said(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8")
        with Vault.create(tmp_path / "b.vault", PASSPHRASE, kdf=app.setup.kdf, state_dir=tmp_path / "state") as other:
            other.path.replace(tmp_path / "test.vault")
        app._watch_idle()
        for _ in range(100):
            await pilot.pause(0.02)
            if "no longer the one opened here" in seen(app):
                break
        assert "no longer the one opened here" in seen(app)


async def test_a_damaged_file_that_a_save_replaced_is_said(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        (tmp_path / "test.vault").write_bytes(b"noise")
        await app.store(Note(pair_id=app.pair.id, text="more", on="2026-05-21"))
        for _ in range(100):
            await pilot.pause(0.02)
            if "had been damaged from outside" in seen(app):
                break
        assert "had been damaged from outside" in seen(app) and "test.vault.damaged-" in seen(app).replace("\n", "")


async def test_all_that_there_is_to_say_at_opening_is_said(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, _pilot):
        await app.store(Note(pair_id=app.pair.id, text="more", on="2026-05-21"))
        setup = app.setup
    (backup,) = list_backups(setup.vault_path)[:1]
    setup.vault_path.write_bytes(backup.path.read_bytes())
    setup.vault_path.with_name(".test.vault.tmp-0123456789abcdef").write_bytes(b"half")
    setup.passphrase = PASSPHRASE
    again = MentorApp(setup)
    async with again.run_test() as pilot:
        await wait_for(pilot, lambda: again.is_open and "interrupted save" in notice(again))
        assert "an old file was put back" in notice(again)
