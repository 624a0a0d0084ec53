"""The form of one record: which fields, what stands in them, what saving changes, and what its draft is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from textual.content import Content

from mentor_tui.schema import programs
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.catalogue import kind_of
from mentor_tui.schema.fields import Form, Role, Value
from mentor_tui.schema.records import Record

from ..host import Host
from .form_screen import FormScreen

R = TypeVar("R", bound=Record)

NEW = "new"
"""In a place: one that is not stored yet, as in `note:new`."""


class RecordForm(FormScreen, Generic[R]):
    """One record in its form, new or stored. Only what was typed changes; the rest stays as it is stored by then.

    What the catalogue tells of its kind need not be said: its form, what it is called, its place. A kind with rules
    of its own has a subclass that overrides `changed`, and `values` where the form shows something else.
    """

    def __init__(
        self,
        app: Host,
        record: R,
        title: str | Content,
        *,
        view: str = "",
        only: Sequence[str] = (),
        form: Form | None = None,
        start: Mapping[str, Any] | None = None,
        role: Role | None = None,
        label: str = "",
        where: str = "",
        draft_record: str = "",
        done: str = "",
        gone: str = "",
        at: str = "",
    ) -> None:
        """`record` is the stored one or a new one; `start` is proposed in the place of what stands in it.

        `label` names the change for undo; `where` and `draft_record` name the draft. `gone` is said when the record was
        deleted meanwhile; without it, saving stores it again.
        """
        kind = kind_of(record)
        self.owner, self.record = app, record
        self.new = not kind.own and app.ws.get(type(record), record.id) is None
        self.label = label or f"{kind.one} {'added' if self.new else 'changed'}"
        self._answers = bool(kind.answers)
        self._proposed = self.new and start is not None
        self.form = form or _form_of(app, record)
        place = kind.opened_at(record)
        super().__init__(
            title,
            self.form,
            self.stored() if start is None else start,
            role or app.role,
            where=where or (f"{place.partition(':')[0]}:{NEW}" if self.new else place),
            draft_record=draft_record or (getattr(record, "pair_id", "me") if self.new else record.id),
            view=view,
            only=only,
            at=at,
        )
        self.done = done or self.done
        self.gone = gone

    def now(self) -> R | None:
        """The record as stored now; None when it is not, or not any more."""
        return self.owner.ws.get(type(self.record), self.record.id)

    def values(self, record: R) -> Mapping[str, Any]:
        """The values that the form shows of a record, by field id."""
        if self._answers:
            answers: dict[str, Value] = getattr(record, "answers")  # noqa: B009 - the catalogue says that it has them
            return answers
        values = values_of(record)
        for field in self.form.fields():
            if field.kind == "quarters":  # kept as whole quarters, typed as PDUs
                values[field.id] = field.show(values[field.id]) if values[field.id] else ""
        return values

    def changed(self, now: R, values: dict[str, Value]) -> R:
        """The record with what was typed; raises InputRefused with the sentence that says why it cannot stand so."""
        if self._answers:
            return msgspec.structs.replace(now, answers={**self.values(now), **values})
        return msgspec.structs.replace(now, **values)

    def besides(self, values: dict[str, Value]) -> Sequence[Record]:
        """Other records that change with it."""
        return ()

    def stored(self) -> Mapping[str, Any]:
        now = self.now()
        return {} if now is None and self._proposed else self.values(now or self.record)

    async def store(self, values: dict[str, Value]) -> bool:
        now = self.now()
        if now is None and self.gone:
            self.say(self.gone, "warning")
            return False
        changed = self.changed(now or self.record, values)
        return await self.owner.store(changed, *self.besides(values), label=self.label, again=self.save)


def _form_of(app: Host, record: Record) -> Form:
    """The form of its kind: the open pair's program may have one of its own."""
    kind = kind_of(record)
    form_id = kind.answers_form(record) or kind.form
    return app.view.program.form(form_id) if kind.of_a_pair else programs.shared_forms()[form_id]
