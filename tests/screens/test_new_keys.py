"""Somebody gives the vault new keys elsewhere while text is typed: they are asked for at once, and typing goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from mentor_tui.schema.records import Note
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.new_keys import AskForKeys
from mentor_tui.vault import Old, Vault, rekey

from .conftest import PASSPHRASE, OpenApp
from .seeing import notice, seen
from .test_firstrun import keys, wait_for
from .test_lock import unlock

NEW = "other words"


def new_keys(tmp_path: Path, drafts: Old = Old.RESEAL) -> None:
    """In another window, or on the command line."""
    with Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "state") as other:
        rekey(other, NEW, None, drafts=drafts)


def drafts(tmp_path: Path) -> str:
    """The text of all drafts that somebody finds who opens the vault now; there are no others."""
    with Vault.open(tmp_path / "test.vault", NEW, state_dir=tmp_path / "state") as vault:
        found = vault.drafts.all()
        assert len(found) == len(list((tmp_path / "test.vault.drafts").glob("[0-9a-f]*")))
    return " ".join(draft.text for draft in found)


async def test_the_passphrase_is_asked_for_at_once_and_the_text_is_kept_under_the_new_keys(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8", "n", *keys("half a thought"))
        new_keys(tmp_path)
        app._watch_idle()
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        await pilot.press(*keys("wrong"), "enter")
        await wait_for(pilot, lambda: "not the vault's passphrase" in seen(app))
        await pilot.press(*keys(NEW), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "half a thought" in drafts(tmp_path)
        await wait_for(pilot, lambda: "new keys" in notice(app))
        await pilot.press(*keys(" and more"), "f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormScreen))
        assert [note.title for note in app.ws.all(Note)] == ["half a thought and more"]
        assert drafts(tmp_path) == ""


async def test_who_has_just_answered_is_not_asked_again(open_app: OpenApp, tmp_path: Path) -> None:
    """A draft that was refused before the answer tells of it after."""
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8", "n", *keys("half a thought"))
        new_keys(tmp_path)
        app._watch_idle()
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        await pilot.press(*keys(NEW), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        app.ask_for_keys()
        await wait_for(pilot, lambda: not any(worker.group == "new-keys" for worker in app.workers))
        assert isinstance(app.screen, FormScreen)


async def test_letters_typed_while_it_is_noticed_are_in_the_text_and_not_in_the_question(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8", "n", *keys("half "))
        new_keys(tmp_path)
        app._watch_idle()
        for letter in "a thought":
            app.post_message(events.Key(*((letter, letter) if letter != " " else ("space", " "))))
            await pilot.pause(0.05)
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and "half a thought" in seen(app))


async def test_saving_asks_first_and_whoever_types_no_passphrase_keeps_the_text_on_the_screen(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("8", "n", *keys("half a thought"))
        new_keys(tmp_path)
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        await pilot.press("escape")
        await wait_for(pilot, lambda: "nothing can be saved here" in notice(app))
        assert "half a thought" in seen(app)
        app._watch_idle()
        await pilot.pause(0.1)
        assert isinstance(app.screen, FormScreen)  # asked once, not each second
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        await unlock(app, pilot, NEW)
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and "half a thought" in seen(app))
        await wait_for(pilot, lambda: "half a thought" in drafts(tmp_path))
        assert not list(tmp_path.glob("*.conflict-*"))  # which the old key would open


@pytest.mark.parametrize("what", list(Old))
async def test_no_draft_stays_under_the_old_key_when_the_keys_change_at_that_very_moment(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: Old
) -> None:
    async with open_app(empty=True) as (app, _pilot):
        vault = app.ws.vault
        save = vault.drafts.save

        def late(record: str, field: str, text: str) -> None:
            new_keys(tmp_path, what)
            save(record, field, text)

        monkeypatch.setattr(vault.drafts, "save", late)
        assert not await app.keep_draft("somewhere", "note", "half a thought")
        assert drafts(tmp_path) == ""
