"""Claims on the screen: from talks to a claim, its copy deck, its life, and a word before a claimed talk changes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from mentor_tui import claims
from mentor_tui.host.clipboard import Copied
from mentor_tui.schema.records import Certification, Claim, Disclosure, Pair, Session
from mentor_tui.screens.documents.export import ExportScreen
from mentor_tui.screens.pdus.claims import ClaimsScreen
from mentor_tui.screens.pdus.copy_deck import CopyDeck
from mentor_tui.screens.sessions.log import LogScreen
from mentor_tui.screens.shell.app import MentorApp
from mentor_tui.screens.shell.form_screen import FormScreen
from mentor_tui.screens.widgets.dialogs import Ask, Choose, Confirm
from mentor_tui.screens.widgets.facts import FactsPane
from mentor_tui.screens.widgets.rows import Rows
from mentor_tui.workspace import Workspace

from .conftest import PASSPHRASE, OpenApp
from .seeing import lines, notice, seen, stand_on
from .test_firstrun import wait_for


def three_talks(workspace: Workspace) -> None:
    """60, 35 and 50 minutes in April, and a PMP."""
    pair = workspace.pairs[0]
    workspace.save(
        *(
            Session(pair_id=pair.id, on=on, minutes=minutes, status="held", focus=focus)
            for on, minutes, focus in (
                ("2026-04-01", 60, "Saying no"),
                ("2026-04-08", 35, "Scope, as Bram sees it"),
                ("2026-04-15", 50, "Risk"),
            )
        ),
        Certification(name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"),
    )


async def to_claims(app: MentorApp, pilot: Pilot[int]) -> None:
    await pilot.press("7", "c")
    await wait_for(pilot, lambda: isinstance(app.screen, ClaimsScreen))


def copied(app: MentorApp) -> list[str]:
    """What reached the clipboard, in order; fills itself from now on."""
    found: list[str] = []

    async def taken(text: str) -> Copied:
        found.append(text)
        return Copied("xclip", True)

    app.copied = taken  # type: ignore[method-assign]
    return found


async def to_deck(app: MentorApp, pilot: Pilot[int], *keys: str) -> None:
    await to_claims(app, pilot)
    await pilot.press(*keys)
    await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck) and bool(lines(app, "#cards")))


def only(app: MentorApp) -> Claim:
    [claim] = app.ws.all(Claim)
    return claim


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.soak)])
async def test_two_keys_to_a_claim_one_key_a_field_and_what_pmi_said(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(size, empty=True, prepare=three_talks) as (app, pilot):
        assert seen(app).count("Claim 2.25 PDUs") == 1  # Home says it once
        got = copied(app)
        await to_deck(app, pilot, "a", "enter", "down", "up")
        assert "Claim of 2.25 PDUs" in seen(app) and got == []  # nothing is copied unasked
        stand_on(app, "#cards", "Description")
        await wait_for(pilot, lambda: "Your partner's name “Bram”" in seen(app))  # before it is copied
        await pilot.press("home", *["enter"] * 9)
        await wait_for(pilot, lambda: "That was all" in notice(app))
        assert got == [card.text for card in claims.deck(only(app))]
        assert got[4:6] == ["04/01/2026", "04/15/2026"] and got[7] == "2.25"
        assert all(line.endswith("copied") for line in lines(app, "#cards"))
        await pilot.press("s")
        await wait_for(pilot, lambda: isinstance(app.screen, ClaimsScreen))
        assert (only(app).state, only(app).submitted_on) == ("submitted", "2026-05-21")
        await wait_for(pilot, lambda: "2.25 with PMI" in seen(app))
        await pilot.press("x")
        await wait_for(pilot, lambda: "PMI has it" in notice(app))
        await pilot.press("s")
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("end", "up", "enter")  # the last one is a step back, before it: rejected
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("enter")
        await wait_for(pilot, lambda: "can be claimed again" in notice(app))
        assert only(app).state == "rejected" and "can be claimed" in lines(app, "#claims")[0]
        stand_on(app, "#claims", "rejected")
        await pilot.press("s")
        await wait_for(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await wait_for(pilot, lambda: only(app).state == "submitted")
        await pilot.press("u", "u", "u")
        await wait_for(pilot, lambda: only(app).state == "prepared")
        await pilot.press("x")
        await wait_for(pilot, lambda: not app.ws.all(Claim))


async def test_the_rest_says_what_is_missing_and_ticks_join_groups(open_app: OpenApp) -> None:
    def prepare(workspace: Workspace) -> None:
        three_talks(workspace)
        other = Pair(role="mentor", partner_name="Zoë Maes", start="2026-03-01", end="2026-07-28")
        workspace.save(Session(pair_id=workspace.pairs[0].id, on="2026-05-01", minutes=30, status="held"))
        workspace.save(other)
        workspace.save(Session(pair_id=other.id, on="2026-05-02", minutes=60, status="held"))

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        await to_claims(app, pilot)
        listed = "\n".join(lines(app, "#claims"))
        assert "0.50 short of a claim" in listed and "Bram, PMP" in listed and "Zoë, PMP" in listed  # over all pairs
        stand_on(app, "#claims", "short of a claim")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "at least 1.00" in notice(app))
        assert not app.ws.all(Claim)
        await pilot.press("space")
        stand_on(app, "#claims", "Zoë")
        await pilot.press("space")
        await wait_for(pilot, lambda: "one partner" in notice(app))
        stand_on(app, "#claims", "8 Apr")
        await pilot.press("space", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))
        assert [x.on for x in only(app).lines] == ["2026-04-08", "2026-04-15", "2026-05-01"]
        assert only(app).quarters == 7
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, ClaimsScreen))
        stand_on(app, "#claims", "prepared")
        await pilot.press("x")
        await wait_for(pilot, lambda: not app.ws.all(Claim))
        await pilot.press("f")  # rounded down once for the claim
        stand_on(app, "#claims", "1 Apr")
        await pilot.press("a", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))
        assert only(app).floor == "claim" and only(app).quarters == 175 // 15


@pytest.mark.soak
async def test_names_are_pointed_out_files_are_private_and_a_lock_forgets_no_tick(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app(empty=True, prepare=three_talks) as (app, pilot):
        copied(app)
        await to_deck(app, pilot, "a", "enter", "enter", "enter")
        await wait_for(pilot, lambda: lines(app, "#cards")[1].endswith("copied"))
        stand_on(app, "#cards", "Description")
        await wait_for(pilot, lambda: "Your partner's name “Bram”" in seen(app))
        assert any("Description" in line and line.endswith("look twice") for line in lines(app, "#cards"))
        await pilot.press("ctrl+l")
        await wait_for(pilot, lambda: not app.is_open)
        await pilot.pause()
        await pilot.press(*PASSPHRASE, "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck) and len(lines(app, "#cards")) == 9)
        assert [line.endswith("copied") for line in lines(app, "#cards")[:3]] == [True, True, False]
        await pilot.press("e")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"description": "Scope"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))
        assert "Please check" not in seen(app) and only(app).description == "Scope"
        await pilot.press("w")
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        target = tmp_path / "claim.txt"
        app.screen.query_one("Input").value = str(target)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_for(pilot, lambda: target.exists() and "Written" in notice(app))
        assert target.stat().st_mode & 0o777 == 0o600 and "Share Knowledge" in target.read_text()
        [left] = app.ws.all(Disclosure)
        assert left.size == target.stat().st_size


async def test_the_deck_says_how_each_field_went_and_stays_where_nothing_took_it(
    open_app: OpenApp, tmp_path: Path
) -> None:
    def xclip(does: str) -> None:
        tool = tmp_path / "bin" / "xclip"
        tool.parent.mkdir(exist_ok=True)
        tool.write_text(f"#!/bin/sh\n{does}\n")
        tool.chmod(0o755)

    def asked() -> int:
        return "".join(sent).count("\x1b]52;")

    kept, sent = tmp_path / "kept", list[str]()
    async with open_app(empty=True, prepare=three_talks) as (app, pilot):
        assert app._driver is not None
        app._driver.write = sent.append  # type: ignore[method-assign]
        app.setup.environ = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "DISPLAY": ":0", "TERM": "xterm"}
        xclip(f'case "$*" in *-out*) cat {kept};; *) cat > {kept};; esac')
        await to_deck(app, pilot, "a", "enter")
        cards = claims.deck(only(app))
        await pilot.press("enter", "enter")
        await wait_for(pilot, lambda: lines(app, "#cards")[1].endswith("copied"))
        assert kept.read_text("utf-8") == cards[1].text and "Copied with xclip." in notice(app)
        assert asked() == 0, "with a tool that took it, the terminal is sent nothing"
        xclip("exit 1")
        await pilot.press("enter")
        await wait_for(pilot, lambda: lines(app, "#cards")[2].endswith("sent"))
        assert "does not say whether it arrived" in notice(app) and "(xclip did not work)" in notice(app)
        assert asked() == 1 and app.screen.query_one("#cards", Rows).cursor == 3
        app.setup.environ = {**app.setup.environ, "TERM": "linux"}
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Not copied" in notice(app))
        assert "Select the text" in notice(app) and cards[3].label in notice(app)
        assert not lines(app, "#cards")[3].endswith(("copied", "sent"))
        assert app.screen.query_one("#cards", Rows).cursor == 3 and asked() == 1
        app.screen.text_select_all()
        assert cards[3].text in (app.screen.get_selected_text() or ""), "it can always be selected"


@pytest.mark.soak
async def test_a_mentee_cannot_submit_what_does_not_sum(open_app: OpenApp) -> None:
    async with open_app(role="mentee", empty=True, prepare=three_talks) as (app, pilot):
        await to_claims(app, pilot)
        assert "can be claimed, no split" in lines(app, "#claims")[0]
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))
        await pilot.press("s")
        await wait_for(pilot, lambda: "add up to 0.00, the claim is 1.00" in notice(app))
        await pilot.press("e")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        app.screen.body_widget.put({"ways_of_working": "0.25", "power_skills": "0,75"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck))
        await pilot.press("s")
        await wait_for(pilot, lambda: only(app).state == "submitted")


@pytest.mark.soak
async def test_without_a_certification_it_says_what_helps(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        await to_claims(app, pilot)
        assert "You have added no certification" in seen(app)
        await pilot.press("enter", "s", "e", "x", "r", "a", "space")  # nothing to stand on, and no harm
        await pilot.press("h")
        await wait_for(pilot, lambda: isinstance(app.screen, ExportScreen))


# --- A claimed talk ---------------------------------------------------------------------------------------------


def claimed(workspace: Workspace) -> None:
    three_talks(workspace)
    [opening] = claims.openings(workspace)
    claim = claims.prepare(workspace, opening, opening.lines)
    workspace.save(msgspec.structs.replace(claim, state="submitted", submitted_on="2026-04-20"))


def talk_of(app: MentorApp, on: str) -> Session:
    return next(s for s in app.ws.all(Session) if s.on == on)


async def asked(app: MentorApp, pilot: Pilot[int], answer: str) -> str:
    """What was asked; the answer is given."""
    await wait_for(pilot, lambda: isinstance(app.screen, Confirm))
    assert isinstance(app.screen, Confirm)
    words = app.screen.detail
    await pilot.press(answer)
    await wait_for(pilot, lambda: not isinstance(app.screen, Confirm))
    return words


async def test_changing_a_claimed_talk_asks_first(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=claimed) as (app, pilot):
        app.go(f"log:{talk_of(app, '2026-04-01').id}")
        await wait_for(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.ready and app.screen.whole)
        screen = app.screen
        assert isinstance(screen, LogScreen)
        screen.body_widget.put({"minutes": "45"})
        await pilot.press("f2")
        words = await asked(app, pilot, "n")
        assert "claim of 2.25 PDUs" in words and "submitted on 2026-04-20" in words
        assert talk_of(app, "2026-04-01").minutes == 60 and screen.body_widget.raw()["minutes"] == "45"
        await pilot.press("f2")
        await asked(app, pilot, "y")
        await wait_for(pilot, lambda: not isinstance(app.screen, LogScreen))
        assert talk_of(app, "2026-04-01").minutes == 45
        await to_claims(app, pilot)
        stand_on(app, "#claims", "submitted")
        await wait_for(pilot, lambda: "0.25 too much" in " ".join(seen(app).split()))
        assert lines(app, "#claims")[-1].startswith("!") and "has 45 minutes, not 60" in seen(app)
        app.go(f"log:{talk_of(app, '2026-04-08').id}")  # words are changed without a question
        await wait_for(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.ready and app.screen.whole)
        app.screen.body_widget.put({"takeaways": "Listen more"})  # type: ignore[attr-defined]
        await pilot.press("f2")
        await wait_for(pilot, lambda: talk_of(app, "2026-04-08").takeaways == "Listen more")


async def test_deleting_or_calling_off_a_claimed_talk_asks_first(open_app: OpenApp) -> None:
    async with open_app(empty=True, prepare=claimed) as (app, pilot):
        first, second, third = (talk_of(app, on) for on in ("2026-04-01", "2026-04-08", "2026-04-15"))
        app.go("sessions")
        await pilot.pause()
        stand_on(app, "#list", "Saying no")
        await pilot.press("x")
        assert "claim of 2.25" in await asked(app, pilot, "n")
        assert app.ws.get(Session, first.id) is not None
        await pilot.press("x")
        await asked(app, pilot, "y")
        await wait_for(pilot, lambda: app.ws.get(Session, first.id) is None)
        app.go(f"session:{second.id}")
        await pilot.pause()
        await pilot.press("x")
        await asked(app, pilot, "y")
        await wait_for(pilot, lambda: app.ws.get(Session, second.id) is None)
        app.go(f"cancelled:{third.id}")
        await wait_for(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("enter")
        await asked(app, pilot, "y")
        await wait_for(pilot, lambda: talk_of(app, "2026-04-15").status == "cancelled")


@pytest.mark.soak
async def test_from_a_spreadsheet_to_a_submitted_claim_in_sixteen_keys(open_app: OpenApp) -> None:
    from mentor_tui.imports import spreadsheets

    def prepare(workspace: Workspace) -> None:
        data = (Path(__file__).parents[1] / "data" / "past-sessions.csv").read_bytes()
        pair, today = workspace.pairs[0], workspace.today()
        found = spreadsheets.understand(data, pair=pair, zone="Europe/Brussels", today=today, present=[])
        spreadsheets.apply(workspace, found)

    async with open_app(empty=True, prepare=prepare) as (app, pilot):
        await pilot.press("7", "n")
        await wait_for(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.ready)
        await pilot.press("f2")  # a PMP, as the form suggests
        await wait_for(pilot, lambda: bool(app.ws.all(Certification)))
        await pilot.pause()
        await pilot.press("c", "a", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CopyDeck) and bool(lines(app, "#cards")))
        await pilot.press(*["enter"] * 9, "s")
        await wait_for(pilot, lambda: isinstance(app.screen, ClaimsScreen))
        assert (only(app).state, len(only(app).lines)) == ("submitted", 4)


async def test_what_is_told_of_a_claim_is_read_to_its_end_with_tab_and_arrows(open_app: OpenApp) -> None:
    async with open_app((60, 20), empty=True, prepare=three_talks) as (app, pilot):
        await to_claims(app, pilot)
        told = app.screen.query_one("#told", FactsPane)
        await wait_for(pilot, lambda: told.max_scroll_y > 0)
        await pilot.press("tab", "end")
        await wait_for(pilot, lambda: app.focused is told and told.scroll_offset.y == told.max_scroll_y)
        await pilot.press("shift+tab", "down")
        await wait_for(pilot, lambda: told.scroll_offset.y == 0)  # of another row it is read from the top
