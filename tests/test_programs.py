"""Program packs: they load, they hold together, and no field reaches further than it may."""

from __future__ import annotations

import shutil
import typing
from pathlib import Path

import msgspec
import pytest

from mentor_tui import programs, records
from mentor_tui.errors import NotFound, PackRefused
from mentor_tui.forms import ROLES, Field, Form, Kind, Option, Reader, Role, Section

PACKS = programs.available()

# --- Who may see what ---------------------------------------------------------------------------------------

# Every field that may ever reach the program team, and nothing else. Whoever adds a line here shows the handbook
# passage that asks for it, and says so in the commit.
PROGRAM_MAY_SEE = {
    "profile.name",
    "pair.role",
    "pair.partner_name",
    "pair.program",
    "pair.cohort",
    "pair.start",
    "pair.end",
    "pair.status",
    "pair.ended_on",
    "goal.title",  # only when `share_title` is ticked
    "goal.status",  # only as a count
    "lesson.text",  # only when `share` is ticked
    "derived.partner_initials",
    "derived.meetings_held",
    "derived.minutes_held",
    "derived.hours_held",
    "derived.first_meeting",
    "derived.last_meeting",
    "derived.goals_total",
    "derived.goals_reached",
    "derived.goals_partly",
    "derived.goals_not_reached",
    "derived.goals_dropped",
    "derived.goals_open",
    "derived.agreement_signed",
    "derived.handbook_version",
}
# The same for the forms of each pack. A new pack brings a set of its own.
PACK_MAY_SEE = {
    "pmi-belgium": {
        "midpoint.pair_active",
        "midpoint.satisfaction",
        "midpoint.brief_feedback",
        "midpoint.support_needed",
        "midpoint.support_kind",
        "closure.what_worked",
        "closure.what_to_improve",
        "closure.satisfaction",
        "closure.would_recommend",
        "closure.survey_submitted",
        "closure.continuation",
        "closure.availability_next",
        "closure.interests_next",
        "closure.rematch",
        "closure.pdu_earned",  # only when `share_pdus` is ticked
    }
}
SHARED_BY_TICK = {
    "goal.title": "share_title",
    "lesson.text": "share",
    "closure.pdu_earned": "share_pdus",
}
CLAIM_MAY_SEE = {
    "session.on",
    "session.minutes",
    "session.focus",
    "session.outcome",
    "session.ways_of_working",
    "session.power_skills",
    "session.business_acumen",
    "pair.role",
    "pair.program",
    "derived.partner_initials",
    "claim.role",
    "claim.provider",
    "claim.title",
    "claim.description",
    "claim.started",
    "claim.completed",
    "claim.url",
    "claim.quarters",
    "claim.ways_of_working",
    "claim.power_skills",
    "claim.business_acumen",
    "claim.contact",
}
# Forms of which not one field may reach the program.
PROGRAM_MAY_SEE_NOTHING_OF = {
    "session",
    "action",
    "typed",
    "note",
    "certification",
    "disclosure",
    "evidence",
    "claim",
    "claim_line",
    "claim_step",
    "kept_version",
    "mark",
    "settings",
    "signature",
    "agreement_version",
    "goal_step",
    "goal_note",
    "goal_review",
    "agreement",
    "preparation",
    "goal-reflection",
    "first-meeting",
    "learning-log",
    "closure-worksheet",
}


def all_fields(program: programs.Program) -> list[tuple[str, Form, Field]]:
    return [(f"{form.id}.{field.id}", form, field) for form in program.forms.values() for field in form.fields()]


def reach(field: Field) -> set[str]:
    """Every reader the field may have, for either role."""
    return {reader for role in ROLES for reader in field.readers(role)}


@pytest.fixture(params=PACKS)
def program(request: pytest.FixtureRequest) -> programs.Program:
    return programs.load(request.param)


def test_the_program_sees_the_allow_list_and_no_more(program: programs.Program) -> None:
    seen = {name for name, _, field in all_fields(program) if "program" in reach(field)}
    assert seen == PROGRAM_MAY_SEE | PACK_MAY_SEE[program.id]


def test_a_claim_sees_the_allow_list_and_no_more(program: programs.Program) -> None:
    seen = {name for name, _, field in all_fields(program) if "claim" in reach(field)}
    assert seen == CLAIM_MAY_SEE


def test_whole_forms_stay_out_of_the_program() -> None:
    program = programs.load("pmi-belgium")
    assert set(program.forms) >= PROGRAM_MAY_SEE_NOTHING_OF
    leaks = [n for n, form, f in all_fields(program) if form.id in PROGRAM_MAY_SEE_NOTHING_OF and "program" in reach(f)]
    assert leaks == []


def test_what_is_shared_by_tick_is_off_until_ticked() -> None:
    program = programs.load("pmi-belgium")
    shared = {name: field.share for name, _, field in all_fields(program) if field.share}
    assert shared == SHARED_BY_TICK
    for name, tick in shared.items():
        form = program.form(name.partition(".")[0])
        assert form.field(tick).blank() is False
        assert reach(form.field(tick)) <= {"pair"}
        assert form.field(name.partition(".")[2]).seen_by("mentor").endswith("if ticked")


def test_private_things_are_only_mine() -> None:
    program = programs.load("pmi-belgium")
    private = {
        "session": {"private_notes", "reason"},
        "closure": {"private_feedback", "concern"},
        "note": {"title", "text"},
        "midpoint": {f.id for f in program.form("midpoint").fields() if f.id.startswith("pulse_")},
    }
    assert len(private["midpoint"]) == 6
    for form_id, ids in private.items():
        for field_id in ids:
            assert reach(program.form(form_id).field(field_id)) == set(), (form_id, field_id)


def test_a_mentor_log_stays_and_a_mentee_log_is_evidence_at_most() -> None:
    program = programs.load("pmi-belgium")
    for field in program.form("learning-log").fields():
        assert field.readers("mentor") == ()
        assert set(field.readers("mentee")) <= {"evidence"}
    assert program.form("session").field("takeaways").readers("mentor") == ()


# --- Packs hold together ------------------------------------------------------------------------------------

DONE = {
    "",
    "profile",
    "partner",
    "dates",
    "goals",
    "goals_smart",
    "agreement_drafted",
    "agreement_reviewed",
    "agreement_signed",
    "session_planned",
    "first_session_held",
    "second_session_held",
    "learning_log",
    "midpoint_agreement",
    "midpoint_goals",
    "closure_goals",
    "closed",
    "pdu_claimed_marked",
    "exported:closure",
    "exported:agreement",
    "exported:pdu-log",
    "exported:notes",
    "exported:midpoint",
}
GO = {
    "",
    "goals",
    "agreement",
    "sessions",
    "sessions:plan",
    "actions",
    "pdus",
    "notes",
    "close",
    "profile",
    "pair",
    "export:closure",
    "export:agreement",
    "export:pdu-log",
    "export:midpoint",
}


def test_pmi_belgium_ships() -> None:
    assert "pmi-belgium" in PACKS


def test_the_pack_says_what_the_handbook_says() -> None:
    program = programs.load("pmi-belgium")
    assert (program.handbook.version, program.handbook.date) == ("1.0.1", "2025-08-27")
    assert program.contact.email == "mentoring@pmi-belgium.be"
    assert [s.id for s in program.stages] == ["initiate", "register", "match", "engage", "close"]
    assert program.invites_by == "mentee"
    assert program.sharing.collects_notes is False
    assert program.usual_minutes == 60
    assert (program.cadence.amber_days, program.cadence.days, program.cadence.red_days) == (21, 30, 35)
    assert (program.length_days, program.max_days) == (150, 153)


@pytest.mark.parametrize("role", ROLES)
def test_both_roles_have_something_in_every_stage(program: programs.Program, role: Role) -> None:
    for stage in program.stages:
        assert program.steps_of(stage.id, role), (stage.id, role)


def test_every_step_speaks_the_vocabulary(program: programs.Program) -> None:
    for step in program.steps:
        kind, _, target = step.go.partition(":")
        assert step.go in GO or (kind == "form" and target in program.forms), step
        kind, _, target = step.done.partition(":")
        assert step.done in DONE or kind in ("form", "filled"), step
        if kind in ("form", "filled"):
            form = program.form(target.partition(".")[0])
            assert set(step.roles) <= set(form.roles), step
            if kind == "filled":
                assert set(step.roles) <= set(form.field(target.partition(".")[2]).roles), step
        assert step.title and step.next_text, step
        assert len(step.title) <= 45 and len(step.next_text) <= 95, step


def test_steps_come_in_the_order_of_the_stages(program: programs.Program) -> None:
    order = [s.id for s in program.stages]
    places = [order.index(s.stage) for s in program.steps]
    assert places == sorted(places)


def test_nothing_is_demanded_before_the_first_talk(program: programs.Program) -> None:
    """Who you are, with whom, from when: no more. All else can be left open without a word."""
    early = [s for s in program.steps if s.stage in ("initiate", "register", "match") and not s.optional]
    assert {s.done for s in early} <= {"profile", "partner", "dates"}


def test_views_pick_fields_that_exist(program: programs.Program) -> None:
    for form in program.forms.values():
        for name in form.views:
            picked = form.view(name)
            assert picked, (form.id, name)
            assert len({f.id for f in picked}) == len(picked), (form.id, name)


def test_labels_and_options_are_fit_to_show(program: programs.Program) -> None:
    for name, _, field in all_fields(program):
        assert field.label.strip() and len(field.label) <= 45, name
        assert len(field.help) <= 95, name
        assert field.label_of("") == "", name
        ids = [o.id for o in field.options]
        assert len(ids) == len(set(ids)) and all(o.label for o in field.options), name
        assert bool(ids) == (field.kind in ("choice", "choices")), name
        assert field.roles and set(field.audience_by_role) <= set(ROLES), name


def test_the_topics_of_the_handbooks_are_all_there() -> None:
    program = programs.load("pmi-belgium")

    def count(form_id: str, *kinds: str) -> list[int]:
        return [sum(f.kind in kinds for f in s.fields) for s in program.form(form_id).sections]

    assert count("preparation", "text") == [1, 8]
    assert sum(count("goal-reflection", "text")) == 8
    assert count("first-meeting", "tick") == [6, 11, 3, 2]  # the last: next steps, and the talk about the ending
    assert count("first-meeting", "text") == [1, 1, 1, 1]
    assert count("learning-log", "text") == [3, 4]
    assert count("closure-worksheet", "text") == [4, 7, 5, 2, 1, 1]
    agreement = program.form("agreement")
    assert len(agreement.field("clauses").options) == 17  # a scope clause and sixteen more
    assert len(agreement.field("values").options) == 4
    assert all(o.help for o in agreement.field("clauses").options)
    goal = program.form("goal")
    assert [o.id for o in goal.field("smart").options] == ["specific", "measurable", "action", "realistic", "time"]
    closure = program.form("closure")
    for role in ROLES:
        duties = [f for f in closure.fields(role) if f.id.startswith(f"{role}_")]
        assert len(duties) == 6 and all(f.roles == (role,) and f.kind == "tick" for f in duties)


# --- Records and their forms --------------------------------------------------------------------------------

STRUCTS: dict[str, type[msgspec.Struct]] = {
    "profile": records.Profile,
    "settings": records.Settings,
    "pair": records.Pair,
    "goal": records.Goal,
    "goal_step": records.GoalStep,
    "goal_note": records.GoalNote,
    "goal_review": records.GoalReview,
    "agreement": records.Agreement,
    "signature": records.Signature,
    "session": records.Session,
    "action": records.Action,
    "mark": records.StepMark,
    "lesson": records.Lesson,
    "note": records.Note,
    "certification": records.Certification,
    "disclosure": records.Disclosure,
    "evidence": records.Evidence,
    "claim": records.Claim,
    "claim_line": records.ClaimLine,
    "claim_step": records.ClaimStep,
    "kept_version": records.KeptVersion,
}
# Records made of a link and answers; the answers' fields stand in the program's own forms.
ANSWERS_ONLY = {records.LearningLog: {"session_id"}, records.Worksheet: {"form"}}
BOOKKEEPING = {"id", "created", "changed", "pair_id"}
TEXT_KINDS = {"line", "text", "date", "time", "zone", "choice", "figure"}


def attributes(kind: type[msgspec.Struct]) -> dict[str, typing.Any]:
    """What a person can fill in: no bookkeeping, no mapping, no list of smaller records."""
    hints = typing.get_type_hints(kind)
    found = {}
    for info in msgspec.structs.fields(kind):
        hint = hints[info.name]
        if info.name in BOOKKEEPING or typing.get_origin(hint) is dict:
            continue
        if typing.get_origin(hint) is list and hint != list[str]:
            continue
        found[info.name] = hint
    return found


def form_of(record: str) -> Form:
    [form] = [f for f in programs.shared_forms().values() if f.record == record]
    return form


def test_every_record_has_one_form() -> None:
    described = set(STRUCTS.values()) | set(ANSWERS_ONLY)
    structs = {
        value for value in vars(records).values() if isinstance(value, type) and issubclass(value, msgspec.Struct)
    }
    assert structs - {records.Record, records.PairRecord} == described
    assert {f.record for f in programs.shared_forms().values()} == set(STRUCTS) | {"derived", "typed"}
    for kind, links in ANSWERS_ONLY.items():
        assert set(attributes(kind)) == links


@pytest.mark.parametrize("record", STRUCTS)
def test_fields_and_attributes_match_one_to_one(record: str) -> None:
    form, kind = form_of(record), STRUCTS[record]
    ids = [f.id for f in form.fields()]
    hints = attributes(kind)
    assert sorted(ids) == sorted(hints)
    assert form.roles == ROLES
    for field in form.fields():
        hint = hints[field.id]
        if typing.get_origin(hint) is typing.Literal:
            assert field.kind == "choice", field.id
            assert {o.id for o in field.options} == set(typing.get_args(hint)), field.id
        elif hint is bool:
            assert field.kind == "tick", field.id
        elif hint is int:
            assert field.kind in {"minutes", "number", "quarters", "scale"}, field.id
        elif hint == list[str]:
            assert field.kind in {"lines", "choices"}, field.id
        else:
            assert hint is str and field.kind in TEXT_KINDS, field.id


@pytest.mark.parametrize("record", STRUCTS)
def test_a_fresh_record_passes_its_own_form(record: str) -> None:
    form, fresh = form_of(record), STRUCTS[record]()
    values = {f.id: getattr(fresh, f.id) for f in form.fields()}
    assert form.check(values) == values


def test_shared_forms_carry_the_name_of_their_record() -> None:
    for form in programs.shared_forms().values():
        assert form.id == form.record or (form.id, form.record) == ("agreement_version", "agreement")


# --- Broken packs -------------------------------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be broken."""
    source = Path(str(programs._root() / "programs" / "pmi-belgium"))
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
    edit(pack / "program.toml", "usual_minutes = 60\n", "")
    refused(pack, "pmi-belgium/program.toml", "usual_minutes")


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


# --- The page about it ------------------------------------------------------------------------------------

PAGE = Path(__file__).parent.parent / "docs" / "programs-and-forms.md"


def test_the_page_explains_every_key() -> None:
    page = PAGE.read_text("utf-8")
    kinds = (
        programs.Program,
        programs.Handbook,
        programs.Contact,
        programs.Stage,
        programs.Step,
        programs.Due,
        programs.Cadence,
        programs.Sharing,
        programs.Pdu,
        Form,
        Section,
        Field,
        Option,
    )
    keys = {key for kind in kinds for key in kind.__struct_fields__} - {"forms", "stages", "steps", "anchor", "days"}
    missing = sorted(key for key in keys if f"`{key}`" not in page and f"[{key}]" not in page)
    assert missing == []
    assert "[[stages]]" in page and "[[steps]]" in page and "anchor =" in page


def test_the_page_names_every_word_a_pack_may_use() -> None:
    page = PAGE.read_text("utf-8")
    for word in {w.partition(":")[0] for w in DONE | GO} - {""}:
        assert f"`{word}" in page, word
    for word in (*typing.get_args(programs.Anchor), *typing.get_args(Kind), *typing.get_args(Reader)):
        assert f"`{word}`" in page, word
