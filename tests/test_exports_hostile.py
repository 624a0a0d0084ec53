"""Typed text stays text in every format of a document."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from mentor_tui.workspace import PairView
from tests.full_view import Marks, full, made
from tests.pair_views import talk, view

# --- Hostile text -----------------------------------------------------------------------------------------

HOSTILE = (
    "{} <script>alert(1)</script> <img src=x onerror=y> [a](http://evil.example) ![b](http://evil.example/p.png) "
    "{{{{1234*4321}}}} {{% set x = 1 %}} {{{{ document.__class__ }}}} &lt;b&gt; **bold** `code` | cell | "
    "<http://evil.example>\n"
    "# head\n===\n---\n- item\n1. one\n+\n> quote\n    code\n~~~\n```\n"
    "[r]: http://evil.example\n***\n<!-- c -->\n\n\t=1+1"
)


def hostile() -> tuple[PairView, Marks]:
    return full(around=HOSTILE + "\x1b]0;t\x07\u202e")


@pytest.mark.parametrize("document", ["closure", "midpoint", "agreement", "pdu-log", "hours", "notes"])
def test_markdown_stays_text(document: str) -> None:
    found, _ = hostile()
    calm, _ = full()
    page = made(found, document, "md")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(page)
    flat = [t for token in tokens for t in [token, *(token.children or [])]]
    assert {t.type for t in flat}.isdisjoint(
        {"html_block", "html_inline", "link_open", "image", "code_inline", "code_block", "fence", "hr", "em_open"}
        | {"blockquote_open", "ordered_list_open", "s_open"}
    )

    def headings(text: str) -> list[str]:
        parsed = MarkdownIt("commonmark").enable("table").parse(text)
        names = [b.content for a, b in pairwise(parsed) if a.type == "heading_open"]
        return [n for n in names if not n.startswith("Goal: ")]

    assert headings(page) == headings(made(calm, document, "md"))
    strong = [t for t in flat if t.type == "strong_open"]
    quiet = MarkdownIt("commonmark").enable("table").parse(made(calm, document, "md"))
    assert len(strong) == sum(1 for t in quiet for c in t.children or [] if c.type == "strong_open")
    seen = " ".join(t.content for t in flat if t.type == "text")
    for words in ("{{1234*4321}}", "<script>alert(1)</script>", "{{ document.__class__ }}", "===", "---"):
        assert words in seen
    assert "5332114" not in seen
    assert "\x1b" not in page
    assert "\u202e" not in page


class Page(HTMLParser):
    """Reads a page strictly: what opens closes, and only our own elements and attributes occur."""

    EMPTY = {"meta"}
    KNOWN = EMPTY | {"html", "head", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "p"}
    KNOWN |= {"dl", "dt", "dd", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.KNOWN, tag
        assert {a for a, _ in attrs} <= {"lang", "charset", "http-equiv", "name", "content", "class"}
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("document", ["closure", "midpoint", "agreement", "pdu-log", "hours", "notes"])
def test_html_stays_text(document: str) -> None:
    found, _ = hostile()
    raw = made(found, document, "html")
    page = Page()
    page.feed(raw)
    page.close()
    assert page.open == []
    assert "<script>alert(1)</script>" in page.words
    assert "{{1234*4321}}" in page.words
    assert "\x1b" not in raw
    assert "\u202e" not in raw
    outside = re.sub(r"<style>.*?</style>", "", raw, flags=re.DOTALL)
    assert not re.search(r"""(?:src|href)\s*=\s*["']""", outside)
    assert "@import" not in raw
    assert "url(" not in raw
    assert "default-src 'none'" in raw


@pytest.mark.parametrize("document", ["closure", "midpoint", "agreement", "pdu-log", "hours", "notes"])
def test_json_is_the_document(document: str) -> None:
    found, marks = hostile()
    raw = made(found, document, "json")
    parsed = json.loads(raw)
    assert parsed["format"] == f"mentor-tui/{document}/1"
    assert parsed["id"] == document
    assert list(parsed) == sorted(parsed)
    assert marks.read(raw)
    assert "\\u001b" not in raw


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " ="])
def test_no_cell_is_a_formula(sign: str) -> None:
    session = talk(-20, focus=f"{sign}HYPERLINK(1)", outcome="fine", takeaways='say "no", then\nask')
    rows = list(csv.DictReader(io.StringIO(made(view(session, pair={"role": "mentee"}), "pdu-log", "csv"), newline="")))
    assert rows[0]["topic"].startswith("'")
    assert rows[0]["takeaways"] == 'say "no", then\nask'
