"""Every widget that shows a person's words, in a real terminal, with each hostile text in turn. Run as a module."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.widgets import OptionList

from mentor_tui.screens.shell.themes import first_theme
from mentor_tui.screens.textual_fixes.terminal import TerminalDriver
from mentor_tui.screens.widgets.dialogs import Ask, Choose, Confirm
from mentor_tui.screens.widgets.editors import Prose

from .hostile import Choices, Gallery, escapes

NUMBER = 500
DONE = "all were shown"


class Shows(App[None]):
    """Shows one text after the other in all widgets, then lists and boxes with many of them; Ctrl+Q leaves."""

    def get_driver_class(self) -> type[Driver]:
        """The same as in the app."""
        return TerminalDriver

    def on_mount(self) -> None:
        first_theme(self)
        self.run_worker(self._show_all())

    async def _show_all(self) -> None:
        corpus = escapes(NUMBER)
        gallery = Gallery()
        await self.push_screen(gallery)
        gallery.show_all("something, so that each has its place")
        await self._painted()
        for words in corpus:
            gallery.show_all(words)
            await self._painted()
        options = [(str(at), words) for at, words in enumerate(corpus)]
        boxes: list[Any] = [
            Choices(corpus),
            Choose("\n".join(corpus[:5]), options, detail=corpus[6]),
            Confirm("\n".join(corpus[:10]), detail="\n".join(corpus[10:20]), yes=corpus[20], no=corpus[21]),
            Ask("\n".join(corpus[:5]), detail="\n".join(corpus[5:10]), value=" ".join(corpus)),
        ]
        for box in boxes:
            await self.push_screen(box)
            await self._painted()
            for long in (*box.query(Prose), *box.query(OptionList)):
                while long.scroll_y < long.max_scroll_y:
                    long.scroll_page_down(animate=False)
                    await self._painted()
            self.pop_screen()
        gallery.show_all(DONE)

    async def _painted(self) -> None:
        await asyncio.sleep(0.01)  # the widgets say that they have changed
        painted = asyncio.Event()
        self.screen.refresh(layout=True)
        self.screen.call_after_refresh(painted.set)
        await painted.wait()


if __name__ == "__main__":
    Shows().run()
