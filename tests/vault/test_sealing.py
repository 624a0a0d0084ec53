"""A vault is encrypted while it is written: piece by piece, each opened again, and none of it stays if one is wrong."""

import errno
from dataclasses import replace

import pytest

from mentor_tui.vault import FileSystem, Old, SaveFailed, Vault, rekey, restore
from mentor_tui.vault.disk.files import write_temp
from mentor_tui.vault.sealed import seal
from mentor_tui.vault.sealed.format import MAX_GENERATION
from mentor_tui.vault.sealed.primitives import aes_gcm, encrypt
from mentor_tui.vault.sealed.seal import _pieces

from .conftest import FAST, WORDS, Faulty, contents, flipped, put
from .writing import KEY, sealed

PIECE = 1 << 17
BIG = {"text": "x" * (3 * PIECE)}


def in_pieces(size):
    """A header of a real one's length, and so much text; with what the library makes of both in one go."""
    key, nonce, header = bytes(range(32)), bytes(12), b"header" * 60
    text = bytes(i % 251 for i in range(size))
    cipher = aes_gcm(key, nonce)
    return header, list(_pieces(header, bytearray(text), cipher, cipher)), header + encrypt(key, nonce, text, header)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, PIECE - 361, PIECE - 360, PIECE - 359, PIECE, PIECE + 1, 3 * PIECE])
def test_pieces_of_any_length_make_the_same_file(size):
    _, pieces, whole = in_pieces(size)
    assert b"".join(pieces) == whole
    assert all(len(piece) == PIECE for piece in pieces[:-1])  # each begins where a page of the file does


class Miscounting:
    """A cipher that decrypts one of its pieces wrongly: the one of this number, or the tag after the last."""

    def __init__(self, cipher, wrong):
        self.cipher, self.wrong, self.calls = cipher, wrong, 0

    def encryptor(self):
        return self.cipher.encryptor()

    def decryptor(self):
        self.opener = self.cipher.decryptor()
        return self

    def authenticate_additional_data(self, data):
        self.opener.authenticate_additional_data(data)

    def update_into(self, piece, out):
        done = self.opener.update_into(piece, out)
        self.calls += 1
        if self.calls == self.wrong:
            out[done - 1] ^= 1
        return done

    def finalize_with_tag(self, tag):
        return self.opener.finalize_with_tag(tag if self.wrong else flipped(tag, 100))


@pytest.fixture(params=[1, 2, 4, 0], ids=["first piece", "second piece", "last piece", "tag"])
def miscalculating(request, monkeypatch):
    """Switches this machine's fault on, and off when it is called again."""
    real = seal.aes_gcm

    def switch(on=True):
        monkeypatch.setattr(seal, "aes_gcm", (lambda *given: Miscounting(real(*given), request.param)) if on else real)

    return switch


def files(path):
    """Everything beside a vault but its lock, by name."""
    found = {one.relative_to(path.parent): one for one in path.parent.rglob("*") if one.is_file()}
    return {name: one.read_bytes() for name, one in found.items() if one.suffix != ".lock"}


def refused():
    return pytest.raises(SaveFailed, match=r"did not read back.*Please test this machine's memory")


def test_a_save_that_does_not_read_back_leaves_nothing(path, vault, miscalculating):
    put(vault, "a", BIG)
    before, number = files(path), vault.generation
    miscalculating()
    with refused() as told:
        put(vault, "a", {"text": "other"} | {"more": BIG["text"]})
    assert not told.value.applied
    assert files(path) == before
    assert (vault.get("goals", "a"), vault.generation) == (BIG, number)
    miscalculating(on=False)
    put(vault, "b", {"n": 1})
    assert contents(path) == {"goals": [BIG, {"n": 1}]}


def test_new_keys_that_do_not_read_back_leave_the_old_ones(path, vault, miscalculating):
    put(vault, "a", BIG)
    before = files(path)
    miscalculating()
    with refused():
        rekey(vault, "another one", None, backups=Old.REMOVE, kdf=FAST)
    assert files(path) == before
    miscalculating(on=False)
    put(vault, "b", {"n": 1})
    assert contents(path) == {"goals": [BIG, {"n": 1}]}


def test_new_keys_that_do_not_read_back_after_the_backups_did_say_what_holds(path, vault, monkeypatch):
    put(vault, "a", {"n": 1})
    put(vault, "a", {"n": 2})
    real, room = seal.aes_gcm, len(list(path.with_name("pair.vault.backups").iterdir()))
    calls = []

    def fails_at_the_vault(*given):
        """The vault's own ciphers are made first and used last."""
        calls.append(given)
        return Miscounting(real(*given), 1) if len(calls) <= 2 else real(*given)

    monkeypatch.setattr(seal, "aes_gcm", fails_at_the_vault)
    with pytest.raises(SaveFailed, match=r"keys were not changed: .*read back.*opens as before.*test this machine"):
        rekey(vault, WORDS, None, kdf=FAST)
    monkeypatch.undo()
    assert len(calls) == 2 * (1 + room)
    put(vault, "b", {"n": 3})
    assert contents(path) == {"goals": [{"n": 2}, {"n": 3}]}


def test_a_file_shorter_than_its_room_is_none(tmp_path):
    with pytest.raises(OSError, match="not all of it"):
        write_temp(FileSystem(), tmp_path / "vault", [bytes(1000)], STRETCH + 1)
    assert list(tmp_path.glob(".*tmp*")) == []


def test_restoring_that_does_not_read_back_leaves_the_vault(path, vault, miscalculating):
    put(vault, "a", BIG)
    put(vault, "a", {"n": 1})
    before = files(path)
    backup = max(path.with_name("pair.vault.backups").iterdir())
    vault.close()
    miscalculating()
    with refused():
        restore(path, backup, WORDS)
    assert files(path) == before
    miscalculating(on=False)
    restore(path, backup, WORDS)
    assert contents(path) == {"goals": [BIG]}


def test_a_first_vault_that_does_not_read_back_is_not_there(path, monkeypatch):
    real = seal.aes_gcm
    monkeypatch.setattr(seal, "aes_gcm", lambda *given: Miscounting(real(*given), 1))
    with refused():
        Vault.create(path, WORDS, kdf=FAST)
    assert files(path) == {}


def test_a_header_that_does_not_read_back_is_noticed(path, vault, monkeypatch):
    before = path.read_bytes()
    parse = seal.parse_header
    for name, wrong in (
        ("knows_key", lambda *_: False),
        ("parse_header", lambda *given: replace(parse(*given), slots=())),
        ("parse_header", lambda *given: replace(parse(*given), payload_nonce=bytes(12))),
        ("parse_header", lambda *given: parse(flipped(*given[:1], 200), given[1])),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(seal, name, wrong)
            with refused():
                put(vault, "a", {})
    assert path.read_bytes() == before
    assert vault.get("goals", "a") is None
    put(vault, "a", {})


def test_a_key_that_does_not_read_back_is_noticed(vault, monkeypatch):
    real, calls = seal.aes_gcm, []

    def faulty(key, nonce):
        calls.append(key)
        return real(key if len(calls) % 2 else key[::-1], nonce)

    monkeypatch.setattr(seal, "aes_gcm", faulty)
    with refused():
        put(vault, "a", {"title": "kept"})
    monkeypatch.undo()
    assert vault.get("goals", "a") is None


def test_a_vault_too_large_is_refused_before_anything_is_written(path, vault, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(seal, "MAX_FILE", 12288)
    with pytest.raises(SaveFailed, match=r"grow beyond one gibibyte.*Remove something large"):
        put(vault, "a", {"text": "x" * 9000})
    assert path.read_bytes() == before
    put(vault, "a", {"text": "x" * 5000})  # 8 KiB, the most that fits


def test_the_last_of_all_numbers_is_never_passed(path):
    path.parent.mkdir()
    path.write_bytes(sealed(generation=MAX_GENERATION - 1))
    with Vault.open_with_recovery(path, KEY) as vault:
        put(vault, "a", {})
        assert vault.generation == MAX_GENERATION
        before = path.read_bytes()
        with pytest.raises(SaveFailed):
            put(vault, "b", {})
        assert path.read_bytes() == before


LARGE = {"text": "x" * 2_500_000}
STRETCH = 1 << 20


def test_a_large_vault_is_sent_on_its_way_while_it_is_written(path, monkeypatch):
    asked = []

    class Watching(FileSystem):
        def reserve(self, fd, size):
            asked.append(("room", size))
            super().reserve(fd, size)

        def start_writing(self, fd, offset, size):
            asked.append((offset, size))
            super().start_writing(fd, offset, size)

    with Vault.create(path, WORDS, kdf=FAST, fs=Watching()) as vault:
        put(vault, "small", {"text": "x" * 50_000})
        assert asked == []
        put(vault, "large", LARGE)
    assert contents(path)["goals"][1] == LARGE
    assert asked == [("room", path.stat().st_size), (0, STRETCH), (STRETCH, STRETCH)]  # the sync sees to the rest


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG])
def test_a_disk_without_room_says_so_before_a_byte_is_written(path, monkeypatch, error):
    class Watching(FileSystem):
        written = 0

        def write(self, fd, data):
            self.written += len(data)
            return super().write(fd, data)

    fs = Watching()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        put(vault, "a", {"n": 1})
        before, fs.written = files(path), 0
        with monkeypatch.context() as patch, pytest.raises(SaveFailed):
            patch.setattr("mentor_tui.vault.disk.fs._fallocate", lambda fd, size: error)
            put(vault, "large", LARGE)
        assert fs.written == 0
        assert files(path) == before
        assert vault.all("goals") == [{"n": 1}]
        put(vault, "large", LARGE)
    assert contents(path)["goals"] == [{"n": 1}, LARGE]


@pytest.mark.parametrize("error", [errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS])
def test_a_disk_that_cannot_take_room_ahead_takes_it_bit_by_bit(path, vault, monkeypatch, error):
    answers = [errno.EINTR, error]
    monkeypatch.setattr("mentor_tui.vault.disk.fs._fallocate", lambda fd, size: answers.pop(0))
    put(vault, "large", LARGE)
    assert answers == []
    assert contents(path)["goals"] == [LARGE]


@pytest.mark.parametrize("only", ["write", "fsync", "close", "link", "replace", "fsync_dir"])
def test_every_step_of_saving_a_large_vault_may_fail(path, only):
    fs = Faulty()
    with Vault.create(path, WORDS, kdf=FAST, fs=fs) as vault:
        put(vault, "a", LARGE)
        before, at = contents(path), 0
        while True:
            fs.arm(OSError(errno.EIO, "io"), at, only)
            try:
                put(vault, "b", {"n": at})
            except SaveFailed:
                fs.disarm()
                assert contents(path) == before
                assert vault.get("goals", "b") == (before["goals"][1] if len(before["goals"]) > 1 else None)
            else:
                if fs.fail_at is not None:  # every step has had its turn
                    break
                before = contents(path)
            at += 1
        fs.disarm()
        put(vault, "b", {"n": "last"})
    assert contents(path) == {"goals": [LARGE, {"n": "last"}]}
