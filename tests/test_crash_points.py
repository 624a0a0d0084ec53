"""A bug at any place: the program says so without a word of anybody's, and what was being typed is kept.

Each place raises an error that quotes private text, as real ones do, with the text in its local variables too.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from mentor_tui import documents
from mentor_tui.clock import FrozenClock
from mentor_tui.host import crash, hardening
from mentor_tui.host.idle import IdleWatch
from mentor_tui.schema.records import Action, Note, Pair, Profile
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.shell.app import MentorApp, Setup, run_setup
from mentor_tui.screens.shell.drafting import Drafting
from mentor_tui.screens.shell.find import FindScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.shell.locking import Gate
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.bars import Notice, TopBar
from mentor_tui.screens.widgets.editors import Prose
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.screens.widgets.form import FormBody
from mentor_tui.screens.widgets.rows import Rows
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.search import Finder
from tests.journey.traces import STEM, traces
from tests.screens.conftest import NOW, PASSPHRASE
from tests.screens.test_firstrun import keys, wait_for
from tests.vault.counts import count

from .cli_room import Room

STORED, TYPED = f"{STEM}stored", f"{STEM}typed"
Steps = Callable[[MentorApp, Pilot[int]], Awaitable[None]]


class Bug(Exception):
    """One of ours, by mistake."""


def bug(*given: Any, **_more: Any) -> Any:
    """What stands at a crash point instead of the right code."""
    private = f"{STORED} {TYPED} {PASSPHRASE}"
    raise Bug(f"cannot handle {private} {given!r}")


# --- In the app ---------------------------------------------------------------------------------------------


async def nothing(app: MentorApp, pilot: Pilot[int]) -> None:
    """The start alone leads there."""


async def typing(app: MentorApp, pilot: Pilot[int]) -> None:
    """A new note, a few words in it."""
    app.go("note:new")
    await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
    await pilot.press("tab")
    app.post_message(events.Paste(TYPED))
    await wait_for(pilot, lambda: TYPED in str(app.screen.typed()))  # type: ignore[attr-defined]


def after(*pressed: str, to: str = "") -> Steps:
    """While a note is being typed, go to a place and press keys."""

    async def steps(app: MentorApp, pilot: Pilot[int]) -> None:
        if to:
            app.go(to)
            await pilot.pause(0.1)
        await pilot.press(*pressed)

    return steps


async def paste(app: MentorApp, pilot: Pilot[int]) -> None:
    app.post_message(events.Paste(TYPED))
    await pilot.pause(0.1)


async def a_second(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.pause(1.3)


async def say(app: MentorApp, pilot: Pilot[int]) -> None:
    app.say("Something calm.")
    await pilot.pause(0.1)


async def resize(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.resize_terminal(100, 40)
    await pilot.pause(0.1)


async def find(app: MentorApp, pilot: Pilot[int]) -> None:
    app.go("find")
    await pilot.pause(0.1)
    await pilot.press(*keys("zq"))
    await pilot.pause(0.4)


async def palette(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+p")
    await pilot.pause(0.1)
    await pilot.press("l", "o")
    await pilot.pause(0.4)


async def background_task(app: MentorApp, pilot: Pilot[int]) -> None:
    async def fail() -> None:
        bug(app.screen)

    app.forgotten = asyncio.create_task(fail(), name=TYPED)  # type: ignore[attr-defined]
    await pilot.pause(0.05)
    app.forgotten = None  # type: ignore[attr-defined]
    asyncio.get_running_loop().call_soon(bug, TYPED)
    await pilot.pause(0.05)


KEEP_SOON: Any = Drafting._keep_soon


async def keep_soon(screen: Drafting) -> None:
    """A bug once something is typed; a form looks for changes a second after it opened, too."""
    if TYPED in str(screen.typed()):
        bug(screen)
    await KEEP_SOON(screen)


@dataclass(frozen=True)
class Place:
    """Where the bug is, and the way there. `lost`: text cannot be kept because the bug is in keeping it.

    `early`: it is there before anything is typed, for code that is only looked up then.
    """

    target: Any
    name: str
    steps: Steps = nothing
    types: bool = True
    ends: bool = True
    lost: bool = False
    early: bool = False


PLACES = {
    "startup": Place(Gate, "_ask_to_unlock", types=False),
    "unlock screen": Place(UnlockScreen, "body", types=False),
    "key derivation": Place(Vault, "open", types=False),
    "reading the vault": Place(Workspace, "__init__", types=False),
    "home": Place(HomeRoom, "load", types=False),
    "save": Place(Vault, "commit", after("f2")),
    "checking a form": Place(FormBody, "checked", after("f2")),
    "draft on disk": Place(Drafting, "_draft_words", a_second, lost=True),
    "draft timer": Place(Drafting, "_keep_soon", a_second, early=True),
    "a field changed": Place(FieldEditor, "_tell", after("a")),
    "a key": Place(Prose, "_on_key", after("a")),
    "a paste": Place(Prose, "_on_paste", paste),
    "painting text": Place(Notice, "say", say),
    "painting a line": Place(Prose, "render_line", resize),
    "painting a list": Place(Rows, "render_line", after(to="notes")),
    "top line": Place(TopBar, "show_pair", after(to="goals")),
    "a worker": Place(FindScreen, "search", find),
    "a thread of a worker": Place(Finder, "search", find),
    "the palette": Place(FindScreen, "_offered", palette),
    "idle timer": Place(IdleWatch, "expired", a_second),
    "locking": Place(Gate, "_drop_key", after("ctrl+l")),
    "leaving": Place(Gate, "_drop_key", after("ctrl+q")),
    "undo": Place(Workspace, "undo", after("u", to="notes")),
    "an export": Place(documents, "ready", after(to="export:closure")),
    "a task nobody waits for": Place(MentorApp, "no_such_thing", background_task, ends=False),
}

LONG = {
    "key derivation",
    "checking a form",
    "draft on disk",
    "a paste",
    "painting a line",
    "painting a list",
    "top line",
    "a worker",
    "the palette",
    "idle timer",
    "undo",
}
"""Much like others, or slow: in the soak only."""
EACH = [pytest.param(name, marks=pytest.mark.soak if name in LONG else ()) for name in PLACES]


def make_vault(path: Path, state: Path) -> None:
    vault = Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=state)
    workspace = Workspace(vault, FrozenClock(NOW))
    pair = Pair(role="mentor", partner_name=STORED, start="2026-03-09", end="2026-08-06")
    workspace.save(Profile(name=STORED, zone="Europe/Brussels"), pair)
    workspace.save(Note(pair_id=pair.id, title=STORED, text=STORED), Action(pair_id=pair.id, text=STORED))
    workspace.close()


@pytest.mark.usefixtures("paints_at_once")  # some of the places are only reached by painting
@pytest.mark.parametrize("name", EACH)
def test_a_bug_in_the_app_tells_nothing_and_keeps_what_was_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = PLACES[name]
    path, state = tmp_path / "a.vault", tmp_path / "state"
    make_vault(path, state)
    wrong = property(bug) if place.name == "expired" else bug
    if place.early or not place.types:
        monkeypatch.setattr(place.target, place.name, keep_soon if place.early else wrong)

    async def person(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, MentorApp)
        try:
            await wait_for(pilot, lambda: app.is_open or app.crash)
            if place.types:
                await typing(app, pilot)
                if not place.early:
                    monkeypatch.setattr(place.target, place.name, wrong, raising=place.ends)
                await place.steps(app, pilot)
            if place.ends:
                await wait_for(pilot, lambda: app.crash)
            else:
                await pilot.press("ctrl+q")
        except Exception:  # noqa: BLE001 - the app has ended below the pilot
            return
        finally:
            app.exit(0)

    run = MentorApp.run
    monkeypatch.setattr(MentorApp, "run", lambda app: run(app, headless=True, size=(80, 24), auto_pilot=person))
    setup = Setup(
        vault_path=path, passphrase=PASSPHRASE, clock=FrozenClock(NOW), state_dir=state, idle_check_seconds=0.5
    )
    code = run_setup(setup)
    monkeypatch.undo()

    said = "".join(capfd.readouterr())
    assert not traces(said.encode()) and PASSPHRASE not in said and "Traceback" not in said
    reports = list(state.glob("crashes/*"))
    if place.ends:
        (report,) = reports
        assert code == 1 and "mentor-tui had to stop: Bug in " in said and str(report) in said
        told = report.read_text()
        assert "\nBug\n" in told and "test_crash_points:" in told
        assert not traces(told.encode()) and PASSPHRASE not in told and "/" not in told
        assert report.stat().st_mode & 0o777 == 0o600
    else:
        assert code == 0 and not reports
    if place.types:
        vault = Vault.open(path, PASSPHRASE, state_dir=state)
        assert any(TYPED in draft.text for draft in vault.drafts.all()) is not place.lost
        vault.close()
    count("crash points", of="leaks")


# --- In a command -------------------------------------------------------------------------------------------

COMMANDS: dict[str, tuple[str, list[str]]] = {
    "status": ("mentor_tui.mentoring.journey.read", ["status"]),
    "a list": ("mentor_tui.workspace.workspace.Workspace.view", ["sessions"]),
    "logging": ("mentor_tui.workspace.workspace.Workspace.save", ["log", "--minutes", "60", "--date", "2026-08-01"]),
    "an export": ("mentor_tui.documents.render", ["export", "notes", "--format", "md", "--output", "notes.md"]),
    "a table": ("mentor_tui.cli.tables.show", ["goals"]),
    "reading the vault": ("mentor_tui.workspace.workspace.Workspace.__init__", ["actions"]),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_bug_in_a_command_tells_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target, argv = COMMANDS[name]
    room = Room(tmp_path, monkeypatch, capsys)
    room.create(partner=STORED)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(target, bug)
    done = room.run(*argv, stdin=f"focus: {TYPED}\n")
    said = done.out + done.err
    assert done.code == 1 and "Bug in " in done.err and "crash-" in done.err, said
    assert not traces(said.encode()) and PASSPHRASE not in said and "Traceback" not in said
    (report,) = (tmp_path / "state").glob("crashes/*")
    assert not traces(report.read_bytes())
    count("crash points", of="leaks")


def test_errors_that_nobody_caught_are_not_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hardening.quote_nothing()
    try:
        bug(TYPED)
    except Bug as error:
        sys.excepthook(Bug, error, error.__traceback__)
    thread = threading.Thread(target=bug, args=(TYPED,), name=TYPED)
    thread.start()
    thread.join()

    class Odd:
        def __del__(self) -> None:
            bug(self)

    odd = Odd()
    del odd
    said = "".join(capsys.readouterr())
    assert "had to stop: Bug in " in said and not traces(said.encode())


def test_a_report_that_cannot_be_written_is_no_second_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    assert crash.keep(Bug(TYPED), tmp_path / "state") is None


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(8):
        path = crash.keep(Bug(TYPED), tmp_path)
        assert path is not None
        path.rename(path.with_name(f"crash-{number}.txt"))
    kept = crash.keep(Bug(TYPED), tmp_path)
    assert kept is not None and len(list((tmp_path / "crashes").iterdir())) == 5
