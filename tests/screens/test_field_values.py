"""The value of a field is told while its parts come and go: a screen may be left before they are all there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from mentor_tui.schema.fields import Field, Kind, Option, Value
from mentor_tui.screens.shell.themes import first_theme
from mentor_tui.screens.widgets.fields import FieldEditor

SAID: list[tuple[Kind, Value, Value]] = [
    ("tick", True, False),
    ("line", "said", "said since"),
    ("text", "said\nin two lines", "said since"),
    ("lines", ["a", "b"], ["c"]),
    ("choices", ["a"], ["a", "b"]),
    ("choice", "a", "b"),
    ("scale", 3, 5),
]
"""A value of each kind, and another."""
KINDS = pytest.mark.parametrize(("kind", "value", "other"), SAID, ids=[kind for kind, *_ in SAID])


class OneField(App[None]):
    def __init__(self, editor: FieldEditor) -> None:
        super().__init__()
        first_theme(self)
        self.editor = editor

    def compose(self) -> ComposeResult:
        yield self.editor


def field_of(kind: Kind, value: Value) -> FieldEditor:
    options = (Option("a", "A"), Option("b", "B")) if kind in ("choice", "choices") else ()
    return FieldEditor(Field("f", "The field", kind, options=options), value, "mentor")


def told(editor: FieldEditor) -> Value:
    value: Value = editor.field.check(editor.raw)
    return value


@KINDS
async def test_a_value_is_told_before_during_and_after_a_field_is_on_the_screen(
    kind: Kind, value: Value, other: Value
) -> None:
    editor = field_of(kind, value)
    assert told(editor) == value
    app = OneField(editor)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert told(editor) == value
        editor.put(other)
        await pilot.pause()
        await editor.query("*").remove()
        assert told(editor) == other
        editor.put(other)
        assert told(editor) == other
        await pilot.pause()


@contextmanager
def coming(editor: FieldEditor) -> Iterator[None]:
    """As it is for a moment after the field is there: its parts are still on their way."""
    for box in editor._boxes.values():
        box._is_mounted = False
    yield
    for box in editor._boxes.values():
        box._is_mounted = True


@KINDS
async def test_what_is_put_into_a_field_that_comes_is_shown_and_gives_way_to_what_came_later(
    kind: Kind, value: Value, other: Value
) -> None:
    editor = field_of(kind, value)
    app = OneField(editor)
    async with app.run_test() as pilot:
        await pilot.pause()
        with coming(editor):
            editor.put(other)
        await pilot.pause()
        assert told(editor) == other
        with coming(editor):
            editor.put(value)
            editor.put(other)
        editor.put(value)
        await pilot.pause()
        assert told(editor) == value


async def test_what_is_typed_before_a_draft_could_be_shown_stays() -> None:
    editor = field_of("line", "stored")
    app = OneField(editor)
    async with app.run_test() as pilot:
        await pilot.pause()
        with coming(editor):
            editor.put("the draft")
        editor.query_one(Input).insert_text_at_cursor("ab")
        await pilot.pause()
        assert editor.raw == "storedab"


async def test_what_is_put_into_a_menu_that_is_not_there_yet_is_chosen() -> None:
    editor = field_of("choice", "a")

    class Early(OneField):
        def on_mount(self) -> None:
            self.met = [box.is_mounted for box in editor._boxes.values()]
            editor.put("b")

    app = Early(editor)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert told(editor) == "b", app.met
