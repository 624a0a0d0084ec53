"""What a curious program or a look over the shoulder gets: no memory image, no clipboard, no picture of words."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import textual
from textual.geometry import Offset
from textual.widgets import Input

from mentor_tui.host import hardening
from mentor_tui.schema.records import Note
from mentor_tui.screens import HARMLESS
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.firstrun import RecoveryScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.secret import SecretInput, SecretText
from mentor_tui.vault.sealed.recovery import RecoveryKey
from tests.journey.full_pair import FullPair
from tests.journey.traces import STEM, Words, traces
from tests.screens import conftest as screens
from tests.screens.seeing import notice, seen
from tests.screens.test_firstrun import keys, wait_for
from tests.vault.counts import count

open_app = screens.open_app
linux = pytest.mark.skipif(sys.platform != "linux", reason="prctl and /proc")


# --- The process ----------------------------------------------------------------------------------------------


@linux
def test_no_program_of_mine_may_look_into_this_one_nor_find_its_memory_on_disk() -> None:
    asks = (
        "import ctypes, resource; from mentor_tui.cli import run; run(['programs', 'list']);"
        "print('says', ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "says 0 0"


def test_a_system_that_refuses_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    def refuse(*_given: Any) -> Any:
        raise OSError("not here")

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    assert hardening.not_dumpable() is False
    if sys.platform != "win32":
        import resource

        monkeypatch.setattr(resource, "setrlimit", refuse)
    assert hardening.no_core_dump() is False
    hardening.harden()


# --- Textual's switches -----------------------------------------------------------------------------------------


def switches() -> set[str]:
    """Every variable of its own that the installed Textual may look at."""
    folder = Path(textual.__file__).parent
    return {name for path in folder.rglob("*.py") for name in re.findall(r'"(TEXTUAL(?:_[A-Z]+)*)"', path.read_text())}


def test_every_switch_of_textual_was_looked_at() -> None:
    """A new one is taken out anyway; this says that somebody should decide."""
    out = {"TEXTUAL", "TEXTUAL_ALLOW_SIGNALS", "TEXTUAL_DEBUG", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_DEVTOOLS_PORT"}
    out |= {"TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_FILENAME"}
    out |= {"TEXTUAL_SCREENSHOT_LOCATION", "TEXTUAL_SHOW_RETURN"}
    assert len(switches()) > 15
    assert switches() <= out | HARMLESS
    assert not out & HARMLESS


def test_switches_that_write_or_send_are_out_before_textual_reads_them() -> None:
    asks = (
        "import os, mentor_tui.screens.shell.app; from textual import constants as c;"
        "print([n for n in os.environ if n.startswith('TEXTUAL')]);"
        "print(c.DEBUG, c.DRIVER, c.LOG_FILE, c.DEVTOOLS_HOST, c.SCREENSHOT_DELAY, c.SCREENSHOT_LOCATION,"
        " c.SCREENSHOT_FILENAME, repr(c.PRESS), c.SHOW_RETURN, c.DEFAULT_THEME)"
    )
    names = {*switches(), "TEXTUAL_SOMETHING_NEW"} - HARMLESS | {"TEXTUAL_THEME"}
    environment = dict.fromkeys(names, "1") | {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
    left, values = done.stdout.splitlines()
    assert left == "['TEXTUAL_THEME', 'TEXTUAL_ANIMATIONS']"
    assert values == "False None None 127.0.0.1 -1 None None '' False 1"


# --- The clipboard ----------------------------------------------------------------------------------------------


async def drag(pilot: Any, widget: Any) -> None:
    """Select all of a widget with the mouse."""
    region = widget.region
    start, end = Offset(region.x, region.y), Offset(region.right - 1, region.bottom - 1)
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


async def test_secrets_are_not_copied_by_key_nor_by_mouse(open_app: screens.OpenApp) -> None:
    async with open_app(empty=True, size=(100, 34)) as (app, pilot):
        key = RecoveryKey.random()
        app.push_screen(RecoveryScreen(key, "A recovery key"))
        await pilot.pause()
        shown = app.screen.query_one("#key", SecretText)
        assert key.groups[0] in seen(app)
        app.set_focus(None)  # so that the key reaches the screen, which copies what the mouse has selected
        await drag(pilot, app.screen.query(".muted").last())
        await pilot.press("ctrl+c")
        assert app.clipboard.startswith("No paper at hand?"), "this is how one copies"
        await drag(pilot, shown)
        await pilot.press("ctrl+c")
        assert not any(group in app.clipboard for group in key.groups)
        app.screen.text_select_all()
        await pilot.press("ctrl+c")
        assert not any(group in app.clipboard for group in key.groups)
        await pilot.press("enter")
        app.screen.query(SecretInput).first().value = "ABCD"
        await pilot.press("home", "shift+end", "ctrl+c", "ctrl+x")
        app.pop_screen()
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        for visible in (False, True):
            if visible:
                await pilot.press("f3")
            await pilot.press(*keys("secret"), "home", "shift+end", "ctrl+c", "ctrl+x", "ctrl+a", "ctrl+c")
            await drag(pilot, app.screen.query_one("#secret"))
            await pilot.press("ctrl+c")
            assert app.screen.query_one("#secret", Input).value == "secret"
        assert "ABCD" not in app.clipboard and "secret" not in app.clipboard


async def test_copying_is_possible_and_said_once_and_gone_from_the_app_when_it_locks(open_app: screens.OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        sent: list[str] = []
        assert app._driver is not None
        app._driver.write = sent.append  # type: ignore[method-assign]
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        await pilot.press(*keys("mine"), "home", "shift+end")
        assert "\x1b]52" not in "".join(sent), "nothing is copied unasked"
        await pilot.press("ctrl+c")
        await wait_for(pilot, lambda: "does not say whether it arrived" in notice(app))
        assert "".join(sent).count("\x1b]52;c;bWluZQ==") == 1
        assert "Other programs can read it" in notice(app)
        app.say("Something else.")
        await pilot.press("ctrl+c")
        await wait_for(pilot, lambda: "whether it arrived" in notice(app))
        assert "Other programs" not in notice(app), "once is enough"
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await pilot.press("f3", "ctrl+v")
        assert app.screen.query_one("#secret", Input).value == "", "who comes by would read it there"


# --- What stays in memory ---------------------------------------------------------------------------------------


def held(word: str) -> list[str]:
    """The kinds of object that hold a text with this word, among all that are alive."""
    found = []
    data = word.encode()
    for holder in gc.get_objects():
        for thing in gc.get_referents(holder):
            kind = type(thing)
            if (kind is str and word in thing) or (kind in (bytes, bytearray) and data in thing):
                found.append(type(holder).__name__)
    return found


async def test_locking_wipes_the_key_and_lets_go_of_what_was_written(open_app: screens.OpenApp) -> None:
    def word(end: str) -> str:  # never whole in this module: it would be found here
        return "nobody".title() + end

    def put(workspace: Any) -> None:
        workspace.save(Note(pair_id=workspace.pairs[0].id, title=word("stored"), text=word("stored")))

    async with open_app(empty=True, prepare=put) as (app, pilot):
        key = app.ws.vault._key.buffer
        assert any(key)
        app.go("notes")
        await wait_for(pilot, lambda: word("stored") in seen(app))
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        await pilot.press("tab", *keys(word("typed")))
        await pilot.pause()
        assert held(word("stored")) and held(word("typed"))
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        assert not any(key), "the key's own buffer"
        for end in ("stored", "typed"):
            await wait_for(pilot, lambda end=end: not held(word(end)), tries=100)  # each try looks through all memory


# --- A picture --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [pytest.param((80, 24), marks=pytest.mark.soak, id="small"), (120, 40)])
async def test_a_picture_shows_the_app_and_not_a_word_of_mine(
    open_app: screens.OpenApp, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    words = Words()
    pair = FullPair("mentor", words)

    def put(workspace: Any) -> None:
        workspace.save(*pair.records, delete=workspace.pairs)

    places = ["home", "goals", "sessions", "notes", "form:preparation", "note:new"]
    if size == (80, 24):  # in the soak
        places += [
            "journey",
            "agreement",
            "actions",
            "pdus",
            "close",
            "pairs",
            "agreement-edit",
            "profile",
            "export:closure",
        ]
    async with open_app(empty=True, size=size, prepare=put) as (app, pilot):
        from mentor_tui.screens.shell.picture import blanked

        private = 0
        for where in places:
            app.go(where)
            await pilot.pause(0.1)
            if where == "note:new":
                await pilot.press(*keys(STEM))
            private += bool(traces(seen(app).encode()))
            assert not traces(blanked(app.screen).encode()), where
        assert private >= 5, "there was something to hide"
        app.go("form:preparation")
        await pilot.pause(0.2)
        await pilot.press("f10")
        await wait_for(pilot, lambda: "is a bar" in notice(app))
        (made,) = tmp_path.glob("*.svg")
        picture = made.read_text()
        assert made.stat().st_mode & 0o777 == 0o600
        assert "save" in picture and "only" in picture and "█" in picture
        assert "@font-face" not in picture and "cdn" not in picture and "Peeters" not in picture
        await pilot.press("ctrl+l", *keys("secret"))
        await pilot.pause()
        assert "•" in seen(app) and "•" not in blanked(app.screen)
        count("screens pictured without a private word", len(places), of="leaks")
