"""One declaration of a command feeds its key, the footer, the command palette, the help page and the keymap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

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
        """A sentence on what it does that stands alone: a label such as `later` means something only in its place."""
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


def commands_of(node: DOMNode | type) -> list[Command]:
    """The commands declared by a screen or app (or its class) and its bases, most specific first, each id once."""
    found: dict[str, Command] = {}
    for kind in (node if isinstance(node, type) else type(node)).__mro__:
        for command in kind.__dict__.get("HERE", ()):
            found.setdefault(command.id, command)
    return list(found.values())
