"""The agreement: drafted from what is known, never changed once signed, revised as a new version."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import agreements
from mentor_tui.schema import programs
from mentor_tui.schema import records as rec

from .pair_views import TODAY, signed_agreement, view

FORM = programs.load("pmi-belgium").form("agreement")


def test_a_draft_knows_what_pair_and_goals_say() -> None:
    pair = view(
        rec.Goal(title="Lead a committee", measure="two led", success_criteria="without help"),
        rec.Goal(title="let go", status="dropped"),
        pair={"usual_channel": "online"},
    )
    answers = agreements.draft(pair).answers
    assert answers["start"] == "2026-03-09" and answers["end"] == "2026-07-26"
    assert answers["review_on"] == "2026-05-17"
    assert answers["frequency"] == "every 2 weeks"
    assert answers["usual_length"] == 60 and answers["channels"] == "online"
    assert answers["invites_by"] == "mentee"
    assert answers["learning_objectives"] == ["Lead a committee: two led"]
    assert answers["success_criteria"] == "without help"
    assert FORM.check(answers) == answers


def test_a_draft_tells_nothing_that_only_you_may_see() -> None:
    hidden = rec.Worksheet(form="preparation", answers={"goal_statement": "a private hope"})
    draft = agreements.draft(view(hidden, rec.Note(text="a private note"), rec.Goal(title="x", result="a private aim")))
    assert "private" not in str(draft.answers)


def test_signing_and_its_words() -> None:
    pair = view()
    draft = agreements.draft(pair)
    assert agreements.status(pair, None) == "not started"
    assert agreements.status(pair, draft) == "draft"
    reviewed = agreements.review(draft, TODAY)
    assert agreements.status(pair, reviewed) == "reviewed"
    mine = agreements.sign(reviewed, "mentor", " Ana Peeters ", TODAY, "typed here")
    assert agreements.status(pair, mine) == "signed by you"
    assert agreements.status(pair, agreements.sign(reviewed, "mentee", "Bram Claes", TODAY)) == "signed by Bram"
    both = agreements.sign(mine, "mentee", "Bram Claes", date(2026, 5, 22), "by e-mail")
    assert agreements.status(pair, both) == "signed" and pair.signed(both)
    assert [(s.role, s.name, s.on, s.how) for s in both.signatures] == [
        ("mentor", "Ana Peeters", "2026-05-21", "typed here"),
        ("mentee", "Bram Claes", "2026-05-22", "by e-mail"),
    ]
    assert agreements.unsign(both, "mentee") == mine


def test_signing_again_replaces_and_does_not_add() -> None:
    once = agreements.sign(rec.Agreement(), "mentor", "Ana", TODAY)
    twice = agreements.sign(once, "mentor", "Ana Peeters", TODAY)
    assert [s.name for s in twice.signatures] == ["Ana Peeters"]


def test_words_that_somebody_signed_are_not_changed() -> None:
    draft = rec.Agreement(answers={"purpose": "grow"})
    assert agreements.with_answers(draft, {"purpose": "learn"}).answers == {"purpose": "learn"}
    with pytest.raises(InputRefused, match="new version"):
        agreements.with_answers(agreements.sign(draft, "mentee", "Bram", TODAY), {"purpose": "learn"})


def test_a_revision_copies_the_words_and_no_signature() -> None:
    pair = view(signed_agreement())
    new = agreements.revise(pair)
    assert (new.version, new.answers, new.signatures, new.reviewed_on) == (2, {"purpose": "grow"}, [], "")
    assert pair.agreement is not None and new.id != pair.agreement.id
    assert agreements.may_change(new) and not agreements.may_change(pair.agreement)
    assert agreements.revise(view()).version == 1  # nothing to revise yet: a draft


def test_differences_are_told_by_kind_and_show_the_lines_that_went_and_came() -> None:
    old = rec.Agreement(
        answers={"purpose": "grow", "off_limits": ["salaries", "politics"], "invites_by": "mentee", "old_field": "x"}
    )
    new = rec.Agreement(
        answers={"off_limits": ["politics", "health"], "invites_by": "either", "usual_length": 45, "old_field": "x"}
    )
    found = agreements.differences(old, new, FORM)
    assert [(d.kind, d.label, [f"{line.sign} {line.words}" for line in d.lines]) for d in found] == [
        ("gone", "What is this mentoring for?", ["- grow"]),
        ("new", "How long, in minutes?", ["+ 45"]),
        ("changed", "Who sends the invitation?", ["- mentee", "+ whoever comes first"]),
        ("changed", "Topics we leave out", ["- salaries", "+ health"]),
    ]
    assert agreements.differences(old, old, FORM) == []


def test_the_same_lines_in_another_order_are_no_difference() -> None:
    old, new = rec.Agreement(answers={"off_limits": ["a", "b"]}), rec.Agreement(answers={"off_limits": ["b", "a"]})
    assert agreements.differences(old, new, FORM) == []
