"""One of several answers, from a list that opens below the field."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.content import Content
from textual.widgets import OptionList, Select

from mentor_tui.schema.fields import Option
from mentor_tui.words import text

from ..textual_fixes.left_early import LeftEarly

_BLANK = "choose"


class Choice(LeftEarly):
    """The list of a choice. Letters go to the answer that has them, and never to the entry that says nothing."""

    def __init__(self, options: Sequence[Option], value: object, *, id: str | None = None) -> None:
        # Labels may be words of the person's own (a goal, a session); a plain string would be read as markup.
        shown = [(Text(text.one_line(o.label)), o.id) for o in options]
        chosen = str(value) if value in {o.id for o in options} else Select.NULL
        super().__init__(shown, value=chosen, prompt=_BLANK, allow_blank=True, compact=True, id=id)

    def watch_expanded(self, expanded: bool) -> None:
        """Once open, the blank entry stands there as content, which Textual's search by letters passes over."""
        if expanded:
            self.query_one(OptionList).replace_option_prompt_at_index(0, Content.styled(_BLANK, "dim"))
