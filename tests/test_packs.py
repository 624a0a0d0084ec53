"""Packs that are broken are refused with file and field, and the page about them leaves nothing out."""

from __future__ import annotations

import shutil
import typing
from pathlib import Path

import pytest

from mentor_tui.errors import NotFound, PackRefused
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Field, Form, Kind, Option, Reader, Section
from tests.test_programs import DONE, GO

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
        programs.Labels,
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
