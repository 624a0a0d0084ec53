"""Escape sequences in a person's text are painted by no widget."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from textual import events

from mentor_tui.screens.shell.find import FindScreen
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Ask, Choose, Confirm
from mentor_tui.screens.widgets.editors import Prose
from tests import gallery
from tests.hostile import NOT_PAINTED, Choices, Gallery, escapes, wrong
from tests.journey.terminal import Private, Terminal
from tests.vault.counts import count

from .conftest import OpenApp
from .test_firstrun import wait_for

CORPUS = escapes(500)


async def test_no_widget_paints_an_escape_sequence(open_app: OpenApp) -> None:
    async with open_app(empty=True, size=(120, 50)) as (app, pilot):
        shown = Gallery()
        await app.push_screen(shown)
        await pilot.pause()
        shown.painted("something, so that each has its place")
        await pilot.pause()
        kinds: set[str] = set()
        for words in CORPUS:
            number = words[:5]
            for kind, strips in shown.painted(words).items():
                assert wrong(strips) == [], (kind, words)
                assert number in "".join(s.text for s in strips), (kind, words)
                kinds.add(kind)
        await pilot.pause()
        app.pop_screen()
        boxes: list[Any] = [
            Choices(CORPUS),
            Choose("\n".join(CORPUS[:5]), list(enumerate_words(CORPUS)), detail=CORPUS[6]),
            Confirm("\n".join(CORPUS[:10]), detail="\n".join(CORPUS[10:20]), yes=CORPUS[20], no=CORPUS[21]),
            Ask("\n".join(CORPUS[:5]), detail="\n".join(CORPUS[5:10]), value=" ".join(CORPUS)),
        ]
        for box in boxes:
            app.push_screen(box)
            await pilot.pause(0.1)
            for key in ("enter", "end", "pageup"):
                assert wrong(app.screen._compositor.render_strips()) == []
                await pilot.press(key)
            kinds.add(type(box).__name__)
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await pilot.pause()
        assert len(kinds) >= 10
        count(f"strings with escape sequences through {len(kinds)} kinds of widget", len(CORPUS), of="leaks")


@pytest.mark.soak
def test_in_a_real_terminal_no_widget_sends_an_escape_sequence_of_a_text(tmp_path: Path) -> None:
    program = (sys.executable, "-m", "tests.gallery")
    with Terminal(Private(tmp_path), size=(120, 50), program=program, PYTHONPATH=os.pathsep.join(sys.path)) as terminal:
        terminal.wait_for(gallery.DONE, timeout=300)
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        sent = terminal.raw()
    assert terminal.strange() == []
    for number in range(gallery.NUMBER):
        assert sent.count(b"n%04d " % number) >= 10, "one in each kind of widget"
    count("strings with escape sequences in a terminal, through 14 kinds of widget", gallery.NUMBER, of="leaks")


async def test_a_paste_into_a_note_and_into_find_leaves_nothing_to_obey(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("note:new")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        for _ in range(2):
            app.post_message(events.Paste("\n".join(CORPUS)))
            await pilot.pause()
            await pilot.press("tab")
        assert CORPUS[-1][:5] in app.screen.query_one(Prose).text
        assert not NOT_PAINTED.search(app.screen.query_one(Prose).text.replace("\n", ""))
        assert wrong(app.screen._compositor.render_strips()) == []
        app.go("find")
        await wait_for(pilot, lambda: isinstance(app.screen, FindScreen))
        app.post_message(events.Paste(" ".join(CORPUS[:50])))
        await pilot.pause(0.3)
        assert wrong(app.screen._compositor.render_strips()) == []


def enumerate_words(words: list[str]) -> list[tuple[str, str]]:
    """Options for a list."""
    return [(str(at), label) for at, label in enumerate(words)]
