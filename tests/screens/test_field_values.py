"""The value of a field is told while its parts come and go: a screen may be left before they are all there."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from mentor_tui.schema.fields import Field, Kind, Option, Value
from mentor_tui.screens.widgets.fields import FieldEditor

SAID: list[tuple[Kind, Value]] = [("tick", True), ("line", "said"), ("choices", ["a"]), ("choice", "a"), ("scale", 3)]


class OneField(App[None]):
    def __init__(self, editor: FieldEditor) -> None:
        super().__init__()
        self.editor = editor

    def compose(self) -> ComposeResult:
        yield self.editor


@pytest.mark.parametrize(("kind", "value"), SAID, ids=[kind for kind, _ in SAID])
async def test_a_value_is_told_before_during_and_after_a_field_is_on_the_screen(kind: Kind, value: Value) -> None:
    options = (Option("a", "A"), Option("b", "B")) if kind in ("choice", "choices") else ()
    editor = FieldEditor(Field("f", "The field", kind, options=options), value, "mentor")
    assert editor.raw == value
    app = OneField(editor)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert editor.raw == value
        await editor.query("*").remove()
        assert editor.raw == value
        editor.put(value)
        assert editor.raw == value
