"""One private note, and one lesson learned: both are a form of two or three fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mentor_tui.errors import InputRefused
from mentor_tui.schema.catalogue import kind_of
from mentor_tui.schema.records import Lesson, Note

from ..host import Host
from ..shell.record_form import NEW, RecordForm

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value


R = TypeVar("R", bound=Note | Lesson)


class WordsForm(RecordForm[R]):
    """A note or a lesson: there is nothing to save without words."""

    def changed(self, now: R, values: dict[str, Value]) -> R:
        if not values["text"] and not values.get("title"):
            raise InputRefused.of({"text title": "There is nothing to save yet. Escape goes back."})
        return super().changed(now, values)


def open_note(app: Host, target: str = "") -> None:
    """A private note: the one with this id, or a new one."""
    _open(app, target, "Private note", Note(pair_id=app.pair.id, on=app.ws.today().isoformat()))


def open_lesson(app: Host, target: str = "") -> None:
    """A lesson learned: the one with this id, or a new one."""
    _open(app, target, "Lesson learned", Lesson(pair_id=app.pair.id))


def _open(app: Host, target: str, title: str, blank: R) -> None:
    record = blank if target in ("", NEW) else app.ws.get(type(blank), target)
    if record is None:
        app.say(f"That {kind_of(blank).one} is no longer there.", "warning")
        return
    app.push_screen(WordsForm(app, record, title, view="edit"))
