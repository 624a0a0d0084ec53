"""The agreement on one page: the five things that every handbook asks for, and all else on demand.

An agreement form names the fields of each in `[views]`, under the topic's id. A form of somebody's own that names none
has its fields found by their usual ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from mentor_tui.schema.fields import Field, Form, Role, Section, filled

TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "frequency": ("Frequency", ("frequency", "usual_length")),
    "channels": ("Channels", ("channels",)),
    "boundaries": ("Boundaries", ("boundaries", "off_limits")),
    "goals": ("Goals", ("learning_objectives",)),
    "confidentiality": ("Confidentiality", ("confidentiality",)),
}
"""By id: what a topic is called, and the usual ids of its fields."""


class Paged(NamedTuple):
    """An agreement form in its two sizes."""

    form: Form
    """All of it: first a section for each topic of the page, then the form's own sections with what they have left."""
    topics: tuple[str, ...]
    """The ids of the sections that make up the one page; empty for a form that is shown whole."""

    def page(self, role: Role) -> list[Field]:
        """The fields of the one page."""
        return [f for s in self.form.sections if s.id in self.topics for f in s.fields if role in f.roles]

    def rest(self, role: Role) -> list[Field]:
        """The fields that are asked on demand."""
        return [f for s in self.form.sections if s.id not in self.topics for f in s.fields if role in f.roles]


_LEAST = 3
"""A form with fewer of the topics is shown whole: a page of one question is none."""


def paged(form: Form) -> Paged:
    """The form with its one page first. Every field stands in it once, and every view picks what it did."""
    known = {f.id: f for f in form.fields()}
    taken: dict[str, str] = {}
    topics = []
    for topic, (title, usual) in TOPICS.items():
        ids = [i for i in form.views.get(topic, usual) if i in known and i not in taken]
        if ids:
            taken |= dict.fromkeys(ids, topic)
            topics.append(Section(id=f"page-{topic}", title=title, fields=tuple(known[i] for i in ids)))
    if len(topics) < _LEAST:
        return Paged(form, ())
    rest = [
        msgspec.structs.replace(s, fields=left)
        for s in form.sections
        if (left := tuple(f for f in s.fields if f.id not in taken))
    ]
    return Paged(msgspec.structs.replace(form, sections=(*topics, *rest)), tuple(s.id for s in topics))


def with_first_page(pages: Paged) -> Form:
    """The form with all topics of the page in its first section, to be written as one."""
    fields = tuple(f for s in pages.form.sections if s.id in pages.topics for f in s.fields)
    rest = tuple(s for s in pages.form.sections if s.id not in pages.topics)
    first = (Section(id="page", title="The first page", fields=fields),) if fields else ()
    return msgspec.structs.replace(pages.form, sections=(*first, *rest))


def how_far(section: Section, answers: Mapping[str, object], role: Role) -> tuple[int, int]:
    """So many fields of a section are filled, of so many that this role fills."""
    mine = [f for f in section.fields if role in f.roles]
    return sum(filled(answers.get(f.id, f.blank())) for f in mine), len(mine)


_NAMED = 3


def such_as(pages: Paged, role: Role) -> str:
    """The words on all other questions: `14 more questions, such as trust and how we end`; empty without any."""
    count = len(pages.rest(role))
    if not count:
        return ""
    titles = [s.title for s in pages.form.sections if s.id not in pages.topics and how_far(s, {}, role)[1]]
    named = [t[:1].lower() + t[1:] for t in titles if t][:_NAMED]
    words = ", ".join(named[:-1]) + f" and {named[-1]}" if len(named) > 1 else "".join(named)
    questions = "1 more question" if count == 1 else f"{count} more questions"
    return f"{questions}, such as {words}" if words else questions
