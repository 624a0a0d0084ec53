"""Somebody with the file and no key: whatever they change, nothing of it is ever taken for what was saved.

Where a change is found only after the key derivation, the key is given, which saves its time: everything behind it is
what :meth:`Vault.open` goes through.
"""

import itertools
import random
import struct
import subprocess
import sys
import tracemalloc

import pytest

from mentor_tui.vault import (
    Change,
    DamagedVault,
    FileSystem,
    KdfParams,
    NewerFormat,
    NotEnoughMemory,
    UnreadableVault,
    Vault,
    VaultError,
    WrongPassphrase,
    inspect,
)
from mentor_tui.vault.disk.files import Mark
from mentor_tui.vault.disk.standing import decrypt
from mentor_tui.vault.sealed import keys
from mentor_tui.vault.sealed.format import parse_header
from mentor_tui.vault.sealed.keys import DataKey

from . import independent
from .conftest import FAST, WORDS, flipped
from .counts import count
from .writing import BASE, BASE_DRAFT, DEK, KEY, SLOTS, resummed, sealed, slot
from .writing import WORDS as BASE_WORDS

KEY_GIVEN = DataKey(DEK)


def met(data):
    """What reading these bytes with the right key ends in: an error's class, or the records."""
    try:
        header = parse_header(data, len(data))
        state = decrypt(data, header, Mark.unknown(), KEY_GIVEN)
        return {name: state.db.records(name) for name in state.db.tables_by_name}
    except VaultError as error:
        return type(error)


def met_on_disk(path, secret=BASE_WORDS):
    """What :meth:`Vault.open` says to the file at a path, and that it leaves it alone."""
    data = path.read_bytes()
    try:
        Vault.open(path, secret).close()
        return None
    except VaultError as error:
        assert path.read_bytes() == data
        return type(error)


@pytest.fixture
def no_key_is_derived(monkeypatch):
    """Fails the test when anything costly begins."""

    def derived(*_args):
        raise AssertionError("a key was derived")

    monkeypatch.setattr(keys, "argon2id", derived)
    monkeypatch.setattr(keys, "hkdf", derived)


def test_the_measure_itself_reads_the_untouched_file():
    assert met(BASE) == {"goals": [{"title": "Speak up in steering meetings", "quarters": 3}]}


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_every_single_bit(step):
    """All 35,488 of them in the soak, else every fifth and all of the header; few lead elsewhere than to damage."""
    for bit in sorted({*range(276 * 8), *range(0, len(BASE) * 8, step)}):
        newer = 8 * 8 < bit < 10 * 8
        assert met(flipped(BASE, bit)) is (NewerFormat if newer else DamagedVault), bit
        count("flipped bits")


def test_every_single_bit_of_a_draft(path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    with Vault.open_with_recovery(path, KEY) as vault:
        assert vault.drafts._open(BASE_DRAFT).text == "Because I have something to say."
        for bit in range(len(BASE_DRAFT) * 8):
            try:  # pytest.raises would cost several times the reading
                vault.drafts._open(flipped(BASE_DRAFT, bit))
            except ValueError:
                continue
            raise AssertionError(bit)
    count("flipped bits", len(BASE_DRAFT) * 8)


@pytest.mark.soak
def test_every_single_bit_for_the_independent_reader():
    for bit in range(len(BASE) * 8):
        newer = 8 * 8 < bit < 10 * 8
        with pytest.raises(independent.Refused) as refused:
            independent.open_payload(independent.split(flipped(BASE, bit)), DEK)
        assert refused.value.result == ("newer format" if newer else "damaged"), bit


def test_every_single_bit_with_the_checksum_corrected():
    """What the checksum covers, changed by somebody who can make it fit: found all the same."""
    for bit in range(276 * 8):
        newer = 8 * 8 < bit < 10 * 8
        data = flipped(BASE, bit)
        if 1 <= struct.unpack_from("<H", data, 12)[0] <= 8:
            data = resummed(data)
        assert met(data) is (NewerFormat if newer else DamagedVault), bit
    count("flipped bits", 276 * 8)


def test_bits_on_disk(path, no_key_is_derived):
    """The same through the front door, for one bit of each byte that is looked at before any key is derived."""
    path.parent.mkdir()
    for at in (*range(8), *range(10, 308)):
        path.write_bytes(flipped(BASE, at * 8 + at % 8))
        assert met_on_disk(path) is DamagedVault, at
    count("flipped bits", 306)


@pytest.mark.parametrize("at", [308, 339, 340, 2000, 4419, 4420, 4435])
def test_bits_behind_the_key_on_disk(path, at):
    path.parent.mkdir()
    path.write_bytes(flipped(BASE, at * 8 + 5))
    assert met_on_disk(path) is DamagedVault


def test_every_truncation():
    for size in range(len(BASE)):
        assert met(BASE[:size]) is DamagedVault, size
    count("truncations", len(BASE))


def test_truncations_on_disk(path, no_key_is_derived):
    path.parent.mkdir()
    for size in (*range(0, 400, 7), 4095, 4096, 4419, 4435):
        path.write_bytes(BASE[:size])
        assert met_on_disk(path) is DamagedVault, size
    count("truncations", 62)


def test_every_short_tail():
    draw = random.Random(3)
    tails = 0
    for size in range(1, 65):
        for tail in (bytes(size), b" " * size, b"\n" * size, draw.randbytes(size), BASE[:size], BASE[-size:]):
            assert met(BASE + tail) is DamagedVault, (size, tail)
            tails += 1
    count("tails", tails)


def test_bytes_taken_out_or_doubled_inside():
    for at in range(0, len(BASE), 13):
        assert met(BASE[:at] + BASE[at + 1 :]) is DamagedVault, at
        assert met(BASE[:at] + BASE[at : at + 1] + BASE[at:]) is DamagedVault, at


# Pieces of one file in another

PARTS = {
    "start": (8, 16), "generation": (16, 24), "id": (24, 40), "slot 1": (40, 132), "slot 2": (132, 224),
    "slots": (40, 224),
    "salt": (224, 256), "nonce": (256, 268), "salt and nonce": (224, 268), "checksum": (276, 308), "mac": (308, 340),
    "sums": (276, 340), "header": (0, 340), "until sums": (0, 276), "ciphertext": (340, -16), "tag": (-16, None),
    "body": (340, None), "half": (0, 2388),
}  # fmt: skip


@pytest.fixture(scope="module")
def relatives(tmp_path_factory):
    """Files that have much in common: saves of one vault, some under another passphrase, and another vault."""
    folder = tmp_path_factory.mktemp("relatives")
    files = {}
    path = folder / "a.vault"
    with Vault.create(path, WORDS, kdf=FAST, state_dir=folder / "state") as vault:
        vault.store_recovery_key(vault.new_recovery_key())
        for n in range(3):
            vault.commit([Change("goals", "a", {"n": n}, vault.get("goals", "a"))])
            files[f"save {n}"] = path.read_bytes()
        vault.change_passphrase("another one")
        files["passphrase changed"] = path.read_bytes()
        vault.change_passphrase(WORDS)
        vault.store_recovery_key(vault.new_recovery_key())
        files["changed back"] = path.read_bytes()
    path = folder / "b.vault"
    with Vault.create(path, WORDS, kdf=FAST, state_dir=folder / "state") as vault:
        vault.store_recovery_key(vault.new_recovery_key())
        vault.commit([Change("goals", "a", {"n": 0}, None)])
        files["another vault"] = path.read_bytes()
    assert len({len(data) for data in files.values()}) == 1
    return files


#: What the checksum does not cover, or covers as a whole: such a splice is found only with the key at hand.
BEHIND_THE_CHECKSUM = ("mac", "header", "ciphertext", "tag", "body", "half")


def splices(files):
    """Every part of every file put into every other one, bare and with the checksum corrected."""
    for one, other in itertools.permutations(files, 2):
        for part, (start, end) in PARTS.items():
            into, piece = files[one], files[other][start:end]
            whole = into[:start] + piece + (into[end:] if end else b"")
            allowed = (DamagedVault, WrongPassphrase) if part in BEHIND_THE_CHECKSUM else (DamagedVault,)
            if whole not in files.values():
                yield f"{part} of {other} in {one}", whole, allowed
            if resummed(whole) not in (whole, *files.values()):
                yield (
                    f"{part} of {other} in {one}, checksum corrected",
                    resummed(whole),
                    (DamagedVault, WrongPassphrase),
                )


def test_splices_between_vaults_and_saves(relatives, path):
    """With either passphrase, none of them opens; a wrong passphrase is said only where the slots were changed."""
    path.parent.mkdir()
    tried = 0
    for name, made, allowed in splices(relatives):
        path.write_bytes(made)
        for secret in (WORDS, "another one"):
            assert met_on_disk(path, secret) in allowed, name
        tried += 1
    assert tried >= 200
    count("splices", tried)


def test_drafts_put_in_each_other_s_place(path):
    """Swapped, copied, or those of an older save with a newer one's parts: said to be unreadable, and left alone."""
    with Vault.create(path, WORDS, kdf=FAST) as vault:
        drafts, files = vault.drafts, {}
        for field in ("notes", "why", "title"):
            drafts.save("r", field, f"older {field}")
            older = drafts.file_of("r", field).read_bytes()
            drafts.save("r", field, f"text of {field}")
            files[field] = (drafts.file_of("r", field), older, drafts.file_of("r", field).read_bytes())
        tried = 0
        for one, other in itertools.permutations(files, 2):
            (place, older, newer), (_, _, foreign) = files[one], files[other]
            for made in (foreign, older[:332] + newer[332:], newer[:332] + older[332:], newer[:332] + foreign[332:]):
                vault.notices.clear()
                place.write_bytes(made)
                assert drafts.load("r", one) is None
                assert len(drafts.all()) == 2
                assert len(vault.notices) == 1
                assert place.read_bytes() == made
                tried += 1
            place.write_bytes(newer)
        vault.notices.clear()
        assert sorted(draft.text for draft in drafts.all()) == ["text of notes", "text of title", "text of why"]
        assert not vault.notices
    count("splices", tried)


# Costs that would hurt

TOP = 2**32 - 1
HOSTILE = [
    *((t, 19456, 1) for t in (0, 17, 18, 32, 255, 256, 65535, 65536, 2**31, TOP)),
    *((1, m, 1) for m in (0, 1, 7, 8, 1024, 19455, 1048577, 2097152, 4194304, 2**24, 2**30, 2**31, TOP)),
    *((1, 19456, p) for p in (0, 17, 18, 64, 255, 256, 2**16, 2**24, 2**31, TOP)),
    *((t, 1048576, 1) for t in (5, 8, 16)),
    *((t, 4194304 // t + 1, 4) for t in range(5, 17)),
    (0, 0, 0), (TOP, TOP, TOP), (TOP, 19456, TOP), (16, 1048576, 16), (17, 1048577, 17), (2**31, 2**31, 2**31),
    (0, 19456, 0), (1, 0, 0), (0, TOP, 0), (17, 19455, 1), (16, TOP, 16), (TOP, 0, 1),
]  # fmt: skip
PLACES = ("alone", "first", "last", "eighth", "newer minor")


def hostile(t, m, p, place):
    """A vault with these costs in one slot, and everything around them right."""
    bad = slot(t=t, m=m, p=p, wrap=False, label="hostile")
    slots = {
        "alone": (bad,),
        "first": (bad, SLOTS[1]),
        "last": (*SLOTS, bad),
        "eighth": (SLOTS[0],) * 7 + (bad,),
        "newer minor": (bad, *SLOTS),
    }[place]
    return sealed(slots=slots, minor=1 if place == "newer minor" else 0)


def test_there_are_sixty_hostile_costs():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("place", PLACES)
def test_hostile_costs_are_refused_before_a_key_is_derived(path, place, no_key_is_derived):
    path.parent.mkdir()
    for costs in HOSTILE:
        path.write_bytes(hostile(*costs, place))
        assert met_on_disk(path) is DamagedVault, costs
        with pytest.raises(DamagedVault):
            inspect(path)
        with pytest.raises(ValueError):
            KdfParams(*costs)
    with pytest.raises(DamagedVault):
        Vault.open_with_recovery(path, KEY)
    count("hostile key derivations", len(HOSTILE))


def test_hostile_costs_take_no_memory(path, no_key_is_derived):
    path.parent.mkdir()
    files = [hostile(*costs, "first") for costs in HOSTILE]
    path.write_bytes(files[0])
    met_on_disk(path)
    for data in files:
        path.write_bytes(data)
        tracemalloc.start()
        try:
            met_on_disk(path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 64 * 1024, peak


def test_costs_that_the_machine_cannot_bear_are_told_apart(path, monkeypatch):
    """Within the bounds, but more than is free: not damage, and not a wrong passphrase."""

    def none_left(*_args):
        raise MemoryError

    path.parent.mkdir()
    path.write_bytes(BASE)
    monkeypatch.setattr(keys, "argon2id", none_left)
    with pytest.raises(NotEnoughMemory, match="19 MiB of free memory"):
        Vault.open(path, BASE_WORDS)
    assert path.read_bytes() == BASE


def test_too_little_memory_to_read_the_records_is_told_apart_from_damage(path, monkeypatch):
    def none_left(*_args):
        raise MemoryError

    path.parent.mkdir()
    path.write_bytes(BASE)
    monkeypatch.setattr("mentor_tui.vault.disk.standing.decode", none_left)
    with pytest.raises(NotEnoughMemory, match="close other programs and try again"):
        Vault.open(path, BASE_WORDS)
    assert path.read_bytes() == BASE


def test_too_little_memory_to_read_the_file_is_a_file_that_could_not_be_read(path):
    class Poor(FileSystem):
        def read(self, fd, size):
            raise MemoryError

    path.parent.mkdir()
    path.write_bytes(BASE)
    with pytest.raises(UnreadableVault, match="allocate memory"):
        Vault.open(path, BASE_WORDS, fs=Poor())
    assert path.read_bytes() == BASE


POOR = """
import resource, sys
from mentor_tui.vault import NotEnoughMemory, Vault
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
resource.setrlimit(resource.RLIMIT_AS, (500 << 20, 500 << 20))
try:
    Vault.open(sys.argv[1], "words")
except NotEnoughMemory as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on a process's memory")
def test_a_gibibyte_on_a_machine_that_has_none_to_give(path):
    path.parent.mkdir()
    path.write_bytes(hostile(1, 1048576, 1, "alone"))
    told = subprocess.run([sys.executable, "-c", POOR, path], capture_output=True, text=True, check=True, timeout=60)
    assert "1024 MiB of free memory" in told.stdout
    assert "Nothing was changed" in told.stdout


# Files that are none

LENGTHS = [0, 1, 16, 4095, 4097, 8192, 2**20, 2**30, 2**30 + 1, 2**30 + 4096, 2**31, 2**32, 2**40, 2**63, 2**64 - 1]


def test_hostile_lengths_take_no_memory(path, no_key_is_derived):
    path.parent.mkdir()
    for length in LENGTHS:
        path.write_bytes(sealed(length=length))
        tracemalloc.start()
        try:
            assert met_on_disk(path) is DamagedVault, length
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 64 * 1024, (length, peak)


class NeverReads(FileSystem):
    """Fails the test when anything is read."""

    def read(self, fd, size):
        raise AssertionError("it was read")


def test_an_enormous_file_is_refused_unread(path):
    path.parent.mkdir()
    path.write_bytes(BASE)
    with path.open("r+b") as file:
        file.truncate(5 << 30)
    for attempt in (lambda: inspect(path, NeverReads()), lambda: Vault.open(path, BASE_WORDS, fs=NeverReads())):
        with pytest.raises(DamagedVault, match="larger than any vault"):
            attempt()


def test_a_device_is_no_vault():
    with pytest.raises(UnreadableVault):
        Vault.open("/dev/zero", WORDS, fs=NeverReads())
