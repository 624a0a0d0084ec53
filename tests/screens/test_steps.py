"""A long form shows one section at a time, and says what is filled of the others."""

from __future__ import annotations

import pytest

from mentor_tui.schema.records import Worksheet
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.find import go_to
from mentor_tui.screens.widgets.fields import FieldEditor, besides, shared_word
from mentor_tui.workspace.search import search

from .conftest import OpenApp
from .seeing import notice, seen
from .walk import go, until


def at(app: MentorApp) -> str:
    """The id of the field with the cursor."""
    focused = app.focused
    found = [w.field.id for w in focused.ancestors if isinstance(w, FieldEditor)] if focused else []
    return found[0] if found else ""


async def test_one_goes_from_section_to_section_and_sees_what_is_filled(open_app: OpenApp) -> None:
    async with open_app((120, 40), empty=True) as (app, pilot):
        await go(app, pilot, "pair")
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.whole)
        assert at(app) == "role" and "Your rhythm" in seen(app) and "Usual length" not in seen(app)
        await pilot.press("ctrl+pagedown", "ctrl+pagedown")
        await until(pilot, lambda: at(app) == "cadence_days" and "Usual length" in seen(app))
        assert "Partner's name" not in seen(app)
        open_before = seen(app).count("open")
        body.put({"cadence_days": 14, "invites_by": "mentee", "usual_minutes": 60, "usual_channel": "video"})
        await until(pilot, lambda: seen(app).count("open") < open_before or "filled" in seen(app))
        await pilot.press("ctrl+pageup")
        await until(pilot, lambda: at(app) == "program" and "Planned end" in seen(app))
        await pilot.press("shift+tab")  # back over the edge of the section
        await until(pilot, lambda: at(app) == "partner_nicknames")
        await pilot.press("tab")
        await until(pilot, lambda: at(app) == "program")


async def test_keys_pressed_ahead_over_the_edge_of_a_section_reach_their_fields(
    open_app: OpenApp,
) -> None:
    async with open_app((80, 24), "mentee", empty=True) as (app, pilot):
        await go(app, pilot, "form:closure/achievements_recap")
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.whole and at(app) == "achievements_recap")
        asked = [f.id for f in body.form.fields("mentee") for _ in range(len(f.options) if f.kind == "choices" else 1)]
        back = asked.index("achievements_recap")
        await pilot.press(*["shift+tab"] * back)
        await until(pilot, lambda: at(app) == asked[0])
        await pilot.press(*["tab"] * asked.index("rematch"))
        await until(pilot, lambda: at(app) == "rematch")


async def test_a_field_in_another_section_is_gone_to_when_it_cannot_be_saved(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        await go(app, pilot, "pair")
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.whole)
        assert "1 of 3" in seen(app) and "The two of you" in seen(app)
        body.put({"usual_minutes": "an age"})
        await pilot.press("f2")
        await until(pilot, lambda: at(app) == "usual_minutes" and "3 of 3" in seen(app))
        assert "Not saved yet" in notice(app) and seen(app).count("an age is not a number of minutes") == 2
        await pilot.press("backspace")
        await until(pilot, lambda: "is not a number of minutes" not in seen(app))


async def test_a_link_leads_to_its_field_in_whatever_section(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        await go(app, pilot, "form:closure/survey_submitted")
        await until(pilot, lambda: at(app) == "survey_submitted" and app.focused in app.screen.focus_chain)


async def test_a_page_is_turned_from_within_a_text_that_is_all_in_view(open_app: OpenApp) -> None:
    async with open_app((80, 24)) as (app, pilot):
        await go(app, pilot, "agreement-edit:new")
        body = app.screen.body_widget  # type: ignore[attr-defined]
        await until(pilot, lambda: body.whole and at(app) == "frequency")
        await pilot.press("ctrl+pagedown", "ctrl+pagedown")
        await until(pilot, lambda: at(app) == "boundaries")
        before = body.scroll_offset.y
        await pilot.press("pagedown")
        await until(pilot, lambda: body.scroll_offset.y > before)
        await pilot.press("pageup")
        await until(pilot, lambda: body.scroll_offset.y <= before)


@pytest.mark.parametrize(
    ("words", "above", "besides_it"),
    [
        (["only you"] * 3, "only you", ["", "", ""]),
        (["shared", "shared", "only you"], "shared", ["", "", "only you"]),
        (["shared, PDU claim", "shared, PDU audit", "shared"], "shared", ["also PDU claim", "also PDU audit", ""]),
        (["shared, PDU audit"] * 2 + ["shared, if ticked"], "shared, PDU audit", ["", "", "shared, if ticked"]),
        (["only you", "shared"], "", ["only you", "shared"]),
        (["only you"], "", ["only you"]),
    ],
)
def test_who_sees_a_field_is_said_once_and_at_the_exceptions(
    words: list[str], above: str, besides_it: list[str]
) -> None:
    assert shared_word(words) == above
    assert [besides(word, above) for word in words] == besides_it


async def test_a_hit_of_find_leads_to_the_field_in_which_the_word_stands(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        sheet = Worksheet(pair_id=app.pair.id, form="closure", answers={"private_feedback": "A quokka, of all things"})
        assert await app.store(sheet, label="told")
        [hit] = [h for h in search(app.view, "quokka") if h.record_id == sheet.id]
        before = app.screen
        go_to(app, hit)
        await until(pilot, lambda: app.screen is not before and at(app) == "private_feedback")
