"""The host: what a screen, a box or a widget may ask of the app that shows it, without knowing the app."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from .commands import Command

if TYPE_CHECKING:
    from mentor_tui.clock import Clock
    from mentor_tui.host.clipboard import Copied
    from mentor_tui.schema.fields import Role
    from mentor_tui.schema.records import Pair, Record
    from mentor_tui.vault import KdfParams, Vault
    from mentor_tui.vault.beside.own_drafts import OwnDrafts
    from mentor_tui.workspace import PairView, Workspace

T = TypeVar("T")

Again = Callable[[], Awaitable[object]]
"""What is done once more after a yes."""

KEEP_AFTER_SECONDS = 1.0
"""With the time that writing takes, what is typed is on disk within two seconds."""


@dataclass
class Setup:
    """The things that the app starts with: everything that a test wants to hold in its hand."""

    vault_path: Path
    pair: str = ""
    passphrase: str = ""
    """Given by a passphrase file or the demo; the app then unlocks by itself once."""
    demo: bool = False
    at_hand: str = ""
    """In the demo, what opens its vault: nobody who looks around is asked for a passphrase that nobody knows."""
    clock: Clock | None = None
    kdf: KdfParams | None = None
    state_dir: Path | None = None
    idle_check_seconds: float = 1.0
    environ: Mapping[str, str] | None = None
    """Where the tools for the clipboard are looked for; by default here, and nowhere while no terminal is there."""


class Kept:
    """The questions that the host may put to a screen or box when it locks, leaves, or saves."""

    @property
    def dirty(self) -> bool:
        """True while anything is typed that is not saved."""
        return False

    def keep_before_lock(self) -> str:
        """Keep what is typed at once (the app is about to lock or leave); returns where to come back to, if at all."""
        return ""

    def stay(self) -> None:
        """The app is not going to leave after all."""


class Host(App[int]):
    """The app as its screens know it. They import this one; `MentorApp` is what stands behind it."""

    setup: Setup
    clock: Clock
    follow_up: str
    """Where F5 leads: what the last message offers, as a `go` string."""
    resume_at: str
    """Where the person was when the app locked, as a `go` string."""
    conflict_copy: Path | None
    """The conflict copy that was written last, until it is joined."""
    word_of_copies: str
    """That copies beside the vault went their own way, for Home; empty when there is none."""
    writes_over: bool
    """Whether what is being saved was written over something that came in from elsewhere."""
    agreed_to: set[tuple[str, str]]
    """Claimed talks that may be changed now, each with its claim: the person said yes."""

    # --- Reading -----------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """True while a vault is unlocked; nothing can be read or kept while none is."""

    @property
    @abstractmethod
    def ws(self) -> Workspace:
        """The unlocked vault."""

    @property
    @abstractmethod
    def has_pair(self) -> bool:
        """True when there is any pair to show."""

    @property
    @abstractmethod
    def pair(self) -> Pair:
        """The open pair."""

    @property
    @abstractmethod
    def role(self) -> Role:
        """The person's role in the open pair; a mentor's while there is none, who may fill every shared form."""

    @property
    @abstractmethod
    def view(self) -> PairView:
        """The open pair with all its records."""

    @property
    @abstractmethod
    def saved_at(self) -> str:
        """`saved 14:02`, for the top line."""

    # --- Saving ------------------------------------------------------------------------------------------------

    @abstractmethod
    async def store(
        self, *records: Record, delete: Iterable[Record] = (), label: str = "", again: Again | None = None
    ) -> bool:
        """Save in one transaction; True once it is on disk. Otherwise says why not.

        A change to a session that stands in a claim is asked about first; after a yes, `again` is done.
        """

    @abstractmethod
    async def deed(self, work: Callable[[], T]) -> T | None:
        """Do saving work off the event loop, one deed at a time; None (and a sentence) when it was not saved."""

    @abstractmethod
    async def look(self, work: Callable[[], T]) -> T | None:
        """Read with the vault off the event loop, when it is its turn; None when it is locked by then."""

    @abstractmethod
    async def look_beside(self) -> None:
        """See whether copies beside the vault went their own way, and let Home say so."""

    @abstractmethod
    async def step_back(self, again: bool = False) -> str | None:
        """Undo (or redo) the last deed; returns its label, empty when there is none, None when it was said why not."""

    @abstractmethod
    def apply_settings(self) -> None:
        """Let the stored settings hold: minutes until the lock, theme, keys."""

    # --- Drafts: what is typed and not yet saved, encrypted, under a record's id and the name of its place ---------

    @property
    @abstractmethod
    def own_drafts(self) -> OwnDrafts:
        """The drafts that are this window's."""

    @property
    @abstractmethod
    def draft_mark(self) -> str:
        """The mark of this window, which its drafts bear."""

    @abstractmethod
    def kept_draft(self, record: str, field: str) -> tuple[str | None, bool]:
        """The draft of a field, and whether it is on disk as this window's own."""

    @abstractmethod
    async def keep_draft(self, record: str, field: str, words: str, *, asked: bool = True) -> bool:
        """Keep typed text; True once it is on disk. When nobody `asked`, a failure is not said over another."""

    @abstractmethod
    def keep_draft_now(self, record: str, field: str, words: str) -> bool:
        """Keep typed text before the key goes: on disk, or in memory until unlocking when the disk will not take it."""

    @abstractmethod
    async def drop_draft(self, record: str, field: str) -> None:
        """Forget a draft: its text was saved, or is not wanted."""

    # --- Getting about -----------------------------------------------------------------------------------------

    @abstractmethod
    def go(self, where: str) -> None:
        """Go to a place: an area such as `goals`, or `log:<session id>`, `form:<form id>`, `export:closure`."""

    @abstractmethod
    def show_room(self, room: Screen[Any]) -> None:
        """Make an area the only screen; text that is being typed on those that go is kept as a draft."""

    @abstractmethod
    def turn_pair(self, by: int) -> None:
        """Switch to the pair before or after that can be opened."""

    @abstractmethod
    def open_pair(self, pair_id: str) -> bool:
        """Make this the open pair and show its Home; False, and why, when its program is not here."""

    @abstractmethod
    def turn_to(self, pair_id: str) -> bool:
        """Make this the open pair, and stay where one is; False, and why, when its program is not here."""

    @abstractmethod
    def let_go_of(self, ids: set[str]) -> None:
        """Let nothing lead to these records: neither the open pair, nor an offer, nor text that waited for the disk."""

    # --- What is said, and keys --------------------------------------------------------------------------------

    @abstractmethod
    def say(self, sentence: str, kind: str = "") -> None:
        """Show a sentence on the notice line of the present screen: `good`, `warning` or plain."""

    @abstractmethod
    def with_aside(self, sentence: str) -> str:
        """The sentence, and what there is to say besides, once."""

    @property
    @abstractmethod
    def keymap(self) -> Mapping[str, str]:
        """The keys of commands that have others than their own, by the command's id."""

    @abstractmethod
    def keys_of(self, command: Command) -> str:
        """The keys of a command as a person reads them, the person's own if they were changed."""

    @abstractmethod
    async def copied(self, text: str) -> Copied | None:
        """Copy text to the clipboard of the computer at which the person sits; returns what became of it.

        None when it was not wanted any more: the app has locked since, or something else was copied.
        """

    @abstractmethod
    def word_of_clipboard(self) -> str:
        """A word about copying, said the first time; empty after that."""

    @abstractmethod
    def key_display(self, command: Command) -> str:
        """The first key of a command as the key line shows it: `^p`, `enter`, `?`."""

    # --- In and out --------------------------------------------------------------------------------------------

    @abstractmethod
    def keep_at_hand(self, passphrase: str) -> None:
        """In the demo, remember what opens its vault now; anywhere else a passphrase is never kept."""

    @abstractmethod
    def unlock_with(self, passphrase: str) -> None:
        """Unlock by itself with a passphrase that was just typed."""

    @abstractmethod
    def hold(self, vault: Vault) -> None:
        """Keep a vault open until its secrets are set; the idle time counts, and locking closes it."""

    @abstractmethod
    async def with_held(self, work: Callable[[], T]) -> T:
        """Work on the vault's secrets, off the event loop; locking and leaving wait for it."""

    @abstractmethod
    def opened(self, vault: Vault) -> None:
        """A vault is unlocked: go to where the person was, or Home."""

    @abstractmethod
    def opened_without_pair(self, vault: Vault) -> None:
        """A fresh vault: keep it open while the first questions are asked."""

    @abstractmethod
    def asks_first(self, changed: Sequence[Record], deleted: Sequence[Record], again: Again | None) -> bool:
        """Ask the person what has to be asked before this may be saved; False when there is nothing to ask."""


def host_of(place: MessagePump) -> Host:
    """The app that shows a screen, box or widget, typed."""
    app = place.app
    assert isinstance(app, Host)
    return app
