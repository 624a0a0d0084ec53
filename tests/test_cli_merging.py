"""`vault merge`: what it tells, what it changes, and with which code it ends."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.schema.records import (
    Agreement,
    Evidence,
    KeptVersion,
    Note,
    Pair,
    Record,
    Session,
    Worksheet,
    to_document,
)
from mentor_tui.vault import Change, KdfParams, Vault
from mentor_tui.workspace import Workspace, joining, versions

from .cli_room import PASSPHRASE, Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


PAIR = Pair(id="p", partner_name="Bram Claes")


def write(path: Path, stamp: str, *records: Record) -> None:
    """Store records as if saved on this day in August."""
    with Vault.open(path, PASSPHRASE) as vault:
        put(vault, stamp, *records)


def put(vault: Vault, stamp: str, *records: Record) -> None:
    documents = [(r.table, to_document(r) | {"changed": f"2026-08-{stamp}:00:00Z"}) for r in records]
    vault.commit([Change(table, d["id"], d, vault.get(table, d["id"])) for table, d in documents])


def note(key: str, words: str) -> Note:
    return Note(id=key, pair_id="p", text=words)


def read(room: Room, kind: type[Any]) -> list[Any]:
    workspace = room.workspace()
    try:
        return list(workspace.all(kind))
    finally:
        workspace.close()


@pytest.fixture
def copy(room: Room, tmp_path: Path) -> Path:
    """A vault with one note, and a copy of its file that went its own way; nothing proves where they parted."""
    with Vault.create(room.vault, PASSPHRASE, kdf=KdfParams.fast_for_tests()) as vault:
        put(vault, "01T10", PAIR, note("n", "as it was"))
        path = tmp_path / "stick" / "my.vault"
        path.parent.mkdir()
        shutil.copy(room.vault, path)
        put(vault, "02T11", note("n", "at my desk"))
    shutil.rmtree(tmp_path / "my.vault.backups")
    write(path, "02T10", note("n", "on the train"), note("m", "a new thought"))
    shutil.rmtree(path.with_name("my.vault.backups"))
    return path


def test_a_copy_is_joined_and_may_be_deleted_then(room: Room, copy: Path) -> None:
    before = room.vault.read_bytes(), copy.read_bytes()
    dry = room.run("vault", "merge", copy, "--dry-run")
    assert dry.code == 0
    for words in (
        "1 record only in the copy: added (notes: 1), also what was deleted here",
        "1 record newer here",
        "1 version that lost",
    ):
        assert words in dry.out
    assert (room.vault.read_bytes(), copy.read_bytes()) == before
    assert "deleted now" not in dry.out
    done = room.run("vault", "merge", copy)
    assert done.code == 0, done
    assert "Joined with my.vault." in done.out
    assert "you can delete it now" in done.out
    assert copy.read_bytes() == before[1]
    assert {n.text for n in read(room, Note)} == {"at my desk", "a new thought"}
    assert [k.content["text"] for k in read(room, KeptVersion)] == ["on the train"]
    after = room.vault.read_bytes()
    again = room.run("vault", "merge", copy)
    assert again.code == 0
    assert "holds everything of the copy already" in again.out
    assert room.vault.read_bytes() == after


def test_a_proven_deletion_counts_and_is_told(room: Room, tmp_path: Path) -> None:
    stick = tmp_path / "stick.vault"
    with Vault.create(room.vault, PASSPHRASE, kdf=KdfParams.fast_for_tests()) as vault:
        put(vault, "01T10", PAIR, note("n", "as it was"))
        shutil.copy(room.vault, stick)
        put(vault, "02T10", note("m", "a new thought"))
    with Vault.open(stick, PASSPHRASE) as vault:
        vault.commit([Change("notes", "n", None, vault.get("notes", "n"))])
    dry = room.run("vault", "merge", stick, "--dry-run")
    assert "1 record deleted in the copy" in dry.out
    assert "also what was deleted" not in dry.out
    assert room.run("vault", "merge", stick).code == 0
    assert [n.text for n in read(room, Note)] == ["a new thought"]
    assert [k.content["text"] for k in read(room, KeptVersion)] == ["as it was"]


def test_at_a_terminal_it_is_asked_first(room: Room, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = room.vault.read_bytes()
    monkeypatch.setattr("mentor_tui.cli.terminal.interactive", lambda: True)
    for answer, code in ((False, 6), (True, 0)):
        monkeypatch.setattr("mentor_tui.cli.terminal.ask_yes", lambda question, answer=answer: answer)
        assert room.vault.read_bytes() == before
        done = room.run("vault", "merge", copy)
        assert done.code == code
        assert "1 version that lost" in done.out + done.err
    assert room.vault.read_bytes() != before


def test_what_is_no_copy_is_refused_and_nothing_is_written(room: Room, copy: Path, tmp_path: Path) -> None:
    before = room.vault.read_bytes()
    other = tmp_path / "other.vault"
    assert (
        room.bare(*("--vault", other, "--passphrase-file", room.passphrase_file, "vault", "create", "--empty")).code
        == 0
    )
    refused = room.run("vault", "merge", other)
    assert refused.code == 6
    assert "import" in refused.err
    assert room.run("vault", "merge", room.vault).code == 6
    assert room.run("vault", "merge", tmp_path / "nothing").code == 7
    broken = tmp_path / "broken.vault"
    broken.write_bytes(before[:-1])
    damaged = room.run("vault", "merge", broken)
    assert damaged.code == 4
    assert "copy “broken.vault” is damaged" in damaged.err
    assert room.vault.read_bytes() == before


def test_a_copy_with_a_passphrase_of_its_own(room: Room, copy: Path, tmp_path: Path) -> None:
    """The same vault sealed under other keys, as changing all keys leaves an older copy behind."""
    from mentor_tui.vault.sealed.keys import DataKey, passphrase_slot
    from mentor_tui.vault.sealed.payload import encode
    from mentor_tui.vault.sealed.seal import seal

    with Vault.open(copy, PASSPHRASE) as vault:
        state, key = vault._current(), DataKey.random()
        slots = (passphrase_slot(vault.vault_id, "older words", KdfParams.fast_for_tests(), key),)
        sealed = seal(encode(state.db.tables_by_name, state.lineage), key, vault.vault_id, slots, 9)
    copy.write_bytes(b"".join(sealed.chunks))
    locked = room.run("vault", "merge", copy)
    assert locked.code == 3
    assert "--copy-passphrase-file" in locked.err
    own = room.secret("older", "older words\n")
    assert room.run("vault", "merge", copy, "--copy-passphrase-file", own).code == 0
    assert {n.text for n in read(room, Note)} == {"at my desk", "a new thought"}


def test_drafts_beside_the_copy_are_told_of(room: Room, copy: Path) -> None:
    with Vault.open(copy, PASSPHRASE) as vault:
        vault.drafts.save("n", "note:n", "half a thought")
    done = room.run("vault", "merge", copy)
    assert "1 draft beside it" in done.out
    assert "can delete it" not in done.out


def test_a_record_that_only_a_newer_release_knows_is_refused_before_writing(room: Room, copy: Path) -> None:
    with Vault.open(copy, PASSPHRASE) as vault:
        vault.commit([Change("notes", "z", {"id": "z", "from_the_future": 1}, None)])
    before = room.vault.read_bytes()
    refused = room.run("vault", "merge", copy)
    assert refused.code == 6
    assert "not in the form this version knows" in refused.err
    assert room.vault.read_bytes() == before


def test_each_copy_began_the_same_worksheet(room: Room, copy: Path) -> None:
    """Only one of the two can be seen in the app, so the other must not stand hidden behind it."""
    for key, path, stamp in (("w1", copy, "05T10"), ("w2", room.vault, "06T10")):
        write(path, stamp, Worksheet(id=key, pair_id="p", form="closure", answers={"what_worked": key}))
    assert room.run("vault", "merge", copy).code == 0
    assert [w.id for w in read(room, Worksheet)] == ["w2"]
    assert len(read(room, KeptVersion)) == 2


def test_a_talk_of_a_forgotten_pair_that_comes_back_counts_once(room: Room, tmp_path: Path) -> None:
    """Here only the row for an audit is left; the copy still has the talk."""
    stick = tmp_path / "stick.vault"
    talk = Session(id="s", pair_id="p", on="2026-05-04", minutes=60, status="held", kind="one_to_one")
    with Vault.create(room.vault, PASSPHRASE, kdf=KdfParams.fast_for_tests()) as vault:
        put(vault, "01T10", PAIR, talk)
        shutil.copy(room.vault, stick)
        row = Evidence(id="s", on="2026-05-04", minutes=60, initials="B. C.")
        gone = [Change(t, i, None, vault.get(t, i)) for t, i in (("pairs", "p"), ("sessions", "s"))]
        vault.commit([*gone, Change("evidence", "s", to_document(row), None)])
    assert room.run("pdu", "--format", "json").json["pairs"][0]["earned"] == "1.00"
    words = "Your pair with Bram Claes comes back with the copy: it was forgotten or deleted here."
    assert words in room.run("vault", "merge", "--dry-run", stick).out
    done = room.run("vault", "merge", stick)
    assert done.code == 0 and words in done.out
    pairs = room.run("pdu", "--format", "json").json["pairs"]
    assert [(p["pair"], p["earned"]) for p in pairs] == [("Bram Claes", "1.00")]
    assert "comes back" not in room.run("vault", "merge", stick).out


# --- Kept versions ------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(room: Room, copy: Path) -> Any:
    assert room.run("vault", "merge", copy).code == 0
    workspace = room.workspace()
    yield workspace
    workspace.close()


def test_a_kept_version_changes_places_with_the_present_one(workspace: Workspace) -> None:
    (version,) = versions.versions(workspace)
    assert versions.called(version) == ("note", "on the train")
    versions.bring_back(workspace, version)
    note = workspace.get(Note, "n")
    assert note is not None and note.text == "on the train"
    assert note.changed > version.changed  # it is the newest edit now, in every copy
    assert [v.content["text"] for v in versions.versions(workspace)] == ["at my desk"]
    assert workspace.undo()
    assert [v.id for v in versions.versions(workspace)] == [version.id]
    versions.drop(workspace, version)
    assert not versions.versions(workspace)
    workspace.undo()
    assert versions.versions(workspace) == [version]


def test_what_was_deleted_comes_back_with_its_pair(workspace: Workspace) -> None:
    pair = workspace.pairs[0]
    note = workspace.get(Note, "n")
    assert note is not None
    documents = [versions.document(r.table, workspace.vault.get(r.table, r.id) or {}) for r in (pair, note)]
    workspace.restore_documents([(KeptVersion, d) for d in documents], "kept")
    workspace.save(delete=[pair, *workspace.all(Note)])
    version = next(v for v in versions.versions(workspace) if v.content.get("text") == "at my desk")
    versions.bring_back(workspace, version)
    assert [p.partner_name for p in workspace.all(Pair)] == ["Bram Claes"]
    assert [n.text for n in workspace.all(Note)] == ["at my desk"]


def test_one_of_two_worksheets_changes_places_with_the_other(workspace: Workspace) -> None:
    """The app shows one closure worksheet of a pair, so there must be one."""
    workspace.save(Worksheet(id="w2", pair_id="p", form="closure", answers={"what_worked": "here"}))
    lost = Worksheet(id="w1", pair_id="p", form="closure", answers={"what_worked": "there"})
    workspace.restore_documents([(KeptVersion, versions.document("worksheets", to_document(lost)))], "kept")
    version = next(v for v in versions.versions(workspace) if v.record_id == "w1")
    versions.bring_back(workspace, version)
    assert [w.answers["what_worked"] for w in workspace.all(Worksheet)] == ["there"]
    assert "w2" in {v.record_id for v in versions.versions(workspace)}


def test_what_another_program_saved_while_one_looked_is_taken_in(room: Room, copy: Path) -> None:
    workspace = room.workspace()
    found = joining.open_copy(workspace, copy)
    assert joining.understand(workspace, found).counts.older == 1
    write(room.vault, "01T09", note("n", "saved meanwhile"))  # an older stamp than the copy's
    assert joining.apply(workspace, found).counts.newer == 1
    workspace.close()
    assert {n.text for n in read(room, Note)} == {"on the train", "a new thought"}
    assert [k.content["text"] for k in read(room, KeptVersion)] == ["saved meanwhile"]


def test_deleting_a_pair_deletes_what_is_kept_of_it(workspace: Workspace) -> None:
    of_pair = versions.document("pairs", to_document(PAIR) | {"partner_name": "Bram of old"})
    workspace.restore_documents([(KeptVersion, of_pair)], "kept")
    workspace.delete_pair(workspace.pairs[0])
    assert not versions.versions(workspace)


def test_a_kept_version_is_found(workspace: Workspace) -> None:
    from mentor_tui.workspace import search

    (hit,) = search.search(workspace, "on the train")
    assert hit.go == f"kept:{versions.versions(workspace)[0].id}"


def test_the_full_export_takes_kept_versions_along(room: Room, workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    assert room.run("export", "everything", "--output", out).code == 0
    assert "on the train" in out.read_text()
    new = ("--vault", tmp_path / "new.vault", "--passphrase-file", room.passphrase_file)
    assert room.bare(*new, "vault", "create", "--empty").code == 0
    assert room.bare(*new, "import", out).code == 0
    imported = room.workspace(tmp_path / "new.vault")
    assert versions.versions(imported) == versions.versions(workspace)
    imported.close()
    changed = tmp_path / "changed.json"
    changed.write_text(out.read_text().replace("on the train", "on the tram"))
    (tmp_path / "new.vault").unlink()
    assert room.bare(*new, "vault", "create", "--empty").code == 0
    refused = room.bare(*new, "import", changed)
    assert refused.code == 6 and "not a kept version" in refused.err


def test_no_document_holds_a_word_of_a_kept_version(room: Room, workspace: Workspace) -> None:
    lost = versions.document("sessions", {"id": "s", "pair_id": "p", "focus": "canary", "status": "held"})
    workspace.restore_documents([(KeptVersion, lost)], "kept")
    workspace.save(Agreement(pair_id="p"))
    for document in ("closure", "midpoint", "agreement", "pdu-log", "notes"):
        done = room.run("export", document)
        assert done.code == 0, done
        assert "canary" not in done.out and "on the train" not in done.out
