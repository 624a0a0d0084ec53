"""PDUs in one look: what was earned, what counts, what is wasted, what is claimed, and what to do next."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from mentor_tui import claims, pdu
from mentor_tui.claims.glance import Glance, glance
from mentor_tui.pdu import Outlook, months, pictures
from mentor_tui.schema.records import Certification, Claim, Session
from mentor_tui.words import text
from mentor_tui.words.days import duration, parse_day
from mentor_tui.workspace import PairView
from mentor_tui.workspace.all_sessions import all_sessions

from ..commands import Command
from ..shell.base import Room
from ..shell.beside import beside
from ..widgets.dialogs import Choose
from ..widgets.gauges import Gauges, Months, line_up
from ..widgets.plain import Plain, joined
from ..widgets.rows import Column, Row, Rows


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
        "One PDU per hour, in quarters; each session is rounded down by itself. Only sessions between the two of you "
        "that "
        "took place and were not paid count. A mentor earns Giving Back, which has a cap over all your pairs together; "
        "a mentee earns Education, which is split over the three sides of the Talent Triangle. In a bar = was claimed "
        "elsewhere, # comes from sessions, + is planned, x is wasted above a cap, . is still short, - is free below a "
        "cap. The line below the bars puts the one under the cursor in words; Enter says why it is so. Figures of "
        "PMI's that we could not verify are grey and marked unverified; replace them with your own with e. Your "
        "PMI dashboard has the last word. Tab, or Up and Down at the end of a list, moves between certifications, bars "
        "and sessions."
    )
    DEFAULT_CSS = """
    PdusRoom #next { height: auto; border-left: thick $next; padding: 0 1; }
    PdusRoom #certs { max-height: 4; }
    PdusRoom #detail { height: auto; max-height: 5; padding: 0 1; }
    PdusRoom.-low #detail { max-height: 4; }
    PdusRoom .-empty { display: none; }
    PdusRoom #months { height: 8; }
    PdusRoom #log { height: 1fr; min-height: 3; }
    PdusRoom #when { height: auto; margin-bottom: 1; }
    PdusRoom.-low #when { display: none; margin: 0; }
    PdusRoom.-low.-months #when { display: block; height: 1fr; }
    PdusRoom.-low.-months #talks { display: none; }
    PdusRoom.-low #months { height: 1fr; max-height: 8; }
    PdusRoom #talks { height: 1fr; }
    PdusRoom.-cramped #cycle { display: none; }
    PdusRoom.-cramped #detail { max-height: 3; }
    PdusRoom.-tall #next, PdusRoom.-tall #facts, PdusRoom.-tall #detail { margin-bottom: 1; }
    """

    def body(self) -> ComposeResult:
        yield Plain("", id="next")
        yield Plain("", id="cycle")
        yield Plain("", id="facts")
        yield Gauges(empty="No certification yet. n adds one; h makes a certificate of hours.", id="certs")
        yield Gauges(id="gauges")
        yield Plain("", id="legend", classes="muted own")
        yield Plain("", id="detail")
        with Vertical(id="when"):
            yield Plain("", id="months-head", classes="heading own")
            yield Months(id="months")
        with Vertical(id="talks"):
            yield Plain("", id="total", classes="heading")
            yield Rows(
                [
                    Column("date", 10),
                    Column("no", 3, right=True),
                    Column("min", 4, right=True),
                    Column("PDU", 5, right=True),
                    Column("counts"),
                ],
                empty="No sessions yet. Log one (5), and it shows here with what it earns.",
                id="log",
            )

    def on_mount(self) -> None:
        for rows in self.query(Rows):
            rows.onward = True

    def load(self, view: PairView) -> None:
        self._ahead = ahead = pdu.forecast(all_sessions(self.ws), view.today)
        self._outlooks = {o.position.certification.id: o for o in ahead.outlooks}
        self._pairs = len(self.ws.pairs)
        self.set_class(self.app.size.height < 22, "-cramped")
        self.query_one("#certs", Gauges).draw([(o.position.certification.id, _whole(o)) for o in ahead.outlooks])
        self._show_certification()
        here = next(at for at, pair in enumerate(self.ws.pairs) if pair.id == view.pair.id)
        lines, whole = ahead.now.pairs[here], ahead.now.amount(here)
        talks = [line for line in lines if line.counts and line.talk]
        length = duration(pdu.total(talks).minutes)
        counted, events = len(talks), sum(line.counts and not line.talk for line in lines)
        beside = f", and {events} event{'' if events == 1 else 's'}, Education" if events else ""
        told = (
            f"With {view.pair.partner_name or 'your partner'}: {pdu.show(whole.quarters)} PDUs in "
            f"{counted} session{'' if counted == 1 else 's'}, {length}, {pdu.CATEGORY[view.role]}{beside}"
        )
        hint = "   Tab: next list" if len(told) + 22 <= self.app.size.width else ""
        self.query_one("#total", Plain).show(joined((told, ""), (hint, "not bold $quiet")))
        taken = claims.owners(self.ws.all(Claim))
        self.query_one("#log", Rows).fill([_line_row(line, taken.get(line.session.id)) for line in lines[::-1]])

    # --- What is shown of the certification under the cursor -------------------------------------------------------

    @property
    def _outlook(self) -> Outlook | None:
        return self._outlooks.get(self.query_one("#certs", Gauges).current)

    def _show_certification(self) -> None:
        outlook, today = self._outlook, self.view.today
        look = glance(self.ws, self._ahead, outlook)
        key = (f"   [{look.key}]", "$quiet") if look.key else ""
        self.query_one("#next", Plain).show(joined(("NEXT  ", "bold $next"), (look.next, "bold"), key))
        self._tell("#cycle", self._cycle(outlook))
        self._tell("#facts", _facts(look, outlook is not None))
        certs, bars = self.query_one("#certs", Gauges), self.query_one("#gauges", Gauges)
        drawn = pictures.gauges(outlook)[1:] if outlook else []
        parted = pictures.split_gauge(self._ahead.now.pairs)
        drawn += [parted] if parted else []
        bars.draw([(gauge.id, gauge) for gauge in drawn])
        bars.display = bool(drawn)
        line_up(certs, bars)
        self._tell("#legend", pictures.legend([*([_whole(outlook)] if outlook else []), *drawn]))
        certification_id = outlook.position.certification.id if outlook else ""
        shown = months.months(self._ahead, today, certification_id)
        self.query_one("#months-head", Plain).show(f"Per month: {months.summary(shown)}")
        self.query_one("#months", Months).draw(shown)
        self._show_detail()

    def _cycle(self, outlook: Outlook | None) -> Content:
        summed = f"all {self._pairs} pairs together" if self._pairs > 1 else ""
        if outlook is None:
            return joined((summed, "$quiet"))
        cycle, end = outlook.position.cycle, parse_day(outlook.position.cycle.end)
        days = (end - self.view.today).days if end else -1
        left = f", {days} day{'' if days == 1 else 's'} left" if days >= 0 else ""
        told = f"cycle {cycle.days}{left}" if end else "no cycle dates (e)"
        name = text.shorten(outlook.position.certification.name, 24)
        return joined((name, "bold"), (f"   {told}   {summed}".rstrip(), "$quiet"))

    def _show_detail(self) -> None:
        """Say in words what the cursor is on."""
        bars, outlook = self.query_one("#gauges", Gauges), self._outlook
        if bars.has_focus and bars.gauge:
            words = bars.gauge.sentence
        elif outlook:
            whole, needed = outlook.position.total, outlook.position.terms.total.amount
            short = needed is not None and whole < needed  # the bars tell what else is short, in less room
            verdict = _whole(outlook).sentence if short else outlook.position.sentence
            coming = [alert.sentence for alert in outlook.alerts] + list(outlook.sentences)
            words = "\n".join([verdict, *coming[: 0 if self.has_class("-cramped") else 1]])
        else:
            words = bars.gauge.sentence if bars.gauge else ""
        self._tell("#detail", words)

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
        elif event.rows.id == "gauges":
            self._show_detail()

    # --- Keys --------------------------------------------------------------------------------------------------------

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._tell_why(event.rows)

    def _tell_why(self, rows: Rows) -> None:
        if rows.id == "log" and rows.current:
            self.mentor.go(f"pdu-line:{rows.current}")
        elif outlook := self._outlook:
            number = rows.current if rows.id == "gauges" else ""
            number = "education" if number == "split" else number
            self.mentor.go(f"pdu-why:{outlook.position.certification.id} {number}".rstrip())

    def action_why(self) -> None:
        """Explain the number under the cursor."""
        at = self.focused if isinstance(self.focused, Rows) else self.query_one("#certs", Rows)
        if not at.current:
            self.say("There is nothing to explain here yet. n adds a certification; 5 leads to your sessions.")
        self._tell_why(at)

    def action_claims(self) -> None:
        """Show what can be claimed, and what was."""
        self.mentor.go("claims")

    def action_months(self) -> None:
        """PDUs per month in the place of the sessions, or the sessions again."""
        self.toggle_class("-months")

    def action_home(self) -> None:
        """One step back: from the months to the sessions, from there Home."""
        if self.has_class("-months") and not self.has_class("-tall"):
            self.remove_class("-months")
        else:
            super().action_home()

    def on_resize(self) -> None:
        """True if `m` is offered depends on the window."""
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no key to change between months and sessions where both have a place."""
        return not self.has_class("-tall") if action == "months" else super().check_action(action, parameters)

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


def _whole(outlook: Outlook) -> pictures.Gauge:
    """All of a certification as one bar, by its name."""
    name, whole = outlook.position.certification.name, pictures.gauges(outlook)[0]
    return replace(whole, label=name, sentence=whole.sentence.replace(whole.label, name, 1))


def _facts(look: Glance, held: bool) -> Content:
    """The figures in a row, each with its word; a mere 0 for nothing."""
    told = [(look.earned, "earned")] if held or look.earned else []
    if held:
        told.append((look.counts, "count"))
        told += [(look.planned, "planned")] if look.planned else []
        told.append((look.wasted, "wasted"))
        told += [(look.to_waste, "to waste")] if look.to_waste else []
        told += [(look.claimed, "claimed"), (look.to_claim, "to claim")]
    pieces: list[tuple[str, str]] = []
    for amount, word in told:
        alarming = "wast" in word and amount
        pieces.append((pdu.show(amount) if amount else "0", "bold $late" if alarming else "bold"))
        pieces.append((f" {word}  ", "$late" if alarming else ""))
    return joined(*pieces)


def _line_row(line: pdu.Line, claim: Claim | None) -> Row:
    session: Session = line.session
    number = str(line.number) if line.number else ""
    if not line.counts:
        return Row(session.id, (session.on, number, str(line.minutes or ""), "-", f"no: {line.reason}"), "quiet")
    taken = any(a.counts for a in line.applied) or not line.applied
    words = "yes" if taken else "no"
    words += f", {claims.WORDS[claim.state]}" if claim else ""
    if line.role == "mentee":
        sides = [
            f"{side.split()[0]} {pdu.show(part)}" for side, part in zip(pdu.SIDES, line.triangle, strict=True) if part
        ]
        words += f": {', '.join(sides)}" if sides else ": no split yet"
    elif not line.quarters:
        words = "yes, but it is shorter than a quarter of an hour"
    less = [f"{a.name}: {_less(a)}" for a in line.applied if a.reason and line.quarters]
    words += f"; {' '.join(less)}" if less else ""
    return Row(session.id, (session.on, number, str(line.minutes), pdu.show(line.quarters), words))


def _less(applied: pdu.Applied) -> str:
    """The reason why a certification takes less, short where it is the cap; Enter gives the whole reason."""
    if applied.counts == applied.quarters:
        return applied.reason
    if not applied.counts:
        return "above the cap"
    return f"{pdu.show(applied.counts)} of {pdu.show(applied.quarters)}, then the cap"
