"""The life of a claim, and what a later change of its talks does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui import claims, pdu
from mentor_tui.errors import InputRefused
from mentor_tui.schema import records as rec
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions
from tests.claim_room import TODAY, claim_of, open_room, stored, talks


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = open_room(tmp_path)
    yield found
    found.close()


# --- Its life -----------------------------------------------------------------------------------------------


def walked(*states: rec.ClaimState) -> rec.Claim:
    claim = rec.Claim(
        title="Mentoring",
        description="A talk.",
        provider="A chapter",
        prepared_on="2026-05-01",
        started="2026-04-30",
        completed="2026-04-30",
    )
    for at, state in enumerate(states):
        claim = claims.step(claim, state, date(2026, 5, 2 + at), TODAY)
    return claim


def test_every_step_keeps_its_day() -> None:
    claim = walked("submitted", "pending", "audit", "approved")
    assert claims.history(claim) == [
        ("prepared", "2026-05-01"),
        ("submitted", "2026-05-02"),
        ("pending", "2026-05-03"),
        ("audit", "2026-05-04"),
        ("approved", "2026-05-05"),
    ]
    again = claims.back(claims.back(claim))
    assert (again.state, again.approved_on, again.audit_on) == ("pending", "", "")


def test_going_back_walks_every_step_also_one_taken_twice() -> None:
    walk: tuple[rec.ClaimState, ...] = ("submitted", "approved", "audit", "approved", "audit")
    claim = walked(*walk)
    seen = []
    while claim.state != "prepared":
        seen.append((claim.state, claims.day_of(claim, claim.state)))
        claim = claims.back(claim)
    assert seen == [(state, f"2026-05-{2 + at:02d}") for at, state in enumerate(walk)][::-1]
    assert claim.submitted_on == claim.approved_on == claim.audit_on == ""


def test_the_steps_of_a_claim_are_there_after_storing_it(workspace: Workspace) -> None:
    talks(workspace, 60)
    claim = claim_of(workspace)
    for state in ("submitted", "approved", "audit", "approved"):
        workspace.save(claims.step(stored(workspace, claim), state, TODAY, TODAY))  # type: ignore[arg-type]
    assert [state for state, _ in claims.history(stored(workspace, claim))][-3:] == ["approved", "audit", "approved"]


def test_what_the_form_could_not_take_was_not_submitted(workspace: Workspace) -> None:
    workspace.save(rec.Pair(id="els", role="mentee", partner_name="Els Dupont"))
    talks(workspace, 60, pair_id="els")
    claim = claim_of(workspace)
    with pytest.raises(InputRefused, match="PMI asks for all three"):
        claims.step(claim, "submitted", TODAY, TODAY)
    split = msgspec.structs.replace(claim, power_skills=4)
    assert claims.step(split, "submitted", TODAY, TODAY).state == "submitted"


@pytest.mark.parametrize("state", ["pending", "approved", "audit", "rejected", "prepared"])
def test_nothing_becomes_of_a_claim_before_it_was_submitted(state: rec.ClaimState) -> None:
    with pytest.raises(InputRefused, match="can become submitted"):
        claims.step(rec.Claim(), state, TODAY, TODAY)


def test_days_of_steps_are_possible() -> None:
    claim = walked("submitted")
    with pytest.raises(InputRefused, match="in the future"):
        claims.step(claim, "approved", date(2026, 5, 22), TODAY)
    with pytest.raises(InputRefused, match="is earlier"):
        claims.step(claim, "approved", date(2026, 5, 1), TODAY)
    with pytest.raises(InputRefused, match="is earlier"):
        claims.step(rec.Claim(completed="2026-04-30"), "submitted", date(2026, 4, 29), TODAY)
    with pytest.raises(InputRefused):
        claims.back(rec.Claim(prepared_on="2026-05-01"))
    with pytest.raises(InputRefused, match="nothing else"):
        claims.step(walked("submitted", "rejected"), "approved", TODAY, TODAY)


def test_one_calm_line_at_most(workspace: Workspace) -> None:
    assert claims.word(workspace) == ""
    talks(workspace, 45)
    assert claims.word(workspace) == ""
    talks(workspace, 75, 60, month="2026-03")
    assert claims.word(workspace) == "Claim 2.25 PDUs: 2 sessions are ready."
    claim = claim_of(workspace)
    workspace.save(claims.step(claim, "submitted", date(2026, 5, 8), TODAY))
    assert claims.word(workspace) == ""
    workspace.save(msgspec.structs.replace(stored(workspace, claim), submitted_on="2026-05-01"))
    assert "since 2026-05-01" in claims.word(workspace)


# --- What a later change does -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "now", "reason"),
    [
        ({"minutes": 45}, "1.75", "has 45 minutes, not 60"),
        ({"minutes": 62}, "2.00", "has 62 minutes, not 60"),
        ({"on": "2026-04-09"}, "2.00", "is now on 2026-04-09"),
        ({"paid": True}, "1.00", "paid work"),
        ({"status": "cancelled"}, "1.00", "was cancelled"),
        ({"kind": "group"}, "1.00", "not a session between the two"),
        (None, "1.00", "no longer there"),
    ],
)
def test_a_changed_talk_is_announced_and_the_claim_says_by_how_much(
    workspace: Workspace, change: dict[str, Any] | None, now: str, reason: str
) -> None:
    first, _ = talks(workspace, 60, 60)
    claim = claim_of(workspace)
    first = workspace.get(rec.Session, first.id)
    assert first is not None
    assert claims.drifts(workspace) == {}
    same = msgspec.structs.replace(first, takeaways="said better", channel="Teams")
    assert claims.touched(workspace, [same]) == []
    if change is None:
        [touched] = claims.touched(workspace, [], [first])
        workspace.save(delete=[first])
    else:
        changed = msgspec.structs.replace(first, **change)
        [touched] = claims.touched(workspace, [changed])
        workspace.save(changed)
    assert touched.claim.id == claim.id and "claim of 2.00 PDUs" in touched.sentence
    off = claims.drifts(workspace)[claim.id]
    assert pdu.show(off.now) == now and reason in " ".join(off.reasons)
    assert f"its sessions now give {now}" in off.sentence or now == "2.00"
    workspace.undo()
    assert claims.drifts(workspace) == {}


@pytest.mark.parametrize("changed", [{"focus": "Budget"}, {"outcome": "Plan drawn"}])
def test_other_words_for_a_claimed_talk_are_asked_about(workspace: Workspace, changed: dict[str, Any]) -> None:
    [talk] = talks(workspace, 60, focus="Stakeholders", outcome="Map drawn")
    claim = claim_of(workspace)
    [touched] = claims.touched(workspace, [msgspec.structs.replace(talk, **changed)])
    assert touched.sentence.endswith("made from topic and outcome and do not change with it.")
    workspace.save(claims.step(claim, "submitted", TODAY, TODAY))
    [touched] = claims.touched(workspace, [msgspec.structs.replace(talk, **changed)])
    assert touched.sentence.endswith(
        "submitted on 2026-05-21. Its words were made from topic and outcome and stay as PMI has them."
    )
    assert claims.touched(workspace, [msgspec.structs.replace(talk, focus="Stakeholders\n")]) == []


def test_a_talk_moved_out_of_its_cycle_is_told_and_leaves_a_prepared_claim(workspace: Workspace) -> None:
    first, _ = talks(workspace, 60, 60)
    claim = claim_of(workspace)
    workspace.save(msgspec.structs.replace(first, on="2024-02-01"))
    off = claims.drifts(workspace)[claim.id]
    assert off.reasons[1].startswith(
        "The session of 2026-04-01 has left its PMP cycle. It was before this cycle, which starts on"
    )
    assert "its sessions now give 1.00" in off.sentence
    follows = claims.refreshed(workspace, claim)
    assert [x.on for x in follows.lines] == ["2026-04-02"]


def test_a_talk_that_another_certification_still_takes_stays_in_its_claim(workspace: Workspace) -> None:
    workspace.save(rec.Certification(id="acp", name="PMI-ACP", cycle_start="2024-01-01", cycle_end="2026-12-31"))
    first, _ = talks(workspace, 60, 60)
    claim = claim_of(workspace)
    workspace.save(msgspec.structs.replace(first, on="2024-02-01"))
    off = claims.drifts(workspace)[claim.id]
    assert (pdu.show(off.now), "PMP cycle" in off.reasons[1], len(off.reasons)) == ("2.00", True, 2)
    assert len(claims.refreshed(workspace, claim).lines) == 2


def test_a_prepared_claim_can_follow_its_talks_a_submitted_one_stays(workspace: Workspace) -> None:
    first, _ = talks(workspace, 60, 60)
    claim = claim_of(workspace, description="My words")
    workspace.save(msgspec.structs.replace(workspace.get(rec.Session, first.id), minutes=90, on="2026-03-30"))  # type: ignore[type-var]
    follows = claims.refreshed(workspace, claim)
    assert (follows.quarters, follows.started, follows.description) == (10, "2026-03-30", "My words")
    with pytest.raises(InputRefused, match="was submitted"):
        claims.refreshed(workspace, claims.step(claim, "submitted", TODAY, TODAY))


def test_two_copies_that_claimed_the_same_talk_are_told(workspace: Workspace) -> None:
    talks(workspace, 60)
    claim = claim_of(workspace)
    workspace.save(msgspec.structs.replace(claim, id="from-another-copy"))
    assert "is in another claim too" in claims.drifts(workspace)[claim.id].reasons[0]


def test_another_split_in_the_log_is_told_before_and_after(workspace: Workspace) -> None:
    workspace.save(rec.Pair(id="els", role="mentee", partner_name="Els Dupont"))
    [talk] = talks(workspace, 60, pair_id="els", ways_of_working=1)
    claim = claim_of(workspace, state="submitted", submitted_on="2026-05-02")
    assert claims.drifts(workspace) == {}
    changed = msgspec.structs.replace(talk, ways_of_working=0, power_skills=1)
    assert [t.claim.id for t in claims.touched(workspace, [changed])] == [claim.id]
    workspace.save(changed)
    drift = claims.drifts(workspace)[claim.id]
    assert (drift.by, "Power Skills 1.00" in drift.reasons[0]) == (0, True)


@pytest.mark.parametrize(("prepared", "filed"), [("a", "b"), ("b", "a")])
def test_a_talk_in_two_claims_is_of_the_one_that_pmi_has_for_every_question(
    workspace: Workspace, prepared: str, filed: str
) -> None:
    [talk] = talks(workspace, 60)
    claim = claim_of(workspace)
    for copy in (claim, claims.step(claim, "submitted", TODAY, TODAY)):
        workspace.save(msgspec.structs.replace(copy, id=prepared if copy is claim else filed))
    workspace.save(delete=[claim])
    of = claims.of_session(workspace, talk.id)
    [touched] = claims.touched(workspace, [msgspec.structs.replace(talk, minutes=45)])
    [line] = pdu.book(all_sessions(workspace), today=TODAY).lines
    assert of is not None and (of.id, touched.claim.id, line.claimed) == (filed, filed, "filed")
