"""The fields of a session's log: prose first, its date and minutes folded into one line above."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.containers import Grid, Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from mentor_tui.schema.fields import Field, leaning
from mentor_tui.schema.program_items import keeping
from mentor_tui.schema.records import Session
from mentor_tui.workspace import PairView

from ..widgets.editors import SafeInput
from ..widgets.fields import Audience, FieldEditor, shared_word
from ..widgets.form import FormBody, Stored
from ..widgets.plain import Plain, joined, own

PROSE = "log"
HEAD = "head"
AFTER = "after"
TRIANGLE = "triangle"


class HeadLine(Plain, can_focus=True):
    """The session in one line. Enter, F3 or a click opens its fields."""

    DEFAULT_CSS = """
    HeadLine { height: 1; padding: 0 1; background: $raised; }
    HeadLine:focus { background: $cursor; text-style: bold; }
    """
    BINDINGS = [Binding("enter,space", "unfold", "change", show=False)]

    class Asked(Message):
        """A person wants to change what stands in the line."""

    def action_unfold(self) -> None:
        """Open the fields behind the line."""
        self.post_message(self.Asked())

    def on_click(self) -> None:
        self.post_message(self.Asked())


class LogBody(FormBody):
    """The fields of a log: the prose, the actions and the next session; the rest is there when wanted."""

    DEFAULT_CSS = """
    LogBody { padding: 0 1; scrollbar-size-vertical: 1; }
    LogBody FieldEditor Prose { min-height: 1; max-height: 10; }
    LogBody #when { height: auto; grid-size: 2; grid-rows: auto; grid-gutter: 0 3; display: none; margin-bottom: 1; }
    LogBody #when.-open { display: block; }
    LogBody #when FieldEditor { margin-bottom: 0; }
    LogBody #when > Audience { column-span: 2; margin-left: 0; }
    LogBody #when .back { display: none; }
    LogBody #when .typed-line Input { width: 1fr; }
    LogBody #field-promises, LogBody #field-next, LogBody #field-book { margin-bottom: 0; }
    LogBody .understood { color: $quiet; height: auto; min-height: 1; padding-left: 1; }
    LogBody #understood-next { margin-bottom: 1; }
    LogBody .row { height: auto; }
    LogBody .row FieldEditor { width: 1fr; }
    LogBody .row #field-book { width: 17; margin-left: 2; margin-top: 1; }
    LogBody #field-book .seen-by { display: none; }
    LogBody #sides FieldEditor { margin-right: 2; }
    LogBody #sides .seen-by { display: none; }
    """

    FIRST = 3

    def __init__(self, view: PairView, session: Session, next_line: str, stored: Stored) -> None:
        self.words = view.program.form("typed")
        form = leaning(keeping(view.program.form("session"), session.program_item), "on", "past")
        self._fields = [
            *form.view(HEAD, view.role),
            *form.view(PROSE, view.role),
            *self.words.view(AFTER, view.role),
            *(form.view(TRIANGLE, view.role) if view.role == "mentee" or session.activity else ()),
        ]
        values = {f.id: getattr(session, f.id) for f in form.fields()} | {"next": next_line}
        self._learner = session.role_for(view.role)
        super().__init__(form, values, view.role, stored=stored)
        self.stepped = False

    def fields(self) -> list[Field]:
        return self._fields

    def make(self, field: Field, said: str = "") -> FieldEditor:
        folded = field.id in self.form.views[HEAD] or field.id in self.form.views[TRIANGLE]
        typed = field.id in self.words.views[AFTER]  # their help stands below, until there is something to show back
        value, helped = self._pending[field.id], not (folded or typed)
        editor = FieldEditor(field, value, self._learner, show_help=helped, said=said)
        self._made[field.id] = editor
        return editor

    def _field(self, field_id: str) -> FieldEditor:
        return self.make(next(f for f in self._fields if f.id == field_id))

    def _widgets(self) -> list[Widget]:
        last = {"private_notes"}
        prose = [f for f in self.form.view(PROSE, self.role) if f.id not in last]
        widgets: list[Widget] = [
            Grid(id="when"),
            *(self.make(f) for f in prose),
            self._field("promises"),
            Plain("", id="understood-promises", classes="understood"),
            Horizontal(self._field("next"), self._field("book"), classes="row"),
            Plain("", id="understood-next", classes="understood"),
            *(self.make(f) for f in self.form.view(PROSE, self.role) if f.id in last),
        ]
        sides = [f for f in self._fields if f.id in self.form.views[TRIANGLE]]
        if sides:
            section = next(s for s in self.form.sections if s.fields and s.fields[0].id == sides[0].id)
            widgets.append(
                Vertical(
                    Plain(
                        joined(section.title, (f"   {sides[0].seen_by(self.role)}", "not bold $quiet")), classes="label"
                    ),
                    Plain(section.help, classes="section-help"),
                    Horizontal(*(self.make(f) for f in sides), classes="row", id="sides"),
                    classes="row",
                )
            )
        return widgets

    def focus_first(self) -> None:
        editor = self.editor("focus")
        if editor is not None and editor.is_mounted:
            editor.query_one("#editor").focus(scroll_visible=self.unfolded)

    # --- Date, minutes and the like ----------------------------------------------------------------------------

    @property
    def unfolded(self) -> bool:
        """True if the fields of the head line are shown."""
        return self.query_one("#when").has_class("-open")

    async def unfold(self) -> None:
        """Show the fields of the head line, with the cursor in the first."""
        grid = self.query_one("#when")
        if not grid.children:
            # Half a line has no room for all who may see a field: what holds for most is said once, above them.
            fields = self.form.view(HEAD, self.role)
            said = shared_word([f.seen_by(self._learner) for f in fields])
            await grid.mount(*([Audience(said)] if said else []), *(self.make(f, said) for f in fields))
        grid.add_class("-open")
        editor = self.editor("on")
        if editor is not None:
            self.call_after_refresh(editor.focus_editor)
        self.scroll_home(animate=False)

    def fold(self) -> None:
        """Put the fields of the head line away, with the cursor back in the prose."""
        self.query_one("#when").remove_class("-open")
        self.focus_first()

    def understood(self, line: str, sentence: str) -> None:
        """Show how a typed line is understood."""
        field = self.words.field(line)
        shown = sentence or own(field.help)
        self.query_one(f"#understood-{line}", Plain).show(shown)

    def on_key(self, event: events.Key) -> None:
        """Enter in the line of the next session goes on to its tick."""
        if event.key == "enter" and isinstance(self.screen.focused, SafeInput):
            event.stop()
            self.screen.focus_next()
