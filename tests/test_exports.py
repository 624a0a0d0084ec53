"""Documents: what reaches whom, field by field, and what it says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.mentoring import journey
from mentor_tui.schema import audience, programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Field
from mentor_tui.workspace import PairView
from tests.full_view import full, made
from tests.pair_views import TODAY, signed_agreement, talk, view

SHARED = [
    (name, form)
    for name, kind in programs.load("pmi-belgium").documents.items()
    for form in kind.formats
    if name != "everything"
]


NAMES = {"profile.name", "pair.partner_name", "pair.cohort"}
CLOSURE = NAMES | {"closure.what_worked", "closure.what_to_improve", "closure.interests_next"}
TICKED = {"goal.title", "lesson.text"}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("fmt", ["md", "html", "json"])
def test_only_the_listed_words_reach_the_program(role: str, fmt: str) -> None:
    found, marks = full(role)
    assert marks.read(made(found, "closure", fmt)) == CLOSURE | TICKED
    assert marks.read(made(found, "midpoint", fmt)) == NAMES | {"midpoint.brief_feedback"}


@pytest.mark.parametrize("fmt", ["md", "html", "json"])
def test_what_is_not_ticked_stays(fmt: str) -> None:
    found, marks = full(share=False)
    page = made(found, "closure", fmt)
    assert marks.read(page) == CLOSURE
    assert "PDU" not in page
    assert "PDU" in made(full(share=True)[0], "closure", fmt)


def test_no_date_of_a_meeting_reaches_the_program() -> None:
    found, _ = full()
    found = replace(found, sessions=[msgspec.structs.replace(s, on="2026-04-23") for s in found.sessions])
    for document in ("closure", "midpoint"):
        page = made(found, document, "json")
        assert "2026-04-23" not in page
        assert "07:13" not in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("mentor", {"session.focus", "session.outcome"}),
        ("mentee", {"session.focus", "session.outcome", "session.takeaways"}),
    ],
)
@pytest.mark.parametrize("fmt", ["md", "html", "json", "csv"])
def test_the_pdu_log_names_nobody_but_me(role: str, words: set[str], fmt: str) -> None:
    found, marks = full(role)
    expected = words if fmt == "csv" else words | {"profile.name", "pair.cohort"}
    assert marks.read(made(found, "pdu-log", fmt)) == expected


NAMED = "Bram drew it; with Claes, PMP"


def named_pair() -> PairView:
    talk = rec.Session(
        id="s1", pair_id="pair", on="2026-04-02", minutes=60, status="held", focus=NAMED, outcome="BramClaes"
    )
    claim = rec.Claim(pair_id="pair", title="Talks with Zoë", description=NAMED, started="2026-04-02", quarters=4)
    other = rec.Pair(id="q", partner_name="Zoë Maes")
    found = view(talk, claim, pair={"partner_name": "Dr. Bram Claes, PMP"})
    return replace(found, partners=[found.pair, other])


@pytest.mark.parametrize(
    "document", [name for name, kind in programs.load("pmi-belgium").documents.items() if kind.reader == "evidence"]
)
def test_what_is_for_evidence_has_initials_wherever_somebody_wrote_a_partners_name(document: str) -> None:
    found = named_pair()
    for fmt in programs.load("pmi-belgium").documents[document].formats:
        page = made(found, document, fmt)
        assert not re.search("bram|claes|zoë", page, re.IGNORECASE)
        kept = made(found, document, fmt, keep_names=True)
        if document != "hours":
            assert "BC drew it; with BC, PMP" in page and NAMED in kept
        if document == "claims":
            assert "Talks with ZM" in page
    gone = documents.ready(found, document).names
    assert bool(gone) == (document != "hours")
    assert documents.ready(found, document).preview.found[: len(gone)] == gone
    if document != "hours":
        assert any(
            "your partner's name, Bram" in line
            for line in documents.ready(found, document, keep_names=True).preview.found
        )


def test_the_preview_of_an_earlier_version_of_the_agreement_is_of_that_version() -> None:
    first = signed_agreement(version=1, answers={"purpose": "write to ana@example.org"})
    later = [rec.Agreement(version=number, answers={"purpose": "grow"}) for number in (2, 3)]
    found = view(first, *later)
    assert not documents.ready(found, "agreement").preview.found
    older = documents.ready(found, "agreement", agreement_version=1)
    assert any("ana@example.org" in line for line in older.preview.found)
    assert older.document == documents.build(found, "agreement", agreement_version=1)


def test_a_document_for_the_partner_or_the_team_keeps_names() -> None:
    sheet = rec.Worksheet(form="closure", answers={"what_worked": "as Bram said"})
    assert "as Bram said" in made(view(sheet), "closure", "md") and documents.ready(view(sheet), "closure").names == []


def test_the_agreement_holds_what_the_two_may_read() -> None:
    found, marks = full()
    read = marks.read(made(found, "agreement", "md"))
    own = {owner for owner in read if not owner.startswith("agreement.")}
    assert own == NAMES | {
        "profile.job_title",
        "profile.organisation",
        "pair.partner_job_title",
        "pair.partner_organisation",
        "signature.name",
        "signature.how",
    }
    assert {o for o in marks.owners.values() if o.startswith("agreement.")} <= read


def test_own_notes_hold_every_word_of_the_pair() -> None:
    found, marks = full()
    read = marks.read(made(found, "notes", "md"))
    elsewhere = {"profile", "pair", "mark", "disclosure", "certification", "signature"}
    links = {"session.origin", "action.goal_id", "action.session_id"}
    assert {o for o in marks.owners.values() if o.partition(".")[0] not in elsewhere} - read == links


def test_own_notes_call_an_action_an_action() -> None:
    found, _ = full()
    notes = made(found, "notes", "md")
    assert "Actions" in notes and "Promise" not in notes


def test_a_worksheet_the_pack_forgot_is_still_in_my_notes() -> None:
    sheet = rec.Worksheet(form="gone", answers={"old": "kept words"})
    known = rec.Worksheet(form="closure", answers={"dropped_field": "kept too"})
    page = made(view(sheet, known), "notes", "md")
    assert "kept words" in page
    assert "kept too" in page
    assert "kept" not in made(view(sheet, known), "closure", "md")


# --- The filter -------------------------------------------------------------------------------------------


def test_a_field_passes_only_by_audience_role_and_tick() -> None:
    open_field = Field("a", "A", audience=("program",))
    ticked = Field("b", "B", audience=("program", "pair"), share="t")
    mine = Field("c", "C", audience=("program",), roles=("mentee",))
    by_role = Field("d", "D", audience=("program",), audience_by_role={"mentor": ()})
    private = Field("e", "E")
    assert audience.admits(open_field, {}, "mentor", "program")
    assert not audience.admits(open_field, {}, "mentor", "pair")
    assert not audience.admits(ticked, {}, "mentor", "program")
    assert not audience.admits(ticked, {"t": "yes"}, "mentor", "program")  # only a real yes counts
    assert audience.admits(ticked, {"t": True}, "mentor", "program")
    assert audience.admits(ticked, {}, "mentor", "pair")
    assert not audience.admits(mine, {}, "mentor", "program")
    assert not audience.admits(by_role, {}, "mentor", "program")
    assert audience.admits(by_role, {}, "mentee", "program")
    for reader in ("pair", "program", "claim", "evidence"):
        assert not audience.admits(private, {}, "mentor", reader)  # type: ignore[arg-type]
    assert audience.admits(private, {}, "mentor", None)


def test_values_without_a_field_have_no_way_out() -> None:
    form = view().program.form("closure")
    assert audience.admitted(form, {"smuggled": "x", "what_worked": "y"}, "mentor", "program").keys() == {"what_worked"}


# --- What the documents say -------------------------------------------------------------------------------


def facts(document: documents.Document) -> dict[str, str]:
    blocks = [b for s in document.sections for b in s.blocks if isinstance(b, documents.Facts)]
    return {f.id: f.value for f in document.facts} | {f.id: f.value for b in blocks for f in b.items}


def test_the_closure_summary_counts() -> None:
    goals = [
        rec.Goal(title=f"Goal {status}", status=status, share_title=status == "partly")  # type: ignore[arg-type]
        for status in ("draft", "active", "reached", "reached", "partly", "not_reached", "dropped")
    ]
    sessions = [talk(-20, minutes=200), talk(-10, minutes=210), talk(-5, kind="kickoff"), talk(3, status="planned")]
    answers = {"share_pdus": True, "satisfaction": 4, "survey_submitted": True, "pdu_earned": "99"}
    document = documents.build(
        view(*goals, *sessions, rec.Worksheet(form="closure", answers=answers), pair={"status": "completed"}),
        "closure",
    )
    found = facts(document)
    assert (found["meetings_held"], found["hours_held"], found["pdu_earned"]) == ("2", "6 h 50", "6.75")
    assert (found["goals_total"], found["goals_reached"], found["goals_partly"]) == ("6", "2", "1")
    assert (found["goals_not_reached"], found["goals_dropped"], found["goals_open"]) == ("1", "1", "1")
    assert (found["satisfaction"], found["survey_submitted"]) == ("4 of 5", "yes")
    assert (found["name"], found["partner_name"], found["handbook_version"]) == ("Ana Peeters", "Bram Claes", "1.0.1")
    assert document.note == ""
    page = documents.render(document, "md").decode()
    assert "Goal partly (partly reached)" in page
    assert "Goal reached" not in page


def test_meetings_and_hours_are_the_same_wherever_they_are_told() -> None:
    once, again = talk(-20, start="18:00"), talk(-20, start="18:00", minutes=50)
    found = view(once, again, talk(-10, minutes=59, paid=True), talk(-5, minutes=69))
    told = {name: facts(documents.build(found, name)) for name in ("closure", "pdu-log", "hours")}
    assert (told["closure"]["meetings_held"], told["closure"]["hours_held"]) == ("2", "2 h 09")
    assert (told["pdu-log"]["sessions"], told["pdu-log"]["hours"]) == ("2", "2 h 09")
    assert (told["hours"]["sessions"], told["hours"]["hours"]) == ("2", "2 h 09")
    assert journey.totals(found).sentence.startswith("2 sessions, 2 h 09 ")


def test_a_talk_after_the_end_of_the_pair_is_no_hour_of_the_program_and_is_told_apart() -> None:
    talks = [talk(-20, minutes=60), talk(-10, minutes=30), talk(-2, minutes=60)]
    early = {"status": "ended_early", "end": "2099-01-01", "ended_on": (TODAY - timedelta(days=10)).isoformat()}
    past = {"status": "active", "end": (TODAY - timedelta(days=10)).isoformat()}
    for pair in (early, past):
        found = view(*talks, pair=pair)
        told = facts(documents.build(found, "closure"))
        assert (told["meetings_held"], told["hours_held"]) == ("2", "1 h 30")
        assert told["after_end"] == "1 session, 1 h, not counted above"
        assert facts(documents.build(found, "midpoint"))["meetings_held"] == "2"
        assert facts(documents.build(found, "hours"))["program_hours"] == "1 h 30"
        assert facts(documents.build(found, "pdu-log"))["hours"] == "2 h 30"  # it may earn PDUs
        closure = rec.Worksheet(form="closure", answers={"share_pdus": True})
        assert facts(documents.build(view(*talks, closure, pair=pair), "closure"))["pdu_earned"] == "1.50"
    assert "after_end" not in facts(documents.build(view(*talks, pair={"end": TODAY.isoformat()}), "closure"))


def test_before_the_end_it_is_an_interim_state() -> None:
    document = documents.build(view(), "closure")
    assert document.note == f"As of {TODAY.isoformat()}. This pair is still active."
    assert facts(document)["meetings_held"] == "0"
    assert "survey_submitted" not in facts(document)  # a form nobody opened says nothing


def test_the_pdu_log_lists_what_counts_and_why_the_rest_does_not() -> None:
    sessions = [
        talk(-20, minutes=75, focus="Sponsors", outcome="A map"),
        talk(-12, kind="webinar"),
        talk(-9, paid=True),
        talk(-3, status="no_show"),
    ]
    document = documents.build(view(*sessions, pair={"partner_name": "Bram Claes"}), "pdu-log")
    counted, aside = (s.blocks[0] for s in document.sections if s.id in ("counted", "not_counted"))
    assert isinstance(counted, documents.Table)
    assert isinstance(aside, documents.Table)
    assert counted.rows == (("1", "2026-05-01", "75", "BC", "Sponsors", "A map", "1.25"),)
    assert [row[-1] for row in aside.rows] == [
        "It was not a session between the two of you.",
        "It was paid work.",
        "One of you did not show up.",
    ]


def test_a_mentee_logs_takeaways_and_the_triangle() -> None:
    session = talk(-20, minutes=75, takeaways="Ask first", ways_of_working=50, power_skills=30, business_acumen=20)
    rows = list(csv.DictReader(io.StringIO(made(view(session, pair={"role": "mentee"}), "pdu-log", "csv"))))
    assert rows == [
        {
            "number": "1",
            "date": "2026-05-01",
            "minutes": "75",
            "topic": "",
            "outcome": "",
            "takeaways": "Ask first",
            "ways_of_working": "0.75",
            "power_skills": "0.25",
            "business_acumen": "0.25",
            "pdus": "1.25",
        }
    ]


def test_the_agreement_spells_out_clauses_and_changes() -> None:
    first = signed_agreement(version=1, answers={"purpose": "grow", "clauses": ["scope", "leave"], "off_limits": ["a"]})
    second = rec.Agreement(version=2, answers={"purpose": "lead", "clauses": ["scope"], "frequency": "weekly"})
    found = view(first, second)
    form = found.program.form("agreement")
    newest = made(found, "agreement", "md")
    options = {o.id: o for o in form.field("clauses").options}
    assert options["scope"].help in newest
    assert options["leave"].help not in newest
    assert "Was: grow. Now: lead" in newest
    assert "New: weekly" in newest
    assert f"removed: {options['leave'].label}" in newest
    assert "Removed; it was: a" in newest
    assert "Not signed by both yet." in newest
    assert form.field("non_commercial").label not in newest  # not ticked, so not agreed
    older = made(found, "agreement", "md", agreement_version=1)
    assert "changed since" not in older
    assert older.count("on paper") == 2
    assert documents.build(found, "agreement", agreement_version=1).note == ""


def test_documents_that_cannot_be_made() -> None:
    with pytest.raises(NotFound, match="no agreement yet"):
        documents.build(view(), "agreement")
    with pytest.raises(NotFound, match="no version 7"):
        documents.build(view(signed_agreement()), "agreement", agreement_version=7)
    with pytest.raises(NotFound, match="no document called"):
        documents.build(view(), "novel")
    with pytest.raises(InputRefused, match="whole vault"):
        documents.build(view(), "everything")
    with pytest.raises(InputRefused, match="made as md, html, json"):
        documents.render(documents.build(view(), "closure"), "csv")


@pytest.mark.parametrize(("document", "fmt"), SHARED)
def test_the_same_pair_gives_the_same_bytes(document: str, fmt: str) -> None:
    found, _ = full()
    assert made(found, document, fmt) == made(found, document, fmt)
    assert made(found, document, fmt).endswith("\n")


# --- Before it leaves -------------------------------------------------------------------------------------


def test_the_preview_says_what_leaves_and_what_stays() -> None:
    found, marks = full()
    preview = documents.ready(found, "closure").preview
    leaves, stays = "\n".join(preview.leaves), "\n".join(preview.stays)
    assert marks.read(leaves) <= CLOSURE | TICKED
    assert "What worked well in the program? (1 word)" in leaves
    for label in ("Private notes", "What did you work on?", "A concern", "What needs to be done?", "Partner's e-mail"):
        assert label in stays
    assert "What worked" not in stays
    assert marks.read(stays) == set()


def test_the_preview_of_own_notes_is_short() -> None:
    found, _ = full()
    preview = documents.ready(found, "notes").preview
    assert len(preview.leaves) == 1
    assert (preview.stays, preview.found) == ([], [])


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("write to jan.smit@acme.example please", "an e-mail address, jan.smit@acme.example"),
        ("call +32 475 12 34 56", "a phone number, +32 475 12 34 56"),
        ("call 0475/12.34.56", "a phone number, 0475/12.34.56"),
        ("as Bram said", "your partner's name, Bram"),
        ("at acme corp", "your partner's organisation, acme corp"),
        ("see https://intranet.example/x", "a link, https://intranet.example/x"),
    ],
)
def test_words_to_look_at_twice(words: str, what: str) -> None:
    sheet = rec.Worksheet(form="closure", answers={"what_worked": words})
    found = documents.ready(view(sheet, pair={"partner_organisation": "Acme Corp"}), "closure").preview.found
    assert f"What worked well in the program?: {what}" in found


def test_another_partner_of_mine_is_pointed_out_and_who_has_my_own_name_is_not() -> None:
    sheet = rec.Worksheet(form="closure", answers={"what_worked": "as Zoë said to Ana and the Maes family"})
    found = view(sheet)
    found = replace(found, partners=[found.pair, rec.Pair(id="q", partner_name="Zoë Ana Maes")])
    told = documents.ready(found, "closure").preview.found
    what = "What worked well in the program?: the name of another of your partners"
    assert told == [f"{what}, Zoë", f"{what}, Maes"]


def test_ordinary_words_are_left_alone() -> None:
    words = "Since 2026-05-18 we met 12 times, 1.000.000 ideas, 3 of 5; brambles and acmes."
    sheet = rec.Worksheet(form="closure", answers={"what_worked": words})
    assert documents.ready(view(sheet, pair={"partner_organisation": "Acme"}), "closure").preview.found == []


def test_a_suggested_name_names_nobody() -> None:
    hostile_name = view(pair={"partner_name": "Émile/7 ../x"})
    assert documents.suggested_name(view(), "closure", "md") == "closure-bc-2026-05-21.md"
    assert documents.suggested_name(hostile_name, "pdu-log", "csv") == "pdu-log-ex-2026-05-21.csv"
    assert documents.suggested_name(view(), "everything", "json") == "everything-2026-05-21.json"


def test_a_tick_nobody_set_tells_the_program_nothing() -> None:
    form = view().program.form("closure")
    found = audience.admitted(form, {"what_worked": "the rhythm"}, "mentor", "program")
    assert "survey_submitted" not in found
    assert "survey_submitted" in audience.admitted(form, {"survey_submitted": True}, "mentor", "program")
