"""The desk before anything leaves: what goes on the left, what stays on the right, to whom and where to below."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Select

from mentor_tui.words import text

from ..shell.base import Desk
from ..shell.beside import beside
from ..widgets.editors import HoldsLines
from ..widgets.panel import Panel
from ..widgets.plain import Plain, own
from .register import open_register
from .writing import suggested_path


class Leaving(Desk, HoldsLines):
    """Subclasses say what leaves (`show_it`, `preview_it`), how it may be called, and write it (`write_it`)."""

    DEFAULT_CSS = """
    Leaving #sides { height: 1fr; min-height: 5; }
    Leaving #sides Panel { width: 1fr; height: 1fr; }
    Leaving #goes { margin-right: 1; border-title-color: $shared; }
    Leaving .side { height: 1fr; scrollbar-size-vertical: 1; }
    Leaving .line { height: auto; padding: 0 1 0 0; }
    Leaving #found { padding: 0 1; max-height: 4; color: $next; display: none; }
    Leaving #found.-shown { display: block; }
    Leaving .ask { height: 1; }
    Leaving .ask .label { width: 12; text-style: bold; }
    Leaving .ask Input { border: none; height: 1; padding: 0 1; background: $field; width: 1fr; }
    Leaving .ask Input:focus { border: none; background: $cursor; }
    Leaving .ask Select { width: 32; }
    Leaving.-low #found { max-height: 2; }
    """

    made = False
    """True if it could be made and stands on the screen."""
    _suggested = ""
    _asked = ("", "")
    """The field that the last sentence speaks of, and what stood in it then."""

    async def show_it(self) -> None:
        """Make it, and show what leaves and what stays."""
        raise NotImplementedError

    async def preview_it(self) -> None:
        """Its text, on a page of its own."""
        raise NotImplementedError

    async def write_it(self) -> None:
        """Ask what has to be asked, then write."""
        raise NotImplementedError

    def suggestion(self) -> str:
        """Suggest a file name."""
        raise NotImplementedError

    # --- What is on the screen ---------------------------------------------------------------------------------

    def sides(self) -> ComposeResult:
        """The two sides, and the words to look at twice below them."""
        with Horizontal(id="sides"):
            with Panel(own("LEAVES"), id="goes"), VerticalScroll(id="left-side", classes="side"):
                yield Plain(own("Reading ..."), id="leaves", classes="line")
            with Panel(own("STAYS HERE")), VerticalScroll(id="right-side", classes="side"):
                yield Plain("", id="stays", classes="line")
        yield Plain("", id="found")

    def show_sides(self, leaves: str, stays: str, found: Sequence[str]) -> None:
        """Fill both sides, and show the first words to look at twice."""
        self.query_one("#leaves", Plain).show(leaves)
        self.query_one("#stays", Plain).show(stays)
        twice = self.query_one("#found", Plain)
        twice.set_class(bool(found), "-shown")
        shown = 1 if self.has_class("-low") else 3
        more = f"\nand {len(found) - shown} more; p shows the text" if len(found) > shown else ""
        twice.show("Please check " + "\n             ".join(found[:shown]) + more if found else "")

    def on_mount(self) -> None:
        self._suggest()
        self.query_one("#left-side").focus()
        self._read()

    def on_screen_resume(self) -> None:
        if self.made and self.mentor.is_open:
            self._read()

    def _read(self) -> None:
        beside(self, self.show_it, group="read")

    # --- Where to ----------------------------------------------------------------------------------------------

    def on_select_changed(self, event: Select.Changed) -> None:
        self._suggest()

    def _suggest(self) -> None:
        """Fill in a name, unless somebody typed another."""
        path = self.query_one("#path", Input)
        if path.value in ("", self._suggested):
            self._suggested = path.value = suggested_path(self.suggestion())

    def ask_for(self, field_id: str, sentence: str) -> None:
        """Say what is needed in a field, with the cursor in it; the sentence goes when something is typed there."""
        field = self.query_one(f"#{field_id}", Input)
        self._asked = (field_id, field.value)
        self.say(sentence, "warning")
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        field_id, said_of = self._asked
        if event.input.id == field_id and event.input.value != said_of:
            self._asked = ("", "")
            self.say("")

    def entered(self, field: Input) -> None:
        """Enter: on to the next line; in the last one, write."""
        if field.id == "path":
            self.action_write()
        else:
            self.focus_next()

    # --- Doing -------------------------------------------------------------------------------------------------

    def action_preview(self) -> None:
        """Read it as it would leave."""
        beside(self, self.preview_it, group="preview")

    def action_register(self) -> None:
        """Show what left."""
        open_register(self.mentor)

    def action_write(self) -> None:
        """Write it."""
        beside(self, self.write_it, group="write")


def bullets(lines: Sequence[str]) -> str:
    """A line for each; empty when there is none."""
    return "\n".join(f"- {text.one_line(line)}" for line in lines)
