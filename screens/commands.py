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
    also: str = ""
    """Other plain words by which people look for it, with commas between."""

    @property
    def action(self) -> str:
        """The name of the Textual action."""
        return self.id.rpartition(".")[2]

    @property
    def sentence(self) -> str:
        """A sentence on what it does that stands alone: a label such as `later` means something only in its place."""
        return self.help.rstrip(".") or self.label

    @property
    def other_words(self) -> tuple[str, ...]:
        """The other words for it, each phrase apart."""
        return tuple(word.strip() for word in self.also.split(",") if word.strip())

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


_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "comma": ",",
}


def key_words(keys: str) -> str:
    """Keys as a person reads them: `f2,ctrl+s` -> `F2 or Ctrl+S`."""
    return " or ".join(_NAMES.get(key) or _spelled(key) for key in keys.split(","))


def _spelled(key: str) -> str:
    if "+" not in key:
        return key.capitalize() if len(key) > 1 else key
    return "+".join(part.capitalize() for part in key.split("+"))


def short_key(key: str) -> str:
    """One key as the key line shows it, `^p`, `enter`; a capital letter stays one."""
    words = key_words(key).replace("Ctrl+", "^")
    return words if len(words) == 1 else words.lower()


def key_named(shown: str) -> str:
    """The key that is shown so: `F9` -> `f9`, `Enter` -> `enter`, `?` -> `question_mark`, `U` -> `U`."""
    named = {name: key for key, name in _NAMES.items()}
    return named.get(shown) or (shown if len(shown) == 1 else shown.lower())


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
