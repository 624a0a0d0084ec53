"""A mentee's whole way in the real program at 80x24, the recovery key put off, from the first start to the summary."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.journey.person import Person
from tests.journey.story import Story
from tests.journey.whole import check, ending, middle

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals"),
    pytest.mark.timeout(300),  # hundreds of keys: minutes on a busy machine
]


def test_a_mentee_goes_all_the_way(tmp_path: Path) -> None:
    person = Person(tmp_path)
    with Story(person, "mentee") as story:
        story.first_run("Ana Peeters", "Bram Claes", recovery=False)
        story.app.wait_for("There is no recovery key yet")
        middle(story)
        ending(story, "Write your recap", "html", achievements_recap="From two to four of five.", rematch="open")
    check(story, "html")
    assert "no recovery key" in person.run("status")
