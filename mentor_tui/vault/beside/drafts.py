"""Text being typed, kept encrypted beside the vault, so that a crash costs seconds and never the vault's time.

One file per record and field in ``<vault>.drafts/``. The name is a keyed hash, so it reveals nothing and saving
again replaces the same file; the readable header holds a version, lengths, a salt and two nonces. The layout is in
``docs/vault-format.md``.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import struct
import uuid
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from mentor_tui.vault.disk.files import Notices, discard, folder_needed, is_orphan, make_dir, read_file, write_temp
from mentor_tui.vault.disk.fs import FileSystem
from mentor_tui.vault.errors import DamagedVault, InTheWay, SaveFailed, save_failed
from mentor_tui.vault.sealed.keys import INFO_DRAFT, INFO_DRAFT_NAME, DataKey
from mentor_tui.vault.sealed.payload import TAG
from mentor_tui.vault.sealed.primitives import decrypt, encrypt

MAGIC = b"MNTRDRF\0"
MAJOR = 1
_HEAD = struct.Struct("<8sHHII32s12s12s")  # 76 bytes
_LABEL_BLOCK, _TEXT_BLOCK = 256, 1024
_LIMIT = 64 << 20  # bytes of a draft file
_STALE = 60  # seconds
NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Draft:
    """Unsaved text of one field of one record. ``saved_at`` is in UTC, to the second."""

    record: str
    field: str
    text: str = data_field(repr=False)
    saved_at: datetime


class _Label(msgspec.Struct, forbid_unknown_fields=True):
    record: str
    field: str
    saved_at: int


class Drafts:
    """The drafts of one open vault. Saving one costs one small file and never rewrites the vault."""

    def __init__(self, fs: FileSystem, folder: Path, vault_id: bytes, key: DataKey, notices: Notices) -> None:
        self._fs = fs
        self._folder = folder
        self._vault_id = vault_id
        self._key = key
        self._notices = notices

    def save(self, record: str, field: str, text: str, saved_at: datetime | None = None) -> None:
        """Keep ``text`` for a field; durable when this returns. Raises :class:`SaveFailed`, the older draft kept.

        ``saved_at`` is now, unless a draft is only sealed again.
        """
        path = self.file_of(record, field)
        data = self._seal(record, field, text, saved_at)
        if len(data) > _LIMIT:
            raise SaveFailed("the draft is too long to be kept", what=_WHAT, kept=_KEPT, advice="Please save the form.")
        try:
            make_dir(self._fs, self._folder)
            with folder_needed(self._fs, self._folder):
                temp, _ = write_temp(self._fs, path, [data])
            try:
                self._fs.replace(temp, path)
            except BaseException:
                discard(self._fs, temp)
                raise
            self._fs.fsync_dir(self._folder)
        except OSError as error:
            raise save_failed(error, what=_WHAT, kept=_KEPT) from None

    def load(self, record: str, field: str) -> str | None:
        """The text kept for a field, or ``None`` (also when the file is damaged, which adds a notice)."""
        draft = self._read(self.file_of(record, field))
        return None if draft is None else draft.text

    def discard(self, record: str, field: str) -> None:
        """Forget the draft of a field, if there is one. Raises :class:`SaveFailed` if the file will not go."""
        try:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self._fs.unlink(self.file_of(record, field))
        except OSError as error:
            raise save_failed(error, what="The draft was not removed", kept="It is still there") from None

    def all(self) -> list[Draft]:
        """Every draft that can be read, oldest first. Others are left where they are, with a notice."""
        _ = self._key.buffer
        try:
            files = draft_files(self._fs, self._folder)
        except InTheWay as error:
            self._notices.add(f"{error.sentence}, so text being typed cannot be kept. Move that file elsewhere.")
            return []
        except OSError:
            self._notices.add("The drafts folder cannot be read, so text that was being typed may be missing.")
            return []
        found = [self._read(file) for file in files]
        return sorted((draft for draft in found if draft), key=lambda draft: draft.saved_at)

    def file_of(self, record: str, field: str) -> Path:
        """The file that holds the draft of a field, if there is one."""
        key = self._key.subkey(self._vault_id, INFO_DRAFT_NAME)
        name = hmac.digest(key, _place(record, field), hashlib.sha256)[:16]
        return self._folder / str(uuid.UUID(bytes=name))

    def use(self, key: DataKey) -> None:
        """Write and read under another data key from now on."""
        self._key = key

    def orphans(self) -> list[Path]:
        """Temporary files that a killed save left here a minute ago or longer (drafts are saved without a lock)."""
        found: list[Path] = []
        with contextlib.suppress(OSError):
            for name in self._fs.listdir(self._folder):
                path = self._folder / name
                if is_orphan(name) and self._fs.stat(path).st_mtime < self._fs.now() - _STALE:
                    found.append(path)
        return found

    def _seal(self, record: str, field: str, text: str, saved_at: datetime | None) -> bytes:
        when = int(self._fs.now() if saved_at is None else saved_at.timestamp())
        label = _padded(msgspec.json.encode(_Label(record, field, when)), _LABEL_BLOCK)
        body = _padded(msgspec.json.encode(_clean(text)), _TEXT_BLOCK)
        salt, label_nonce, text_nonce = os.urandom(32), os.urandom(12), os.urandom(12)
        head = _HEAD.pack(MAGIC, MAJOR, 0, len(label) + TAG, len(body) + TAG, salt, label_nonce, text_nonce)
        key = self._key.subkey(salt, INFO_DRAFT)
        label = encrypt(key, label_nonce, label, head + self._vault_id)
        return head + label + encrypt(key, text_nonce, body, self._vault_id + _place(record, field))

    def read_file(self, path: Path) -> Draft:
        """One draft file. Raises :class:`OSError`; :class:`ValueError` or :class:`DamagedVault` for none of ours."""
        data, _ = read_file(self._fs, path, _LIMIT)
        draft = self._open(data)
        if path.name != self.file_of(draft.record, draft.field).name:
            raise ValueError("the draft of another field, put in this one's place")
        return draft

    def _read(self, path: Path) -> Draft | None:
        try:
            return self.read_file(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, DamagedVault):
            self._notices.add(f"A draft could not be read (“{path.name}” in the drafts folder). It was not touched.")
            return None

    def _open(self, data: bytes) -> Draft:
        """Decrypt one draft file. Raises :class:`ValueError` for anything that is not one of this vault's."""
        if len(data) < _HEAD.size:
            raise ValueError("too short")
        magic, major, _, label_len, text_len, salt, label_nonce, text_nonce = _HEAD.unpack_from(data)
        if magic != MAGIC or major != MAJOR or len(data) != _HEAD.size + label_len + text_len:
            raise ValueError("not a draft")
        head, sealed = data[: _HEAD.size], memoryview(data)[_HEAD.size :]
        key = self._key.subkey(salt, INFO_DRAFT)
        try:
            label = msgspec.json.decode(
                _opened(key, label_nonce, sealed[:label_len], head + self._vault_id), type=_Label
            )
            place = self._vault_id + _place(label.record, label.field)
            text = msgspec.json.decode(_opened(key, text_nonce, sealed[label_len:], place), type=str)
            saved_at = datetime.fromtimestamp(label.saved_at, UTC)
        except (msgspec.MsgspecError, OverflowError, struct.error) as error:
            raise ValueError("not a draft of this vault") from error
        return Draft(label.record, label.field, text, saved_at)


def draft_files(fs: FileSystem, folder: Path) -> list[Path]:
    """The files that are named like drafts, by name; none where there is no folder. Raises :class:`OSError`."""
    try:
        with folder_needed(fs, folder):
            names = sorted(fs.listdir(folder))
    except FileNotFoundError:
        return []
    return [folder / name for name in names if NAME.fullmatch(name)]


_WHAT, _KEPT = "The draft was not kept", "Your text is still on the screen"


def _clean(text: str) -> str:
    """Half a surrogate pair cannot be written as UTF-8; a draft keeps the rest of the text rather than none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _place(record: str, field: str) -> bytes:
    """A record and a field as bytes, so that no two pairs look alike."""
    parts = [part.encode("utf-8") for part in (record, field)]
    return b"".join(struct.pack("<H", len(part)) + part for part in parts)


def _opened(key: bytes, nonce: bytes, sealed: memoryview, aad: bytes) -> bytes:
    clear = decrypt(key, nonce, sealed, aad)
    if clear is None:
        raise ValueError("not sealed with this key for this place")
    return clear


def _padded(data: bytes, block: int) -> bytes:
    return data + b" " * (-(len(data) + TAG) % block)
