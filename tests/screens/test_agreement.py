"""The agreement on the screen: drafted, gone through, signed by both, revised, compared."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from mentor_tui.mentoring import agreements
from mentor_tui.schema.records import Agreement, Pair, Signature
from mentor_tui.screens.agreement.agreement import AgreementRoom
from mentor_tui.screens.agreement.changes import DifferencesScreen
from mentor_tui.screens.agreement.settling import ways
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Ask, Choose, Confirm
from mentor_tui.workspace import Workspace

from .walk import HOSTILE, TYPED, fill, go, notice, painted, save, shown, until


async def test_from_first_draft_to_a_second_version(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "agreement")
        words = painted(app)
        assert "Not started" in words and "An example of what this will look like" in words and "How often?" in words

        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await _all_questions(app, pilot)
        await fill(app, pilot, purpose="Growing into leading")
        await save(app, pilot)
        assert isinstance(app.screen, AgreementRoom)
        assert "Version 1, drafted" in painted(app)
        assert "Growing into leading" in painted(app)
        assert app.view.agreement.answers["end"] == "2026-08-06"  # known already, so filled in

        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("enter")
        await until(pilot, lambda: app.view.agreement.reviewed_on == "2026-05-21")
        await until(pilot, lambda: "reviewed together" in shown(app, "#state"))

        await _sign(app, pilot)
        assert "you   signed today, in the app" in shown(app, "#state")
        assert "Bram's signature is still missing" in shown(app, "#state")
        await _sign(app, pilot, "tab", "enter", "down", "enter")
        assert "Bram  signed today, by e-mail" in shown(app, "#state")
        assert app.view.signed(app.view.agreement)

        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await _all_questions(app, pilot)
        await fill(app, pilot, purpose="Leading a programme", frequency="every week")
        await save(app, pilot)
        assert [a.version for a in app.view.agreements] == [1, 2]
        assert app.view.signed(app.view.agreements[0]) and not app.view.agreements[1].signatures
        assert "Version 2, drafted" in painted(app)

        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DifferencesScreen))
        words = painted(app)
        assert "Growing into leading" in words and "Leading a programme" in words and "every week" in words
        assert "~ What is this mentoring for?" in words and "- Growing into leading" in words
        assert "+ Leading a programme" in words and "Boundaries" not in words
        await pilot.press("escape", "x")
        await until(pilot, lambda: len(app.view.agreements) == 1)
        await pilot.press("u")
        await until(pilot, lambda: len(app.view.agreements) == 2)


async def test_the_agreement_is_one_page_first_and_what_is_typed_goes_along_to_all_questions(open_app: Any) -> None:
    async with open_app((100, 35), empty=True) as (app, pilot):
        await go(app, pilot, "agreement-edit:new")
        await until(pilot, lambda: app.screen.ready)
        asked = [f.id for f in app.screen.body_widget.fields()]
        assert asked == [
            "frequency",
            "usual_length",
            "channels",
            "boundaries",
            "learning_objectives",
            "confidentiality",
        ]
        words = painted(app)
        assert "on one page" in words and "30 more questions" in words and "Bram  not signed yet" in words
        assert "optional" not in words.lower()
        await pilot.press("tab", "9", "0")
        await until(pilot, lambda: "length 90 min" in shown(app, "#after-text"))  # said before it is saved
        await pilot.press("ctrl+pagedown", "ctrl+pagedown", "right")
        await until(pilot, lambda: "No messages" in str(app.screen.body_widget.raw()["boundaries"]))
        await _all_questions(app, pilot)
        raw = app.screen.body_widget.raw()
        assert raw["usual_length"] == "90" and "No messages" in raw["boundaries"]
        assert app.screen.body_widget.editor("boundaries").has_focus_within  # the cursor stays in its field
        await save(app, pilot)
        assert app.view.agreement.answers["usual_length"] == app.view.pair.usual_minutes == 90


async def test_a_signed_version_stays_as_it_is(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_signed) as (app, pilot):
        await go(app, pilot, "agreement")
        await pilot.press("x")
        await until(pilot, lambda: "is signed and" in notice(app))
        app.go(f"agreement-edit:{app.view.agreement.id}")
        await until(pilot, lambda: "r starts the next version" in notice(app))
        assert isinstance(app.screen, AgreementRoom)
        assert len(app.view.agreements) == 1


async def test_a_signature_can_be_taken_back(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_signed) as (app, pilot):
        await go(app, pilot, "agreement")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await fill(app, pilot, on="")
        await save(app, pilot)
        assert "signature removed" in notice(app)
        assert [s.role for s in app.view.agreement.signatures] == ["mentee"]
        await until(pilot, lambda: "Your signature is still missing" in shown(app, "#state"))


async def test_the_other_signature_is_one_choice_away_and_typed_words_stay(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_signed) as (app, pilot):
        await go(app, pilot, "agreement-sign:" + app.view.agreement.id)
        body = app.screen.body_widget
        assert body.raw()["role"] == "mentor" and body.raw()["how"] == "in the app"
        await fill(app, pilot, name="A. Peeters")
        await fill(app, pilot, role="mentee")
        await until(pilot, lambda: body.raw()["how"] == "on paper")
        assert body.raw()["name"] == "A. Peeters"
        await fill(app, pilot, name="B. Claes")
        await save(app, pilot)
        assert [(s.role, s.name) for s in app.view.agreement.signatures] == [
            ("mentor", "Ana Peeters"),
            ("mentee", "B. Claes"),
        ]


async def test_a_review_day_that_does_not_exist_is_said_and_stays(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_draft) as (app, pilot):
        await go(app, pilot, "agreement")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press(*"31/02", "enter")
        await until(pilot, lambda: "31/02 is not a day" in painted(app))
        assert app.screen.query_one(Input).value == "31/02"
        await pilot.press(*"18/5", "enter")
        await until(pilot, lambda: app.view.agreement.reviewed_on == "2026-05-18")


async def test_a_signature_without_its_day_is_not_saved(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_draft) as (app, pilot):
        await go(app, pilot, f"agreement-sign:{app.view.agreement.id}/mentee")
        await fill(app, pilot, on="31/02")
        await pilot.press("f2")
        await until(pilot, lambda: "31/02 is not a day" in notice(app))
        await fill(app, pilot, on="")
        await pilot.press("f2")
        await until(pilot, lambda: "On which day" in notice(app))
        assert not app.view.agreement.signatures


async def test_escape_keeps_the_agreements_words(open_app: Any) -> None:
    async with open_app(empty=True) as (app, pilot):
        await go(app, pilot, "agreement")
        await go(app, pilot, "agreement-edit:new")
        await fill(app, pilot, boundaries="not on Fridays")
        await _all_questions(app, pilot)
        await fill(app, pilot, purpose="A first thought")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AgreementRoom))
        assert app.view.agreements == []
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "is back" in notice(app))
        raw = app.screen.body_widget.raw()
        assert raw["purpose"] == "A first thought" and raw["boundaries"] == "not on Fridays"


@pytest.mark.soak  # each widget shows such a text in test_markup.py and test_escapes.py
async def test_hostile_text_is_only_text(open_app: Any) -> None:
    async with open_app(size=(120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "agreement")
        await go(app, pilot, "agreement-edit:new")
        await _all_questions(app, pilot)
        await fill(app, pilot, purpose=HOSTILE)
        await save(app, pilot)
        assert TYPED in painted(app)
        assert "\x1b" not in painted(app)
        await pilot.click("#agreement-text", offset=(12, 2))
        assert app.is_open and not app.crash


async def test_the_document_is_one_key_away(open_app: Any, monkeypatch: Any) -> None:
    async with open_app(empty=True, prepare=_draft) as (app, pilot):
        await go(app, pilot, "agreement")
        gone: list[str] = []
        monkeypatch.setattr(app, "go", gone.append)
        await pilot.press("o")
        assert gone == ["export:agreement:1"]


async def _all_questions(app: Any, pilot: Any) -> None:
    """From the one page to all that may be asked."""
    await until(pilot, lambda: app.screen.ready)
    await pilot.press("ctrl+o")
    await until(pilot, lambda: app.screen.body_widget.editor("purpose") is not None)


async def _sign(app: Any, pilot: Any, *how: str) -> None:
    """Sign: the first who has not, in the way chosen; with both ends six keys at most."""
    await pilot.press("s")
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    for key in how:
        await pilot.press(key)
        await pilot.pause()
    await save(app, pilot)


def _draft(workspace: Any) -> None:
    workspace.save(Agreement(pair_id=workspace.pairs[0].id, answers={"purpose": "grow"}))


def _signed(workspace: Any) -> None:
    draft = Agreement(pair_id=workspace.pairs[0].id, answers={"purpose": "grow"})
    signed = agreements.sign(draft, "mentor", "Ana Peeters", workspace.today(), "in the app")
    workspace.save(agreements.sign(signed, "mentee", "Bram Claes", workspace.today(), "on paper"))


def _signed_otherwise(workspace: Workspace) -> None:
    """A signed agreement on 90 minutes every week; the pair's settings say something else."""
    pair = workspace.all(Pair)[0]
    signatures = [Signature(role=role, name="x", on="2026-05-01") for role in ("mentor", "mentee")]
    answers = {"purpose": "grow", "usual_length": 90}
    workspace.save(Agreement(pair_id=pair.id, version=1, answers=answers, signatures=signatures))


async def test_a_new_version_takes_over_the_settings_or_the_pair_follows_what_was_agreed(open_app: Any) -> None:
    async with open_app((120, 40), empty=True, prepare=_signed_otherwise) as (app, pilot):
        await go(app, pilot, "agreement")
        assert "the agreement says 90 min, the pair 60 min" in shown(app, "#state")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await save(app, pilot)
        assert [a.answers["usual_length"] for a in app.view.agreements] == [90, 60]
        assert app.view.signed(app.view.agreements[0])
        assert "the agreement says" not in shown(app, "#state")
        await pilot.press("u")
        await until(pilot, lambda: len(app.view.agreements) == 1)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await save(app, pilot)
        assert [a.answers["usual_length"] for a in app.view.agreements] == [90, 90]
        assert app.view.pair.usual_minutes == 90  # both have it from one place, in one step
        await pilot.press("u")
        await until(pilot, lambda: len(app.view.agreements) == 1)
        assert app.view.pair.usual_minutes == 60


async def test_what_both_know_is_changed_in_one_place_while_it_is_drafted(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_draft) as (app, pilot):
        await go(app, pilot, f"agreement-edit:{app.view.agreement.id}")
        await fill(app, pilot, frequency="every 3 weeks, on Mondays", usual_length="45")
        await save(app, pilot)
        assert (app.view.pair.cadence_days, app.view.pair.usual_minutes) == (21, 45)
        assert "rhythm every 3 weeks, length 45 min" in notice(app)
        await go(app, pilot, "pair")
        await fill(app, pilot, cadence_days="14")
        await save(app, pilot)
        assert app.view.agreement.answers["frequency"] == "every 2 weeks, on Mondays"
        assert "version 1, says the same now" in notice(app)


async def test_a_start_behind_the_end_of_the_pair_is_not_carried_into_it(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_draft) as (app, pilot):
        was = app.view.pair
        await go(app, pilot, f"agreement-edit:{app.view.agreement.id}")
        await pilot.press("ctrl+o")
        await pilot.pause()
        app.screen.body_widget.put({"start": "2031-01-01"})
        await pilot.press("f2")
        await until(pilot, lambda: "Your pair ends before that start" in painted(app))
        assert app.view.pair == was and "start" not in app.view.agreement.answers
        late = Agreement(pair_id=was.id, answers={"start": "2031-01-01"})
        assert [way for way, _ in ways(app.view, late)] == ["draft"]


async def test_a_difference_is_shown_in_both_places_and_one_key_settles_it(open_app: Any) -> None:
    async with open_app(empty=True, prepare=_signed_otherwise) as (app, pilot):
        signed = app.view.agreement
        await go(app, pilot, "pair")
        assert "the agreement says 90 min, the pair 60 min" in shown(app, "#differs")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.view.pair.usual_minutes == 90)
        await until(pilot, lambda: shown(app, "#differs") == "")
        assert app.screen.body_widget.raw()["usual_minutes"] in (90, "90")
        assert app.view.agreements == [signed]
        await pilot.press("escape")
        await go(app, pilot, "agreement")
        await pilot.press("u")
        await until(pilot, lambda: "the agreement says" in shown(app, "#state"))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert app.screen.body_widget.raw()["usual_length"] in (60, "60")
        await save(app, pilot)
        assert app.view.agreements[0] == signed and app.view.agreements[1].answers["usual_length"] == 60
