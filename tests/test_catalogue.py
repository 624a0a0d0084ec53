"""Every field of every kind of record: it comes through whatever is done with it, and goes where it may go only.

All is made from the catalogue and the forms, so that a field that is added is held here at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from mentor_tui import documents
from mentor_tui.claims import linter
from mentor_tui.clock import FrozenClock
from mentor_tui.documents.whole import everything
from mentor_tui.forgetting import forgetting
from mentor_tui.imports import everything as importing
from mentor_tui.schema import audience
from mentor_tui.schema import records as rec
from mentor_tui.schema.catalogue import KINDS, kind_of
from mentor_tui.schema.fields import ROLES, Role, filled
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace, joining, versions
from mentor_tui.workspace.search import Finder
from tests.vault import independent
from tests.whole_vault import Whole, read

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "words"


def made(folder: Path, *records: rec.Record) -> Workspace:
    vault = Vault.create(
        folder / "a.vault", PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=folder.parent / "state"
    )
    workspace = Workspace(vault, FrozenClock(NOW))
    keep(workspace, *records)
    return workspace


def keep(workspace: Workspace, *records: rec.Record) -> None:
    """Save them; a kept version keeps the instants of its own."""
    kept = [r for r in records if isinstance(r, rec.KeptVersion)]
    workspace.save(*(r for r in records if r not in kept))
    workspace.restore_documents([(rec.KeptVersion, rec.to_document(r)) for r in kept], "kept")


@pytest.fixture(params=ROLES)
def whole(request: pytest.FixtureRequest) -> Whole:
    return Whole(request.param, share=True)


@pytest.fixture
def workspace(whole: Whole, tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "box"
    folder.mkdir()
    found = made(folder, *whole.records)
    yield found
    found.close()


def test_the_whole_vault_holds_every_kind_and_every_field(whole: Whole) -> None:
    assert {type(record) for record in whole.records} == {kind.type for kind in KINDS}
    for record in whole.records:
        kind = kind_of(record)
        for struct, form_id in (
            (record, kind.form),
            *((one, part.form) for name, part in kind.parts.items() for one in getattr(record, name)),
        ):
            fields = whole.forms[form_id].fields() if form_id else ()
            assert [f.id for f in fields if not filled(getattr(struct, f.id)) and f.id != "paid"] == []


def test_what_is_saved_exported_and_imported_is_whole(whole: Whole, workspace: Workspace, tmp_path: Path) -> None:
    for record in whole.records:
        now = workspace.get(type(record), record.id)
        assert now is not None
        assert msgspec.structs.replace(now, created="", changed="") == msgspec.structs.replace(
            record, changed="", created=""
        )
    data = everything(workspace)
    (tmp_path / "other").mkdir()
    other = made(tmp_path / "other")
    importing.apply(other, importing.understand(data, other))
    assert everything(other) == data
    other.close()


def test_a_copy_that_is_joined_brings_all_of_it(whole: Whole, tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    here = made(tmp_path / "here", rec.Note(text="before both"))
    here.close()
    shutil.copytree(tmp_path / "here", tmp_path / "there", dirs_exist_ok=True)
    clock = FrozenClock(NOW)
    there = Workspace(Vault.open(tmp_path / "there" / "a.vault", PASSPHRASE, state_dir=tmp_path / "state2"), clock)
    keep(there, *whole.records)
    wanted = everything(there)
    there.close()
    here = Workspace(Vault.open(tmp_path / "here" / "a.vault", PASSPHRASE, state_dir=tmp_path / "state"), clock)
    copy = joining.open_copy(here, tmp_path / "there" / "a.vault")
    joining.apply(here, copy)
    assert everything(here) == wanted
    here.close()


def test_every_word_is_found_where_it_stands(whole: Whole, workspace: Workspace) -> None:
    finder = Finder(workspace)
    for record in whole.records:
        for word in whole.words(record):
            hits = [hit for hit in finder.search(word) if hit.record_id == record.id]
            assert hits and hits[0].go, whole.marks.owners[word]


def test_a_kept_version_shows_every_field_and_no_id(whole: Whole, workspace: Workspace) -> None:
    for record in whole.records:
        if isinstance(record, rec.KeptVersion):
            continue
        kept = rec.from_document(rec.KeptVersion, versions.document(record.table, rec.to_document(record)))
        shown = versions.lines(workspace, kept)
        assert read("\n".join(words for _, words in shown)) >= whole.words(record)
        labels = {label for label, _ in shown}
        form = kind_of(record).shared_form()  # in which an item of a program is a mere reference
        for field in form.fields() if form else ():
            told = filled(getattr(record, field.id)) and field.kind != "reference"
            assert (field.label in labels) == told, field.id


def test_a_forgotten_pair_leaves_no_word_of_any_field(whole: Whole, workspace: Workspace) -> None:
    folder = workspace.vault.path.parent
    of_pair = [r for r in whole.records if r == whole.pair or getattr(r, "pair_id", "") == "pair"]
    gone = set().union(*map(whole.words, of_pair))
    stays = set().union(*(whole.words(r) for r in whole.records if r not in of_pair))
    plan = forgetting.plan(workspace, whole.pair)
    assert gone <= read("\n".join(plan.traces.texts | plan.traces.names))
    proof = forgetting.forget(workspace, plan)
    assert proof.gone and not proof.elsewhere
    payload = independent.read_vault(workspace.vault.path.read_bytes(), PASSPHRASE)
    assert stays <= read(str(payload)) and not gone & read(str(payload))
    for file in (f for f in folder.rglob("*") if f.suffix == ".vault" or f.parent.name.endswith(".backups")):
        opened = independent.open_payload(independent.split(file.read_bytes()), payload["dek"])
        assert not gone & read(str(opened)), file.name


def test_a_claim_is_asked_about_every_word_it_may_not_hold(whole: Whole, workspace: Workspace) -> None:
    [claim] = workspace.all(rec.Claim)
    of_pair = [
        r for r in whole.records if (kind_of(r).of_a_pair and not isinstance(r, rec.Disclosure)) or r == whole.pair
    ]
    every = set().union(*map(whole.words, of_pair))
    private = {word for word in every if "claim" not in whole.field(word)[1].readers(whole.role)}
    text = ".\n".join(f"{word} secret words" for word in sorted(every))
    found = linter.look(workspace, msgspec.structs.replace(claim, title="A talk", description=text, contact="", url=""))
    asked = read("\n".join(one.words for one in found if one.words))
    assert {whole.marks.owners[w] for w in private - asked} == set()
    names = {"pair.partner_name", "pair.partner_nicknames", "pair.partner_organisation"}
    assert {whole.marks.owners[w] for w in asked - private} <= names


@pytest.mark.parametrize("share", [True, False])
@pytest.mark.parametrize("role", ROLES)
def test_no_document_holds_a_field_that_its_reader_may_not_see(role: Role, share: bool, tmp_path: Path) -> None:
    whole = Whole(role, share=share)
    workspace = made(tmp_path, *whole.records)
    view = workspace.view(workspace.pairs[0])
    every = set().union(*map(whole.words, whole.records))
    for name, kind in view.program.documents.items():
        if name == "everything":
            continue
        reader = None if kind.reader == "myself" else kind.reader
        for keep in (True, False):
            document = documents.build(view, name, keep_names=keep)
            for fmt in kind.formats:
                text = documents.render(document, fmt).decode("utf-8-sig")
                for word in read(text) & every:
                    form, field = whole.field(word)
                    ticks = {f.id: share for f in form.fields() if f.kind == "tick"}
                    assert audience.admits(field, ticks, role, reader), (name, fmt, whole.marks.owners[word])
    workspace.close()
