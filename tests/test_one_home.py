"""What a pair and its agreement both know is changed in one place while it is drafted; what is signed stays."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from mentor_tui.mentoring import agreements, one_home, standing
from mentor_tui.schema.fields import Value
from mentor_tui.screens.agreement.after_page import follows
from mentor_tui.workspace import PairView

from .pair_views import signed_agreement, view

DRAFT: dict[str, Value] = {
    "frequency": "Every 2 weeks, on Thursdays",
    "start": "2026-03-09",
    "usual_length": 60,
    "channels": "Teams, e-mail in between",
    "invites_by": "mentee",
}
PAIR: dict[str, object] = {"cadence_days": 14, "usual_channel": "Teams", "invites_by": "mentee", "end": "2026-07-26"}


def drafted(**answers: Value) -> PairView:
    """A pair with a draft that says what the pair says, and `answers` besides."""
    return view(signed_agreement(answers=DRAFT | answers, signatures=[]), pair=PAIR)


@pytest.mark.parametrize(
    ("answer", "setting"),
    [
        ({"frequency": "every three weeks, on Mondays"}, {"cadence_days": 21}),
        ({"start": "2026-03-16"}, {"start": "2026-03-16"}),
        ({"end": "2026-07-01"}, {"end": "2026-07-01"}),
        ({"usual_length": 45}, {"usual_minutes": 45}),
        ({"channels": "Zoom (my link), e-mail in between"}, {"usual_channel": "Zoom"}),
        ({"channels": "video on Teams; phone on the road"}, {}),  # it still names the usual one
        ({"channels": "wherever we happen to be in the same town at the same time"}, {}),  # no channel of a session
        ({"invites_by": "mentor"}, {"invites_by": "mentor"}),
        ({"invites_by": "either"}, {}),
        ({"frequency": "when it suits us"}, {}),
        ({"frequency": "", "usual_length": 0}, {}),
        ({"purpose": "grow"}, {}),
    ],
)
def test_what_is_changed_in_a_draft_is_changed_in_the_pair(
    answer: dict[str, Value], setting: dict[str, object]
) -> None:
    pair = drafted()
    after = one_home.pair_with(pair, DRAFT, DRAFT | answer)
    assert after == msgspec.structs.replace(pair.pair, **setting)


@pytest.mark.parametrize(
    ("setting", "answer"),
    [
        ({"cadence_days": 21}, {"frequency": "Every 3 weeks, on Thursdays"}),
        ({"start": "2026-03-16"}, {"start": "2026-03-16"}),
        ({"end": "2026-07-01"}, {"end": "2026-07-01"}),
        ({"usual_minutes": 45}, {"usual_length": 45}),
        ({"usual_channel": "Zoom"}, {"channels": "Zoom, e-mail in between"}),
        ({"invites_by": "mentor"}, {"invites_by": "mentor"}),
        ({"usual_minutes": 5}, {}),  # shorter than an agreement takes: it is said, as any difference
    ],
)
def test_what_is_changed_in_the_pair_is_changed_in_the_draft(
    setting: dict[str, object], answer: dict[str, Value]
) -> None:
    pair = drafted(end="2026-07-26")
    changed = one_home.draft_with(pair, msgspec.structs.replace(pair.pair, **setting))
    said = DRAFT | {"end": "2026-07-26"}
    assert (changed.answers if changed else said) == said | answer


def test_a_sentence_on_channels_stays_when_the_pair_takes_another() -> None:
    pair = drafted(channels="By phone when we can. Else by Teams")
    changed = one_home.draft_with(pair, msgspec.structs.replace(pair.pair, usual_channel="Zoom"))
    assert changed and changed.answers["channels"] == "Zoom, By phone when we can. Else by Teams"


def test_an_answer_left_open_is_filled_once_the_pair_knows_it() -> None:
    pair = view(signed_agreement(answers={"purpose": "grow"}, signatures=[]), pair={"end": ""})
    changed = one_home.draft_with(pair, msgspec.structs.replace(pair.pair, end="2026-07-01"))
    assert changed and changed.answers == {"purpose": "grow", "end": "2026-07-01"}


def test_a_signed_version_is_never_touched() -> None:
    signed = signed_agreement(answers={"frequency": "every 2 weeks"})
    pair = view(signed, pair={"cadence_days": 14})
    later = msgspec.structs.replace(pair.pair, cadence_days=21)
    assert one_home.draft_with(pair, later) is None
    once = replace(pair, agreements=[agreements.unsign(signed, "mentee")])
    assert one_home.draft_with(once, later) is None  # one signature is enough


def test_a_later_difference_leads_to_a_new_version_or_back() -> None:
    signed = signed_agreement(answers={"frequency": "every 2 weeks, on Thursdays", "usual_length": 60})
    pair = view(signed, pair={"cadence_days": 21, "usual_minutes": 90})
    new = one_home.next_version(pair)
    assert (new.version, new.signatures) == (2, [])
    assert new.answers == {"frequency": "every 3 weeks, on Thursdays", "usual_length": 90}
    back = one_home.as_agreed(pair, signed)
    assert (back.cadence_days, back.usual_minutes) == (14, 60)
    assert standing.differing(replace(pair, pair=back)) == {}
    assert one_home.told(pair, pair.pair, back) == "rhythm every 2 weeks, length 60 min"


def test_a_draft_that_already_differs_is_told_of_and_left_alone() -> None:
    """An earlier release kept both apart: nothing of that is changed unless somebody changes that very thing."""
    pair = drafted(frequency="every month", usual_length=90)
    draft = pair.agreement
    assert draft is not None and set(standing.differing(pair)) == {"frequency", "usual_length"}
    later = msgspec.structs.replace(pair.pair, usual_channel="Zoom")
    changed = one_home.draft_with(pair, later)
    assert changed and changed.answers == draft.answers | {"channels": "Zoom, e-mail in between"}
    same = one_home.pair_with(pair, draft.answers, draft.answers | {"purpose": "grow"})
    assert same is pair.pair


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("monthly", "every 3 weeks"),
        ("a monthly call", "every 3 weeks"),
        ("Once a month at least", "Every 3 weeks at least"),
        ("every  2 weeks, on Thursdays", "every 3 weeks, on Thursdays"),
        ("Our weekly call; longer before a milestone", "Every 3 weeks; longer before a milestone"),
        (
            "a monthly call with both of our managers",
            "every 3 weeks (before: a monthly call with both of our managers)",
        ),
        ("every two or three weeks", "every two or three weeks"),
        ("when it suits us", "when it suits us"),
        ("every three weeks", "every three weeks"),
    ],
)
def test_a_rhythm_takes_the_place_of_the_one_in_the_line(words: str, then: str) -> None:
    pair = drafted(frequency=words)
    changed = one_home.draft_with(pair, msgspec.structs.replace(pair.pair, cadence_days=21))
    assert (changed or pair.agreement).answers["frequency"] == then  # type: ignore[union-attr]


def test_a_day_as_people_type_it_is_told_of_before_it_is_saved() -> None:
    pair = drafted()
    assert pair.agreement is not None
    assert "16 Mar" in follows(pair, pair.agreement, {"start": "16/3"})
