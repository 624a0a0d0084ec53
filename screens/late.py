"""Modules of the core that the unlock screen does not wait for: imported when they are first asked for.

What is loaded before the vault is open says `late.vault.Vault`; everybody else imports at the top, as usual.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentor_tui import claims as claims
    from mentor_tui import pdu as pdu
    from mentor_tui import vault as vault
    from mentor_tui import workspace as workspace
    from mentor_tui.host import clipboard as clipboard
    from mentor_tui.mentoring import journey as journey
    from mentor_tui.schema import programs as programs
    from mentor_tui.schema import records as records
    from mentor_tui.vault.beside import own_drafts as own_drafts
    from mentor_tui.vault.beside import presence as presence
    from mentor_tui.words import days as days
    from mentor_tui.workspace import access as access
    from mentor_tui.workspace import joining as joining
    from mentor_tui.workspace import versions as versions
else:
    _WHERE = {
        name.rpartition(".")[2]: f"mentor_tui.{name}"
        for name in (
            *("claims", "pdu", "vault", "workspace", "mentoring.journey", "schema.programs", "schema.records"),
            *("host.clipboard", "vault.beside.own_drafts", "vault.beside.presence"),
            *("words.days", "workspace.access", "workspace.joining", "workspace.versions"),
        )
    }

    def __getattr__(name: str) -> ModuleType:
        """The module of this name. Raises AttributeError when it is none of these."""
        if name not in _WHERE:
            raise AttributeError(name)
        return import_module(_WHERE[name])
