"""The app: it opens and locks the vault, holds the open pair, and leads from place to place."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from mentor_tui.clock import Clock, SystemClock
from mentor_tui.idle import IdleWatch

from .ahead import TypeAhead
from .commands import Command, CommandProvider, bindings
from .themes import first_theme

if TYPE_CHECKING:
    from textual.driver import Driver

    from mentor_tui.records import Pair, Record
    from mentor_tui.vault import KdfParams, Vault
    from mentor_tui.workspace import PairView, Workspace

T = TypeVar("T")
_ASIDE_AFTER_SECONDS = 0.5  # unless something is said before


_WARM_UP_AFTER_SECONDS = 0.1  # when the unlock screen has been painted

_LONGEST_WAIT_SECONDS = 10.0
"""A save takes milliseconds; one that hangs must not keep the vault open for ever."""


@dataclass
class Setup:
    """What the app starts with. Everything that a test wants to hold in its hand is here."""

    vault_path: Path
    pair: str = ""
    passphrase: str = ""
    """Given by a passphrase file or the demo; the app then unlocks by itself once."""
    demo: bool = False
    clock: Clock | None = None
    kdf: KdfParams | None = None
    state_dir: Path | None = None
    idle_check_seconds: float = 1.0


class MentorApp(App[int]):
    """mentor-tui."""

    TITLE = "mentor-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {CommandProvider}
    HERE = (
        Command("app.help", "f1,question_mark", "help", "What can be done here, and all keys.", shown_as="?"),
        Command("app.lock", "ctrl+l", "lock", "Lock the vault now; what you are typing is kept."),
        Command(
            "app.export",
            "f7",
            "export",
            "Make a document: closure summary, agreement, PDU log, notes.",
            footer=False,
            priority=True,
        ),
        Command("app.follow", "f5", "go on", "Go on with what the last message offers.", footer=False),
        Command("app.pairs", "f8", "pairs", "Your pairs: switch, add, change.", footer=False),
        Command("app.settings", "f9", "settings", "Idle lock, theme, keys, passphrase, recovery key.", footer=False),
        Command("app.leave", "ctrl+q", "quit", "Leave; everything saved stays saved.", footer=False, priority=True),
    )
    BINDINGS = bindings(HERE)

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        first_theme(self)
        self.setup = setup
        self.clock: Clock = setup.clock or SystemClock()
        self._ws: Workspace | None = None
        self._pair_id = ""
        self._saved_at = ""
        self._door = asyncio.Lock()
        self.idle = IdleWatch(5)
        self._ahead = TypeAhead(self, super().on_event)
        self.resume_at = ""
        """Where the person was when the app locked, as a `go` string."""
        self.follow_up = ""
        """Where F5 leads: what the last message offers, as a `go` string."""
        self.crash = ""
        self._aside = ""
        """What the next sentence says as well."""
        self._under_way = 0
        """Pieces of work on the vault that were asked for and are not done."""
        self._locking = False
        self._not_on_disk: dict[tuple[str, str], str] = {}
        """Text that was being typed when the app locked and the disk would not take it, by record and field."""
        self._asked_to_leave = False

    def get_driver_class(self) -> type[Driver]:
        """The terminal, read so that a paste stays in one piece."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from .keyboard import TerminalDriver

        return TerminalDriver

    # --- The open vault --------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a vault is unlocked."""
        return self._ws is not None

    @property
    def ws(self) -> Workspace:
        """The unlocked vault."""
        assert self._ws is not None, "the vault is locked"
        return self._ws

    @property
    def pair(self) -> Pair:
        """The open pair."""
        from mentor_tui.records import Pair

        found = self.ws.get(Pair, self._pair_id)
        return found or self.ws.pairs[0]

    @property
    def has_pair(self) -> bool:
        """Whether there is any pair to show."""
        return self.is_open and bool(self.ws.pairs)

    @property
    def view(self) -> PairView:
        """The open pair with all its records."""
        return self.ws.view(self.pair)

    @property
    def saved_at(self) -> str:
        """`saved 14:02`, for the top line."""
        return self._saved_at

    async def store(self, *records: Record, delete: Iterable[Record] = (), label: str = "") -> bool:
        """Save in one transaction, off the event loop; True once it is on disk. Otherwise says why not."""
        delete = list(delete)
        result = await self.deed(lambda: self.ws.save(*records, delete=delete, label=label))
        return result is not None

    async def deed(self, work: Callable[[], T]) -> T | None:
        """Do saving work off the event loop, one deed at a time; None (and a sentence) when it was not saved."""
        from mentor_tui.errors import InputRefused
        from mentor_tui.vault import VaultError

        try:
            async with self._at_the_door():
                if not self.is_open:
                    return None
                result = await asyncio.to_thread(work)
        except (InputRefused, VaultError) as error:
            self.say(str(error), "warning")
            return None
        self._stamp_saved()
        if getattr(result, "merged", False):
            self._aside = "Another mentor-tui saved meanwhile; both are kept."
            self.set_timer(_ASIDE_AFTER_SECONDS, self._say_aside)
        return result

    async def step_back(self, again: bool = False) -> str:
        """Undo (or redo) the last deed; returns its label."""
        from mentor_tui.vault import VaultError

        try:
            async with self._at_the_door():
                if not self.is_open:
                    return ""
                label = await asyncio.to_thread(self.ws.redo if again else self.ws.undo)
        except VaultError as error:
            self.say(str(error), "warning")
            return ""
        if label and self.is_open:
            self._stamp_saved()
            self.apply_settings()
        return label

    async def keep_draft(self, record: str, field: str, words: str) -> None:
        """Keep typed text as an encrypted draft."""
        from mentor_tui.vault import VaultError

        try:
            async with self._at_the_door():
                if not self.is_open:
                    return
                await asyncio.to_thread(self.ws.vault.drafts.save, record, field, words)
        except (VaultError, OSError):
            self.say("The draft could not be kept on disk; your text is still on the screen. F2 saves it.", "warning")

    async def drop_draft(self, record: str, field: str) -> None:
        """Forget a draft: its text was saved, or is not wanted."""
        from mentor_tui.vault import VaultError

        try:
            async with self._at_the_door():
                if not self.is_open:
                    return
                await asyncio.to_thread(self.ws.vault.drafts.discard, record, field)
        except (VaultError, OSError):
            self.say("An old draft could not be removed from disk. When it is offered again, F6 drops it.", "warning")

    def keep_draft_now(self, record: str, field: str, words: str) -> bool:
        """Keep typed text before the key goes: on disk, or in memory until unlocking when the disk will not take it."""
        from mentor_tui.vault import VaultError

        try:
            self.ws.vault.drafts.save(record, field, words)
        except (VaultError, OSError):
            self._not_on_disk[record, field] = words
            return False
        return True

    def kept_draft(self, record: str, field: str) -> tuple[str | None, bool]:
        """The draft of a field, and whether it is on disk."""
        words = self._not_on_disk.pop((record, field), None)
        return (words, False) if words else (self.ws.vault.drafts.load(record, field), True)

    @asynccontextmanager
    async def _at_the_door(self) -> AsyncIterator[None]:
        """One piece of work on the vault at a time; locking and leaving wait for those that are waiting here."""
        self._under_way += 1
        try:
            async with self._door:
                yield
        finally:
            self._under_way -= 1

    async def _finish_work(self) -> None:
        """Wait until nothing is being saved; what follows a save (its draft is dropped) gets its turn too."""
        until = time.monotonic() + _LONGEST_WAIT_SECONDS
        calm = 0
        while calm < 2 and time.monotonic() < until:
            await asyncio.sleep(0.005)
            calm = 0 if self._under_way else calm + 1

    def _stamp_saved(self) -> None:
        if not self.is_open:
            return
        zone = self.ws.profile.zone
        from zoneinfo import ZoneInfo

        now = self.clock.now().astimezone(ZoneInfo(zone) if zone else None)
        self._saved_at = f"saved {now:%H:%M}"

    # --- Starting, unlocking, locking --------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.set_interval(self.setup.idle_check_seconds, self._watch_idle)
        if self.setup.vault_path.exists():
            self._ask_to_unlock()
        else:
            self._first_run()

    def _ask_to_unlock(self) -> None:
        from .unlock import UnlockScreen

        passphrase, self.setup.passphrase = self.setup.passphrase, ""
        self.push_screen(UnlockScreen(passphrase))
        if not passphrase:
            from .warming import warm_up

            self.set_timer(_WARM_UP_AFTER_SECONDS, warm_up)

    def _first_run(self) -> None:
        from .firstrun import FirstRun

        FirstRun(self).begin()

    def opened_without_pair(self, vault: Vault) -> None:
        """A fresh vault: keep it open while the first questions are asked."""
        from mentor_tui.workspace import Workspace

        self._ws = Workspace(vault, self.clock)
        self.idle = IdleWatch(self._ws.settings.idle_minutes)

    def opened(self, vault: Vault) -> None:
        """A vault is unlocked: go to where the person was, or Home."""
        import gc

        from mentor_tui.errors import MentorError
        from mentor_tui.workspace import Workspace

        self._ws = Workspace(vault, self.clock)
        gc.freeze()  # a full collection over the opened records would stall typing
        try:
            self._take_in(self._ws)
        except MentorError as error:  # of a newer release, or of a program that is not here: say so, change nothing
            self._ws = None
            vault.close()
            self.say(str(error), "warning")
            return
        where, self.resume_at = self.resume_at, ""
        if not self._pair_id:
            return
        self.go("home")
        if where and where != "home":
            self.go(where)
        for sentence in vault.notices:
            self.say(sentence, "warning")

    def _take_in(self, workspace: Workspace) -> None:
        """Settings, the open pair and all its records: read once, and shown by Home."""
        from mentor_tui.errors import MentorError

        settings = workspace.settings
        self.idle = IdleWatch(settings.idle_minutes)
        self.apply_settings()
        if not self._pair_id:
            try:
                self._pair_id = workspace.find_pair(self.setup.pair or settings.current_pair).id
            except MentorError:
                self._pair_id = workspace.pairs[0].id if workspace.pairs else ""
        if self._pair_id:
            workspace.view(self.pair)

    def apply_settings(self) -> None:
        """Let the stored settings hold: minutes until the lock, theme, keys."""
        from .themes import apply_theme

        settings = self.ws.settings
        self.idle.minutes = settings.idle_minutes or 5
        apply_theme(self, settings.theme)
        if settings.keys != self._keymap:
            self.set_keymap(settings.keys)

    def lock(self) -> None:
        """Keep what is being typed, drop the key, blank the screen; after a save that is under way."""
        if not self.is_open or self._locking:
            return
        if self._under_way:
            self._locking = True
            self.run_worker(self._lock_after_work(), group="lock")
            return
        self._lock()

    async def _lock_after_work(self) -> None:
        try:
            await self._finish_work()
        finally:
            self._locking = False
        self._lock()

    def _lock(self) -> None:
        if not self.is_open:
            return
        for screen in reversed(self.screen_stack):
            keep = getattr(screen, "keep_before_lock", None)
            if keep is not None:
                where = keep()
                self.resume_at = self.resume_at or where
        if not self.resume_at:
            self.resume_at = getattr(self.screen, "AREA", "home")
        workspace, self._ws = self.ws, None
        workspace.close()
        self.follow_up = ""
        self._pop_all()
        self._ask_to_unlock()

    def _pop_all(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _watch_idle(self) -> None:
        if self.is_open and self.idle.expired:
            self.lock()

    async def on_event(self, event: events.Event) -> None:
        """Every key and mouse event passes here first: a machine that wakes up late locks before it obeys."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self.is_open and self.idle.expired:
                self.lock()
                return
            if self._locking:  # a passphrase typed ahead must not end up in a note
                return
            self.idle.touch()
            if self._ahead.holds(event):
                return
        await super().on_event(event)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """The last place that a key comes to: after it, the next one may come."""
        done = await super()._check_bindings(key, priority)
        if done or not priority:
            self._ahead.arrived()
        return done

    # --- Getting about -----------------------------------------------------------------------------------------

    def go(self, where: str) -> None:
        """Go to a place: an area such as `goals`, or `log:<session id>`, `form:<form id>`, `export:closure`."""
        from .router import open_place

        if self.has_pair:  # while the first questions are asked there is no other place
            open_place(self, where)

    def show_room(self, room: Screen[Any]) -> None:
        """Make an area the only screen."""
        self._pop_all()
        self.push_screen(room)

    def turn_pair(self, by: int) -> None:
        """Switch to the pair before or after."""
        pairs = self.ws.pairs
        if len(pairs) < 2:
            self.say("There is only this pair. F8 adds another.")
            return
        at = [p.id for p in pairs].index(self.pair.id)
        self.open_pair(pairs[(at + by) % len(pairs)].id)

    def open_pair(self, pair_id: str) -> None:
        """Make this the open pair and show its Home."""
        self._pair_id = pair_id
        self.go("home")
        self.say(f"This is your pair with {self.pair.partner_name}.")

    def with_aside(self, sentence: str) -> str:
        """The sentence, and what there is to say besides, once."""
        aside, self._aside = self._aside, ""
        return f"{sentence} {aside}".strip()

    def _say_aside(self) -> None:
        if self._aside:
            self.say("")

    def say(self, sentence: str, kind: str = "") -> None:
        """Show a sentence on the notice line of the present screen."""
        for screen in reversed(self.screen_stack):
            tell = getattr(screen, "say", None)
            if tell is not None:
                self.call_after_refresh(tell, sentence, kind)
                return

    def action_help(self) -> None:
        """What can be done here."""
        from .help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_lock(self) -> None:
        """Lock now."""
        self.lock()

    def action_export(self) -> None:
        """Make a document."""
        self.go("export")

    def action_follow(self) -> None:
        """Go on with what the last message offers."""
        where, self.follow_up = self.follow_up, ""
        if where:
            self.go(where)
        else:
            self.say("No message offers anything just now.")

    def action_pairs(self) -> None:
        """Your pairs."""
        self.go("pairs")

    def action_settings(self) -> None:
        """Settings."""
        self.go("settings")

    async def action_leave(self) -> None:
        """Leave the app, after a save that is under way; text being typed is kept as a draft."""
        await self._finish_work()
        for screen in reversed(self.screen_stack):
            keep = getattr(screen, "keep_before_lock", None)
            if keep is not None and self.is_open:
                keep()
        if self._not_on_disk and self.is_open and not self._asked_to_leave:
            self._asked_to_leave = True
            self._not_on_disk.clear()
            for screen in self.screen_stack:
                stay = getattr(screen, "stay", None)
                if stay is not None:
                    stay()
            self.say("Your text could not be kept on disk. F2 saves it; Ctrl+Q once more leaves without it.", "warning")
            return
        if self._ws is not None:
            workspace, self._ws = self._ws, None
            workspace.close()
        self.exit(0)

    async def action_quit(self) -> None:
        """The same as leaving."""
        await self.action_leave()

    def get_key_display(self, binding: Binding) -> str:
        """Keys in words and letters that every font has."""
        from .help import key_words

        return binding.key_display or key_words(binding.key).replace("Ctrl+", "^").lower()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Nothing of Textual's own: its screenshot would write what is on the screen to a file."""
        return ()

    # --- When something goes wrong -----------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own report prints local variables, which may be a passphrase or a note: this one does not."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if not self.crash:
            self.crash = describe_crash(error)
        for screen in reversed(self.screen_stack):
            keep = getattr(screen, "keep_before_lock", None)
            if keep is not None and self.is_open:
                try:
                    keep()
                except Exception:  # noqa: BLE001 - the first error is the one to tell of
                    break
        self._close_messages_no_wait()


def describe_crash(error: BaseException) -> str:
    """Where it happened and what kind of error it was: no message, no variables, so nothing private."""
    places = traceback.extract_tb(error.__traceback__)
    own = [p for p in places if "mentor_tui" in p.filename or "screens" in p.filename] or places
    place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else "an unknown place"
    return (
        f"mentor-tui had to stop: {type(error).__name__} in {place}.\n"
        "Everything saved is safe, and text you were typing is kept as a draft. Please start it again;\n"
        "if it happens twice, report the line above. It holds nothing of what you wrote."
    )


def run_app(
    vault_path: Path, *, pair: str = "", passphrase: str = "", demo: bool = False, kdf: KdfParams | None = None
) -> int:
    """Run the app until the person leaves; returns the exit code (0, or 1 after a crash)."""
    return run_setup(Setup(vault_path=vault_path, pair=pair, passphrase=passphrase, demo=demo, kdf=kdf))


def run_setup(setup: Setup) -> int:
    """Run the app as set up."""
    app = MentorApp(setup)
    code = app.run()
    if app.crash:
        print(app.crash, file=sys.stderr)
        return 1
    return code or 0
