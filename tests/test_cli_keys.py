"""`vault backups`, `verify`, `restore`, `recovery new`, `rekey`: without a terminal, as a script meets them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from mentor_tui.schema.records import Goal
from mentor_tui.vault import RecoveryKey, Vault, VaultError, WrongPassphrase, list_backups

from .cli_room import PASSPHRASE, Room

__all__ = ["room"]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    made = Room(tmp_path, monkeypatch, capsys)
    made.create()
    with closing(made.workspace()) as workspace:
        for number in range(3):
            workspace.save(Goal(pair_id=workspace.pairs[0].id, title=f"PRIVATE goal {number}"), label="")
    return made


def opens(path: Path, passphrase: str = PASSPHRASE) -> bool:
    try:
        Vault.open(path, passphrase).close()
    except WrongPassphrase:
        return False
    return True


def test_backups_are_listed_with_why_they_stay(room: Room) -> None:
    told = room.bare("--vault", room.vault, "vault", "backups")  # no passphrase
    assert told.code == 0
    assert "recent, last of the day, last of the week" in told.out
    assert str(room.vault) + ".backups" in told.out
    rows = room.run("vault", "backups", "--format", "json").json["backups"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["kept_as"] == ["recent", "day", "week"] and rows[1]["kept_as"] == ["recent"]
    assert room.run("vault", "backups", "--format", "csv").out.startswith("no,saved,save,bytes,kept as,file")


def test_restoring_can_be_tried_first(room: Room) -> None:
    standing = {p: p.read_bytes() for p in room.folder.rglob("*") if p.is_file()}
    told = room.run("vault", "restore", "3", "--dry-run")
    assert told.code == 0
    assert "goals: 3 go" in told.out and "Nothing was changed" in told.out
    assert "PRIVATE" not in told.out
    assert {p: p.read_bytes() for p in room.folder.rglob("*") if p.is_file()} == standing
    assert room.run("vault", "restore", "3").code == 0
    assert "goals: 2 come back" in room.run("vault", "restore", "1", "--dry-run").out
    room.vault.unlink()
    assert "every record comes back" in room.run("vault", "restore", "1", "--dry-run").out


def test_verify_tells_of_every_file_in_plain_words(room: Room) -> None:
    with closing(room.workspace()) as workspace:
        workspace.vault.drafts.save("r", "notes", "PRIVATE draft")
    told = room.run("vault", "verify")
    assert told.code == 0
    assert "All is well: 6 files checked." in told.out and "unsaved text" in told.out
    backup = list_backups(room.vault)[1].path
    backup.write_bytes(backup.read_bytes()[:-1])
    told = room.run("vault", "verify")
    assert told.code == 4
    assert "1 of 6 files need a look" in told.out and "The vault itself is sound" in told.out
    assert room.run("vault", "restore", "1").code == 0
    aside = next(room.folder.glob("my.vault.before-restore-*"))
    backup.unlink()
    aside.write_bytes(b"noise")  # somebody restored over a damaged vault: that is how it is meant to be
    told = room.run("vault", "verify")
    assert told.code == 0 and "as it was when kept aside" in told.out
    aside.unlink()
    aside.mkdir()  # not a file: nothing is known about it, so all is not well
    told = room.run("vault", "verify")
    assert told.code == 4 and "NOT READ" in told.out and "All is well" not in told.out
    aside.rmdir()
    draft = next(room.folder.glob("my.vault.drafts/*"))
    draft.write_bytes(b"noise")
    assert room.run("vault", "verify").code == 4


def test_a_recovery_key_in_a_file_or_on_standard_output(room: Room) -> None:
    assert room.run("vault", "recovery", "new").code == 2  # nowhere to show it
    file = room.folder / "key"
    done = room.run("vault", "recovery", "new", "--output", file)
    assert done.code == 0 and file.stat().st_mode & 0o777 == 0o600
    first = file.read_text().strip()
    assert first not in done.out + done.err
    Vault.open_with_recovery(room.vault, first).close()
    done = room.run("vault", "recovery", "new", "--output", "-")
    assert "no longer opens this vault" in done.err
    Vault.open_with_recovery(room.vault, done.out.strip()).close()
    with pytest.raises(VaultError):
        Vault.open_with_recovery(room.vault, first)
    assert room.run("vault", "recovery", "new", "--output", file).code == 10  # it is there already
    assert file.read_text().strip() == first
    Vault.open_with_recovery(room.vault, done.out.strip()).close()


def test_a_key_that_could_not_be_stored_leaves_no_file(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise VaultError("The disk is full.")

    monkeypatch.setattr(Vault, "store_recovery_key", refuse)
    assert room.run("vault", "recovery", "new", "--output", room.folder / "key").code == 10
    assert not (room.folder / "key").exists()


@pytest.mark.parametrize("command", [("recovery", "new"), ("rekey", "--recovery")])
def test_a_key_that_holds_already_when_it_is_interrupted_stays_with_the_person(
    room: Room, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Ctrl+C just after the vault was replaced: the file is the only place where the key stands."""
    tidy = Vault._tidy

    def interrupted(vault: Vault, size: int) -> None:
        tidy(vault, size)
        raise KeyboardInterrupt

    monkeypatch.setattr(Vault, "_tidy", interrupted)
    done = room.run("vault", *command, "--output", room.folder / "key")
    assert done.code == 130 and "may already be in force: keep" in done.err
    Vault.open_with_recovery(room.vault, (room.folder / "key").read_text()).close()


def test_what_the_vault_has_to_say_is_said_when_it_gets_new_keys(room: Room) -> None:
    room.vault.write_bytes(list_backups(room.vault)[1].path.read_bytes())
    assert "an old file was put back" in room.run("vault", "rekey").err


def test_new_keys_after_a_new_passphrase(room: Room) -> None:
    new = room.secret("new", "another quite different passphrase\n")
    said = room.run("vault", "passwd", "--new-passphrase-file", new)
    assert "still open with the old one" in said.out and "vault rekey" in said.err
    assert all(opens(b.path) for b in list_backups(room.vault))
    done = room.bare("--vault", room.vault, "--passphrase-file", new, "vault", "rekey")
    assert done.code == 0
    assert "5 files were sealed again and 0 removed" not in done.err and "sealed again" in done.out
    assert "asks for the passphrase before it saves" in done.err
    for path in [room.vault, *(b.path for b in list_backups(room.vault))]:
        assert not opens(path) and opens(path, "another quite different passphrase")
    assert room.bare("--vault", room.vault, "--passphrase-file", new, "vault", "verify").code == 0


def test_new_keys_need_a_place_for_the_new_recovery_key(room: Room) -> None:
    key = RecoveryKey.random()
    with closing(room.workspace()) as workspace:
        workspace.vault.store_recovery_key(key)
    before = room.vault.read_bytes()
    assert room.run("vault", "rekey").code == 2
    assert room.run("vault", "rekey", "--no-recovery", "--output", "-").code == 2
    assert room.vault.read_bytes() == before
    done = room.run("vault", "rekey", "--output", "-", "--backups", "remove")
    assert done.code == 0
    Vault.open_with_recovery(room.vault, done.out.strip()).close()  # nothing else on standard output
    with pytest.raises(VaultError):
        Vault.open_with_recovery(room.vault, key.text)
    assert list_backups(room.vault) == []
    assert room.run("vault", "rekey", "--no-recovery").code == 0
    assert "no recovery key" in room.run("vault", "info").out


def test_a_rekey_with_the_wrong_passphrase_changes_nothing(room: Room) -> None:
    wrong = room.secret("wrong", "nope\n")
    before = {p: p.read_bytes() for p in room.folder.rglob("my.vault*") if p.is_file()}
    assert room.bare("--vault", room.vault, "--passphrase-file", wrong, "vault", "rekey").code == 3
    assert {p: p.read_bytes() for p in room.folder.rglob("my.vault*") if p.is_file()} == before


def test_a_vault_that_is_gone_is_offered_back(room: Room) -> None:
    room.vault.unlink()
    gone = room.run("status")
    assert gone.code == 7 and "4 of its backups are still there: restore one" in gone.err
    assert "restore" in room.run("vault", "create", "--empty").err


def test_an_old_file_put_back_is_said(room: Room) -> None:
    room.vault.write_bytes(list_backups(room.vault)[1].path.read_bytes())
    told = room.run("status")
    assert told.code == 0
    assert "of this vault was seen on this computer before" in told.err and "an old file was put back" in told.err
    assert room.run("vault", "restore", "1").code == 0
    assert "seen on this computer before" not in room.run("status").err
