"""Would a talk hold in an audit? Every gap by itself, and what a pack is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import audit
from mentor_tui.audit import Known, judge
from mentor_tui.claims import evidence
from mentor_tui.errors import NotFound
from mentor_tui.schema import records as rec
from tests.audit_room import Room, claim_of, open_room, talk

PAIR = rec.Pair(partner_name="Bram Claes")
GOOD = Known(
    session=talk(PAIR, "2026-03-12"), role="mentor", today="2026-05-21", initials="BC", signed=True, notes=1, released=1
)


def known(session: dict[str, Any] | None = None, **fields: Any) -> Known:
    """A talk that would hold, but for this."""
    values = {name: getattr(GOOD, name) for name in Known.__dataclass_fields__} | fields
    values["session"] = msgspec.structs.replace(values["session"], **(session or {}))
    return Known(**values)


# --- One talk ---------------------------------------------------------------------------------------------

FATAL: dict[str, Known] = {
    "it is not logged as held": known({"status": "planned"}),
    "no date": known({"on": ""}),
    "it is dated in the future": known({"on": "2026-05-22"}),
    "no minutes": known({"minutes": 0}),
    "not a session between the two of you": known({"kind": "kickoff"}),
    "it was paid": known({"paid": True}),
    "logged twice": known(twice=True),
    "overlaps another session": known(overlaps=True, crowded_out=True),
    "outside the cycle": known(outside="It was before you were certified (2026-04-01)."),
    "the claim says 2026-03-13": known(told=rec.ClaimLine(on="2026-03-13", minutes=60)),
    "the claim says 75 minutes": known(told=rec.ClaimLine(on="2026-03-12", minutes=75)),
    "it is in two claims": known(claims=2),
    "nothing is written about it": known({"focus": "", "outcome": ""}, notes=0),
    "there is no record of it": known(gone=True),
}
THIN: dict[str, Known] = {
    "only 45 minutes are claimed": known(told=rec.ClaimLine(on="2026-03-12", minutes=45)),
    "shorter than a quarter of an hour": known({"minutes": 14}),
    "no start time": known({"start": ""}),
    "overlaps another session": known(overlaps=True),
    "no initials": known(initials=""),
    "no topic": known({"focus": " "}),
    "no outcome": known({"outcome": ""}),
    "no takeaways": known(role="mentee", notes=0, released=0),
    "no takeaways ticked for the pack": known(role="mentee", released=0),
    "no signed agreement": known(signed=False),
    "only a row was kept": known(forgotten=True, signed=False, notes=0),
}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_talk_of_which_all_is_noted_would_hold(role: Any) -> None:
    found = judge(known(role=role, told=rec.ClaimLine(on="2026-03-12", minutes=60), claims=1))
    assert (found.words, found.missing) == ("would hold", "")


@pytest.mark.parametrize("words", FATAL)
def test_what_pmi_could_refuse_makes_it_fail(words: str) -> None:
    found = judge(FATAL[words])
    assert found.words == "would not hold"
    assert words in found.missing.split(", ")
    assert all(gap.advice for gap in found.gaps)


@pytest.mark.parametrize("words", THIN)
def test_what_weakens_the_evidence_makes_it_thin(words: str) -> None:
    found = judge(THIN[words])
    assert (found.words, found.missing) == ("thin", words)
    assert found.gaps[0].advice


def test_a_mentor_needs_no_takeaways() -> None:
    assert judge(known(notes=0, released=0)).words == "would hold"


_ORDER = {"fails": 0, "thin": 1, "holds": 2}
_MAYBE = {"start": "18:00", "focus": "Stakeholder map", "outcome": "Map drawn", "minutes": 60, "on": "2026-03-12"}


@settings(max_examples=60, deadline=None)
@given(
    missing=st.sets(st.sampled_from(sorted(_MAYBE))),
    filled=st.sampled_from(sorted(_MAYBE)),
    role=st.sampled_from(["mentor", "mentee"]),
    notes=st.integers(0, 2),
    signed=st.booleans(),
    initials=st.sampled_from(["", "BC"]),
    forgotten=st.booleans(),
)
def test_adding_what_is_missing_never_makes_it_worse(
    missing: set[str], filled: str, role: Any, notes: int, signed: bool, initials: str, forgotten: bool
) -> None:
    empty = {name: 0 if name == "minutes" else "" for name in missing}
    rest: dict[str, Any] = {"role": role, "notes": notes, "released": notes, "signed": signed, "initials": initials}
    before = judge(known(empty, **rest, forgotten=forgotten))
    after = judge(known(empty | {filled: _MAYBE[filled]}, **rest, forgotten=forgotten))
    assert _ORDER[after.level] >= _ORDER[before.level]
    assert len(after.gaps) <= len(before.gaps) + ("minutes" in missing and filled != "minutes")
    more = judge(known(empty, **(rest | {"notes": notes + 1, "released": notes + 1, "signed": True, "initials": "BC"})))
    assert forgotten or _ORDER[more.level] >= _ORDER[before.level]


# --- What a pack is about ---------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.ws.close()


def test_a_cycle_holds_its_claims_and_the_talks_that_count(room: Room) -> None:
    other = [talk(room.pair, "2024-12-20"), talk(room.pair, "2026-05-14", kind="kickoff")]
    room.ws.save(*other, talk(room.pair, "2026-05-30", status="planned"))
    scope = audit.read(room.ws, room.cycle)
    assert [t.session.on for t in scope.sessions] == ["2026-03-12", "2026-04-09", "2026-05-07"]
    assert scope.claims == (room.ws.get(rec.Claim, room.claim.id),)
    assert scope.sentence == "3 sessions: 3 would hold, 0 thin, 0 would not hold."
    assert scope.until is not None
    assert scope.until.day.isoformat() == "2029-07-07", "18 months after the cycle"


def test_a_claim_that_was_not_submitted_is_not_in_the_claim_sheet_of_a_cycle(room: Room) -> None:
    room.ws.save(claim_of(room.pair, room.talks[2], state="prepared", submitted_on=""))
    scope = audit.read(room.ws, room.cycle)
    assert [c.id for c in scope.claims] == [room.claim.id]
    assert [t.claim is None for t in scope.sessions] == [False, False, True]


def test_a_claim_holds_what_it_names_and_nothing_else(room: Room) -> None:
    assert set(room.verdicts(f"claim:{room.claim.id}")) == {"2026-03-12", "2026-04-09"}


def test_a_talk_that_was_changed_after_it_was_claimed_would_not_hold(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], minutes=45))
    room.ws.save(msgspec.structs.replace(room.talks[1], on="2026-04-10"))
    found = room.verdicts()
    assert found["2026-03-12"] == ("would not hold", "the claim says 60 minutes")
    assert found["2026-04-10"] == ("would not hold", "the claim says 2026-04-09")


def test_a_claimed_talk_that_is_gone_is_told_and_does_not_leave(room: Room) -> None:
    room.ws.save(delete=[room.talks[0]])
    scope = audit.read(room.ws, room.cycle)
    lost = next(t for t in scope.sessions if t.session.on == "2026-03-12")
    assert (lost.verdict.words, lost.verdict.missing) == ("would not hold", "there is no record of it")
    assert not lost.leaves


def test_a_claimed_talk_that_does_not_count_any_more_still_leaves(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], paid=True))
    scope = audit.read(room.ws, room.cycle)
    paid = next(t for t in scope.sessions if t.session.on == "2026-03-12")
    assert paid.verdict.missing == "it was paid"
    assert paid.leaves, "PMI was told of it"


def test_a_talk_without_minutes_is_told_before_anybody_claims_it(room: Room) -> None:
    room.ws.save(talk(room.pair, "2026-05-14", minutes=0))
    found = audit.read(room.ws, room.cycle)
    bare = next(t for t in found.sessions if t.session.on == "2026-05-14")
    assert bare.verdict.missing == "no minutes"
    assert not bare.leaves


def test_an_hour_in_two_claims_would_not_hold(room: Room) -> None:
    room.ws.save(claim_of(room.pair, room.talks[0], state="pending"))
    assert room.verdicts()["2026-03-12"] == ("would not hold", "it is in two claims")
    assert room.verdicts()["2026-04-09"][0] == "would hold"


def test_a_rejected_claim_is_no_claim(room: Room) -> None:
    room.ws.save(claim_of(room.pair, room.talks[0], state="rejected", rejected_on="2026-05-12"))
    assert room.verdicts()["2026-03-12"][0] == "would hold"


def test_a_talk_logged_twice_is_told_for_both_sides(room: Room) -> None:
    room.ws.save(talk(room.pair, "2026-05-07", minutes=50))
    found = audit.read(room.ws, room.cycle).sessions
    same = {t.session.minutes: t.verdict.words for t in found if t.session.on == "2026-05-07"}
    assert same == {60: "would hold", 50: "would not hold"}


def test_a_claimed_talk_before_the_award_would_not_hold(tmp_path: Path) -> None:
    room = Room(tmp_path, awarded="2026-04-01")
    assert room.verdicts(f"claim:{room.claim.id}")["2026-03-12"] == ("would not hold", "outside the cycle")
    room.ws.save(rec.Certification(name="Zeta", cycle_start="2026-01-01", cycle_end="2028-12-31"))
    assert room.verdicts(f"claim:{room.claim.id}")["2026-03-12"][0] == "would hold", "another certification takes it"
    room.ws.close()


def test_overlapping_talks_are_told_also_across_pairs(room: Room) -> None:
    other = rec.Pair(role="mentor", partner_name="Cis Dams", start="2026-03-09", end="2026-08-06")
    room.ws.save(other, talk(other, "2026-03-12", start="18:59"), talk(other, "2026-04-09", start="19:00"))
    told = {t.session.on: t.verdict for t in audit.read(room.ws, f"claim:{room.claim.id}").sessions}
    assert (told["2026-03-12"].words, told["2026-03-12"].missing) == ("thin", "overlaps another session")
    assert told["2026-04-09"].words == "would hold", "one ends when the other begins"
    late = talk(room.pair, "2026-05-07", start="18:30")
    room.ws.save(late)
    found = {t.session.id: t.verdict for t in audit.read(room.ws, room.cycle).sessions}
    assert (found[late.id].words, found[room.talks[2].id].words) == ("would not hold", "thin")


def test_before_a_pack_is_written_a_claim_that_says_more_is_told(room: Room) -> None:
    from mentor_tui.documents.audit import layout, pack

    def warned() -> str:
        return " ".join(layout.preview(room.ws, pack.build(room.ws, room.cycle)).found)

    assert "no longer matches" not in warned()
    room.ws.save(msgspec.structs.replace(room.talks[0], minutes=30))
    assert "The session of 2026-03-12 has 30 minutes, not 60." in warned()


def test_without_a_signed_agreement_every_talk_is_thin(room: Room) -> None:
    signed = room.ws.all(rec.Agreement)[0]
    room.ws.save(msgspec.structs.replace(signed, signatures=signed.signatures[:1]))
    assert set(room.verdicts().values()) == {("thin", "no signed agreement")}
    draft = msgspec.structs.replace(signed, id="2", version=2, signatures=[])
    room.ws.save(signed, draft)
    assert set(room.verdicts().values()) == {("would hold", "")}, "an older version that both signed is one"


def test_a_mentee_is_told_that_takeaways_are_held_back(tmp_path: Path) -> None:
    room = Room(tmp_path, role="mentee")
    room.ws.save(msgspec.structs.replace(room.talks[0], takeaways="Ask the sponsor first"))
    assert room.verdicts()["2026-03-12"] == ("thin", "no takeaways ticked for the pack")
    assert room.verdicts()["2026-04-09"] == ("thin", "no takeaways")
    [offer] = audit.read(room.ws, room.cycle).offers
    assert (offer.on, offer.words) == ("2026-03-12", "Ask the sponsor first")
    assert room.verdicts(released={offer.id})["2026-03-12"] == ("would hold", "")
    room.ws.close()


def test_what_was_kept_of_a_forgotten_pair_is_thin_and_leaves(room: Room) -> None:
    rows = evidence.rows_of(room.ws, room.pair)
    room.ws.forget_pair(room.pair, keep=[*rows, *evidence.claims_of(room.ws, room.pair, rows)])
    assert set(room.verdicts().values()) == {("thin", "only a row was kept")}
    scope = audit.read(room.ws, f"claim:{room.claim.id}")
    assert [t.leaves for t in scope.sessions] == [True, True]
    assert scope.strands[0].initials == "BC"


def test_without_a_certification_it_is_about_a_pair(tmp_path: Path) -> None:
    ws = open_room(tmp_path)
    pair = rec.Pair(partner_name="Bram Claes")
    other = rec.Pair(partner_name="Chloé")
    ws.save(pair, other, talk(pair, "2026-03-12"), talk(other, "2026-03-13"))
    usual = audit.usual(ws, other)
    assert usual is not None
    assert [t.session.on for t in audit.read(ws, usual.id).sessions] == ["2026-03-13"]
    ws.close()


def test_a_claim_under_audit_comes_first(room: Room) -> None:
    assert audit.choices(room.ws)[0].id == room.cycle
    room.ws.save(msgspec.structs.replace(room.claim, state="audit", audit_on="2026-05-20"))
    first = audit.usual(room.ws)
    assert first is not None
    assert first.id == f"claim:{room.claim.id}"
    assert "audit requested" in first.title


def test_a_choice_that_is_gone_is_told(room: Room) -> None:
    room.ws.save(delete=[room.claim])
    with pytest.raises(NotFound, match="Choose again"):
        audit.read(room.ws, f"claim:{room.claim.id}")


def test_one_pair_of_several(room: Room) -> None:
    other = rec.Pair(partner_name="Chloé")
    room.ws.save(other, talk(other, "2026-03-20"))
    assert "2026-03-20" in room.verdicts()
    assert set(room.verdicts(pair=other)) == {"2026-03-20"}
