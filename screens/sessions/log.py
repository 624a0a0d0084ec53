"""The minute after the call: what was said, what came of it, who does what, and when you meet again."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from mentor_tui import pdu
from mentor_tui.errors import InputRefused
from mentor_tui.mentoring import items, session_rules, sessions, typed_lines, typed_when, understood
from mentor_tui.mentoring.rhythm import name_of, upcoming
from mentor_tui.mentoring.typed_lines import ParsedAction
from mentor_tui.mentoring.typed_when import When
from mentor_tui.schema.fields import Value
from mentor_tui.schema.records import Certification, Record, Session
from mentor_tui.words import text
from mentor_tui.words.days import day, safe_day
from mentor_tui.workspace import PairView
from mentor_tui.workspace.all_sessions import all_sessions, earned_here, why_not_here

from ..commands import Command
from ..shell.one_body import OneBody
from ..widgets.editors import Changed
from ..widgets.plain import Plain, joined, own
from ..widgets.reading_pane import ReadingPane
from . import last_time
from .log_body import AFTER, HEAD, TRIANGLE, HeadLine, LogBody

NEW_LOG = "log"
"""The place of a log that is not saved yet."""
_SETTLE_SECONDS = 0.12
"""Lines are read again once the typing pauses for a moment."""
_READ_BACK_BYTES = 20_000


class LogScreen(OneBody):
    """Logs a session, and changes the log of one."""

    HERE = (
        Command("log.when", "f3", "when", "Change date, minutes, kind, channel or how it went."),
        Command("log.book", "f4", "book", "Plan the next session as written in its line."),
        Command("log.learning", "f5", "learning log", "Save, then write your learning log."),
    )
    ABOUT = (
        "Write what you worked on and what came of it; tab goes on to the next question, and nothing here is "
        "required. One line per action: a name, what, and by when. It is shown below as it was understood. The next "
        "session is planned when its box is ticked. Date, minutes and kind are in the top line: F3 changes them. "
        "The line at the bottom says what the session counts for. F2 saves everything at once."
    )
    DEFAULT_CSS = """
    LogScreen.-wide LogBody #when { grid-size: 4; }
    LogScreen.-tall LogBody FieldEditor Prose { min-height: 2; }
    LogScreen #beside { height: 1fr; }
    LogScreen LogBody { width: 1fr; }
    LogScreen #before { display: none; width: 38%; height: 1fr; margin-left: 1; }
    LogScreen.-wide #before { display: block; }
    LogScreen #counts { height: 1; max-height: 1; padding: 0 1; background: $raised; color: $quiet; }
    """

    body_widget: LogBody

    def __init__(self, view: PairView, session: Session, *, where: str = NEW_LOG) -> None:
        """Log that session; one that is not saved yet is written in the place `where`."""
        super().__init__()
        self.session = session
        self.is_new = all(s.id != session.id for s in view.sessions)
        self.where = where if self.is_new else f"{NEW_LOG}:{session.id}"
        self.draft_record = view.pair.id if self.is_new else session.id
        self.pair_view = view
        self.planned = _next_planned(view, session)
        self.next_line = "" if self.planned else _suggestion(self._with(session))
        self._opened_from = next((s for s in view.sessions if s.id == session.id), None)
        self.body_widget = LogBody(view, session, self.next_line, self._stored)
        self._timer_lines: Timer | None = None
        self._before: list[pdu.Standing] | None = None
        self._shown: Session | None = None

    def body(self) -> ComposeResult:
        yield HeadLine("", id="head")
        with Horizontal(id="beside"):
            yield self.body_widget
            yield ReadingPane(id="before")
        yield Plain("", id="counts")

    def on_mount(self) -> None:
        self._show_head(self.session)
        if not self.has_class("-narrow"):  # there is no room for it there
            self.query_one("#before", ReadingPane).show(
                own("Before you write"), last_time.lines(self.pair_view, self.session)
            )

    def offer_draft(self) -> bool:
        found = super().offer_draft()
        self._read_lines()
        return found

    # --- What is typed -----------------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        raw, typed = self.body_widget.raw(), self.body_widget.changed()
        keep = {"on", "start", "minutes"} if self.is_new else set()  # tomorrow, *today* is another day
        return {k: v for k, v in raw.items() if k in typed or k in keep}

    def take_up(self, values: dict[str, Any]) -> None:
        self.next_line = str(values.get("next", self.next_line))
        super().take_up(values)

    def draft_title(self) -> str:
        return f"the log of {name_of(self.pair_view, self.session)}" if not self.is_new else "the log of a session"

    def on_changed(self, event: Changed) -> None:
        if event.field_id == "next":
            self._tick_what_was_typed()
        if self._timer_lines is not None:
            self._timer_lines.stop()
        self._timer_lines = self.set_timer(_SETTLE_SECONDS, self._read_lines)

    def _tick_what_was_typed(self) -> None:
        """A day that somebody types is meant; only the suggestion needs the tick."""
        line = str(self.body_widget.raw()["next"])
        if line != self.next_line:
            self.next_line = line
            self._book(bool(line.strip()))

    def _book(self, ticked: bool) -> None:
        editor = self.body_widget.editor("book")
        if editor is not None:
            editor.put(ticked)

    def _said_on(self, session: Session) -> date:
        """The day from which *Friday* and *in two weeks* count: that of the session."""
        return min(safe_day(session.on) or self.today, self.today)

    def _actions_in(self, lines: str, session: Session) -> list[ParsedAction]:
        names = typed_lines.Names.of(self._with(session), session.on)
        if not names.next_session and self.planned:
            names = dataclasses.replace(names, next_session=self.planned.on)
        return typed_lines.parse_actions(lines, names, self._said_on(session))

    # --- What is understood ------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """Today in the person's zone."""
        return self.pair_view.today

    def _read_lines(self) -> None:
        """Show back what the lines mean, and what the session counts for."""
        if not self.is_mounted or not self.mentor.is_open:
            return
        raw = self.body_widget.raw()
        session = self._candidate(raw)
        actions = str(raw["promises"])
        if text.size(actions) <= _READ_BACK_BYTES:
            found = self._actions_in(actions, session)
            self.body_widget.understood("promises", typed_lines.describe(found, self.pair_view) if found else "")
        self.body_widget.understood("next", self._next_words(raw, session))
        if session != self._shown:  # while prose is typed, all of this stays as it is
            self._shown = session
            self._show_head(session)
            self._show_counts(session)

    def _candidate(self, raw: dict[str, object]) -> Session:
        """The session as typed so far; a field that is not right yet keeps its old value."""
        values: dict[str, Value] = {}
        for field in [*self.body_widget.form.view(HEAD), *self.body_widget.form.view(TRIANGLE)]:
            try:
                values[field.id] = understood.checked(field, raw[field.id], self.today)
            except (InputRefused, KeyError):
                continue
        return sessions.of_its_kind(self.pair_view, msgspec.structs.replace(self.session, **values))

    def _when(self, raw: dict[str, object], session: Session) -> When:
        line = str(raw["next"])
        if len(line) > _READ_BACK_BYTES:  # no line for a session, whatever it is
            line = ""
        return typed_when.parse_when(line, self._said_on(session), session.start, session.minutes)

    def _next_words(self, raw: dict[str, object], session: Session) -> str:
        when = self._when(raw, session)
        words = typed_when.describe_when(when, self.today)
        if not str(raw["next"]).strip():
            if self.planned is None:
                return ""
            on = safe_day(self.planned.on)
            at = f"{day(on, self.today)} {self.planned.start}".strip() if on else ""
            return f"Already planned: {at}"
        if not when.on:
            return f"{words}; a day and a time, please"
        if doubt := typed_when.when_doubt(str(raw["next"]), self._said_on(session)):
            return f"{words} ({doubt})"
        if when.on < self.today.isoformat():
            return f"{words} has passed already"
        return f"{'will be planned' if raw['book'] else 'not planned yet'}: {words}"

    def _with(self, session: Session) -> PairView:
        return sessions.with_session(self.pair_view, session)

    def _show_head(self, session: Session) -> None:
        form = self.body_widget.form
        on = safe_day(session.on)
        name = name_of(self._with(session), session)
        kind = form.field("kind").show(session.kind)
        kind = "" if kind == name else kind  # a kick-off is said once
        bits = [
            day(on, self.today) if on else "no date",
            session.start,
            f"{session.minutes} min" if session.minutes else "no minutes",
            ", ".join(w for w in (kind, session.channel) if w),
            "paid" if session.paid else "unpaid",
            "" if session.status == "held" else form.field("status").show(session.status),
        ]
        line = "   ".join(b for b in (text.shorten(b, 40) for b in bits) if b)
        name = name[:1].upper() + name[1:]
        self.query_one("#head", HeadLine).show(joined((name, "bold"), f"   {line}"))

    def _show_counts(self, session: Session) -> None:
        earned, reason = self._earned(session)
        if reason:
            parts: list[str | tuple[str, str]] = [f"No PDU for this one. {reason}"]
        elif not earned:
            parts = ["No PDU for this one: it takes at least 15 minutes."]
        else:
            parts = [("Counts as ", ""), (pdu.in_words(earned), "bold $good")]
            parts.append((f"   {self._effect(session, earned)}", ""))
        if word := session_rules.word_on_length(self.pair_view, session):
            parts.append(f"   {word}")
        self.query_one("#counts", Plain).show(joined(*parts))

    def _earned(self, session: Session) -> tuple[int, str]:
        """The quarters that it earns, and why it does not count."""
        return earned_here(self.ws, session), why_not_here(self.ws, session)

    def _effect(self, session: Session, earned: int) -> str:
        """The effect on the certification: the cap on Giving Back, or the sides of the triangle."""
        if self.pair_view.role == "mentee" or session.activity:
            weights = (session.ways_of_working, session.power_skills, session.business_acumen)
            sides = pdu.split(earned, weights)
            shown = [f"{name.split()[0]} {pdu.show(q)}" for name, q in zip(pdu.SIDES, sides, strict=True) if q]
            return ", ".join(shown) or "split it over the triangle below: PMI asks for it"
        if not self.ws.all(Certification):
            return ""
        if self._before is None:
            self._before = self._standings(None)
        for old, new in zip(self._before, self._standings(session), strict=False):
            if new.category == "Giving Back" and new.cap is not None:
                was, now = old.claimed_elsewhere + old.counts, new.claimed_elsewhere + new.counts
                full = "   (the cap is reached)" if now == was else ""
                return f"{new.name} Giving Back {pdu.show(was)} -> {pdu.show(now)} of {pdu.show(new.cap)}{full}"
        return ""

    def _standings(self, session: Session | None) -> list[pdu.Standing]:
        """The standing of the certifications over all pairs, with this session or without it."""
        everyone = []
        for held in all_sessions(self.ws):
            if held.pair is not None and held.pair.id == self.pair_view.pair.id:
                others = [s for s in held.sessions if s.id != self.session.id]
                held = held._replace(sessions=[*others, *([session] if session else [])])
            everyone.append(held._replace(elsewhere={}))  # worked out anew, with what is typed
        return pdu.standings(everyone)

    # --- Keys --------------------------------------------------------------------------------------------------

    async def on_head_line_asked(self) -> None:
        await self.action_when()

    async def action_when(self) -> None:
        """Change date, minutes, kind, channel or how it went; once more puts them away."""
        if self.body_widget.unfolded:
            self.body_widget.fold()
        else:
            await self.body_widget.unfold()

    def action_book(self) -> None:
        """Book the next session as it stands in its line, or leave it."""
        self._book(not self.body_widget.raw()["book"])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The learning log is offered where the program has one."""
        if action == "learning":
            return "learning-log" in self.pair_view.program.forms
        return super().check_action(action, parameters)

    async def action_learning(self) -> None:
        """Save, then write the learning log."""
        if await self.save():
            self.mentor.follow_up = ""
            self.mentor.go(f"learning-log:{self.session.id}")

    # --- Saving ------------------------------------------------------------------------------------------------

    def _stored(self) -> dict[str, Any]:
        now = self.ws.get(Session, self.session.id) if self.is_attached else self._opened_from
        return msgspec.structs.asdict(now) if now else {}

    def _as_stored(self) -> Session:
        """The session as stored now, with what opening its log has filled in."""
        now, before = self.ws.get(Session, self.session.id), self._opened_from
        if now is None or before is None:
            return self.session
        names = (n for n in now.__struct_fields__ if getattr(self.session, n) != getattr(before, n))
        return msgspec.structs.replace(now, **{n: getattr(self.session, n) for n in names})

    async def checked(self) -> dict[str, Value]:
        await self._open_what_is_wrong(self.body_widget.raw())
        return self.body_widget.checked()

    async def store(self, values: dict[str, Value]) -> bool:
        session = sessions.of_its_kind(self.mentor.view, await self._as_typed(values))
        raw = self.body_widget.raw()
        following = await self._next_session(raw, session) if values["book"] else None
        actions = self._actions_in(str(values["promises"]), session)
        if doubt := next((p.doubt for p in actions if p.doubt), ""):
            await self._refuse("promises", doubt)
        records = sessions.finish(self.mentor.view, session, actions=actions, next_session=following)
        records = [session if isinstance(r, Session) and r.id == session.id else r for r in records]
        name = name_of(self._with(session), session)
        if not await self.mentor.store(*records, label=f"{name} logged", again=self.save):
            return False
        offer = session.status == "held" and items.log_wanted(self._with(session), session)
        self.mentor.follow_up = f"learning-log:{session.id}" if offer else ""
        self.done = _said(name, session, records, self._earned(session), self.today, offer=offer)
        return True

    async def _as_typed(self, values: dict[str, Value]) -> Session:
        """The session with what was typed; raises InputRefused with the problem shown at its field."""
        own = {k: v for k, v in values.items() if k not in {f.id for f in self.body_widget.words.view(AFTER)}}
        session: Session = msgspec.structs.replace(self._as_stored(), **own)
        if session.status == "held":
            session = msgspec.structs.replace(session, reason="")
        if session.status == "held" and session.on > self.today.isoformat():
            await self._refuse("on", f"{day(safe_day(session.on) or self.today, self.today)} is still to come")
        if not session.on:
            await self._refuse("on", "The day is missing")
        return session

    async def _next_session(self, raw: dict[str, object], session: Session) -> Session | None:
        when = self._when(raw, session)
        if not when.on or when.on < self.today.isoformat():
            words = "is not a day I understand" if not when.on else "has passed already"
            line = text.shorten(str(raw["next"]), 40)
            await self._refuse("next", f"{line or 'This'} {words}; type it as Thu 28 May 18:00, or untick it")
        if doubt := typed_when.when_doubt(str(raw["next"]), self._said_on(session)):
            await self._refuse("next", doubt)
        return sessions.plan_from(self._with(session), when)

    async def _open_what_is_wrong(self, raw: dict[str, object]) -> None:
        """A problem in the folded line has to be seen."""
        for field in self.body_widget.form.view(HEAD):
            try:
                understood.checked(field, raw[field.id], self.today)
            except InputRefused:
                if not self.body_widget.unfolded:
                    await self.body_widget.unfold()
                return

    async def _refuse(self, field_id: str, sentence: str) -> None:
        if field_id == "on" and not self.body_widget.unfolded:
            await self.body_widget.unfold()
        raise InputRefused.of({field_id: sentence})


def _next_planned(view: PairView, session: Session) -> Session | None:
    """The next session that is planned already, other than this one."""
    ahead = (s for s in upcoming(view) if s.kind == "one_to_one" and s.id != session.id)
    return next((s for s in ahead if s.on > view.today.isoformat()), None)


def _suggestion(view: PairView) -> str:
    """The next session as the rhythm has it, in words that read back as the same day."""
    plan = sessions.new_plan(view)
    when = When(plan.on, plan.start, plan.minutes)
    words = typed_when.describe_when(when, view.today)
    same = typed_when.parse_when(words, view.today, plan.start, plan.minutes) == when
    return words if same else typed_when.when_line(*when[:3])


def _said(name: str, held: Session, records: list[Record], earned: tuple[int, str], today: date, *, offer: bool) -> str:
    """Say in a sentence what was saved."""
    parts = [name if held.status == "held" else f"{name} as {held.status.replace('_', '-')}"]
    if held.status == "held" and held.minutes:
        parts.append(pdu.in_words(earned[0]) if earned[0] else "no PDU")
    actions = sum(1 for r in records if r.table == "actions")
    if actions:
        parts.append("1 action" if actions == 1 else f"{actions} actions")
    for record in records:
        if isinstance(record, Session) and record.id != held.id:
            on = safe_day(record.on)
            parts.append(f"next session {day(on, today) if on else ''} {record.start}".rstrip())
    last = " F5 writes the learning log." if offer else ""
    why = f" {earned[1]}" if held.status == "held" and earned[1] else ""
    return f"Saved: {', '.join(parts)}.{why} u undoes it.{last}"
