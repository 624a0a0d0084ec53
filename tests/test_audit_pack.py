"""The audit pack: nothing private by itself, initials for names, whole or not at all, and noted when it left."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import audit
from mentor_tui.claims import evidence
from mentor_tui.documents.audit import initials, layout, parts
from mentor_tui.documents.audit import pack as audit_pack
from mentor_tui.documents.audit.pack import Pack
from mentor_tui.documents.documents import Table
from mentor_tui.errors import InputRefused
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.words import personal
from mentor_tui.words.name_words import ORDINARY, PARTICLES
from mentor_tui.words.text import fold
from mentor_tui.workspace import Workspace
from tests.audit_room import Room, claim_of, open_room, talk
from tests.journey.full_pair import FullPair
from tests.journey.full_pair import value as something


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.ws.close()


def everything(pack: Pack) -> str:
    """All that leaves, in both shapes, as one text; what is packed inside the page unpacked."""
    page = audit_pack.as_page(pack).decode()
    inside = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)
    parts = [page, *(base64.b64decode(i).decode() for i in inside)]
    parts += [f"{name}\n{data.decode('utf-8-sig')}" for name, data in audit_pack.as_files(pack).items()]
    return html.unescape("\n".join(parts)).replace("\r\n ", "")


# --- Nothing private leaves by itself ---------------------------------------------------------------------


class Words:
    """A word of its own for every text field, and whose it was."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}

    def __call__(self, owner: str) -> str:
        word = f"mk{len(self.owners):04d}z"
        self.owners[word] = owner
        return word

    def read(self, text: str) -> set[str]:
        """Whose words stand in a text."""
        return {self.owners[word] for word in re.findall(r"mk\d{4}z", text)}


def full(folder: Path, role: Any) -> tuple[Workspace, Words]:
    """A vault in which every field of every record says something, and a claim of the talk."""
    words = Words()
    pair = FullPair(role, words, share=True)
    ws = open_room(folder)
    [held] = [r for r in pair.records if isinstance(r, rec.Session) and r.status == "held"]
    form = programs.shared_forms()["claim"]
    said = {f.id: something(form, f, words, False) for f in form.fields() if f.kind in ("line", "text", "reference")}
    other = rec.Note(pair_id="", text=words("note without a pair.text"))
    ws.save(*pair.records, claim_of(pair.pair, held, **said), other)
    return ws, words


BY_ITSELF = {"profile.name", "pair.cohort", "session.focus", "session.outcome", "certification.name"} | {
    f"claim.{name}" for name in ("provider", "title", "description", "url", "contact")
}
TICKED = {"mentor": set(), "mentee": {"session.takeaways"}}
LOG = {"takeaways", "relation_to_goals", "application", "more_insight"}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_nothing_private_leaves_unless_it_was_ticked(role: str, tmp_path: Path) -> None:
    ws, words = full(tmp_path, role)
    usual = audit.usual(ws)
    assert usual is not None
    scope = audit.read(ws, usual.id)
    assert words.read(everything(audit_pack.build(ws, usual.id))) == BY_ITSELF
    offered = {owner for offer in scope.offers for owner in words.read(offer.words)}
    wanted = TICKED[role] | {f"learning-log.{name}" for name in LOG if role == "mentee" and name != "more_insight"}
    assert offered == wanted, "what is not for an audit is not even offered"
    for offer in scope.offers:
        released = words.read(everything(audit_pack.build(ws, usual.id, [offer.id])))
        assert released == BY_ITSELF | words.read(offer.words), "one tick lets one text out"
    every = {offer.id for offer in scope.offers} | {f"name:{ws.pairs[0].id}"}
    assert words.read(everything(audit_pack.build(ws, usual.id, every))) == BY_ITSELF | wanted | {"pair.partner_name"}
    ws.close()


def test_ticks_that_were_never_offered_let_nothing_out(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], private_notes="SECRET", takeaways="MINE"))
    ticks = [f"session.{name}:{room.talks[0].id}" for name in ("private_notes", "takeaways", "agenda")]
    assert "SECRET" not in everything(audit_pack.build(room.ws, room.cycle, ticks))
    assert "MINE" not in everything(audit_pack.build(room.ws, room.cycle, ticks)), "a mentor's takeaways stay"


def test_a_verdict_never_stands_in_the_pack(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], start="", minutes=50))
    text = everything(audit_pack.build(room.ws, room.cycle))
    assert not re.search(r"would (not )?hold|\bthin\b|no start time", text)


def test_the_agreement_is_names_dates_and_scope_only(room: Room) -> None:
    text = everything(audit_pack.build(room.ws, room.cycle))
    assert "SECRET purpose" not in text
    for known in ("Agreement cover", "2026-03-10", "2026-08-06", "PMI Belgium Mentoring Program"):
        assert known in text


# --- Initials instead of names ----------------------------------------------------------------------------

NAMED = "Bram drew it; BRAM CLAES agreed, bräm's boss (Claes) not. Bramble stays."


def test_a_partners_name_gives_way_to_initials_wherever_it_was_written(room: Room) -> None:
    named = msgspec.structs.replace(room.talks[0], focus=NAMED)
    room.ws.save(named, msgspec.structs.replace(room.claim, description="With Bram Claes", title="Bram and I"))
    pack = audit_pack.build(room.ws, room.cycle)
    text = everything(pack)
    assert not re.search(r"\bbr[aä]m\b|\bclaes\b", text, re.IGNORECASE)
    assert "BC drew it; BC agreed, BC's boss (BC) not. Bramble stays." in text
    assert "With BC" in text
    assert "Ana Peeters" in text, "the person's own name is meant"
    found = layout.preview(room.ws, pack).found
    assert any("2026-03-12" in line or "Topic" in line for line in found)
    assert any("Description" in line for line in found)


def test_the_partners_full_name_stands_on_the_agreement_cover_only_when_released(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], focus=NAMED))
    pack = audit_pack.build(room.ws, room.cycle, [f"name:{room.pair.id}"])
    found = {n: d.decode("utf-8-sig") for n, d in audit_pack.as_files(pack).items() if b"Claes" in d}
    assert set(found) == {"03-agreement.html"}
    assert found["03-agreement.html"].count("Bram Claes") == 1


def test_a_name_that_both_carry_is_left_where_it_may_be_mine(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.pair, partner_name="Luc Peeters"))
    text = everything(audit_pack.build(room.ws, room.cycle))
    assert "Ana Peeters" in text
    assert "Ana LP" not in text
    assert "Luc" not in text


# --- What stands in it ------------------------------------------------------------------------------------


def test_the_sessions_as_a_table(room: Room) -> None:
    files = audit_pack.as_files(audit_pack.build(room.ws, room.cycle))
    rows = list(csv.DictReader(io.StringIO(files["sessions.csv"].decode("utf-8-sig"))))
    assert rows[0] == {
        "No.": "1",
        "Date": "2026-03-12",
        "Start": "18:00",
        "Minutes": "60",
        "PDUs": "1.00",
        "With": "BC",
        "Claim": "1",
        "Topic": "Stakeholder map",
        "Outcome": "Map drawn",
    }
    assert [row["Claim"] for row in rows] == ["1", "1", ""]


def test_formulas_in_a_topic_are_disarmed(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], focus="=HYPERLINK(1)"))
    files = audit_pack.as_files(audit_pack.build(room.ws, room.cycle))
    assert "'=HYPERLINK(1)" in files["sessions.csv"].decode("utf-8-sig")


def test_the_calendar_has_time_and_initials_and_no_place(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], place="https://meet.example/secret", channel="Zoom"))
    calendar = audit_pack.as_files(audit_pack.build(room.ws, room.cycle))["sessions.ics"].decode()
    assert calendar.count("BEGIN:VEVENT") == 3
    assert "DTSTART:20260312T170000Z\r\nDTEND:20260312T180000Z" in calendar, "18:00 in Brussels, in winter"
    assert "SUMMARY:Mentoring session 1\\, with BC" in calendar
    assert not re.search(r"meet\.example|Zoom|Stakeholder|LOCATION|DESCRIPTION|ATTENDEE", calendar)


def test_a_second_parser_reads_the_calendar_and_undo_makes_it_no_older(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.ws.profile, email="ana@example.be"))

    def read() -> list[Any]:
        calendar = vobject.readOne(audit_pack.build(room.ws, room.cycle).calendar.decode())
        assert calendar.method.value == "PUBLISH"
        return list(calendar.vevent_list)

    before = read()
    assert not any("organizer" in e.contents for e in before), "an address is no evidence, and an organizer needs one"
    assert {e.status.value for e in before} == {"CONFIRMED"}
    room.ws.save(msgspec.structs.replace(room.talks[0], start="19:00"))
    changed = read()
    room.ws.undo()
    undone = read()
    for one, two, three in zip(before, changed, undone, strict=True):
        assert int(one.sequence.value) < int(two.sequence.value) < int(three.sequence.value)
        assert one.dtstamp.value <= two.dtstamp.value <= three.dtstamp.value


def test_the_letter_is_addressed_to_the_programs_contact_and_names_no_partner(room: Room) -> None:
    letter = audit_pack.as_files(audit_pack.build(room.ws, room.cycle))["letter-request.txt"].decode()
    assert letter.startswith("To: PMI Belgium mentoring team <mentoring@pmi-belgium.be>\n")
    for known in ("Name: Ana Peeters", "Role: mentor", "Sessions: 3", "3 h", "2026-03-12 and 2026-05-07", "BC"):
        assert known in letter
    assert "Bram" not in letter


def test_a_program_is_not_asked_to_vouch_for_talks_after_the_end_of_the_pair(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.pair, end="2026-04-30"))
    letter = audit_pack.build(room.ws, room.cycle).letters
    assert "Sessions: 2\n" in letter and "Time together: 2 h\n" in letter and "2026-03-12 and 2026-04-09" in letter
    assert "After the end of the program: 1 session, 1 h\n" in letter


def test_a_mentees_claim_has_its_three_sides(tmp_path: Path) -> None:
    room = Room(tmp_path, role="mentee")
    split = msgspec.structs.replace(room.talks[0], ways_of_working=1, power_skills=1)
    sides = {"ways_of_working": 4, "power_skills": 4}
    room.ws.save(split, msgspec.structs.replace(room.claim, **sides))
    text = everything(audit_pack.build(room.ws, room.cycle))
    assert "Ways of Working,Power Skills,Business Acumen,Claim" in text
    assert ",0.50,0.50,0.00,1," in text
    assert "PDUs: Ways of Working" in text
    assert "PDUs: Business Acumen" not in text
    room.ws.close()


def test_two_roles_and_two_partners_stand_apart(room: Room) -> None:
    other = rec.Pair(role="mentee", partner_name="Chloé Dubois")
    room.ws.save(other, talk(other, "2026-04-20"))
    text = everything(audit_pack.build(room.ws, room.cycle))
    assert "As mentor, with BC" in text
    assert "As mentee, with CD" in text
    assert text.count("To: PMI Belgium mentoring team") == 6, "for each role a page, in both shapes, and plain text"


def test_rows_of_a_forgotten_pair_make_a_pack_too(room: Room) -> None:
    rows = evidence.rows_of(room.ws, room.pair)
    room.ws.forget_pair(room.pair, keep=[*rows, *evidence.claims_of(room.ws, room.pair, rows)])
    pack = audit_pack.build(room.ws, room.cycle)
    files = audit_pack.as_files(pack)
    assert files["sessions.csv"].decode("utf-8-sig").count("Mentoring session") == 3
    assert [name for name in files if name.endswith(".html")] == [
        "00-cover.html",
        "01-claims.html",
        "02-sessions.html",
    ]
    assert "letter-request.txt" not in files
    audit_pack.register(room.ws, pack, audit_pack.Written(Path("x"), "html", "0" * 64, 1), "PMI")
    assert [d.pair_id for d in room.ws.all(rec.Disclosure)] == [""]


def test_a_claimed_talk_that_counts_no_more_adds_no_time(room: Room) -> None:
    room.ws.save(msgspec.structs.replace(room.talks[0], paid=True))
    pack = audit_pack.build(room.ws, room.cycle)
    told = {f.id: f.value for f in pack.whole.facts}
    assert (told["talks"], told["time"], told["pdus"]) == ("3, of which 2 count", "2 h", "2.00")
    assert "Sessions: 2\n" in pack.letters and "Time together: 2 h\n" in pack.letters


def test_without_a_talk_there_is_no_pack(tmp_path: Path) -> None:
    ws = open_room(tmp_path)
    pair = rec.Pair(partner_name="Bram")
    ws.save(pair)
    with pytest.raises(InputRefused, match="no pack was made"):
        audit_pack.build(ws, f"pair:{pair.id}")
    ws.close()


# --- Before and after -------------------------------------------------------------------------------------


def test_the_register_notes_the_pack_for_every_pair_in_it(room: Room, tmp_path: Path) -> None:
    other = rec.Pair(partner_name="Chloé")
    room.ws.save(other, talk(other, "2026-04-20"))
    pack = audit_pack.build(room.ws, room.cycle)
    written = audit_pack.write(pack, tmp_path / "pack.html")
    audit_pack.register(room.ws, pack, written, "PMI\nCustomer Care")
    noted = room.ws.all(rec.Disclosure)
    assert {d.pair_id for d in noted} == {room.pair.id, other.id}
    for d in noted:
        assert (d.what, d.format, d.recipient) == ("PDU audit pack", "html", "PMI Customer Care")
        assert (d.sha256, d.size, d.at) == (written.sha256, written.size, "2026-05-21T12:00:00Z")


def test_the_preview_tells_what_leaves_and_what_stays(tmp_path: Path) -> None:
    room = Room(tmp_path, role="mentee")
    talks = [msgspec.structs.replace(t, takeaways=f"Lesson {i}") for i, t in enumerate(room.talks)]
    talks[1] = msgspec.structs.replace(talks[1], private_notes="hm", focus="Ask bob@example.com at Acme")
    missing = talk(room.pair, "2026-05-14", minutes=0)
    room.ws.save(*talks, missing, msgspec.structs.replace(room.pair, partner_organisation="Acme"))
    first = audit.read(room.ws, room.cycle).offers[0]
    seen = layout.preview(room.ws, audit_pack.build(room.ws, room.cycle, [first.id]))
    leaves, stays, found = ("\n".join(lines) for lines in (seen.leaves, seen.stays, seen.found))
    assert "1 that you ticked (2026-03-12 What do you take away?)" in leaves
    assert "your partner's initials" in leaves
    assert "you did not tick: 2" in stays
    assert "2026-05-14" in stays
    assert "Private notes" in stays
    assert "Partner's name" in stays
    assert "an e-mail address, bob@example.com" in found
    assert "your partner's organisation, Acme" in found
    room.ws.close()


# --- Any name, in any spelling ----------------------------------------------------------------------------

PART = st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), min_size=4, max_size=9).filter(
    lambda part: personal.alike(part) not in ORDINARY | PARTICLES
)
SPELT = st.sampled_from([str.upper, str.lower, str.title, lambda s: s + "'s", lambda s: f"({s})", lambda s: f"{s},"])


def no_part_of_a_name_is_left(first: str, last: str, spelt: Any, around: list[str]) -> None:
    name = f"{first} {last}"
    names = [(n, "BC") for n in sorted(personal.names_of(name), key=len, reverse=True)]
    words = " ".join([*around, spelt(name), first, *around, spelt(last)])
    left = fold(initials.plain(words, names))
    for part in (first, last):
        assert not re.search(rf"(?<!\w){re.escape(fold(part))}(?!\w)", left)


@pytest.mark.parametrize("particle", sorted(p for p in PARTICLES if len(p) > 3))
@pytest.mark.parametrize("spelt", [str.upper, str.title, lambda s: s + "'s", lambda s: f"({s})", lambda s: f"{s},"])
def test_a_particle_that_somebody_is_called_gives_way_with_its_capital(particle: str, spelt: Any) -> None:
    for written in (particle.title(), particle.upper()):
        no_part_of_a_name_is_left(written, "Peeters", spelt, ["Thursday"])
        no_part_of_a_name_is_left("Peeters", written, spelt, ["Thursday"])


@settings(max_examples=40, deadline=None)
@given(PART, PART, SPELT, st.lists(PART, max_size=3))
def test_any_name_gives_way_in_any_spelling(first: str, last: str, spelt: Any, around: list[str]) -> None:
    no_part_of_a_name_is_left(first, last, spelt, around)


@pytest.mark.soak
@settings(max_examples=3000, deadline=None)
@given(PART, PART, SPELT, st.lists(PART, max_size=3))
def test_thousands_of_names_give_way(first: str, last: str, spelt: Any, around: list[str]) -> None:
    no_part_of_a_name_is_left(first, last, spelt, around)


def test_an_event_of_a_mentor_that_earns_education_stands_with_its_split(room: Room) -> None:
    def heads() -> tuple[list[str], list[tuple[str, ...]], str]:
        page = parts.session_table(audit.read(room.ws, room.cycle))
        [table] = [b for b in page.sections[0].blocks if isinstance(b, Table)]
        return [c.id for c in table.columns], list(table.rows), page.note

    columns, rows, note = heads()
    assert not {"ways_of_working", "power_skills", "business_acumen"} & set(columns) and "Education" not in note
    event: dict[str, Any] = {"kind": "webinar", "pdu_activity": "course", "focus": "Course", "power_skills": 1}
    room.ws.save(talk(room.pair, "2026-04-20", minutes=120, **event))
    columns, rows, note = heads()
    at = columns.index("power_skills")
    split = {row[columns.index("on")]: row[at - 1 : at + 2] for row in rows}
    assert split["2026-04-20"] == ("0.00", "2.00", "0.00") and split["2026-04-09"] == ("", "", "")
    assert "An event that earns Education is among them" in note


def test_an_event_is_no_talk_of_the_two_in_letter_cover_table_and_calendar(room: Room) -> None:
    event: dict[str, Any] = {"kind": "webinar", "pdu_activity": "course", "focus": "Feedback", "power_skills": 1}
    room.ws.save(talk(room.pair, "2026-05-19", minutes=480, **event))
    pack = audit_pack.build(room.ws, room.cycle)
    assert "Sessions: 3\n" in pack.letters and "Time together: 3 h\n" in pack.letters
    assert "2026-03-12 and 2026-05-07" in pack.letters
    told = {f.id: f.value for f in pack.parts[0].facts}
    assert (told["talks"], told["time"]) == ("4", "3 h")
    assert "SUMMARY:Course or Training\r\n" in pack.calendar.decode()
    [table] = [b for b in parts.session_table(pack.scope).sections[0].blocks if isinstance(b, Table)]
    at = [column.id for column in table.columns].index("initials")
    assert [row[at] for row in table.rows] == ["BC", "BC", "BC", ""]


def test_the_outcome_tells_sessions_and_events_apart(room: Room) -> None:
    room.ws.save(talk(room.pair, "2026-05-19", minutes=480, kind="webinar", pdu_activity="course", power_skills=1))
    assert audit.read(room.ws, room.cycle).sentence.startswith("3 sessions and 1 event: ")


@pytest.mark.parametrize("team", ["the harbour team", "Harbour mentors", ""])
def test_the_letter_calls_its_reader_as_a_person_would(tmp_path: Path, team: str) -> None:
    room = Room(tmp_path)
    room.ws.save(msgspec.structs.replace(room.pair, program="company"))
    if team:
        room.ws.save(rec.Worksheet(pair_id=room.pair.id, form="blanks", answers={"coordinator": team}))
    pack = audit_pack.build(room.ws, room.cycle)
    page = everything(pack)
    assert "the the" not in page.lower() and "dear the" not in page.lower()
    if team:
        bare = team.removeprefix("the ")
        assert f"To {team}" in page and f"Dear {bare}," in pack.letters
    room.ws.close()


def test_a_program_is_not_asked_to_confirm_talks_where_there_were_only_events(room: Room) -> None:
    room.ws.save(
        talk(room.pair, "2026-05-19", minutes=480, kind="webinar", pdu_activity="course"),
        delete=[room.claim, *room.talks],
    )
    pack = audit_pack.build(room.ws, room.cycle)
    assert not pack.letters and "Time together" not in everything(pack)
