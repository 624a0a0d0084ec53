"""Where the vault lies."""

from __future__ import annotations

import os
from pathlib import Path

VAULT_VARIABLE = "MENTOR_TUI_VAULT"
VAULT_NAME = "mentor.vault"


def vault_path(explicit: str | Path | None = None) -> Path:
    """The vault meant: the one named, else `MENTOR_TUI_VAULT`, else the usual place for a person's data."""
    named = str(explicit or "") or os.environ.get(VAULT_VARIABLE, "")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("mentor-tui", appauthor=False) / VAULT_NAME
