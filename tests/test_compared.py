"""Two texts compared: the lines that went and came, and of a reworded line the words."""

from __future__ import annotations

from mentor_tui.words.compared import Line, Piece, lines_changed


def told(before: str, after: str) -> list[str]:
    """The changes as signs and words, with what differs in a reworded line between brackets."""
    return [
        line.sign + " " + "".join(f"[{p.words}]" if p.differs else p.words for p in line.pieces)
        for line in lines_changed(before, after)
    ]


def test_a_reworded_line_shows_the_words_that_differ() -> None:
    assert told("every two weeks, 60 minutes", "every three weeks, 60 minutes") == [
        "- every [two] weeks, 60 minutes",
        "+ every [three] weeks, 60 minutes",
    ]


def test_a_line_that_has_nothing_of_the_other_is_gone_and_the_other_has_come() -> None:
    assert lines_changed("grow", "x") == [Line("-", (Piece("grow", False),)), Line("+", (Piece("x", False),))]


def test_lines_that_stay_are_not_told() -> None:
    assert told("salaries\npolitics", "politics\nhealth") == ["- salaries", "+ health"]
    assert told("", "a new line") == ["+ a new line"] and told("gone now", "") == ["- gone now"]
    assert told("the same", "the same") == []


def test_long_texts_are_compared_by_lines_only() -> None:
    book = "\n".join(f"line {n} of a book" for n in range(5000))
    changed = lines_changed(book, book.replace("line 2500 of", "line 2500 from"))
    assert [(line.sign, line.words) for line in changed] == [
        ("-", "line 2500 of a book"),
        ("+", "line 2500 from a book"),
    ]
    assert all(len(line.pieces) == 1 for line in changed)
