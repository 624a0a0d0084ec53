"""What another program saves is seen without asking."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.records import Note, Pair
from mentor_tui.vault import Vault
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import seen


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
            if "Another mentor-tui saved meanwhile" in seen(app):
                break
        assert "written in another window" in seen(app)
        assert "Another mentor-tui saved meanwhile" in seen(app)


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
