"""Documents are declared: one file adds one, and no declaration gives a reader what the forms do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.documents import declared
from mentor_tui.errors import NotFound, PackRefused
from mentor_tui.schema import document_kinds, programs
from mentor_tui.schema import records as rec
from mentor_tui.workspace import PairView
from tests.cli_room import Room
from tests.full_view import full, made
from tests.own_pack import SPONSOR, Templates, own_templates
from tests.pair_views import view


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Templates]:
    with own_templates(tmp_path / "templates", monkeypatch) as found:
        yield found


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    found = Room(tmp_path, monkeypatch, capsys)
    found.create()
    return found


def in_pack(found: PairView) -> PairView:
    return replace(found, program=programs.load("pmi-belgium"))


# --- What ships ---------------------------------------------------------------------------------------------


def test_every_shared_document_is_sound_and_has_its_builder() -> None:
    forms = programs.load("pmi-belgium").forms | programs.base_forms()
    for kind in document_kinds.shared().values():
        assert list(document_kinds._unknown(kind, forms)) == []
        assert not kind.builder or kind.whole or kind.builder in documents.BUILDERS
    assert {kind.builder for kind in document_kinds.shared().values()} - {"", "everything"} == set(documents.BUILDERS)
    assert {*declared._RECORDS, document_kinds.LOGS} == set(document_kinds.RECORDS)


# --- A document of a program --------------------------------------------------------------------------------


def test_one_file_adds_a_document(templates: Templates) -> None:
    templates.document("sponsor.toml", SPONSOR)
    found, marks = full()
    found = in_pack(found)
    assert list(found.program.documents)[:3] == ["closure", "sponsor", "midpoint"]
    page = made(found, "sponsor", "md")
    assert page.startswith("# Word to the sponsor\n") and "As of 2026-05-21." in page
    assert "**Sessions held:** 1" in page and "(reached)" in page
    # The job title is named in the heading, but the program team may not have it.
    names = {"profile.name", "pair.partner_name", "pair.cohort"}
    assert marks.read(page) == names | {"goal.title", "midpoint.brief_feedback"}
    assert documents.suggested_name(view(), "sponsor", "html") == "sponsor-bc-2026-05-21.html"
    assert json.loads(made(found, "sponsor", "json"))["format"] == "mentor-tui/sponsor/1"
    assert documents.ready(found, "sponsor").preview.leaves and documents.title_of("sponsor") == "Word to the sponsor"


def test_the_command_line_writes_it_and_the_register_knows_it(templates: Templates, room: Room) -> None:
    templates.document("sponsor.toml", SPONSOR)
    assert "closure|sponsor|midpoint" in room.bare("export", "--help").out.replace("\n", "").replace(" ", "")
    done = room.run("export", "sponsor", "--to", "Mia")
    assert done.code == 0 and "Word to the sponsor" in done.out
    workspace = room.workspace()
    noted = workspace.all(rec.Disclosure)
    workspace.close()
    assert [(d.what, d.format, d.recipient) for d in noted] == [("sponsor", "md", "Mia")]


def test_a_template_of_its_own_is_the_second_file(templates: Templates) -> None:
    templates.document("sponsor.toml", SPONSOR)
    templates.document("sponsor.html.j2", "<p>{{ document.title }}: {{ document.facts[0].value }}</p>")
    found = in_pack(view(name="Ana <b>Peeters"))
    assert made(found, "sponsor", "html") == "<p>Word to the sponsor: Ana &lt;b&gt;Peeters</p>\n"
    assert made(found, "sponsor", "md").startswith("# Word to the sponsor")


@pytest.mark.parametrize("words", ["{{ view.pair }}", "{% for %}", "{{ document.facts[0].value + 1 }}"])
def test_a_template_that_fails_is_refused_without_a_word_of_the_document(templates: Templates, words: str) -> None:
    templates.document("sponsor.toml", SPONSOR)
    templates.document("sponsor.md.j2", words)
    with pytest.raises(PackRefused) as refused:
        made(in_pack(view()), "sponsor", "md")
    assert "sponsor.md.j2" in str(refused.value) and "Ana" not in str(refused.value)


def test_a_program_leaves_shared_documents_out_or_brings_its_own_instead(templates: Templates, room: Room) -> None:
    templates.leave_out("sessions", "hours")
    templates.document("closure.toml", SPONSOR.replace('"sponsor"', '"closure"'))
    found = in_pack(view())
    assert not {"sessions", "hours"} & set(found.program.documents)
    assert "Word to the sponsor" in made(found, "closure", "md")
    with pytest.raises(NotFound, match="has no certificate of hours"):
        documents.build(found, "hours")
    done = room.run("export", "hours")
    assert done.code != 0 and "has no certificate of hours" in done.err


def test_a_document_that_a_step_asks_for_cannot_be_left_out(templates: Templates) -> None:
    templates.leave_out("midpoint")
    with pytest.raises(PackRefused, match="step midpoint-team, go: there is no document midpoint"):
        programs.load("pmi-belgium")


def test_a_program_without_an_agreement_has_no_agreement_on_paper(templates: Templates) -> None:
    forms = {name: form for name, form in programs.load("pmi-belgium").forms.items() if name != "agreement"}
    assert "agreement" not in document_kinds.of_program({}, (), forms)


# --- Hostile declarations -----------------------------------------------------------------------------------


def greedy(reader: str, role: str) -> tuple[document_kinds.DocumentKind, PairView, set[str]]:
    """A declaration that names every field there is, a view of which all is filled, and what `reader` may have."""
    found, marks = full(role, share=False)
    forms = found.program.forms
    headed = tuple(f"{form}.{f.id}" for form in ("pair", "profile", "derived") for f in forms[form].fields())
    lists = {"goals": found.goals, "lessons": found.lessons, "actions": found.actions, "sessions": found.sessions}
    parts = [document_kinds.DeclaredSection(form=name) for name in ("agreement", *found.worksheets)]
    parts += [
        document_kinds.DeclaredSection(id=f"{name}{n}", title=name, records=name, fields=(f.id,))
        for name in lists
        for n, f in enumerate(forms[document_kinds.RECORDS[name]].fields())
    ]
    kind = msgspec.convert(
        {"id": "greedy", "title": "All", "reader": reader, "formats": ["md"], "purpose": "All."},
        document_kinds.DocumentKind,
    )
    kind = msgspec.structs.replace(kind, heading=("people", *headed), sections=tuple(parts))
    program = msgspec.structs.replace(found.program, documents={"greedy": kind})
    may = {
        f"{form.id}.{f.id}"
        for form in forms.values()
        for f in form.fields()
        if role in f.roles and reader in f.readers(role) and not (reader == "program" and f.share)
    }
    read = marks.read(made(replace(found, program=program), "greedy", "md", keep_names=True))
    assert read & may
    return kind, found, read - may


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("reader", ["program", "pair", "evidence"])
def test_a_declaration_that_names_every_field_gets_only_those_of_its_reader(reader: str, role: str) -> None:
    kind, found, escaped = greedy(reader, role)
    assert list(document_kinds._unknown(kind, found.program.forms)) == []  # it is sound, and asks for too much
    assert escaped == set()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('reader = "program"', 'reader = "everybody"', ("sponsor.toml", "everybody", "reader")),
        ("purpose =", 'builder = "notes"\npurpose =', ("sponsor.toml", "builder")),
        ('id = "sponsor"', 'id = "../sponsor"', ("sponsor.toml", "../sponsor")),
        ('"pair.cohort"', '"pair.secret"', ("sponsor.toml", "pair.secret")),
        ('"pair.cohort"', '"note.text"', ("sponsor.toml", "note.text")),
        ('"goals_open"', '"goals_lost"', ("section figures", "goals_lost")),
        ('records = "goals"', 'records = "notes"', ("section goals", "notes")),
        ('fields = ["title", "status"]', 'fields = ["titel"]', ("section goals", "goal.titel")),
        ('fields = ["title", "status"]', "", ("section goals", "no fields")),
        ('form = "midpoint"', 'form = "session"', ("no sheet session",)),
        ('form = "midpoint"', 'form = "midpoint"\nview = "none"', ("midpoint", "view none")),
        ("purpose =", 'templates = { md = "x" }\npurpose =', ("sponsor.toml, templates",)),
        ('formats = ["md", "html", "json"]', "formats = []", ("sponsor.toml", "no formats")),
        ("purpose =", 'needs = ["sheet"]\npurpose =', ("unknown form sheet",)),
    ],
)
def test_a_declaration_that_cannot_be_is_refused_with_its_file(
    templates: Templates, old: str, new: str, words: tuple[str, ...]
) -> None:
    assert old in SPONSOR
    templates.document("sponsor.toml", SPONSOR.replace(old, new, 1))
    with pytest.raises(PackRefused) as refused:
        programs.load("pmi-belgium")
    for word in words:
        assert word in str(refused.value)
    assert "closure" in document_kinds.every()  # other programs do not suffer


def test_what_is_made_in_python_cannot_be_replaced_and_what_is_not_there_not_left_out(templates: Templates) -> None:
    templates.document("pdu-log.toml", SPONSOR.replace('"sponsor"', '"pdu-log"'))
    templates.leave_out("nothing")
    with pytest.raises(PackRefused) as refused:
        programs.load("pmi-belgium")
    assert "pdu-log belongs to all programs" in str(refused.value)
    assert "program.toml: documents_left_out: there is no shared document nothing" in str(refused.value)
