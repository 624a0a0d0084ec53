"""Facts beside a list: all of what is said can be read, in whatever letters, and however long."""

from __future__ import annotations

from rich.cells import cell_len

from mentor_tui.screens.widgets.facts import wrapped


def test_a_text_in_wide_letters_goes_on_in_the_next_line_and_loses_none() -> None:
    said = "漢字漢字 漢字漢字漢字 " + "漢字" * 20 + "終 and plain words\nשלום עולם"
    lines = wrapped(said, 20)
    assert all(cell_len(line) <= 20 for line in lines), lines
    assert "".join("".join(lines).split()) == "".join(said.split())
