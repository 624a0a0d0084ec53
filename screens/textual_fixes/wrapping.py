"""Long lines, wrapped in a moment: a megabyte is pasted at once, and the screen goes on being painted.

Reason: Textual measures every word of a line for itself, each time it wraps, which is three times for a paste; and it
makes an object of every row of a line each time the cursor's place is asked for. The results here are the same.
Textual: 8.2.8, `textual/_wrap.py`, `textual/document/_wrapped_document.py`.
Upstream: pull request #3933 "Text Area wrapping", merged; its review asks whether `compute_wrap_offsets` is too dear.
Held by: tests/screens/test_wrapping.py.
Delete when: a megabyte pasted into a `TextArea` in one line shows at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size
from textual._wrap import compute_wrap_offsets as wrapped_by_textual
from textual.document import _wrapped_document
from textual.document._wrapped_document import WrappedDocument

_WORD = re.compile(r"\S+\s*|\s+")
_JOINED = re.compile("[\t\u200d\ufe0f]")
"""What is not as wide as its letters are: a tab, an emoji of several signs."""
_LONG = 200


def widths(line: str) -> Sequence[int] | None:
    """Cells up to each place in the line; None where a sign joins others, so that it has to be measured as a whole."""
    if _JOINED.search(line):
        return None
    if line.isascii() and line.isprintable():
        return range(len(line) + 1)
    return list(accumulate(map(get_character_cell_size, line), initial=0))


def wrap_offsets(
    line: str,
    width: int,
    tab_size: int,
    fold: bool = True,
    precomputed_tab_sections: list[tuple[str, int]] | None = None,
) -> list[int]:
    """The places to break a line at so that each row is at most `width` cells wide: as Textual does, and sooner."""
    if len(line) <= width and line.isascii() and line.isprintable():
        return []
    cells = widths(line) if len(line) >= _LONG and width > 4 and fold else None
    if cells is None:
        return wrapped_by_textual(line, width, tab_size, fold, precomputed_tab_sections)
    ends = [found.end() for found in _WORD.finditer(line)]
    breaks: list[int] = []
    start, size = 0, len(line)
    while cells[size] - cells[start] > width:
        full = bisect_right(cells, cells[start] + width) - 1
        at = bisect_right(ends, full)
        word = ends[at - 1] if at else 0
        start = word if word > start else full  # a word that is longer than a row is cut
        breaks.append(start)
    return breaks


def sections(document: WrappedDocument, line_index: int) -> list[str]:
    """The rows of a line."""
    line, offsets = document.document[line_index], document.get_offsets(line_index)
    return [line[start:end] for start, end in zip([0, *offsets], [*offsets, len(line)], strict=True)]


def use() -> None:
    """Let Textual's editors wrap like this from here on."""
    _wrapped_document.compute_wrap_offsets = wrap_offsets  # type: ignore[attr-defined, assignment]
    WrappedDocument.get_sections = sections  # type: ignore[method-assign, assignment]
