"""Shared by the vault's tests: a cheap key derivation, a state folder of their own, a file system with faults."""

import os
import tempfile
import uuid
from pathlib import Path

import pytest

from mentor_tui.vault import Change, FileSystem, KdfParams, Vault

FAST = KdfParams.fast_for_tests()
WORDS = "correct horse"


@pytest.fixture
def tmp_path(tmp_path):
    """A folder in memory where the system has one: these tests sync a thousand times, and break disks themselves."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="mentor-tui-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def state_folder(tmp_path, monkeypatch):
    folder = tmp_path / "state"
    monkeypatch.setenv("MENTOR_TUI_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "box" / "pair.vault"


@pytest.fixture
def vault(path):
    with Vault.create(path, WORDS, kdf=FAST) as made:
        yield made


def put(vault, id, after, table="goals"):
    """Set a record to ``after`` from whatever the vault holds now."""
    return vault.commit([Change(table, id, after, vault.get(table, id))])


def fresh_id() -> str:
    return str(uuid.uuid4())


def with_recovery(vault) -> str:
    """Give a vault a recovery key and say which: it opens in a tenth of the time that a passphrase takes."""
    key = vault.new_recovery_key()
    vault.store_recovery_key(key)
    return key.text


def found(path, key):
    """What a newcomer with the recovery key finds in the file."""
    with Vault.open_with_recovery(path, key) as vault:
        return {name: vault.all(name) for name in vault.names()}


def contents(path, passphrase=WORDS):
    """What a newcomer finds in the file."""
    with Vault.open(path, passphrase) as vault:
        return {name: vault.all(name) for name in vault.names()}


class Faulty(FileSystem):
    """Counts every call; when armed, lets one of them fail (``for_good``: that one and all after it)."""

    OPERATIONS = (
        *("open_read", "open_new", "fstat", "stat", "read", "write", "fsync", "close"),
        *("link", "replace", "fsync_dir", "unlink", "listdir", "mkdir", "rmdir", "set_mtime", "lock"),
    )

    def __init__(self):
        self.calls = []
        self.fail_at = None
        self.error = None
        self.only = None
        self.for_good = False

    def arm(self, error, at=0, only=None, for_good=False):
        self.calls, self.fail_at, self.error, self.only, self.for_good = [], at, error, only, for_good

    def disarm(self):
        self.fail_at = None

    def _hit(self, name):
        number = sum(1 for call in self.calls if self.only is None or call == self.only)
        self.calls.append(name)
        if self.fail_at is not None and number >= self.fail_at and self.only in (None, name):
            if not self.for_good:
                self.fail_at = None
            raise self.error


def _counting(name):
    def method(self, *args):
        self._hit(name)
        return getattr(FileSystem, name)(self, *args)

    return method


for _name in Faulty.OPERATIONS:
    setattr(Faulty, _name, _counting(_name))


def flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]
