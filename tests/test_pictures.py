"""The pictures in `docs/` are of today's app: whoever changes what one of them shows draws it anew."""

from __future__ import annotations

import pytest

from tests import pictures


@pytest.mark.parametrize("which", ["README", pytest.param("GALLERY", marks=pytest.mark.soak)])
def test_the_pictures_in_the_docs_show_the_app_as_it_is(which: str) -> None:
    for name, svg in pictures.drawn(getattr(pictures, which)).items():
        on_the_page = (pictures.DOCS / f"{name}.svg").read_text("utf-8")
        assert pictures.words(on_the_page) == pictures.words(svg), f"docs/{name}.svg is old: run `make pictures`"


def test_every_picture_in_the_docs_is_drawn_from_the_app_and_shown_on_a_page() -> None:
    there = {path.stem for path in pictures.DOCS.glob("*.svg")}
    pages = [pictures.DOCS.parent / "README.md", *pictures.DOCS.glob("*.md")]
    shown = "\n".join(page.read_text("utf-8") for page in pages)
    assert there == {picture.name for picture in pictures.PICTURES}
    assert [name for name in there if f"{name}.svg)" not in shown] == []
