"""PDUs at one look: the figures of a certification, and the one thing to do next."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mentor_tui import claims, pdu
from mentor_tui.claims.glance import Glance, glance
from mentor_tui.schema.records import Certification, Claim, ClaimLine, Record, Session
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions

from .cli_room import Room
from .pdu_room import quarters


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workspace:
    room = Room(tmp_path, monkeypatch, capsys)
    room.create()
    return room.workspace()


def look(workspace: Workspace) -> Glance:
    ahead = pdu.forecast(all_sessions(workspace), workspace.today())
    return glance(workspace, ahead, ahead.outlooks[0] if ahead.outlooks else None)


def talk(workspace: Workspace, on: str, minutes: int = 60, **fields: str) -> Session:
    usual = {"kind": "one_to_one", "status": "held"} | fields
    return Session(pair_id=workspace.pairs[0].id, on=on, minutes=minutes, **usual)  # type: ignore[arg-type]


def keep(workspace: Workspace, *records: Record) -> Glance:
    workspace.save(*records)
    return look(workspace)


def test_one_thing_after_the_other_from_nothing_to_a_claim(workspace: Workspace) -> None:
    assert (look(workspace).key, look(workspace).earned) == ("5", 0)
    first = [talk(workspace, "2026-03-01", 90), talk(workspace, "2026-03-15", 60)]
    found = keep(workspace, *first)
    assert (found.key, found.earned) == ("n", quarters("2.50")) and "certification" in found.next
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31", giving_back_claimed=92)
    found = keep(workspace, held)  # 23.00 of 25.00: two of the 2.50 count
    assert (found.earned, found.counts, found.wasted) == (quarters("2.50"), quarters("2"), quarters("0.50"))
    assert (found.claimed, found.to_claim) == (0, quarters("2")) and "Claim 2.00 PDUs: 2 sessions" in found.next
    [opening] = claims.openings(workspace)
    claim = claims.prepare(workspace, opening, opening.lines)
    found = keep(workspace, claim)
    assert "2.00 PDUs are prepared" in found.next and (found.claimed, found.key) == (0, "c")
    assert found.to_claim == quarters("2"), "what the cap lets through, also once it is prepared"
    today = workspace.today()
    sent = claims.step(claim, "submitted", today, today)
    found = keep(workspace, sent)
    assert (found.claimed, found.to_claim) == (quarters("2.50"), 0)
    assert "plan your next session" in found.next
    workspace.save(msgspec.structs.replace(first[0], minutes=30))
    assert "no longer matches" in look(workspace).next


def test_claims_fill_the_cap_whichever_talks_they_took(workspace: Workspace) -> None:
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31", giving_back_claimed=88)
    late = Certification(name="PMI-ACP", awarded="2026-04-01", cycle_end="2099-12-31")
    workspace.save(held, late, *(talk(workspace, f"2026-03-0{day}") for day in range(1, 6)))
    [opening] = claims.openings(workspace)
    today = workspace.today()
    workspace.save(claims.step(claims.prepare(workspace, opening, opening.lines[3:]), "submitted", today, today))
    ahead = pdu.forecast(all_sessions(workspace), today)
    agile, found = (glance(workspace, ahead, outlook) for outlook in ahead.outlooks)
    assert (found.counts, found.claimed, found.to_claim) == (quarters("3"), quarters("2"), quarters("1"))
    assert agile.claimed == 0  # it was before that one was awarded


def test_a_prepared_claim_brings_each_certification_what_it_takes(workspace: Workspace) -> None:
    full = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31", giving_back_claimed=100)
    late = Certification(name="PMI-ACP", awarded="2026-03-02", cycle_start="2025-01-01", cycle_end="2099-12-31")
    talks = [talk(workspace, f"2026-03-0{day}") for day in range(1, 4)]
    workspace.save(full, late, *talks)
    claim = Claim(
        pair_id=workspace.pairs[0].id,
        role="mentor",
        started="2026-03-01",
        completed="2026-03-02",
        quarters=8,
        lines=[ClaimLine(session_id=t.id, on=t.on, minutes=60) for t in talks[:2]],
    )
    workspace.save(claim)
    ahead = pdu.forecast(all_sessions(workspace), workspace.today())
    agile, found = (glance(workspace, ahead, outlook) for outlook in ahead.outlooks)
    assert (agile.to_claim, found.to_claim) == (quarters("2"), 0)


def test_what_is_planned_beyond_the_cap_is_to_be_wasted(workspace: Workspace) -> None:
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31", giving_back_claimed=96)
    found = keep(workspace, held, talk(workspace, "2099-01-01", 120, status="planned"))
    assert (found.planned, found.to_waste, found.earned) == (quarters("1"), quarters("1"), 0)
    assert "2099-01-01" in found.next and not found.key
    found = keep(workspace, talk(workspace, "2026-01-02", 60, status="planned"))
    assert "Log the session of 2026-01-02" in found.next


def test_a_cycle_that_is_over_and_an_audit_come_first(workspace: Workspace) -> None:
    over = Certification(name="PMP", cycle_start="2020-01-01", cycle_end="2022-12-31")
    found = keep(workspace, over, talk(workspace, "2022-03-01"))
    assert "ended on 2022-12-31" in found.next and found.key == "e"
    asked = Claim(quarters=4, completed="2022-03-01", started="2022-03-01", state="audit", submitted_on="2022-04-01")
    assert "PMI asked" in keep(workspace, asked).next


def test_rejected_claims_and_those_of_another_cycle_are_not_counted(workspace: Workspace) -> None:
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31")
    gone = Claim(quarters=4, completed="2026-03-01", started="2026-03-01", state="rejected")
    old = Claim(quarters=8, completed="2022-03-01", started="2022-03-01", state="approved")
    mine = Claim(quarters=12, completed="2026-02-01", started="2026-02-01", state="approved")
    assert keep(workspace, held, gone, old, mine).claimed == 12


def test_what_pmi_has_of_talks_that_are_gone_counts_up_to_the_cap(workspace: Workspace) -> None:
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31")
    filed = Claim(quarters=quarters("30"), completed="2026-03-01", started="2026-03-01", state="approved")
    found = keep(workspace, held, filed, talk(workspace, "2026-04-01"))
    assert (found.earned, found.claimed) == (quarters("31"), quarters("30"))
    assert (found.counts, found.wasted) == (quarters("25"), quarters("6"))
    found = keep(workspace, msgspec.structs.replace(held, giving_back_claimed=quarters("10")))
    assert (found.counts, found.wasted) == (quarters("15"), quarters("16")), "what was noted fills the cap first"
    found = keep(workspace, msgspec.structs.replace(held, giving_back_claimed=quarters("26")))
    assert (found.counts, found.wasted) == (0, quarters("31"))


def test_a_mentees_talk_without_a_split_is_the_next_thing(workspace: Workspace) -> None:
    pair = msgspec.structs.replace(workspace.pairs[0], role="mentee")
    held = Certification(name="PMP", cycle_start="2025-01-01", cycle_end="2099-12-31")
    found = keep(workspace, pair, held, talk(workspace, "2026-03-01", 45))
    assert "0.75 PDUs have no split" in found.next
    found = keep(workspace, talk(workspace, "2026-03-02", 90))
    assert "2.25 PDUs have no split" in found.next and found.to_claim  # PMI's form asks for the split
