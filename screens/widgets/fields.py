"""Editors for the kinds of field a form may have. Each has a `value`, takes one, and says when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, TextArea

from mentor_tui.schema.fields import Field, Role, Value
from mentor_tui.words import text

from ..textual_fixes.colours import KeepsColours
from ..textual_fixes.long_lines import LongLine
from .plain import Plain, content, own

_STEPS = 50
"""So many changes of a one-line field can be undone."""


class Changed(Message):
    """A person changed a field."""

    def __init__(self, field_id: str) -> None:
        super().__init__()
        self.field_id = field_id


class TooLong(Message):
    """A paste would not fit; nothing was put in."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.sentence = (
            f"{size / 1_048_576:.1f} MB were pasted, and a field takes 1 MB. Nothing was put in; paste a smaller part."
        )


def _hold_back(event: events.Key) -> None:
    """Stop a letter that no text keeps, such as one that turns the line round; else Textual's own handler is next."""
    if event.is_printable and event.character and not text.keeps(event.character):
        event.prevent_default()
        event.stop()


class SafeInput(LongLine):
    """One line of text, cleaned whether it was pasted or comes from a record that another program wrote."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As in Textual, which lays out the whole screen anew when it changes: one line stays one line."""

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal would obey, whoever puts it here."""
        return text.clean(value).replace("\n", " ").replace("\t", " ")

    BINDINGS = [
        Binding("ctrl+z", "take_back", "Undo", show=False),
        Binding("ctrl+y", "bring_back", "Redo", show=False),
    ]

    def watch_value(self, old: str, new: str) -> None:
        """Remember what stood there: Ctrl+U, Ctrl+K, Ctrl+W and a cut take more away than one letter."""
        if self.password or self._stepping:
            return
        typing = len(new) == len(old) + 1
        if not (typing and self._typing):
            self._earlier = [*self._earlier[-_STEPS:], old]
        self._typing, self._later = typing, []

    _earlier: Sequence[str] = ()
    _later: Sequence[str] = ()
    _typing = False
    """The last change was a letter more: the next one belongs to it."""
    _stepping = False

    def action_take_back(self) -> None:
        """Undo."""
        if self._earlier:
            *earlier, then = self._earlier
            self._earlier, self._later = earlier, [*self._later, self.value]
            self._step(then)

    def action_bring_back(self) -> None:
        """Redo what was undone."""
        if self._later:
            *later, then = self._later
            self._earlier, self._later = [*self._earlier, self.value], later
            self._step(then)

    def _step(self, value: str) -> None:
        self._stepping = True
        self.value = value
        self._stepping = self._typing = False
        self.cursor_position = len(value)

    async def on_key(self, event: events.Key) -> None:
        _hold_back(event)

    async def action_submit(self) -> None:
        """Enter. What holds the field obeys at once (`entered`), so that the next letter is in the next field."""
        for holder in self.ancestors:
            if isinstance(holder, HoldsLines):
                holder.entered(self)
                return
        await super().action_submit()

    def on_paste(self, event: events.Paste) -> None:
        # Textual calls the handler of every class in turn: Input's own comes next, with the cleaned text.
        event.text = text.one_line(event.text)
        if text.size(event.text) + text.size(self.value) > text.MAX_FIELD_BYTES:
            event.prevent_default()
            event.stop()
            self.post_message(TooLong(text.size(event.text)))


class HoldsLines:
    """A holder of one-line fields, which says what Enter does in one."""

    def entered(self, field: Input) -> None:
        """Enter was pressed in this field."""
        raise NotImplementedError


class Prose(KeepsColours):
    """Any amount of text. What is pasted is cleaned; more than 1 MB is refused with a word about it."""

    def __init__(self, value: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            text.clean(value),
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
            placeholder=content(placeholder),
        )

    async def on_key(self, event: events.Key) -> None:
        _hold_back(event)

    async def on_paste(self, event: events.Paste) -> None:
        cleaned = text.clean(event.text)
        if text.size(cleaned) + text.size(self.text) > text.MAX_FIELD_BYTES:
            event.prevent_default()
            event.stop()
            self.post_message(TooLong(text.size(cleaned)))
            return
        event.text = cleaned

    def on_unmount(self) -> None:
        # The app goes on watching its theme for an editor that is gone, and so would keep all that was typed here.
        with self.prevent(TextArea.Changed):
            self.load_text("")


class Tick(Checkbox):
    """A box to tick that shows `[x]` or `[ ]`: readable without colour."""

    def render(self) -> Content:
        """The box and its label."""
        box = ("[x]" if self.value else "[ ]", self.get_visual_style("toggle--button"))
        label = self.label.pad(1, 1).stylize_before(self.get_visual_style("toggle--label"))
        return Content.assemble(box, label)


class Scale(Widget, can_focus=True):
    """One to five, by digit or arrow; 0 or backspace leaves it open."""

    DEFAULT_CSS = """
    Scale { height: 1; width: auto; }
    Scale:focus { background: $primary-muted; text-style: bold; }
    """

    def __init__(self, value: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.value = value

    def render(self) -> Any:
        marks = "  ".join(f"[{n}]" if n == self.value else f" {n} " for n in range(1, 6))
        return content(f"{marks}   {'not said' if not self.value else f'{self.value} of 5'}")

    def set_value(self, value: int) -> None:
        """Choose a number, and say so."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(Changed(self.id or ""))

    def on_key(self, event: events.Key) -> None:
        moves = {"left": max(self.value - 1, 0), "right": min(self.value + 1, 5), "backspace": 0, "delete": 0}
        if event.key in "012345":
            self.set_value(int(event.key))
        elif event.key in moves:
            self.set_value(moves[event.key])
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        self.set_value(min(event.x // 5 + 1, 5))


class FieldEditor(Vertical):
    """One field of a form: label, who may see it, help, and its editor."""

    DEFAULT_CSS = """
    FieldEditor { height: auto; margin-bottom: 1; }
    FieldEditor .label-line { height: 1; }
    FieldEditor .label { width: 1fr; text-style: bold; }
    FieldEditor .seen-by { width: auto; color: $text-muted; }
    FieldEditor .help { color: $text-muted; height: auto; }
    FieldEditor .option-help { color: $text-muted; height: auto; padding-left: 4; }
    FieldEditor .words { color: $text-muted; height: auto; }
    FieldEditor .problem { color: $text-warning; height: auto; display: none; }
    FieldEditor .problem.-shown { display: block; }
    FieldEditor Input { border: none; height: 1; padding: 0 1; background: $surface-lighten-1; }
    FieldEditor Input:focus { border: none; background: $primary-muted; }
    FieldEditor Prose { height: auto; min-height: 2; max-height: 12; background: $surface-lighten-1; padding: 0 1; }
    FieldEditor Prose:focus { background: $primary-muted; }
    FieldEditor Checkbox { height: 1; border: none; padding: 0; background: transparent; width: 1fr; }
    FieldEditor Checkbox > .toggle--button { color: $foreground; background: transparent; }
    FieldEditor Checkbox.-on > .toggle--button { color: $text-success; background: transparent; text-style: bold; }
    FieldEditor Checkbox:focus { background: $primary-muted; border: none; }
    FieldEditor Checkbox.-textual-compact:focus > .toggle--label {
        color: $text; background: transparent; text-style: bold; }
    FieldEditor.-tick { margin-bottom: 0; }
    FieldEditor.-tick .help { padding-left: 4; }
    FieldEditor.-tick.-last { margin-bottom: 1; }
    FieldEditor Select { height: auto; }
    """

    def __init__(self, field: Field, value: Value, role: Role, *, show_help: bool = True) -> None:
        super().__init__(id=f"field-{field.id}", classes=f"-{field.kind}")
        self.field = field
        self.role = role
        self._value = value
        self._show_help = show_help
        self._silent = True
        self._boxes: dict[str, Widget] = {}
        """The widgets that hold the value: one box for each option, or one editor under an empty name.

        They are kept, not looked for: a tick stands inside its line and is there a moment after the field, and all of
        them go a moment before it.
        """

    def compose(self) -> ComposeResult:
        field = self.field
        with Horizontal(classes="label-line"):
            if field.kind == "tick":
                yield self._keep(Tick(own(field.label), bool(self._value), id="editor", compact=True))
            else:
                yield Plain(field.label, classes="label")
            yield Plain(field.seen_by(self.role), classes="seen-by")
        if field.help and self._show_help:
            yield Plain(field.help, classes="help")
        if field.kind != "tick":
            for widget in self._editor():
                yield self._keep(widget)
        if counted := field.words_told(str(self._value)):
            yield Plain(counted, classes="words")
        yield Plain("", classes="problem")

    def _keep(self, widget: Widget) -> Widget:
        """The widget, noted when it is one that holds a value."""
        name = widget.id or ""
        if name == "editor":
            self._boxes[""] = widget
        elif name.startswith("option-"):
            self._boxes[name.removeprefix("option-")] = widget
        return widget

    def _editor(self) -> ComposeResult:
        field, value = self.field, self._value
        match field.kind:
            case "text":
                yield Prose(str(value), id="editor")
            case "lines":
                yield Prose("\n".join(value) if isinstance(value, list) else str(value), id="editor")
            case "choice":
                # Labels may be words of the person's own (a goal, a meeting); a plain string would be read as markup.
                options = [(Text(text.one_line(o.label)), o.id) for o in field.options]
                chosen = value if value in {o.id for o in field.options} else Select.NULL
                yield Select(options, value=chosen, prompt="choose", allow_blank=True, compact=True, id="editor")
            case "choices":
                picked = value if isinstance(value, list) else []
                for option in field.options:
                    yield Tick(own(option.label), option.id in picked, id=f"option-{option.id}", compact=True)
                    if option.help:
                        yield Plain(option.help, classes="option-help")
            case "scale":
                yield Scale(int(value) if isinstance(value, int) else 0, id="editor")
            case "minutes" | "number":
                yield SafeInput(str(value or ""), id="editor")
            case _:
                yield SafeInput(str(value), id="editor")

    @property
    def raw(self) -> object:
        """The value that stands in the editor now, unchecked."""
        if not self.is_mounted or self._silent:
            return self._value
        if self.field.kind == "choices":
            return [i for i, box in self._boxes.items() if isinstance(box, Checkbox) and box.value]
        editor = self._boxes.get("")
        match editor:
            case Prose():
                return editor.text
            case Select():
                return "" if editor.value is Select.NULL else str(editor.value)
            case Checkbox() | Scale() | Input():
                return editor.value
            case _:
                return self._value

    def put(self, value: Value, *, undoable: bool = False) -> None:
        """Show another value (a draft taken up again); `undoable` where it changes what somebody is writing."""
        self._value = value
        if not self.is_mounted:
            return
        if not all(box.is_mounted for box in self._boxes.values()):
            self.call_after_refresh(self.put, value, undoable=undoable)
            return
        if self.field.kind == "choices":
            for name, box in self._boxes.items():
                if isinstance(box, Checkbox):
                    box.value = isinstance(value, list) and name in value
            return
        editor = self._boxes.get("")
        match editor:
            case Prose():
                words = text.clean("\n".join(value) if isinstance(value, list) else str(value))
                if undoable:
                    editor.replace(words, (0, 0), editor.document.end)
                else:
                    editor.load_text(words)
            case Select():
                editor.value = value if value in {o.id for o in self.field.options} else Select.NULL
            case Checkbox():
                editor.value = bool(value)
            case Scale():
                editor.value = int(value) if isinstance(value, int) else 0
                editor.refresh()
            case Input():
                editor.value = str(value or "")

    def on_mount(self) -> None:
        self._silent = False

    def problem(self, sentence: str) -> None:
        """Show, or with an empty sentence take away, what is wrong with this field."""
        if not self.is_mounted:
            return
        line = self.query_one(".problem", Plain)
        line.show(sentence)
        line.set_class(bool(sentence), "-shown")

    def on_descendant_focus(self) -> None:
        """Show the label too, not only the editor that has the cursor."""
        self.call_after_refresh(self.scroll_visible, animate=False)

    def focus_editor(self) -> None:
        """Put the cursor into the editor."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if counted := self.field.words_told(event.text_area.text):
            self.query_one(".words", Plain).show(counted)
        self._tell()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        event.stop()
        self._tell()

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._tell()

    def on_changed(self, event: Changed) -> None:
        if event.field_id != self.field.id:
            event.stop()
            self._tell()

    def _tell(self) -> None:
        if not self._silent:
            self.problem("")
            self.post_message(Changed(self.field.id))

    def on_too_long(self, event: TooLong) -> None:
        event.stop()
        self.problem(event.sentence)
