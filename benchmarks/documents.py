"""The closure summary of 500 talks."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from mentor_tui import documents
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Value
from mentor_tui.workspace import PairView

from .measure import medians, timed
from .rows import Row
from .vaults import around

_BY_HAND = """\
# Closure summary
{{ note }}
{% for fact in facts %}- **{{ fact.label }}:** {{ fact.value }}
{% endfor %}
{% set held = sessions | selectattr("status", "equalto", "held") | selectattr("kind", "equalto", "one_to_one") | list %}
{% set minutes = held | map(attribute="minutes") | sum %}
- **Meetings held:** {{ held | length }}
- **Hours:** {{ minutes // 60 }} h {{ "%02d" % (minutes % 60) }}
- **First:** {{ held | map(attribute="on") | min }}, **last:** {{ held | map(attribute="on") | max }}
{% set ns = namespace(quarters=0) %}
{% for session in held %}{% set ns.quarters = ns.quarters + session.minutes * 4 // 60 %}{% endfor %}
- **PDUs earned:** {{ ns.quarters / 4 }}
{% for group in goals | groupby("status") %}- **Goals {{ group.grouper }}:** {{ group.list | length }}
{% endfor %}
{% for section in sections %}## {{ section.title }}
{% for block in section.blocks %}
{% if block.shape == "facts" %}{% for fact in block.items %}- **{{ fact.label }}:** {{ fact.value }}
{% endfor %}{% elif block.shape == "text" %}### {{ block.label }}
{{ block.text }}
{% else %}{% for item in block.items %}- {{ item }}
{% endfor %}{% endif %}
{% endfor %}
{% endfor %}
"""
"""What somebody would write who has only Jinja2: the same figures, counted in the template."""

_FINISHED = """\
# {{ document.title }}
{{ document.note }}
{% for fact in document.facts %}- **{{ fact.label }}:** {{ fact.value }}
{% endfor %}
{% for section in document.sections %}## {{ section.title }}
{% for block in section.blocks %}
{% if block.shape == "facts" %}{% for fact in block.items %}- **{{ fact.label }}:** {{ fact.value }}
{% endfor %}{% elif block.shape == "text" %}### {{ block.label }}
{{ block.text }}
{% else %}{% for item in block.items %}- {{ item }}
{% endfor %}{% endif %}
{% endfor %}
{% endfor %}
"""
"""Only the lines: nothing counted, nothing escaped, no sandbox."""


def pair_view(sessions: int) -> PairView:
    """A pair in memory with so many talks and a filled closure form."""
    found = around(sessions)
    program = programs.load("pmi-belgium")
    pair = next(r for r in found if isinstance(r, rec.Pair))
    sheet = rec.Worksheet(pair_id=pair.id, form="closure", answers=_answers(program, pair.role))

    def of(kind: type[Any]) -> list[Any]:
        return [r for r in found if isinstance(r, kind)]

    return PairView(
        pair=pair,
        profile=of(rec.Profile)[0],
        program=program,
        today=date.today(),
        goals=of(rec.Goal),
        agreements=of(rec.Agreement),
        sessions=rec.by_day(of(rec.Session)),
        logs={},
        actions=of(rec.Action),
        worksheets={"closure": sheet},
        marks={},
        lessons=[],
        notes=[],
        disclosures=[],
        certifications=[],
    )


def _answers(program: programs.Program, role: Any) -> dict[str, Value]:
    """Something in every field of the closure form."""
    by_kind: dict[str, Value] = {
        "tick": True,
        "lines": ["first", "second"],
        "text": "A few plain words.",
        "line": "word",
    }
    return {f.id: by_kind[f.kind] for f in program.form("closure").fields(role) if f.kind in by_kind}


def closure() -> list[Row]:
    """Filtered and rendered by us, and by a template that reads the same records directly."""
    from jinja2 import Environment

    view = pair_view(500)
    template = Environment(trim_blocks=True).from_string(_BY_HAND)
    plain = [msgspec.to_builtins(s) for s in view.sessions]
    goals = [msgspec.to_builtins(g) for g in view.goals]
    ready = documents.build(view, "closure")
    sections = [s for s in ready.sections if s.id not in ("meetings", "goals")]

    def ours() -> bytes:
        return documents.render(documents.build(view, "closure"), "md")

    def base() -> bytes:
        page = template.render(note=ready.note, facts=ready.facts, sessions=plain, goals=goals, sections=sections)
        return page.encode()

    bare = Environment().from_string(_FINISHED)
    whole, by_hand, log, render_only, finished = medians(
        40,
        timed(ours),
        timed(base),
        timed(lambda: documents.render(documents.build(view, "pdu-log"), "md")),
        timed(lambda: documents.render(ready, "md")),
        timed(lambda: bare.render(document=ready).encode()),
        warm=3,
    )
    return [
        Row("closure summary, 500 talks, Markdown", whole, by_hand, "plain Jinja2 template", gate=2, aim=1.2),
        Row("of which rendering, sandboxed and escaped", render_only, finished, "the same lines by a bare template"),
        Row("PDU log, 500 talks, Markdown", log),
    ]
