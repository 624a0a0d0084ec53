"""The lines that are on the screen, and the frame of a picture of them.

Reason: the one way that Textual offers, `App.export_screenshot`, gives all words as they stand there.
Textual: 8.2.8, `Screen._compositor` in `textual/screen.py`; Rich, `rich/_export_format.py`.
Upstream: nothing found; the lines that were painted are simply not offered.
Held by: tests/screens/test_picture.py.
Delete when: a screen gives the lines that it painted.
"""

from __future__ import annotations

import re

from rich._export_format import CONSOLE_SVG_FORMAT
from textual.screen import Screen
from textual.strip import Strip

FRAME = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""Rich's, without the fonts that a browser would fetch from somewhere."""


def painted(screen: Screen[object]) -> list[Strip]:
    """The lines of a screen as they were painted."""
    return screen._compositor.render_strips()
