"""A mentee, the recovery key put off, brings a finished program from a spreadsheet and closes it, at 80x24.

What a mentor meets in the same way stands in test_mentor.py only.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from mentor_tui.schema.records import Disclosure, Pair, Worksheet
from tests.journey.person import DATA, Person
from tests.journey.story import Story
from tests.journey.traces import STEM
from tests.journey.whole import only_what_the_program_may_have

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals"),
    pytest.mark.timeout(300),  # many keys: minutes on a busy machine
]


def test_a_mentees_past_sessions_become_pdus_and_a_closure_summary(tmp_path: Path) -> None:
    """6.25 PDUs, a recap, closed in the app, and a summary for the program."""
    person = Person(tmp_path)
    with Story(person, "mentee") as story:
        story.first_run("Ana Peeters", "Bram Claes", recovery=False)
        story.app.wait_for("There is no recovery key yet")
        story.leave()
    person.hasten()
    sheet = person.work / "past-sessions.csv"
    shutil.copy(DATA / "past-sessions.csv", sheet)
    person.run("import", sheet)
    assert "no recovery key" in person.run("status")
    (pair,) = person.json("pdu")["pairs"]
    assert (pair["role"], pair["earned"], pair["counted_minutes"]) == ("mentee", "6.25", 390)
    counted = [(s["minutes"], s["earned"]) for s in pair["sessions"] if s["counts"]]
    assert counted == [(60, "1.00"), (75, "1.25"), (50, "0.75"), (45, "0.75"), (100, "1.50"), (60, "1.00")]
    assert {s["kind"] for s in pair["sessions"] if not s["counts"]} == {"kickoff", "webinar"}

    with person.open() as app:
        story.app = app
        app.wait_for("1 Home")
        story.area("7", "PDUs")
        app.wait_for("6.25")
        story.closing_form(
            "Write your recap",
            "closure",
            what_worked="The kick-off brought us together.",
            achievements_recap="From two to four of five.",
            satisfaction=5,
            rematch="open",
            private_feedback=f"He was late twice {STEM}",
        )
        story.close(planned=False)
        story.export_closure(second="html")
        story.calm()
        story.leave()
    (closed,) = person.read(Pair)
    assert closed.status == "completed" and closed.ended_on
    assert [(d.what, d.format) for d in person.read(Disclosure)] == [("closure", "md"), ("closure", "html")]
    (answered,) = person.read(Worksheet)
    assert answered.answers["achievements_recap"] == "From two to four of five."
    pages = list(person.private.home.glob("closure-*"))
    assert len(pages) == 2
    for page in pages:
        only_what_the_program_may_have(page)
        words = page.read_text()
        assert "6 h 30" in words and "Ana Peeters" in words
