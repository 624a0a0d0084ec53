"""Saving one record so that it survives a power cut, and opening a vault."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from mentor_tui.vault import Change, FileSystem, KdfParams, Vault

from .install import workshop
from .measure import Sample, medians, timed
from .rows import Row
from .vaults import PASSPHRASE, plain_vault, row, rows


class Counting(FileSystem):
    """The real file system, counting what a save asks of it."""

    def __init__(self) -> None:
        self.syncs = 0
        self.written = 0

    def fsync(self, fd: int) -> None:
        self.syncs += 1
        super().fsync(fd)

    def fsync_dir(self, path: Path) -> None:
        self.syncs += 1
        super().fsync_dir(path)

    def write(self, fd: int, data: memoryview) -> int:
        done = super().write(fd, data)
        self.written += done
        return done


def _saver(vault: Vault, records: list[dict[str, Any]]) -> Callable[[], None]:
    """Changes one record after the other."""
    chance = Random(3)

    def save() -> None:
        at = chance.randrange(len(records))
        before = records[at]
        after = before | {"text": before["text"][1:] + chance.choice("abcdefgh")}
        vault.commit([Change(table="rows", id=before["id"], before=before, after=after)])
        records[at] = after

    return save


def _spaced(sample: Sample) -> Sample:
    """Saves as people make them: what is tidied up behind a save is done before the next one.

    And nobody pays for what another left unwritten: TinyDB never syncs, and our sync would have to write it.
    """

    def spaced() -> float:
        time.sleep(0.05)
        os.sync()
        return sample()

    return spaced


def save_1k() -> list[Row]:
    """Among a thousand records."""
    records = rows(1000)
    fs = Counting()
    vault = plain_vault("save-1k", records, fs)
    others = {
        "SQLCipher, rollback journal": _sqlcipher("delete", records),
        "SQLCipher, WAL": _sqlcipher("wal", records),
        "TinyDB": _tinydb(records),
        "KeePass": _keepass(records),
    }
    journal, log, tinydb, keepass = others.values()
    ours, rollback, wal, tiny = medians(
        60,
        _spaced(timed(_saver(vault, records))),
        _spaced(timed(journal)),
        _spaced(timed(log)),
        _spaced(timed(tinydb)),
        warm=8,
    )
    again, kdbx = medians(5, _spaced(timed(_saver(vault, records))), _spaced(timed(keepass)), warm=1)
    note = _asked(vault, records, fs, others)
    vault.close()
    return [
        Row(
            "durable save at 1k records",
            ours,
            rollback,
            "SQLCipher FULL, rollback journal",
            gate=4,
            aim=1,
            note=note,
        ),
        Row("durable save at 1k records", ours, wal, "SQLCipher FULL, WAL"),
        Row("durable save at 1k records", ours, tiny, "TinyDB JSONStorage insert"),
        Row("durable save at 1k records", again, kdbx, "pykeepass KDBX4, key derivation included"),
    ]


def save_10k() -> list[Row]:
    """Among ten thousand."""
    records = rows(10_000)
    fs = Counting()
    vault = plain_vault("save-10k", records, fs)
    others = {
        "SQLCipher, rollback journal": _sqlcipher("delete", records),
        "TinyDB": _tinydb(records),
        "KeePass": _keepass(records),
    }
    journal, tinydb, keepass = others.values()
    ours, tiny, rollback = medians(
        12, _spaced(timed(_saver(vault, records))), _spaced(timed(tinydb)), _spaced(timed(journal)), warm=6
    )
    kdbx, again = medians(3, timed(keepass), _spaced(timed(_saver(vault, records))), warm=1)
    note = _asked(vault, records, fs, others)
    vault.close()
    return [
        Row("durable save at 10k records", ours, tiny, "TinyDB JSONStorage insert", gate=0.15, aim=0.05, note=note),
        Row("durable save at 10k records", ours, rollback, "SQLCipher FULL, rollback journal"),
        Row("durable save at 10k records", again, kdbx, "pykeepass KDBX4, key derivation included"),
    ]


def _asked(vault: Vault, records: list[dict[str, Any]], fs: Counting, others: dict[str, Callable[[], None]]) -> str:
    """What one save asks of the disk, and how much the others write."""
    time.sleep(0.2)  # the tidying up behind the last one
    fs.syncs = fs.written = 0
    _saver(vault, records)()
    time.sleep(0.2)
    size = vault.path.stat().st_size
    beside = ", ".join(f"{name} {_bytes_written(save):,}" for name, save in others.items())
    return f"{fs.syncs} syncs and {fs.written:,} bytes per save, for a file of {size:,}; bytes others write: {beside}"


def _bytes_written(work: Callable[[], None]) -> int:
    """What this process hands to the system for writing, by the kernel's own count."""
    before = _handed_over()
    work()
    return _handed_over() - before


def _handed_over() -> int:
    return int(Path("/proc/self/io").read_text().split("wchar:")[1].split()[0])


def opening() -> list[Row]:
    """Opening with the recovery key, which needs no slow derivation; the rest is the same as with the passphrase."""
    records = rows(10_000)
    vault = plain_vault("open-10k", records)
    recovery = vault.new_recovery_key()
    vault.store_recovery_key(recovery)
    path, words = vault.path, recovery.text
    vault.close()
    plain = workshop() / "open-10k.json"
    plain.write_text(json.dumps({"rows": {str(n): r for n, r in enumerate(records)}}))
    read_table, read_kdbx = _sqlcipher_reader(records), _keepass_reader(records)

    def unlock() -> None:
        Vault.open_with_recovery(path, words, state_dir=workshop() / "state").close()

    def unlock_and_read() -> None:
        with Vault.open_with_recovery(path, words, state_dir=workshop() / "state") as opened:
            assert len(opened.all("rows")) == len(records)

    def load() -> None:
        with plain.open() as file:
            json.load(file)

    def tinydb() -> None:
        from tinydb import TinyDB

        with TinyDB(plain) as base:
            assert len(base.table("rows").all()) == len(records)

    ours, read, base, tiny, table = medians(
        15, timed(unlock), timed(unlock_and_read), timed(load), timed(tinydb), timed(read_table), warm=2
    )
    again, kdbx = medians(3, timed(unlock_and_read), timed(read_kdbx), warm=1)
    return [
        Row("open 10k records, no key derivation", ours, base, "json.load of the same", gate=1.3, aim=0.2),
        Row("the same, and read every record", read, base, "json.load of the same"),
        Row("the same, and read every record", read, tiny, "TinyDB JSONStorage"),
        Row("the same, and read every record", read, table, "SQLCipher with the raw key"),
        Row("the same, and read every record", again, kdbx, "pykeepass KDBX4 with the derived key"),
        *_unlocking(),
    ]


def _unlocking() -> list[Row]:
    """What unlocking costs a person beyond the key derivation, which is slow on purpose, beside one such derivation."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    usual = KdfParams.default()

    def derive() -> None:
        kdf = Argon2id(salt=bytes(16), length=32, iterations=usual.t, lanes=usual.p, memory_cost=usual.m_kib)
        kdf.derive(PASSPHRASE.encode())

    vault = plain_vault("unlock-1k", rows(1000))
    recovery = vault.new_recovery_key()
    vault.store_recovery_key(recovery)
    path, words = vault.path, recovery.text
    vault.close()

    def unlock() -> None:
        Vault.open_with_recovery(path, words, state_dir=workshop() / "state").close()

    beyond, derived = medians(15, timed(unlock), timed(derive), warm=2)
    return [Row("unlock at 1k, beyond key derivation", beyond, derived, "one key derivation at the usual costs")]


# --- The others --------------------------------------------------------------------------------------------------


def _sqlcipher(journal: str, records: list[dict[str, Any]]) -> Callable[[], None]:
    import sqlcipher3  # type: ignore[import-untyped]

    base = sqlcipher3.connect(str(workshop() / f"sqlcipher-{journal}-{len(records)}.db"), isolation_level=None)
    base.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
    assert base.execute(f"PRAGMA journal_mode = {journal}").fetchone()[0] == journal
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    base.execute("BEGIN")
    base.executemany("INSERT INTO rows VALUES (?, ?)", [(r["id"], json.dumps(r)) for r in records])
    base.execute("COMMIT")
    chance = Random(3)

    def save() -> None:
        picked = chance.choice(records)
        base.execute("BEGIN IMMEDIATE")
        base.execute(
            "UPDATE rows SET body = ? WHERE id = ?", (json.dumps(picked)[1:] + chance.choice("ab"), picked["id"])
        )
        base.execute("COMMIT")

    return save


def _tinydb(records: list[dict[str, Any]]) -> Callable[[], None]:
    from tinydb import TinyDB

    base = TinyDB(workshop() / f"tiny-{len(records)}.json")
    base.insert_multiple(records)
    chance, numbers = Random(3), count(len(records))

    def save() -> None:
        base.insert(row(chance, next(numbers)))

    return save


def _sqlcipher_reader(records: list[dict[str, Any]]) -> Callable[[], None]:
    import sqlcipher3

    path, key = str(workshop() / "sqlcipher-open.db"), os.urandom(32).hex()
    base = sqlcipher3.connect(path, isolation_level=None)
    base.execute(f"PRAGMA key = \"x'{key}'\"")
    base.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL)")
    base.execute("BEGIN")
    base.executemany("INSERT INTO rows VALUES (?, ?)", [(r["id"], json.dumps(r)) for r in records])
    base.execute("COMMIT")
    base.close()

    def read() -> None:
        base = sqlcipher3.connect(path)
        base.execute(f"PRAGMA key = \"x'{key}'\"")
        found = [json.loads(body) for (body,) in base.execute("SELECT body FROM rows")]
        assert len(found) == len(records)
        base.close()

    return read


def _keepass_reader(records: list[dict[str, Any]]) -> Callable[[], None]:
    from pykeepass import PyKeePass  # type: ignore[import-untyped]

    path, base = _kdbx("keepass-open", records)
    base.save()
    key = PyKeePass(path, password=PASSPHRASE).transformed_key  # every save has a new one

    def read() -> None:
        found = PyKeePass(path, transformed_key=key)
        assert len([entry.notes for entry in found.entries]) == len(records)

    return read


def _kdbx(name: str, records: list[dict[str, Any]]) -> tuple[str, Any]:
    """A KeePass database with as many entries, open."""
    from copy import deepcopy

    from pykeepass import create_database

    path = str(workshop() / f"{name}.kdbx")
    base = create_database(path, password=PASSPHRASE)
    entry = base.add_entry(base.root_group, "title", "name", "secret", notes=records[0]["text"])
    parent = base.root_group._element
    for _ in records[1:]:
        parent.append(deepcopy(entry._element))
    return path, base


def _keepass(records: list[dict[str, Any]]) -> Callable[[], None]:
    _, base = _kdbx(f"keepass-{len(records)}", records)
    entry = base.entries[0]
    numbers = count()

    def save() -> None:
        entry.title = f"title {next(numbers)}"
        base.save()

    return save
