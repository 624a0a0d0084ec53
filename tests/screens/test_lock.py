"""Locking: by key, by idle time, after sleep; what was typed is there again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.host.idle import IdleWatch
from mentor_tui.screens.shell.app import MentorApp, describe_crash
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.screens.widgets.editors import Prose
from mentor_tui.screens.widgets.fields import FieldEditor
from mentor_tui.screens.widgets.plain import Plain
from mentor_tui.vault import ClosedVault, KdfParams, Vault

from .conftest import PASSPHRASE, OpenApp
from .seeing import seen
from .test_firstrun import keys, wait_for


async def unlock(app: MentorApp, pilot: Pilot[int], passphrase: str = PASSPHRASE) -> None:
    await pilot.press(*keys(passphrase), "enter")
    await wait_for(pilot, lambda: app.is_open)


async def open_preparation(app: MentorApp, pilot: Pilot[int]) -> FormScreen:
    app.go("form:preparation")
    await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
    await pilot.pause(0.05)
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def test_lock_drops_the_key_and_blanks_the_screen(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        vault = app.ws.vault
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, UnlockScreen)
        assert not app.is_open
        assert "Bram" not in "".join(s.text for line in app.screen._compositor.render_strips() for s in line)
        with pytest.raises(ClosedVault):
            vault.all("pairs")


async def test_typed_text_is_back_after_unlocking(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        form = await open_preparation(app, pilot)
        await pilot.press(*keys("my boss never listens"))
        typed = form.typed()
        assert "my boss never listens" in str(typed)
        await pilot.press("ctrl+l")
        await pilot.pause()
        await unlock(app, pilot)
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await wait_for(pilot, lambda: app.screen.typed() == typed)  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormScreen))
        assert "my boss never listens" in str(app.view.answers("preparation"))
        assert app.ws.vault.drafts.all() == []


async def test_escape_keeps_text_and_home_offers_it(open_app: OpenApp) -> None:
    async with open_app(empty=True, size=(100, 30)) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("half a thought"), "escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert "Unsaved text" in seen(app)
        await pilot.press("d")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause(0.05)
        assert "half a thought" in str(app.screen.typed())  # type: ignore[attr-defined]
        await pilot.press("f6", "n")  # one key beside F5: what undo cannot bring back is asked about first
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "half a thought" in str(app.screen.typed())  # type: ignore[attr-defined]
        assert len(app.ws.vault.drafts.all()) == 1
        await pilot.press("f6", "y")
        await wait_for(pilot, lambda: not app.ws.vault.drafts.all())
        assert not isinstance(app.screen, FormScreen)


async def test_a_form_that_was_not_touched_leaves_no_draft(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press("tab", "tab", "escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, FormScreen))
        assert app.ws.vault.drafts.all() == []


async def test_a_draft_is_on_disk_within_two_seconds_and_unreadable(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.press(*keys("zanzibar"))
        folder = tmp_path / "test.vault.drafts"
        await wait_for(pilot, lambda: folder.exists() and any(folder.iterdir()))
        drafts = list(folder.iterdir())
        assert len(drafts) == 1
        assert b"zanzibar" not in drafts[0].read_bytes()
        await wait_for(pilot, lambda: "zanzibar" in app.ws.vault.drafts.all()[0].text)


async def test_a_wrong_passphrase_is_said_plainly_and_changes_nothing(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("ctrl+l")
        await pilot.pause()
        before = (tmp_path / "test.vault").read_bytes()
        await pilot.press(*keys("wrong"), "enter")
        await wait_for(pilot, lambda: "F3" in str(app.screen.query_one("#word", Plain).render()))
        assert (tmp_path / "test.vault").read_bytes() == before
        assert app.screen.query_one("#secret", Input).value == ""
        await unlock(app, pilot)


async def test_the_recovery_key_opens_and_sets_a_new_passphrase(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(empty=True) as (app, pilot):
        key = app.ws.vault.new_recovery_key()
        app.ws.vault.store_recovery_key(key)
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press("f3", *keys(key.text.lower().replace("-", " ")), "enter")
        await wait_for(pilot, lambda: bool(app.screen.query("#first")))
        new = "zq7vk2pwx9m"
        await pilot.press(*keys(new), "enter", *keys(new), "enter")
        await wait_for(pilot, lambda: app.is_open)
        assert app.pair.partner_name == "Bram Claes"
    assert Vault.open(tmp_path / "test.vault", new, state_dir=tmp_path / "state").all("pairs")


async def test_idle_minutes_lock_and_a_touch_keeps_open(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        now = [1000.0]
        app.idle = IdleWatch(5, steady=lambda: now[0], wall=lambda: 0.0)
        now[0] += 299
        await pilot.press("tab")
        assert app.is_open
        now[0] += 299
        app._watch_idle()
        assert app.is_open
        now[0] += 2
        app._watch_idle()
        assert not app.is_open
        await pilot.pause(0.05)
        assert isinstance(app.screen, UnlockScreen)


async def test_the_first_key_after_a_long_sleep_locks_instead_of_acting(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        now = [1000.0]
        app.idle = IdleWatch(5, steady=lambda: 0.0, wall=lambda: now[0])
        now[0] += 8 * 3600
        await pilot.press("3")
        await pilot.pause()
        assert isinstance(app.screen, UnlockScreen)
        assert app.screen.query_one("#secret", Input).value == ""


async def test_a_crash_names_no_private_text(open_app: OpenApp) -> None:
    secret = "zanzibar"

    def fail() -> None:
        words = secret
        raise ValueError(f"cannot handle {words}")

    try:
        fail()
    except ValueError as error:
        told = describe_crash(error)
    assert "ValueError" in told
    assert secret not in told


async def test_a_crash_keeps_what_was_being_typed(open_app: OpenApp, tmp_path: Path) -> None:
    class Deliberate(Exception):
        pass

    try:
        async with open_app(empty=True) as (app, pilot):
            await open_preparation(app, pilot)
            await pilot.press(*keys("almost lost"))
            app._handle_exception(Deliberate("almost lost"))
    except Deliberate:
        pass
    assert "almost lost" not in app.crash
    vault = Vault.open(tmp_path / "test.vault", PASSPHRASE, state_dir=tmp_path / "state")
    assert "almost lost" in vault.drafts.all()[0].text


async def test_a_passphrase_field_gives_nothing_to_the_clipboard(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press(*keys("secret"), "home", "shift+end", "ctrl+c")
        await pilot.press("ctrl+x")
        assert app.clipboard == ""
        assert app.screen.query_one("#secret", Input).value == "secret"


async def test_every_field_says_who_may_see_it(open_app: OpenApp) -> None:
    async with open_app(empty=True, size=(100, 40)) as (app, pilot):
        await open_preparation(app, pilot)
        await pilot.pause(0.1)
        editors = list(app.screen.query(FieldEditor))
        assert editors
        above = ""  # what is said for all fields below a heading, and by those with other readers themselves
        for word in app.screen.query("FormBody .seen-by, FieldEditor").results(Plain | FieldEditor):
            if isinstance(word, Plain):
                said = str(word.render()).strip()
                above = said if not any(isinstance(a, FieldEditor) for a in word.ancestors) else above
                continue
            here = [str(p.render()).strip() for p in word.query(".seen-by").results(Plain)]
            whole = [f"{above}, {w.removeprefix('also ')}" if w.startswith("also ") else w for w in here]
            assert (whole or [above]) == [word.field.seen_by("mentor")]


async def test_fast_kdf_is_only_a_test_setting() -> None:
    assert KdfParams.default().m_kib >= 64 * 1024


async def test_prose_takes_what_is_pasted_without_its_controls(open_app: OpenApp) -> None:
    from textual import events

    async with open_app(empty=True) as (app, pilot):
        await open_preparation(app, pilot)
        area = app.screen.query(Prose).first()
        area.focus()
        await pilot.pause()
        app.post_message(events.Paste("one\x1b[31m red\x1b]52;c;AAAA\x07 two\u202e three"))
        await pilot.pause()
        assert area.text == "one red two three"


async def test_the_demo_says_how_to_go_on_and_shuts_nobody_out(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.setup.demo = True
        app.keep_at_hand(PASSPHRASE)  # as when the demo opens by itself
        for _ in range(2):
            await pilot.press("ctrl+l")
            await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
            assert "Press Enter to go on" in str(app.screen.query_one("#lead", Plain).render())
            await pilot.press("enter")
            await wait_for(pilot, lambda: app.is_open)
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        for typed in ("x", "y"):  # a key meant for the screen that was there before
            await pilot.press(typed, "enter")
            await wait_for(pilot, lambda: "Enter alone opens it" in str(app.screen.query_one("#word", Plain).render()))
        await pilot.press("f3", "x", "enter")
        await wait_for(pilot, lambda: "Escape goes back" in str(app.screen.query_one("#word", Plain).render()))
        assert "Lost it" not in str(app.screen.query_one("#word", Plain).render())
        await pilot.press("escape", "enter")
        await wait_for(pilot, lambda: app.is_open)


async def test_a_vault_of_ones_own_is_not_opened_by_enter_alone(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen))
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert not app.is_open and app.setup.at_hand == ""
