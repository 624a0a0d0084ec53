"""Two windows over one vault: what is being typed in one is neither shown, changed nor dropped in the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentor_tui.schema.records import Note
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.vault import Vault
from mentor_tui.vault.beside.presence import Presence

from .conftest import PASSPHRASE, OpenApp
from .seeing import seen
from .test_firstrun import keys, wait_for


class Other:
    """Another window on this computer: its mark, and what it keeps."""

    def __init__(self, app: MentorApp, state: Path) -> None:
        self.presence = Presence(state)
        self.vault = Vault.open(app.setup.vault_path, PASSPHRASE, state_dir=state)
        self._pair = app.pair.id

    def types(self, words: str, where: str = "note:new") -> None:
        """Keep this as the draft of a private note."""
        draft = {"by": self.presence.mark, "pair": self._pair, "title": "Private note", "values": {"text": words}}
        self.vault.drafts.save(self._pair, where, json.dumps(draft))

    def kept(self) -> list[str]:
        """The texts of all drafts."""
        return sorted(json.loads(draft.text)["values"].get("text", "") for draft in self.vault.drafts.all())


async def new_note(app: MentorApp, pilot: object) -> FormScreen:
    app.go("note:new")
    await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)  # type: ignore[arg-type]
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def test_a_new_note_is_empty_while_another_window_writes_one(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        other.types("typed there")
        form = await new_note(app, pilot)
        assert not form.dirty and "from last time" not in seen(app)
        await pilot.press("tab", *keys("typed here"))
        await wait_for(pilot, lambda: other.kept() == ["typed here", "typed there"])
        await pilot.press("f2")
        await wait_for(pilot, lambda: bool(app.ws.all(Note)))
        assert [note.text for note in app.ws.all(Note)] == ["typed here"]
        await wait_for(pilot, lambda: other.kept() == ["typed there"])
        other.vault.close()


async def test_a_window_that_begins_later_does_not_write_over_this_one(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        await new_note(app, pilot)
        other.types("typed there")  # before anything is typed here
        await pilot.press("tab", *keys("typed here"))
        await wait_for(pilot, lambda: other.kept() == ["typed here", "typed there"])
        await pilot.press("f6", "y")
        await wait_for(pilot, lambda: other.kept() == ["typed there"])
        other.vault.close()


async def test_home_says_that_something_is_being_written_in_another_window(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        other.types("typed there")
        app.go("home")
        await pilot.pause()
        assert "Unsaved text in another window: Private note." in seen(app)
        await pilot.press("d")
        await pilot.pause()
        assert "It is being written in another window." in seen(app)
        other.presence.end()
        app.go("home")
        await pilot.pause()
        assert "Unsaved text: Private note." in seen(app)
        other.vault.close()


@pytest.mark.parametrize("place", ["note:new", "note:new#2"])
async def test_the_draft_of_a_window_that_is_gone_is_taken_up(open_app: OpenApp, tmp_path: Path, place: str) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        other.types("typed there", place)
        other.presence.end()
        app.go("home")
        await pilot.press("d")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        await wait_for(pilot, lambda: "typed there" in seen(app))
        mark = app.own_drafts.presence.mark  # from now on it is this window's
        await wait_for(pilot, lambda: [mark in draft.text for draft in other.vault.drafts.all()] == [True])
        assert other.kept() == ["typed there"]
        await pilot.press("f2")
        await wait_for(pilot, lambda: other.kept() == [])
        assert [note.text for note in app.ws.all(Note)] == ["typed there"]
        other.vault.close()


async def test_locking_keeps_this_window_s_text_also_beside_another(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        other.types("typed there")
        await new_note(app, pilot)
        await pilot.press("tab", *keys("typed here"), "ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        await pilot.press(*keys(PASSPHRASE), "enter")
        await wait_for(pilot, lambda: app.is_open and isinstance(app.screen, FormScreen) and app.screen.ready)
        await wait_for(pilot, lambda: "typed here" in seen(app))
        assert "typed there" not in seen(app)
        other.vault.close()


async def test_a_passphrase_changed_in_another_window_is_told_here(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        other = Other(app, tmp_path / "state")
        other.vault.change_passphrase("quite another one")
        other.vault.close()
        await app._keep_up()
        await wait_for(pilot, lambda: "passphrase was changed elsewhere" in " ".join(seen(app).split()))
