"""The PDUs area in one look: bars, months and words, in every size, with and without colour."""

from __future__ import annotations

import re

import pytest

from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Certification, Session
from mentor_tui.screens.pdus.pdu_why import WhyScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.widgets.facts import Facts
from mentor_tui.screens.widgets.gauges import Gauges
from mentor_tui.workspace import Workspace

from .conftest import OpenApp
from .seeing import seen, stand_on
from .test_firstrun import wait_for

ROLES: tuple[Role, ...] = ("mentor", "mentee")
BAR = "[▏▎▍▌▋▊▉█▄]{5,}"
"""A bar as it is painted: its parts are told apart by colour."""
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
        before, back, whole = ("9.00", "0.00", "14.00") if role == "mentee" else ("18.00", "13.00", "23.00")
        assert "Next" in page and "Claim 5.00 PDUs: 5 sessions are ready." in page and "c claims" in page
        assert f"claimed {before} ■ ready 5.00 ■ to come 1.00" in page or size == SMALL
        assert "Sessions: 5 count, 5 h 10, 5.00 PDUs" in page
        assert "Mon 4 May 5 60 1.00 ● ready" in page  # the sessions have their place in every size
        for label, numbers in (("PMP  ", f"{whole} of 60.00"), ("Education", "of 35.00"), ("Power Skills", "of  8.00"),
                               ("Giving Back", f"{back} of 25.00")):  # fmt: skip
            found = row(app, label)
            assert numbers in found and re.search(r"\d to go|\d left", found), found
        assert re.search(BAR, row(app, "PMP  ")) and re.search(BAR, row(app, "Education"))
        if role == "mentee":
            assert "Ways 2.00, Power 2.25, Business 0.75" in row(app, "Ways 2.00")


async def test_words_say_the_bar_under_the_cursor_and_months_have_a_place(open_app: OpenApp) -> None:
    async with open_app(USUAL, "mentee") as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = " ".join(seen(app).split())
        assert "PMP, 6 Jan 2025 to 5 Jan 2028, 594 days left" in page
        assert "m months" in page and "^p commands" in page and "Per month" not in page
        assert app.focused is app.screen.query_one("#log")  # the one cursor stands in the sessions
        assert [line.count("▌") for line in seen(app).splitlines() if "▌" in line] == [1]

        await pilot.press("m")
        await wait_for(pilot, lambda: "5.00 PDUs in 4 of 12 months, 1.00 planned" in seen(app))
        assert "Per month" in seen(app)
        names = "Jul Aug Sep Oct Nov Dec 2026 Feb Mar Apr May Jun"
        assert " ".join(row(app, " Feb ").replace("│", "").split()) == names
        amounts = [word for line in seen(app).splitlines() for word in line.split() if re.fullmatch(r"\d\.\d\d", word)]
        assert {"1.25", "1.75"} <= set(amounts) and "Mon  4 May" not in seen(app)

        await pilot.press("m", "shift+tab", "home")
        said = "PMP: 14.00; at least 60.00 are needed. 9.00 claimed elsewhere, 5.00 from"
        await wait_for(pilot, lambda: said in words(app) and "Sessions: 5" in seen(app))
        await pilot.press("down", "down", "down")
        said = "Power Skills: 4.25; at least 8.00 are needed. 2.00 claimed elsewhere, 2.25 from"
        await wait_for(pilot, lambda: said in words(app) and "3.75 still short" in words(app))
        await pilot.resize_terminal(*TALL)
        await wait_for(pilot, lambda: "Per month" in seen(app) and "Mon  4 May" in seen(app))
        await wait_for(pilot, lambda: "m months" not in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, WhyScreen) and "▌Power Skills" in seen(app))


async def test_what_goes_to_the_pmi_account_and_its_evidence_are_read_beside_the_session(open_app: OpenApp) -> None:
    async with open_app(TALL) as (app, pilot):
        app.go("pdus")
        await wait_for(pilot, lambda: "Session 5 with Bram" in seen(app))
        page = read_beside(app)
        assert "counts as 1.00 PDU, Giving Back" in page and "date 4 May 2026" in page
        assert "Evidence audit complete" in page
        stand_on(app, "#log", "Mon 18 May")
        await wait_for(pilot, lambda: "If it took place, log it and it counts" in read_beside(app))
        stand_on(app, "#log", "Thu 12 Feb")
        await wait_for(pilot, lambda: "Thu 12 Feb with Bram" in seen(app) and "Evidence" not in seen(app))


async def test_bars_of_several_certifications_line_up_and_follow_the_cursor(open_app: OpenApp) -> None:
    async with open_app(TALL, prepare=full_house) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        assert "unverified" in row(app, "PMI-CP ") and "PMI-ACP, 1 Mar 2025" in seen(app)  # it stands first
        assert "10.00 PDUs" in row(app, "Sessions:")
        assert "8.00 wasted" in row(app, " Giving Back ") and "wasted" not in row(app, "■ claimed")
        ends = {found.end() for line in seen(app).splitlines() if (found := re.search(rf"{BAR}(?= +\d.* of )", line))}
        assert len(ends) == 1
        app.screen.query_one("#certs", Gauges).cursor = 3
        await wait_for(pilot, lambda: "Zen [b]gardening[/b], 1 Mar" in seen(app))
        assert "Zen [b]gard" in row(app, "your figure")
        assert "limit unknown" in row(app, "Giving Back ")
        assert "8.00 wasted" not in seen(app)


async def test_no_colour_and_no_certification(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(workspace: Workspace) -> None:
        pair = workspace.pairs[0].id
        workspace.save(Session(pair_id=pair, on="2026-05-01", minutes=90, kind="one_to_one", status="held"))

    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app((80, 40), empty=True, prepare=prepare) as (app, pilot):
        app.go("pdus")
        await pilot.pause()
        page = seen(app)
        assert "1.50 PDUs" in row(app, "Sessions:") and "No certification yet" in page and "n new" in page
        assert "1.50 PDUs in 1 of 12 months" in page and "short" not in page
        assert "####" in row(app, "##")  # without colour the letters are all there is to read


async def test_plain_bars_tell_their_colours_apart_by_letter(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(USUAL, prepare=full_house) as (app, pilot):
        app.go("pdus")
        await wait_for(pilot, lambda: "PMI-ACP, 1 Mar 2025" in seen(app))
        assert re.search(r"=+#+!+", row(app, " Giving Back ")) and "wasted" in row(app, " Giving Back ")


def read_beside(app: MentorApp) -> str:
    """What the cursor stands on, as it is read beside or below the lists."""
    return " ".join(app.screen.query_one(Facts).render().plain.split())


def words(app: MentorApp) -> str:
    """What is on the screen as words, without lines and borders."""
    return " ".join(re.sub("[│╭╮╰╯─▄█]", " ", seen(app)).split())
