"""A place whose list shows records of one kind: the cursor stands in it, and commands are about the record under it."""

from __future__ import annotations

from typing import Generic, TypeVar

from mentor_tui.schema.catalogue import kind_of
from mentor_tui.schema.records import Record

from ..widgets.rows import Rows
from .base import Fresh

R = TypeVar("R", bound=Record)


class Listing(Fresh, Generic[R]):
    """The key of each row is the id of its record. Enter opens one where the catalogue says that its kind is opened."""

    SHOWS: type[R]
    """The kind of record."""
    NONE = ""
    """Said when a command is about the record under the cursor, and there is none."""
    FILTERS: tuple[tuple[str, str], ...] = ()
    """What can be shown in the place of all: an id, empty for all, and its words."""
    filtered = ""
    """The filter that holds."""

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query(Rows).first()

    @property
    def chosen(self) -> R | None:
        """The record under the cursor."""
        return self.ws.get(self.SHOWS, self.rows.current)

    def pick(self) -> R | None:
        """The record under the cursor; says so when there is none."""
        found = self.chosen
        if found is None:
            self.say(self.NONE)
        return found

    def on_mount(self) -> None:
        super().on_mount()
        self.rows.focus()

    def open_chosen(self) -> None:
        """Open the record under the cursor."""
        if record := self.pick():
            self.mentor.go(kind_of(record).opened_at(record))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.open_chosen()

    def action_edit(self) -> None:
        """Change the record under the cursor."""
        self.open_chosen()

    def action_filter(self) -> None:
        """Show the next kind."""
        keys = [key for key, _ in self.FILTERS]
        self.filtered = keys[(keys.index(self.filtered) + 1) % len(keys)]
        self.reload()
