"""The open vault: its typed records, a pair as it stands, search, earlier versions, and vaults joined."""

from __future__ import annotations

from mentor_tui.workspace.pair_view import PairView
from mentor_tui.workspace.workspace import Saved, Workspace

__all__ = ["PairView", "Saved", "Workspace"]
