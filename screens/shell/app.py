"""The app: its keys, and how one gets from place to place and from pair to pair."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from mentor_tui.host import crash, hardening

from .. import late, textual_fixes
from ..commands import Command, bindings, commands_of, key_words, short_key
from ..host import Again, Kept, Setup
from ..textual_fixes import memory
from ..textual_fixes.crashing import CrashesQuietly
from ..textual_fixes.toasts import WithoutToasts
from ..textual_fixes.type_ahead import TypeAhead
from ..widgets import glyphs
from .by_name import named
from .crash import describe_crash
from .locking import Gate
from .router import WITHOUT_PAIR, open_place
from .themes import first_theme, variables_for

if sys.platform != "win32":
    from ..textual_fixes.terminal import TerminalDriver

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.driver import Driver

    from mentor_tui.host.clipboard import Copied
    from mentor_tui.schema.records import Record
    from mentor_tui.vault import KdfParams

__all__ = ["MentorApp", "Setup", "describe_crash", "run_app", "run_setup"]


class MentorApp(CrashesQuietly, WithoutToasts, Gate):
    """mentor-tui."""

    TITLE = "mentor-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HERE = (
        Command(
            "app.help",
            "f1,question_mark",
            "help",
            "What can be done here, and all keys.",
            shown_as="?",
            also="guide, manual, shortcuts, keyboard, how",
        ),
        Command("app.palette", "ctrl+p", "commands", "Find anything: what to do, and what you wrote.", priority=True),
        Command(
            "app.lock",
            "ctrl+l",
            "lock",
            "Lock the vault now; what you are typing is kept.",
            priority=True,
            also="away, secure",
        ),
        Command(
            "app.jump",
            "comma,ctrl+g",
            "jump",
            "Put a letter on everything that can be reached here.",
            shown_as=",",
            also="go to, letters, without a mouse",
        ),
        Command(
            "app.export",
            "f7",
            "export",
            "Make a document: closure summary, agreement, PDU log, notes.",
            footer=False,
            priority=True,
            also="documents, report, print, pdf, word file, send, certificate",
        ),
        Command("app.follow", "f5", "go on", "Do what the last message suggests.", footer=False),
        Command(
            "app.pairs",
            "f8",
            "pairs",
            "Your pairs: switch, add, change.",
            footer=False,
            also="second mentee, another mentor, partner, people, change pair",
        ),
        Command(
            "app.settings",
            "f9",
            "settings",
            "Idle lock, theme, keys, passphrase, recovery key.",
            footer=False,
            also="options, preferences, password, colours, dark, light",
        ),
        Command(
            "app.picture",
            "f10",
            "picture",
            "Save a picture of this screen to show around; everything you wrote is a bar in it.",
            footer=False,
            also="screenshot",
        ),
        Command(
            "app.leave",
            "ctrl+q",
            "quit",
            "Quit; everything you saved stays saved.",
            footer=False,
            priority=True,
            also="exit, close the app",
        ),
    )
    BINDINGS = bindings(HERE)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        textual_fixes.apply()
        glyphs.use(glyphs.terminal_is_plain())
        self.set_class(glyphs.is_plain(), "-plain")
        first_theme(self)
        self._ahead = TypeAhead(self, self._obey)
        self.crash = ""
        self._told_of_clipboard = False
        self._copying = asyncio.Lock()
        self.agreed_to = set()

    def get_driver_class(self) -> type[Driver]:
        """The terminal, read so that a paste stays in one piece."""
        if sys.platform == "win32":
            return super().get_driver_class()
        return TerminalDriver

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint anew. Textual lays out the screen on top each time another comes or goes, which moves nothing on it."""
        return super().refresh(repaint=repaint, recompose=recompose)

    async def on_event(self, event: events.Event) -> None:
        """Every key and mouse event passes here first: a machine that wakes up late locks before it obeys."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self.key_at_hand and self.idle.expired:
                self.lock()
                return
            if self._locking:  # a passphrase typed ahead must not end up in a note
                return
            self.idle.touch()
            if self._ahead.holds(event):
                return
        await self._obey(event)

    async def _obey(self, event: events.Event) -> None:
        """Let an event have its effect. After a key that a binding took, or that nobody did, the next one may come."""
        came_back = event.is_forwarded
        await super().on_event(event)
        if isinstance(event, events.Key) and (came_back or not event.is_forwarded):
            self._ahead.arrived()

    @property
    def typed_ahead(self) -> bool:
        """True while keys wait for their turn, or for the field that they were meant for."""
        return self._ahead.holding or super().typed_ahead

    # --- Getting about -----------------------------------------------------------------------------------------

    def go(self, where: str) -> None:
        """Go to a place: an area such as `goals`, or `log:<session id>`, `form:<form id>`, `export:closure`."""
        if self.has_pair or (self.is_open and where.partition(":")[0] in WITHOUT_PAIR):
            open_place(self, where)
        elif self.is_open and where == "home":  # without a pair, the list of pairs stands in its place
            self.show_room(named("people.pairs:PairsScreen")())
        elif self.is_open:
            self.say("That needs a pair, and there is none now. F8, then n, adds one.")

    def show_room(self, room: Screen[Any]) -> None:
        """Make an area the only screen; text that is being typed on those that go is kept as a draft."""
        for screen in self.screen_stack:
            if isinstance(screen, Kept):
                screen.keep_before_lock()
        self._pop_all()
        self.push_screen(room)

    def turn_pair(self, by: int) -> None:
        """Switch to the pair before or after that can be opened."""
        pairs = self.ws.pairs
        if len(pairs) < 2:
            self.say("There is only this pair. F8 adds another.")
            return
        at = [p.id for p in pairs].index(self.pair.id)
        onward = [pairs[(at + by * n) % len(pairs)] for n in range(1, len(pairs))]
        self.open_pair(next((p for p in onward if late.access.program_here(self.ws, p)), onward[0]).id)

    def open_pair(self, pair_id: str) -> bool:
        """Make this the open pair and show its Home; False, and why, when its program is not here."""
        if not self.turn_to(pair_id):
            return False
        self.go("home:pair")
        self.say(f"This is your pair with {self.pair.partner_name}.")
        return True

    def turn_to(self, pair_id: str) -> bool:
        """Make this the open pair, and stay where one is; False, and why, when its program is not here."""
        pair = self.ws.get(late.records.Pair, pair_id)
        if pair is None or not late.access.program_here(self.ws, pair):
            self.say(late.access.why_closed(pair) if pair else "That pair is no longer there.", "warning")
            return False
        self._pair_id = pair_id
        return True

    def action_help(self) -> None:
        """Show what can be done here."""
        help_screen = named("shell.help:HelpScreen")
        if not isinstance(self.screen, help_screen):
            self.push_screen(help_screen(self.screen))

    def action_jump(self) -> None:
        """Put a letter on everything that can be reached."""
        named("shell.jump:jump")(self)

    def action_palette(self) -> None:
        """Find anything."""
        open_place(self, "find:anything")

    async def action_press(self, key: str) -> None:
        """Do what a key does here, for a click on it in a sentence, also where its command has another key by now."""
        nodes: tuple[DOMNode, ...] = (self.screen, self)
        for node in nodes:
            for command in commands_of(node):
                if key in command.key.split(","):
                    await self.run_action(command.action, default_namespace=node)
                    return
        self.simulate_key(key)

    def action_lock(self) -> None:
        """Lock now."""
        self.lock()

    def action_export(self) -> None:
        """Make a document."""
        self.go("export")

    def action_follow(self) -> None:
        """Do what the last message suggests."""
        where, self.follow_up = self.follow_up, ""
        if not where and self.copies_apart and self.home:  # which says so
            where, self.conflict_copy = "join", self.copies_apart[0]
        if where:
            self.go(where)
        else:
            self.say("No message suggests anything at the moment.")

    def action_pairs(self) -> None:
        """Your pairs."""
        self.go("pairs")

    def action_settings(self) -> None:
        """Settings."""
        self.go("settings")

    async def action_picture(self) -> None:
        """Save a picture in which what the person wrote cannot be read."""
        await named("shell.picture:save_picture")(self)

    @property
    def keymap(self) -> Mapping[str, str]:
        return self.changed_keys

    def keys_of(self, command: Command) -> str:
        """The keys of a command as a person reads them, the person's own if they were changed."""
        return key_words(self.keymap.get(command.id, command.key))

    def key_display(self, command: Command) -> str:
        """The first key of a command as the key line shows it."""
        changed = self.keymap.get(command.id, "")
        if command.shown_as and not changed:
            return command.shown_as
        return short_key((changed or command.key).split(",")[0])

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The meanings of colours for a theme that has none of its own."""
        return variables_for(self.current_theme)

    def get_key_display(self, binding: Binding) -> str:
        """Keys in words and letters that every font has."""
        return binding.key_display or short_key(binding.key)

    def asks_first(self, changed: Sequence[Record], deleted: Sequence[Record], again: Again | None) -> bool:
        """Ask the person where a claim stands in the way of a change; False when none does."""
        if not self.is_open:
            return False
        asked: bool = named("shell.claim_guard:asks_first")(self, changed, deleted, again)
        return asked

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what somebody asked to have copied, and say what became of it."""
        self.run_worker(self._copy_and_say(text), group="copying")

    async def _copy_and_say(self, text: str) -> None:
        if copied := await self.copied(text):
            self.say(f"{copied.sentence} {self.word_of_clipboard()}".strip(), "" if copied.way else "warning")

    async def copied(self, text: str) -> Copied | None:
        """Copy text to the clipboard of the computer at which the person sits; returns what became of it.

        None when it was not wanted any more: the app has locked since, or something else was copied.
        """
        memory.keep_copied(self, text)
        async with self._copying:
            if self.clipboard != text:
                return None
            environ = self.setup.environ
            if environ is None:  # nobody sits where there is no terminal
                environ = {} if self.is_headless else os.environ
            way = await asyncio.to_thread(late.clipboard.Clipboard, environ, sys.platform)
            if way.far and way.terminal and self.clipboard == text:
                super().copy_to_clipboard(text)
            done = await asyncio.to_thread(way.put, text)
            if done.way or not way.terminal or self.clipboard != text:
                return done if self.clipboard == text else None
            if not way.far:
                super().copy_to_clipboard(text)
            return done._replace(way="terminal")

    def word_of_clipboard(self) -> str:
        """A word about copying, said the first time; empty after that."""
        told, self._told_of_clipboard = self._told_of_clipboard, True
        return "" if told else "Other programs can read it on the clipboard, and locking does not empty that."

    # --- When something goes wrong -----------------------------------------------------------------------------

    def crashed(self, error: Exception) -> None:
        """Keep what is being typed, and what to tell of the error once the app has ended."""
        if not self.crash:
            self.crash = describe_crash(error, None if self.setup.demo else crash.keep(error, self.setup.state_dir))
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Kept) and self.is_open:
                try:
                    screen.keep_before_lock()
                except Exception:  # noqa: BLE001 - the first error is the one to tell of
                    break


def run_app(
    vault_path: Path, *, pair: str = "", passphrase: str = "", demo: bool = False, kdf: KdfParams | None = None
) -> int:
    """Run the app until the person leaves; returns the exit code (0, or 1 after a crash)."""
    return run_setup(Setup(vault_path=vault_path, pair=pair, passphrase=passphrase, demo=demo, kdf=kdf))


def run_setup(setup: Setup) -> int:
    """Run the app as set up."""
    hardening.quiet_event_loop()
    memory.sweep_seldom()
    app = MentorApp(setup)
    code = app.run()
    if app.crash:
        print(app.crash, file=sys.stderr)
        return 1
    return code or 0
