"""Locking and leaving while something is being saved, and when the disk will not take a draft: nothing is lost."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.schema.records import Note
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.drafting import Drafting
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.new_keys import AskForKeys
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.dialogs import Ask
from mentor_tui.screens.widgets.editors import Prose
from mentor_tui.vault import Change, ConflictSaved, KdfParams, SaveFailed, Vault, rekey

from .conftest import PASSPHRASE, OpenApp
from .seeing import notice
from .test_firstrun import keys, wait_for
from .test_lock import open_preparation, unlock


def slow_saves(
    app: MentorApp, *, before: float = 0.0, after: float = 0.0, until: threading.Event | None = None
) -> threading.Event:
    """Let every save take a while, or until an event; the event returned is set once the first has begun."""
    begun, commit = threading.Event(), app.ws.vault.commit

    def slow(changes: Any) -> bool:
        begun.set()
        time.sleep(before)
        if until is not None:
            until.wait(10)
        done = commit(changes)
        time.sleep(after)
        return done

    app.ws.vault.commit = slow  # type: ignore[method-assign]
    return begun


def full(*_: object) -> None:
    raise SaveFailed("the disk is full")


async def typed_and_saving(app: MentorApp, pilot: Pilot[int], begun: threading.Event) -> None:
    await open_preparation(app, pilot)
    await pilot.press(*keys("my words"))
    pressed = asyncio.create_task(pilot.press("f2"))
    await asyncio.to_thread(begun.wait, 5)
    assert not pressed.done() or isinstance(app.screen, FormScreen)


@pytest.mark.parametrize("when", [{"before": 0.3}, {"after": 0.3}], ids=["not on disk yet", "on disk already"])
async def test_locking_waits_for_a_save(open_app: OpenApp, when: dict[str, float]) -> None:
    async with open_app(empty=True) as (app, pilot):
        await typed_and_saving(app, pilot, slow_saves(app, **when))
        app.lock()
        await wait_for(pilot, lambda: not app.is_open)
        await pilot.pause(0.1)
        assert not app.crash
        assert isinstance(app.screen, UnlockScreen)
        await unlock(app, pilot)
        await pilot.pause(0.2)
        assert "my words" in str(app.view.answers("preparation"))
        assert app.ws.vault.drafts.all() == []


async def test_what_is_typed_while_locking_goes_nowhere(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        go_on = threading.Event()
        await typed_and_saving(app, pilot, slow_saves(app, until=go_on))
        app.lock()
        area = app.screen.query(Prose).first()
        app.post_message(events.Key("z", "z"))
        await asyncio.sleep(0.1)
        typed = area.text
        go_on.set()
        assert typed == "my words"
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))


@pytest.mark.parametrize("when", [{"before": 0.3}, {"after": 0.3}], ids=["not on disk yet", "on disk already"])
async def test_leaving_waits_for_a_save(open_app: OpenApp, tmp_path: Path, when: dict[str, float]) -> None:
    async with open_app(empty=True) as (app, pilot):
        begun = slow_saves(app, **when)
        note = Note(pair_id=app.pair.id, text="kept words", on="2026-05-20")
        app.run_worker(app.store(note, label="note"))
        await asyncio.sleep(0)
        await asyncio.to_thread(begun.wait, 5)
        await pilot.press("ctrl+q")
    assert not app.crash
    with Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "state") as vault:
        assert "kept words" in str(vault.all("notes"))


async def test_text_the_disk_will_not_take_is_there_after_unlocking(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("my words"))
        app.ws.vault.drafts.save = full  # type: ignore[method-assign]
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        assert not app.crash
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and "my words" in str(app.screen.typed()))
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, Drafting))
        assert "my words" in str(app.view.answers("preparation"))


async def test_text_the_disk_refused_a_while_ago_is_there_after_unlocking_too(open_app: OpenApp) -> None:
    """The draft was tried and told as not kept; minutes later the app locks by itself."""
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        app.ws.vault.drafts.save = full  # type: ignore[method-assign]
        await pilot.press(*keys("my words"))
        await wait_for(pilot, lambda: "could not be kept on disk" in app.screen.query_one(Notice).sentence)
        app.lock()
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and "my words" in str(app.screen.typed()))


async def test_why_a_save_failed_stays_to_be_read_while_drafts_fail_too(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        screen = await open_preparation(app, pilot)
        notice, tried = screen.query_one(Notice), []

        def full_too(*args: object) -> None:
            tried.append(args)
            full()

        app.ws.vault.commit = full  # type: ignore[method-assign]
        app.ws.vault.drafts.save = full_too  # type: ignore[method-assign]
        await pilot.press(*keys("my words"), "f2")
        await wait_for(pilot, lambda: "the disk is full" in notice.sentence)
        await wait_for(pilot, lambda: bool(tried))
        await pilot.pause(0.1)
        assert "the disk is full" in notice.sentence
        await pilot.press("escape")  # asked for: the form stays, and has to say why
        await wait_for(pilot, lambda: "could not be kept on disk" in notice.sentence)
        assert app.screen is screen and "my words" in str(screen.typed())


async def test_a_form_does_not_close_while_its_text_is_nowhere_else(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        screen = await open_preparation(app, pilot)
        app.ws.vault.drafts.save = full  # type: ignore[method-assign]
        await pilot.press(*keys("my words"), "escape")
        await wait_for(pilot, lambda: "could not be kept on disk" in screen.query_one(Notice).sentence)
        assert app.screen is screen and "my words" in str(screen.typed())
        await pilot.press("f6", "y")
        await wait_for(pilot, lambda: app.screen is not screen)


async def test_text_typed_while_the_vault_gets_new_keys_elsewhere_is_there_after_unlocking(
    open_app: OpenApp, tmp_path: Path
) -> None:
    """A draft sealed with the key of before could not be read by anybody any more."""
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("my "))
        with Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "state") as other:
            rekey(other, PASSPHRASE, None)
        await pilot.press(*keys("words"))
        await wait_for(pilot, lambda: isinstance(app.screen, AskForKeys))
        app.lock()
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and "my words" in str(app.screen.typed()))
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, Drafting))
        assert "my words" in str(app.view.answers("preparation"))


async def test_text_the_disk_will_not_take_is_not_left_behind_unasked(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        screen = await open_preparation(app, pilot)
        await pilot.press(*keys("my words"))
        app.ws.vault.drafts.save = full  # type: ignore[method-assign]
        await pilot.press("ctrl+q")
        await pilot.pause(0.1)
        assert app.is_open and app.screen is screen
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, Drafting))
        assert "my words" in str(app.view.answers("preparation"))


async def test_a_conflict_that_comes_after_the_lock_gave_up_waiting_is_told(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):

        def late() -> None:
            app.lock()
            app._lock()
            raise ConflictSaved("A copy was kept.", Path("copy"))

        app._in_turn = lambda work: asyncio.sleep(0, work())  # type: ignore[assignment, method-assign]
        assert await app.deed(late) is None
        await wait_for(pilot, lambda: "A copy was kept" in app.screen.query_one(Notice).sentence)
        assert isinstance(app.screen, UnlockScreen)


async def test_saved_is_saved_though_its_draft_will_not_go(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("my words"))
        app.ws.vault.drafts.discard = full  # type: ignore[method-assign]
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, Drafting))
        assert not app.crash
        assert "my words" in str(app.view.answers("preparation"))


@pytest.mark.parametrize(
    "change",
    [
        Change("sessions", "s1", {"id": "s1", "pair_id": "p1", "of_a_later_release": 1}, None),
        Change("settings", "settings", {"id": "settings", "of_a_later_release": 1}, None),
        Change("pairs", "p1", {"id": "p1", "partner_name": "Bram", "program": "not-here"}, None),
    ],
    ids=lambda change: change.table,
)
async def test_records_this_version_cannot_read_are_said_and_left_alone(
    tmp_path: Path, open_app: OpenApp, change: Change
) -> None:
    path = tmp_path / "test.vault"
    with Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state") as vault:
        if change.table != "pairs":
            vault.commit([Change("pairs", "p1", {"id": "p1", "partner_name": "Bram"}, None)])
        vault.commit([change])
    before = path.read_bytes()
    async with open_app() as (app, pilot):
        await wait_for(pilot, lambda: bool(str(app.screen.query_one(Notice).render()).strip()))
        assert not app.crash and not app.is_open
        assert isinstance(app.screen, UnlockScreen)
    assert path.read_bytes() == before


async def test_a_lock_in_the_middle_of_the_look_around_each_second_harms_nothing(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(empty=True) as (app, pilot):

        async def locked_meanwhile() -> None:
            app.lock()
            await wait_for(pilot, lambda: not app.is_open)

        monkeypatch.setattr(app, "look_beside_again", locked_meanwhile)
        await app._keep_up()
        assert isinstance(app.screen, UnlockScreen)


async def test_the_newest_words_come_back_and_not_an_older_draft_of_them(open_app: OpenApp) -> None:
    """The first words were kept on disk; the disk was full when the last ones should have been."""
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("my"))
        await wait_for(pilot, lambda: bool(app.ws.vault.drafts.all()))
        app.ws.vault.drafts.save = full  # type: ignore[method-assign]
        await pilot.press(*keys(" words"))
        app.lock()
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, Drafting) and app.screen.ready)
        await pilot.pause(0.1)
        assert isinstance(app.screen, Drafting) and "my words" in str(app.screen.typed())


async def test_a_lock_while_new_keys_are_looked_for_asks_nothing_over_the_question_for_the_passphrase(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(empty=True) as (app, pilot):

        async def locked_meanwhile(work: object) -> bool:
            app.lock()
            await wait_for(pilot, lambda: not app.is_open)
            return True

        monkeypatch.setattr(app, "look", locked_meanwhile)
        monkeypatch.setattr(type(app.idle), "idle_seconds", property(lambda self: 99.0))
        await app._ask_in_pause()
        await pilot.pause()
        assert isinstance(app.screen, UnlockScreen)


@pytest.mark.parametrize("place", ["goals", "settings"])
async def test_news_that_come_while_a_place_opens_harm_nothing(open_app: OpenApp, place: str) -> None:
    async with open_app() as (app, pilot):
        app.go(place)
        app._show_news()
        await pilot.pause(0.1)
        assert not app.crash


async def test_why_nothing_was_taken_back_stays_to_be_read(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app() as (app, pilot):

        async def said_already(again: bool = False) -> None:
            app.say("F5 joins the two.")

        monkeypatch.setattr(app, "step_back", said_already)
        app.go(f"session:{app.view.held[-1].id}")
        await pilot.pause(0.1)
        page = app.screen
        await pilot.press("u")
        await pilot.pause(0.1)
        assert app.screen is page and "F5 joins the two" in page.query_one(Notice).sentence


async def test_a_path_that_is_none_ends_nothing(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go(f"session:{app.view.planned[-1].id}")
        await pilot.pause(0.1)
        await pilot.press("i")
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        app.screen.query_one(Input).value = "~nosuchuser/a.ics"
        await pilot.press("enter")
        await wait_for(pilot, lambda: "not a path" in notice(app))
        assert not app.crash
