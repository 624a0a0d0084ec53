"""The field for a passphrase. In a module of its own: the unlock screen needs no other editor and comes up sooner."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.selection import Selection
from textual.widgets import Input

from .plain import Plain

SHOW_KEY = "ctrl+r"
SHOW_LABEL = "show or hide"
SHOW_HELP = "Show what you type, or dots again. It is hidden again once you leave the field."


class _NoCopy:
    """Text that is not selected with the mouse, and not copied when all around it is."""

    ALLOW_SELECT = False

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Nothing, whatever was selected."""
        return None


class SecretText(_NoCopy, Plain):
    """A recovery key: to be read and written on paper."""


class SecretInput(_NoCopy, Input):
    """A passphrase: shown as dots unless somebody asks to see it, and never copied to a clipboard.

    Enter is left to the screen, whose command of that key is obeyed before the next key is read: what is typed right
    after it is in the next field. Textual's own way is a message that arrives some letters later.
    """

    def __init__(self, *, placeholder: str = "", id: str | None = None, hidden: bool = True) -> None:
        super().__init__(placeholder=placeholder, password=hidden, id=id, select_on_focus=False)

    _bare = False
    """True while it is shown because somebody asked to see it."""

    def show_or_hide(self) -> None:
        """Show what is typed, or dots again; what is never hidden (a recovery key) stays as it is."""
        if self.password or self._bare:
            self._bare = self.password
            self.password = not self._bare

    def cover(self) -> None:
        """Dots again, if it was shown."""
        if self._bare:
            self.show_or_hide()

    def on_blur(self) -> None:
        self.cover()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key of `submit` go on to the screen."""
        return action != "submit" and super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Nothing: a passphrase is never copied."""

    def action_cut(self) -> None:
        """Nothing: a passphrase is never copied."""


def show_or_hide(screen: Screen[Any]) -> None:
    """Show or hide what is typed in the passphrase field with the cursor."""
    if isinstance(screen.focused, SecretInput):
        screen.focused.show_or_hide()
