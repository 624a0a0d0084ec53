"""A megabyte is pasted at once: counted in the work it takes, never in seconds."""

from __future__ import annotations

import random

import pytest
from textual import events
from textual._wrap import compute_wrap_offsets
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument

from mentor_tui.screens.textual_fixes import long_lines, wrapping
from mentor_tui.screens.widgets import editors
from mentor_tui.words import text

from .conftest import OpenApp

WORDS = "word and more " * 64_000
SIGNS = ["a", "b", "-", " ", "  ", "é", "李", "✓", "\u0301", "\u00a0", "\u3000", "word", "a very long " * 3, "x" * 90]


@pytest.mark.parametrize("seed", range(60))
def test_a_line_is_wrapped_where_textual_wraps_it(seed: int) -> None:
    chance = random.Random(seed)
    line = "".join(chance.choice(SIGNS) for _ in range(chance.choice([5, 60, 400])))
    for width in (5, 7, 20, 79, 200):
        assert wrapping.wrap_offsets(line, width, 4) == compute_wrap_offsets(line, width, 4), (line, width)


@pytest.mark.parametrize("line", ["", "short", "a\tb" * 100, "👩\u200d🚀 " * 200, "x" * 1000, " " * 500, "ab " * 333])
def test_the_rows_of_a_line_are_those_of_textual(line: str) -> None:
    document = WrappedDocument(Document(line), width=20)
    assert "".join(document.get_sections(0)) == line
    assert len(document.get_sections(0)) == len(compute_wrap_offsets(line, 20, 4)) + 1


@pytest.mark.usefixtures("paints_at_once")
@pytest.mark.parametrize("field", ["private_notes", "next"])
async def test_a_megabyte_is_pasted_without_measuring_it_word_by_word(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    by_words: list[int] = []
    painted: list[int] = []
    one, shown = wrapping.wrapped_by_textual, long_lines.Text

    def counted(line: str, *rest: object, **more: object) -> list[int]:
        by_words.append(len(line))
        return one(line, *rest, **more)  # type: ignore[arg-type]

    def made(words: str, *rest: object, **more: object) -> object:
        painted.append(len(words))
        return shown(words, *rest, **more)  # type: ignore[arg-type]

    async with open_app(size=(80, 24), empty=True) as (app, pilot):
        app.go("log")
        await pilot.pause(0.1)
        editor = app.screen.query_one(f"#field-{field} #editor")
        editor.focus()
        await pilot.pause()
        monkeypatch.setattr(wrapping, "wrapped_by_textual", counted)
        monkeypatch.setattr(long_lines, "Text", made)
        editor.post_message(events.Paste(WORDS))
        await pilot.pause()
        await pilot.press("end", "!")
        await pilot.pause()
        typed = editor.text if field == "private_notes" else editor.value  # type: ignore[attr-defined]
        assert typed.startswith("word and more word") and typed.endswith("!") and len(typed) >= len(WORDS) - 1
        assert sum(by_words) < 10_000
        assert max(painted, default=0) < 1_000
        if field == "next":
            assert painted


def test_what_is_clean_already_is_looked_at_once() -> None:
    assert text.clean(WORDS) is WORDS
    assert text.clean("tab\tand\nline") == "tab\tand\nline"
    assert text.clean("a\x1b[31mb\x07\r\nc\x0bd") == "ab\nc\nd"


async def test_a_long_line_is_painted_as_textual_paints_it(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(size=(80, 24), empty=True) as (app, pilot):
        app.go("log")
        await pilot.pause(0.1)
        editor = app.screen.query_one("#field-next #editor", editors.SafeInput)
        editor.focus()
        for line in ("ab cd " * 400, "Ünï ✓ 李明 " * 300):
            editor.value = line
            for keys in (["end"], ["home"], ["home", "right", "right", "shift+right", "shift+right"], ["end", "left"]):
                await pilot.press(*keys)
                await pilot.pause()
                quick = editor.render_line(0)
                with monkeypatch.context() as patch:
                    patch.setattr(long_lines, "_LONG", 10**9)
                    whole = editor.render_line(0)
                assert quick.text == whole.text
                assert [(s.text, s.style) for s in quick.simplify()] == [(s.text, s.style) for s in whole.simplify()]
