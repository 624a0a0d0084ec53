"""Drafts of `log` on a terminal: kept when it comes to no save, offered again here and in the app.

A draft is what the app's own log keeps, in the same place: `log` for a meeting that was not planned, `log:<id>`
otherwise.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import msgspec

from mentor_tui.cli import failures, terminal
from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import rhythm
from mentor_tui.schema import parsing
from mentor_tui.schema.amounts import SIDE_FIELDS
from mentor_tui.schema.fields import leaning
from mentor_tui.schema.records import Session
from mentor_tui.vault import SaveFailed
from mentor_tui.vault.beside.own_drafts import OwnDrafts
from mentor_tui.vault.beside.presence import Presence
from mentor_tui.words import text
from mentor_tui.workspace import PairView, Workspace

PLACE = "log"
_NAMES = {"actions": "promises"}
"""How the app's log calls what is asked for here, where that is another word."""

_ENDINGS = ("SIGHUP", "SIGTERM")


class LoggedAlready(InputRefused):
    """The very same is in the vault: there is nothing to keep."""


def which_day(on: str, today: date) -> date:
    """The day of a log as typed. Where it may be in two years a person is asked; a script gets the ValueError."""
    try:
        return parsing.parse_date(on, today, "past")
    except parsing.TwoYears as error:
        if not terminal.interactive():
            raise
        said = terminal.ask(f"{str(error).partition(';')[0]}. Which year?").strip()
        if meant := next((day for day in (error.found, error.other) if said == str(day.year)), None):
            return meant
        raise


class LogDraft:
    """The words of one log while they are typed. `said` names the attributes that options gave: they stay."""

    def __init__(self, workspace: Workspace, view: PairView, session: Session, said: set[str]) -> None:
        self.words: dict[str, str] = {}
        self.session = session
        self.status = ""
        self._workspace, self._view, self._said = workspace, view, said
        self._own = OwnDrafts(Presence())
        self._taken = False
        is_new = all(s.id != session.id for s in view.sessions)
        self._place = (view.pair.id, PLACE) if is_new else (session.id, f"{PLACE}:{session.id}")
        self._is_new = is_new
        self._before: dict[str, str] = {}
        self._unticked = ""

    def hears(self, name: str) -> Callable[[str], None]:
        """Takes the words of a field as they grow."""

        def heard(words: str) -> None:
            self.words[name] = words

        return heard

    @contextmanager
    def kept(self) -> Iterator[LogDraft]:
        """Offer what was left earlier; whatever ends this early leaves the words as a draft, a save drops it."""
        before = _endings(signal.default_int_handler)
        try:
            self._offer()
            yield self
        except LoggedAlready:
            raise
        except BaseException:
            self._keep()
            raise
        else:
            if self._taken:
                self._own.discard(self._workspace.vault.drafts, *self._place)
        finally:
            self._own.presence.end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _offer(self) -> None:
        words, _ = self._own.load(self._workspace.vault.drafts, *self._place)
        values = _values(words or "")
        if not values or ("on" in self._said and str(values.get("on") or self.session.on) != self.session.on):
            return
        beginning = " ".join(str(values.get(n) or "") for n in ("focus", "outcome", "private_notes", "promises"))
        terminal.tell(f"Unsaved text of this log is still there: {text.shorten(beginning.strip(), 60)}")
        if not terminal.ask_yes("Go on with it?"):
            terminal.tell("It stays where it is.")
            return
        self._taken = True
        form = leaning(self._view.program.form("session"), "on", "past")
        today = self._view.today
        changes: dict[str, Any] = {}
        if "on" in values and "on" not in self._said:
            with suppress(ValueError):
                values["on"] = which_day(text.one_line(str(values["on"])), today).isoformat()
        for name in ("on", "start", "minutes", "kind", "program_item", "channel", "paid", *SIDE_FIELDS):
            if name in values and name not in self._said and not (name in SIDE_FIELDS and SIDE_FIELDS[0] in self._said):
                with suppress(InputRefused):
                    changes[name] = form.field(name).check(values[name], today)
        self.session = msgspec.structs.replace(self.session, **changes)
        self.status = str(values.get("status") or "")
        back = {theirs: ours for ours, theirs in _NAMES.items()}
        if not values.get("book"):  # a line that was typed and not ticked is no plan: it stays in the draft
            self._unticked = str(values.pop("next", ""))
        prose = [*(f.id for f in form.view("log", self._view.role)), "reason", "promises", "next"]
        self.words = {back.get(name, name): str(values[name]) for name in prose if values.get(name)}
        self._before = dict(self.words)

    def _keep(self) -> None:
        if not any(words for name, words in self.words.items() if words != self._before.get(name, self._stored(name))):
            return
        said: dict[str, Any] = {_NAMES.get(name, name): words for name, words in self.words.items() if words}
        if said.get("next"):
            said["book"] = True
        elif self._unticked:
            said["next"] = self._unticked
        session, blank = self.session, Session(id="", pair_id="")
        names = ("on", "start", "minutes", "kind", "program_item", "channel", "paid", "status", *SIDE_FIELDS)
        changed = {n: getattr(session, n) for n in names if getattr(session, n) != getattr(blank, n)}
        title = "the log of a session" if self._is_new else f"the log of {rhythm.name_of(self._view, session)}"
        draft = {
            "by": "",
            "pair": self._view.pair.id,
            "title": title,
            "values": {**changed, **({"status": self.status} if self.status else {}), **said},
            "known": {} if self._is_new else {n: self._stored(n) for n in said if hasattr(session, n)},
        }
        words = json.dumps(draft, ensure_ascii=False)
        save = self._own.save if self._taken else self._own.save_beside
        try:
            save(self._workspace.vault.drafts, *self._place, words)
        except SaveFailed as error:
            failures.say(str(error))
            return
        failures.say("What you typed is kept as a draft: `mentor-tui log` offers it again, and so does the app.")

    def _stored(self, name: str) -> str:
        return str(getattr(self.session, name, ""))


def _values(words: str) -> dict[str, Any]:
    try:
        values = json.loads(words)["values"]
    except (ValueError, KeyError, TypeError):
        return {}
    return values if isinstance(values, dict) else {}


def _endings(handler: Any) -> dict[int, Any]:
    """Let a closed window, and a system that ends the program, act like Ctrl+C; returns what was set before."""
    before: dict[int, Any] = {}
    for name in _ENDINGS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # only the main thread may
                before[number] = signal.signal(number, handler)
    return before
