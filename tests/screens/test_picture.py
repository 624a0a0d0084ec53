"""The picture to show around: the app's own words stay, the person's are bars."""

from __future__ import annotations

import html
import re

from mentor_tui.screens.app import MentorApp
from mentor_tui.screens.picture import blanked

from .conftest import OpenApp
from .walk import go


def words(app: MentorApp) -> str:
    """What can be read in the picture."""
    picture = html.unescape(re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", blanked(app.screen)))
    return " ".join(picture.replace("\xa0", " ").split())


async def test_the_apps_own_words_stay_and_the_persons_do_not(open_app: OpenApp) -> None:
    async with open_app((120, 40)) as (app, pilot):
        for place, own in {
            "home": ("Coming up", "Promises", "Rhythm", "Last time"),
            "journey": ("Sign the agreement", "Follows the PMI Belgium"),
            "goals": ("Progress", "By when"),
            "close": ("To close well", "Talk the outcomes through", "Lessons"),
            "export": ("Make a document", "Closure summary", "the program team", "last made"),
        }.items():
            await go(app, pilot, place)
            seen = words(app)
            assert all(word in seen for word in own), (place, seen)
            for private in ("Bram", "Claes", "Ana Peeters", "steering", "18 May", "14:00", "60"):
                assert private not in seen, (place, private)
        await pilot.press("escape", "f1")
        await pilot.pause()
        assert "Keys everywhere" in words(app) and "Lock the vault now" in words(app)


async def test_an_empty_list_shows_its_own_sentence(open_app: OpenApp) -> None:
    async with open_app((80, 24), empty=True) as (app, pilot):
        await go(app, pilot, "goals")
        assert "No goals yet." in words(app)
