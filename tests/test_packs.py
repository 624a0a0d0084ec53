"""Packs that are broken are refused with file and field, and the page about them leaves nothing out."""

from __future__ import annotations

import ast
import shutil
import typing
from pathlib import Path

import pytest

from mentor_tui.errors import NotFound, PackRefused
from mentor_tui.schema import blanks, program_parts, programs, toml_files
from mentor_tui.schema.document_kinds import DeclaredSection, DocumentKind
from mentor_tui.schema.fields import Field, Form, Kind, Option, Reader, Section
from mentor_tui.schema.vocabulary import ANCHORS
from tests.test_programs import DONE, GO

# --- Broken packs -------------------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be broken."""
    source = Path(str(toml_files.root() / "programs" / "pmi-belgium"))
    return Path(shutil.copytree(source, tmp_path / "pmi-belgium"))


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path, *words: str) -> PackRefused:
    with pytest.raises(PackRefused) as caught:
        programs.load_from(folder)
    for word in words:
        assert word in str(caught.value), str(caught.value)
    assert caught.value.problems
    return caught.value


def test_a_pack_loads_from_any_folder(pack: Path) -> None:
    assert programs.load_from(pack) == programs.load("pmi-belgium")


def test_bad_toml_names_the_file(pack: Path) -> None:
    edit(pack / "forms/closure.toml", 'id = "closure"', "id = closure")
    refused(pack, "pmi-belgium/forms/closure.toml", "not valid TOML", "line 2")


def test_bytes_that_are_no_text_name_the_file(pack: Path) -> None:
    (pack / "forms/closure.toml").write_bytes(b'id = "\xff\xfe"')
    refused(pack, "pmi-belgium/forms/closure.toml")


def test_an_empty_folder_is_no_pack(tmp_path: Path) -> None:
    refused(tmp_path, "program.toml", "cannot be read")


def test_an_unknown_key_names_file_and_field(pack: Path) -> None:
    edit(pack / "forms/closure.toml", 'label = "A concern"', 'labl = "A concern"')
    refused(pack, "forms/closure.toml", "sections[private].fields[concern]")


def test_an_unknown_reader_names_file_and_field(pack: Path) -> None:
    edit(pack / "forms/midpoint.toml", 'audience = ["pair"]', 'audience = ["everybody"]')
    refused(pack, "forms/midpoint.toml", "everybody", "fields[goals_reviewed]")


def test_an_unknown_kind_names_file_and_field(pack: Path) -> None:
    edit(pack / "forms/midpoint.toml", 'kind = "scale"', 'kind = "stars"')
    refused(pack, "forms/midpoint.toml", "stars", "fields[pulse_collaboration]")


def test_a_missing_key_names_the_file(pack: Path) -> None:
    edit(pack / "program.toml", 'name = "PMI Belgium Mentoring Program"\n', "")
    refused(pack, "pmi-belgium/program.toml", "name")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("program.toml", 'go = "form:closure"', 'go = "form:closing"', ("outcomes-mentor", "closing")),
        ("program.toml", "filled:closure.thanks", "filled:closure.thx", ("thanks-mentee", "closure.thx")),
        ("program.toml", 'done = "form:midpoint"', 'done = "form:half"', ("midpoint-checkin", "half")),
        ("program.toml", 'stage = "close"', 'stage = "end"', ("plan-ending", "end")),
        ("program.toml", 'id = "read-code"', 'id = "read-program"', ("read-program", "twice")),
        ("program.toml", 'id = "pmi-belgium"', 'id = "other"', ("other", "pmi-belgium")),
        ("forms/closure.toml", 'share = "share_pdus"', 'share = "sure"', ("closure", "pdu_earned", "sure")),
        ("forms/closure.toml", 'share = "share_pdus"', 'share = "thanks"', ("pdu_earned", "tick thanks")),
        ("forms/closure.toml", 'id = "concern"', 'id = "thanks"', ("closure", "thanks", "twice")),
        ("forms/closure.toml", '"private_feedback", "concern"', '"secret"', ("closure", "private", "secret")),
        ("forms/closure.toml", 'id = "closure"', 'id = "goal"', ("forms/closure.toml", "goal")),
        ("forms/closure.toml", 'id = "closure"', 'id = "ending"', ("forms/closure.toml", "ending")),
        (
            "forms/closure.toml",
            'title = "Closing your pair"',
            'title = "x"\nrecord = "session"',
            ("closure.toml", "belongs"),
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(
    pack: Path, file: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    edit(pack / file, old, new)
    refused(pack, *words)


def test_every_problem_is_listed(pack: Path) -> None:
    edit(pack / "program.toml", 'stage = "close"', 'stage = "end"')
    edit(pack / "forms/closure.toml", 'share = "share_pdus"', 'share = "sure"')
    assert len(refused(pack).problems) == 2


def test_an_unknown_program_is_not_found() -> None:
    for name in ("nobody", "", "../forms", "pmi-belgium/forms"):
        with pytest.raises(NotFound, match="pmi-belgium"):
            programs.load(name)


def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(NotFound, match="no form called nothing"):
        programs.load("pmi-belgium").form("nothing")


# --- Names behind which nothing stands ----------------------------------------------------------------------------

SMALL = """
id = "small"
name = "Small"
[[stages]]
id = "one"
title = "One"
[[steps]]
id = "go"
stage = "one"
title = "Go"
"""
SHEET = """
id = "sheet"
title = "Sheet"
[[sections]]
id = "all"
title = "All"
[[sections.fields]]
id = "why"
label = "Why?"
"""

REST = '\nstage = "one"\ntitle = "x"'
WORDS = '\nwords = "x"\n'

BROKEN: list[tuple[str, str, str]] = [
    # what is added to program.toml (its last table is the step), what to the form, what is said
    ('go = "form:closure"', "", "small/program.toml, step go, go: there is no form closure"),
    ('go = "form:goal"', "", "step go, go: the form goal belongs to a record and is opened from its own place"),
    ('go = "form"', "", "step go, go: there is no place form"),
    ('go = "goal"', "", "step go, go: there is no place goal"),
    ('go = "agreement"', "", "step go, go: agreement needs the form agreement, which this program does not have"),
    ('go = "export:closure"', "", "step go, go: there is no document closure in this program; known: pdu-log, hours"),
    ('go = "export:everything"', "", "step go, go: there is no document everything in this program"),
    ('done = "form:closure"', "", "step go, done: there is no form closure"),
    ('done = "filled:sheet"', "", "step go, done: there is no field sheet."),
    ('done = "filled:sheet.where"', "", "step go, done: there is no field sheet.where"),
    ('done = "filled:none.where"', "", "step go, done: there is no form none"),
    ('done = "filled:sheet.why"', 'roles = ["mentor"]', "step go, done: the field sheet.why is not for the mentee"),
    ('done = "goal"', "", "step go, done: there is no rule goal"),
    ('done = "read:sheet"', "", "step go, done: there is no rule read:sheet"),
    ('done = "sent:closure"', "", "step go, done: there is no document closure in this program"),
    ('done = "exported:midpoint"', "", "step go, done: there is no document midpoint in this program"),
    ('done = "agreement_signed"', "", "step go, done: agreement_signed needs the form agreement"),
    ('done = "midpoint_agreement"', "", "step go, done: midpoint_agreement needs the form agreement"),
    ('done = "learning_log"', "", "step go, done: learning_log needs the form learning-log"),
    ("roles = []", "", "step go, roles: nobody does it"),
    ("asked = true", "", "step go, asked: only an optional step is asked for"),
    (
        '[[occasions]]\nid = "summer"\ntitle = "Summer"\nlabel = "In summer"',
        "",
        "small/program.toml: Invalid enum value 'summer' - at occasions[summer].id",
    ),
    ('[[anchors]]\nid = "end"', "", "small/program.toml, anchor end is there twice"),
    (
        '[[anchors]]\nid = "half"\npercent = 200',
        "",
        "small/program.toml: Expected `int` <= 100 - at anchors[half]",
    ),
    ('due = { anchor = "summer" }', "", "small/program.toml, step go, due: there is no day summer; known: start"),
    ('labels = { agrement = "Pact" }', "", "small/program.toml: Object contains unknown field `labels` - at steps[go]"),
    ('[forms.x]\nid = "x"\ntitle = "X"', "", "small/program.toml, forms: each form has its own file"),
    ('[labels]\nagrement = "Pact"', "", "small/program.toml: Object contains unknown field `agrement` - at labels"),
    ('[role_names]\ncoach = "coach"', "", "small/program.toml: Invalid enum value 'coach' - at key in role_names"),
    ("[cadence]\ndays = 0\namber_days = 1\nred_days = 1\nwords = ''", "", "- at cadence.days"),
    (
        "[cadence]\ndays = 9\namber_days = 9\nred_days = 8\nwords = ''",
        "",
        "cadence: amber_days comes after red_days, 8",
    ),
    ('[[steps]]\nid = "go"\nstage = "one"\ntitle = "Again"', "", "small/program.toml, step go is there twice"),
    ('[[steps]]\nid = "A b"\nstage = "one"\ntitle = "Again"', "", "step A b: an id has small letters, digits"),
    ('[[stages]]\nid = "one"\ntitle = "Again"', "", "small/program.toml, stage one is there twice"),
    ('[[steps]]\nid = "no"\nstage = "two"\ntitle = "x"', "", "step no, stage: there is no stage two"),
    (f'[[planned]]\nid = "go"{REST}', "", "program.toml, step go is there twice"),
    ('[[planned]]\nid = "s1"\nstage = "two"\ntitle = "x"', "", "planned s1, stage: there is no stage two"),
    (
        f'[[planned]]\nid = "s1"{REST}\nforms = ["no"]',
        "",
        "planned s1, forms: there is no form no",
    ),
    (
        f'[[events]]\nid = "e"{REST}\ndue = {{ anchor = "x" }}',
        "",
        "events e, due: there is no day x",
    ),
    (f'[[events]]\nid = "e"{REST}\nroles = []', "", "events e, roles: it is for nobody"),
    (
        f'[[deliverables]]\nid = "d"{REST}\nform = "no"',
        "",
        "deliverables d, form: there is no form",
    ),
    (
        f'[[deliverables]]\nid = "d"{REST}\ndocument = "no"',
        "",
        "d, document: there is no document no",
    ),
    (
        f'[[deliverables]]\nid = "d"{REST}\ndocument = "notes"',
        "",
        "deliverables d, document: notes is not for the program; sharing.collects asks before",
    ),
    (
        f'[[deliverables]]\nid = "d"{REST}\ndocument = "hours"',
        "",
        "deliverables d, document: hours is not for the program; sharing.collects asks before",
    ),
    (
        '[sharing]\nwords = "x"\n[[sharing.collects]]\ndocument = "notes"\nconsent = "both"\nwords = "x"',
        "",
        "sharing.collects: the document notes is only for its writer, and cannot be collected",
    ),
    (
        f'[[deliverables]]\nid = "d"{REST}\ntimes = 2',
        "",
        "d, times: every_days says how far they are",
    ),
    (f'[[deliverables]]\nid = "d"{REST}\nevery_days = 9', "", "d, due: the first one has no day"),
    (
        f'[[deliverables]]\nid = "g"{REST}\nevery_days = 9\ndue = {{ anchor = "start" }}\n[[events]]\nid = "g-2"{REST}',
        "",
        "deliverables g, id: g-2 is the step of one of its times already",
    ),
    (f'[[deliverables]]\nid = "d"{REST}\nasked = true', "", "d, asked: only an optional one"),
    ("[month]\nhours = { least = 4, most = 2 }", "", "small/program.toml, month.hours goes from less to more"),
    ('[in_all]\nhours = { usual_from = "pack" }', "", "in_all.hours, usual_from: there is no blank pack"),
    ("[in_all]\nsessions = {}", "", "small/program.toml, in_all.sessions: it says nothing"),
    ("[session]\nleast_minutes = 90\nmost_minutes = 60", "", "session: least_minutes is 90, which is more than"),
    ('[words.sheet.why]\nlabel = "x"', "", "words.sheet: there is no shared form sheet"),
    ('[words.goal.why]\nlabel = "x"', "", "words.goal.why: there is no field goal.why"),
    ('[words.session.status]\noptions = { gone = "x" }', "", "words.session.status: there is no option gone"),
    ('[[scope]]\nid = "travel"', "", "scope travel: words and a question are needed; the app's own are exam"),
    ('[[signers]]\nid = "mentor"\ntitle = "x"', "", "signers: mentor is one of the two already"),
    ('[[blanks]]\nid = "a"\nlabel = "x"\n[[blanks]]\nid = "a"\nlabel = "x"', "", "blanks: a is there twice"),
    (
        '[sharing]\nwords = "x"\n[[sharing.collects]]\ndocument = "no"\nconsent = "both"\nwords = "x"',
        "",
        "no document no",
    ),
    ("", 'share = "yes"', "small/forms/sheet.toml, form sheet, field why, share: why is shared by an unknown tick yes"),
    ("", 'share = "why"', "form sheet, field why, share: why is shared by an unknown tick why"),
    ("", 'kind = "choice"', "form sheet, field why: why has no options"),
    ("", 'options = [{ id = "a", label = "A" }]', "form sheet, field why: why has options, but is no choice"),
    (
        "",
        'kind = "choice"\noptions = [{ id = "a", label = "A" }, { id = "a", label = "B" }]',
        "form sheet, field why: option a is there twice",
    ),
    ("", "least_words = 9\nmost_words = 3", "form sheet, field why: least_words is more than most_words"),
    ("", 'kind = "tick"\nsuggestion = "x"', "form sheet, field why: words are suggested for a line, a text"),
    ("", 'kind = "line"\nmost_words = 3', "form sheet, field why: words are counted in a text only"),
    (f'[[events]]\nid = "e"{REST}\nmandatory = true\nasked = true', "", "events e, asked: a mandatory event"),
    ("", "roles = []", "form sheet, field why, roles: nobody fills it"),
    ("", "minimum = 9\nmaximum = 3", "form sheet, field why: minimum is more than maximum"),
    ("", '[[sections.fields]]\nid = "why"\nlabel = "x"', "form sheet: field why is there twice"),
    ("", '[[sections.fields]]\nid = "Why so"\nlabel = "x"', "form sheet, field Why so: an id has small letters"),
    ("", '[[sections]]\nid = "all"\ntitle = "x"', "form sheet: section all is there twice"),
    ("", '[views]\nshort = ["where"]', "form sheet, view short: no field where"),
    ("", '[views]\nshort = ["why", "why"]', "form sheet, view short: field why is there twice"),
]


def small_pack(folder: Path, program: str = "", form: str = "") -> Path:
    """A pack of one step and one form of one field, with lines added to both."""
    pack = folder / "small"
    (pack / "forms").mkdir(parents=True)
    (pack / "program.toml").write_text(f"{SMALL}{program}\n", "utf-8")
    (pack / "forms" / "sheet.toml").write_text(f"{SHEET}{form}\n", "utf-8")
    return pack


def test_the_small_pack_is_valid_before_it_is_broken(tmp_path: Path) -> None:
    assert programs.load_from(small_pack(tmp_path)).form("sheet").field("why").label == "Why?"


@pytest.mark.parametrize(("program", "form", "said"), BROKEN, ids=[said for *_, said in BROKEN])
def test_what_names_nothing_is_refused_with_file_and_field(tmp_path: Path, program: str, form: str, said: str) -> None:
    problems = refused(small_pack(tmp_path, program, form)).problems
    assert len(problems) == 1 and said in problems[0], problems


def test_the_limits_of_a_program_do_not_cross(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    edit(pack / "program.toml", 'name = "Small"', 'name = "Small"\nlength_days = 90\nmax_days = 60')
    refused(pack, "small/program.toml, length_days is 90, which is more than max_days, 60")
    edit(pack / "program.toml", "max_days = 60", "goals_recommended = [3, 1]")
    refused(pack, "small/program.toml, goals_recommended goes from less to more")


def test_a_form_for_one_role_is_not_asked_of_the_other(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, 'go = "form:sheet"')
    edit(pack / "forms/sheet.toml", 'title = "Sheet"', 'title = "Sheet"\nroles = ["mentor"]')
    refused(pack, "step go, go: the form sheet is not for the mentee")


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    lines = 'go = "nowhere"\ndone = "form:none"\n[[steps]]\nid = "no"\nstage = "two"\ntitle = "x"'
    pack = small_pack(tmp_path, lines, 'share = "yes"')
    assert len(refused(pack).problems) == 4
    (pack / "forms" / "other.toml").write_text("id = ", "utf-8")
    (pack / "forms" / "third.toml").write_text('id = "third"\n', "utf-8")
    problems = refused(pack, "other.toml", "third.toml", "title").problems
    assert len(problems) == 6
    edit(pack / "program.toml", 'title = "One"', 'titel = "One"')
    assert {p.partition(":")[0] for p in refused(pack).problems} >= {
        "small/program.toml",
        "small/forms/other.toml is not valid TOML",
        "small/forms/third.toml",
    }


def test_everything_a_file_misspells_is_told_at_once(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, 'hlep = "x"\ndue = { anchor = 7 }', 'kind = "stars"\nlabl = "x"')
    edit(pack / "program.toml", 'name = "Small"', 'names = "Small"')
    problems = refused(pack).problems
    assert len(problems) == 6, problems
    for words in ("`name`", "`names`", "`hlep` - at steps[go]", "steps[go].due.anchor", "stars", "`labl`"):
        assert any(words in p for p in problems), words


# --- The page about it ------------------------------------------------------------------------------------

PAGE = Path(__file__).parent.parent / "docs" / "programs.md"


def test_the_page_explains_every_key() -> None:
    page = PAGE.read_text("utf-8")
    told_elsewhere = {"forms", "documents", "stages", "steps", "anchor", "days"}
    keys = {key for kind in SAID_BY_A_PACK for key in kind.__struct_fields__} - told_elsewhere
    missing = sorted(key for key in keys if f"`{key}`" not in page and f"[{key}]" not in page)
    assert missing == []
    assert "[[stages]]" in page and "[[steps]]" in page and "anchor =" in page


def test_the_page_names_every_word_a_pack_may_use() -> None:
    page = PAGE.read_text("utf-8")
    for word in {w.partition(":")[0] for w in DONE | GO} - {""}:
        assert f"`{word}" in page, word
    for word in (*ANCHORS, *typing.get_args(Kind), *typing.get_args(Reader)):
        assert f"`{word}`" in page, word


# --- What a pack can say is used ------------------------------------------------------------------------------

SAID_BY_A_PACK = (
    programs.Program,
    *(kind for kind in vars(program_parts).values() if isinstance(kind, type) and kind.__module__.endswith("_parts")),
    Form,
    Section,
    Field,
    Option,
    DocumentKind,
    DeclaredSection,
)
ROOT = Path(__file__).parent.parent


def attributes_read() -> set[str]:
    """Every attribute that the product reads, by name; the structs' own left in.

    The loader and its checks are left out, and what only tells a pack to the person who looks at it.
    """
    loader = {
        ROOT / "mentor_tui/schema" / name
        for name in ("pack_checks.py", "pack_limits.py", "misfits.py", "programs.py", "program_parts.py")
    }
    loader |= {ROOT / "mentor_tui/cli/programs.py", ROOT / "mentor_tui/schema/visibility.py"}
    trees = [
        ast.parse(p.read_text("utf-8"))
        for top in ("mentor_tui", "screens")
        for p in (ROOT / top).rglob("*.py")
        if p not in loader
    ]
    for name in ("programs.py", "program_parts.py"):
        structs = ast.parse((ROOT / "mentor_tui/schema" / name).read_text("utf-8"))
        trees += [node for node in structs.body if isinstance(node, ast.ClassDef)]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_nothing_can_be_said_in_a_pack_that_the_app_does_not_read() -> None:
    read = attributes_read()
    unread = [f"{kind.__name__}.{key}" for kind in SAID_BY_A_PACK for key in kind.__struct_fields__ if key not in read]
    acted_on_by_the_loader = {"Program.documents_left_out"}
    assert set(unread) == acted_on_by_the_loader


def test_a_program_takes_base_forms_and_says_its_own_words(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    edit(pack / "program.toml", 'name = "Small"', 'name = "Small"\nbase_forms = ["learning-log", "none"]')
    refused(pack, "small/program.toml, base_forms: there is no base form none; known: closure-worksheet")
    edit(pack / "program.toml", ', "none"', "")
    lines = (
        '[words.learning-log.takeaways]\nlabel = "Your gain"\n[words.session.status]\noptions = { no_show = "missed" }'
    )
    with (pack / "program.toml").open("a", encoding="utf-8") as file:
        file.write(f"{lines}\n")
    program = programs.load_from(pack)
    assert program.form("learning-log").field("takeaways").label == "Your gain"
    base = programs.base_forms()["learning-log"]
    assert program.form("learning-log").field("takeaways").help == base.field("takeaways").help
    assert program.form("session").field("status").label_of("no_show") == "missed"
    assert programs.shared_forms()["session"].field("status").label_of("no_show") == "no-show"
    (pack / "forms" / "learning-log.toml").write_text(SHEET.replace('"sheet"', '"learning-log"'), "utf-8")
    refused(pack, "small/forms/learning-log.toml: base_forms takes learning-log too; leave it out there")


def test_a_pair_fills_the_blanks_of_its_program(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, 'help = "Ask {team} about {team_place}."', 'help = "{team} reads it"')
    edit(pack / "program.toml", 'name = "Small"', 'name = "Small at {team}"')
    with (pack / "program.toml").open("a", encoding="utf-8") as file:
        file.write('[[blanks]]\nid = "team"\nlabel = "Team"\ninstead = "your team"\n')
    refused(pack, "small/program.toml, {team_place} is none of the blanks")
    edit(pack / "program.toml", " about {team_place}", "")
    program = programs.load_from(pack)
    general = blanks.filled(program, {})
    assert (general.name, general.steps[0].help) == ("Small at your team", "Ask your team.")
    own = blanks.filled(program, {"team": " North\n{team} "})
    assert own.name == "Small at North {team}" and own.form("sheet").field("why").help == "North {team} reads it"
    assert [field.label for field in own.form("blanks").fields()] == ["Team"]
    kept = blanks.Filled()
    assert kept.of(program, {"team": "North"}) is kept.of(program, {"team": " North "})


def test_no_word_of_a_pair_comes_into_an_address_of_a_pack_that_an_older_release_took_in(tmp_path: Path) -> None:
    page = "https://example.org/?q={org}"
    pack = small_pack(tmp_path, f'[links]\nPage = "{page}"\n[contact]\nteam = "Team"\nurl = "{page}"')
    with (pack / "program.toml").open("a", encoding="utf-8") as file:
        file.write('[[blanks]]\nid = "org"\nlabel = "Organisation"\n')
    own = blanks.filled(programs.load_from(pack, stored=True), {"org": "Quince"})
    assert own.links == {"Page": page} and own.contact and own.contact.url == page


def test_the_form_of_blanks_is_made_from_the_blanks_alone(tmp_path: Path) -> None:
    pack = small_pack(tmp_path)
    (pack / "forms" / "blanks.toml").write_text(SHEET.replace('"sheet"', '"blanks"'), "utf-8")
    refused(pack, "small/forms/blanks.toml: the form blanks is made of the blanks in program.toml; take another id")
