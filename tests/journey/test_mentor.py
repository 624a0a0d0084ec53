"""A mentor's whole way in the real program at 80x24, from the first start to the closure summary."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from mentor_tui.schema.records import Disclosure, Pair
from mentor_tui.vault import Vault
from tests.journey.person import DATA, Person
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
        ending(story, "Talk the outcomes through", "json", feedback_note="You listen well.")
    check(story, "json")
    opened = Vault.open_with_recovery(person.vault, story.recovery_key, state_dir=person.state)
    assert opened.has_recovery
    opened.close()


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_real_sessions_become_pdus_and_a_closure_summary(role: str, tmp_path: Path) -> None:
    """The spreadsheet of a finished program: 6.25 PDUs, closed in the app, and a summary for the team."""
    person = Person(tmp_path)
    sheet = person.work / "past-sessions.csv"
    shutil.copy(DATA / "past-sessions.csv", sheet)
    person.run("vault", "create", "--name", "Ana Peeters", "--role", role, "--partner", "Bram Claes")
    person.hasten()
    person.run("import", sheet)
    person.run("import", sheet)  # a second time adds nothing
    (pair,) = person.json("pdu")["pairs"]
    assert (pair["role"], pair["earned"], pair["counted_minutes"]) == (role, "6.25", 390)
    counted = [(s["minutes"], s["earned"]) for s in pair["sessions"] if s["counts"]]
    expected = [(60, "1.00"), (75, "1.25"), (50, "0.75"), (45, "0.75"), (100, "1.50"), (60, "1.00")]
    assert counted == expected
    assert {s["kind"] for s in pair["sessions"] if not s["counts"]} == {"kickoff", "webinar"}

    story = Story.__new__(Story)
    story.person, story.role = person, "mentor" if role == "mentor" else "mentee"
    with person.open() as app:
        story.app = app
        app.wait_for("6.25 PDUs")
        story.close(planned=False)
        story.export_closure(second="html")
        story.leave()
    (closed,) = person.read(Pair)
    assert closed.status == "completed" and closed.ended_on
    assert [(d.what, d.format) for d in person.read(Disclosure)] == [("closure", "md"), ("closure", "html")]
    pages = {p.suffix: p.read_text() for p in person.private.home.glob("closure-*")}
    for page in pages.values():
        assert "6 h 30" in page and "Ana Peeters" in page
