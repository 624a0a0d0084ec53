"""News of this release on a page; reading it is noted, so that Home tells of it no more."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from mentor_tui.schema import news

from ..commands import Command
from ..host import Host
from ..shell.base import Desk
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined


class NewsScreen(Desk):
    """The news of the release."""

    HERE = (Command("news.back", "escape,enter", "back", "Back."),)
    ABOUT = "What changed since the release before. Home tells of it until this page was opened."
    DEFAULT_CLASSES = "way-in"

    def body(self) -> ComposeResult:
        found = news.newest()
        lines = [line for point in found.points for line in ((f"{point.title}\n", "bold"), f"{point.words}\n\n")]
        with Panel(f"New in {found.release}", keys=("news.back",), id="box", classes="-next"), VerticalScroll():
            yield Plain(joined(*lines[:-1], found.points[-1].words), classes="own")

    async def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        settings, release = self.ws.settings, news.newest().release
        if settings.told_of != release:
            await self.mentor.store(msgspec.structs.replace(settings, told_of=release), label="news read")


def open_news(app: Host, _target: str = "") -> None:
    """Show the news over the present screen."""
    if not isinstance(app.screen, NewsScreen):
        app.push_screen(NewsScreen())
