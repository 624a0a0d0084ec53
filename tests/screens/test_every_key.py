"""Nothing that undo cannot bring back happens without a question: every command is looked at, and says which it is."""

from __future__ import annotations

import importlib
import pkgutil

from mentor_tui import screens
from mentor_tui.screens.commands import Command
from mentor_tui.screens.home.home import HomeRoom
from mentor_tui.screens.widgets.editors import Prose, SafeInput

from .conftest import OpenApp
from .test_firstrun import wait_for

ASKS = """
draft.discard forget.forget forgotten.delete pairs.remove pairs.forget unlock.restore
export.write pack.write deck.write session.invite sessions.invite passphrase.on recovery.on
"""
"""A question first, or a screen that says what will happen and that is left without a trace by Escape."""

UNDOABLE = """
actions.delete actions.drop actions.move actions.tick agreement.delete agreement.review agreement.revise agreement.sign
claims.drop claims.floor claims.make claims.refresh_it claims.step_on claims.go_on claims.all_in_one close.end
close.remove close.reopen close.tick deck.submitted export.sent forget.keep forget.topic forget.until
goal.delete goal.add_step goal.correct goal.progress goal.review goal.share goal.tick goals.delete goals.progress
home.later home.do_next journey.do_step journey.later journey.set_aside journey.tick kept.bring_back kept.drop
keys.change keys.reset line.domain log.learning notes.remove draft.save quick.save pdus.remove recovery.later
release.every release.tick rows.purge rows.remove session.cancel session.delete session.move session.no_show
sessions.delete area.undo area.redo claims.undo deck.undo kept.undo pairs.install pairs.redo pairs.undo session.undo
prepare.carry join.save
"""
"""One change of the vault that `u` takes back, or of a text that Ctrl+Z takes back."""

HARMLESS = """
actions.edit actions.filter actions.new agreement.differences agreement.edit agreement.export app.export app.follow
app.help app.jump app.leave app.lock app.pairs app.palette app.picture app.settings
area.area_1 area.area_2 area.area_3 area.area_4
area.area_5 area.area_6 area.area_7 area.area_8 area.area_9 area.earlier_pair area.find area.home area.later_pair
audit.about audit.back audit.notes audit.pack audit.repair backups.back claims.audit claims.back claims.certify
claims.edit claims.hours claims.sheet claims.tick close.add close.edit close.midpoint close.summary confirm.no
confirm.yes deck.back deck.copy_on deck.edit dialog.back differences.back documents.back documents.register draft.back
export.back export.names export.preview export.register export.wording find.back find.open forget.back
forgotten.again forgotten.on found.back found.quit goal.edit goal.home goal.open_step goals.edit goals.new goals.open
help.back home.act home.draft home.log home.plan join.back join.look journey.to_next kept.back keys.back line.back
news.back
line.talk log.book log.when message.on notes.add notes.edit notes.left pack.back pack.preview pack.register pairs.add
pairs.back pairs.claims pairs.edit pairs.rows passphrase.back pdus.add pdus.audit pdus.claims pdus.edit pdus.hours
pdus.log pdus.months pdus.why preview.back quick.long recovery.back register.back release.back rows.back rows.edit
draft.next_section draft.section_before draft.take passphrase.show secret.on secret.show unlock.show
session.back session.edit session.forms session.learning session.prepare sessions.edit sessions.filter
sessions.log draft.program program.back
sessions.plan settings.back unlock.back unlock.open unlock.recovery welcome.quit welcome.start why.back why.edit
found.anew pairs.open agreement.questions agreement.settle pair.settle
sessions.learning learning.open learning.edit learning.find learning.back
"""
"""Goes somewhere or shows something; what is typed is kept."""


def declared() -> set[str]:
    found: set[str] = set()
    for module in pkgutil.walk_packages(screens.__path__, "mentor_tui.screens."):
        for thing in vars(importlib.import_module(module.name)).values():
            listed = thing.__dict__.get("HERE", ()) if isinstance(thing, type) else thing
            found |= {c.id for c in listed if isinstance(c, Command)} if isinstance(listed, list | tuple) else set()
    return found


def test_every_command_is_known_to_ask_to_be_undoable_or_to_be_harmless() -> None:
    kinds = [set(words.split()) for words in (ASKS, UNDOABLE, HARMLESS)]
    assert sum(map(len, kinds)) == len(set.union(*kinds)), "in two lists"
    assert declared() - set.union(*kinds) == set(), "look at what it destroys, then put it into its list"
    assert set.union(*kinds) - declared() == set(), "gone"


async def test_what_a_key_takes_out_of_a_line_comes_back(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        app.go("log")
        await pilot.pause(0.1)
        line = app.screen.query_one("#field-next #editor", SafeInput)
        line.focus()
        line.value = ""
        await pilot.press(*"28 May")
        for key in ("ctrl+u", "ctrl+w", "shift+home"):
            await pilot.press(key)
            if key == "shift+home":
                await pilot.press("delete")
            assert line.value != "28 May"
            await pilot.press("ctrl+z")
            assert line.value == "28 May", key
        await pilot.press("ctrl+y")
        assert line.value == ""


async def test_what_a_key_adds_to_an_agenda_can_be_undone(open_app: OpenApp) -> None:
    async with open_app(size=(100, 40)) as (app, pilot):
        app.go("prepare")
        await pilot.pause(0.1)
        agenda = app.screen.query_one("#field-agenda #editor", Prose)
        agenda.text = ""  # what was carried over already would not be added again
        agenda.focus()
        await pilot.press("ctrl+end", "m", "i", "n", "e")
        before = agenda.text
        await pilot.press("f4")
        await pilot.pause()
        assert agenda.text != before
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert agenda.text == before


async def test_a_line_goes_to_the_long_form_only_where_no_other_text_waits(open_app: OpenApp) -> None:
    async with open_app(empty=True) as (app, pilot):
        for words in ("first", "second"):
            await pilot.press("a")
            await pilot.pause(0.1)
            await pilot.press(*words)
            await pilot.press("f3")
            await pilot.pause(0.2)
            await pilot.press("escape")
            await pilot.pause(0.2)
            if not isinstance(app.screen, HomeRoom):
                await pilot.press("escape")
                await pilot.pause(0.1)
        kept = " ".join(draft.text for draft in app.ws.vault.drafts.all())
        assert "first" in kept and "second" in kept


async def test_ctrl_z_and_ctrl_y_outside_of_fields_do_what_u_and_its_capital_do(open_app: OpenApp) -> None:
    async with open_app() as (app, pilot):
        app.go("actions")
        await pilot.pause(0.1)
        before = len(app.view.actions)
        await pilot.press("x")
        await wait_for(pilot, lambda: len(app.view.actions) == before - 1)
        await pilot.press("ctrl+z")
        await wait_for(pilot, lambda: len(app.view.actions) == before)
        await pilot.press("ctrl+y")
        await wait_for(pilot, lambda: len(app.view.actions) == before - 1)
