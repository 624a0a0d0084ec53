"""The PDUs area in one look: bars, months and words, in every size, with and without colour."""

from __future__ import annotations

import re

import pytest

from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Session
from mentor_tui.screens.pdus.pdu_why import WhyScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.gauges import Gauges
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen
from .test_firstrun import wait_for

ROLES: tuple[Role, ...] = ("mentor", "mentee")
MARKS = {f"mark--{name}" for name in ("elsewhere", "talks", "planned", "wasted", "power", "business", "open")}
CYCLE = {"cycle_start": "2025-03-01", "cycle_end": "2028-02-28"}


def full_house(workspace: Workspace) -> None:
    """Four certifications: one over its cap, one that nobody vouches for, one of the person's own, and the demo's."""
    workspace.save(
        Certification(name="PMI-ACP", giving_back_claimed=40, **CYCLE),
        Certification(name="PMI-CP", **CYCLE),
        Certification(name="Zen [b]gardening[/b]", own_total="30.00", **CYCLE),
        Session(pair_id=workspace.pairs[0].id, on="2026-05-20", minutes=300, kind="one_to_one", status="held"),
    )


def row(app: MentorApp, words: str) -> str:
    """The line of the screen with these words."""
    return next(line for line in seen(app).splitlines() if words in line)


SMALL, USUAL, TALL = (60, 20), (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("size", "role"),
    [(SMALL, "mentee"), *(pytest.param(s, r, marks=pytest.mark.soak) for s in (USUAL, TALL) for r in ROLES)],
    ids=str,
)
async def test_every_bar_stands_beside_its_numbers_in_every_size(
    open_app: OpenApp, size: tuple[int, int], role: Role
) -> None:
    async with open_app(size, role) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = " ".join(seen(app).split())
        assert "5.00 earned 5.00 count 1.00 planned 0 wasted 0 claimed 5.00 to claim" in page
        assert "NEXT 5.00 PDUs can be claimed. [c]" in page
        assert "2026-06-01" in page  # the talks have their place in every size
        back, whole = ("0.00", "14.00") if role == "mentee" else ("13.00", "23.00")
        for label, numbers in ((">PMP ", f"{whole} of 60.00"), ("Education", "of 35.00"), ("Power Skills", "of 8.00"),
                               ("Giving Back", f"{back} of 25.00")):  # fmt: skip
            found = row(app, label)
            assert numbers in found and re.search(r"\[.{5,}]", found) and re.search(r"short|free", found), found
        if role == "mentee":
            split = row(app, "Your sessions")
            assert "W 2.00, P 2.25, B 0.75" in split and re.search(r"\[W+P+B+]", split)


async def test_words_say_the_bar_under_the_cursor_and_months_have_a_place(open_app: OpenApp) -> None:
    async with open_app(USUAL, "mentee") as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = " ".join(seen(app).split())
        assert "PMP cycle 2025-01-06 to 2028-01-05, 594 days left" in page
        assert "PMP: 14.00; at least 60.00 are needed. 9.00 claimed elsewhere, 5.00 from sessions, 1.00 planned" in page
        assert "m months" in page and "^l lock" in page and "Per month" not in page

        await pilot.press("m")
        await wait_for(pilot, lambda: "Per month: 5.00 PDUs in 4 of 12 months, 1.00 planned" in seen(app))
        names = "Jul Aug Sep Oct Nov Dec 2026 Feb Mar Apr May Jun"
        assert " ".join(row(app, " Feb ").split()) == names
        assert row(app, " 1.25 ").split()[-5:] == ["1.25", "1.75", "1.00", "1.00", "1.00"]
        assert "++++" in seen(app) and "2026-05-04" not in seen(app)

        await pilot.press("m", "tab", "down", "down")
        said = (
            "Power Skills: 4.25; at least 8.00 are needed. 2.00 claimed elsewhere, 2.25 from sessions, 3.75 still short"
        )
        await wait_for(pilot, lambda: said in " ".join(seen(app).split()) and "2026-05-04" in seen(app))
        await pilot.resize_terminal(*TALL)
        await wait_for(pilot, lambda: "Per month" in seen(app) and "2026-05-04" in seen(app))
        await wait_for(pilot, lambda: "m months" not in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhyScreen) and ">Power Skills" in seen(app))


async def test_bars_of_several_certifications_line_up_and_follow_the_cursor(open_app: OpenApp) -> None:
    async with open_app(TALL, prepare=full_house) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "unverified" in row(app, "PMI-CP ")
        assert "10.00 earned  2.00 count  8.00 wasted  1.00 to waste" in seen(app)  # PMI-ACP stands first
        bar = row(app, " Giving Back ")
        assert "##|xxx" in bar and "8.00 wasted" in bar and "x wasted" in row(app, "= elsewhere")
        ends = {line.rindex("]") for line in seen(app).splitlines() if re.search(r"\] +\d.* of ", line)}
        assert len(ends) == 1
        app.screen.query_one("#certs", Gauges).cursor = 3
        await wait_for(pilot, lambda: "10.00 earned  10.00 count" in seen(app))
        assert "your figure" in row(app, ">Zen [b]gard")
        assert "limit unknown" in row(app, "Giving Back ")
        assert "x wasted" not in seen(app) and "8.00 wasted" not in seen(app)
        for theme in ("mentor-dark", "mentor-light"):
            app.theme = theme
            await pilot.pause()
            assert min(stands_out(app)) > 0.06, theme


async def test_no_colour_and_no_certification(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(workspace: Workspace) -> None:
        pair = workspace.pairs[0].id
        workspace.save(Session(pair_id=pair, on="2026-05-01", minutes=90, kind="one_to_one", status="held"))

    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app((80, 40), empty=True, prepare=prepare) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = seen(app)
        assert "1.50 earned" in page and "No certification yet" in page and "[n]" in page
        assert "Per month: 1.50 PDUs in 1 of 12 months" in page and "short" not in page
        assert "####" in row(app, "##")
        for theme in ("mentor-dark", "mentor-light"):
            app.theme = theme
            await pilot.pause()
            assert min(stands_out(app)) > 0.25, theme  # without colour the marks are all there is to read


def stands_out(app: MentorApp) -> list[float]:
    """How far each mark is from its ground in brightness, 0 to 1."""
    found = []
    for widget in (app.screen.query_one("#gauges"), app.screen.query_one("#months")):
        for name in type(widget).COMPONENT_CLASSES & MARKS:
            style = widget.get_component_styles(name)
            ground = widget.background_colors[1] + style.background
            found.append(abs(ground.brightness - (ground + style.color).brightness))
    return found
