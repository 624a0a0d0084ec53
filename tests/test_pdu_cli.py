"""`mentor-tui pdu`: the same numbers as on the screen, and why each is what it is."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from mentor_tui import pdu
from mentor_tui.schema.records import Certification, Pair, Session
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import sessions_of
from tests.pdu_room import quarters

from .cli_room import Room


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


@pytest.fixture
def two_pairs(room: Room) -> Room:
    """A CAPM holder who mentors two people: 7 hours in all, a cap of 6, and a talk that was paid."""
    room.create()
    workspace = room.workspace()
    first = workspace.pairs[0]
    second = Pair(role="mentor", partner_name="Chloé")
    talk = {"kind": "one_to_one", "status": "held"}
    workspace.save(
        second,
        Certification(name="CAPM", cycle_start="2026-01-01", giving_back_claimed=quarters("1")),
        *[Session(pair_id=first.id, on=f"2026-03-0{day}", minutes=50, **talk) for day in range(1, 6)],
        Session(pair_id=second.id, on="2026-03-20", minutes=180, **talk),
        Session(pair_id=second.id, on="2026-03-21", minutes=60, paid=True, **talk),
    )
    workspace.close()
    return room


def test_what_each_pair_brings_sums_to_what_the_person_gets(two_pairs: Room) -> None:
    found = two_pairs.run("pdu", "--format", "json").json
    shares = [share for pair in found["pairs"] for share in pair["certifications"]]
    assert sorted((s["counts"], s["over_cap"]) for s in shares) == [("1.25", "1.75"), ("3.75", "0.00")]
    [person] = found["certifications"]
    assert (person["counts"], person["over_cap"]) == ("5.00", "1.75")


def test_why_names_the_talks_behind_a_number(two_pairs: Room) -> None:
    told = two_pairs.run("pdu", "--why").out
    assert "CAPM, cycle 2026-01-01 to 2028-12-31" in told
    assert "Giving Back: 6.00, at most 6.00" in told
    assert "1.00 claimed elsewhere and 5.00 from sessions." in told
    capped = next(line for line in told.splitlines() if "2026-03-20" in line)
    assert capped.split()[:5] == ["Chloé", "2026-03-20", "-", "180", "1.25"]
    assert "1.25 of 3.00 counts: the cap of 6.00" in capped
    assert "It was paid work." in told
    assert "Carried over: 0.00, at most 5.00 (not verified)" in told
    figures = {line.split("  ")[1]: line for line in told.splitlines() if line.startswith("  the ")}
    assert "verified" in figures["the total"] and "B" in figures["the total"] and "15.00" in figures["the total"]


def test_why_in_other_formats(two_pairs: Room) -> None:
    rows = list(csv.DictReader(io.StringIO(two_pairs.run("pdu", "--why", "--format", "csv").out)))
    assert sum(quarters(r["brings"]) for r in rows if r["number"] == "giving_back") == quarters("5")
    [found] = two_pairs.run("pdu", "--why", "--format", "json").json["certifications"]
    numbers = {n["id"]: n for n in found["numbers"]}
    assert numbers["giving_back"]["amount"] == "6.00" and numbers["giving_back"]["limit"]["confidence"] == "B"
    assert [line["reason"] for line in numbers["aside"]["lines"]] == ["It was paid work."]


def test_rounding_once_per_claim_is_asked_for(two_pairs: Room) -> None:
    def of_first(*more: str) -> str:
        return next(
            p["earned"] for p in two_pairs.run("pdu", "--format", "json", *more).json["pairs"] if p["pair"][0] == "B"
        )

    assert (of_first(), of_first("--floor", "claim")) == ("3.75", "4.00")
    listed = two_pairs.run("claims", "list", "--floor", "claim", "--format", "json").json["can_be_claimed"]
    assert sum(float(group["pdus"]) for group in listed if group["with"][0] == "B") == 4.0


def test_a_renewal_tells_figures_and_what_is_coming(two_pairs: Room) -> None:
    [found] = two_pairs.run("pdu", "--format", "json").json["renewals"]
    assert (found["total"], found["needed"], found["cycle_end"]) == ("6.00", "15.00", "2028-12-31")
    assert found["keep_evidence_until"] == "2030-07-01"
    assert found["figures"]["carry_over_cap"]["state"] == "unverified"
    assert [a["kind"] for a in found["alerts"]] == ["cap_full"]
    told = two_pairs.run("pdu").out
    assert "is full at 6.00" in told and "6.00 of 15.00 PDUs count for CAPM" in told


def test_bars_stand_behind_their_words_within_eighty_columns(two_pairs: Room) -> None:
    told = two_pairs.run("pdu").out.splitlines()
    bars = [line for line in told if line.endswith(("]", "?")) and "[" in line]
    assert len(bars) == 6 and all(len(line) <= 80 for line in bars)
    back = next(line for line in bars if "Giving Back" in line)
    assert back.split("[")[0].split() == ["Giving", "Back", "6.00", "of", "6.00", "1.75", "wasted"]
    assert re.fullmatch(r"\[=+#+\|x+\]", back[back.index("[") :])
    assert "  6.75 earned, 5.00 count, 0.00 planned, 1.75 wasted" in "\n".join(told)
    assert any(re.fullmatch(r"  Mar 2026: 5.00 from sessions, 1.75 wasted  #+x+", line) for line in told)
    assert "  Next: Claim 4.25 PDUs: 5 sessions are ready." in told  # 0.75 waits for another talk


def test_what_is_logged_again_is_told_at_once_and_by_why(room: Room) -> None:
    room.create()
    assert "1.00 PDUs" in room.run("log", "--date", "2026-08-01", "--minutes", "60", stdin="A talk").out
    again = room.run("log", "--date", "2026-08-01", "--minutes", "30", stdin="A talk").out
    assert "counts for nothing: It is logged twice" in again and "PDUs" not in again
    assert "It is logged twice" in room.run("pdu", "--why").out


def test_without_a_certification_it_leads_to_the_certificate_of_hours(room: Room) -> None:
    room.create()
    assert "export hours" in room.run("pdu").out
    assert "export hours" in room.run("pdu", "--why").out
    workspace = room.workspace()
    workspace.save(
        Session(pair_id=workspace.pairs[0].id, on="2026-03-01", minutes=100, status="held", focus="Secret topic"),
        Session(pair_id=workspace.pairs[0].id, on="2026-03-02", minutes=60, status="held", kind="webinar"),
    )
    workspace.close()
    page = room.run("export", "hours").out
    assert "Certificate of hours" in page and "1 h 40" in page and "2026-03-01" in page
    assert "issued by neither the program nor PMI" in page
    assert "Secret topic" not in page and "Bram" not in page and "2026-03-02" not in page


def test_taking_a_talk_away_and_back_changes_no_number(two_pairs: Room) -> None:
    workspace = two_pairs.workspace()
    before = everything_read(workspace)
    talk = next(s for s in workspace.all(Session) if s.on == "2026-03-20")
    workspace.save(delete=[talk], label="talk deleted")
    assert everything_read(workspace) != before
    workspace.undo()
    assert everything_read(workspace) == before
    workspace.close()


def everything_read(workspace: Workspace) -> pdu.Book:
    return pdu.book([sessions_of(workspace, pair) for pair in workspace.pairs])


def test_the_next_cycle_that_is_proposed_is_taken_over_by_a_command(room: Room) -> None:
    room.create()
    workspace = room.workspace()
    workspace.save(
        Certification(name="PMP", cycle_start="2015-05-01", cycle_end="2018-04-30", giving_back_claimed=40),
        Certification(name="CAPM", cycle_start="2026-01-01", cycle_end="2099-12-31"),
    )
    workspace.close()
    proposed = next(
        one["next_cycle_assumed"]
        for one in room.run("pdu", "--format", "json").json["renewals"]
        if one["name"] == "PMP"
    )
    for other in ("PgMP", "CAPM", ""):
        refused = room.run("pdu", "--next-cycle", other)
        assert refused.code == 6 and "Nothing was changed" in refused.err, other
    done = room.run("pdu", "--next-cycle", "pmp")
    assert done.code == 0 and f"{proposed['start']} to {proposed['end']}" in done.out
    workspace = room.workspace()
    held = next(c for c in workspace.all(Certification) if c.name == "PMP")
    workspace.close()
    assert {"start": held.cycle_start, "end": held.cycle_end} == proposed and held.giving_back_claimed == 0
    assert room.run("pdu", "--next-cycle", "PMP").code == 6
