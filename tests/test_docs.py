"""The pages in `docs/` say what the code says: the picture of the house, and every file and target they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import house

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_QUOTED = re.compile(r"`([^`\n]+)`")
_FOLDERS = ("mentor_tui/", "screens/", "templates/", "tests/", "docs/", "benchmarks/")
_FILE = re.compile(r"[\w./<>*-]+\.(?:py|toml|tcss|j2)")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_the_picture_of_the_house_is_what_the_code_says() -> None:
    assert house.on_the_page() == house.drawn(), "run `make picture`"


def test_the_picture_leaves_out_only_arrows_that_a_longer_way_makes_needless() -> None:
    needs = house.arrows()
    thin = house.thinned(needs)
    assert all(house.beyond(room, thin) == house.beyond(room, needs) for room in needs)
    assert all(room not in house.beyond(room, needs) for room in needs)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    words = page.read_text("utf-8")
    named = [name for name in _QUOTED.findall(words) if name.startswith(_FOLDERS) or _FILE.fullmatch(name)]
    assert [name for name in named if not _there(name)] == []
    assert [link for link in _LINK.findall(words) if not (page.parent / link).exists()] == []


def _there(name: str) -> bool:
    """Whether a path stands below the repository or a room of it; `<id>` may be any name."""
    pattern = re.sub(r"<[^>]*>", "*", name.rstrip("/"))
    return any(next(ROOT.glob(place + pattern), None) for place in ("", "mentor_tui/vault/", "tests/vault/")) or (
        "/" not in pattern
        and any(
            next((ROOT / folder).rglob(pattern), None) for folder in ("mentor_tui", "screens", "templates", "tests")
        )
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_make_target_that_a_page_names_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)) <= targets
