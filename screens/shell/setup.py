"""What the app starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from mentor_tui.clock import Clock
    from mentor_tui.vault import KdfParams


@dataclass
class Setup:
    """Everything that a test wants to hold in its hand."""

    vault_path: Path
    pair: str = ""
    passphrase: str = ""
    """Given by a passphrase file or the demo; the app then unlocks by itself once."""
    demo: bool = False
    at_hand: str = ""
    """In the demo, what opens its vault: nobody who looks around is asked for a passphrase that nobody knows."""
    clock: Clock | None = None
    kdf: KdfParams | None = None
    state_dir: Path | None = None
    idle_check_seconds: float = 1.0
