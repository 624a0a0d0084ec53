"""Every letter that can be typed is written; typed, pasted and read from a file it is the same text."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.cli import secrets
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.textual_fixes.keyboard import Parser
from mentor_tui.screens.vault.passphrase import PassphraseScreen
from mentor_tui.vault import KdfParams, Vault, WrongPassphrase
from mentor_tui.vault.sealed.keys import passphrase_forms

from .conftest import OpenApp
from .test_firstrun import wait_for

SPACES = "a\u00a0b\u3000c\u202fd\u2009e"
JOINED = "نامه\u200cها क्\u200dष 👩\u200d💻 \ue000 \U0001fadf"
"""Joiners, a letter of somebody's own, an emoji newer than Python 3.11."""
FAST = KdfParams.fast_for_tests()


async def _type(app: MentorApp, pilot: Pilot[int], words: str) -> None:
    for message in Parser().feed(words):
        app.post_message(message)
    await pilot.pause()


async def _values(app: MentorApp, pilot: Pilot[int], editor: str, words: str) -> tuple[str, str]:
    """What a form takes for words that are typed, and for the same words pasted."""
    found = []
    for pasted in (False, True):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.focused is not None)
        await pilot.pause()
        form = app.screen
        assert isinstance(form, FormScreen)
        field = next(e for e in form.body_widget.editors() if e.query(editor))
        form.set_focus(field.query_one("#editor"))
        if pasted:
            app.post_message(events.Paste(words))
            await pilot.pause()
        else:
            await _type(app, pilot, words)
        found.append(field.field.check(field.raw))
        field.query_one("#editor").clear()  # type: ignore[attr-defined]
        await pilot.press("escape")
        await pilot.pause()
    return str(found[0]), str(found[1])


@pytest.mark.parametrize("editor", ["SafeInput", "Prose"])
@pytest.mark.parametrize("words", [SPACES, JOINED], ids=["spaces", "joined"])
async def test_a_letter_stays_whether_it_is_typed_or_pasted(open_app: OpenApp, editor: str, words: str) -> None:
    async with open_app(empty=True) as (app, pilot):
        typed, pasted = await _values(app, pilot, editor, words)
        assert typed == pasted
        assert len(typed) == len(words)


async def test_what_no_text_keeps_is_not_typed_into_one(open_app: OpenApp) -> None:
    """A letter that turns the line round would reach the terminal before it is cleaned away."""
    async with open_app(empty=True) as (app, pilot):
        assert await _values(app, pilot, "Prose", "left\u202e right\u00ad\ufeff") == ("left right", "left right")


async def test_a_passphrase_is_the_same_typed_pasted_and_read_from_a_file(open_app: OpenApp, tmp_path: Path) -> None:
    words = SPACES + "\u200c\u200d"
    file = tmp_path / "words"
    file.write_bytes(b"\xef\xbb\xbf" + words.encode() + b"\n")
    file.chmod(0o600)
    async with open_app() as (app, pilot):
        app.push_screen(PassphraseScreen("Title", "Lead"))
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen))
        await _type(app, pilot, words)
        field = app.screen.query_one("#first", Input)
        typed, field.value = field.value, ""
        app.post_message(events.Paste(words))
        await pilot.pause()
        assert {typed, field.value, secrets.from_file(file)} == {words}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("horse\u00a0battery", "horsebattery"),  # typed in the app, which dropped it
        ("horse battery", "\ufeffhorse battery"),  # from a file with a mark at its start
        ("horse\u200dbattery", "horse\u200dbattery"),
        ("\ufeffhorse battery", "horse battery"),
    ],
)
def test_a_vault_made_before_still_opens(now: str, then: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.vault"
    with monkeypatch.context() as earlier:
        earlier.setattr("mentor_tui.vault.sealed.keys.passphrase_bytes", lambda words: words.encode())
        Vault.create(path, then, kdf=FAST, state_dir=tmp_path).close()
    with Vault.open(path, now, state_dir=tmp_path) as vault:
        assert vault.check_passphrase(now)
        vault.change_passphrase(now, kdf=FAST)
    Vault.open(path, now, state_dir=tmp_path).close()
    with pytest.raises(WrongPassphrase):
        Vault.open(path, now + "s", state_dir=tmp_path)


def test_an_ordinary_passphrase_has_one_form_and_that_with_a_mark() -> None:
    assert passphrase_forms("horse battery") == (b"horse battery", "\ufeffhorse battery".encode())


def test_a_file_with_nothing_but_a_mark_holds_no_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_bytes(b"\xef\xbb\xbf\r\n")
    file.chmod(0o600)
    with pytest.raises(Exception, match="is empty"):
        secrets.from_file(file)
