"""The fields of a program that its team may ever see, word for word: what a person is shown before a pair is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentor_tui.schema.document_kinds import RECORDS, DocumentKind
from mentor_tui.schema.fields import ROLES, Field, Form, Role
from mentor_tui.schema.programs import Program

if TYPE_CHECKING:
    from collections.abc import Iterator


class Seen(NamedTuple):
    """A field that the program team may see."""

    form: Form
    field: Field
    roles: tuple[Role, ...]
    """Those whose answer it may see."""
    tick: str
    """The label of the tick without which it does not leave; empty when there is none."""

    @property
    def place(self) -> str:
        """The form and the field by their ids: `closure.thanks`."""
        return f"{self.form.id}.{self.field.id}"

    @property
    def line(self) -> str:
        """The field as it is asked, whose answer it is, and what must be ticked first."""
        whose = "" if len(self.roles) > 1 else f", of the {self.roles[0]}"
        return f"{self.form.title}: {self.field.label}{whose}" + (f", if you tick “{self.tick}”" if self.tick else "")


def seen_by_team(program: Program, role: Role | None = None) -> list[Seen]:
    """Every field that the team may see, of one role or of both, form by form; those of a pack's own forms first.

    None where the program has no document for a team: what shared forms would let it see has then no way to it.
    """
    if not any(kind.reader == "program" for kind in program.documents.values()):
        return []
    found = []
    for form in sorted(program.forms.values(), key=lambda form: form.record != "worksheet"):
        labels = {field.id: field.label for field in form.fields()}
        for field in form.fields():
            mine = tuple(r for r in ROLES if r in form.roles and r in field.roles and "program" in field.readers(r))
            if mine and (role is None or role in mine):
                found.append(Seen(form, field, mine, labels.get(field.share, field.share)))
    return found


def program_visibility(program: Program, role: Role | None = None) -> list[str]:
    """Lines for the person who chooses a program: each field that its team may see, and what else it collects.

    With `role`, only what that role fills. A program that receives nothing gives one line that says so.
    """
    lines = [seen.line for seen in seen_by_team(program, role)]
    for collected in program.sharing.collects if program.sharing else ():
        kind = program.documents.get(collected.document)
        whose = "if you both agree" if collected.consent == "both" else "if you agree"
        lines.append(f"{kind.title if kind else collected.document}, {whose}: {collected.words}")
        lines += [f"{line}, {whose}" for line in _held(program, kind, role)] if kind else []
    return lines or ["Nothing: no field of this program may reach its team."]


def _held(program: Program, kind: DocumentKind, role: Role | None) -> Iterator[str]:
    """Yield what stands in a collected document that is not made for the team: form and field, as they are asked.

    One that is made for the team holds only what `seen_by_team` tells.
    """
    if kind.reader == "program" or kind.audience is None:
        return
    named: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in kind.needs if kind.builder]
    named += [(part.form or RECORDS.get(part.records, ""), part.fields) for part in kind.sections]
    for name, only in dict.fromkeys(named):
        if (form := program.forms.get(name)) is None:
            continue
        for field in form.fields():
            roles = [r for r in ROLES if r in form.roles and r in field.roles and kind.audience in field.readers(r)]
            if (field.id in only or not only) and roles and (role is None or role in roles):
                yield f"{form.title}: {field.label}"
