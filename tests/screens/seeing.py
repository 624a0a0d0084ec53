"""What a person sees: the text on the screen, the notice line, a list's lines."""

from __future__ import annotations

from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.bars import Notice
from mentor_tui.screens.widgets.rows import Rows


def seen(app: MentorApp) -> str:
    """All text on the screen."""
    return "\n".join("".join(s.text for s in line) for line in app.screen._compositor.render_strips())


def inside(app: MentorApp, selector: str) -> str:
    """The text in a panel, as one line."""
    place = app.screen.query_one(selector).region
    rows = seen(app).split("\n")[place.y + 1 : place.bottom - 1]
    return " ".join(" ".join(row[place.x + 1 : place.right - 1] for row in rows).split())


def notice(app: MentorApp) -> str:
    """The sentence on the notice line."""
    return next((found.sentence for found in app.screen.query(Notice)), "")


def lines(app: MentorApp, selector: str) -> list[str]:
    """The lines of a list; none while it is on its way to the screen."""
    return [" ".join(row.cells) for found in app.screen.query(selector).results(Rows) for row in found.rows]


def stand_on(app: MentorApp, selector: str, words: str) -> str:
    """Put the cursor of a list on the first line with these words; returns its key."""
    rows = app.screen.query_one(selector, Rows)
    rows.focus()
    rows.cursor = next(i for i, row in enumerate(rows.rows) if words in " ".join(row.cells))
    return str(rows.current)
