"""The agreement on one page: in every program that has one, the five things that handbooks ask for come first."""

from __future__ import annotations

import pytest

from mentor_tui.mentoring import agreements, one_page
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import ROLES, Field, Form, Section

from .pair_views import view

WITH = [p for p in map(programs.load, programs.available()) if "agreement" in p.forms]
PAGES = pytest.mark.parametrize("program", WITH, ids=lambda p: p.id)


def test_five_of_the_programs_that_ship_have_an_agreement() -> None:
    assert len(WITH) == 5 and len(programs.available()) == 7


@PAGES
def test_the_page_holds_the_five_topics_as_its_form_declares_them(program: programs.Program) -> None:
    form = program.form("agreement")
    assert list(form.views) == list(one_page.TOPICS)
    pages = one_page.paged(form)
    titles = [s.title for s in pages.form.sections if s.id in pages.topics]
    assert titles == ["Frequency", "Channels", "Boundaries", "Goals", "Confidentiality"]
    for role in ROLES:
        assert 5 <= len(pages.page(role)) <= 6
        both = [*pages.page(role), *pages.rest(role)]
        assert sorted(f.id for f in both) == sorted(f.id for f in form.fields(role))  # nothing is lost, or asked twice


@PAGES
def test_nothing_in_an_agreement_is_called_optional(program: programs.Program) -> None:
    form = program.form("agreement")
    shown = [w for s in form.sections for w in (s.title, s.help)] + [
        w for f in form.fields() for w in (f.label, f.help)
    ]
    assert not [w for w in shown if "optional" in w.lower()]
    assert "ptional" not in one_page.such_as(one_page.paged(form), "mentor")


def test_what_else_may_be_asked_is_told_by_its_headings() -> None:
    pages = one_page.paged(programs.load("company").form("agreement"))
    assert one_page.such_as(pages, "mentor") == "6 more questions, such as what we aim for, how we meet and trust"


def test_the_page_is_filled_from_pair_and_goals_before_anybody_types() -> None:
    pair = view(rec.Goal(title="Lead a committee", measure="two led"), pair={"usual_channel": "online"})
    answers = agreements.draft(pair).answers
    pages = one_page.paged(pair.program.form("agreement"))
    far = {s.title: one_page.how_far(s, answers, "mentor") for s in pages.form.sections if s.id in pages.topics}
    assert far == {
        "Frequency": (2, 2),
        "Channels": (1, 1),
        "Boundaries": (0, 1),
        "Goals": (1, 1),
        "Confidentiality": (0, 1),
    }


def test_a_form_of_ones_own_has_a_page_by_the_usual_names_or_is_shown_whole() -> None:
    def form(*ids: str) -> Form:
        fields = tuple(Field(id=i, label=i) for i in ids)
        return Form(id="agreement", title="Ours", sections=(Section(id="all", title="All", fields=fields),))

    found = one_page.paged(form("purpose", "frequency", "channels", "confidentiality"))
    assert found.topics == ("page-frequency", "page-channels", "page-confidentiality")
    assert [f.id for f in found.rest("mentor")] == ["purpose"]
    small = form("purpose", "frequency")
    assert one_page.paged(small) == (small, ())
