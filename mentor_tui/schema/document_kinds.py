"""The documents one can make, each declared once in a TOML file: who reads it, its formats, and what it holds.

Those of every program stand in `templates/documents/`; a program brings its own in its folder. A declaration only names
fields. Whether the reader may have them is said in the forms, and decided by `audience` each time a document is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import Literal, TypeAlias

import msgspec

from mentor_tui.errors import PackRefused
from mentor_tui.schema import toml_files
from mentor_tui.schema.fields import Form, Reader

Format: TypeAlias = Literal["md", "html", "json", "csv", "csv-be", "csv-us"]
"""`csv-be`, `csv-us`: rows for a spreadsheet program in Belgian or in US settings."""
For: TypeAlias = Literal["program", "pair", "evidence", "myself"]

LOGS = "logs"
"""Learning logs: each is a section of its own, with the fields that its reader may have."""
RECORDS: dict[str, str] = {
    "goals": "goal",
    "lessons": "lesson",
    "actions": "action",
    "sessions": "session",
    "steps": "goal_step",
    LOGS: "learning-log",
}
"""Lists of records that a section may show, and the shared form that says who may have which of their fields.

Steps stand in a list for each goal, under its title.
"""
PEOPLE = ("people", "me")
"""Names that a heading may hold: of both, or only of the person whose vault it is."""
_HEADED_BY = ("pair", "profile", "derived")
_NO_SHEET = ("learning-log",)
"""Forms that are answered once a session, and so have no one sheet to show."""
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class DeclaredSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of a document: the answers to a `form`, or `figures` and `records` under a heading of its own."""

    id: str = ""
    title: str = ""
    form: str = ""
    """Id of a form of the program; its answers stand under the form's own headings."""
    view: str = ""
    """One of that form's views: only these fields, under this section's heading."""
    figures: tuple[str, ...] = ()
    """Fields of the form `derived`, each on a line."""
    figures_if_any: tuple[str, ...] = ()
    """The same, where they are not zero."""
    records: str = ""
    """A list of records, one of `RECORDS`."""
    fields: tuple[str, ...] = ()
    """The fields of each record that are shown: the first, and the others behind it in parentheses."""
    label: str = ""
    """A small heading over the list."""
    list_id: str = ""
    """Id of the list in JSON; that of the section when empty."""


class DocumentKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document one can make."""

    id: str
    title: str
    reader: For
    formats: tuple[Format, ...]
    """The first is the usual one."""
    purpose: str
    """One sentence in the list of documents."""
    also: tuple[str, ...] = ()
    """Other plain words by which people look for it."""
    order: int = 100
    """Its place in the list of documents."""
    heading: tuple[str, ...] = ()
    """`people`, `me`, or a field of the forms pair, profile and derived: `pair.cohort`."""
    note: str = ""
    """A sentence under the heading; `{today}` becomes the day."""
    note_under_way: str = ""
    """The sentence instead while the pair is under way."""
    sections: tuple[DeclaredSection, ...] = ()
    needs: tuple[str, ...] = ()
    """Forms without which a program does not have this document."""
    basis: str = ""
    """Where the handbook asks for it."""
    builder: str = ""
    """The builder in Python, for a shared document that data cannot tell."""
    templates: dict[str, str] = {}
    """Its own templates by format, read from `<id>.md.j2` and `<id>.html.j2` beside its file."""

    @property
    def audience(self) -> Reader | None:
        """The reader by whom its fields are filtered; None when it is for myself, who may read all."""
        return None if self.reader == "myself" else self.reader

    @property
    def whole(self) -> bool:
        """True if it is made of the whole vault and not of one pair."""
        return self.builder == "everything"

    @property
    def spreadsheet(self) -> bool:
        """True if it is made of rows for a spreadsheet program."""
        return "csv-be" in self.formats

    @property
    def holds_logs(self) -> bool:
        """True if learning logs stand in it."""
        return any(part.records == LOGS for part in self.sections)

    @property
    def wording(self) -> str:
        """Id of the form in which its words are changed; empty when they stand in no one form."""
        return next((part.form for part in self.sections if part.form), "")


def load(folder: Traversable, where: str, problems: list[str], *, stored: bool = False) -> dict[str, DocumentKind]:
    """The documents declared in a folder by id, in order; `problems` gets what is wrong, files being `where/...`.

    `stored`: the folder is in a vault, see :func:`toml_files.told`.
    """
    found = []
    for path in toml_files.files_in(folder):
        name = f"{where}/{path.name}"
        if (kind := toml_files.told(problems, path, DocumentKind, name, stored=stored)) is None:
            continue
        if not _ID.fullmatch(kind.id) or f"{kind.id}.toml" != path.name:
            problems.append(f"{name}: the document in it calls itself {kind.id}")
        elif not kind.formats:
            problems.append(f"{name}: no formats")
        elif kind.templates:
            problems.append(f"{name}, templates: each of them has its own file")
        else:
            try:
                templates = _templates(folder, where, kind.id)
            except PackRefused as error:
                problems += error.problems
                continue
            found.append(msgspec.structs.replace(kind, templates=templates))
    return {kind.id: kind for kind in in_order(found)}


def _templates(folder: Traversable, where: str, document_id: str) -> dict[str, str]:
    """A document's own templates by format, where they stand beside its file."""
    pages = {fmt: folder / f"{document_id}.{fmt}.j2" for fmt in ("md", "html")}
    return {fmt: toml_files.words(page, f"{where}/{page.name}") for fmt, page in pages.items() if page.is_file()}


def in_order(kinds: list[DocumentKind]) -> list[DocumentKind]:
    """The documents as a list shows them."""
    return sorted(kinds, key=lambda kind: (kind.order, kind.title))


@cache
def shared() -> dict[str, DocumentKind]:
    """The documents that belong to every program, by id."""
    problems: list[str] = []
    found = load(toml_files.root() / "documents", "documents", problems)
    if problems:
        raise PackRefused("; ".join(problems), tuple(problems))
    return found


@cache
def every() -> dict[str, DocumentKind]:
    """Every document by id, those that only some programs have too: what a register may name.

    What is wrong with a program's own documents is told when that program is used.
    """
    found = dict(shared())
    for name, pack in sorted(toml_files.packs().items()):
        found = load(pack / "documents", f"{name}/documents", []) | found
    return {kind.id: kind for kind in in_order(list(found.values()))}


def of_program(
    own: Mapping[str, DocumentKind], left_out: tuple[str, ...], forms: Mapping[str, Form]
) -> dict[str, DocumentKind]:
    """The documents of a program: the shared ones it does not leave out and has the forms for, and its own."""
    taken = [kind for kind in shared().values() if kind.id not in (*left_out, *own) and _has(forms, kind.needs)]
    return {kind.id: kind for kind in in_order([*taken, *own.values()])}


def _has(forms: Mapping[str, Form], needed: tuple[str, ...]) -> bool:
    return all(form in forms for form in needed)


def problems(
    own: Mapping[str, DocumentKind], left_out: tuple[str, ...], forms: Mapping[str, Form], pack: str
) -> list[str]:
    """List what is wrong with a program's own documents and those it leaves out, file by file; `pack` is its folder."""
    unknown = [name for name in left_out if name not in shared()]
    found = [f"{pack}/program.toml: documents_left_out: there is no shared document {name}" for name in unknown]
    for kind in own.values():
        told = [*_own_problems(kind), *_unknown(kind, forms), *_more_than_a_line(kind)]
        found += [f"{pack}/documents/{kind.id}.toml: {problem}" for problem in told]
    return found


def sound(own: Mapping[str, DocumentKind], forms: Mapping[str, Form]) -> dict[str, DocumentKind]:
    """Those of a program's own documents with which nothing is wrong."""
    return {one: kind for one, kind in own.items() if not problems({one: kind}, (), forms, "")}


def _own_problems(kind: DocumentKind) -> Iterator[str]:
    """Check what is ours alone: builders, and the documents made by them."""
    if kind.builder:
        yield "only the shared documents have a builder"
    if kind.id in shared() and shared()[kind.id].builder:
        yield f"the document {kind.id} belongs to all programs; take another id"


def _more_than_a_line(kind: DocumentKind) -> Iterator[str]:
    named = {"title": kind.title} | {f"section {part.id}, title": part.title for part in kind.sections}
    yield from (f"{where}: it is one line" for where, words in named.items() if "\n" in words)


def _unknown(kind: DocumentKind, forms: Mapping[str, Form]) -> Iterator[str]:
    """Names in a declaration behind which nothing stands."""
    yield from (f"needs an unknown form {name}" for name in kind.needs if name not in forms)
    for entry in kind.heading:
        form_id, dot, field_id = entry.partition(".")
        known = form_id in _HEADED_BY and bool(dot) and _is_field(forms, form_id, field_id)
        if entry not in PEOPLE and not known:
            yield f"the heading names an unknown field {entry}"
    for part in kind.sections:
        name = part.id or part.form
        if part.form:
            form = forms.get(part.form)
            if form is None or form.record != "worksheet" or form.id in _NO_SHEET:
                yield f"section {name}: no sheet {part.form}"
            elif part.view and part.view not in form.views:
                yield f"section {name}: the form {part.form} has no view {part.view}"
        if not part.form or part.view:
            yield from (f"section {name}: no {key}" for key in ("id", "title") if not getattr(part, key))
        for figure in (*part.figures, *part.figures_if_any):
            if not _is_field(forms, "derived", figure):
                yield f"section {name}: an unknown figure {figure}"
        if part.records and part.records not in RECORDS:
            yield f"section {name}: unknown records {part.records}"
        elif part.records:
            if not part.fields:
                yield f"section {name}: no fields of {part.records}"
            shown = RECORDS[part.records]
            yield from (f"section {name}: no field {shown}.{i}" for i in part.fields if not _is_field(forms, shown, i))


def _is_field(forms: Mapping[str, Form], form_id: str, field_id: str) -> bool:
    return form_id in forms and any(field.id == field_id for field in forms[form_id].fields())
