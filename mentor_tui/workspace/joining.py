"""Joining another copy of the vault with the open one: looked at first, then done, and told in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.errors import InputRefused
from mentor_tui.schema import odd
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import OF_TABLE
from mentor_tui.vault.beside import copies
from mentor_tui.vault.beside.apart import copies_apart
from mentor_tui.vault.beside.merging import Rules
from mentor_tui.words import text
from mentor_tui.workspace import versions

if TYPE_CHECKING:
    from mentor_tui.vault.beside.copies import Copy
    from mentor_tui.vault.beside.merging import Counts, Joined
    from mentor_tui.workspace import Workspace


def _rules() -> Rules:
    return Rules(versions.document, rec.ONE_PER, ("program",))


def open_copy(workspace: Workspace, path: Path, passphrase: str | None = None) -> Copy:
    """Read a copy of the open vault; nothing is changed. Raises what :func:`vault.copies.open_copy` raises."""
    workspace.refresh()
    return copies.open_copy(workspace.vault, path, passphrase)


def understand(workspace: Workspace, copy: Copy) -> Joined:
    """Work out what joining the copy would do now; nothing is changed.

    Raises InputRefused when the copy holds a record that this version of mentor-tui could not read afterwards.
    """
    found = copies.merge(workspace.vault, copy, _rules())
    if not found.changes:  # nothing to join: that is settled too
        copies.note_joined(workspace.vault, copy.save_id)
    for change in found.changes:
        kind = OF_TABLE.get(change.table)
        if kind is None or change.after is None:
            continue
        try:
            rec.from_document(kind.type, change.after)
        except msgspec.ValidationError:
            raise InputRefused(
                f"A record in the copy's {change.table} is not in the form this version knows, so nothing was joined. "
                "The newest mentor-tui may know it; your vault and the copy are as they were."
            ) from None
    return found


def apply(workspace: Workspace, copy: Copy) -> Joined:
    """Join the copy with the vault as it stands at this moment, in one transaction that undo takes back.

    The copy is not offered any more then, unless undo takes the joining back.

    Raises what `understand` raises, ReadOnlyVault, SaveFailed, VaultBusy, and ConflictSaved if another program saves
    the same record in the same instant.
    """
    workspace.refresh()
    found = understand(workspace, copy)
    copies.outgrow(workspace.vault, copy)
    workspace.take(found.changes, "copy joined", noted=partial(copies.note_joined, workspace.vault, copy.save_id))
    return found


def word_of_copies(workspace: Workspace) -> tuple[str, list[Path]]:
    """A sentence about copies beside the vault that went their own way, without how to join them, and their files.

    Reads headers only. Empty when there is none.
    """
    found = copies_apart(workspace.vault)
    if not found:
        return "", []
    name = text.shorten(text.one_line(found[0].name), 60)
    if len(found) == 1:
        return f"Beside your vault is a copy with saves that are not in it: “{name}”.", found
    return f"Beside your vault are {len(found)} copies with saves that are not in it, such as “{name}”.", found


# --- In words -------------------------------------------------------------------------------------------------


def told(counts: Counts) -> list[str]:
    """A join in sentences, one a line: what comes, what is newer where, what is kept."""
    came = sum(counts.came.values())
    lines = [f"{_records(counts.same)} the same in both."]
    if came:
        deleted = "" if counts.proven else ", also what was deleted here"
        lines.append(f"{_records(came)} only in the copy: added ({_tables(counts.came)}){deleted}.")
    if counts.here:
        deleted = "" if counts.proven else ", also what was deleted in the copy"
        lines.append(f"{_records(counts.here)} only here: kept{deleted}.")
    if counts.newer:
        lines.append(f"{_records(counts.newer)} newer in the copy: taken from there.")
    if counts.older:
        lines.append(f"{_records(counts.older)} newer here: kept as here.")
    if counts.gone:
        lines.append(f"{_records(counts.gone)} deleted in the copy and unchanged here, or there twice: kept aside.")
    if counts.kept:
        lines.append(f"{_versions(counts.kept)} that lost: kept whole (Settings, Kept versions).")
    return lines


def returning(workspace: Workspace, copy: Copy, found: Joined) -> list[str]:
    """Sentences about what must not come in with the copy unsaid: forgotten pairs, and records that cannot be so.

    Forgetting keeps no name. That a pair was here is known from a save that both grew from, or from a row kept of it.
    """
    rows = workspace.table(rec.Evidence)
    before = copy.ancestors[0] if copy.ancestors else {}
    here = set(before.get(rec.Pair.table, {}))
    here |= {
        str(c.after.get("pair_id")) for c in found.changes if c.table == rec.Session.table and c.after and c.id in rows
    }
    lines = []
    for change in found.changes:
        if change.table != rec.Pair.table or change.before is not None or change.after is None:
            continue
        name = text.one_line(str(change.after.get("partner_name") or "")) or "no name yet"
        if change.id in here:
            lines.append(f"Your pair with {name} comes back with the copy: it was forgotten or deleted here.")
        else:
            lines.append(f"Your pair with {name} comes with the copy; if you forgot it here, it comes back.")
    coming = [rec.from_document(OF_TABLE[c.table].type, c.after) for c in found.changes if c.after]
    return [*lines, *odd.told(coming, workspace.today())]


def _tables(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{table}: {count}" for table, count in counts.items())


def _records(number: int) -> str:
    return f"{number} record" + ("" if number == 1 else "s")


def _versions(number: int) -> str:
    return f"{number} version" + ("" if number == 1 else "s")


def afterwards(copy: Copy) -> str:
    """Advice on what to do with the copy, in a sentence or two; empty for a backup, which goes by itself."""
    if copy.drafts:
        drafts = f"{copy.drafts} draft" + ("" if copy.drafts == 1 else "s")
        return f"The copy was not changed. {drafts} beside it were not joined: open the copy to save them first."
    return "The copy was not changed; you can delete it now." if copy.spare else ""
