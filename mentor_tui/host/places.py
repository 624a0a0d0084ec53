"""The place of the vault on disk."""

from __future__ import annotations

import os
from pathlib import Path

from mentor_tui.errors import InputRefused
from mentor_tui.words import text

VAULT_VARIABLE = "MENTOR_TUI_VAULT"
VAULT_NAME = "mentor.vault"


def named_path(named: str) -> Path:
    """A path as somebody typed it, `~` understood. Raises InputRefused for the home folder of nobody."""
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise InputRefused(
            f"There is no home folder {text.shorten(Path(named).parts[0], 60)}. Nothing was changed; give the full "
            "path."
        ) from None


def vault_path(explicit: str | Path | None = None) -> Path:
    """The vault meant: the one named, else `MENTOR_TUI_VAULT`, else the usual place for a person's data."""
    named = str(explicit or "") or os.environ.get(VAULT_VARIABLE, "")
    if named:
        return named_path(named).absolute()
    from platformdirs import user_data_path

    return user_data_path("mentor-tui", appauthor=False) / VAULT_NAME
