"""The field for a passphrase. In a module of its own: the unlock screen needs no other editor and comes up sooner."""

from __future__ import annotations

from textual.selection import Selection
from textual.widgets import Input

from .plain import Plain


class _NoCopy:
    """Text that is not selected with the mouse, and not copied when all around it is."""

    ALLOW_SELECT = False

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Nothing, whatever was selected."""
        return None


class SecretText(_NoCopy, Plain):
    """A recovery key: to be read and written on paper."""


class SecretInput(_NoCopy, Input):
    """A passphrase: shown as dots, and never copied to a clipboard.

    Enter is left to the screen, whose command of that key is obeyed before the next key is read: what is typed right
    after it is in the next field. Textual's own way is a message that arrives some letters later.
    """

    def __init__(self, *, placeholder: str = "", id: str | None = None, hidden: bool = True) -> None:
        super().__init__(placeholder=placeholder, password=hidden, id=id, select_on_focus=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key of `submit` go on to the screen."""
        return action != "submit" and super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Nothing: a passphrase is never copied."""

    def action_cut(self) -> None:
        """Nothing: a passphrase is never copied."""
