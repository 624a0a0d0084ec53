"""Options that every command takes. Free of click, so that the app alone starts without it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mentor_tui.host import places

PASSPHRASE_FILE_VARIABLE = "MENTOR_TUI_PASSPHRASE_FILE"


@dataclass
class Given:
    """The options that hold for every command, as the command line gave them."""

    vault: str = ""
    pair: str = ""
    passphrase_file: str = ""

    @property
    def vault_path(self) -> Path:
        """The vault meant."""
        return places.vault_path(self.vault)

    @property
    def passphrase_path(self) -> Path | None:
        """The file with the passphrase, if one was named."""
        named = self.passphrase_file or os.environ.get(PASSPHRASE_FILE_VARIABLE, "")
        return places.named_path(named) if named else None
