"""The agreement and the pair's settings: where they differ it is said, and nothing signed is touched."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_tui.mentoring import agreements, journey, one_home, standing
from mentor_tui.schema import programs

from .pair_views import signed_agreement, view

PROGRAM = programs.load("pmi-belgium")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every two weeks", 14),
        ("every 2 weeks", 14),
        ("Every second week", 14),
        ("weekly", 7),
        ("every month", 30),
        ("once a month", 30),
        ("twice a month", 15),
        ("every 10 days", 10),
        ("biweekly, on Thursdays", 14),
        ("every two or three weeks", 0),
        ("when it suits us", 0),
    ],
)
def test_a_rhythm_is_read_from_words_where_it_can_be(words: str, days: int) -> None:
    assert standing.rhythm_of(words) == days


def test_a_rhythm_that_differs_from_a_signed_agreement_is_said() -> None:
    signed = signed_agreement(answers={"frequency": "every two weeks"})
    pair = view(signed, pair={"cadence_days": 21})
    said = standing.differs(pair)
    assert "the agreement says every 2 weeks, the pair every 3 weeks" in said
    assert "with a new version, or back to what was agreed" in said
    assert any(r.id == "agreement-differs" and r.text == said for r in journey.reminders(pair))
    assert not agreements.may_change(signed)
    assert standing.differs(view(signed, pair={"cadence_days": 14})) == ""


def test_dates_changed_after_signing_are_said() -> None:
    signed = signed_agreement(answers={"start": "2026-03-09", "end": "2026-08-06"})
    pair = view(signed, pair={"start": "2026-03-09", "end": "2026-08-01"})
    assert standing.differences(pair) == ["End: the agreement says 6 Aug, the pair 1 Aug"]
    assert standing.differences(view(signed, pair={"start": "2026-03-09", "end": "2026-08-06"})) == []


@pytest.mark.parametrize(
    ("answers", "pair", "said"),
    [
        ({"usual_length": 90}, {"usual_minutes": 60}, "Length: the agreement says 90 min, the pair 60 min"),
        ({"channels": "by phone"}, {"usual_channel": "Teams"}, "Channel: the agreement says by phone, the pair Teams"),
        (
            {"invites_by": "mentor"},
            {"invites_by": "mentee"},
            "Invitations: the agreement says the mentor, the pair the mentee",
        ),
        ({"review_on": "2026-07-20"}, {"start": "2026-03-09", "end": "2026-08-06"}, "half-way is 23 May"),
    ],
)
def test_length_channel_invitations_and_the_day_of_review_are_compared(
    answers: dict[str, object], pair: dict[str, object], said: str
) -> None:
    differing = view(signed_agreement(answers=answers), pair=pair)
    assert said in standing.differs(differing)
    following = one_home.next_version(differing)
    assert standing.differences(differing, following) == []
    assert agreements.revise(differing).answers == answers  # not unless it is asked for


@pytest.mark.parametrize(
    ("answers", "pair"),
    [
        ({"channels": "Video on Teams, chat between"}, {"usual_channel": "MS Teams"}),
        ({"channels": "video for sessions, e-mail in between"}, {"usual_channel": "online"}),
        ({"review_on": "2026-05-01"}, {"start": "2026-03-09", "end": "2026-08-06"}),
        ({"usual_length": 60, "channels": ""}, {"usual_channel": "Teams"}),
    ],
)
def test_what_says_the_same_in_other_words_does_not_differ(answers: dict[str, object], pair: dict[str, object]) -> None:
    assert standing.differs(view(signed_agreement(answers=answers), pair=pair)) == ""


def test_a_draft_of_the_next_version_does_not_hide_what_the_signed_one_says() -> None:
    signed = signed_agreement(answers={"frequency": "every two weeks"})
    draft = signed_agreement(version=2, answers={"frequency": "every 3 weeks"}, signatures=[])
    said = standing.differs(view(signed, draft, pair={"cadence_days": 21}))
    assert "the agreement says every 2 weeks" in said and "Version 2 settles it once it is signed." in said


def test_a_pair_longer_than_the_program_allows_is_pointed_out() -> None:
    pair = view(pair={"start": "2026-01-01", "end": "2026-08-31"})
    assert "153 at most, so until 3 Jun" in standing.too_long(pair)
    assert any(r.id == "too-long" for r in journey.reminders(pair))
    assert standing.too_long(view(pair={"start": "2026-01-01", "end": "2026-06-03"})) == ""
    assert standing.too_long(pair, date(2026, 1, 1), date(2026, 5, 1)) == ""


def test_the_end_goes_along_when_only_the_start_is_moved() -> None:
    assert standing.moved_end("2026-03-01", "2026-07-29", "2026-01-01", "2026-07-29", PROGRAM) == "2026-05-31"
    assert standing.moved_end("2026-03-01", "2026-07-29", "2026-01-01", "2026-06-30", PROGRAM) == "2026-06-30"
    assert standing.moved_end("2026-03-01", "2026-07-01", "2026-02-01", "2026-07-01", PROGRAM) == "2026-07-01"
