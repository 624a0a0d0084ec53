"""`mentor-tui audit-pack`: verdicts on the terminal, a pack on the disk, and plain refusals."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mentor_tui.cli import terminal
from mentor_tui.schema import records as rec
from tests.audit_room import CYCLE, agreed, claim_of, talk

from .cli_room import Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Room]:
    made = Room(tmp_path, monkeypatch, capsys)
    made.create(role="mentee", partner="Bram Claes")
    ws = made.workspace()
    pair = ws.pairs[0]
    first = talk(pair, "2026-03-12", takeaways="Ask the sponsor first", private_notes="SECRET")
    second = talk(pair, "2026-04-09", start="", takeaways="Write the measure first")
    claim = claim_of(pair, first, id="c1a1m000-0000-4000-8000-000000000000")
    ws.save(agreed(pair), first, second, claim, rec.Certification(name="PMP", **CYCLE))
    ws.close()
    return made


def test_without_an_output_it_tells_the_verdicts_and_writes_nothing(room: Room) -> None:
    before = sorted(p.name for p in room.folder.iterdir())
    told = room.run("audit-pack")
    assert told.code == 0
    rows = {line.split()[0]: line for line in told.out.splitlines() if line.startswith("2026-")}
    assert "thin" in rows["2026-03-12"]
    assert "no takeaways ticked for the pack" in rows["2026-03-12"]
    assert "no start time" in rows["2026-04-09"]
    assert "2 sessions: 0 would hold, 2 thin, 0 would not hold." in told.out
    assert "Keep the evidence until 2029-07-07." in told.out
    assert sorted(p.name for p in room.folder.iterdir()) == before


def test_verdicts_as_json(room: Room) -> None:
    found = room.run("audit-pack", "--claim", "c1a1", "--release", "notes", "--format", "json").json
    assert found["verdicts"] == {"would hold": 1, "thin": 0, "would not hold": 0}
    [only] = found["talks"]
    assert (only["date"], only["verdict"], only["missing"]) == ("2026-03-12", "would hold", [])
    assert only["can_be_released"] == 1
    assert found["keep_until"] == "2029-07-07"


def test_a_folder_with_what_was_released(room: Room) -> None:
    place = room.folder / "pack"
    done = room.run("audit-pack", "--output", place, "--release", "2026-03-12", "--to", "PMI")
    assert done.code == 0, done
    assert "only you can read it" in done.err
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    text = "".join(p.read_text("utf-8-sig") for p in place.iterdir())
    assert "Ask the sponsor first" in text
    assert not [w for w in ("Write the measure first", "SECRET", "Bram", "Claes") if w in text]
    ws = room.workspace()
    [noted] = ws.all(rec.Disclosure)
    assert (noted.what, noted.format, noted.recipient) == ("PDU audit pack", "folder", "PMI")
    assert noted.sha256 in done.err
    ws.close()


def test_one_page_and_the_way_to_a_pdf(room: Room) -> None:
    done = room.run("audit-pack", "--cycle", "pmp", "--output", room.folder / "pack.html", "--release", "partner-name")
    assert done.code == 0, done
    assert (room.folder / "pack.html").read_text().count("Bram Claes") == 1
    assert "print (Ctrl+P, Save as PDF)" in done.err
    refused = room.run("audit-pack", "--output", room.folder / "pack.pdf")
    assert refused.code == 6
    assert "print it to PDF" in refused.err
    assert not (room.folder / "pack.pdf").exists()


def test_nothing_is_replaced_unless_it_was_said(room: Room) -> None:
    page = room.folder / "pack.html"
    page.write_text("mine")
    kept = room.run("audit-pack", "--output", page)
    assert kept.code == 10
    assert "--overwrite replaces it" in kept.err
    assert page.read_text() == "mine"
    assert room.run("audit-pack", "--output", page, "--overwrite").code == 0
    assert page.read_text() != "mine"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--claim", "zzz"], "No claim begins like that"),
        (["--cycle", "CAPM"], "You have: PMP."),
        (["--release", "2026-01-01", "--output", "x"], "here: 2026-03-12, 2026-04-09"),
        (["--release", "private_notes"], "--release takes notes"),
        (["--pair", "Nobody"], "No pair matches"),
    ],
    ids=["claim", "cycle", "day", "field", "pair"],
)
def test_what_cannot_be_done_is_said(argv: list[str], words: str, room: Room) -> None:
    refused = room.run("audit-pack", *argv)
    assert refused.code == 6
    assert words in refused.err
    assert "Traceback" not in refused.err


def test_several_certifications_are_asked_about(room: Room) -> None:
    ws = room.workspace()
    ws.save(rec.Certification(name="CAPM", **CYCLE))
    ws.close()
    assert "--cycle with one of CAPM, PMP" in room.run("audit-pack").err
    assert room.run("audit-pack", "--cycle", "CAPM").code == 0


def test_a_person_at_a_terminal_releases_note_by_note_and_may_say_no(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    answers = iter([True, True, False, True])
    monkeypatch.setattr(terminal, "interactive", lambda: True)
    monkeypatch.setattr(terminal, "tell", lambda line="": told.append(line))
    asked: list[str] = []
    monkeypatch.setattr(terminal, "ask_yes", lambda question: asked.append(question) or next(answers))
    done = room.run("audit-pack", "--output", room.folder / "pack.html")
    assert done.code == 0, done
    page = (room.folder / "pack.html").read_text()
    assert "Ask the sponsor first" in page
    assert "Write the measure first" not in page
    seen = "\n".join(told)
    assert (
        seen.index("Ask the sponsor first") < seen.index("What is exported:") < seen.index("What stays in the vault:")
    )
    assert asked[-1].startswith("Write it to")
    answers = iter([False, False])
    assert room.run("audit-pack", "--output", room.folder / "other.html").code == 6
    assert not (room.folder / "other.html").exists()


def test_a_claim_that_no_longer_matches_is_told(room: Room) -> None:
    ws = room.workspace()
    [first] = [s for s in ws.all(rec.Session) if s.on == "2026-03-12"]
    ws.save(msgspec.structs.replace(first, minutes=30))
    ws.close()
    told = room.run("audit-pack", "--claim", "c1a1m000").out
    assert "would not hold" in told
    assert "the claim says 60 minutes" in told
