"""The palette: what can be done here, in the app, and in every other place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from ..commands import Command, commands_of
from ..host import host_of
from .elsewhere import elsewhere, go_and_do, load

if TYPE_CHECKING:
    from textual.dom import DOMNode


_FURTHER = 0.9
"""What a match in another place is worth beside the same one here."""


class CommandProvider(Provider):
    """Feeds the palette with what can be done on this screen, then in the app, then in every other place."""

    async def startup(self) -> None:
        """Load the other places before they are searched."""
        await load()

    def _commands(self) -> list[tuple[Command, DOMNode]]:
        screen = self.screen
        seen: set[str] = set()
        rows: list[tuple[Command, DOMNode]] = []
        for node in (screen, self.app):
            for command in commands_of(node):
                if command.id not in seen and node.check_action(command.action, ()) is not False:
                    seen.add(command.id)
                    rows.append((command, node))
        return rows

    async def discover(self) -> Hits:
        """The commands of this place, before anything is typed."""
        for command, node in self._commands():
            yield DiscoveryHit(command.sentence, self._runner(command, node), help=self._small(command))

    async def search(self, query: str) -> Hits:
        """Commands whose label or help match what is typed; those of other places after those of this one."""
        matcher = self.matcher(query)
        for command, node in self._commands():
            text = f"{command.sentence} ({command.label})"
            score = matcher.match(text) * _as_typed(query, text)
            if score > 0:
                yield Hit(score, matcher.highlight(text), self._runner(command, node), help=self._small(command))
        app = host_of(self.screen)
        for command, place in elsewhere(app, self.screen):
            text = f"{command.sentence} ({place.title}: {command.label})"
            score = matcher.match(text) * _as_typed(query, text) * (_FURTHER**2 if place.way else _FURTHER)
            if score > 0:
                way = partial(go_and_do, app, command, place)
                yield Hit(score, matcher.highlight(text), way, help=self._small(command, place.title))

    def _small(self, command: Command, where: str = "") -> str:
        """The second line: its short name and its key, and where that key is."""
        there = f" in {where}" if where else ""
        return f"{command.label}   {host_of(self.screen).keys_of(command)}{there}"

    def _runner(self, command: Command, node: DOMNode) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.app.run_action(command.action, default_namespace=node)

        return run


def _as_typed(query: str, text: str) -> int:
    """Words that stand there as they were typed count for more than letters found one by one."""
    return 2 if query.strip().casefold() in text.casefold() else 1
