"""The program of a pair travels in its vault: no other computer, release or missing folder makes a pair unreadable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from mentor_tui.clock import FrozenClock
from mentor_tui.documents.whole import everything
from mentor_tui.errors import InputRefused, NotFound, PackRefused
from mentor_tui.imports import everything as importing
from mentor_tui.schema import document_kinds, programs, toml_files
from mentor_tui.schema import records as rec
from mentor_tui.schema.programs import Program
from mentor_tui.schema.records import KeptVersion, Pack, Pair, Worksheet
from mentor_tui.vault import KdfParams, Vault, list_backups, restore
from mentor_tui.workspace import Workspace, access, joining
from mentor_tui.workspace.search import Finder
from tests.test_packs import SHEET, SMALL, edit, small_pack
from tests.whole_vault import Whole

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "words"
ANSWER = "because of the quince"


@contextmanager
def shipping(*folders: Path) -> Iterator[None]:
    """An app that ships these programs too."""
    shipped = toml_files.packs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toml_files, "packs", lambda: shipped | {folder.name: folder for folder in folders})
        for read in (programs.load, document_kinds.every):
            read.cache_clear()
        yield
    for read in (programs.load, document_kinds.every):
        read.cache_clear()


def vault_in(folder: Path) -> Workspace:
    folder.mkdir(exist_ok=True)
    made = Vault.create(folder / "a.vault", PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=folder / "state")
    return Workspace(made, FrozenClock(NOW))


def opened(folder: Path, path: Path) -> Workspace:
    return Workspace(Vault.open(path, PASSPHRASE, state_dir=folder / "state"), FrozenClock(NOW))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "of").mkdir()
    return small_pack(tmp_path / "of", 'go = "form:sheet"')


PAIR = Pair(id="pair", role="mentee", partner_name="Bram Claes", program="small", start="2026-04-01")
SAID = Worksheet(id="said", pair_id="pair", form="sheet", answers={"why": ANSWER})


@pytest.fixture
def workspace(tmp_path: Path, pack: Path) -> Iterator[Workspace]:
    """A vault with a pair of a program that this app does not ship any more."""
    with shipping(pack):
        found = vault_in(tmp_path / "here")
        found.save(PAIR, label="pair added")
        found.save(SAID, label="answered")
    yield found
    found.close()


def is_readable(workspace: Workspace) -> None:
    """The pair can be opened, with its steps, its forms and what was answered, which is found as well."""
    pair = workspace.find_pair("Bram")
    assert access.program_here(workspace, pair)
    view = workspace.view(pair)
    assert [step.title for step in view.program.steps] == ["Go"]
    assert view.program.form("sheet").field("why").label == "Why?"
    assert view.worksheets["sheet"].answers == {"why": ANSWER}
    assert [hit.title for hit in Finder(workspace).search("quince")] == ["Sheet"]


def test_a_pair_takes_its_program_along_from_when_it_is_made(workspace: Workspace) -> None:
    (held,) = workspace.all(Pack)
    assert (held.id, held.name, held.installed, sorted(held.files)) == (
        "small",
        "Small",
        "",
        ["forms/sheet.toml", "program.toml"],
    )
    is_readable(workspace)


def test_the_program_that_every_release_has_is_not_copied(tmp_path: Path) -> None:
    workspace = vault_in(tmp_path / "v")
    workspace.save(replace(PAIR, program="pmi-belgium"))
    assert workspace.all(Pack) == []
    workspace.close()


def test_undo_takes_the_program_back_with_the_pair(tmp_path: Path, pack: Path) -> None:
    with shipping(pack):
        workspace = vault_in(tmp_path / "v")
        workspace.save(PAIR, label="pair added")
        assert workspace.undo() == "pair added"
        assert workspace.all(Pack) == [] and workspace.pairs == []
        workspace.redo()
        assert [held.id for held in workspace.all(Pack)] == ["small"]
        workspace.close()


def test_a_program_that_takes_base_forms_brings_them_along(tmp_path: Path, pack: Path) -> None:
    name = next(iter(programs.base_forms()))
    edit(pack / "program.toml", 'name = "Small"', f'name = "Small"\nbase_forms = ["{name}"]')
    with shipping(pack):
        workspace = vault_in(tmp_path / "v")
        workspace.save(PAIR)
        whole = workspace.program(PAIR).form(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "base_forms", dict)  # a later release without it
        assert workspace.program(PAIR).form(name) == whole
    workspace.close()


def test_another_computer_opens_the_vault_and_reads_the_pair(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.vault.path
    workspace.close()
    again = opened(tmp_path / "elsewhere", path)
    is_readable(again)
    again.save(replace(again.find_pair(), end="2026-12-01"))
    is_readable(again)
    again.close()


def test_what_the_app_ships_wins_over_the_copy(workspace: Workspace, pack: Path) -> None:
    edit(pack / "program.toml", 'title = "Go"', 'title = "Go on"')
    with shipping(pack):
        assert workspace.programs.load("small").steps[0].title == "Go on"
        workspace.save(replace(workspace.find_pair(), end="2026-12-01"))  # and the copy follows
    assert workspace.programs.load("small").steps[0].title == "Go on"


def test_what_a_person_installed_stays_as_it_was_when_the_app_ships_the_same_id(
    workspace: Workspace, pack: Path
) -> None:
    (copy,) = workspace.all(Pack)
    workspace.save(replace(copy, installed="2026-05-01"))
    edit(pack / "program.toml", 'title = "Go"', 'title = "Go on"')
    with shipping(pack):
        workspace.save(replace(workspace.find_pair(), end="2026-12-01"))
    (held,) = workspace.all(Pack)
    assert (held.installed, held.files) == ("2026-05-01", copy.files)


def test_no_program_is_read_to_tell_what_has_a_document_or_a_form(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (held,) = workspace.all(Pack)
    report = 'id = "report"\ntitle = "Report"\nreader = "program"\nformats = ["md"]\npurpose = "x"\n'
    workspace.save(replace(held, files=held.files | {"documents/report.toml": report}))
    read: list[str] = []
    loaded = programs.load
    monkeypatch.setattr(programs, "load", lambda name: (read.append(name), loaded(name))[1])
    known = workspace.programs
    found = known.document("report")
    assert found and found.title == "Report" and known.document("invitation:2026") is None
    assert all(map(known.some_have, ("sheet", "preparation", "declarations", "blanks")))
    assert not known.some_have("nowhere") and not known.some_have("../program")
    assert read == []


def test_two_open_vaults_do_not_share_their_programs(workspace: Workspace, tmp_path: Path) -> None:
    other = vault_in(tmp_path / "other")
    assert "small" in workspace.programs.available()
    assert "small" not in other.programs.available()
    with pytest.raises(NotFound, match="small"):
        other.programs.load("small")
    other.close()


def test_a_full_export_carries_the_program_and_an_import_brings_it(workspace: Workspace, tmp_path: Path) -> None:
    other = vault_in(tmp_path / "other")
    data = everything(workspace)
    importing.apply(other, importing.understand(data, other))
    is_readable(other)
    assert everything(other) == data
    other.close()


def test_an_import_without_the_program_takes_along_the_one_that_the_app_ships(tmp_path: Path, pack: Path) -> None:
    with shipping(pack):
        workspace = vault_in(tmp_path / "v")
        export = {"format": "mentor-tui/everything/1", "tables": {"pairs": [rec.to_document(PAIR)]}}
        importing.apply(workspace, importing.understand(json.dumps(export).encode(), workspace))
    assert workspace.program(PAIR).name == "Small"
    workspace.close()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("small", {"../../etc/passwd": "x"}),
        ("small", {"program.toml": "id = "}),
        ("small", {}),
        ("../small", {"program.toml": ""}),
        ("small", {"program.toml": "x" * 3_000_000}),
        ("small", {"program.toml": SMALL + '[links]\nsite = "file:///etc/passwd"\n'}),
        ("small", {"program.toml": SMALL, "forms/sheet.toml": SHEET.replace('id = "why"', 'id = "[why] so"')}),
    ],
)
def test_a_program_that_is_none_is_not_imported(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    workspace = vault_in(tmp_path / "v")
    odd = {"format": "mentor-tui/everything/1", "tables": {"packs": [{"id": name, "files": files}]}}
    with pytest.raises(InputRefused, match="not sound"):
        importing.understand(json.dumps(odd).encode(), workspace)
    with pytest.raises(PackRefused):
        workspace.save(Pack(id=name, files=files))
    assert workspace.all(Pack) == []
    workspace.close()


def test_a_copy_that_was_joined_brings_its_program(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.vault.path
    workspace.close()
    (tmp_path / "copy.vault").write_bytes(path.read_bytes())
    here = opened(tmp_path / "one", path)
    here.save(delete=here.all(Pack))
    here.close()
    there = opened(tmp_path / "two", tmp_path / "copy.vault")
    there.save(replace(there.find_pair(), end="2026-12-01"))
    there.close()
    here = opened(tmp_path / "one", path)
    joining.apply(here, joining.open_copy(here, tmp_path / "copy.vault", PASSPHRASE))
    is_readable(here)
    here.close()


def test_the_same_copy_made_on_two_computers_is_one(tmp_path: Path, pack: Path) -> None:
    first = vault_in(tmp_path / "v")
    first.close()
    path = tmp_path / "v" / "a.vault"
    (tmp_path / "copy.vault").write_bytes(path.read_bytes())
    with shipping(pack):
        for folder, where, partner in (("one", path, "Bram"), ("two", tmp_path / "copy.vault", "Chloe")):
            found = opened(tmp_path / folder, where)
            found.save(replace(PAIR, id=partner, partner_name=partner))
            found.close()
    here = opened(tmp_path / "one", path)
    joining.apply(here, joining.open_copy(here, tmp_path / "copy.vault", PASSPHRASE))
    assert len(here.pairs) == 2 and len(here.all(Pack)) == 1
    assert here.all(KeptVersion) == []
    here.close()


def test_a_backup_brings_the_program_back(workspace: Workspace, tmp_path: Path) -> None:
    path = workspace.vault.path
    workspace.save(delete=[*workspace.all(Pack)])
    workspace.close()
    restore(path, list_backups(path)[0].path, PASSPHRASE, state_dir=tmp_path / "here" / "state")
    again = opened(tmp_path / "here", path)
    is_readable(again)
    again.close()


def test_a_pair_without_its_program_keeps_everything_and_says_why_it_is_closed(workspace: Workspace) -> None:
    workspace.save(delete=workspace.all(Pack))
    pair = workspace.find_pair()
    assert not access.program_here(workspace, pair)
    assert "small" in access.why_closed(pair)
    assert json.loads(everything(workspace))["tables"]["worksheets"][0]["answers"] == {"why": ANSWER}


def test_the_copy_goes_with_the_last_pair_that_uses_it(workspace: Workspace) -> None:
    other = replace(PAIR, id="other", partner_name="Chloe")
    workspace.save(other)
    workspace.delete_pair(workspace.find_pair("Bram"))
    assert [held.id for held in workspace.all(Pack)] == ["small"]
    workspace.forget_pair(workspace.find_pair("Chloe"))
    assert workspace.all(Pack) == []


# --- Other releases ---------------------------------------------------------------------------------------------


def test_what_another_release_added_to_a_program_does_not_close_its_pairs(workspace: Workspace) -> None:
    """A newer app wrote the copy, with keys, kinds and places that this one has never heard of."""
    (held,) = workspace.all(Pack)
    lines = held.files["program.toml"] + 'done = "stars_aligned"\ndue = { anchor = "full_moon" }\nmood = "good"\n'
    sheet = SHEET + 'kind = "hologram"\n[[sections.fields]]\nid = "more"\nlabel = "More?"\nweight = 3\n'
    newer = replace(held, files=held.files | {"program.toml": f"weather = 1\n{lines}", "forms/sheet.toml": sheet})
    workspace.save(newer)
    program = workspace.program(workspace.find_pair())
    (step,) = program.steps
    assert (step.title, step.go, step.done, step.due) == ("Go", "form:sheet", "", None)
    assert [field.label for field in program.form("sheet").fields()] == ["Why?", "More?"]


# --- A program that changes ---------------------------------------------------------------------------------------


def answers_are_kept(workspace: Workspace, tmp_path: Path) -> None:
    """What was answered is still stored, found, and in the full export, which comes back whole."""
    assert workspace.all(Worksheet)[0].answers == {"why": ANSWER}
    assert [hit.record_id for hit in Finder(workspace).search("quince")] == ["said"]
    data = everything(workspace)
    assert ANSWER in data.decode()
    other = vault_in(tmp_path / "comes-back")
    importing.apply(other, importing.understand(data, other))
    assert everything(other) == data
    other.close()


def test_an_answer_to_a_question_that_is_gone_stays_readable_found_and_exported(
    workspace: Workspace, tmp_path: Path
) -> None:
    (held,) = workspace.all(Pack)
    sheet = SHEET.replace('id = "why"', 'id = "how"').replace("Why?", "How?")
    workspace.save(replace(held, files=held.files | {"forms/sheet.toml": sheet}))
    answers_are_kept(workspace, tmp_path)
    said = workspace.all(Worksheet)[0]
    workspace.save(replace(said, answers=dict(said.answers) | {"how": "like this"}))
    assert workspace.all(Worksheet)[0].answers == {"how": "like this", "why": ANSWER}


def test_answers_to_a_form_that_is_gone_stay_found_and_exported(workspace: Workspace, tmp_path: Path) -> None:
    (held,) = workspace.all(Pack)
    files = {"program.toml": held.files["program.toml"].replace('go = "form:sheet"', "")}
    workspace.save(replace(held, files=files))
    answers_are_kept(workspace, tmp_path)


def test_another_program_for_a_running_pair_keeps_every_answer(workspace: Workspace, tmp_path: Path) -> None:
    pair = workspace.find_pair()
    workspace.save(replace(pair, program="pmi-belgium"))
    answers_are_kept(workspace, tmp_path)
    workspace.save(replace(workspace.find_pair(), program="small"))
    is_readable(workspace)


@pytest.mark.parametrize("name", sorted(set(programs.available()) - {"pmi-belgium"}))
def test_the_copy_of_every_program_that_ships_says_the_same_as_the_program(tmp_path: Path, name: str) -> None:
    workspace = vault_in(tmp_path / "v")
    workspace.save(replace(PAIR, program=name))
    shipped, (copy,) = programs.load(name), workspace.all(Pack)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "available", lambda: ["pmi-belgium"])  # a later release without it
        patch.setattr(programs, "base_forms", dict)
        assert workspace.programs.load(name) == shipped
    assert sum(map(len, copy.files.values())) < 200_000
    workspace.close()


def test_no_record_of_a_running_pair_changes_with_its_program(tmp_path: Path) -> None:
    """Every kind of record, moved through every program that ships and back; the views of all of them open."""
    workspace = vault_in(tmp_path / "v")
    whole = Whole("mentee", share=True)
    kept = [record for record in whole.records if isinstance(record, KeptVersion)]
    workspace.save(*(record for record in whole.records if record not in kept))

    def rest() -> dict[str, object]:
        tables: dict[str, object] = json.loads(everything(workspace))["tables"]
        return {name: rows for name, rows in tables.items() if name not in ("pairs", "packs")}

    before = rest()
    for name in [*programs.available(), "pmi-belgium"]:
        workspace.save(replace(workspace.pairs[0], program=name))
        view = workspace.view(workspace.pairs[0])
        assert view.program.id == name and len(view.worksheets) == len(whole.of(Worksheet))
        assert rest() == before
        data = everything(workspace)
        other = vault_in(tmp_path / f"from-{name}-{len(list(tmp_path.iterdir()))}")
        importing.apply(other, importing.understand(data, other))
        assert everything(other) == data
        other.close()
    workspace.close()


GUARDED = """
audience = ["program"]
share = "sure"
[[sections.fields]]
id = "sure"
label = "The team may have it"
kind = "tick"
[[sections.fields]]
id = "mine"
label = "Mine?"
audience = ["program"]
audience_by_role = { mentee = ["pair"] }
"""
LOGS = (
    'id = "logs"\ntitle = "Logs"\nreader = "program"\nformats = ["md"]\npurpose = "Logs."\n'
    '[[sections]]\nid = "logs"\ntitle = "Logs"\nrecords = "logs"\nfields = ["takeaways"]\n'
)


def test_what_another_release_holds_back_in_a_way_of_its_own_is_held_back_here(workspace: Workspace) -> None:
    """Two ticks for one field, an audience that depends on more, consent of three: none of it is let through."""
    (held,) = workspace.all(Pack)

    def read(sheet: str, collects: str = "") -> Program:
        lines = f'base_forms = ["learning-log"]\n{held.files["program.toml"]}{collects}'
        files = {"program.toml": lines, "forms/sheet.toml": sheet, "documents/logs.toml": LOGS}
        workspace.save(replace(held, files=files))
        return workspace.program(workspace.find_pair())

    form = read(SHEET + GUARDED).form("sheet")
    assert form.field("why").readers("mentee") == ("program",) and form.field("mine").readers("mentor") == ("program",)
    newer = GUARDED.replace('share = "sure"', 'share = ["sure", "safe"]').replace('["pair"]', '"if-asked"')
    form = read(SHEET + newer).form("sheet")
    assert not form.field("why").readers("mentee") and not form.field("mine").readers("mentor")
    asked = '\n[sharing]\nwords = "x"\n[[sharing.collects]]\ndocument = "logs"\nconsent = "three"\nwords = "May we?"\n'
    collected = read(SHEET, asked).collected("logs")
    assert collected is not None and collected.consent == "both"
    assert "logs" not in read(SHEET).documents
