"""Versions that lost, to another copy of the vault or to what was typed over them: read, brought back, dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, OF_TABLE, said_in
from mentor_tui.schema.records import KeptVersion, Record
from mentor_tui.vault import Change
from mentor_tui.vault.beside.merging import kept_id
from mentor_tui.words import text
from mentor_tui.workspace.access import answers_form

if TYPE_CHECKING:
    from mentor_tui.workspace import Saved, Workspace

_HIDDEN = {"id", "created", "changed", "pair_id", "session_id", "goal_id", "origin"}


def document(table: str, content: dict[str, Any]) -> dict[str, Any]:
    """The record in which a version of a record is kept; the same content always gives the same one."""
    record_id, changed = str(content.get("id", "")), content.get("changed", "")
    pair_id = record_id if table == rec.Pair.table else str(content.get("pair_id", ""))
    stamp = changed if isinstance(changed, str) else ""
    return rec.to_document(
        KeptVersion(
            id=kept_id(table, content),
            pair_id=pair_id,
            of=table,
            record_id=record_id,
            content=content,
            created=stamp,
            changed=stamp,
        )
    )


def versions(workspace: Workspace) -> list[KeptVersion]:
    """All that is kept, the newest first."""
    return sorted(workspace.all(KeptVersion), key=lambda k: (k.changed, k.id), reverse=True)


def record_of(kept: KeptVersion) -> Record | None:
    """The version as a record; None when this version of mentor-tui does not know its kind or form."""
    kind = OF_TABLE.get(kept.of)
    if kind is None or kind.type is KeptVersion:
        return None
    try:
        return rec.from_document(kind.type, kept.content)
    except msgspec.ValidationError:
        return None


def present(workspace: Workspace, kept: KeptVersion) -> Record | None:
    """The record that counts in its place: itself, or another one of the same thing. None when it was deleted."""
    kind = OF_TABLE.get(kept.of)
    if kind is None:
        return None
    found = workspace.get(kind.type, kept.record_id)
    if found is not None:
        return found
    fields = rec.ONE_PER.get(kept.of, ())
    wanted = [kept.content.get(name) for name in fields]
    if not fields or not all(wanted):
        return None
    rows = workspace.table(kind.type).values()
    return next((r for r in rows if [getattr(r, name) for name in fields] == wanted), None)


def called(kept: KeptVersion) -> tuple[str, str]:
    """The kind of record and its title, on one line."""
    kind = OF_TABLE.get(kept.of)
    return (kind.one, kind.name(kept.content)) if kind else (kept.of, "")


def overruled(
    workspace: Workspace, records: Sequence[Record], before: Mapping[tuple[str, str], Record]
) -> list[Change]:
    """Changes that keep versions from elsewhere, where saving `records` lets another text win.

    `before` holds, by table and id, what a record was when both sides began to change it; for records that are not in
    it, nothing is kept, and neither is a version all of whose changes are in what is saved.
    """

    changes = []
    for record in records:
        start, theirs = before.get((record.table, record.id)), workspace.vault.get(record.table, record.id)
        if start is None or theirs is None:
            continue
        if _loses(_bare(rec.to_document(start)), _bare(theirs), _bare(rec.to_document(record))):
            lost = document(record.table, theirs)
            standing = workspace.vault.get(KeptVersion.table, lost["id"])
            changes.append(Change(KeptVersion.table, lost["id"], lost, standing))
    return changes


def _loses(start: Any, theirs: Any, mine: Any) -> bool:
    """True if anything that they changed is not in what is saved; parts that bear an id are compared one by one."""
    if theirs in (start, mine):
        return False
    start, theirs, mine = map(_by_id, (start, theirs, mine))
    if isinstance(start, dict) and isinstance(theirs, dict) and isinstance(mine, dict):
        return any(_loses(start.get(k), theirs.get(k), mine.get(k)) for k in start.keys() | theirs.keys())
    return True


def _by_id(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(part, dict) and "id" in part for part in value):
        return {part["id"]: part for part in value}
    return value


def _bare(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in ("created", "changed")}


# --- Reading ------------------------------------------------------------------------------------------------


def lines(workspace: Workspace, kept: KeptVersion) -> list[tuple[str, str]]:
    """Every field of the version that says something to a person: label and text, in the order of its form.

    Texts may have several lines.
    """
    record = record_of(kept)
    if record is None:
        return list(_plain(kept.content))
    told = said_in(record, answers_form(workspace, record))
    return [(said.label, said.words) for said in told if said.field is None or said.field.kind != "reference"]


def _plain(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name not in _HIDDEN and value not in ("", [], {}, None):
            shown = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
            yield name.replace("_", " ").replace("-", " ").capitalize(), text.clean(shown)


# --- Bringing back, dropping ----------------------------------------------------------------------------------


def bring_back(workspace: Workspace, kept: KeptVersion) -> Saved:
    """Make a kept version the one that counts; what counted until now is kept in its place.

    With it comes what it belongs to, where that is gone and kept too. Raises InputRefused when its pair is gone for
    good or this version of mentor-tui does not know the record, and the vault's own errors.
    """
    changes = list(_back(workspace, kept, set()))
    return workspace.take(changes, f"{called(kept)[0]} brought back")


def _back(workspace: Workspace, kept: KeptVersion, seen: set[str]) -> Iterator[Change]:
    seen.add(kept.id)
    record = record_of(kept)
    if record is None:
        raise InputRefused("This kept version is of a kind that only a newer mentor-tui knows. Nothing was changed.")
    yield from _owners(workspace, record, seen)
    vault, now = workspace.vault, workspace.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    counted = present(workspace, kept)
    if counted is not None:
        before = vault.get(kept.of, counted.id) or {}
        lost = document(kept.of, before)
        if lost["id"] != kept.id:
            yield Change(KeptVersion.table, lost["id"], lost, vault.get(KeptVersion.table, lost["id"]))
        if counted.id != kept.record_id:
            yield Change(kept.of, counted.id, None, before)
    after = {**kept.content, "changed": now}
    yield Change(kept.of, kept.record_id, after, vault.get(kept.of, kept.record_id))
    yield Change(KeptVersion.table, kept.id, None, vault.get(KeptVersion.table, kept.id))


def _owners(workspace: Workspace, record: Record, seen: set[str]) -> Iterator[Change]:
    """Kept versions of records that this one names and that are no longer there."""
    for name in record.__struct_fields__:
        wanted = getattr(record, name) if name.endswith("_id") else ""
        if not wanted or any(wanted in workspace.table(k.type) for k in KINDS if k.type is not KeptVersion):
            continue
        those = [k for k in versions(workspace) if k.record_id == wanted]
        found = next((k for k in those if k.id not in seen), None)
        if found is not None:
            yield from _back(workspace, found, seen)
        elif not those and name == "pair_id" and isinstance(record, rec.PairRecord):
            raise InputRefused("The pair it belongs to is no longer in this vault. Nothing was changed.")


def drop(workspace: Workspace, kept: KeptVersion) -> Saved:
    """Let a kept version go; undo brings it back."""
    return workspace.save(delete=[kept], label=f"kept version of a {called(kept)[0]} deleted")
