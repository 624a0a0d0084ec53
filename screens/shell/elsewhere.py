"""The commands of places other than the one on the screen, and the way there: the palette knows them all.

A command that needs no line chosen is done on arriving. Any other is told, with its key: nothing is deleted, ticked or
changed under a cursor that the person did not put there.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..commands import Command, commands_of
from ..host import Host
from .beside import beside
from .by_name import named
from .router import WITHOUT_PAIR

if TYPE_CHECKING:
    from textual.screen import Screen


_LOOK_SECONDS, _LOOKS = 0.02, 150


@dataclass(frozen=True)
class Place:
    """A screen by its name, how to `go` there, and what it is called."""

    module: str
    screen: str
    go: str
    title: str
    way: str = ""
    """For a screen that is opened from a line of the place: what opens it."""

    @property
    def kind(self) -> type[Screen[None]]:
        """The screen's class."""
        found: type[Screen[None]] = named(f"{self.module}:{self.screen}")
        return found


PLACES: tuple[Place, ...] = (
    Place("home.home", "HomeRoom", "home", "Home"),
    Place("journey.journey", "JourneyRoom", "journey", "Journey"),
    Place("goals.goals", "GoalsRoom", "goals", "Goals"),
    Place("agreement.agreement", "AgreementRoom", "agreement", "Agreement"),
    Place("sessions.sessions", "SessionsRoom", "sessions", "Sessions"),
    Place("actions.actions", "ActionsRoom", "actions", "Actions"),
    Place("pdus.pdus", "PdusRoom", "pdus", "PDUs"),
    Place("notes.notes", "NotesRoom", "notes", "Notes"),
    Place("close.close", "CloseRoom", "close", "Close"),
    Place("sessions.learning", "LearningScreen", "learning-logs", "Learning log"),
    Place("pdus.claims", "ClaimsScreen", "claims", "Claims"),
    Place("pdus.audit", "AuditScreen", "audit", "Audit"),
    Place("people.pairs", "PairsScreen", "pairs", "Pairs"),
    Place("pdus.audit_rows", "AuditRowsScreen", "audit-rows", "Rows of forgotten pairs"),
    Place("documents.documents", "DocumentsScreen", "export", "Documents"),
    Place("vault.merge", "JoinScreen", "join", "Join with a copy"),
    Place("vault.kept_versions", "KeptScreen", "kept", "Kept versions"),
    Place("goals.goal_page", "GoalScreen", "goals", "A goal", "Enter opens the goal under the cursor"),
    Place(
        "agreement.writing", "AgreementForm", "agreement", "Writing the agreement", "e opens the agreement to write in"
    ),
    Place("sessions.page", "SessionScreen", "sessions", "A session", "Enter opens the session under the cursor"),
    Place("sessions.log", "LogScreen", "sessions", "A log", "l logs a session, e changes a log"),
    Place("sessions.plan", "PrepareScreen", "sessions", "Preparing", "Enter opens a planned session, p prepares it"),
    Place("actions.action_page", "QuickAction", "actions", "An action", "n notes an action"),
    Place("pdus.copy_deck", "CopyDeck", "claims", "Copy deck", "Enter opens the claim under the cursor"),
    Place("pdus.pdu_why", "WhyScreen", "pdus", "Why", "Enter opens the reason"),
    Place("pdus.pdu_why", "LineScreen", "pdus", "A session's PDUs", "Enter opens the session under the cursor"),
    Place("pdus.audit", "NotesScreen", "audit", "Takeaways", "t opens the takeaways"),
    Place("pdus.audit_pack", "PackScreen", "audit", "Audit pack", "F2 goes on to the pack"),
    Place("documents.export", "ExportScreen", "export", "A document", "Enter opens the document under the cursor"),
    Place("people.forget", "ForgetScreen", "pairs", "Forgetting", "f begins to forget the pair under the cursor"),
    Place("settings.keys", "KeysScreen", "settings", "Keys", "Enter on Keys opens them"),
)
"""Where commands are, in the order in which one command of several places is found."""

ALONE = frozenset(
    {
        *("area.undo", "area.redo", "area.find", "area.earlier_pair", "area.later_pair"),
        *(f"area.area_{number}" for number in range(1, 10)),
        *("home.log", "home.plan", "home.act", "home.draft", "journey.to_next", "goals.new", "agreement.edit"),
        *("agreement.review", "agreement.sign", "agreement.revise", "agreement.differences", "agreement.export"),
        "agreement.settle",
        *(
            "sessions.log",
            "sessions.plan",
            "sessions.learning",
            "learning.find",
            "sessions.filter",
            "actions.new",
            "actions.filter",
        ),
        *("pdus.claims", "pdus.audit", "pdus.months", "pdus.add", "pdus.log", "pdus.hours"),
        *("notes.add", "notes.left", "close.end", "close.reopen", "close.add", "close.midpoint", "close.summary"),
        *("claims.floor", "claims.sheet", "claims.certify", "claims.hours"),
        *("audit.about", "audit.notes", "audit.pack", "pairs.add", "pairs.install", "pairs.rows", "pairs.claims"),
        "documents.register",
    }
)
"""Commands that need no line under the cursor."""


def elsewhere(app: Host, here: Screen[object]) -> Iterator[tuple[Command, Place]]:
    """The commands of other places, each once; nothing while the vault is locked or a box asks something."""
    if not app.is_open or here.is_modal:
        return
    told = {command.sentence for node in (here, app) for command in commands_of(node)}
    for place in PLACES:
        if not (app.has_pair or place.go in WITHOUT_PAIR):
            continue
        for command in commands_of(place.kind):
            back = command.key.startswith("escape") or command.id.startswith("draft.")
            if not back and command.sentence not in told:
                told.add(command.sentence)
                yield command, place


async def load() -> None:
    """Import the places, off the event loop."""
    await asyncio.to_thread(lambda: [place.kind for place in PLACES])


def go_and_do(app: Host, command: Command, place: Place) -> None:
    """Go to the place, then do the command, or say how it is done there."""
    beside(app, functools.partial(_go_and_do, app, command, place), group="elsewhere")


async def _go_and_do(app: Host, command: Command, place: Place) -> None:
    app.go(place.go)
    arrived = "SettingsScreen" if place.go == "settings" else next(p.screen for p in PLACES if p.go == place.go)
    for _ in range(_LOOKS):
        screen = app.screen
        if type(screen).__name__ == arrived and screen.is_mounted:
            break
        await asyncio.sleep(_LOOK_SECONDS)
    else:
        return  # what stood in the way was said
    if not place.way and command.id in ALONE:
        if screen.check_action(command.action, ()):
            app.call_later(functools.partial(app.run_action, command.action, default_namespace=screen))
        else:
            app.say(f"Not just now: {_small(command)}.")
        return
    key = app.keys_of(command)
    way = f"{place.way}; there press {key}" if place.way else f"Choose the line, then press {key}"
    app.say(f"{way}: {_small(command)}.")


def _small(command: Command) -> str:
    return command.sentence[:1].lower() + command.sentence[1:]
