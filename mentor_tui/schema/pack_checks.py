"""Checks of a program pack that a schema cannot make: names without a thing, ids used twice, limits that cross.

Each problem is one sentence that begins with file and place; all of them are told, not only the first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.schema import blanks, pack_limits
from mentor_tui.schema.fields import ROLES
from mentor_tui.schema.vocabulary import ANCHORS, PLACES, RULES, SCOPE

if TYPE_CHECKING:
    from mentor_tui.schema.document_kinds import DocumentKind
    from mentor_tui.schema.fields import Form
    from mentor_tui.schema.program_parts import Due, Range, Step
    from mentor_tui.schema.programs import Program


def problems(program: Program, documents: Collection[str], own_forms: Collection[str]) -> list[str]:
    """All that is wrong with a pack.

    `documents` are the ids of those that a pair in it can make, `own_forms` the ids of the forms that its folder
    holds; the others are shared.
    """
    pack = f"{program.id}/program.toml"
    found = [f"{pack}, {problem}" for problem in _whole(program)]
    for step in program.steps:
        found += [f"{pack}, step {step.id}, {problem}" for problem in _step(program, step, documents)]
    found += [f"{pack}, {problem}" for problem in _parts(program, documents, own_forms)]
    found += [f"{pack}, {problem}" for problem in pack_limits.problems(program, own_forms)]
    for form in (form for form in program.forms.values() if form.id != blanks.FORM):
        folder = f"{program.id}/forms" if form.id in own_forms else "base" if form.id in program.base_forms else "forms"
        file = f"{folder}/{form.id}.toml"
        found += [f"{file}, form {form.id}{problem}" for problem in _form(form)]
    return found


def without_dead_ends(program: Program, documents: Collection[str]) -> Program:
    """The program without what leads nowhere in this version: its pairs are read all the same.

    A step keeps its words; where it is done, what makes it done and its day are left out if they are not known here.
    """
    stages = {stage.id for stage in program.stages}

    def mended(step: Step) -> Step:
        wrong = {
            name: "" for name in ("go", "done") if any(p.startswith(name) for p in _step(program, step, documents))
        }
        due = None if any(_due(program, step.due)) else step.due
        return msgspec.structs.replace(step, **wrong, due=due)

    return msgspec.structs.replace(
        program,
        steps=tuple(mended(step) for step in program.steps if step.stage in stages),
        planned=tuple(one for one in program.planned if one.stage in stages and not any(_due(program, one.due))),
        events=tuple(one for one in program.events if one.stage in stages and not any(_due(program, one.due))),
        deliverables=tuple(d for d in program.deliverables if d.stage in stages and not any(_due(program, d.due))),
    )


def _whole(program: Program) -> Iterator[str]:
    days = [*ANCHORS, *(anchor.id for anchor in program.anchors)]
    occasions = [occasion.id for occasion in program.occasions]
    stages, steps = [s.id for s in program.stages], [s.id for s in program.steps]
    items = [
        *steps,
        *(p.id for p in program.planned),
        *(e.id for e in program.events),
        *(d.id for d in program.deliverables),
    ]
    named = (("stage", stages), ("step", items), ("anchor", days), ("occasion", occasions))
    for what, ids in named:
        yield from (f"{what} {i} is there twice" for i in _twice(ids))
        yield from pack_limits.ids(what, ids)
    if program.max_days and program.length_days > program.max_days:
        yield f"length_days is {program.length_days}, which is more than max_days, {program.max_days}"
    if program.cadence and program.cadence.amber_days > program.cadence.red_days:
        yield f"cadence: amber_days comes after red_days, {program.cadence.red_days}"
    if program.goals_recommended and not 0 <= program.goals_recommended[0] <= program.goals_recommended[1]:
        yield "goals_recommended goes from less to more"


def _step(program: Program, step: Step, documents: Collection[str]) -> Iterator[str]:
    if step.stage not in {s.id for s in program.stages}:
        yield f"stage: there is no stage {step.stage}"
    if not step.roles:
        yield "roles: nobody does it"
    if step.asked and not step.optional:
        yield "asked: only an optional step is asked for; any other is counted"
    yield from _due(program, step.due)
    if step.done == "midpoint_goals" and not program.has_midpoint:
        yield "done: midpoint_goals needs the occasion or the form midpoint, which this program does not have"
    yield from (f"go: {problem}" for problem in _go(program, step, documents))
    yield from (f"done: {problem}" for problem in _done(program, step, documents))


def _due(program: Program, due: Due | None) -> Iterator[str]:
    known = [*ANCHORS, *(anchor.id for anchor in program.anchors)]
    if due and due.anchor not in known:
        yield f"due: there is no day {due.anchor}; known: {', '.join(known)}"


def _parts(program: Program, documents: Collection[str], own_forms: Collection[str]) -> Iterator[str]:
    """Say what is wrong with events, deliverables, planned sessions, words and the other parts that name something."""
    stages = {s.id for s in program.stages}
    items = [
        *(("planned", p.id, p.stage, p.due, ROLES) for p in program.planned),
        *(("events", e.id, e.stage, e.due, e.roles) for e in program.events),
        *(("deliverables", d.id, d.stage, d.due, d.roles) for d in program.deliverables),
    ]
    for table, name, stage, due, roles in items:
        where = f"{table} {name}"
        if stage not in stages:
            yield f"{where}, stage: there is no stage {stage}"
        yield from (f"{where}, {problem}" for problem in _due(program, due))
        if not roles:
            yield f"{where}, roles: it is for nobody"
    both = (e.id for e in program.events if e.asked and e.mandatory)
    yield from (f"events {name}, asked: a mandatory event is counted anyway" for name in both)
    for session in program.planned:
        unknown = [name for name in session.forms if name not in program.forms]
        yield from (f"planned {session.id}, forms: there is no form {name}" for name in unknown)
    for one in program.deliverables:
        where = f"deliverables {one.id}"
        if one.form and one.form not in program.forms:
            yield f"{where}, form: there is no form {one.form}"
        if one.document and one.document not in documents:
            yield f"{where}, document: there is no document {one.document} in this program"
        kind = program.documents.get(one.document)
        if one.receiver == "program" and kind and kind.reader != "program" and program.collected(kind.id) is None:
            yield f"{where}, document: {kind.id} is not for the program; sharing.collects asks before it is collected"
        if one.times != 1 and not one.every_days:
            yield f"{where}, times: every_days says how far they are apart"
        if one.every_days and one.due is None:
            yield f"{where}, due: the first one has no day"
        others = [*(s.id for s in program.steps), *(p.id for p in program.planned), *(e.id for e in program.events)]
        same = (i for i in others if one.every_days and re.fullmatch(rf"{re.escape(one.id)}-[0-9]+", i))
        yield from (f"{where}, id: {i} is the step of one of its times already" for i in same)
        if one.asked and not one.optional:
            yield f"{where}, asked: only an optional one is asked for; any other is counted"
    for collected in program.sharing.collects if program.sharing else ():
        if collected.document not in documents:
            yield f"sharing.collects: there is no document {collected.document} in this program"
        elif (found := program.documents.get(collected.document)) and found.reader == "myself":
            yield f"sharing.collects: the document {found.id} is only for its writer, and cannot be collected"
    for kind in program.documents.values():
        if not may_be_made(program, kind):
            yield f"sharing.collects: the document {kind.id} holds learning logs, so it is made with consent only"
    for name, amounts in (("month", program.month), ("in_all", program.in_all)):
        for what in ("sessions", "hours"):
            yield from _range(f"{name}.{what}", getattr(amounts, what), [blank.id for blank in program.blanks])
    rules = program.session
    if rules.most_minutes and rules.least_minutes > rules.most_minutes:
        yield f"session: least_minutes is {rules.least_minutes}, which is more than most_minutes, {rules.most_minutes}"
    for form_id, words in program.words.items():
        form = program.forms.get(form_id)
        if form is None or form_id in own_forms:
            yield f"words.{form_id}: there is no shared form {form_id}"
            continue
        fields = {field.id: field for field in form.fields()}
        for field_id, wording in words.items():
            field = fields.get(field_id)
            if field is None:
                yield f"words.{form_id}.{field_id}: there is no field {form_id}.{field_id}"
                continue
            unknown = [o for o in wording.options if o not in {option.id for option in field.options}]
            yield from (f"words.{form_id}.{field_id}: there is no option {o}" for o in unknown)
    yield from (f"{{{place}}} is none of the blanks" for place in blanks.unknown(program))
    program_blanks = {blank.id for blank in program.blanks}
    for hint in program.scope:
        if hint.id not in SCOPE and not (hint.words and hint.question):
            yield f"scope {hint.id}: words and a question are needed; the app's own are {', '.join(SCOPE)}"
    for name, ids in (
        ("signers", [s.id for s in program.signers]),
        ("scope", [h.id for h in program.scope]),
        ("blanks", [b.id for b in program.blanks]),
    ):
        yield from (f"{name}: {i} is there twice" for i in _twice(ids))
    yield from (f"blanks: {i} is what a document fills in itself" for i in blanks.OF_DOCUMENTS if i in program_blanks)
    yield from (f"signers: {s.id} is one of the two already" for s in program.signers if s.id in ("mentor", "mentee"))


def may_be_made(program: Program, kind: DocumentKind) -> bool:
    """False for learning logs that would go to the program without a question: they are made with consent only."""
    return not (kind.holds_logs and kind.reader == "program" and program.collected(kind.id) is None)


def _range(where: str, said: Range | None, known_blanks: Collection[str]) -> Iterator[str]:
    if said is None:
        return
    if said.usual_from and said.usual_from not in known_blanks:
        yield f"{where}, usual_from: there is no blank {said.usual_from}"
    known = [n for n in (said.least, said.usual, said.most) if n]
    if not known and not said.usual_from:
        yield f"{where}: it says nothing"
    elif known != sorted(known):
        yield f"{where} goes from less to more"


def _go(program: Program, step: Step, documents: Collection[str]) -> Iterator[str]:
    kind, colon, target = step.go.partition(":")
    if step.go in PLACES:
        yield from _needed(program, step.go, PLACES[step.go])
    elif colon and kind == "form":
        yield from _sheet(program, step, target)
    elif colon and kind == "export":
        yield from _document(target, documents)
    else:
        yield f"there is no place {step.go}"


def _done(program: Program, step: Step, documents: Collection[str]) -> Iterator[str]:
    kind, colon, target = step.done.partition(":")
    if step.done in RULES:
        yield from _needed(program, step.done, RULES[step.done])
    elif colon and kind in ("form", "signed"):
        yield from _sheet(program, step, target)
    elif colon and kind == "filled":
        form_id, _, field_id = target.partition(".")
        wrong = list(_sheet(program, step, form_id))
        field = None if wrong else next((f for f in program.forms[form_id].fields() if f.id == field_id), None)
        if not wrong and field is None:
            yield f"there is no field {form_id}.{field_id}"
        elif field is not None and not set(step.roles) <= set(field.roles):
            yield f"the field {form_id}.{field_id} is not for the {_not_in(step.roles, field.roles)}"
        yield from wrong
    elif colon and kind in ("exported", "sent"):
        yield from _document(target, documents)
    else:
        yield f"there is no rule {step.done}"


def _needed(program: Program, name: str, form_id: str) -> Iterator[str]:
    if form_id and form_id not in program.forms:
        yield f"{name} needs the form {form_id}, which this program does not have"


def _sheet(program: Program, step: Step, form_id: str) -> Iterator[str]:
    form = program.forms.get(form_id)
    if form is None:
        yield f"there is no form {form_id}"
    elif form.record != "worksheet":
        yield f"the form {form_id} belongs to a record and is opened from its own place"
    elif not set(step.roles) <= set(form.roles):
        yield f"the form {form_id} is not for the {_not_in(step.roles, form.roles)}"


def _document(name: str, documents: Collection[str]) -> Iterator[str]:
    if name not in documents:
        yield f"there is no document {name} in this program; known: {', '.join(documents)}"


def _form(form: Form) -> Iterator[str]:
    yield from pack_limits.of_form(form)
    fields = list(form.fields())
    ids = [f.id for f in fields]
    if not form.roles:
        yield ", roles: it is for nobody"
    yield from (f": section {i} is there twice" for i in _twice([s.id for s in form.sections]))
    yield from (f": field {i} is there twice" for i in _twice(ids))
    for name, view in form.views.items():
        yield from (f", view {name}: no field {i}" for i in view if i not in ids)
        yield from (f", view {name}: field {i} is there twice" for i in _twice(view))
    ticks = {f.id for f in fields if f.kind == "tick"}
    for field in fields:
        if field.share and field.share not in ticks:
            yield f", field {field.id}, share: {field.id} is shared by an unknown tick {field.share}"
        if bool(field.options) != (field.kind in ("choice", "choices")):
            yield f", field {field.id}: {field.id} has {'options, but is no choice' if field.options else 'no options'}"
        yield from (f", field {field.id}: option {i} is there twice" for i in _twice([o.id for o in field.options]))
        if not field.roles:
            yield f", field {field.id}, roles: nobody fills it"
        if field.minimum > field.maximum:
            yield f", field {field.id}: minimum is more than maximum"


def _twice(ids: Iterable[str]) -> list[str]:
    seen = list(ids)
    return sorted({i for i in seen if seen.count(i) > 1})


def _not_in(roles: Iterable[str], known: Collection[str]) -> str:
    return " and the ".join(r for r in roles if r not in known)
