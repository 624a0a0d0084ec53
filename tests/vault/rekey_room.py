"""A vault with much beside it, and what tells which key a file is under."""

from __future__ import annotations

import errno

from mentor_tui.vault import (
    FileSystem,
)
from mentor_tui.vault.sealed.format import parse_header
from mentor_tui.vault.sealed.keys import PASSPHRASE, DataKey, passphrase_bytes, unwrap
from mentor_tui.vault.sealed.seal import knows_key

from .conftest import WORDS, put


def vault_files(path):
    folder = path.with_name("pair.vault.backups")
    found = sorted(folder.glob("before-*.vault"))
    return [path, *found, *sorted(path.parent.glob("pair.vault.conflict-*"))]


def data_key(file, passphrase=WORDS):
    data = file.read_bytes()
    header = parse_header(data, len(data))
    return unwrap(header.slots, header.vault_id, PASSPHRASE, passphrase_bytes(passphrase))


def opened_by(file, key: DataKey):
    data = file.read_bytes()
    return knows_key(parse_header(data, len(data)), key)


def lived_vault(path, vault):
    """A vault with history: an old passphrase, a recovery key, backups, a conflict copy, two drafts."""
    put(vault, "a", {"n": 0})
    vault.change_passphrase("an older one")
    put(vault, "a", {"n": 1})
    vault.change_passphrase(WORDS)
    put(vault, "a", {"n": 2})
    path.with_name("pair.vault.conflict-20260101T120000Z").write_bytes(path.read_bytes())
    vault.drafts.save("a", "notes", "half a thought")
    vault.drafts.save("b", "notes", "another")
    return vault


class BadSpot(FileSystem):
    """A disk on which nothing can be written in the backups folder."""

    def open_new(self, path):
        if path.parent.name.endswith(".backups"):
            raise OSError(errno.EIO, "a bad spot")
        return super().open_new(path)
