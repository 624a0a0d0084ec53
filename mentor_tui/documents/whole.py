"""The full export: every record of the vault, so that nobody depends on this program to read their own data."""

from __future__ import annotations

from mentor_tui.documents.renderers import to_json
from mentor_tui.schema.catalogue import KINDS
from mentor_tui.schema.records import to_document
from mentor_tui.vault.sealed.payload import SCHEMA_VERSION
from mentor_tui.workspace import Workspace

FORMAT = "mentor-tui/everything/"
"""What the name of the format begins with; the number of its records follows, the same as in a vault."""


def everything(workspace: Workspace) -> bytes:
    """All tables by name, all records by id, keys sorted. The same records always give the same bytes."""
    tables = {}
    for kind in KINDS:
        found = workspace.table(kind.type)
        if found:
            tables[kind.table] = [to_document(found[i]) for i in sorted(found)]
    return to_json({"format": f"{FORMAT}{SCHEMA_VERSION}", "tables": tables})
