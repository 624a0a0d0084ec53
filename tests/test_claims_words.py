"""What PMI's form gets of a claim, and the words to look at before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import claims, pdu
from mentor_tui.pdu.held import PairSessions
from mentor_tui.schema import records as rec
from mentor_tui.workspace import Workspace
from tests.claim_room import claim_of, open_room, talks
from tests.pdu_room import held


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    found = open_room(tmp_path)
    yield found
    found.close()


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
    assert "add up to 1.50, the claim is 1.25" in claims.problems(off)[0]


def test_a_claim_without_a_split_says_so(workspace: Workspace) -> None:
    workspace.save(msgspec.structs.replace(workspace.pairs[0], role="mentee"))
    talks(workspace, 60)
    [opening] = claims.openings(workspace)
    assert opening.groups[0].unsplit
    assert "add up to 0.00" in claims.problems(claim_of(workspace))[0]


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
    from mentor_tui.claims import wording
    from mentor_tui.schema import programs

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
    [line] = pdu.lines_of(PairSessions("mentor", [session], []))
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
        ("Bram Claes", "we drew up bramplan, see claesnotes", 2),
        ("Bram Claes", "a bramplanet and an abramplan", 0),
        ("Mark Floor", "the floorplan and a bookmark", 0),
        ("Els D'Hondt", "with D’Hondt", 1),
        ("Els D’Hondt", "with D\u02bchondt", 1),
        ("Łukasz Nowak", "Lukasz spoke", 1),
        ("Lukasz Nowak", "Łukasz spoke", 1),
        ("Ada Yılmaz", "YILMAZ spoke", 1),
        ("Ada Yilmaz", "Yılmaz spoke", 1),
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


def test_the_effort_of_a_goals_step_is_confidential(workspace: Workspace) -> None:
    step = rec.GoalStep(text="Ask", effort="three evenings while my director is away")
    workspace.save(rec.Goal(pair_id="pair", title="Speak up", steps=[step]))
    assert len(looked(workspace, "It took three evenings while my director is away.")) == 1


def test_a_finding_says_what_to_change(workspace: Workspace) -> None:
    claim = rec.Claim(pair_id="pair", title="With Bram", description="x")
    [found] = claims.look(workspace, claim)
    assert found.field == "title" and "“Bram”" in found.sentence and "my mentee" in found.sentence


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["Bram Claes", "Zoë İnan", "ﬀion Straße", "李明"]))
def test_a_name_is_found_wherever_it_stands(before: str, after: str, name: str) -> None:
    from mentor_tui.words import personal

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
    from mentor_tui.words import personal

    name = "Bram Claes" if "Claes" in words else "Bram"
    assert "".join(personal.mentions(words, name)) == found


def test_a_confidential_title_is_told_and_admits_nothing_to_the_description(workspace: Workspace) -> None:
    [talk] = talks(workspace, 60)
    secret = "he wants to leave the bank before summer"
    workspace.save(msgspec.structs.replace(talk, private_notes=secret))
    claim = claim_of(workspace, title=secret, description=secret)
    assert [found.field for found in claims.look(workspace, claim)] == ["title", "description"]
    assert claims.look(workspace, msgspec.structs.replace(claim, title="Mentoring", description="A talk.")) == []


def test_a_nickname_that_was_noted_is_the_partners_name_everywhere(workspace: Workspace) -> None:
    from mentor_tui import documents
    from mentor_tui.claims import evidence
    from mentor_tui.errors import InputRefused

    workspace.save(msgspec.structs.replace(workspace.pairs[0], partner_nicknames="Brammetje, de Snelle"))
    talks(workspace, 60, focus="Brammetje's plan, said de snelle")
    pair = workspace.pairs[0]
    assert "Your partner's name" in looked(workspace, "a plan of brammetje")
    page = documents.render(documents.build(workspace.view(pair), "pdu-log"), "md").decode()
    assert "BC's plan, said BC" in page
    with pytest.raises(InputRefused, match="names your partner"):
        evidence.rows_of(workspace, pair, "Talk with Brammetje")
