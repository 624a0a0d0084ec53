"""One declaration of a command feeds its key, the footer, the command palette, the help page and the keymap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from textual.dom import DOMNode


@dataclass(frozen=True)
class Command:
    """A thing a person can do from the keyboard, the palette or the footer.

    `id` is `place.name`; the action that runs it is `action_<name>`. `key` may list several, comma separated.
    """

    id: str
    key: str
    label: str
    help: str
    footer: bool = True
    priority: bool = False
    shown_as: str = ""

    @property
    def action(self) -> str:
        """The name of the Textual action."""
        return self.id.rpartition(".")[2]

    @property
    def sentence(self) -> str:
        """What it does, in words that stand alone: a label such as `later` means something only in its place."""
        return self.help.rstrip(".") or self.label

    @property
    def binding(self) -> Binding:
        """The Textual binding; its id makes it changeable by a keymap."""
        return Binding(
            self.key,
            self.action,
            self.label,
            show=self.footer,
            priority=self.priority,
            id=self.id,
            tooltip=self.help,
            key_display=self.shown_as or None,
        )


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of a place's commands."""
    return [c.binding for c in commands]


def commands_of(node: DOMNode) -> list[Command]:
    """The commands declared by a screen or app class and its bases, most specific first, each id once."""
    found: dict[str, Command] = {}
    for kind in type(node).__mro__:
        for command in kind.__dict__.get("HERE", ()):
            found.setdefault(command.id, command)
    return list(found.values())


class CommandProvider(Provider):
    """Feeds the palette with what can be done on this screen, then in the app."""

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
        """Everything, before anything is typed."""
        for command, node in self._commands():
            yield DiscoveryHit(command.sentence, self._runner(command, node), help=self._small(command))

    async def search(self, query: str) -> Hits:
        """Commands whose label or help match what is typed."""
        matcher = self.matcher(query)
        for command, node in self._commands():
            text = f"{command.sentence} ({command.label})"
            score = matcher.match(text)
            if score > 0:
                yield Hit(score, matcher.highlight(text), self._runner(command, node), help=self._small(command))

    def _small(self, command: Command) -> str:
        """The second line: its short name and its key."""
        from .help import key_words

        keys = getattr(self.app, "_keymap", {}).get(command.id, command.key)
        return f"{command.label}   {key_words(keys)}"

    def _runner(self, command: Command, node: DOMNode) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            await self.app.run_action(command.action, default_namespace=node)

        return run
