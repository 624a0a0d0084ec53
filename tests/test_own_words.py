"""Every sentence of the project is its own: no run of eight words stands in a handbook as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import own_words

ROOT = Path(__file__).parent.parent
HANDBOOKS = own_words.unpack((ROOT / "tests" / "data" / "handbook-runs.txt").read_text("ascii"))
NAMES = (
    "triangle ways of working power skills business acumen",
    "pacific learning partnership for environmental and social sustainability",
)
"""Runs that are nothing but proper names."""
FILES = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "templates/**/*", "mentor_tui/**/*.py", "screens/**/*.py")
    for path in ROOT.glob(pattern)
    if path.suffix in (".md", ".toml", ".j2", ".py")
)


def taken(text: str) -> list[str]:
    """The runs of a text that stand in a handbook, proper names left out."""
    return [run for run in own_words.runs(text) if own_words.hashed(run) in HANDBOOKS and run not in NAMES]


def test_no_sentence_was_taken_from_a_handbook() -> None:
    assert len(FILES) > 100
    found = {str(path.relative_to(ROOT)): runs for path in FILES if (runs := taken(path.read_text("utf-8")))}
    assert found == {}


def test_a_run_is_known_whatever_its_case_signs_and_lines() -> None:
    run = next(own_words.runs("One two, three four five six seven eight"))
    assert list(own_words.runs("“ONE — two;\nthree (four) five,\tsix seven:\n# eight!”")) == [run]
    assert own_words.unpack(own_words.pack({own_words.hashed(run)})) == {own_words.hashed(run)}
    assert list(own_words.runs("one two three four five six seven")) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_let_through_is_one_that_would_be_found(name: str) -> None:
    assert own_words.hashed(name) in HANDBOOKS
    assert taken(f"Before it {name} and after it") == []
