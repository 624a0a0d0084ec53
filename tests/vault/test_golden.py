"""Across releases: what an older one wrote opens for ever, what a newer one wrote is left alone."""

import json
import shutil
from pathlib import Path

import pytest

from mentor_tui.schema.records import Goal, Session
from mentor_tui.vault import (
    Change,
    FileSystem,
    NewerFormat,
    ReadOnlyVault,
    Vault,
    What,
    inspect,
    list_backups,
    restore,
    verify,
)
from mentor_tui.workspace import Workspace
from tests.cli_room import Room

from . import independent, writing
from .conftest import contents
from .counts import count

GOLDEN = Path(__file__).parent / "vectors" / "golden"
RELEASED = sorted(path.stem for path in GOLDEN.glob("*.vault"))
NEWER_MAJOR = {
    "sums right": writing.sealed(major=2),
    "laid out otherwise": writing.BASE[:8] + b"\2\0" + bytes(5000),
    "short": writing.BASE[:8] + b"\xff\xff\0\0",
}


def everything(folder: Path) -> dict:
    """Every file below with its bytes and times; a folder's time tells of files that came and went."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture(params=RELEASED)
def golden(request, path):
    path.parent.mkdir()
    shutil.copyfile(GOLDEN / f"{request.param}.vault", path)
    return path, json.loads((GOLDEN / f"{request.param}.json").read_text())


def test_a_vault_of_every_released_format_is_kept():
    assert "1.0" in RELEASED


def test_every_golden_vault_opens(golden):
    path, known = golden
    data = path.read_bytes()
    for open_it in (
        lambda: Vault.open(path, known["passphrase"]),
        lambda: Vault.open_with_recovery(path, known["recovery_key"]),
    ):
        with open_it() as vault:
            assert not vault.read_only
            assert not vault.notices
            assert vault.generation == known["generation"]
            assert vault.names() == sorted(known["tables"])
            for name, rows in known["tables"].items():
                assert {id: vault.get(name, id) for id in rows} == rows
                assert len(vault.all(name)) == len(rows)
    assert path.read_bytes() == data
    read = independent.read_vault(data, passphrase=known["passphrase"])
    assert (read["tables"], read["generation"]) == (known["tables"], known["generation"])


def test_every_golden_vault_can_be_worked_on(golden):
    path, known = golden
    workspace = Workspace(Vault.open(path, known["passphrase"]))
    try:
        partners = [row["partner_name"] for row in known["tables"]["pairs"].values()]
        assert [pair.partner_name for pair in workspace.pairs] == partners
        assert {len(workspace.all(kind)) for kind in (Session, Goal)} == {9, 3}
    finally:
        workspace.close()
    with Vault.open(path, known["passphrase"]) as vault:
        vault.commit([Change("notes", "new", {"text": "of today"}, None)])
    with Vault.open_with_recovery(path, known["recovery_key"]) as vault:
        assert vault.get("notes", "new") == {"text": "of today"}
        assert len(vault.all("sessions")) == len(known["tables"]["sessions"])


@pytest.fixture(params=NEWER_MAJOR.values(), ids=NEWER_MAJOR.keys())
def from_the_future(request, path):
    """A vault of a newer major version with all that can stand beside one, left over from a killed save as well."""
    path.parent.mkdir()
    path.write_bytes(request.param)
    backups = path.with_name(path.name + ".backups")
    backups.mkdir()
    (backups / f"before-000000000004-{writing.ID[:4].hex()}-00000000.vault").write_bytes(request.param)
    drafts = path.with_name(path.name + ".drafts")
    drafts.mkdir()
    (drafts / "90ee2c5f-e598-d63f-8c65-2924188f3112").write_bytes(writing.BASE_DRAFT)
    path.with_name(f".{path.name}.tmp-0123456789abcdef").write_bytes(request.param[:100])
    return path


class LooksOnly(FileSystem):
    """Fails the test at the first thing that would leave a trace."""


def _forbidden(name):
    def method(*_args):
        raise AssertionError(f"{name} was called")

    return method


WRITING = ("open_new", "write", "fsync", "fsync_dir", "link", "replace", "unlink", "mkdir", "rmdir", "lock")
for _name in (*WRITING, "set_mtime"):
    assert hasattr(FileSystem, _name)
    setattr(LooksOnly, _name, _forbidden(_name))


def test_a_newer_major_is_refused_with_nothing_written(from_the_future, tmp_path, state_folder):
    path = from_the_future
    before = everything(tmp_path)
    fs = LooksOnly()
    for attempt in (
        lambda: Vault.open(path, writing.WORDS, fs=fs),
        lambda: Vault.open_with_recovery(path, writing.KEY, fs=fs),
        lambda: inspect(path, fs),
        lambda: restore(path, list_backups(path, fs)[0].path, writing.WORDS, fs=fs),
    ):
        with pytest.raises(NewerFormat) as met:
            attempt()
        assert "newer than this program" in str(met.value)
        assert "It was not changed" in str(met.value)
    checks = verify(
        path, writing.WORDS, fs
    )  # the draft beside them is told too: nobody could look inside any of the three
    assert [(check.what, check.ok, check.read) for check in checks] == [
        (what, False, False) for what in (What.VAULT, What.BACKUP, What.DRAFT)
    ]
    assert [backup.generation for backup in list_backups(path, fs)] == [0]
    assert everything(tmp_path) == before
    assert not state_folder.exists()


COMMANDS = [
    ["status"], ["sessions"], ["goals"], ["actions"], ["pdu"], ["log", "--date", "2026-08-01", "--minutes", "60"],
    ["export", "everything", "--output", "{out}"], ["forget", "--yes", "Bram"], ["vault", "info"], ["vault", "verify"],
    ["vault", "restore", "1"], ["vault", "merge", "{other}"], ["vault", "passwd"],
]  # fmt: skip


def test_no_command_writes_beside_a_newer_major(from_the_future, tmp_path, monkeypatch, capsys):
    (tmp_path / "room").mkdir()
    room = Room(tmp_path / "room", monkeypatch, capsys)
    room.vault, out, other = from_the_future, tmp_path / "out.json", tmp_path / "other.vault"
    other.write_bytes(writing.BASE)
    before = everything(room.vault.parent)
    for command in COMMANDS:
        answer = room.run(*(part.format(out=out, other=other) for part in command), stdin="words\nwords\n")
        assert answer.code == 8, (command, answer)
        assert "It was not changed" in answer.out + answer.err, command
        assert everything(room.vault.parent) == before, command
    assert room.run("vault", "create", "--name", "A", "--role", "mentor", "--partner", "B").code == 6
    assert everything(room.vault.parent) == before
    assert not out.exists()
    assert not (room.folder / "state").exists()
    count("commands refused by a newer major", len(COMMANDS))


READ_ONLY = {
    "minor 1": writing.sealed(minor=1),
    "minor 65535": writing.sealed(minor=65535, zero=1),
    "schema 1000": writing.payload(writing.CONTENT | {"schema_version": 1000, "more": [1]}),
}


@pytest.mark.parametrize("data", READ_ONLY.values(), ids=READ_ONLY.keys())
def test_a_newer_minor_is_read_and_never_written(path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    stat = path.stat()
    with Vault.open(path, writing.WORDS) as vault:
        assert vault.read_only
        assert any("can be read here but not changed" in notice for notice in vault.notices)
        assert vault.get("goals", writing.GOAL)["quarters"] == 3
        for attempt in (
            lambda: vault.commit([Change("goals", "new", {}, None)]),
            lambda: vault.change_passphrase("other words"),
            lambda: vault.store_recovery_key(vault.new_recovery_key()),
        ):
            with pytest.raises(ReadOnlyVault):
                attempt()
        assert not vault.refresh()
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == (data, stat.st_mtime_ns, stat.st_ino)
    assert contents(path, writing.WORDS)["goals"][0]["quarters"] == 3
    assert not path.with_name(path.name + ".backups").exists()


@pytest.mark.parametrize("from_the_future", [NEWER_MAJOR["sums right"]], indirect=True, ids=["sums right"])
async def test_the_app_leaves_a_newer_major_alone(from_the_future, tmp_path):
    from mentor_tui.screens.shell.app import MentorApp, Setup
    from mentor_tui.screens.widgets.plain import Plain

    before = everything(from_the_future.parent)
    app = MentorApp(Setup(vault_path=from_the_future, state_dir=tmp_path / "state"))
    async with app.run_test() as pilot:
        for _ in range(2):
            await pilot.press(*"words", "enter")
            for _ in range(200):
                if "newer than this program" in str(app.screen.query_one("#word", Plain).render()):
                    break
                await pilot.pause(0.02)
            assert "It was not changed" in str(app.screen.query_one("#word", Plain).render())
        assert not app.is_open
        assert app.crash == ""
    assert everything(from_the_future.parent) == before
    assert not (tmp_path / "state").exists()
