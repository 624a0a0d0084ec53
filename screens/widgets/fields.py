"""A field of a form on the screen: its label, who may see it, its help, and the editor for its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, TextArea

from mentor_tui.mentoring import understood
from mentor_tui.schema.fields import ONLY_YOU, Field, Role, Value
from mentor_tui.words import text

from ..host import Host
from .choice import Choice
from .editors import Changed, HoldsText, Prose, SafeInput, Scale, Tick, TooLong
from .plain import Plain, own


class HoldsFields:
    """A holder of fields that does not show all of them at once."""

    def reveal(self, field_id: str) -> None:
        """Show this field."""
        raise NotImplementedError


class Audience(Plain):
    """The word on who may see a field, or all fields below a heading."""

    DEFAULT_CSS = """
    Audience { width: auto; margin-left: 2; color: $shared; }
    Audience.-private { color: $private; }
    """

    def __init__(self, word: str) -> None:
        super().__init__(word, classes="seen-by")
        self.set_class(word.startswith(ONLY_YOU), "-private")


def shared_word(words: Sequence[str]) -> str:
    """The word that is said once for all of them: that of most, or what those of most begin with; else empty."""
    for said in (words, [_first(word) for word in words]):
        word, times = Counter(said).most_common(1)[0]
        if times > 1 and 2 * times > len(words):
            return word
    return ""


def _first(word: str) -> str:
    """The widest reader of several; a condition holds for all that stands before it."""
    return word if word.endswith("if ticked") else word.partition(", ")[0]


def besides(word: str, said: str) -> str:
    """The word of a field where `said` stands above: nothing, who else may see it, or all of it."""
    if word == said:
        return ""
    return f"also {word.removeprefix(f'{said}, ')}" if said and _first(word) == said else word


class FieldEditor(Vertical, HoldsText):
    """One field of a form: label, who may see it, help, and its editor."""

    DEFAULT_CSS = """
    FieldEditor { height: auto; margin-bottom: 1; }
    FieldEditor .label-line { height: auto; }
    FieldEditor .label { width: 1fr; text-style: bold; }
    FieldEditor.-here .label { color: $next; }
    FieldEditor .help { color: $quiet; height: auto; }
    FieldEditor .option-help { color: $quiet; height: auto; padding-left: 4; }
    FieldEditor .words { color: $quiet; height: auto; }
    FieldEditor .typed-line { height: auto; }
    FieldEditor .typed-line Input { width: 24; }
    FieldEditor .back { width: 1fr; padding-left: 2; color: $late; }
    FieldEditor .back.-good { color: $good; }
    FieldEditor .problem { color: $late; height: auto; display: none; }
    FieldEditor .problem.-shown { display: block; }
    FieldEditor Input, FieldEditor Input:focus { border: none; height: 1; padding: 0 1; background: $field; }
    FieldEditor Prose { height: auto; min-height: 2; max-height: 12; background: $field; padding: 0 1; }
    FieldEditor Input, FieldEditor Prose, FieldEditor Select { border-left: vkey $line; }
    FieldEditor Input:focus, FieldEditor Prose:focus, FieldEditor Select:focus-within { border-left: outer $next; }
    .-plain FieldEditor Input, .-plain FieldEditor Prose { border-left: ascii $line; }
    .-plain FieldEditor Input:focus, .-plain FieldEditor Prose:focus { border-left: ascii $next; }
    FieldEditor Checkbox { height: 1; border: none; padding: 0; background: transparent; width: 1fr; }
    FieldEditor Checkbox > .toggle--button { color: $foreground; background: transparent; }
    FieldEditor Checkbox.-on > .toggle--button { color: $good; background: transparent; text-style: bold; }
    FieldEditor Checkbox:focus { background: $cursor; border: none; }
    FieldEditor Checkbox.-textual-compact:focus > .toggle--label {
        color: $text; background: transparent; text-style: bold; }
    FieldEditor.-tick { margin-bottom: 0; }
    FieldEditor.-tick .help { padding-left: 4; }
    FieldEditor.-tick.-last { margin-bottom: 1; }
    FieldEditor Select { height: auto; }
    FieldEditor Select.-textual-compact > SelectCurrent { background: $field; padding: 0 1; }
    FieldEditor Select > SelectOverlay.-textual-compact, FieldEditor Select > SelectOverlay {
        border: round $next !important; background: $background; offset-x: -1; }
    """

    def __init__(self, field: Field, value: Value, role: Role, *, show_help: bool = True, said: str = "") -> None:
        """`said` is the word on who sees it that stands above already, for this field and others."""
        super().__init__(id=f"field-{field.id}", classes=f"-{field.kind}")
        self.field = field
        self.role = role
        self._seen_by = besides(field.seen_by(role), said)
        self._value = self._drawn = value
        """What was last put here; and what the boxes were made with."""
        self._show_help = show_help
        self._silent = True
        self._boxes: dict[str, Widget] = {}
        """The widgets that hold the value: one box for each option, or one editor under an empty name.

        They are kept, not looked for: a tick stands inside its line and is there a moment after the field, and all of
        them go a moment before it.
        """

    def compose(self) -> ComposeResult:
        field, self._drawn = self.field, self._value
        with Horizontal(classes="label-line"):
            if field.kind == "tick":
                yield self._keep(Tick(own(field.label), bool(self._value), id="editor", compact=True))
            else:
                yield Plain(field.label, classes="label")
            if self._seen_by:
                yield Audience(self._seen_by)
        if field.help and self._show_help:
            yield Plain(field.help, classes="help")
        if field.kind in understood.SAID_BACK:
            with Horizontal(classes="typed-line"):
                yield from map(self._keep, self._editor())
                yield Plain("", classes="back")
        elif field.kind != "tick":
            yield from map(self._keep, self._editor())
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
                yield Prose(str(value), id="editor", suggested=field.suggestion)
            case "lines":
                words = "\n".join(value) if isinstance(value, list) else str(value)
                yield Prose(words, id="editor", suggested=field.suggestion)
            case "choice":
                yield Choice(field.options, value, id="editor")
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
                yield SafeInput(str(value), id="editor").suggest(field.suggestion)

    @property
    def raw(self) -> object:
        """The value that stands in the editor now, unchecked."""
        return self._value if self._silent else self._in_boxes()

    def _in_boxes(self) -> object:
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
        if not self._boxes:
            return
        if not all(box.is_mounted for box in self._boxes.values()):
            # A menu says only once it is there what it was made with.
            self.call_after_refresh(self._put_late, (self._in_boxes(), self._drawn), undoable)
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

    def _put_late(self, untouched: tuple[object, ...], undoable: bool) -> None:
        """The boxes are there: what was put last is shown, unless something else was typed or put in since."""
        if self._in_boxes() in untouched:
            self.put(self._value, undoable=undoable)

    def on_mount(self) -> None:
        self._silent = False
        self._say_back()

    def _say_back(self) -> None:
        """Say beside a day, a time or a length how it was understood."""
        if self.field.kind not in understood.SAID_BACK or not isinstance(self.app, Host) or not self.app.is_open:
            return
        words, good = understood.said_back(self.field, self.raw, self.app.ws.today())
        for line in self.query(".back").results(Plain):
            line.show(words)
            line.set_class(good, "-good")

    def left(self, words: str) -> None:
        """Keep what stood in the text that goes as the value of this field."""
        self._value = words
        self._boxes.clear()

    def problem(self, sentence: str) -> None:
        """Show, or with an empty sentence take away, what is wrong with this field."""
        if not self.is_mounted:
            return
        line = self.query_one(".problem", Plain)
        line.show(sentence)
        line.set_class(bool(sentence), "-shown")
        if sentence:
            for back in self.query(".back").results(Plain):  # one sentence about it is enough
                back.show("")

    def on_descendant_blur(self) -> None:
        self.remove_class("-here")

    def on_descendant_focus(self) -> None:
        """Show the label too, not only the editor that has the cursor."""
        self.add_class("-here")
        self.call_after_refresh(self.scroll_visible, animate=False)

    def focus_editor(self) -> None:
        """Put the cursor into the editor; of several boxes into the first."""
        for holder in self.ancestors:
            if isinstance(holder, HoldsFields):
                holder.reveal(self.field.id)
                break
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
            self._say_back()
            self.post_message(Changed(self.field.id))

    def on_too_long(self, event: TooLong) -> None:
        event.stop()
        self.problem(event.sentence)
