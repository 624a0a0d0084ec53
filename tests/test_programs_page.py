"""The example in `docs/programs.md` is a program: it is valid, and leads a pair to its closing summary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mentor_tui.mentoring import journey
from mentor_tui.schema import records as rec
from mentor_tui.schema.fields import Role
from mentor_tui.workspace import Workspace

from .cli_room import Room
from .pair_views import signed_agreement

PAGE = Path(__file__).parent.parent / "docs" / "programs.md"
EXAMPLE = dict(re.findall(r"^\*\*library/([a-z/.-]+)\*\* .*?^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Room:
    return Room(tmp_path, monkeypatch, capsys)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The files of the page in a folder."""
    for name, words in EXAMPLE.items():
        path = tmp_path / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
    return tmp_path / "library"


def test_the_example_is_whole_and_valid(room: Room, library: Path) -> None:
    assert sorted(EXAMPLE) == ["forms/agreement.toml", "forms/closure.toml", "program.toml"]
    assert room.bare("programs", "check", library).out.strip() == "Library mentoring (library) is valid."
    shown = room.bare("programs", "show", library).out
    assert "What helped most" in shown and "A note to yourself" not in shown


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_pair_walks_through_the_example_from_start_to_closing_summary(room: Room, library: Path, role: Role) -> None:
    room.create()
    assert room.run("programs", "install", library, "--yes").code == 0
    workspace = room.workspace()
    try:
        summary = walked(workspace, room, role)
    finally:
        workspace.close()
    assert "The tour" in summary and "Library mentoring" in summary
    assert not [words for words in ("Thanks, Zoë", "never again", "stays in the branch") if words in summary]


def walked(workspace: Workspace, room: Room, role: Role) -> str:
    """A pair that does one step after the other; what the team gets in the end."""
    pair = rec.Pair(
        id="lib", role=role, partner_name="Zoë Maes", program="library", start="2026-05-04", end="2026-08-02"
    )
    workspace.save(pair)
    goal = rec.Goal(id="g", pair_id="lib", title="Chair a team meeting", status="active")
    session = rec.Session(pair_id="lib", on="2026-05-12", minutes=90, status="held", focus="stays in the branch")
    agreement = signed_agreement(pair_id="lib", on="2026-05-14", answers={"purpose": "to lead"})
    review = rec.GoalReview(text="done", status="reached", at="closure", on="2026-08-01")
    words: dict[str, Any] = {"helped": "The tour", "thanks": "Thanks, Zoë", "private": "never again"}
    deeds: list[tuple[str, list[rec.Record]]] = [
        ("partner", []),
        ("visit", [session]),
        ("agreement", [agreement]),
        ("goal", [goal]),
        ("goals-ended", [replace_goal(goal, review)]),
        ("close", [with_end(pair)]),
        ("closing-words", [rec.Worksheet(pair_id="lib", form="closure", answers=words)]),
    ]
    for step_id, records in deeds:
        if records:
            assert step_id not in done(workspace), step_id
            assert journey.read(workspace.view(workspace.find_pair("Zoë"))).next.text
            workspace.save(*records)
        assert step_id in done(workspace), step_id
    assert "summary" not in done(workspace)
    made = room.run("export", "closure", "--pair", "Zoë")
    assert made.code == 0, made
    workspace.refresh()
    view = workspace.view(workspace.find_pair("Zoë"))
    workspace.save(journey.mark(view, "summary", "done"))
    open_ones = [s.step.id for s in journey.read(workspace.view(workspace.find_pair("Zoë"))).steps if s.open]
    assert open_ones == ["prepare"]
    return made.out


def done(workspace: Workspace) -> set[str]:
    return {s.step.id for s in journey.read(workspace.view(workspace.find_pair("Zoë"))).steps if s.done}


def replace_goal(goal: rec.Goal, review: rec.GoalReview) -> rec.Goal:
    return rec.Goal(id=goal.id, pair_id=goal.pair_id, title=goal.title, status=review.status, reviews=[review])


def with_end(pair: rec.Pair) -> rec.Pair:
    kept = {name: getattr(pair, name) for name in pair.__struct_fields__}
    return rec.Pair(**(kept | {"status": "completed", "ended_on": "2026-08-02"}))
