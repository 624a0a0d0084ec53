"""Program packs: what a mentoring program asks, in data.

A pack is a folder `templates/programs/<id>/` with `program.toml`, one TOML file per form in `forms/`, and one per
document of its own in `documents/`. What every program shares stands in `templates/forms/` and `templates/documents/`;
a pack may bring one of the same id to replace a shared one, unless the form describes a record of ours or the document
is made in Python (those are shared by all).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources.abc import Traversable
from typing import Annotated

import msgspec

from mentor_tui.errors import NotFound, PackRefused
from mentor_tui.schema import blanks, document_kinds, pack_checks, program_items, session_words, toml_files
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import ROLES, Field, Form, Option, Role
from mentor_tui.schema.program_parts import (
    MOST_DAYS,
    Amounts,
    Blank,
    Cadence,
    Check,
    Collected,
    Contact,
    DaysOrNone,
    Deliverable,
    Event,
    Handbook,
    Labels,
    Occasion,
    OwnAnchor,
    Pdu,
    PlannedSession,
    ScopeHint,
    SessionRules,
    Sharing,
    Signer,
    SmartWord,
    Stage,
    Step,
    Wording,
)
from mentor_tui.words import text

OCCASIONS: tuple[Occasion, ...] = (
    Occasion("midpoint", "Mid-point review", "Half-way"),
    Occasion("closure", "Closing review", "At the end"),
)
"""Those of a program that does not say others."""


_MONTH_DAYS = 30


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A program pack, validated. `forms` and `documents` hold the shared ones too, by id.

    What a program does not say has no rule: None, 0 or empty, and nothing of another program stands in for it.
    """

    id: str
    name: str
    stages: Annotated[tuple[Stage, ...], msgspec.Meta(min_length=1)]
    steps: tuple[Step, ...]
    organisation: str = ""
    handbook: Handbook | None = None
    contact: Contact | None = None
    """None: nobody to turn to is known."""
    length_days: DaysOrNone = 0
    """0: it goes on until the two say when it ends."""
    max_days: DaysOrNone = 0
    """0: no limit."""
    usual_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] = 60
    session: SessionRules = SessionRules()
    month: Amounts = Amounts()
    """Sessions and hours in a month."""
    in_all: Amounts = Amounts()
    """Sessions and hours in the whole program."""
    cadence: Cadence | None = None
    """None: the two meet as often as they agree to."""
    invites_by: Role | None = None
    """None: whoever likes to."""
    sharing: Sharing | None = None
    """None: the program receives nothing."""
    pdu: Pdu | None = None
    """None: nothing is told of it in a claim but its name."""
    role_names: dict[Role, str] = msgspec.field(default_factory=lambda: {"mentor": "mentor", "mentee": "mentee"})
    goals_recommended: tuple[int, int] | None = None
    smart: dict[Check, SmartWord] = {}
    """The program's own words for the five checks of a goal."""
    words: dict[str, dict[str, Wording]] = {}
    """Form -> field -> the program's own words for a field of a shared form."""
    out_of_scope: tuple[str, ...] = ()
    scope: tuple[ScopeHint, ...] = ()
    """Wishes that are gently asked about, as they are typed."""
    labels: Labels = Labels()
    links: dict[str, str] = {}
    about: str = ""
    anchors: tuple[OwnAnchor, ...] = ()
    occasions: tuple[Occasion, ...] = OCCASIONS
    """When goals are reviewed, in order."""
    planned: tuple[PlannedSession, ...] = ()
    """The sessions that the program plans, in order."""
    events: tuple[Event, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    signers: tuple[Signer, ...] = ()
    """Those who sign the agreement beside the two."""
    blanks: tuple[Blank, ...] = ()
    """Words that a pair fills in at the start."""
    base_forms: tuple[str, ...] = ()
    """Ids of the ready-made worksheets that it takes from `templates/base/`."""
    documents_left_out: tuple[str, ...] = ()
    """Ids of shared documents that this program does not have."""
    forms: dict[str, Form] = {}
    documents: dict[str, DocumentKind] = {}

    @property
    def has_midpoint(self) -> bool:
        """True if the two do something half-way: a review of their goals, or the program's own form for it."""
        return any(occasion.id == "midpoint" for occasion in self.occasions) or "midpoint" in self.forms

    @property
    def rhythm_days(self) -> int:
        """Days between sessions: the program's rhythm, or its sessions spread over a month; 0 when it says neither."""
        if self.cadence:
            return self.cadence.days
        month = self.month.sessions
        often = (month.least or month.usual) if month else 0
        return min(max(1, round(_MONTH_DAYS / often)), MOST_DAYS) if often else 0

    @property
    def claimed_as(self) -> Pdu:
        """The words of a claim about the program: what the pack says, or else who runs it and its name."""
        return self.pdu or Pdu(self.organisation or self.name, self.name)

    @property
    def team(self) -> str:
        """The name of the program team; empty when none is known."""
        return self.contact.team if self.contact else ""

    @property
    def the_team(self) -> str:
        """The team as a sentence speaks of it: `the harbour team`, `Anna Vos`, or just `the program team`."""
        if self.contact is None or not self.team:
            return "the program team"
        article = "" if self.contact.named or self.team.lower().startswith("the ") else "the "
        return article + self.team

    @property
    def signer_titles(self) -> dict[str, str]:
        """Everybody who signs the agreement, the two first: role -> how that one is called."""
        titles: dict[str, str] = {role: self.role_names.get(role, role) for role in ROLES}
        return titles | {signer.id: signer.title for signer in self.signers}

    @property
    def needed_signers(self) -> tuple[str, ...]:
        """The roles without whose signature an agreement is not signed, in order."""
        return (*ROLES, *(signer.id for signer in self.signers if signer.needed))

    @property
    def closing_stage(self) -> str:
        """Id of the stage in which a pair closes: the last one; empty in a program of one stage."""
        return self.stages[-1].id if len(self.stages) > 1 else ""

    def planned_end(self, start: date) -> str:
        """The last day of a pair that starts on this day, as ISO.

        Empty when the program has no length, or when that day is beyond the calendar.
        """
        if not self.length_days or (date.max - start).days < self.length_days:
            return ""
        return (start + timedelta(days=self.length_days)).isoformat()

    def form(self, form_id: str) -> Form:
        """A form of this program or a shared one; NotFound when there is none."""
        try:
            return self.forms[form_id]
        except KeyError:
            raise NotFound(f"{self.name} has no form called {text.shorten(form_id, 40)}.") from None

    def document(self, document_id: str) -> DocumentKind:
        """A document of this program or a shared one; NotFound when it has none such."""
        try:
            return self.documents[document_id]
        except KeyError:
            if kind := document_kinds.every().get(document_id):
                words = f"{self.name} has no {kind.title[:1].lower()}{kind.title[1:]}."
            else:
                known = ", ".join(self.documents)
                words = f"There is no document called {text.shorten(document_id, 40)}. Known: {known}."
            raise NotFound(words) from None

    def collected(self, document_id: str) -> Collected | None:
        """The question to ask before a document that this program collects by consent; None for any other."""
        collects = self.sharing.collects if self.sharing else ()
        return next((one for one in collects if one.document == document_id), None)

    def documents_for(self, role: Role) -> list[DocumentKind]:
        """The documents that someone in `role` can make, in order: none that is made of the other role's forms only."""
        return [kind for kind in self.documents.values() if not self._of_the_other(kind, role)]

    def _of_the_other(self, kind: DocumentKind, role: Role) -> bool:
        forms = [self.forms.get(part.form) for part in kind.sections]
        return bool(forms) and all(form is not None and role not in form.roles for form in forms)

    def occasion(self, occasion_id: str) -> Occasion:
        """An occasion of this program, or one that it no longer has and a review was written on."""
        return next(o for o in (*self.occasions, *OCCASIONS) if o.id == occasion_id)


USUAL = "pmi-belgium"
"""The program that is offered first. Every release has had it since the first, so that no vault needs a copy of it."""


def available() -> list[str]:
    """Ids of the packs that ship with the app, sorted."""
    return sorted(toml_files.packs())


@cache
def load(program_id: str) -> Program:
    """The validated pack; NotFound for an unknown id, PackRefused when a file of it is not valid."""
    folder = toml_files.packs().get(program_id)
    if folder is None:
        known = ", ".join(available())
        raise NotFound(f"There is no program called {text.shorten(program_id, 40)}. Known: {known}.")
    return load_from(folder)


def general(program_id: str) -> Program:
    """The pack as it is shown where no pair is meant: general words stand where a pair fills in its own.

    Raises as `load` does.
    """
    return _IN_GENERAL.of(load(program_id), {})


_IN_GENERAL = blanks.Filled()
"""Of shipped packs, in general words only: no pair's words come here."""


def load_from(folder: Traversable, *, stored: bool = False) -> Program:
    """The validated pack in a folder, with the shared forms; PackRefused names every problem with file and field.

    One that is `stored` in a vault was valid when it came there, in another release perhaps: what this one does not
    know of it is left out, and it is refused only when nothing can be read. Its base forms came with it.
    """
    name = folder.name
    problems: list[str] = []
    program = toml_files.told(problems, folder / "program.toml", Program, f"{name}/program.toml", stored=stored)
    forms, own_forms, unread = dict(shared_forms()), [], []
    base = base_forms() | _base_of(folder)
    for form_id in program.base_forms if program else ():
        if form_id in base:
            forms[form_id] = base[form_id]
        else:
            known = ", ".join(base)
            problems.append(f"{name}/program.toml, base_forms: there is no base form {form_id}; known: {known}")
    for path in toml_files.files_in(folder / "forms"):
        where = f"{name}/forms/{path.name}"
        if (form := toml_files.told(problems, path, Form, where, stored=stored)) is None:
            unread.append(path.name.removesuffix(".toml"))
            continue
        if form.record != "worksheet" or (form.id in forms and forms[form.id].record != "worksheet"):
            problems.append(f"{where}: the form {form.id} belongs to all programs; take another id")
            continue
        if form.id == blanks.FORM:
            problems.append(f"{where}: the form {form.id} is made of the blanks in program.toml; take another id")
        if f"{form.id}.toml" != path.name:
            problems.append(f"{where}: the form in it calls itself {form.id}")
        if program and form.id in program.base_forms:
            problems.append(f"{where}: base_forms takes {form.id} too; leave it out there")
        forms[form.id] = form
        own_forms.append(form.id)
    own_documents = document_kinds.load(folder / "documents", f"{name}/documents", problems, stored=stored)
    if program is not None:
        if stored:
            sound = document_kinds.sound(own_documents, forms)
            own_documents = {one: kind for one, kind in sound.items() if pack_checks.may_be_made(program, kind)}
        for told in ("forms", "documents"):
            if getattr(program, told):
                problems.append(f"{name}/program.toml, {told}: each {told[:-1]} has its own file")
        problems += document_kinds.problems(own_documents, program.documents_left_out, forms, name)
        if program.blanks:
            forms[blanks.FORM] = blanks.form_of(program.blanks)
        documents = document_kinds.of_program(own_documents, program.documents_left_out, forms)
        forms["goal"] = _with_smart_words(forms["goal"], program.smart)
        forms["session"] = program_items.session_form(program, forms["session"])
        forms["signature"] = _signed_by(forms["signature"], program.signer_titles)
        forms = {i: form if i in own_forms else _reworded(form, program.words.get(i, {})) for i, form in forms.items()}
        forms["session"] = session_words.with_rules(program, forms["session"])
        program = msgspec.structs.replace(program, forms=forms, documents=documents)
        of_a_pair = [one for one, kind in documents.items() if not kind.whole]
        if stored:
            return pack_checks.without_dead_ends(msgspec.structs.replace(program, id=name), of_a_pair)
        if program.id != name:
            problems.append(f"{name}/program.toml: id is {program.id}, but the folder is {name}")
        found = pack_checks.problems(program, of_a_pair, own_forms)
        problems += [problem for problem in found if not _follows(problem, unread)]
    if problems or program is None:
        raise PackRefused(f"The program pack {name} is not valid: " + "; ".join(problems), tuple(problems))
    return program


def _base_of(folder: Traversable) -> dict[str, Form]:
    """The base forms that a pack in a vault brings along, by id."""
    found = (toml_files.told([], path, Form, path.name, stored=True) for path in toml_files.files_in(folder / "base"))
    return {form.id: form for form in found if form and form.record == "worksheet"}


def _with_smart_words(goal: Form, smart: Mapping[Check, SmartWord]) -> Form:
    """The form of a goal with the program's own words for the five checks."""
    return _reworded(goal, {"smart": Wording(options={check: word.label for check, word in smart.items()})})


def _signed_by(form: Form, titles: Mapping[str, str]) -> Form:
    """The form of a signature in which a person chooses whose it is; the shared one keeps that as a mere reference."""
    options = tuple(Option(role, title) for role, title in titles.items())
    replace = msgspec.structs.replace
    parts = (
        replace(
            part, fields=tuple(replace(f, kind="choice", options=options) if f.id == "role" else f for f in part.fields)
        )
        for part in form.sections
    )
    return replace(form, sections=tuple(parts))


def _reworded(form: Form, words: Mapping[str, Wording]) -> Form:
    """The form with the program's own words for some of its fields."""
    if not words:
        return form
    replace = msgspec.structs.replace

    def worded(field: Field) -> Field:
        if (own := words.get(field.id)) is None:
            return field
        options = tuple(replace(o, label=own.options.get(o.id, o.label)) for o in field.options)
        return replace(field, label=own.label or field.label, help=own.help or field.help, options=options)

    parts = tuple(replace(part, fields=tuple(worded(field) for field in part.fields)) for part in form.sections)
    return replace(form, sections=parts)


def _follows(problem: str, unread: list[str]) -> bool:
    """True if a problem only follows from a form that could not be read, of which another tells already."""
    return any(re.search(rf"(?:no|the) (?:form|document) {re.escape(name)}\b", problem) for name in unread)


@cache
def shared_forms() -> dict[str, Form]:
    """The forms that belong to every program, by id."""
    return _forms_in("forms")


@cache
def base_forms() -> dict[str, Form]:
    """The ready-made worksheets that a program may take, by id."""
    return _forms_in("base")


def _forms_in(folder: str) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for path in toml_files.files_in(toml_files.root() / folder):
        where = f"{folder}/{path.name}"
        form = toml_files.convert(toml_files.read(path, where), Form, where)
        found[form.id] = form
    return found
