"""The way in and out: starting, unlocking, locking by key or after idle minutes, leaving."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.await_complete import AwaitComplete

from mentor_tui.errors import MentorError
from mentor_tui.host.idle import IdleWatch

from .. import late
from ..host import Kept, Setup
from ..textual_fixes import memory
from ..textual_fixes.closing import EndsWorkFirst
from .base import Fresh, Room
from .beside import beside
from .by_name import named
from .kept_drafts import KeepsDrafts
from .open_vault import LONGEST_WAIT_SECONDS
from .warming import warm_up

if TYPE_CHECKING:
    from textual.timer import Timer

    from mentor_tui.vault import Vault
    from mentor_tui.workspace import Workspace

    from ..textual_fixes.terminal import Ended

T = TypeVar("T")

_WARM_UP_AFTER_SECONDS = 0.1  # when the unlock screen has been painted

_FORGET_AFTER_SECONDS = 0.1, 2.0
"""First when the unlock screen has been painted; then what a task or a timer of the old screens still held."""

_PAUSE_SECONDS = 0.5  # somebody who types goes on sooner

_WITHOUT_KEYS = (
    "The vault has new keys. Until you type its passphrase, nothing can be saved here, and what you type is on this "
    "screen only. F2 asks for it again."
)


class Gate(EndsWorkFirst, KeepsDrafts):
    """An app that lets a person in, and nobody else."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.idle = IdleWatch(5)
        self.resume_at = ""
        self._held: Vault | None = None
        """A vault that is open while its passphrase or recovery key is being set up; there is nothing to see yet."""
        self._watch: Timer | None = None
        self._locking = False
        self._asked_to_leave = False
        self._without_keys = False
        """The vault has new keys, and the person did not type its passphrase when asked."""

    # --- In ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._watch = self.set_interval(self.setup.idle_check_seconds, self._watch_idle)
        if self.setup.vault_path.exists():
            self._ask_to_unlock()
        else:
            self._first_run()

    def _ask_to_unlock(self) -> None:
        passphrase, self.setup.passphrase = self.setup.passphrase, ""
        self.keep_at_hand(passphrase)
        self.push_screen(named("vault.unlock:UnlockScreen")(passphrase))
        if not passphrase:
            self.set_timer(_WARM_UP_AFTER_SECONDS, warm_up)

    def keep_at_hand(self, passphrase: str) -> None:
        """In the demo, remember what opens its vault now; anywhere else a passphrase is never kept."""
        if self.setup.demo and passphrase:
            self.setup.at_hand = passphrase

    def unlock_with(self, passphrase: str) -> None:
        """Unlock by itself with a passphrase that was just typed."""
        self.setup.passphrase = passphrase
        self._ask_to_unlock()

    def _first_run(self) -> None:
        named("vault.firstrun:FirstRun")(self).begin()

    def hold(self, vault: Vault) -> None:
        """Keep a vault open until its secrets are set; the idle time counts, and locking closes it."""
        self._held = vault

    async def with_held(self, work: Callable[[], T]) -> T:
        """Work on the vault's secrets, off the event loop; locking and leaving wait for it."""
        return await self.finish(asyncio.to_thread(work))

    def opened_without_pair(self, vault: Vault) -> None:
        """A fresh vault: keep it open while the first questions are asked."""
        self._held, self._noticed = None, 0
        self._ws = late.workspace.Workspace(vault, self.clock)
        self.idle = IdleWatch(self._ws.settings.idle_minutes)

    def opened(self, vault: Vault) -> None:
        """A vault is unlocked: go to where the person was, or Home."""
        self._held = None
        self._ws = late.workspace.Workspace(vault, self.clock)
        gc.freeze()  # a full collection over the opened records would stall typing
        try:
            closed = self._take_in(self._ws)
        except MentorError as error:  # of a newer release, or of a program that is not here: say so, change nothing
            self._ws = None
            vault.close()
            self.say(str(error), "warning")
            return
        where, self.resume_at = self.resume_at, ""
        self.go("home:pair" if self.setup.pair and self.has_pair else "home")
        if where and where != "home":
            self.go(where)
        elif not self.has_pair and not late.access.holds_beside_pairs(self._ws):
            named("vault.firstrun:FirstRun")(self).ask_who()
        self._noticed = len(vault.notices)
        if sentences := [sentence for sentence in (*vault.notices, closed) if sentence]:
            self.say(" ".join(sentences), "warning")
        self.call_after_refresh(lambda: beside(self, self.look_beside, group="look-beside"))

    def _take_in(self, workspace: Workspace) -> str:
        """Settings, the open pair and all its records: read once, and shown by Home.

        Returns why the pair that was meant is not the one that is opened, if so.
        """
        settings = workspace.settings
        self.idle = IdleWatch(settings.idle_minutes)
        self.apply_settings()
        if not self._pair_id:
            try:
                self._pair_id = workspace.find_pair(self.setup.pair or settings.current_pair).id
            except MentorError:
                self._pair_id = self._first_pair().id if workspace.pairs else ""
        if not self._pair_id:
            return ""
        meant, closed = self.pair, ""
        if not late.access.program_here(workspace, meant):
            closed = late.access.why_closed(meant)
            self._pair_id = self._first_pair().id
        workspace.view(self.pair)
        return closed

    def apply_settings(self) -> None:
        """Let the stored settings hold: minutes until the lock, theme, keys."""
        super().apply_settings()
        self.idle.minutes = self.ws.settings.idle_minutes or 5

    def about_to_close(self) -> None:
        """Look at the clock no more."""
        if self._watch is not None:
            self._watch.stop()

    def on_unmount(self) -> None:
        self.own_drafts.presence.end()

    # --- Locking -----------------------------------------------------------------------------------------------

    @property
    def key_at_hand(self) -> bool:
        """True while the key of a vault is in memory, on whatever screen."""
        return self.is_open or self._held is not None

    def lock(self) -> None:
        """Keep what is being typed, drop the key, blank the screen; after a save that is under way."""
        if not self.key_at_hand or self._locking:
            return
        if self._under_way:
            self._locking = True
            self.run_worker(self._lock_after_work(), group="lock")
            return
        self._lock()

    async def _lock_after_work(self) -> None:
        try:
            await self.finish_work()
        finally:
            self._locking = False
        self._lock()

    def _lock(self) -> None:
        if self.is_open:
            self._keep_all()
            if not self.resume_at:
                self.resume_at = self.screen.AREA if isinstance(self.screen, Room) else "home"
        elif self._held is None:
            return
        self._drop_key()
        self.follow_up = ""
        gone = self._pop_all()
        memory.forget_copied(self)
        self._ask_to_unlock()
        self.run_worker(self._forget(gone), group="memory")

    async def _forget(self, gone: list[AwaitComplete]) -> None:
        """Let go of what was on the screens, once they are gone and the unlock screen is there."""
        for removal in gone:
            await removal
        for seconds in _FORGET_AFTER_SECONDS:
            await asyncio.sleep(seconds)
            if not self.key_at_hand:
                memory.forget()

    def _keep_all(self) -> None:
        """Keep what is being typed on any screen, and remember where."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Kept):
                where = screen.keep_before_lock()
                self.resume_at = self.resume_at or where

    def _drop_key(self) -> None:
        workspace, self._ws = self._ws, None
        held, self._held = self._held, None
        self._without_keys = False
        self._contested.clear()
        for vault in (workspace, held):
            if vault is not None:
                vault.close()
        self.workers.cancel_group(self, "firstrun")

    def _pop_all(self) -> list[AwaitComplete]:
        """Take every screen away; what is returned is done when they are gone."""
        return [self.pop_screen() for _ in self.screen_stack[1:]]

    def _watch_idle(self) -> None:
        memory.sweep_in_pause(self.idle.idle_seconds)
        if self.key_at_hand and self.idle.expired:
            self.lock()
        elif self.is_open and not self._under_way:
            beside(self, self._keep_up, group="keep-up")

    async def _keep_up(self) -> None:
        """Show what another program saved; forms that are open take it in when they save. New keys are asked for."""
        if not self.is_open:  # locked since it was asked for
            return
        ws = self.ws
        if await asyncio.to_thread(late.vault.has_new_keys, ws.vault):
            if not self._without_keys:
                await self._keys_are_gone(again=False)  # in its turn: new keys made here are no news
            return
        if not (self.is_open and isinstance(self.screen, Fresh)):
            return
        await self.look_beside_again()
        changed = await self.look(ws.refresh)  # the vault may be locked by now, or be opened anew
        self.tell_notices()
        if changed and self.is_open and isinstance(self.screen, Fresh):
            self._show_news()
            self.say("Another mentor-tui saved in the meantime; this is what is in the vault now.")

    def _show_news(self) -> None:
        """Show what came in from elsewhere, in a place that shows records."""
        self.apply_settings()
        if not self.has_pair and isinstance(self.screen, Room):  # the only one went elsewhere
            self.go("home")
        elif isinstance(self.screen, Fresh):
            self.screen.show_news()

    # --- New keys ----------------------------------------------------------------------------------------------

    def ask_for_keys(self, *, again: bool = False) -> None:
        """Ask over whatever is on the screen: without the new keys nothing that is typed can be kept."""
        if again:
            self._ask_for_keys()
        elif self._without_keys:
            self.say(_WITHOUT_KEYS, "warning")
        else:
            beside(self, self._ask_in_pause, group="new-keys")

    async def _ask_in_pause(self) -> None:
        """Between two words: letters that were meant for the text must not end up in the question."""
        while self.is_open and self.idle.idle_seconds < _PAUSE_SECONDS:
            await asyncio.sleep(_PAUSE_SECONDS / 10)
        if not self.is_open:
            return
        vault = self.ws.vault
        gone = await self.look(lambda: late.vault.has_new_keys(vault))  # somebody may have typed it meanwhile
        if gone and self._ws and not self._without_keys:  # or locked, or did not want to when F2 asked
            self._ask_for_keys()

    def _ask_for_keys(self) -> None:
        ask = named("vault.new_keys:AskForKeys")
        if not any(isinstance(screen, ask) for screen in self.screen_stack):
            self.push_screen(ask(), self._with_new_keys)

    def _with_new_keys(self, sentence: str | None) -> None:
        """The person has answered: go on, and keep what is typed under the new keys."""
        if not self.is_open:
            return
        self._without_keys = sentence is None
        if sentence is None:
            self.say(_WITHOUT_KEYS, "warning")
            return
        self._keep_all()
        self._stay()
        self._show_news()
        self.say(sentence)

    # --- Out ---------------------------------------------------------------------------------------------------

    @property
    def typed_ahead(self) -> bool:
        """True while the field with the cursor has keys that it did not obey yet."""
        return self.focused is not None and self.focused.message_queue_size > 0

    def on_ended(self, event: Ended) -> None:
        """The program is to end; what was typed until then is obeyed first, in a task that does not hold it up."""
        self._asked_to_leave |= event.gone
        beside(self, self._end, group="end")

    async def _end(self) -> None:
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while self.typed_ahead and time.monotonic() < until:
            await asyncio.sleep(0.005)
        await self.action_leave()

    async def action_leave(self) -> None:
        """Leave the app, after a save that is under way; text being typed is kept as a draft."""
        await self.finish_work()
        if self.is_open:
            self._keep_all()
        if self._not_on_disk and self.is_open and not self._asked_to_leave:
            self._asked_to_leave = True
            self._stay()
            self.say("Your text could not be kept on disk. F2 saves it; Ctrl+Q once more quits without it.", "warning")
            return
        self._drop_key()
        self.exit(0)

    def _stay(self) -> None:
        """All that was kept for leaving is still on the screens."""
        self._not_on_disk.clear()
        self.resume_at = ""
        for screen in self.screen_stack:
            if isinstance(screen, Kept):
                screen.stay()

    async def action_quit(self) -> None:
        """The same as leaving."""
        await self.action_leave()
