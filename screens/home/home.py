"""Home: what now, in one sentence and one key; everything else is quieter."""

from __future__ import annotations

import json
from datetime import date

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from mentor_tui import claims, pdu
from mentor_tui.claims import evidence
from mentor_tui.host import zones
from mentor_tui.mentoring import goals as goal_rules
from mentor_tui.mentoring import journey, program_hours
from mentor_tui.mentoring.journey import Journey
from mentor_tui.schema.records import Certification, Pair, Session
from mentor_tui.vault.beside.own_drafts import place_of
from mentor_tui.words import text as texts
from mentor_tui.workspace import PairView
from mentor_tui.workspace.all_sessions import all_sessions, kept_rows

from ..commands import Command
from ..shell.base import Room
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import fit


class HomeRoom(Room):
    """The one next thing, and the pair at a glance."""

    AREA = "home"
    HERE = (
        Command("home.do_next", "enter", "do it", "Do the next thing."),
        Command("home.later", "z", "later", "Postpone the next thing until tomorrow.", also="snooze, not now"),
        Command(
            "home.log",
            "l",
            "log",
            "Log a session held today, or the one planned.",
            also="write up, record, took place, minutes",
        ),
        Command("home.plan", "n", "plan", "Plan a session.", also="schedule, appointment, calendar, book"),
        Command("home.act", "a", "action", "Note an action: who does what by when.", also="task, to-do, follow up"),
        Command("home.draft", "d", "draft", "Go on with unsaved text.", footer=False, also="unsaved, continue writing"),
    )
    ABOUT = (
        "Home shows the one next thing, and a key to do it. Below it: what is coming, who does what, your goals, "
        "and how long ago you last met. Nothing here is compulsory: z postpones the next thing until tomorrow."
    )
    DEFAULT_CSS = """
    HomeRoom #page { height: 1fr; scrollbar-size-vertical: 1; }
    HomeRoom #stages { height: auto; margin-bottom: 1; }
    HomeRoom #next { height: auto; border-left: thick $next; padding: 0 1; margin-bottom: 1; }
    HomeRoom #next-text { text-style: bold; }
    HomeRoom .pane { width: 1fr; height: auto; margin-right: 2; margin-bottom: 1; }
    HomeRoom .columns { height: auto; }
    HomeRoom #hints { height: auto; color: $quiet; display: none; margin-bottom: 1; }
    HomeRoom #hints.-shown { display: block; }
    HomeRoom.-narrow .columns { layout: vertical; }
    HomeRoom.-narrow .pane { width: 100%; margin-right: 0; margin-bottom: 0; }
    HomeRoom.-narrow.-low .pane .heading { display: none; }
    """

    def body(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Plain("", id="stages")
            with Vertical(id="next"):
                yield Plain("", id="next-text")
                yield Plain("", id="next-detail", classes="muted")
            yield Plain("", id="hints")
            with Horizontal(classes="columns"):
                yield from self._pane("coming", "Coming up")
                yield from self._pane("promises", "Actions")
            with Horizontal(classes="columns"):
                yield from self._pane("goals", "Goals")
                yield from self._pane("rhythm", "Rhythm")
            with Vertical(id="last-time", classes="pane"):
                yield Plain("Last time", classes="heading own")
                yield Plain("", id="last")

    def _pane(self, name: str, title: str) -> ComposeResult:
        with Vertical(classes="pane"):
            yield Plain(title, classes="heading own")
            yield Plain("", id=name)

    def load(self, view: PairView) -> None:
        self._measure = self.app.size
        state = journey.read(view, self.mentor.clock.now())
        self._next = state.next
        self._show("#stages", self._stages(view, state))
        label = (state.next.key_label or "open", "$quiet")
        keys = joined(own("   [Enter] ", "$quiet"), label) if state.next.go else joined("")
        later = own("   [z] later" if journey.later_key(state.next) else "", "$quiet")
        self._show("#next-text", joined(own("NEXT  ", "bold $next"), state.next.text, keys, later))
        self._show("#next-detail", state.next.detail)
        hints = self._hints(view)
        self._show("#hints", Content("\n").join(hints))
        self.query_one("#hints").set_class(bool(hints), "-shown")
        self._show("#coming", self._coming(view))
        self._show("#promises", self._action_lines(view))
        self._show("#goals", self._goals(view))
        self._show("#rhythm", self._rhythm(view))
        last = view.met[-1] if view.met else None
        self.query_one("#last-time").display = last is not None and self.size.height >= 30
        if last:
            said = [texts.shorten(words, 300) for words in (last.focus, last.outcome, last.takeaways) if words]
            self._show("#last", joined((f"{journey.day(last_day(last), view.today)}  ", "$quiet"), "\n".join(said)))

    def _show(self, selector: str, value: str | Content) -> None:
        self.query_one(selector, Plain).show(value)

    def _stages(self, view: PairView, state: Journey) -> Content:
        pieces: list[Content | str | tuple[str, str]] = []
        for item in state.stages:
            if pieces:
                pieces.append((" - ", "$quiet"))
            if item.state == "current":
                pieces.append((item.stage.title.upper(), "bold"))
            else:
                pieces.append((item.stage.title + (" (done)" if item.state == "done" else ""), "$quiet"))
        if not journey.is_closed(view) and state.days_to_midpoint is not None and 0 <= state.days_to_midpoint <= 60:
            pieces.append((f"     mid-point in {state.days_to_midpoint} days", "$quiet"))
        return joined(*pieces)

    def _hints(self, view: PairView) -> list[Content]:
        hints = []
        drafts, others = self.mentor.own_drafts.sorted_out(self.ws.vault.drafts)
        if drafts:
            hints.append(joined(own("Unsaved text: "), _draft_title(drafts[-1].text), own(".  [d] goes on with it")))
        elif others:
            hints.append(joined(own("Unsaved text in another window: "), _draft_title(others[-1].text), own(".")))
        if self.mentor.word_of_copies:
            hints.append(joined(self.mentor.word_of_copies, own("  [F5] joins the two")))
        if not self.ws.vault.has_recovery and not self.mentor.setup.demo:
            hints.append(
                own("There is no recovery key yet: if you forget the passphrase, the notes are gone.  [F9] make one")
            )
        if word := zones.doubt(self.ws.profile.zone):
            hints.append(joined(word, own("  [F9] You")))
        if word := self._word_about_pdus():
            hints.append(joined(word, own("  [7] PDUs")))
        if evidence.due(self.ws):
            hints.append(joined(evidence.sentence(kept_rows(self.ws), view.today), own("  [F8] shows them")))
        go = self._next.go
        elsewhere = ("rhythm", "cycle:")  # the rhythm has its own pane, a cycle the line about PDUs
        for reminder in journey.reminders(view, self.mentor.clock.now()):
            kept = reminder.id in ("pause", "agreement-differs", "too-long")  # never crowded out
            if not kept and (reminder.go == go or reminder.id.startswith(elsewhere)):
                continue
            if kept:
                hints.insert(0, joined(reminder.text))
            elif len(hints) < 3:
                hints.append(joined(reminder.text))
        return hints

    def _word_about_pdus(self) -> str:
        """The one most urgent thing about caps, cycles and claims, over all pairs; empty when all is calm."""
        if not self.ws.all(Certification):
            return ""
        return pdu.headline(all_sessions(self.ws), self.ws.today()) or claims.word(self.ws)

    def _columns(self) -> int:
        width = self.app.size.width
        return (width - 26) // 2 if width >= 100 else width - 4

    def _rows(self) -> int:
        """Lines a pane may take."""
        return 6 if self.app.size.height >= 34 else 3

    def _coming(self, view: PairView) -> Content:
        lines: list[Content] = []
        coming = journey.coming_up(view, now=self.mentor.clock.now())[: self._rows()]
        days = max((cell_len(due.when) for due in coming), default=0)  # no wider: what is to be done needs the room
        for due in coming:
            mark = "  late" if due.overdue else ""
            line = fit(f"{fit(due.when, days)}  {due.text}{mark}", self._columns()).rstrip()
            lines.append(joined((line, "$late" if due.overdue else "")))
        return _stack(lines, "Nothing planned. n plans a session.")

    def _action_lines(self, view: PairView) -> Content:
        lines: list[Content] = []
        width = self._columns()
        for action in journey.action_lines(view)[: self._rows()]:
            due = f"{action.due}{', late' if action.overdue else ''}" if action.due else ""
            words = f"{fit(action.who, 8)} {action.text}"
            line = f"{fit(words, max(width - len(due) - 1, 10))} {due}"
            lines.append(joined((line, "$late" if action.overdue else "")))
        return _stack(lines, "No open actions. Press a to note one.")

    def _goals(self, view: PairView) -> Content:
        lines: list[Content] = []
        width = self._columns()
        open_goals = [g for g in view.goals if g.status in ("draft", "active")]
        for goal in open_goals[: self._rows()]:
            tail = f"{goal_rules.bar(goal.percent, 8)} {goal.percent:>3} %"
            lines.append(joined(f"{fit(goal.title or goal.action or 'untitled', max(width - 16, 10))} {tail}"))
        reached = sum(1 for g in view.goals if g.status == "reached")
        if reached:
            lines.append(joined((f"{reached} reached", "$quiet")))
        if view.goals:
            return _stack(lines, "No open goal; all were concluded. Press 3 to see them, or to write one.")
        return _stack(lines, f"No goals yet. Press 3 to write one{goal_rules.plenty(view.program)}.")

    def _rhythm(self, view: PairView) -> Content:
        health = journey.cadence(view, self.mentor.clock.now())
        totals = journey.totals(view)
        earned = view.earned
        told = [] if health.days_since is None and not view.sessions else [totals.sentence]  # `not met yet` says it
        so_far = (health.sentence, *told, *program_hours.how_far(view))
        return _stack([*map(joined, so_far), joined(f"{pdu.show(earned)} PDUs from these sessions")], "")

    def on_resize(self) -> None:
        if self.is_mounted and self.mentor.is_open and self._measure != self.app.size:
            self.call_after_refresh(self.reload)

    def action_do_next(self) -> None:
        """Do the next thing."""
        if self._next.go:
            self.mentor.go(self._next.go)
        else:
            self.say("Nothing is waiting for you.")

    async def action_later(self) -> None:
        """Put it off until tomorrow."""
        mark = journey.later(self.view, self._next)
        if mark is None:
            self.say("There is nothing to postpone.")
        elif await self.mentor.store(mark, label="postponed"):
            self.reload()
            self.say("Postponed until tomorrow. u undoes it.")

    def action_log(self) -> None:
        """Log a session."""
        self.mentor.go("log")

    def action_plan(self) -> None:
        """Plan a session."""
        self.mentor.go("plan")

    def action_act(self) -> None:
        """Note an action."""
        self.mentor.go("action:new")

    def action_draft(self) -> None:
        """Go on with unsaved text."""
        drafts, others = self.mentor.own_drafts.sorted_out(self.ws.vault.drafts)
        if not drafts:
            self.say("It is being written in another window." if others else "There is no unsaved text.")
            return
        draft = drafts[-1]
        pair_id = _draft_part(draft.text, "pair")
        gone = not pair_id or self.ws.get(Pair, pair_id) is None  # the text may be about something else
        if gone or pair_id == self.mentor.pair.id or self.mentor.open_pair(pair_id):
            self.mentor.go(place_of(draft))


def last_day(session: Session) -> date:
    """The day of a session."""
    return date.fromisoformat(session.on)


def _stack(lines: list[Content], empty: str) -> Content:
    if not lines:
        return joined((empty, "$quiet"))
    return Content("\n").join(lines)


def _draft_part(words: str, key: str) -> str:
    try:
        found = json.loads(words)
    except ValueError:
        return ""
    return str(found.get(key, "")) if isinstance(found, dict) else ""


def _draft_title(words: str) -> str:
    return texts.shorten(_draft_part(words, "title") or "a text", 50)
