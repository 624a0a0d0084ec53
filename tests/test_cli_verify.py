"""`status` and `vault verify`: copies that went their own way, and records that could not be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentor_tui.schema.records import Note, Pair, to_document
from mentor_tui.vault import Change, Vault

from .cli_room import PASSPHRASE, Room

CONFLICTED = "my (conflicted copy).vault"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    room = Room(tmp_path, monkeypatch, capsys)
    room.create()
    return room


def write(path: Path, table: str, document: dict[str, object]) -> None:
    with Vault.open(path, PASSPHRASE, state_dir=path.parent / "elsewhere") as vault:
        vault.commit([Change(table, str(document["id"]), document, None)])


@pytest.fixture
def conflicted(room: Room) -> Path:
    copy = room.vault.with_name(CONFLICTED)
    shutil.copy(room.vault, copy)
    write(copy, "notes", to_document(Note(text="on the train")))
    write(room.vault, "notes", to_document(Note(text="at my desk")))
    return copy


def test_status_says_that_a_copy_went_its_own_way_until_it_is_joined(room: Room, conflicted: Path) -> None:
    told = room.run("status")
    assert told.code == 0
    assert told.out.count(f"“{CONFLICTED}”") == 1
    assert "mentor-tui vault merge FILE" in told.out
    assert room.run("status", "--format", "json").json["copies"] == [CONFLICTED]
    assert room.run("vault", "merge", conflicted).code == 0
    assert CONFLICTED not in room.run("status").out
    assert room.run("status", "--format", "json").json["copies"] == []


def test_verify_names_the_copy_and_does_not_say_that_all_is_well(room: Room, conflicted: Path) -> None:
    told = room.run("vault", "verify")
    assert told.code == 0
    assert f"{CONFLICTED} (another copy of the vault): sound, " in told.out
    assert "vault merge" in told.out
    assert "All is well" not in told.out
    assert room.run("vault", "merge", conflicted).code == 0
    assert "All is well" in room.run("vault", "verify").out
    conflicted.unlink()
    assert "All is well" in room.run("vault", "verify").out


def test_verify_names_records_that_it_could_not_read_and_none_of_their_words(room: Room) -> None:
    secret = "words of a newer kind"
    write(room.vault, "notes", {"id": "n-1", "text": secret, "mood": secret})
    write(room.vault, "dreams", {"id": "d-1", "text": secret})
    told = room.run("vault", "verify")
    assert told.code == 4
    assert "NOT READ in it: notes n-1, dreams d-1" in told.out
    assert "All is well" not in told.out
    assert secret not in told.out + told.err
    rows = room.run("vault", "verify", "--format", "json").json["files"]
    assert rows[0]["unread_records"] == [{"table": "notes", "id": "n-1"}, {"table": "dreams", "id": "d-1"}]
    assert rows[0]["sound"]


def test_verify_reads_every_kind_of_record_that_the_program_writes(room: Room) -> None:
    write(room.vault, "pairs", to_document(Pair(partner_name="Lotte")))
    assert "All is well" in room.run("vault", "verify").out


def test_a_copy_that_was_cut_off_is_said_not_to_be_sound(room: Room) -> None:
    copy = room.vault.with_name("laptop.vault")
    copy.write_bytes(room.vault.read_bytes()[:-50])
    (room.folder / "short").write_bytes(room.vault.read_bytes()[:10])  # says nothing of whose it is
    told = room.run("vault", "verify")
    assert told.code == 4 and "laptop.vault" in told.out and "All is well" not in told.out + told.err
    copy.unlink()
    assert "All is well" in room.run("vault", "verify").out


def test_the_command_that_joins_a_copy_can_be_pasted(room: Room, conflicted: Path) -> None:
    assert f"vault merge '{CONFLICTED}'" in room.run("vault", "verify").out
