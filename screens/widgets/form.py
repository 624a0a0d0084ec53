"""A form on the screen, made from its definition. Fields in view come first, the rest follows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from textual import events
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Checkbox, Input

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import understood
from mentor_tui.schema.fields import Field, Form, Role, Value

from ..host import host_of
from .editors import HoldsLines, Prose, Scale
from .fields import Audience, FieldEditor, HoldsFields, shared_word
from .plain import Plain, own
from .steps import sections_of, too_long

Stored = Callable[[], Mapping[str, Any]]
"""What is stored now of a form's record, by field id and as its editors show it; empty while nothing is."""


class FormBody(VerticalScroll, HoldsLines, HoldsFields, can_focus=False):
    """The fields of a form or of one of its views, with their section headings."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; padding: 0 1; }
    FormBody .heading-line { height: auto; margin-top: 1; }
    FormBody .section { width: 1fr; text-style: bold; height: auto; }
    FormBody .section-help { width: 1fr; color: $quiet; height: auto; margin-bottom: 1; }
    FormBody .step { height: auto; }
    FormBody .step .heading-line, FormBody .heading-line.-first { margin-top: 0; }
    FormBody #former { height: auto; max-height: 12; padding: 0 1; }
    FormBody .intro { color: $quiet; height: auto; margin-bottom: 1; }
    """

    FIRST = 8
    """So many are put on the screen at once, so that the cursor is there early."""

    def __init__(
        self,
        form: Form,
        values: Mapping[str, Any],
        role: Role,
        *,
        view: str = "",
        only: Sequence[str] = (),
        stored: Stored = dict,
    ) -> None:
        super().__init__(id="form")
        self.form = form
        self.role = role
        self.view = view
        self.only = tuple(only)
        self.start: dict[str, Value] = {}
        """The values the form opened with, after filling in blanks."""
        for field in self.fields():
            self.start[field.id] = values.get(field.id, field.blank())
        self._stored = stored
        self._known = self._all_stored()
        self.overtaken = False
        """Whether something was stored elsewhere in a field that is being written here."""
        self._pending: dict[str, Value] = dict(self.start)
        self._made: dict[str, FieldEditor] = {}
        self.whole = False
        """Whether every field is there."""
        self.at = ""
        """The field to stand on first; the first one when empty."""
        self.former = ""
        """Answers to questions that the form no longer asks, to read below its fields."""
        self.sections = sections_of(form, self.fields())
        self.stepped = not view and too_long(self.sections)
        """Whether one section is shown at a time."""
        self.here = 0
        """The section that is shown, where one is at a time."""
        self._boxes: list[Vertical] = []
        self._told: Callable[[], None] | None = None

    def fields(self) -> list[Field]:
        """The fields shown to this role, in order."""
        if self.view:
            return self.form.view(self.view, self.role)
        return [f for f in self.form.fields(self.role) if not self.only or f.id in self.only]

    def make(self, field: Field, said: str = "") -> FieldEditor:
        """The editor of a field, with what is known of it so far; it counts from now on, mounted or not.

        `said` is the word on who sees it that stands above all of its section: the field says only another one.
        """
        editor = FieldEditor(field, self._pending[field.id], self.role, said=said)
        self._made[field.id] = editor
        return editor

    def _group(self, fields: Sequence[Field], title: str = "", help_: str = "") -> list[Widget]:
        """Fields below one heading, which says who sees them where most have the same readers."""
        said = shared_word([f.seen_by(self.role) for f in fields])
        widgets: list[Widget] = []
        first = not self._made
        if self.stepped:  # the title stands in the edge, or in the line above
            title, help_, kind = help_, "", "section-help"
        else:
            kind = "section"
        if title or said:
            line = Horizontal(Plain(title, classes=kind), Audience(said), classes="heading-line")
            widgets.append(line.set_class(first, "-first"))
        if help_:
            widgets.append(Plain(help_, classes="section-help"))
        editors = [self.make(f, said) for f in fields]
        for editor, following in zip(editors, fields[1:], strict=False):
            editor.set_class(following.kind != "tick", "-last")
        return [*widgets, *editors]

    def _widgets(self) -> list[Widget]:
        if self.view:
            return self._group(self.fields())
        widgets: list[Widget] = []
        if self.form.intro:
            widgets.append(Plain(self.form.intro, classes="intro"))
        for step in self.sections:
            widgets += self._group(step.fields, step.section.title, step.section.help)
        return widgets + self._no_longer_asked()

    def _no_longer_asked(self) -> list[Widget]:
        if not self.former:
            return []
        words = Prose(self.former, id="former")
        words.read_only = True
        return [Plain(own("No longer asked"), classes="section"), words]

    async def on_mount(self) -> None:
        if self.stepped:
            await self._mount_steps()
            return
        widgets = self._widgets()
        first = len(widgets) if self.at in self._made else self.FIRST
        await self.mount(*widgets[:first])
        if self.at in self._made:
            self._made[self.at].focus_editor()
        else:
            self.focus_first()
            self.call_after_refresh(self.scroll_home, animate=False)
        if widgets[first:]:
            self.call_after_refresh(self._mount_rest, widgets[first:])
        else:
            self.call_after_refresh(self._settle)

    async def _mount_rest(self, widgets: list[Widget]) -> None:
        for at in range(0, len(widgets), 2 * self.FIRST):
            await self.mount(*widgets[at : at + 2 * self.FIRST])
        self.call_after_refresh(self._settle)

    # --- One section at a time -----------------------------------------------------------------------------------

    async def _mount_steps(self) -> None:
        """The section with the cursor first; the others follow, out of sight."""
        self._boxes = [Vertical(classes="step") for _ in self.sections]
        inside = [self._group(s.fields, s.section.title, s.section.help) for s in self.sections]
        inside[-1] += self._no_longer_asked()
        if self.form.intro:
            inside[0].insert(0, Plain(self.form.intro, classes="intro"))
        self.here = self._step_of(self.at) or 0
        for number, box in enumerate(self._boxes):
            box.display = number == self.here
        self._entitle()
        await self.mount(*self._boxes)
        await self._boxes[self.here].mount(*inside[self.here])
        if self.at in self._made:
            self._made[self.at].focus_editor()
        else:
            self.focus_first()
            self.call_after_refresh(self.scroll_home, animate=False)
        self.call_after_refresh(self._mount_other_steps, inside)

    async def _mount_other_steps(self, inside: list[list[Widget]]) -> None:
        for number, box in enumerate(self._boxes):
            if number != self.here and not box.children:
                await box.mount(*inside[number])
        self.call_after_refresh(self._settle)

    def _entitle(self) -> None:
        """The title of the section, for the edge of a wide window."""
        section = self.sections[self.here].section
        self.border_title = own(section.title)

    def _step_of(self, field_id: str) -> int | None:
        return next((n for n, s in enumerate(self.sections) if any(f.id == field_id for f in s.fields)), None)

    def tell_steps(self, told: Callable[[], None]) -> None:
        """Call this each time another section is shown."""
        self._told = told

    def go_step(self, number: int, *, last: bool = False) -> bool:
        """Show that section, with the cursor in its first or last field; False when there is none."""
        if not (self.whole and 0 <= number < len(self._boxes)):
            return False
        self._show_step(number)
        self.screen.set_focus(self._reached()[-1 if last else 0])
        if not last:
            self.call_after_refresh(self.scroll_home, animate=False)
        return True

    def _show_step(self, number: int) -> None:
        if number != self.here:
            self._boxes[self.here].display = False  # at once, and not by a class: the next Tab looks for what is shown
            self._boxes[number].display = True
            self.here = number
            self._entitle()
            if self._told:
                self._told()

    def reveal(self, field_id: str) -> None:
        """Show the section of a field."""
        number = self._step_of(field_id) if self._boxes else None
        if number is not None:
            self._show_step(number)

    def step_on(self, by: int) -> bool:
        """To the next field of a form in steps, or the one before; False in a form without steps.

        Over the edge of a section it goes to the next one; the first section follows on the last one.
        """
        focused = self.screen.focused
        inside = self._reached() if self.stepped else []
        if focused is None or focused not in inside:
            return False
        to = inside.index(focused) + by
        if not 0 <= to < len(inside):
            return self.go_step((self.here + by) % len(self.sections), last=by < 0)
        self.screen.set_focus(inside[to])
        return True

    def _reached(self) -> list[Widget]:
        """Widgets that Tab reaches in the section that is shown, in the form's order.

        Textual goes by what stands where on the screen, which is not known of a section that was shown just now.
        """
        box = self._boxes[self.here]
        return [
            widget
            for widget in box.query("*").results(Widget)
            if widget.focusable and all(above.display for above in widget.ancestors_with_self if box in above.ancestors)
        ]

    def _settle(self) -> None:
        """Every field has its place: from now on Tab goes to the right one (a field without a place comes first)."""
        self.whole = True

    def editors(self) -> list[FieldEditor]:
        """The editors made so far; the last of them may be on their way to the screen."""
        return list(self._made.values())

    def editor(self, field_id: str) -> FieldEditor | None:
        """The editor of a field, or None while there is none."""
        return self._made.get(field_id)

    def raw(self) -> dict[str, object]:
        """The values that stand in every field now, unchecked; fields without an editor keep their value."""
        values: dict[str, object] = dict(self._pending)
        values.update({e.field.id: e.raw for e in self.editors()})
        return values

    @property
    def dirty(self) -> bool:
        """True when anything differs from what the form opened with."""
        return bool(self.changed())

    def changed(self) -> dict[str, Any]:
        """The values of the fields that differ from what the form opened with."""
        return {k: v for k, v in self.raw().items() if _plain(v) != _plain(self.start[k])}

    def _all_stored(self) -> dict[str, Value]:
        stored = self._stored()
        return {f.id: stored.get(f.id, f.blank()) for f in self.fields()}

    def follow(self) -> None:
        """Take in what was stored since the form opened (by another program, say); what was typed here stays."""
        now = self._all_stored()
        fresh = {k: v for k, v in now.items() if _plain(v) != _plain(self._known[k])}
        typed = self.changed()
        self.overtaken |= any(_plain(typed[k]) != _plain(v) for k, v in fresh.items() if k in typed)
        self._known = now
        self.start.update(fresh)
        self.put({k: v for k, v in fresh.items() if k not in typed})

    def known(self) -> dict[str, Value]:
        """The values that were stored when this form last looked, of the fields in which something is typed."""
        return {k: self._known[k] for k in self.changed()}

    def remember(self, known: Mapping[str, Value]) -> None:
        """A draft is taken up that was written over this: what was stored since is found by `follow`."""
        self._known.update({k: v for k, v in known.items() if k in self._known})

    def put(self, values: Mapping[str, Any]) -> None:
        """Fill fields with other values (a draft taken up again)."""
        known = {f.id for f in self.fields()}
        for key, value in values.items():
            if key in known:
                self._pending[key] = value
                editor = self.editor(key)
                if editor:
                    editor.put(value)

    def checked(self) -> dict[str, Value]:
        """All values, cleaned; raises InputRefused with every problem by its field."""
        result: dict[str, Value] = {}
        problems: dict[str, str] = {}
        raw = self.raw()
        today: date = host_of(self).ws.today()
        for field in self.fields():
            editor = self.editor(field.id)
            try:
                result[field.id] = understood.checked(field, raw[field.id], today)
                if editor:
                    editor.problem("")
            except InputRefused as error:
                problems[field.id] = str(error)
        if problems:
            raise InputRefused.of(problems)
        return result

    def tell(self, field_id: str, sentence: str, *, stand_there: bool = False) -> None:
        """Show at a field what is said of it, or with an empty sentence nothing; with the cursor in it if asked."""
        editor = self.editor(field_id)
        if editor is not None:
            editor.problem(sentence.removeprefix(editor.field.says("")))
            if stand_there:
                editor.focus_editor()
                editor.scroll_visible(animate=False)

    def on_resize(self) -> None:
        """A message takes its rows from the fields: the one that has the cursor stays in view."""
        self._keep_in_view()

    def watch_virtual_size(self) -> None:
        """Lines that are shown above the cursor, such as how an action was understood, do not push it out of view."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        if not self.is_mounted:
            return
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.call_after_refresh(focused.scroll_visible, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Up and down go from field to field where they have no work of their own: a checklist reads like a list."""
        if event.key in ("up", "down") and isinstance(self.screen.focused, Checkbox | Scale | Input):
            event.stop()
            event.prevent_default()
            if self.step_on(-1 if event.key == "up" else 1):
                return
            if event.key == "up":
                self.screen.focus_previous()
            else:
                self.screen.focus_next()

    def entered(self, field: Input) -> None:
        """Enter in a line goes on to the next field; at the end it says what saves."""
        after = self.screen.focus_chain[self.screen.focus_chain.index(field) + 1 :]
        following = next((w for w in after if self in w.ancestors and w.id != "former"), None)
        if following is not None:
            self.screen.set_focus(following)
        elif not self.stepped or self.here + 1 == len(self.sections) or not self.step_on(1):
            host_of(self).say("That was the last field. F2 saves.")

    def focus_first(self) -> None:
        """Put the cursor into the first field, with its label in view."""
        first = self.editors()[:1]
        widget = next((w for editor in first for w in editor.query("*") if w.focusable), None)
        if widget is not None:
            widget.focus(scroll_visible=False)


def _plain(value: object) -> object:
    """Values compare alike however they are typed: `60` and 60, a list and its lines."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, int):
        return str(value or "")
    return value.rstrip("\n") if isinstance(value, str) else value
