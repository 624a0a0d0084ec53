"""Sentences for a person whose vault, or whose save, is not the one that was expected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mentor_tui.vault.disk.standing import SEALED, Kind, State
from mentor_tui.vault.sealed.format import PASSPHRASE, RECOVERY, Slot

from .errors import ConflictSaved, shown


def conflict_saved(kind: Kind, copy: Path) -> ConflictSaved:
    """The error to raise once our whole version stands in ``copy``: what happened, what was kept, what to do next."""
    where = f"Your whole version, with this change, is kept as “{shown(copy)}”"
    if kind in SEALED:
        return ConflictSaved(
            f"There is {kind.value} in the vault's place now, which was not touched. {where}. "
            "Nothing more can be saved in this session; open the vault again.",
            copy,
        )
    if kind is Kind.DIVERGED:
        return ConflictSaved(
            "Another copy is in the vault's place: one saved on another computer, or an older one. "
            f"This change is not in it. {where}. What you see now is what is in the vault's place; "
            "“mentor-tui vault merge” with the file kept joins both.",
            copy,
        )
    return ConflictSaved(
        f"The same thing was changed in two places, so this change is not in the vault. {where}. "
        "What you see now is what is in the vault; “mentor-tui vault merge” with the file kept joins both.",
        copy,
    )


_SECRETS = {PASSPHRASE: "passphrase", RECOVERY: "recovery key"}


def other_secrets(mine: tuple[Slot, ...], theirs: tuple[Slot, ...], now: tuple[Slot, ...] = ()) -> list[str]:
    """Sentences for when another program changed what opens the vault: `mine` before, `theirs` on disk.

    `now` are the slots that a save made here left behind; where they are not theirs, they were changed here too.
    """
    told: list[str] = []
    for kind, name in _SECRETS.items():
        before, there, here = ([slot for slot in slots if slot.kind == kind] for slots in (mine, theirs, now))
        if before == there:
            continue
        if not now or here == there:
            told.append(f"The vault's {name} was changed elsewhere: from now on only the new one opens it.")
        else:
            told.append(f"The vault's {name} was changed elsewhere too: the one you have just set here counts.")
    return told


def told_at_opening(state: State, *, seen: int, grown_here: bool) -> Iterator[str]:
    """Yield sentences about a vault just opened; `seen` is the highest save of it that this computer knows."""
    if state.newer:
        yield "A newer mentor-tui saved this vault; it can be read here but not changed."
    if state.header.generation < seen:
        yield (
            f"This file is at save {state.header.generation}, but save {seen} of this vault was seen on this "
            "computer before. Either an old file was put back (Backups may hold a newer one), or a copy of this "
            "vault was saved on this computer: mentor-tui vault merge COPY joins the two."
        )
    elif not grown_here:
        yield (
            "This vault did not grow from the save that was last seen on this computer: a copy saved on another "
            "computer took its place. What was saved here may be in a conflicted copy beside the vault, or among "
            "the backups: mentor-tui vault merge COPY joins it with this one."
        )


def told_after_saving(kind: Kind, kept: Path | None, *, outdated: bool) -> Iterator[str]:
    """Yield sentences about a save: the file that it found, the one kept beside it, and whether that is `outdated`."""
    if kind is Kind.MISSING:
        yield "The vault's file had been removed from outside; it was written again, with everything."
    if kind is Kind.DAMAGED and kept is not None:
        yield (
            "The vault's file had been damaged from outside. It was written again, with everything; "
            f"the damaged one is kept as “{shown(kept)}”."
        )
    if kept is not None and outdated:
        yield (
            "This mentor-tui stores more than the previous version, which can read this vault from now on but not "
            "change it. The vault as it was stays among the backups."
        )
