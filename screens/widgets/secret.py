"""Where a passphrase is typed. In a module of its own: the unlock screen needs no other editor and comes up sooner."""

from __future__ import annotations

from textual.widgets import Input


class SecretInput(Input):
    """A passphrase: shown as dots, and never copied to a clipboard."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id, select_on_focus=False)

    def action_copy(self) -> None:
        """Not for passphrases."""

    def action_cut(self) -> None:
        """Not for passphrases."""
