"""The open vault: reading it, saving to it, and waiting for work that is under way."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from mentor_tui.clock import SystemClock, zone_of
from mentor_tui.errors import InputRefused

from .. import late
from ..host import Again, Host, Kept, Setup
from ..textual_fixes.timing import Punctual
from ..widgets import glyphs
from .base import Desk, Room
from .beside import beside
from .themes import apply_theme

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Role
    from mentor_tui.schema.records import Pair, Record
    from mentor_tui.vault import Change, ConflictSaved
    from mentor_tui.workspace import PairView, Saved, Workspace

    from ..widgets.editors import TooLong

T = TypeVar("T")

_ASIDE_AFTER_SECONDS = 0.5  # unless something is said before

_WRITING_SECONDS = 5
"""Seconds that a sync service may take to write a copy."""
LONGEST_WAIT_SECONDS = 10.0
"""A save takes milliseconds; one that hangs must not keep the vault open for ever."""


_KEPT_WHERE = "What was saved elsewhere in the meantime is kept: Settings (F9), Kept versions."


class Keeper(Punctual, Host):
    """An app that keeps a vault. Work on it is done off the event loop, one piece at a time."""

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        self.setup = setup
        self.clock = setup.clock or SystemClock()
        self._ws: Workspace | None = None
        self._pair_id = ""
        self._saved_at = ""
        self._door = asyncio.Lock()
        self.changed_keys: Mapping[str, str] = {}
        """The keys that the person gave to commands, by the commands' ids."""
        self._under_way: set[object] = set()
        """Pieces of work on the vault that were asked for and are not done."""
        self._aside = ""
        """What the next sentence says as well."""
        self.follow_up = ""
        self.conflict_copy = None
        self._folder_stamp = (0, 0)
        """When a file last came into the vault's folder or went from it, as it stood when it was looked at."""
        self.word_of_copies = ""
        self.copies_apart: list[Path] = []
        self._noticed = 0
        """How many of the vault's notices were shown."""
        self._contested: dict[tuple[str, str], Record] = {}
        """What records were before both sides changed them, by table and id, until one of the two was saved."""
        self.writes_over = False
        self._told_on: weakref.ref[Screen[Any]] | None = None
        """The screen on which it was said why nothing can be saved, until something is."""

    # --- Reading -----------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """True while a vault is unlocked."""
        return self._ws is not None

    @property
    def ws(self) -> Workspace:
        """The unlocked vault."""
        assert self._ws is not None, "the vault is locked"
        return self._ws

    @property
    def pair(self) -> Pair:
        """The open pair."""
        return self.ws.get(late.records.Pair, self._pair_id) or self._first_pair()

    def _first_pair(self) -> Pair:
        """The first pair that can be opened."""
        pairs = self.ws.pairs
        return next((p for p in pairs if late.access.program_here(self.ws, p)), pairs[0])

    @property
    def has_pair(self) -> bool:
        """True when there is any pair to show."""
        return self.is_open and bool(self.ws.pairs)

    @property
    def role(self) -> Role:
        """The person's role in the open pair; a mentor's while there is none, who may fill every shared form."""
        return self.pair.role if self.has_pair else "mentor"

    @property
    def view(self) -> PairView:
        """The open pair with all its records."""
        return self.ws.view(self.pair)

    @property
    def home(self) -> Room | None:
        """Home, while it is on the screen."""
        return self.screen if isinstance(self.screen, Room) and self.screen.AREA == "home" else None

    @property
    def saved_at(self) -> str:
        """`saved 14:02`, for the top line."""
        return self._saved_at

    # --- Saving ------------------------------------------------------------------------------------------------

    async def store(
        self, *records: Record, delete: Iterable[Record] = (), label: str = "", again: Again | None = None
    ) -> bool:
        """Save in one transaction, off the event loop; True once it is on disk. Otherwise says why not.

        A change to a session that stands in a claim is asked about first; after a yes, `again` is done.
        """
        delete = list(delete)
        if self.asks_first(records, delete, again):
            return False
        lost: list[Change] = []
        result = await self.deed(lambda: self._save(records, delete, label, lost))
        if lost and result is not None:
            self._say_besides(_KEPT_WHERE)
        return result is not None

    def _save(self, records: Sequence[Record], delete: list[Record], label: str, lost: list[Change]) -> Saved:
        """Save; where both sides changed the same, the second try lets mine win and keeps the other version: `lost`."""
        before = [found for record in records if (found := self.ws.get(type(record), record.id))]
        start = {(record.table, record.id): type(record)() for record in before} if self.writes_over else {}
        lost += late.versions.overruled(self.ws, records, start | self._contested)
        try:
            saved = self.ws.save(*records, delete=delete, label=label, besides=lost)
        except late.vault.ConflictSaved:
            self._contested = {(record.table, record.id): record for record in before} | self._contested
            raise
        for record in records:
            self._contested.pop((record.table, record.id), None)
        return saved

    def asks_first(self, changed: Sequence[Record], deleted: Sequence[Record], again: Again | None) -> bool:
        """Ask the person what has to be asked before this may be saved; here there is nothing. The app knows."""
        return False

    async def deed(self, work: Callable[[], T]) -> T | None:
        """Do saving work off the event loop, one deed at a time; None (and a sentence) when it was not saved.

        It is finished also when the screen that asked for it is gone before.
        """
        return await self.finish(self._deed(work))

    async def _deed(self, work: Callable[[], T]) -> T | None:
        if await self._keys_are_gone():
            return None
        try:
            result = await self._in_turn(work)
        except late.vault.ConflictSaved as error:
            self._offer_to_join(error)
            return None
        except (InputRefused, late.vault.VaultError) as error:
            if isinstance(error, late.vault.VaultError):
                self._told_on = weakref.ref(self.screen)
            self.say(str(error), "warning")
            return None
        if result is None:
            return None
        self._told_on = None
        self._stamp_saved()
        if isinstance(result, late.workspace.Saved) and result.merged:
            self._say_besides("Another mentor-tui saved in the meantime; both are kept.")
        self.tell_notices()
        return result

    def _offer_to_join(self, conflict: ConflictSaved) -> None:
        """Both sides changed the same thing: say so, and let F5 lead to joining the two."""
        if not self.is_open or self.ws.vault.read_only:  # locked by then, or nothing can be joined in this session
            self.say(str(conflict), "warning")
            return
        self.conflict_copy, self.follow_up = conflict.copy_path, "join"
        typing = isinstance(self.screen, Kept) and self.screen.dirty
        ways = "F2 saves your text and keeps the other; F5 joins the two." if typing else "F5 joins the two."
        self.say(f"{ways} {conflict}", "warning")

    async def _keys_are_gone(self, *, again: bool = True) -> bool:
        """True when the vault was given new keys elsewhere: nothing can be saved before the person gave them."""
        if not self.is_open:
            return False
        vault = self.ws.vault
        if await self._in_turn(lambda: late.vault.has_new_keys(vault)):
            self.ask_for_keys(again=again)
            return True
        return False

    def ask_for_keys(self, *, again: bool = False) -> None:
        """Ask for the passphrase of the vault that was given new keys; `again` also when nobody wanted to type it."""

    async def look_beside(self) -> None:
        """See whether copies beside the vault went their own way, and let Home say so."""
        if not self.is_open or self.setup.demo:
            return
        ws = self.ws
        found = await self.look(lambda: late.joining.word_of_copies(ws))
        if found is not None and self.is_open and found != (self.word_of_copies, self.copies_apart):
            self.word_of_copies, self.copies_apart = found
            if home := self.home:
                home.show_news()

    async def look_beside_again(self) -> None:
        """Look once more when something came into the vault's folder: a sync service brings a copy at any time."""
        if not self.is_open:
            return
        stamp = await asyncio.to_thread(_folder_stamp, self.ws.vault.path.parent)
        if stamp != self._folder_stamp:
            self._folder_stamp = stamp
            await self.look_beside()

    async def look(self, work: Callable[[], T]) -> T | None:
        """Read with the vault off the event loop, when it is its turn; None when it is locked by then."""
        return await self.finish(self._in_turn(work))

    async def step_back(self, again: bool = False) -> str | None:
        """Undo (or redo) the last deed; returns its label, empty when there is none, None when it was said why not."""
        return await self.finish(self._step_back(again))

    async def _step_back(self, again: bool) -> str | None:
        if await self._keys_are_gone():
            return None
        if not self.is_open:
            return None
        ws = self.ws
        try:
            label = await self._in_turn(ws.redo if again else ws.undo)
        except late.vault.ConflictSaved as error:
            self._offer_to_join(error)
            return None
        except late.vault.VaultError as error:
            self.say(str(error), "warning")
            return None
        if label and self.is_open:
            self._stamp_saved()
            self.apply_settings()
        return label

    # --- Work under way ----------------------------------------------------------------------------------------

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it to the end, whoever goes away meanwhile; locking and leaving wait for it from this moment on."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    async def finish_work(self) -> None:
        """Wait until nothing is being saved; what follows a save (its draft is dropped) gets its turn too."""
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        calm = 0
        while calm < 2 and time.monotonic() < until:
            await asyncio.sleep(0.005)
            calm = 0 if self._under_way else calm + 1

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever waits; nobody may be there any more

    async def _in_turn(self, work: Callable[[], T]) -> T | None:
        """One piece of work on the vault at a time; None when it is locked by then."""
        async with self._door:
            return await asyncio.to_thread(work) if self.is_open else None

    def _stamp_saved(self) -> None:
        if not self.is_open:
            return
        zone = self.ws.profile.zone
        now = self.clock.now().astimezone(zone_of(zone))
        self._saved_at = f"saved {now:%H:%M}"

    # --- What is said ------------------------------------------------------------------------------------------

    def say(self, sentence: str, kind: str = "") -> None:
        """Show a sentence on the notice line of the present screen."""
        if tell := self._notice_line():
            self.call_after_refresh(tell, sentence, kind)

    def _notice_line(self) -> Callable[..., None] | None:
        """The way to say something on the present screen, or on the one below it."""
        return next((screen.say for screen in reversed(self.screen_stack) if isinstance(screen, Desk)), None)

    def on_too_long(self, event: TooLong) -> None:
        """A paste that would not fit, in a line that is no form's and so has no place of its own to say it."""
        self.say(event.sentence, "warning")

    def with_aside(self, sentence: str) -> str:
        """The sentence, and what there is to say besides, once."""
        aside, self._aside = self._aside, ""
        return f"{sentence} {aside}".strip()

    def tell_notices(self) -> None:
        """Tell what the vault has to say since it was last asked, beside whatever is said."""
        if self.is_open:
            notices = self.ws.vault.notices
            new, self._noticed = notices[self._noticed :], len(notices)
            if new:
                self._say_besides(" ".join(new))

    def _say_besides(self, sentence: str) -> None:
        self._aside = f"{self._aside} {sentence}".strip()
        self.set_timer(_ASIDE_AFTER_SECONDS, lambda: beside(self, self._say_aside, group="aside"))

    async def _say_aside(self) -> None:
        await self.finish_work()  # a form that was saved goes, and would take the sentence with it
        self.call_after_refresh(self._say_unsaid)  # a sentence that is on its way takes the aside along

    def _say_unsaid(self) -> None:
        if self._aside and (tell := self._notice_line()):
            tell("")

    def apply_settings(self) -> None:
        """Let the stored settings hold."""
        settings = self.ws.settings
        apply_theme(self, settings.theme)
        self._use_signs(settings.plain or glyphs.terminal_is_plain())
        if settings.keys != self.changed_keys:
            self.changed_keys = settings.keys
            self.set_keymap(settings.keys)

    def _use_signs(self, plain: bool) -> None:
        """Draw with the plain alphabet, or with the drawn one."""
        if plain != glyphs.is_plain():
            glyphs.use(plain)
            self.set_class(plain, "-plain")
            self.refresh_css(animate=False)


def _folder_stamp(folder: Path) -> tuple[int, int]:
    """Tells whether files came or went; it goes on changing for some seconds, in which they may still be written."""
    try:
        changed = folder.stat().st_mtime_ns
    except OSError:
        return 0, 0
    age = (time.time_ns() - changed) // 1_000_000_000
    return changed, age if 0 <= age < _WRITING_SECONDS else _WRITING_SECONDS
