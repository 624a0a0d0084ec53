"""Sentences for a person whose save met another version in the vault's place."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.vault.disk.standing import SEALED, Kind
from mentor_tui.vault.sealed.format import PASSPHRASE, RECOVERY, Slot

from .errors import ConflictSaved, shown


def conflict_saved(kind: Kind, copy: Path) -> ConflictSaved:
    """The error to raise once our whole version stands in ``copy``: what happened, what was kept, what to do next."""
    where = f"Your whole version, with this change, is kept as “{shown(copy)}”"
    if kind in SEALED:
        return ConflictSaved(
            f"There is {kind.value} in the vault's place now, which was left alone. {where}. "
            "Nothing more can be saved in this session; open the vault again.",
            copy,
        )
    if kind is Kind.DIVERGED:
        return ConflictSaved(
            "Another copy stands in the vault's place: one saved on another computer, or an older one. "
            f"This change is not in it. {where}. What you see now is what stands in the vault's place; "
            "“mentor-tui vault merge” with the file kept joins both.",
            copy,
        )
    return ConflictSaved(
        f"The same thing was changed in two places, so this change is not in the vault. {where}. "
        "What you see now is what the vault holds; “mentor-tui vault merge” with the file kept joins both.",
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
            told.append(f"The vault's {name} was changed elsewhere too: what counts is the one given here just now.")
    return told
