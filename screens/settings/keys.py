"""Keys: every command with its key, and another key where somebody likes one better."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.keys import key_to_character

from .. import __name__ as package
from .. import __path__ as folder
from ..commands import Command, key_words
from ..host import Host
from ..shell.base import Desk, Fresh
from ..shell.beside import beside
from ..shell.drafting import Drafting
from ..widgets.dialogs import Dialog
from ..widgets.plain import Plain, own
from ..widgets.rows import Column, Row, Rows

_TAKEN = {
    **dict.fromkeys(("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "j", "k"), "moves in lists"),
    **dict.fromkeys(("enter", "space"), "opens and ticks what is under the cursor"),
    **dict.fromkeys(("tab", "shift+tab"), "goes to the next field"),
    **dict.fromkeys(("backspace", "delete"), "deletes letters"),
    "escape": "goes back",
    "ctrl+c": "belongs to the terminal",
    "ctrl+p": "opens the list of commands",
}
"""Keys that mean the same everywhere, and therefore nothing else anywhere."""
_PLACES = {"app": "everywhere", "area": "in the areas", "draft": "where you write"}


@cache
def places() -> dict[type, tuple[Command, ...]]:
    """Every screen and box of the app with its commands; those of the app itself under its class."""
    for module in pkgutil.walk_packages(folder, f"{package}."):
        importlib.import_module(module.name)
    kinds: list[type[Any]] = [*_below(Host), *_below(Desk), *_below(Dialog)]
    return {kind: _commands(kind) for kind in kinds}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    children: list[type[Any]] = kind.__subclasses__()
    for child in children:
        yield from _below(child)


def _commands(kind: type) -> tuple[Command, ...]:
    found: dict[str, Command] = {}
    for base in kind.__mro__:
        for command in base.__dict__.get("HERE", ()):
            found.setdefault(command.id, command)
    return tuple(found.values())


def all_commands() -> list[Command]:
    """Each command once: those of the app first, then of the areas and of writing, then by place."""
    found = {c.id: c for commands in places().values() for c in commands}
    order = {"app": 0, "area": 1, "draft": 2}
    return sorted(found.values(), key=lambda c: (order.get(c.id.partition(".")[0], 3), c.id.partition(".")[0]))


def keys_of(command: Command, keys: Mapping[str, str]) -> str:
    """The key or keys that a command has now."""
    return keys.get(command.id, command.key)


def refusal(command: Command, key: str, keys: Mapping[str, str]) -> str:
    """The reason why a command cannot have this key, in a sentence; empty when it can."""
    shown = key_words(key)
    own = key in command.key.split(",")
    if key in _TAKEN and not own:
        return f"{shown} {_TAKEN[key]} everywhere, so it stays with that. Choose another."
    everywhere = places()
    global_commands = [c for kind, commands in everywhere.items() if issubclass(kind, Host) for c in commands]
    is_global = any(c.id == command.id for c in global_commands)
    letter = bool(key_to_character(key)) and "+" not in key
    for kind, commands in everywhere.items():
        mine = any(c.id == command.id for c in commands)
        if letter and not own and (command.priority or (mine and issubclass(kind, Drafting))):
            return f"{shown} is typed into fields there. Take a function key, or Ctrl with a letter."
        if not mine and not (is_global and issubclass(kind, Desk)):
            continue
        others = (*commands, *(global_commands if issubclass(kind, Desk) else ()))
        for other in others:
            if own and other.id not in keys:
                continue  # as the two came, they get along
            if other.id != command.id and key in keys_of(other, keys).split(","):
                return f"{shown} already means “{other.label}” there. Choose another, or change that one first."
    return ""


class PressKey(Dialog):
    """Press the new key: its name, an empty string for the key it came with, or None."""

    HERE: tuple[Command, ...] = ()

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Plain(f"Press the new key for “{self.command.label}”", classes="heading")
            yield Plain(self.command.help, classes="muted")
            yield Plain(
                f"Backspace: its original key, {key_words(self.command.key)}. Esc: no change.",
                classes="gap muted",
            )

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "backspace":
            self.dismiss("")
        else:
            self.dismiss(event.key)


class KeysScreen(Fresh):
    """Every command, its key, and what it does."""

    _commands: Mapping[str, Command] = {}
    """By their ids; none until all screens were looked into."""

    HERE = (
        Command(
            "keys.change", "e", "change", "Give this command another key; Enter does the same.", also="shortcut, rebind"
        ),
        Command("keys.reset", "x", "original key", "Give this command its original key again."),
        Command("keys.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "Enter on a command, then press the key you like better. A key that already means something in the same place "
        "is refused, so that no key ever does two things. x gives a command its original key again."
    )
    DEFAULT_CSS = """
    KeysScreen Rows { margin: 1 1 0 1; }
    KeysScreen #about { margin: 0 2; height: 2; }
    """

    def body(self) -> ComposeResult:
        yield Plain(own("Keys   Enter changes one"), id="page-title")
        yield Rows(
            [Column("where", 16), Column("what", 18), Column("key", 22), Column("", wide_only=True)],
            empty="No commands.",
            id="keys",
        )
        yield Plain("", id="about", classes="muted")

    @on(events.Mount)
    async def _read_commands(self) -> None:
        found = await asyncio.to_thread(all_commands)  # looks into every screen there is
        self._commands = {c.id: c for c in found}

    def reload(self) -> None:
        """Show the keys as they are now, once all commands were looked up."""
        if not self.mentor.is_open or not self._commands:
            return
        keys = self.ws.settings.keys
        rows = []
        for command in self._commands.values():
            place = command.id.partition(".")[0]
            changed = " (changed)" if command.id in keys else ""
            words = key_words(keys_of(command, keys)) + changed
            rows.append(Row(command.id, (_PLACES.get(place, place), command.label, words, command.help)))
        self.query_one("#keys", Rows).fill(rows)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        command = self._commands.get(event.key)
        self.query_one("#about", Plain).show(command.help if command else "")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Give this command another key."""
        beside(self, self._change)

    async def _change(self) -> None:
        command = self._commands.get(self.query_one("#keys", Rows).current)
        if command is None:
            return
        key = await self.mentor.push_screen_wait(PressKey(command))
        if key is not None:
            await self._keep(command, key)

    async def action_reset(self) -> None:
        """Give this command back its own key."""
        if command := self._commands.get(self.query_one("#keys", Rows).current):
            await self._keep(command, "")

    async def _keep(self, command: Command, key: str) -> None:
        problem = await set_key(self.mentor, command, key)
        self.reload()
        if problem:
            self.say(problem, "warning")
        else:
            now = key_words(keys_of(command, self.ws.settings.keys))
            self.say(f"“{command.label}” is now on {now}.", "good")


async def set_key(app: Host, command: Command, key: str) -> str:
    """Store and apply a key (empty: the one it came with); returns why not, or an empty string."""
    keys: dict[str, Any] = dict(app.ws.settings.keys)
    keys.pop(command.id, None)
    own = not key or key in command.key.split(",")
    for one in command.key.split(",") if own else [key]:
        if problem := refusal(command, one, keys):
            return problem
    if not own:
        keys[command.id] = key
    if not await app.store(msgspec.structs.replace(app.ws.settings, keys=keys), label="key changed"):
        return "The key was not changed."
    app.apply_settings()
    return ""
