"""One private note, and one lesson learned: both are a form of two or three fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from ..people.people import values_of
from ..shell.form_screen import FormScreen

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value
    from mentor_tui.schema.records import Lesson, Note

    from ..shell.app import MentorApp

R = TypeVar("R", "Note", "Lesson")


def open_note(app: MentorApp, target: str = "") -> None:
    """A private note: the one with this id, or a new one."""
    from mentor_tui.schema.records import Note

    new = Note(pair_id=app.pair.id, on=app.ws.today().isoformat())
    _open(app, target, "note", "Private note", new)


def open_lesson(app: MentorApp, target: str = "") -> None:
    """A lesson learned: the one with this id, or a new one."""
    from mentor_tui.schema.records import Lesson

    _open(app, target, "lesson", "Lesson learned", Lesson(pair_id=app.pair.id))


def _open(app: MentorApp, target: str, kind: str, title: str, blank: R) -> None:
    from mentor_tui.schema import programs

    record = blank
    new = target in ("", "new")
    if not new:
        known = app.ws.get(type(blank), target)
        if known is None:
            app.say(f"That {kind} is no longer there.", "warning")
            return
        record = known

    async def save(values: dict[str, Value]) -> bool:
        if not values["text"] and not values.get("title"):
            app.say("There is nothing to save yet. Escape goes back.", "warning")
            return False
        now = app.ws.get(type(record), record.id) or record
        label = f"{kind} {'added' if new else 'changed'}"
        return await app.store(msgspec.structs.replace(now, **values), label=label)

    app.push_screen(
        FormScreen(
            title,
            programs.shared_forms()[kind],
            values_of(record),
            app.pair.role,
            save,
            stored=lambda: values_of(app.ws.get(type(record), record.id) or record),
            where=f"{kind}:new" if new else f"{kind}:{record.id}",
            draft_record=app.pair.id if new else record.id,
            view="edit",
        )
    )
