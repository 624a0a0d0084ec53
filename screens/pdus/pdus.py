"""PDUs in one look: what was earned, what counts, what is wasted, what is claimed, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from mentor_tui import audit, claims, pdu
from mentor_tui.claims.glance import glance
from mentor_tui.pdu import Outlook, months, pictures
from mentor_tui.schema.records import Certification, Claim
from mentor_tui.words.days import first_name
from mentor_tui.workspace import PairView
from mentor_tui.workspace.all_sessions import all_sessions

from ..commands import Command
from ..shell.base import Room
from ..shell.beside import beside
from ..widgets.dialogs import Choose
from ..widgets.facts import Fact, FactsPane
from ..widgets.gauges import Gauges, Months, amounts, line_up
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Lazy, Row, Rows
from .counts_as import facts_of, title_of
from .cycle_bars import facts_of_bar, in_words, named, title_of_cycle, whole_of
from .session_rows import SessionTable, in_all, table_row

if TYPE_CHECKING:
    from mentor_tui.audit import Verdict

_KEYS = {"c": ("pdus.claims",), "n": ("pdus.add",), "e": ("pdus.edit",), "5": ("area.area_5",)}
"""The key of the next thing -> the command whose key stands in the edge of its panel."""
_HOW = {
    "c": "You copy them to your PMI account, field by field; c guides you through it.",
    "n": "Then the bars show how far you are, and what can still be claimed.",
    "e": "You can accept the next cycle as it is, or with your own dates.",
    "5": "A session is logged in a minute.",
}


class PdusRoom(Room):
    """The certifications over all pairs, bar by bar; and the ledger of this pair."""

    AREA = "pdus"
    HERE = (
        Command("pdus.why", "w", "why", "The reason: the sessions behind this number, and what is coming."),
        Command(
            "pdus.claims",
            "c",
            "claims",
            "What can be claimed, the copy deck for PMI's form, and what PMI said.",
            also="submit, report, ccrs",
        ),
        Command(
            "pdus.audit",
            "a",
            "audit",
            "Would your sessions hold up in a PDU audit? And the pack of evidence.",
            also="proof, evidence",
        ),
        Command("pdus.months", "m", "months", "PDUs per month, instead of the sessions; m brings them back."),
        Command(
            "pdus.add",
            "n",
            "new",
            "Add a certification you hold, with what you claimed elsewhere.",
            also="certificate, credential, pmp",
        ),
        Command("pdus.edit", "e", "edit", "Change this certification."),
        Command("pdus.remove", "x", "delete cert.", "Delete this certification; u brings it back.", footer=False),
        Command("pdus.log", "o", "PDU log", "Make the PDU log, as a document or a spreadsheet.", footer=False),
        Command(
            "pdus.hours",
            "h",
            "hours",
            "Make a certificate of hours; it needs no certification.",
            footer=False,
            also="proof, attestation",
        ),
    )
    ABOUT = (
        "One PDU per hour, in quarters; each session is rounded down by itself. Only sessions between you and your "
        "partner that took place and were not paid count. A mentor earns Giving Back, which has a cap over all pairs "
        "together; a mentee earns Education, which is split over the three sides of the Talent Triangle. A bar shows "
        "what is claimed, here or elsewhere, what is ready, and what is to come; what is above a cap is wasted. Beside "
        "or below them stands what the cursor is on; Enter says why it is so. Figures of PMI's that we could not "
        "verify are grey and marked unverified; replace them with your own with e. Your PMI dashboard has the "
        "last word. Tab, or Up and Down at the end of a list, moves between certifications, bars and sessions."
    )
    DEFAULT_CSS = """
    PdusRoom #next { padding: 0; border-title-color: $next; }
    PdusRoom #next Plain { padding: 0 1; background: $cursor; }
    PdusRoom #todo { color: $next; text-style: bold; }
    PdusRoom.-low #how { display: none; }
    PdusRoom #certs { max-height: 5; margin-bottom: 1; }
    PdusRoom.-low #certs { max-height: 3; margin: 0; }
    PdusRoom.-tall #legend { margin-top: 1; }
    PdusRoom #above, PdusRoom #below { height: auto; width: 1fr; }
    PdusRoom #below { height: 1fr; }
    PdusRoom.-wide #above, PdusRoom.-wide #below { layout: horizontal; }
    PdusRoom.-wide #standing, PdusRoom.-wide #talks { width: 2fr; margin-right: 1; }
    PdusRoom.-wide #when, PdusRoom.-wide #told { width: 1fr; min-width: 30; max-width: 42; height: 100%; }
    PdusRoom #when { display: none; }
    PdusRoom.-wide #when, PdusRoom.-tall #when, PdusRoom.-months #when { display: block; }
    PdusRoom.-narrow.-low.-months #above, PdusRoom.-narrow.-low.-months #when { height: 1fr; }
    PdusRoom.-narrow.-low.-months #below { display: none; }
    PdusRoom.-narrow.-tall #months { height: 8; }
    PdusRoom.-wide #months, PdusRoom.-low #months { height: 1fr; }
    PdusRoom #talks { height: 1fr; min-height: 3; }
    PdusRoom.-narrow #told { max-height: 8; }
    PdusRoom.-narrow.-low #told { display: none; max-height: 5; }
    PdusRoom.-narrow.-low.-reading #told { display: block; }
    PdusRoom.-cramped #legend { display: none; }
    PdusRoom .-empty { display: none; }
    """

    def body(self) -> ComposeResult:
        yield Panel(own("Next"), Plain("", id="todo"), Plain("", id="how"), id="next")
        with Container(id="above"):
            yield Panel(
                own("PDUs"),
                Gauges(empty="No certification yet. n adds one; h makes a certificate of hours.", id="certs"),
                Gauges(id="gauges"),
                Plain("", id="legend"),
                id="standing",
                keys=("pdus.why",),
            )
            yield Panel(own("Per month"), Months(id="months"), Plain("", id="summary", classes="muted"), id="when")
        with Container(id="below"):
            yield Panel(
                own("Sessions"),
                SessionTable(
                    [
                        Column("date", 11, shows="day"),
                        Column("with", 10),
                        Column("no", 3, right=True),
                        Column("minutes", 7, right=True),
                        Column("PDUs", 5, right=True),
                        Column("", 1, shows="sign"),
                        Column("state", 9, shows="state"),
                        Column(""),
                    ],
                    empty="No sessions yet. Log one (5), and it shows here with what it earns.",
                    id="log",
                ),
                id="talks",
            )
            yield FactsPane("", id="told")

    def on_mount(self) -> None:
        super().on_mount()
        for rows in self.query(Rows):
            rows.onward = True
        self.query_one("#log", Rows).focus()

    def load(self, view: PairView) -> None:
        self._ahead = ahead = pdu.forecast(all_sessions(self.ws), view.today)
        self._outlooks = {o.position.certification.id: o for o in ahead.outlooks}
        self._partners = {pair.id: first_name(pair.partner_name) for pair in self.ws.pairs}
        self._lines = {line.session.id: line for line in ahead.now.lines}
        self._owners = claims.owners(self.ws.all(Claim))
        self._found = claims.openings(self.ws, ahead.now.floor, ahead.now)
        self._openings = {
            line.session.id: (opening, group)
            for opening in self._found
            for group in (*opening.groups, opening.rest)
            for line in group.lines
        }
        self._judge: Callable[[pdu.Line], Verdict] | None = None
        self.set_class(self.app.size.height < 22, "-cramped")
        certs = self.query_one("#certs", Gauges)
        certs.draw([(o.position.certification.id, whole_of(o, ahead)) for o in ahead.outlooks])
        certs.set_class(len(ahead.outlooks) == 1, "-empty")
        self._show_sessions(view)
        self._show_certification()

    def _show_sessions(self, view: PairView) -> None:
        """The table: the sessions of all pairs, the newest first."""
        ahead, today, many = self._ahead, view.today.isoformat(), len(self._ahead.now.pairs) > 1
        lines = sorted(ahead.now.lines, key=lambda x: (x.session.on, x.session.start), reverse=True)
        ready = {key for key, (opening, group) in self._openings.items() if group is not opening.rest}
        rows = self.query_one("#log", Rows)
        date, with_, *others = self._columns
        names = min(max(map(len, self._partners.values()), default=0), 12)
        columns = (date, replace(with_, width=max(names, 5)), *others)
        rows.columns = tuple(c for c in columns if many or c.title != "with")

        def make(line: pdu.Line) -> Row:
            key = line.session.id
            row = table_row(line, self._whom(line), self._owners.get(key), ready, today)
            return row if many else Row(row.key, (row.cells[0], *row.cells[2:]), row.mark)

        first = "" if rows.current else next((line.session.id for line in lines if line.counts), "")
        rows.fill(Lazy(lines, lambda line: line.session.id, make), first)
        told = in_all(lines)
        if many:
            at = next(at for at, pair in enumerate(self.ws.pairs) if pair.id == view.pair.id)
            told += f"; {pdu.show(ahead.now.amount(at).quarters)} with {self._partners[view.pair.id]}"
        self.query_one("#talks", Panel).entitle(joined(own("Sessions: "), told) if lines else own("Sessions"))

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        return self.query_one("#log", Rows).columns

    def _whom(self, line: pdu.Line) -> str:
        return self._partners.get(line.session.pair_id, "(forgotten)")

    # --- What is shown of the certification under the cursor -------------------------------------------------------

    @property
    def _outlook(self) -> Outlook | None:
        return self._outlooks.get(self.query_one("#certs", Gauges).current)

    def _show_certification(self) -> None:
        outlook, today = self._outlook, self.view.today
        look = glance(self.ws, self._ahead, outlook, self._found)
        self.query_one("#todo", Plain).show(look.next)
        self._tell("#how", _HOW.get(look.key, ""))
        self.query_one("#next", Panel).show_keys(*_KEYS.get(look.key, ()))
        self.query_one("#standing", Panel).entitle(title_of_cycle(outlook, len(self._partners), today))
        certs, bars = self.query_one("#certs", Gauges), self.query_one("#gauges", Gauges)
        certs.chosen = certs.current
        drawn = pictures.gauges(outlook, self._ahead.now.lines) if outlook else []
        if outlook and len(self._outlooks) == 1:
            drawn[0] = named(drawn[0], outlook)
        parted = pictures.split_gauge(self._ahead.now.pairs)
        shown = (drawn if len(self._outlooks) == 1 else drawn[1:]) + ([in_words(parted)] if parted else [])
        bars.draw([(gauge.id, gauge) for gauge in shown], pitch=self._pitch(len(shown)))
        bars.display = bool(shown)
        line_up(*(one for one in (certs, bars) if not one.has_class("-empty")))
        self._tell("#legend", amounts(drawn[0]) if drawn else "")
        certification_id = outlook.position.certification.id if outlook else ""
        per_month = months.months(self._ahead, today, certification_id)
        self.query_one("#summary", Plain).show(months.summary(per_month))
        self.query_one("#months", Months).draw(per_month)
        self._show_detail()

    def _pitch(self, bars: int) -> int:
        """A blank line between two bars where there is room for it and for the sessions."""
        return 2 if self.app.size.height >= 36 and bars + len(self._outlooks) < 9 else 1

    def _show_detail(self) -> None:
        """Say in words what the cursor is on: a session, or a bar."""
        bars = next((rows for rows in self.query(Gauges) if rows.has_focus), None)
        self.set_class(bars is not None, "-reading")
        title, facts = self._of_bar(bars) if bars else self._of_session()
        told = self.query_one("#told", FactsPane)
        told.show(title, facts)
        told.show_keys(*(() if bars else ("pdus.claims",)))

    def _of_bar(self, bars: Gauges) -> tuple[Content, list[Fact]]:
        if bars.gauge is None:
            return own("PDUs"), [("", bars.empty, "$quiet")]
        return joined(bars.gauge.label), facts_of_bar(bars.gauge, self._outlook)

    def _of_session(self) -> tuple[Content, list[Fact]]:
        line = self._lines.get(self.query_one("#log", Rows).current)
        if line is None:
            return own("What counts"), [("", "A session counts once it is held and logged.", "$quiet")]
        if not self.query_one("#told").display:  # nobody sees it
            return joined(""), []
        key = line.session.id
        self._judge = self._judge or audit.judge_of(self.ws, self._ahead.now.lines)
        facts = facts_of(self.ws, line, self._owners.get(key), self._openings.get(key), self._judge(line))
        return joined(title_of(line, self._partners.get(line.session.pair_id, ""), self.view.today)), facts

    def _tell(self, where: str, words: str | Content) -> None:
        """Show a line, or nothing in its place."""
        line = self.query_one(where, Plain)
        line.show(words)
        line.set_class(not words, "-empty")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Rows) and self.mentor.is_open:
            self._show_detail()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "certs":
            self._show_certification()
        elif event.rows.has_focus:
            self._show_detail()

    # --- Keys --------------------------------------------------------------------------------------------------------

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._tell_why(event.rows)

    def _tell_why(self, rows: Rows) -> None:
        if rows.id == "log" and rows.current:
            self.mentor.go(f"pdu-line:{rows.current}")
        elif outlook := self._outlook:
            number = rows.current if rows.id == "gauges" else ""
            number = {"split": "education", "total": ""}.get(number, number)
            self.mentor.go(f"pdu-why:{outlook.position.certification.id} {number}".rstrip())

    def action_why(self) -> None:
        """Explain the number under the cursor."""
        bars = next((rows for rows in self.query(Gauges) if rows.has_focus), None)
        at = bars or self.query_one("#certs", Rows)
        if not at.current:
            self.say("There is nothing to explain here yet. n adds a certification; 5 leads to your sessions.")
        self._tell_why(at)

    def action_claims(self) -> None:
        """Show what can be claimed, and what was."""
        self.mentor.go("claims")

    def action_months(self) -> None:
        """PDUs per month in the place of the sessions, or the sessions again."""
        self.toggle_class("-months")
        self.query_one("#gauges" if self.has_class("-months") else "#log").focus()

    def action_home(self) -> None:
        """One step back: from the months to the sessions, from there Home."""
        if self.has_class("-months") and not self._months_shown:
            self.remove_class("-months")
        else:
            super().action_home()

    @property
    def _months_shown(self) -> bool:
        """True where months and sessions both have a place."""
        return self.has_class("-tall") or self.has_class("-wide")

    def on_resize(self) -> None:
        """True if `m` is offered depends on the window."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no key to change between months and sessions where both have a place."""
        return not self._months_shown if action == "months" else super().check_action(action, parameters)

    def action_audit(self) -> None:
        """Show whether each session would hold in an audit."""
        self.mentor.go("audit")

    def action_add(self) -> None:
        """Add a certification."""
        self.mentor.go("certification:new")

    def _current(self) -> Certification | None:
        if self._outlook is None:
            self.say("There is no certification yet. n adds one.")
            return None
        return self._outlook.position.certification

    def action_edit(self) -> None:
        """Change this certification; of a cycle that ended, take the next one over."""
        if not (found := self._current()):
            return
        if self._outlook and self._outlook.proposed:
            beside(self, self._renew)
        else:
            self.mentor.go(f"certification:{found.id}")

    async def _renew(self) -> None:
        outlook = self._outlook
        if outlook is None or outlook.proposed is None:
            return
        held = outlook.position.certification
        carried = outlook.position.carry.amount
        detail = (
            f"{held.name} ended on {outlook.position.cycle.end}, so the next cycle is assumed; PMI has the last word. "
            "What was claimed elsewhere belongs to the old one and is set to 0"
            + (
                f"; {pdu.show(carried)} PDUs would be carried over, which you can enter in the new one"
                if carried
                else ""
            )
            + ". u undoes it."
        )
        ways = [("take", f"Accept {outlook.proposed.start} to {outlook.proposed.end}"), ("dates", "Type its dates")]
        chosen = await self.mentor.push_screen_wait(Choose(f"The next {held.name} cycle", ways, detail=detail))
        if chosen == "take":
            await self.store(pdu.renewed(held, outlook.proposed), label=f"{held.name} in its next cycle")
        elif chosen:
            self.mentor.go(f"certification:{held.id}")

    async def action_remove(self) -> None:
        """Delete this certification."""
        if found := self._current():
            await self.store(delete=[found], label=f"{found.name} deleted")

    def action_log(self) -> None:
        """Make the PDU log."""
        self.mentor.go("export:pdu-log")

    def action_hours(self) -> None:
        """Make a certificate of hours."""
        self.mentor.go("export:hours")
