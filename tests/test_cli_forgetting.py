"""`forget` on the command line: a preview that changes nothing, a yes, the proof, and the exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentor_tui.cli import terminal
from mentor_tui.schema.records import Certification, Evidence, Note, Pair
from mentor_tui.workspace.all_sessions import kept_rows

from .cli_room import Room

LOG = "focus: his secret plan\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    """A vault with a pair, a talk that took place and a exported document."""
    found = Room(tmp_path, monkeypatch, capsys)
    found.create()
    assert found.run("log", "--date", "2026-07-02", "--minutes", "60", stdin=LOG).code == 0
    assert found.run("export", "closure", "--output", tmp_path / "closure.md").code == 0
    return found


def names(room: Room) -> list[str]:
    workspace = room.workspace()
    try:
        return [pair.partner_name for pair in workspace.pairs]
    finally:
        workspace.close()


def stored(room: Room) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in room.folder.rglob("*") if p.is_file()}


def answer(room: Room, *words: str) -> list[str]:
    """Somebody at a terminal, who gives these answers; what was asked is noted."""
    left, asked = list(words), []

    def ask(question: str) -> str:
        asked.append(question)
        return left.pop(0)

    room.monkeypatch.setattr(terminal, "interactive", lambda: True)
    room.monkeypatch.setattr(terminal, "ask", ask)
    return asked


def test_a_dry_run_tells_all_and_changes_no_byte(room: Room) -> None:
    before = stored(room)
    told = room.run("forget", "bram", "--dry-run", "--keep-evidence")
    assert told.code == 0 and stored(room) == before
    for words in ("1 session", "backup", "1 bare row until", "Closure summary (md) for", "Nothing was changed"):
        assert words in told.out
    assert "hours go too" in room.run("forget", "bram", "--dry-run").out


def test_without_a_terminal_a_yes_and_the_whole_name_are_needed(room: Room) -> None:
    before = stored(room)
    assert room.run("forget", "Bram Claes").code == 2
    refused = room.run("forget", "Bram", "--yes")
    assert refused.code == 6 and "whole name" in refused.err
    assert stored(room) == before


def test_forgetting_keeps_the_hours_when_asked_to(room: Room) -> None:
    done = room.run("forget", "Bram Claes", "--keep-evidence", "--keep-until", "2030-06-30", "--yes")
    assert done.code == 0 and "nothing of the pair is left" in done.out
    assert names(room) == []
    told = room.run("pdu", "--format", "json").json["pairs"]
    assert [(p["pair"], p["earned"], p["kept_until"]) for p in told] == [("BC (forgotten)", "1.00", "2030-06-30")]
    assert "secret" not in str(told)
    assert "BC (forgotten)" in room.run("pdu").out and "BC (forgotten)" in room.run("pdu", "--format", "csv").out


def test_the_question_is_asked_and_a_no_changes_nothing(room: Room) -> None:
    asked = answer(room, "Strategy", "n")
    before = stored(room)
    assert room.run("forget", "bram", "--keep-evidence").code == 6
    assert stored(room) == before and "no way back" in asked[-1]
    answer(room, "Strategy", "y")
    assert room.run("forget", "bram", "--keep-evidence").code == 0
    workspace = room.workspace()
    assert [row.topic for row in kept_rows(workspace)] == ["Strategy"]
    workspace.close()


def test_what_cannot_be_opened_is_said_and_the_exit_code_too(room: Room) -> None:
    folder = room.vault.with_name(room.vault.name + ".backups")
    for backup in folder.iterdir():
        backup.write_bytes(backup.read_bytes()[:-3])
    room.run("log", "--date", "2026-07-09", "--minutes", "30", stdin=LOG)
    told = room.run("forget", "Bram Claes", "--yes")
    assert told.code == 10 and "is damaged" in told.out and names(room) == []
    assert str(folder) in told.out  # where they lie, for whoever wants them gone later


def test_damaged_backups_go_in_the_same_breath(room: Room) -> None:
    folder = room.vault.with_name(room.vault.name + ".backups")
    broken = min(folder.iterdir())
    broken.write_bytes(broken.read_bytes()[:-3])
    told = room.run("forget", "Bram Claes", "--yes", "--delete-unopened")
    assert told.code == 0 and not broken.exists()


def test_a_name_that_stands_elsewhere_is_told(room: Room) -> None:
    workspace = room.workspace()
    zoe = Pair(role="mentee", partner_name="Zoë", start="2026-04-01", end="2026-08-29")
    workspace.save(zoe, Note(pair_id=zoe.id, text="What would Bram say?"))
    workspace.close()
    told = room.run("forget", "Bram Claes", "--yes")
    assert told.code == 0 and "1 note of your pair with Zoë" in told.out and names(room) == ["Zoë"]


def test_a_full_export_carries_the_rows(room: Room) -> None:
    room.run("forget", "Bram Claes", "--keep-evidence", "--yes")
    everything = room.run("export", "everything").out
    (room.folder / "other").mkdir()
    other = Room(room.folder / "other", room.monkeypatch, room.capsys)
    assert other.run("vault", "create", "--empty").code == 0
    assert other.run("import", "-", stdin=everything).code == 0
    workspace = other.workspace()
    assert [row.minutes for row in workspace.all(Evidence)] == [60]
    workspace.close()


def test_what_pmi_has_of_the_last_pair_counts_when_no_pair_is_left(room: Room) -> None:
    workspace = room.workspace()
    certification = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2027-12-31")
    workspace.save(certification, label="held")
    workspace.vault.close()
    made = room.run("claims", "prepare", "1")
    number = re.findall(r"Prepared as (\w+)", made.out)[0]
    for word in ("submitted", "approved"):
        assert room.run("claims", "mark", number, word).code == 0
    assert room.run("forget", "Bram Claes", "--yes").code == 0
    told = room.run("pdu")
    assert told.code == 0 and "1.00 of 60.00" in told.out and "24.00 free" in told.out
    assert room.run("pdu", "--format", "json").json["renewals"][0]["total"] == "1.00"
    for other in (["pdu", "--why"], ["pdu", "--format", "csv"], ["claims", "list"], ["audit-pack"], ["status"]):
        assert "Traceback" not in room.run(*other).err and room.run(*other).code in (0, 6, 7)
