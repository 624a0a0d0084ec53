"""All learning logs of a pair in one place, to read back over all sessions, or only what has some words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from mentor_tui.mentoring.rhythm import name_of, when_of
from mentor_tui.schema.fields import Field, filled
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView

from ..commands import Command
from ..host import Host
from ..shell.base import Fresh, Page
from ..widgets.blocks import Block, Blocks
from ..widgets.drawing import row, word_of
from ..widgets.editors import SafeInput
from ..widgets.facts import wrapped
from ..widgets.panel import Panel
from ..widgets.plain import content, joined, own

LEARNING_LOG = "learning-log"
_LONGEST = 20_000
"""Characters of an answer that are shown here; its log has all of it."""
_INDENT, _WIDEST = 2, 92
"""Columns left of the text, and columns of a line that is still easy to read."""
_NOTHING = "Nothing is written yet. On the page of a session, g opens its learning log."
_EXAMPLE = (
    own("Nothing is written yet.", "$quiet"),
    own("On the page of a session, g opens its learning log.", "$quiet"),
    Content(""),
    own("Session 3, Mon 30 Mar", "bold $line"),
    own("  What do you take away?", "$line"),
    own("  Asking first worked better than advising early.", "$line"),
    own("  Where will you use it?", "$line"),
    own("  In next week's steering committee.", "$line"),
)


class LearningScreen(Fresh, Page):
    """The learning logs, answer by answer, the newest session first."""

    HERE = (
        Command("learning.open", "enter", "open session", "Open the session that this was written about."),
        Command("learning.edit", "e", "edit", "Write or change this learning log."),
        Command("learning.find", "slash", "filter", "Show only answers with these words.", shown_as="/"),
        Command("learning.back", "escape", "back", "Back; with a filter, all answers first."),
    )
    ABOUT = (
        "Everything you wrote in your learning logs with this partner, the newest session first. Slash shows only "
        "answers with the words you type; Enter opens the session, e its learning log. A word in colour beside a "
        "question says who may see the answer."
    )
    DEFAULT_CSS = """
    LearningScreen #logs { height: 1fr; margin: 1 1 0 1; }
    LearningScreen.-low #logs { margin-top: 0; }
    LearningScreen #words { display: none; height: 1; border: none; padding: 0 1; background: $field; margin: 0 2; }
    LearningScreen.-filter #words { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn_for = 0

    def body(self) -> ComposeResult:
        yield SafeInput(id="words")
        with Panel(own("Learning log"), keys=("learning.open", "learning.edit", "learning.find"), id="logs"):
            yield Blocks(example=_example, id="answers")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#answers").focus()

    def on_resize(self) -> None:
        if self.app.size.width != self._drawn_for and self.is_mounted and self.mentor.is_open:
            self.reload()

    def reload(self) -> None:
        """Read the logs again and show the answers that hold the words of the filter."""
        if not self.mentor.is_open or not self.mentor.has_pair:
            return
        view, self._drawn_for = self.mentor.view, self.app.size.width
        wanted = self.query_one("#words", Input).value.casefold().split()
        width = min(self._drawn_for - 8, _WIDEST)
        found = list(_blocks(view, wanted, width))
        answers = self.query_one("#answers", Blocks)
        answers.empty = "No answer has these words. Escape shows all of them." if wanted else ""
        answers.example = None if wanted else _example
        answers.fill(found)
        count = len({block.key.partition(" ")[0] for block in found})
        told = f"{count} session{'' if count == 1 else 's'}, {len(found)} answer{'' if len(found) == 1 else 's'}"
        only = joined(own(" with "), " ".join(wanted)) if wanted else own("")
        self.query_one("#logs", Panel).entitle(
            joined(own("Learning log"), own(": " if found else ""), told if found else "", only)
        )

    @property
    def _session_id(self) -> str:
        return self.query_one("#answers", Blocks).current.partition(" ")[0]

    def on_input_changed(self, event: Input.Changed) -> None:
        self.reload()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one("#answers").focus()

    def action_open(self) -> None:
        """Open the session."""
        if self._session_id:
            self.mentor.go(f"session:{self._session_id}")
        else:
            self.say(_NOTHING)

    def action_edit(self) -> None:
        """Change the log."""
        if self._session_id:
            self.mentor.go(f"{LEARNING_LOG}:{self._session_id}")
        else:
            self.say(_NOTHING)

    def action_find(self) -> None:
        """Type words to look for."""
        self.add_class("-filter")
        self.query_one("#words").focus()

    async def action_back(self) -> None:
        """Back, or to all answers."""
        words = self.query_one("#words", Input)
        if self.has_class("-filter"):
            self.remove_class("-filter")
            words.value = ""
            self.query_one("#answers").focus()
            self.reload()
        else:
            await super().action_back()


def _blocks(view: PairView, wanted: Sequence[str], width: int) -> Iterator[Block]:
    """The answers as blocks of lines, with the name of the session over the first one of each."""
    fields = list(view.program.form(LEARNING_LOG).fields(view.role))
    for session in reversed(view.sessions):
        log = view.logs.get(session.id)
        heading = _heading(view, session) if log else ""
        for field in fields if log else ():
            value = log.answers.get(field.id, "") if log else ""
            if not filled(value):
                continue
            words = text.clean(field.show(value)).strip()[:_LONGEST]
            if wanted and not all(word in f"{heading} {field.label} {words}".casefold() for word in wanted):
                continue
            lines = wrapped(words, width - _INDENT - 1)
            yield Block(
                f"{session.id} {field.id}",
                (heading, field.label, words),
                draw=partial(_draw, heading, field, field.seen_by(view.role), lines, wanted),
                height=len(lines) + 1,
                before=2 if heading else 0,
                after=1,
            )
            heading = ""


def _draw(
    heading: str, field: Field, seen_by: str, lines: Sequence[str], wanted: Sequence[str], width: int
) -> list[Content]:
    above = [content(heading, "bold"), Content("")] if heading else []
    label = joined(" " * _INDENT, own(field.label, "$quiet"), own("  "), word_of(seen_by))
    answer = [joined(" " * _INDENT, _lit(line, wanted)) for line in lines]
    return [row(width, (line, 0, "")) for line in [*above, label, *answer, Content("")]]


def _lit(line: str, wanted: Sequence[str]) -> Content:
    """A line with the words of the filter in the accent colour."""
    shown, low = content(line), line.casefold()
    for word in wanted:
        at = low.find(word)
        while at >= 0 and len(low) == len(line):
            shown = shown.stylize("bold $next", at, at + len(word))
            at = low.find(word, at + len(word))
    return shown


def _heading(view: PairView, session: Session) -> str:
    name = name_of(view, session)
    about = text.shorten(session.focus, 60)
    return f"{name[:1].upper()}{name[1:]}, {when_of(session, view.today)}" + (f": {about}" if about else "")


def _example(width: int) -> list[Content]:
    """An example, faintly: nothing is written yet."""
    return [row(width, (line, 0, "")) for line in _EXAMPLE]


def open_learning(app: Host, target: str = "") -> None:
    """All learning logs of the pair."""
    if LEARNING_LOG not in app.view.program.forms:
        app.say("This program has no learning log.")
    elif not isinstance(app.screen, LearningScreen):
        app.push_screen(LearningScreen())
