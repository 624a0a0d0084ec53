"""Every file of an open vault, read back from disk: what a proof needs that something is gone.

It asks the folders and not the lists that the rest of this package keeps, so that a file which nothing else knows of
is found too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mentor_tui.vault.beside.apart import same_vault
from mentor_tui.vault.beside.drafts import Draft
from mentor_tui.vault.beside.resealing import Left, Obstacle, PlainTables, all_files, is_aside, read_draft
from mentor_tui.vault.disk.files import backups_dir, drafts_dir, lock_path, read_file
from mentor_tui.vault.disk.opening import read_vault
from mentor_tui.vault.disk.standing import decrypt
from mentor_tui.vault.errors import DamagedVault, NewerFormat, NoVault, VaultError, save_failed
from mentor_tui.vault.sealed.format import parse_header
from mentor_tui.vault.sealed.payload import decode_record
from mentor_tui.vault.sealed.seal import knows_key

if TYPE_CHECKING:
    from mentor_tui.vault.core import Vault


#: A "copy" is one that this program keeps aside; a "stray" is any other, under whatever name, which it never changes.
Kind = Literal["vault", "backup", "copy", "stray", "draft", "other"]


@dataclass(frozen=True)
class Content:
    """One file. `tables` are its records, `draft` its text, `plain` its bytes where it is not encrypted.

    With all three empty it could not be opened, and `obstacle` says why.
    """

    path: Path
    kind: Kind
    tables: PlainTables | None = field(default=None, repr=False)
    draft: Draft | None = field(default=None, repr=False)
    plain: bytes = field(default=b"", repr=False)
    obstacle: Obstacle | None = None
    _inside: bool = False

    @property
    def name(self) -> str:
        """The file's name; inside the folders of a stray copy, with the folder."""
        return f"{self.path.parent.name}/{self.path.name}" if self._inside else self.path.name

    @property
    def left(self) -> Left | None:
        """Name the file that could not be opened and say why; None when it was opened."""
        return Left(self.path, self.obstacle) if self.obstacle else None


def contents(vault: Vault) -> Iterator[Content]:
    """Every file of the vault, opened one by one: the vault, its backups, all that lies beside it under its name or
    is a copy of it under another one (with what lies beside that copy), its drafts, and the numbers seen of it. Lock
    files, which are always empty, are left out.

    Raises :class:`SaveFailed` for a folder that cannot be listed, and :class:`ClosedVault`.
    """
    vault._current()
    folders = (vault.path.parent, backups_dir(vault.path), drafts_dir(vault.path))
    try:
        beside, backups, drafts = (_names(vault, folder) for folder in folders)
    except OSError as error:
        raise save_failed(error, what="The files of the vault were not all read", kept="Nothing was changed") from None
    known = {vault.path.name, lock_path(vault.path).name, *(folder.name for folder in folders[1:])}
    yield from _one(_vault(vault, vault.path, "vault"))
    for name in beside:
        if name not in known:
            yield from _beside(vault, folders[0] / name)
    for name in backups:
        yield from _one(_vault(vault, folders[1] / name, "backup"))
    for name in drafts:
        yield from _one(_draft(vault, folders[2] / name))
    yield from _one(_seen(vault))


def removable(vault: Vault, left: Iterable[Left]) -> list[Path]:
    """The files that could not be opened, are this vault's, and may be deleted by whoever does without them."""
    ours = set(all_files(vault._fs, vault.path, vault.vault_id))
    return [one.path for one in left if one.obstacle is not Obstacle.OTHER_VAULT and one.path in ours]


def _beside(vault: Vault, path: Path) -> Iterator[Content]:
    """One name in the vault's folder: a copy, or the backups and drafts of one that was opened."""
    named = path.name.startswith((vault.path.name + ".", "." + vault.path.name + "."))
    inside: list[Path] = []
    if path.suffix in (".backups", ".drafts"):
        with contextlib.suppress(OSError):  # a file, or a folder that is closed to us: told below
            inside = [path / name for name in sorted(vault._fs.listdir(path))]
    for one in inside:
        draft = path.suffix == ".drafts"
        found = _draft(vault, one) if draft else _vault(vault, one, "stray") if named or _is_copy(vault, one) else None
        if found and (named or not found.obstacle or not draft):  # what other vaults keep as drafts does not open
            yield replace(found, _inside=True)
    if not inside and (_is_copy(vault, path) or (named and not _is_empty(vault, path))):
        yield from _one(_vault(vault, path, "copy" if is_aside(vault.path, path.name) else "stray"))


def _is_copy(vault: Vault, path: Path) -> bool:
    return same_vault(vault._fs, path, vault.vault_id)


def _is_empty(vault: Vault, path: Path) -> bool:
    """True if it is a lock, or an empty folder."""
    try:
        return vault._fs.stat(path).st_size == 0 if path.suffix == ".lock" else not vault._fs.listdir(path)
    except OSError:
        return False


def _names(vault: Vault, folder: Path) -> list[str]:
    try:
        return sorted(vault._fs.listdir(folder))
    except FileNotFoundError:
        return []


def _one(content: Content | None) -> Iterator[Content]:
    if content is not None:
        yield content


def _vault(vault: Vault, path: Path, kind: Kind) -> Content | None:
    """A file that should be a vault; None when it is gone by now."""
    try:
        data, mark = read_vault(vault._fs, path)
        header = parse_header(data, len(data))
        if header.vault_id != vault.vault_id:
            return Content(path, kind, obstacle=Obstacle.OTHER_VAULT)
        if not knows_key(header, vault._key):
            return Content(path, kind, obstacle=Obstacle.OTHER_KEY)
        found = decrypt(data, header, mark, vault._key).db.tables_by_name
        tables = {name: {i: decode_record(raw) for i, raw in rows.items()} for name, rows in found.items()}
    except DamagedVault:
        return Content(path, kind, obstacle=Obstacle.DAMAGED)
    except NewerFormat:
        return Content(path, kind, obstacle=Obstacle.NEWER)
    except NoVault:  # the oldest backup goes while we look
        return None
    except VaultError:
        return Content(path, kind, obstacle=Obstacle.FAILED)
    return Content(path, kind, tables=tables)


def _draft(vault: Vault, path: Path) -> Content | None:
    draft = read_draft(vault._fs, path, [vault.drafts])
    if draft is not None:
        return Content(path, "draft", draft=draft)
    try:
        vault._fs.stat(path)
    except FileNotFoundError:
        return None
    except OSError:
        pass
    return Content(path, "draft", obstacle=Obstacle.OTHER_KEY)


def _seen(vault: Vault) -> Content | None:
    """The numbers seen of every vault: not encrypted, and nothing but ids and numbers."""
    path = vault._seen._path()
    try:
        data, _ = read_file(vault._fs, path)
    except FileNotFoundError:
        return None
    except (OSError, VaultError):
        return Content(path, "other", obstacle=Obstacle.FAILED)
    return Content(path, "other", plain=data)
