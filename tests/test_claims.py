"""Claims: what can be claimed, the life of a claim, its words, and what a later change does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import claims, pdu
from mentor_tui import records as rec
from mentor_tui.claims.openings import numbered as numbered_by
from mentor_tui.clock import FrozenClock
from mentor_tui.errors import InputRefused
from mentor_tui.everyone import Talks
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace
from tests.pdu_room import held

TODAY = date(2026, 5, 21)
PMP = rec.Certification(id="pmp", name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Ana mentors Bram, and is certified; no talks yet."""
    vault = Vault.create(tmp_path / "a.vault", "words", kdf=KdfParams.fast_for_tests(), state_dir=tmp_path / "state")
    found = Workspace(vault, FrozenClock(datetime(2026, 5, 21, 12, tzinfo=UTC)))
    found.save(
        rec.Profile(name="Ana Peeters", zone="Europe/Brussels", organisation="Nordsee Bank NV"),
        rec.Pair(id="pair", role="mentor", partner_name="Bram Claes", partner_organisation="Acme Rail"),
        PMP,
    )
    yield found
    found.close()


def talks(workspace: Workspace, *minutes: int, month: str = "2026-04", **fields: Any) -> list[rec.Session]:
    """Talks on the first days of a month, stored."""
    made = [held(m, f"{month}-{day:02d}", **fields) for day, m in enumerate(minutes, 1)]
    workspace.save(*made)
    return made


def claim_of(workspace: Workspace, floor: pdu.Floor = "session", **fields: Any) -> rec.Claim:
    """A stored claim of all that can be claimed in the first opening."""
    opening = claims.openings(workspace, floor)[0]
    made = msgspec.structs.replace(claims.prepare(workspace, opening, opening.lines), **fields)
    workspace.save(made)
    return stored(workspace, made)


def stored(workspace: Workspace, claim: rec.Claim) -> rec.Claim:
    found = workspace.get(rec.Claim, claim.id)
    assert found is not None
    return found


def amounts(groups: Any) -> list[str]:
    return [pdu.show(g.amount.quarters) for g in groups]


# --- What can be claimed ------------------------------------------------------------------------------------


def test_groups_are_the_smallest_that_reach_one_pdu_in_order_of_date(workspace: Workspace) -> None:
    talks(workspace, 40, 35, 60, 50, 50)
    [opening] = claims.openings(workspace)
    assert amounts(opening.groups) == ["1.00", "1.00", "1.50"]
    assert not opening.rest.lines
    # per claim the first two have the same sum, and 50 minutes alone are still not an hour
    [whole] = claims.openings(workspace, "claim")
    assert amounts(whole.groups) == ["1.25", "1.00", "1.50"]


def test_what_is_left_over_says_what_is_missing(workspace: Workspace) -> None:
    talks(workspace, 75, 35)
    [opening] = claims.openings(workspace)
    assert amounts([opening.rest]) == ["0.50"] and pdu.show(opening.missing) == "0.50"
    with pytest.raises(InputRefused, match="at least 1"):
        claims.prepare(workspace, opening, opening.rest.lines)


def test_five_talks_of_fifty_minutes_per_session_and_per_claim(workspace: Workspace) -> None:
    """Vector 2 of the facts page."""
    talks(workspace, 50, 50, 50, 50, 50)
    for floor, expected in (("session", 15), ("claim", 16)):
        opening = claims.openings(workspace, floor)[0]  # type: ignore[arg-type]
        assert claims.prepare(workspace, opening, opening.lines).quarters == expected


def test_what_does_not_count_is_never_proposed(workspace: Workspace) -> None:
    talks(workspace, 60, month="2024-04")  # before the cycle
    talks(workspace, 60, paid=True)
    talks(workspace, 60, month="2026-03", kind="webinar")
    talks(workspace, 60, month="2026-02", status="no_show")
    talks(workspace, 60, month="2026-06", status="planned")
    assert claims.openings(workspace) == []
    workspace.save(delete=[PMP])
    talks(workspace, 60, month="2026-01")
    assert claims.openings(workspace) == []  # nothing to claim without a certification


def test_talks_of_different_certifications_are_not_mixed(workspace: Workspace) -> None:
    """A claim is entered once for all certifications it is for: a talk before one of them stays apart."""
    workspace.save(rec.Certification(name="PMI-ACP", awarded="2026-04-03", cycle_start="2026-04-03"))
    talks(workspace, 60, 60, 60, 60)
    found = claims.openings(workspace)
    assert [([c.name for c in o.certifications], len(o.lines)) for o in found] == [
        (["PMP"], 2),
        (["PMI-ACP", "PMP"], 2),
    ]


def test_a_cap_that_stops_part_of_a_group_is_known(workspace: Workspace) -> None:
    workspace.save(msgspec.structs.replace(PMP, giving_back_claimed=25 * 4 - 2))
    talks(workspace, 60)
    [opening] = claims.openings(workspace)
    assert opening.kept_by(PMP, opening.groups[0]) == 2


def test_a_session_is_in_one_live_claim_and_free_again_after_a_rejection(workspace: Workspace) -> None:
    talks(workspace, 60, 60)
    opening = claims.openings(workspace)[0]
    first = claim_of(workspace)
    assert claims.openings(workspace) == []
    with pytest.raises(InputRefused, match="another claim"):
        claims.prepare(workspace, opening, opening.lines)
    sent = claims.step(first, "submitted", TODAY, TODAY)
    rejected = claims.step(sent, "rejected", TODAY, TODAY)
    workspace.save(rejected)
    second = claim_of(workspace)
    assert second.quarters == 8
    with pytest.raises(InputRefused, match="Another claim has taken"):
        claims.back(rejected, workspace.all(rec.Claim))
    workspace.save(delete=[second])
    assert claims.back(rejected, workspace.all(rec.Claim)).state == "submitted"


def test_rows_of_a_forgotten_pair_can_still_be_claimed_and_not_twice(workspace: Workspace) -> None:
    from mentor_tui import evidence, forgetting

    talks(workspace, 60, 90)
    done = claims.step(claim_of(workspace, remark="about Bram"), "submitted", TODAY, TODAY)
    workspace.save(done)
    workspace.save(held(60, "2026-05-05"))
    claim_of(workspace)  # only prepared: nothing was claimed with it, so nothing of it stays
    pair = workspace.pairs[0]
    forgetting.forget(workspace, forgetting.plan(workspace, pair), evidence.rows_of(workspace, pair))
    [kept] = workspace.all(rec.Claim)
    assert (kept.quarters, kept.state, len(kept.lines)) == (10, "submitted", 2)
    assert not kept.description and not kept.remark and not kept.pair_id
    assert claims.drifts(workspace) == {}  # the rows still stand for the talks
    [opening] = claims.openings(workspace)
    assert [line.session.on for line in opening.lines] == ["2026-05-05"]
    fresh = claims.prepare(workspace, opening, opening.lines)
    assert "Bram" not in claims.as_text(fresh) and fresh.provider


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


def test_what_the_form_could_not_take_was_not_submitted(workspace: Workspace) -> None:
    workspace.save(rec.Pair(id="els", role="mentee", partner_name="Els Dupont"))
    talks(workspace, 60, pair_id="els")
    claim = claim_of(workspace)
    with pytest.raises(InputRefused, match="PMI asks for all three"):
        claims.step(claim, "submitted", TODAY, TODAY)
    split = msgspec.structs.replace(claim, power_skills=4)
    assert claims.step(split, "submitted", TODAY, TODAY).state == "submitted"


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


@pytest.mark.parametrize("start", ["", "18:00"])
def test_a_talk_logged_once_more_after_its_claim_is_not_claimed_again(workspace: Workspace, start: str) -> None:
    talks(workspace, 60)
    claim = claim_of(workspace, state="submitted", submitted_on="2026-05-02")
    talks(workspace, 75, start=start)
    assert claims.openings(workspace) == []
    assert "logged twice" in claims.drifts(workspace)[claim.id].reasons[0]


def test_minutes_that_were_claimed_are_not_claimed_with_an_overlapping_talk(workspace: Workspace) -> None:
    [first] = talks(workspace, 60, start="18:00")
    claim = claim_of(workspace, state="submitted", submitted_on="2026-05-02")
    workspace.save(msgspec.structs.replace(first, id="other", start="18:30", minutes=90))
    assert claims.openings(workspace) == []
    assert "overlaps another talk" in claims.drifts(workspace)[claim.id].reasons[0]
    workspace.save(msgspec.structs.replace(first, id="other", start="19:00", minutes=90))
    assert [o.rest.amount.quarters + sum(g.amount.quarters for g in o.groups) for o in claims.openings(workspace)] == [
        6
    ]


def test_a_talk_whose_day_has_not_come_is_not_offered(workspace: Workspace) -> None:
    talks(workspace, 60, month="2026-06")
    assert claims.openings(workspace) == []


def test_home_calls_nothing_ready_that_no_certification_lets_count(workspace: Workspace) -> None:
    workspace.save(rec.Certification(id="dasm", name="DASM", cycle_start="2026-01-01"), delete=[PMP])
    talks(workspace, 60, 60)
    assert claims.word(workspace) == ""
    workspace.save(PMP)
    assert claims.word(workspace).startswith("2.00 PDUs")


@pytest.mark.parametrize("state", ["pending", "approved", "audit", "rejected", "prepared"])
def test_nothing_becomes_of_a_claim_before_it_was_submitted(state: rec.ClaimState) -> None:
    with pytest.raises(InputRefused, match="can become submitted"):
        claims.step(rec.Claim(), state, TODAY, TODAY)


def test_days_of_steps_are_possible() -> None:
    claim = walked("submitted")
    with pytest.raises(InputRefused, match="not come yet"):
        claims.step(claim, "approved", date(2026, 5, 22), TODAY)
    with pytest.raises(InputRefused, match="was before"):
        claims.step(claim, "approved", date(2026, 5, 1), TODAY)
    with pytest.raises(InputRefused, match="was before"):
        claims.step(rec.Claim(completed="2026-04-30"), "submitted", date(2026, 4, 29), TODAY)
    with pytest.raises(InputRefused):
        claims.back(rec.Claim(prepared_on="2026-05-01"))
    with pytest.raises(InputRefused, match="nothing any more"):
        claims.step(walked("submitted", "rejected"), "approved", TODAY, TODAY)


def test_one_calm_line_at_most(workspace: Workspace) -> None:
    assert claims.word(workspace) == ""
    talks(workspace, 45)
    assert claims.word(workspace) == ""
    talks(workspace, 75, 60, month="2026-03")
    assert claims.word(workspace) == "2.25 PDUs are ready to be claimed."
    claim = claim_of(workspace)
    workspace.save(claims.step(claim, "submitted", date(2026, 5, 8), TODAY))
    assert claims.word(workspace) == ""
    workspace.save(msgspec.structs.replace(stored(workspace, claim), submitted_on="2026-05-01"))
    assert "since 2026-05-01" in claims.word(workspace)


# --- What PMI's form gets -----------------------------------------------------------------------------------


def test_the_deck_of_a_mentor_is_in_the_order_of_pmis_form(workspace: Workspace) -> None:
    talks(workspace, 60, 75, focus="Saying no", outcome="Three sentences")
    deck = claims.deck(claim_of(workspace))
    assert [(c.label, c.text) for c in deck if c.id != "description"] == [
        ("Activity type", "Share Knowledge"),
        ("Organization or provider", "PMI Belgium Chapter"),
        ("Title", "PMI Belgium Mentoring Program, sessions 1 to 2"),
        ("Date started", "04/01/2026"),
        ("Date completed", "04/02/2026"),
        ("URL (optional)", "https://pmi-belgium.be/mentoring"),
        ("PDUs", "2.25"),
        ("Contact (optional)", "mentoring@pmi-belgium.be"),
    ]
    words = deck[3].text
    assert deck[3].id == "description" and "Saying no. Three sentences." in words and "75 minutes" in words


def test_a_mentee_gives_three_numbers_that_sum(workspace: Workspace) -> None:
    workspace.save(msgspec.structs.replace(workspace.pairs[0], role="mentee"))
    talks(workspace, 75, ways_of_working=50, power_skills=30, business_acumen=20)
    claim = claim_of(workspace)
    deck = {c.label: c.text for c in claims.deck(claim)}
    assert deck["Activity type"] == "Informal Learning" and "PDUs" not in deck
    sides = [deck[f"PDUs: {side}"] for side in pdu.SIDES]
    assert sides == ["0.75", "0.25", "0.25"]  # vector 8 of the facts page
    assert not claims.problems(claim)
    off = msgspec.structs.replace(claim, power_skills=2)
    assert "sum to 1.50, the claim is 1.25" in claims.problems(off)[0]


def test_a_claim_without_a_split_says_so(workspace: Workspace) -> None:
    workspace.save(msgspec.structs.replace(workspace.pairs[0], role="mentee"))
    talks(workspace, 60)
    [opening] = claims.openings(workspace)
    assert opening.groups[0].unsplit
    assert "sum to 0.00" in claims.problems(claim_of(workspace))[0]


def test_only_topic_and_outcome_reach_a_claim(workspace: Workspace) -> None:
    words = {name: f"zz{name}zz" for name in ("objective", "takeaways", "private_notes", "place", "reason", "channel")}
    talks(workspace, 60, focus="zzfocuszz", outcome="zzoutcomezz", agenda=["zzagendazz"], **words)
    for role in ("mentor", "mentee"):
        workspace.save(msgspec.structs.replace(workspace.pairs[0], role=role))
        opening = claims.openings(workspace)[0]
        whole = claims.as_text(claims.prepare(workspace, opening, opening.lines))
        assert "zzfocuszz" in whole and "zzoutcomezz" in whole
        assert whole.count("zz") == 4 and "Bram" not in whole and "Claes" not in whole


def test_a_form_can_keep_more_from_a_claim_but_never_let_takeaways_in() -> None:
    from mentor_tui import programs
    from mentor_tui.claims import wording

    form = programs.shared_forms()["session"]

    def with_audience(name: str, audience: tuple[Any, ...]) -> Any:
        sections = [
            msgspec.structs.replace(
                section,
                fields=tuple(
                    msgspec.structs.replace(f, audience=audience, audience_by_role={}) if f.id == name else f
                    for f in section.fields
                ),
            )
            for section in form.sections
        ]
        return msgspec.structs.replace(form, sections=tuple(sections))

    session = held(60, focus="zzfocuszz", outcome="zzoutcomezz", takeaways="zztakeawayszz")
    [line] = pdu.lines_of(Talks("mentor", [session], []))
    assert "zzoutcomezz" not in wording.description(with_audience("outcome", ("evidence",)), [line])
    assert "zztakeawayszz" not in wording.description(with_audience("takeaways", ("claim",)), [line])


# --- Words to look at ---------------------------------------------------------------------------------------


def looked(workspace: Workspace, description: str, **fields: Any) -> list[str]:
    claim = rec.Claim(
        pair_id="pair", provider="PMI Belgium Chapter", url="https://pmi-belgium.be/mentoring", title="Session 1",
        description=description, contact="mentoring@pmi-belgium.be", **fields,
    )  # fmt: skip
    return [found.what for found in claims.look(workspace, claim)]


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("Bram Claes", "Bram Claes and I spoke", 1),
        ("Bram Claes", "bram's plan", 1),
        ("Bram Claes", "Mr CLAES asked", 1),
        ("Zoë Müller", "zoe muller", 1),
        ("Zoe Muller", "Zoë drew it", 1),
        ("José Ibáñez", "JOSE and ibanez", 2),
        ("Jean-Luc van den Berg", "Luc said", 1),
        ("Jean-Luc van den Berg", "a talk van den ouden stempel", 0),
        ("An Peeters", "an hour of talk", 0),
        ("An Peeters", "An drew a plan", 1),
        ("李 明", "与明", 0),
        ("李 明", "李 明 spoke", 1),
        ("Bram Claes", "Bramble and claesque", 0),
    ],
)
def test_a_partner_is_found_however_the_name_is_written(
    workspace: Workspace, name: str, words: str, found: int
) -> None:
    workspace.save(msgspec.structs.replace(workspace.pairs[0], partner_name=name))
    assert looked(workspace, words).count("Your partner's name") == found


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Planning at ACME RAIL", "Your partner's employer"),
        ("the strategy of Nordsee Bank", "Your own employer"),
        ("write to x.y@z.example", "An e-mail address"),
        ("call +32 470 12 34 56", "A phone number"),
        ("see https://intranet.acme.example/plan", "A link that is not the program's"),
        ("see plan-rail.com/plan.", "A link that is not the program's"),
        ("long " * 250, "It is long, 1250 characters"),
    ],
)
def test_employers_addresses_and_length_are_pointed_out(workspace: Workspace, words: str, what: str) -> None:
    assert looked(workspace, words) == [what]


def test_what_belongs_to_the_program_is_no_finding(workspace: Workspace) -> None:
    words = "PMI Belgium Chapter, www.pmi-belgium.be, mentoring@pmi-belgium.be, 2026-04-01, 60 minutes."
    assert looked(workspace, words) == []


def test_words_written_in_confidence_are_recognised(workspace: Workspace) -> None:
    told = "I keep quiet in meetings when the director raises her voice"
    [session] = talks(workspace, 60, takeaways=told, private_notes="Ready to resign", focus="How to speak up")
    note = rec.Note(pair_id="pair", on="2026-04-02", text="The merger will be announced before the summer holidays")
    workspace.save(note)
    lines = [rec.ClaimLine(session_id=session.id, on=session.on, minutes=60)]
    assert any("take away" in what for what in looked(workspace, f"We saw: {told.upper()}.", lines=lines))
    assert looked(workspace, "ready, to RESIGN soon", lines=lines) == ["Words from “Private notes”"]
    assert len(looked(workspace, "it will be announced before the summer, so", lines=lines)) == 1
    assert looked(workspace, "How to speak up", lines=lines) == []
    workspace.save(msgspec.structs.replace(session, focus=told))  # the person made it the topic: that may be claimed
    assert looked(workspace, told, lines=lines) == []
    workspace.save(msgspec.structs.replace(session, focus="Ready to resign?"))
    assert looked(workspace, "Ready to resign", lines=lines) == []


def test_a_finding_says_what_to_change(workspace: Workspace) -> None:
    claim = rec.Claim(pair_id="pair", title="With Bram", description="x")
    [found] = claims.look(workspace, claim)
    assert found.field == "title" and "“Bram”" in found.sentence and "my mentee" in found.sentence


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["Bram Claes", "Zoë İnan", "ﬀion Straße", "李明"]))
def test_a_name_is_found_wherever_it_stands(before: str, after: str, name: str) -> None:
    from mentor_tui import personal

    words = f"{before} {name} {after}"
    found = list(personal.mentions(words, name))
    assert found and all(f in words for f in found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("with _Bram_ on it", "Bram"),
        ("Bram\nClaes", "Bram\nClaes"),
        ("Bram-Claes", "Bram-Claes"),
        ("Brams team", "Brams"),
        ("a brams", ""),
        ("Bramble", ""),
        ("Abram", ""),
    ],
)
def test_a_name_is_found_in_stress_and_in_the_genitive(words: str, found: str) -> None:
    from mentor_tui import personal

    name = "Bram Claes" if "Claes" in words else "Bram"
    assert "".join(personal.mentions(words, name)) == found


def test_a_confidential_title_is_told_and_admits_nothing_to_the_description(workspace: Workspace) -> None:
    [talk] = talks(workspace, 60)
    secret = "he wants to leave the bank before summer"
    workspace.save(msgspec.structs.replace(talk, private_notes=secret))
    claim = claim_of(workspace, title=secret, description=secret)
    assert [found.field for found in claims.look(workspace, claim)] == ["title", "description"]
    assert claims.look(workspace, msgspec.structs.replace(claim, title="Mentoring", description="A talk.")) == []


# --- What a later change does -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "now", "reason"),
    [
        ({"minutes": 45}, "1.75", "has 45 minutes, not 60"),
        ({"minutes": 62}, "2.00", "has 62 minutes, not 60"),
        ({"on": "2026-04-09"}, "2.00", "is now on 2026-04-09"),
        ({"paid": True}, "1.00", "paid work"),
        ({"status": "cancelled"}, "1.00", "was cancelled"),
        ({"kind": "group"}, "1.00", "not a talk between the two"),
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
    same = msgspec.structs.replace(first, outcome="said better", channel="Teams")
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
    assert f"its talks now give {now}" in off.sentence or now == "2.00"
    workspace.undo()
    assert claims.drifts(workspace) == {}


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
    assert "stands in another claim too" in claims.drifts(workspace)[claim.id].reasons[0]


# --- Whatever the sessions are ------------------------------------------------------------------------------

MINUTES = st.lists(st.integers(1, 200), max_size=14)
FLOORS = st.sampled_from(["session", "claim"])


def lines(minutes: list[int], role: Any = "mentor", weights: tuple[int, int, int] = (0, 0, 0)) -> list[pdu.Line]:
    sides = dict(zip(("ways_of_working", "power_skills", "business_acumen"), weights, strict=True))
    made = [held(m, f"2026-{1 + at // 28:02d}-{1 + at % 28:02d}", **sides) for at, m in enumerate(minutes)]
    return [x for x in pdu.lines_of(Talks(role, made, [])) if x.counts]


@settings(max_examples=60)
@given(MINUTES, FLOORS)
def test_groups_hold_every_talk_once_and_each_is_as_small_as_can_be(minutes: list[int], floor: pdu.Floor) -> None:
    every_talk_once(minutes, floor)


@pytest.mark.soak
@settings(max_examples=3000)
@given(MINUTES, FLOORS)
def test_three_thousand_lists_of_talks(minutes: list[int], floor: pdu.Floor) -> None:
    every_talk_once(minutes, floor)


def every_talk_once(minutes: list[int], floor: pdu.Floor) -> None:
    found = lines(minutes)
    groups, rest = claims.propose(found, floor)
    assert [x for g in (*groups, rest) for x in g.lines] == found
    for group in groups:
        assert group.amount.quarters >= claims.ONE
        assert pdu.amount(group.lines[:-1], floor).quarters < claims.ONE
    assert rest.amount.quarters < claims.ONE
    assert sum(g.amount.quarters for g in (*groups, rest)) * 15 <= sum(minutes)  # never more than was talked


@settings(max_examples=40)
@given(st.lists(st.integers(15, 200), min_size=1, max_size=8), FLOORS, st.tuples(*[st.integers(0, 9)] * 3))
def test_the_three_sides_sum_to_the_claim(minutes: list[int], floor: pdu.Floor, weights: tuple[int, int, int]) -> None:
    found = tuple(lines(minutes, "mentee", weights))
    group = claims.Group(found, pdu.amount(found, floor))
    numbered = numbered_by(rec.Claim(role="mentee"), group)
    sides = numbered.ways_of_working + numbered.power_skills + numbered.business_acumen
    assert sides == (numbered.quarters if any(weights) else 0)
    assert all(side >= 0 for side in (numbered.ways_of_working, numbered.power_skills, numbered.business_acumen))
