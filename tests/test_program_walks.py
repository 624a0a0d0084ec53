"""Every program that ships, for both roles, on the command line: from a new vault to the last document of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from mentor_tui.mentoring import agreements, journey
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import ROLES, Field, Form, Role, Value
from mentor_tui.workspace import PairView, Workspace

from .cli_room import NOW, Room

TODAY = NOW.date()
START = TODAY - timedelta(days=150)
OF_RECORDS = ("agreement", "learning-log")
"""Forms of a pack whose answers are no worksheet."""
PAIRS = [(program, role) for program in programs.available() for role in ROLES]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


def said(form: Form, field: Field) -> Value:
    """An answer that tells of which field it is, where it is text; anything else as the kind has it."""
    words = f"told-in-{form.id}-{field.id}"
    match field.kind:
        case "tick":
            return True
        case "scale" | "number" | "minutes" | "quarters":
            return max(field.minimum, min(3, field.maximum or 3))
        case "choice":
            return field.options[0].id
        case "choices":
            return [option.id for option in field.options]
        case "lines":
            return [words]
        case "date":
            return TODAY.isoformat()
        case "time":
            return "18:00"
        case "zone":
            return "Europe/Brussels"
        case "figure":
            return 4
        case _:
            return words


def answered(form: Form, role: Role) -> dict[str, Value]:
    """Every field of a form that a role fills in, answered."""
    return {field.id: field.check(said(form, field)) for field in form.fields(role) if field.kind != "reference"}


def forms_of(program: programs.Program, role: Role) -> Iterator[Form]:
    """The worksheets of a program that a role fills in."""
    for form in program.forms.values():
        if form.record == "worksheet" and form.id not in OF_RECORDS and role in form.roles:
            yield form


def begin(room: Room, program: programs.Program, role: Role) -> None:
    """A vault with a pair that began some months ago, and what the two write down before they meet."""
    made = room.run(
        "vault", "create", "--name", "Ana Peeters", "--role", role, "--partner", "Bram Claes", "--program", program.id
    )
    assert made.code == 0, made.err
    workspace = room.workspace()
    pair = workspace.pairs[0]
    end = program.planned_end(START) or (TODAY + timedelta(days=10)).isoformat()
    there = {"start": START.isoformat(), "end": max(end, (TODAY + timedelta(days=5)).isoformat())}
    workspace.save(msgspec.structs.replace(pair, kickoff=START.isoformat(), **there))
    goal = rec.Goal(
        pair_id=pair.id,
        title="Speak up",
        action="Lead a meeting",
        measure="two led",
        by_when=there["end"],
        priority="high",
        steps=[rec.GoalStep(text="Ask for a slot", due=there["end"])],
        reviews=[rec.GoalReview(at="midpoint", on=TODAY.isoformat())],
    )
    workspace.save(goal)
    workspace.close()


def meet(room: Room, program: programs.Program) -> None:
    """Log what the program plans and its events; of a program that plans nothing, two sessions."""
    linked = [one.id for one in (*program.planned, *program.events)]
    for number, item in enumerate(linked or ["", ""]):
        on = START + timedelta(days=7 * (number + 1))
        which = ["--as", item] if item else []
        done = room.run("log", *which, "--minutes", "60", "--date", on.isoformat(), stdin="focus: how to speak up\n")
        assert done.code == 0, done.err
    if not program.planned and linked:
        for days in (10, 40):
            on = START + timedelta(days=days)
            assert room.run("log", "--minutes", "60", "--date", on.isoformat(), stdin="focus: plans\n").code == 0


def write(workspace: Workspace) -> None:
    """Fill in every form, sign the agreement, write a log of each session, and close the pair."""
    pair = workspace.pairs[0]
    view = workspace.view(pair)
    program, role = view.program, view.role
    for form in forms_of(program, role):
        workspace.save(rec.Worksheet(pair_id=pair.id, form=form.id, answers=answered(form, role)))
    if "agreement" in program.forms:
        draft = agreements.draft(view)
        own = answered(program.form("agreement"), role) | draft.answers
        signed = agreements.review(msgspec.structs.replace(draft, answers=own), TODAY)
        for who in (*ROLES, *(s.id for s in program.signers)):
            signed = msgspec.structs.replace(
                signed, signatures=[*signed.signatures, rec.Signature(role=who, name=who, on=TODAY.isoformat())]
            )
        workspace.save(signed)
    if "learning-log" in program.forms:
        for session in view.met:
            log = rec.LearningLog(pair_id=pair.id, session_id=session.id)
            workspace.save(msgspec.structs.replace(log, answers=answered(program.form("learning-log"), role)))
    for goal in view.goals:
        workspace.save(msgspec.structs.replace(goal, status="reached"))
    for lesson in (True, False):
        workspace.save(rec.Lesson(pair_id=pair.id, text=f"told-in-lesson-{lesson}".lower(), share=lesson))
    workspace.save(msgspec.structs.replace(pair, status="completed", ended_on=TODAY.isoformat()))


def left_open(view: PairView) -> dict[str, str]:
    """The steps that are not done, with what would make them so."""
    return {state.step.id: state.step.done for state in journey.read(view).steps if not state.done}


def may_see(program: programs.Program, role: Role, reader: str) -> set[str]:
    """The words that a reader may find: answers to fields of the program whose audience it is among."""
    found = set()
    for form in program.forms.values():
        for field in form.fields(role):
            if reader == "myself" or reader in field.readers(role):
                found.add(f"told-in-{form.id}-{field.id}")
    return found | {"told-in-lesson-true"}


def must_see(program: programs.Program, role: Role, name: str) -> set[str]:
    """Of the form that a document is written in, the words that its reader may have."""
    kind = program.document(name)
    if not kind.wording or any(part.view for part in kind.sections):
        return set()
    form = program.form(kind.wording)
    texts = [one for one in form.fields(role) if one.kind in ("text", "line", "lines")]
    return {f"told-in-{form.id}-{one.id}" for one in texts if kind.reader in one.readers(role) and not one.share}


@pytest.mark.parametrize(("program_id", "role"), PAIRS)
def test_a_pair_comes_from_its_first_day_to_its_last_document(room: Room, program_id: str, role: Role) -> None:
    program = programs.load(program_id)
    begin(room, program, role)
    assert room.run("status").code == 0
    meet(room, program)
    workspace = room.workspace()
    write(workspace)
    view = workspace.view(workspace.pairs[0])
    open_now = left_open(view)
    workspace.close()

    # What is left is ticked by a person, or sent by one: every other rule has found what it looks for.
    by_hand = ("", "pdu_claimed_marked")
    assert {
        s: rule for s, rule in open_now.items() if rule not in by_hand and not rule.startswith(("sent", "exp"))
    } == {}

    all_words = {f"told-in-{form.id}-{field.id}" for form in program.forms.values() for field in form.fields()}
    all_words |= {"told-in-lesson-true", "told-in-lesson-false"}
    wanted = {rule.partition(":")[2] for rule in open_now.values() if rule.startswith(("sent:", "exported:"))}
    assert wanted, "no document closes this program"
    for name in sorted(wanted):
        made = room.run("export", name)
        if collected := program.collected(name):
            if program.document(name).reader != "pair":  # which goes to the partner without a question
                assert made.code != 0 and made.out == "", "nobody agreed yet"
            made = room.run("export", name, "--consent", collected.consent)
        assert made.code == 0, (name, made.err)
        told = {word for word in all_words if word in made.out.replace("\\", "")}
        assert told >= must_see(program, role, name), name
        assert told <= may_see(program, role, program.document(name).reader), name

    workspace = room.workspace()
    for step, rule in left_open(workspace.view(workspace.pairs[0])).items():
        workspace.save(rec.StepMark(pair_id=workspace.pairs[0].id, step=step, state="done", on=TODAY.isoformat()))
        assert rule in by_hand or rule.startswith("sent:"), (step, rule)
    assert left_open(workspace.view(workspace.pairs[0])) == {}
    workspace.close()
    assert room.run("status").code == 0
