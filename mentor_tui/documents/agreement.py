"""The mentoring agreement on paper: what was agreed, what changed, and a line for each who signs it."""

from __future__ import annotations

from typing import Any

from mentor_tui.documents import common
from mentor_tui.documents.blocks import fact, sections
from mentor_tui.documents.documents import Bullets, Column, Document, Fact, Section, Table
from mentor_tui.errors import NotFound
from mentor_tui.mentoring import agreements
from mentor_tui.schema.audience import Admitted, admitted, shown, values_of
from mentor_tui.schema.document_kinds import DocumentKind
from mentor_tui.schema.fields import ROLES, Form, Reader
from mentor_tui.schema.records import Agreement
from mentor_tui.words import text
from mentor_tui.workspace import PairView

_READER: Reader = "pair"
_SIGN_COLUMNS = (
    Column("role", "Role"),
    Column("name", "Name"),
    Column("date", "Date"),
    Column("signature", "Signature"),
)


def build(view: PairView, kind: DocumentKind, version: int | None = None) -> Document:
    """The agreement in a version, the newest when none is named; NotFound when there is none."""
    chosen = _find(view, version)
    form = view.program.form("agreement")
    facts = common.people(view, _READER) + _work(view) + common.program_facts(view, _READER, ("program", "cohort"))
    head = admitted(
        view.program.form("agreement_version"), values_of(chosen), view.role, _READER, ("version", "reviewed_on")
    )
    facts += [fact(item) for item in head.values()]
    if handbook := view.program.handbook:
        facts.append(Fact("handbook", "Follows", text.one_line(f"{handbook.title} {handbook.version}")))
    found = sections(form, chosen.answers, view.role, _READER, in_full=True)
    previous = [a for a in view.agreements if a.version < chosen.version]
    if previous:
        found += _changes(view, form, previous[-1], chosen)
    found.append(_signatures(view, chosen))
    return Document.of(
        kind,
        facts=tuple(facts),
        note="" if view.signed(chosen) else f"Not signed by {agreements.all_of(view)} yet.",
        sections=tuple(found),
    )


def _find(view: PairView, version: int | None) -> Agreement:
    if not view.agreements:
        raise NotFound("There is no agreement yet. Draft one first; a few lines are enough.")
    if version is None:
        return view.agreements[-1]
    chosen = next((a for a in view.agreements if a.version == version), None)
    if chosen is None:
        known = ", ".join(str(a.version) for a in view.agreements)
        raise NotFound(f"There is no version {version} of the agreement. Known: {known}.")
    return chosen


def _work(view: PairView) -> list[Fact]:
    """Job titles and organisations, where the two gave them."""
    own = admitted(
        view.program.form("profile"), values_of(view.profile), view.role, _READER, ("job_title", "organisation")
    )
    partner = admitted(
        view.program.form("pair"),
        values_of(view.pair),
        view.role,
        _READER,
        ("partner_job_title", "partner_organisation"),
    )
    lines = {view.role: ", ".join(shown(i) for i in own.values())}
    lines[view.pair.partner_role] = ", ".join(shown(i) for i in partner.values())
    names = view.program.role_names
    return [
        Fact(f"{role}_work", f"{names.get(role, role).capitalize()}'s work", text.one_line(lines[role]))
        for role in ROLES
        if lines.get(role)
    ]


def _changes(view: PairView, form: Form, old: Agreement, new: Agreement) -> list[Section]:
    before = admitted(form, old.answers, view.role, _READER)
    after = admitted(form, new.answers, view.role, _READER)
    lines = []
    for field in form.fields():
        was, now = before.get(field.id), after.get(field.id)
        if _value(was) != _value(now):
            lines.append(_change(field.label, was, now))
    if not lines:
        lines = ["Nothing in the wording changed."]
    title = f"What changed since version {old.version}"
    return [Section("changes", title, (Bullets("changes", "", tuple(lines)),))]


def _value(item: Admitted | None) -> Any:
    if item is None or item.value in (False, "", 0):
        return None
    return item.value


def _change(label: str, was: Admitted | None, now: Admitted | None) -> str:
    if was is not None and now is not None and isinstance(was.value, list) and isinstance(now.value, list):
        old, new = shown(was).split("\n"), shown(now).split("\n")
        parts = [f"{word} {'; '.join(lines)}" for word, lines in _list_changes(old, new) if lines]
        return text.one_line(f"{label} {', '.join(parts) or 'the order changed'}")
    if was is None or _value(was) is None:
        return text.one_line(f"{label} New: {shown(now) if now else ''}")
    if now is None or _value(now) is None:
        return text.one_line(f"{label} Removed; it was: {shown(was)}")
    return text.one_line(f"{label} Was: {shown(was)}. Now: {shown(now)}")


def _list_changes(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    return [("added:", [i for i in new if i not in old]), ("removed:", [i for i in old if i not in new])]


def _signatures(view: PairView, chosen: Agreement) -> Section:
    form = view.program.form("signature")
    known = {f.id: f.value for f in common.people(view, _READER)}
    names: dict[str, str] = {view.role: known.get("name", ""), view.pair.partner_role: known.get("partner_name", "")}
    rows = []
    titles = view.program.signer_titles
    for role in dict.fromkeys((*titles, *(s.role for s in chosen.signatures if s.on))):
        signature = next((s for s in chosen.signatures if s.role == role and s.on), None)
        items = admitted(form, values_of(signature), view.role, _READER) if signature else {}
        cells = {name: shown(item) for name, item in items.items()}
        title = titles.get(role, role)
        title = title[:1].upper() + title[1:]
        rows.append((title, cells.get("name") or names.get(role, ""), cells.get("on", ""), cells.get("how", "")))
    return Section("signatures", "Signatures", (Table("signatures", "", _SIGN_COLUMNS, tuple(rows)),))
