"""Load what Home will need while somebody types the passphrase, so that it is there at once. Nothing of the vault."""

from __future__ import annotations

import contextlib
import threading
from importlib import import_module

from .. import late

_NEEDED = (
    "mentor_tui.vault.core",
    "mentor_tui.vault.storage",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.argon2",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "mentor_tui.workspace.workspace",
    "mentor_tui.pdu",
    "mentor_tui.screens.shell.router",
    "mentor_tui.screens.home.home",
    "zoneinfo",
)


def warm_up() -> None:
    """Begin, and return at once."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    # What cannot be loaded is told where it is needed.
    with contextlib.suppress(Exception):
        for name in _NEEDED:
            import_module(name)

        late.programs.load(late.programs.USUAL)
