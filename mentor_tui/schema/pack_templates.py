"""Templates that a program brings for its documents: what they may hold, and how they are filled in.

Nobody vouches for them, and they see private words. So they may only write out the frozen document they are given, in
loops and conditions: nothing can be called, no text can be made to grow, the page loads and sends nothing, and a page
that never ends is stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.errors import PackRefused

if TYPE_CHECKING:
    from jinja2 import Template, nodes

MOST_OUTPUT = 4_000_000
"""Characters of a page."""
MOST_ROUNDS = 200_000
"""Rounds of all loops together."""
DEEPEST = 60
"""Nodes of a template within each other."""

FILTERS = ("line", "block", "item", "head", "clean", "default", "e", "escape", "first", "join", "last", "length",
           "lower", "trim", "upper")  # fmt: skip
"""The filters that a template may use: none of them makes more of a text than a few characters."""
_COUNTED = "counted rounds"
"""The filter put before every loop; no template can name it."""
_TESTS = ("defined", "undefined", "none", "string", "number", "eq", "==", "ne", "!=", "lt", "<", "gt", ">", "in")
_NODES = ("Output", "Template", "TemplateData", "For", "If", "CondExpr", "Name", "Getattr", "Getitem", "Const",
          "Filter", "Test", "Compare", "Operand", "And", "Or", "Not", "List", "Tuple")  # fmt: skip
_CALLED = {
    "Call": "nothing can be called",
    "Include": "no other file can be included",
    "Import": "no other file can be imported",
    "FromImport": "no other file can be imported",
    "Extends": "no other file can be extended",
    "Slice": "no part of a text or list can be cut out",
    "Assign": "nothing can be set",
    "AssignBlock": "nothing can be set",
    "With": "nothing can be set",
    "Macro": "no macros",
    "ScopedEvalContextModifier": "what is escaped cannot be changed",
}

_FILLED, _STEERED, _RAW = "\x00", "\x01", "\x02"
"""What stands in a skeleton for something filled in, for a loop or a condition, and for text that is not looked at."""
_MARKS = re.compile("[\x00-\x02]")
_TAGS = ("a|article|b|blockquote|body|br|caption|cite|code|col|colgroup|dd|div|dl|dt|em|figure|footer|h[1-6]|head|"
         "header|hr|html|i|li|main|meta|ol|p|pre|s|section|small|span|strong|style|sub|sup|table|tbody|td|tfoot|th|"
         "thead|title|tr|u|ul")  # fmt: skip
_ATTRIBUTES = "class|id|lang|title|colspan|rowspan|scope|charset|name|content|href"
_TAG = re.compile(
    rf"""<(?:!doctype\ html|/(?:{_TAGS})\s*|(?:{_TAGS})(?:\s+(?:{_ATTRIBUTES})="[^"<>\x01]*")*\s*/?)>""",
    re.IGNORECASE | re.VERBOSE,
)
"""A tag as a page may have it: its values stand in double quotes, and no condition stands inside."""
_HREF = re.compile(r'\shref="(?!(?:https?://|mailto:|#)[^"\x00]*")[^"]*"', re.IGNORECASE)
_META = re.compile(r'<meta(?!\s+(?:charset="utf-8"|name="viewport"\s+content="[^"\x00]*")\s*/?>)', re.IGNORECASE)
_STYLE = re.compile(r"<style[^>]*>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_LOADS = re.compile(r"[\x00\x01\\@<]|\burl|image|expression|binding", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"!\[|<|\]:|(?:https?://|www\.|mailto:)[^\s)]*[\x00\x01]"
    r"|\]\((?!(?:https?://|mailto:|#)[^)\x00\x01]*\))",
    re.IGNORECASE,
)
_EDGE = re.compile(r"[!\]\\](?=[\x00\x01])")
"""What takes its meaning from the letter behind it, where that letter is not known before the page is made."""
_IN_MARKDOWN = "no pictures, no tags, and no link in which something is filled in"
_AT_AN_EDGE = "put a space or a line end between this ! ] or \\ and what is filled in, looped or decided behind it"


def problems(source: str, html: bool) -> list[tuple[int, str]]:
    """Everything in a template that it may not hold: line and sentence. Nothing when it may be used."""
    from jinja2 import TemplateSyntaxError, meta, nodes

    try:
        tree = _environment(dict.fromkeys(FILTERS, str), html).parse(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, f"this is not a template: {error.message}")]
    except RecursionError:
        return [(1, "it is nested too deeply")]
    found = list(_in_tree(tree, 0))
    if found:  # before what it names can be told apart, it must be made of known parts
        return sorted({*found, *_in_page(source, html)})
    unknown = meta.find_undeclared_variables(tree) - {"document"}
    named = [
        (name.lineno, f"there is no {name.name} here") for name in tree.find_all(nodes.Name) if name.name in unknown
    ]
    return sorted({*named, *_in_page(source, html)})


def filled(source: str, html: bool, filters: Mapping[str, Callable[[str], str]], document: object) -> str:
    """The page of a frozen document.

    Raises PackRefused, which quotes no word of the document, when the template may not be used or does not end; and
    what jinja raises when it cannot be filled in.
    """
    if found := problems(source, html):
        raise PackRefused("This template may not be used.", tuple(f"line {line}: {words}" for line, words in found))
    pieces, size = [], 0
    for piece in _template(_MARKS.sub("", source), html, filters).generate(document=document):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_OUTPUT:
            raise PackRefused("This page grows without end.", ("it grows without end",))
    return "".join(pieces) if html else _looked_at("".join(pieces))


def _looked_at(page: str) -> str:
    """The Markdown page without its marks; PackRefused if what the pack wrote around the words came to mean more.

    Only here is it known which branch was taken and how often a loop went round.
    """
    pieces = page.split(_FILLED)
    skeleton = "".join(_FILLED if number % 2 else piece for number, piece in enumerate(pieces))
    if _MARKDOWN.search(skeleton) or _EDGE.search(skeleton):
        raise PackRefused("This page may not be made.", (f"the page as it is made: {_IN_MARKDOWN}",))
    return "".join(pieces)


class _Written(str):
    """Text that is Markdown already: a filter has made it so that it shows as typed."""


def _as_typed(filters: Mapping[str, Callable[[str], str]], html: bool) -> tuple[dict[str, Any], Any]:
    """The filters, and what is done with each text before it stands in a Markdown page: nothing in it is obeyed.

    Each text stands between two marks, so that the finished page can be told apart from what was filled in.
    A label comes from the pack as the template does: unescaped, it could make a picture of the words behind it.
    """
    if html or "line" not in filters:
        return dict(filters), None

    def marked(one: Callable[[str], str]) -> Callable[[str], str]:
        return lambda value: _Written(one(value))

    made = {name: marked(one) if name in _TO_MARKDOWN else one for name, one in filters.items()}

    def finished(value: Any) -> str:
        words = value if isinstance(value, _Written) else filters["line"](str(value))
        return f"{_FILLED}{_MARKS.sub('', words)}{_FILLED}" if words else ""

    return made, finished


_TO_MARKDOWN = ("line", "block", "item", "head")


def _environment(filters: Mapping[str, Callable[[str], str]], html: bool) -> Any:
    from jinja2 import BaseLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Strict(ImmutableSandboxedEnvironment):
        """Fields of frozen documents and the counters of a loop are all that a template can look at."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            if isinstance(obj, msgspec.Struct):
                return attr == "shape" or attr in obj.__struct_fields__
            return type(obj).__name__ == "LoopContext" and attr in ("index", "index0", "first", "last", "length")

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    known, finalize = _as_typed(filters, html)
    made = Strict(
        finalize=finalize,
        loader=BaseLoader(),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.clear()
    made.filters.update(known)
    return made


def _template(source: str, html: bool, filters: Mapping[str, Callable[[str], str]]) -> Template:
    """The template with its loops counted. It is made anew for each page, for the count is its own."""
    from jinja2 import nodes

    environment = _environment(filters, html)
    rounds = 0

    def counted(items: Iterable[Any]) -> Iterator[Any]:
        nonlocal rounds
        for item in items:
            rounds += 1
            if rounds > MOST_ROUNDS:
                raise PackRefused("This page does not end.", ("its loops do not end",))
            yield item

    environment.filters[_COUNTED] = counted
    tree = environment.parse(source)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
    return environment.from_string(tree)  # type: ignore[no-any-return]


def _in_tree(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    kind = type(node).__name__
    if depth > DEEPEST:
        yield node.lineno, "it is nested too deeply"
        return
    if kind not in _NODES:
        yield (
            node.lineno,
            _CALLED.get(kind, "a template contains only loops, conditions and the fields of the document"),
        )
        return
    name = getattr(node, "name", "")
    if kind == "Filter" and name not in FILTERS:
        yield node.lineno, f"there is no filter {name}; known: {', '.join(FILTERS)}"
    if kind == "Test" and name not in _TESTS:
        yield node.lineno, f"there is no test {name}"
    if kind in ("List", "Tuple") and any(
        type(item).__name__ not in ("Const", "Name") for item in node.iter_child_nodes()
    ):
        yield node.lineno, "a list holds plain words only"
    if kind == "Getattr" and str(getattr(node, "attr", "")).startswith("_"):
        yield node.lineno, "a name that begins with _ is nobody's"
    if kind == "Getitem" and isinstance(getattr(getattr(node, "arg", None), "value", None), str):
        yield node.lineno, "a field is named behind a dot"
    if kind == "For" and getattr(node, "recursive", False):
        yield node.lineno, "a loop cannot call itself"
    for child in node.iter_child_nodes():
        yield from _in_tree(child, depth + 1)


def _skeleton(source: str, html: bool) -> tuple[str, list[int]]:
    """The text of a template as it stands in every page, and the line of each of its characters.

    A comment leaves nothing behind, so what stands around it is looked at as it will be read.
    """
    words = ""
    lines: list[int] = []
    inside = False
    for begin, kind, token in _environment({}, html).lex(source):
        line = begin
        if kind.endswith("_begin"):
            inside = True
            piece = {"variable_begin": _FILLED, "block_begin": _STEERED, "raw_begin": _RAW}.get(kind, "")
        elif kind.endswith("_end"):
            inside, piece = False, ""
        else:
            piece = "" if inside else _MARKS.sub("", token)
        for letter in piece:
            lines.append(line)
            line += letter == "\n"
        words += piece
    return words, lines


def _in_page(source: str, html: bool) -> Iterator[tuple[int, str]]:
    """Yield what makes a page more than words on paper, by its line."""
    words, lines = _skeleton(source, html)
    for match in re.finditer(_RAW, words):
        yield lines[match.start()], "no {% raw %}"
    if not html:
        kept = [at for at, letter in enumerate(words) if letter not in (_FILLED, _STEERED)]  # it may be nothing
        bare = "".join(words[at] for at in kept)
        found = {match.start() for match in _MARKDOWN.finditer(words)}
        found |= {kept[match.start()] for match in _MARKDOWN.finditer(bare)}
        yield from ((lines[at], _IN_MARKDOWN) for at in sorted(found))
        yield from ((lines[match.start()], _AT_AN_EDGE) for match in _EDGE.finditer(words))
        return
    styles = [match.span(1) for match in _STYLE.finditer(words)]
    for start, end in styles:
        if _LOADS.search(words, start, end):
            yield lines[start - 1], "inside <style> nothing is filled in, and nothing is loaded"
    at = -1
    while (at := words.find("<", at + 1)) >= 0:
        if not any(start <= at < end for start, end in styles) and not _TAG.match(words, at):
            yield lines[at], 'this tag is none that a page may have, or not written plainly: <p class="x">'
    for match in _HREF.finditer(words):
        yield lines[match.start()], "a link is an address in quotes, https://..., with nothing filled in"
    for match in _META.finditer(words):
        yield lines[match.start()], "of <meta>, only the charset and the viewport"
