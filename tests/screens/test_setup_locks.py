"""While a passphrase or a recovery key is being set up the vault is open too: idle minutes and Ctrl+L close it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from mentor_tui.clock import FrozenClock
from mentor_tui.host.idle import IdleWatch
from mentor_tui.screens.shell.app import MentorApp, Setup
from mentor_tui.screens.vault.firstrun import RecoveryScreen, WhoScreen
from mentor_tui.screens.vault.passphrase import PassphraseScreen
from mentor_tui.screens.vault.unlock import UnlockScreen
from mentor_tui.vault import ClosedVault, KdfParams, Vault

from .conftest import NOW, OpenApp
from .test_firstrun import keys, wait_for

WORDS = "zq7vk2pwx9m"


async def idle_until_locked(app: MentorApp, pilot: Pilot[int], how: str) -> None:
    if how == "key":
        await pilot.press("ctrl+l")
    else:
        now = [1000.0]
        app.idle = IdleWatch(5, steady=lambda: now[0], wall=lambda: 0.0)
        now[0] += 301
        if how == "idle":
            app._watch_idle()
        else:
            await pilot.press("x")
    await wait_for(pilot, lambda: isinstance(app.screen, UnlockScreen) and len(app.screen_stack) == 2)


@pytest.mark.parametrize("how", ["idle", "key", pytest.param("first key after a sleep", marks=pytest.mark.soak)])
async def test_the_recovery_key_does_not_stay_on_the_screen(tmp_path: Path, how: str) -> None:
    setup = Setup(
        vault_path=tmp_path / "new.vault",
        clock=FrozenClock(NOW),
        kdf=KdfParams.fast_for_tests(),
        state_dir=tmp_path / "state",
    )
    app = MentorApp(setup)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: len(app.screen_stack) > 1)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen) and bool(app.screen.query("#first")))
        await pilot.press(*keys(WORDS), "enter", *keys(WORDS), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, RecoveryScreen))
        vault = app._held
        assert vault is not None and not app.is_open
        await idle_until_locked(app, pilot, how)
        with pytest.raises(ClosedVault):
            vault.all("pairs")
        await pilot.press(*keys(WORDS), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhoScreen))
        assert app.is_open and not app.ws.vault.has_recovery
        assert not app.crash


@pytest.mark.parametrize(
    "how", ["first key after a sleep", *(pytest.param(h, marks=pytest.mark.soak) for h in ("idle", "key"))]
)
async def test_a_vault_opened_with_the_recovery_key_is_not_left_open(
    open_app: OpenApp, tmp_path: Path, how: str
) -> None:
    async with open_app(empty=True) as (app, pilot):
        key = app.ws.vault.new_recovery_key()
        app.ws.vault.store_recovery_key(key)
        app.lock()
        await pilot.pause()
        await pilot.press("f3", *keys(key.text), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen))
        vault = app._held
        assert vault is not None and not app.is_open
        await idle_until_locked(app, pilot, how)
        with pytest.raises(ClosedVault):
            vault.all("pairs")
        await pilot.press("f3", *keys(key.text), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen) and bool(app.screen.query("#first")))
        await pilot.press(*keys("another set of words"), "enter", *keys("another set of words"), "enter")
        await wait_for(pilot, lambda: app.is_open)
        assert not app.crash
    with Vault.open(tmp_path / "test.vault", "another set of words", state_dir=tmp_path / "state") as again:
        assert again.all("pairs")


async def test_leaving_closes_it_too(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        key = app.ws.vault.new_recovery_key()
        app.ws.vault.store_recovery_key(key)
        app.lock()
        await pilot.pause()
        await pilot.press("f3", *keys(key.text), "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PassphraseScreen))
        vault = app._held
        assert vault is not None
        await pilot.press("ctrl+q")
        await pilot.pause()
    with pytest.raises(ClosedVault):
        vault.all("pairs")
