"""The long part of a whole journey, and what is checked after it: what is stored, and the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .story import Story, today
from .traces import STEM, traces

GOAL = "Lead a steering committee"
SHARED, KEPT = "Plan the first three talks at once.", f"Say no sooner {STEM}"


def middle(story: Story) -> None:
    """From Home to the first weeks: preparation, goal, a talk planned, prepared, logged, and what follows from it."""
    story.preparation()
    story.goal(
        GOAL,
        action=f"chair three meetings {STEM}",
        measure="sponsor score",
        baseline="2 of 5",
        target="4 of 5",
        by_when="2027-02-28",
        smart=["specific", "measurable", "time"],
    )
    story.plan(on=today().isoformat(), start="18:00", channel="online")
    story.prepare("get to know each other")
    story.log(
        "I: send the template by 2027-01-15\nBram: sponsor memo by 2027-01-20",
        focus="Stakeholder map for the rollout",
        outcome="One page, five names",
        takeaways=f"Listen longer {STEM}",
    )
    story.learning_log(f"Patience {STEM}")
    story.calm()
    story.checklist()
    story.promise_kept("send the template")
    story.agreement(purpose=f"To grow {STEM}.", frequency="every two weeks")
    story.midpoint(
        goals_reviewed=True,
        what_works=f"Plain words {STEM}",
        pair_active="yes",
        satisfaction=4,
        brief_feedback="All is well.",
    )
    story.calm()


def ending(story: Story, step: str, second: str, **answers: Any) -> None:
    """From the certification to the summary: closing forms, lessons, goal, the last word, the documents."""
    story.certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07", giving_back_claimed="8.25")
    story.closing_form(
        step,
        "closure",
        what_worked="The kick-off brought us together.",
        satisfaction=5,
        continuation="yes",
        private_feedback=f"He was late twice {STEM}",
        **answers,
    )
    story.closing_form("Look back", "closure-worksheet", learned=f"To wait {STEM}")
    story.lesson(SHARED, share=True)
    story.lesson(KEPT, share=False)
    story.conclude_goal(GOAL, "reached", f"Four of five {STEM}")
    story.close(planned=True)
    story.export_closure(second=second)
    story.find("sponsor memo", where="Bram")
    story.calm()
    story.leave()


def check(story: Story, second: str) -> None:
    """What was stored, what was written, and that nothing private is to be found."""
    person, role = story.person, story.role
    person.hasten()

    def listed(what: str) -> list[dict[str, Any]]:
        return list(person.json(what)["pairs"][0][what])

    status = person.run("status")
    assert f"you are the {role}" in status and "Close" in status and "1 session, 1 h" in status
    assert "sponsor memo" in status

    (held, planned) = sorted(listed("sessions"), key=lambda s: s["date"])
    assert (held["status"], held["minutes"], held["start"]) == ("held", 60, "18:00")
    assert held["focus"] == "Stakeholder map for the rollout"
    assert planned["status"] == "cancelled" and planned["date"] > held["date"]

    (pair,) = person.json("pdu")["pairs"]
    assert (pair["role"], pair["counted_minutes"], pair["earned"]) == (role, 60, "1.00")
    (goal,) = listed("goals")
    assert (goal["title"], goal["status"]) == (GOAL, "reached")
    actions = {a["text"]: a["status"] for a in listed("actions")}
    assert {"done", "open"} == set(actions.values()) and len(actions) == 2
    person.run("vault", "verify")

    made = {p.suffix[1:]: p for p in person.private.home.glob("closure-*")}
    assert set(made) == {"md", second}
    for path in made.values():
        only_what_the_program_may_have(path)
    page = made["md"].read_text()
    assert "Ana Peeters" in page and "Bram Claes" in page and SHARED in page.replace("\\", "")
    invitations = list(person.private.home.glob("*.ics"))
    assert len(invitations) == 1 and b"BEGIN:VCALENDAR" in invitations[0].read_bytes()
    if second == "json":
        json.loads(made["json"].read_text())


def only_what_the_program_may_have(path: Path) -> None:
    """A summary is closed to others, and holds no private word."""
    assert path.stat().st_mode & 0o777 == 0o600
    data = path.read_bytes()
    assert not traces(data)
    words = data.decode("utf-8-sig")
    for private in ("Stakeholder map", "send the template", "sponsor memo", GOAL):
        assert private not in words
