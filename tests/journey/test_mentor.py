"""A mentor's whole way in the real program at 80x24, from the first start to the closure summary."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mentor_tui.vault import Vault
from tests.journey.person import Person
from tests.journey.story import Story
from tests.journey.whole import check, ending, middle

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals"),
    pytest.mark.timeout(300),  # hundreds of keys: minutes on a busy machine
]


def test_a_mentor_goes_all_the_way(tmp_path: Path) -> None:
    person = Person(tmp_path)
    with Story(person, "mentor") as story:
        story.first_run("Ana Peeters", "Bram Claes", recovery=True)
        middle(story)
        ending(story, "Review the outcomes together", "json", feedback_note="You listen well.")
    check(story, "json")
    opened = Vault.open_with_recovery(person.vault, story.recovery_key, state_dir=person.state)
    assert opened.has_recovery
    opened.close()
