"""Explanations: the sessions behind every figure of a certification, and what each takes of a session."""

from __future__ import annotations

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from mentor_tui import pdu
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Option
from mentor_tui.schema.records import Certification, Session
from mentor_tui.workspace.all_sessions import all_sessions

from ..commands import Command
from ..host import Host
from ..shell.base import Fresh, Page
from ..shell.record_form import RecordForm
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.rows import Column, Row, Rows
from .session_rows import full_day

_STATES = {"verified": "", "unverified": "not verified", "unknown": "unknown", "yours": "your figure"}
_COMING, _FIGURES = "coming", "figures"
"""Two rows that are no numbers: what is coming, and where the figures come from."""


class WhyScreen(Fresh, Page):
    """One certification: every number, and below it the sessions that make it."""

    HERE = (
        Command("why.edit", "e", "edit cert.", "Change this certification, its opening balance or a figure."),
        Command("why.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "Above, every number of this certification over all your pairs; below, the sessions behind the one under the "
        "cursor. Enter goes down to the sessions, and there to the session itself. What is planned counts only once "
        "it is held; what your rhythm would bring is an assumption. Your PMI dashboard has the last word."
    )
    DEFAULT_CSS = """
    WhyScreen #above { height: 1fr; max-height: 15; }
    WhyScreen #how { height: auto; max-height: 9; }
    WhyScreen #below { height: 1fr; }
    WhyScreen.-low #above { max-height: 9; }
    WhyScreen.-low #how { max-height: 5; }
    """

    def __init__(self, certification_id: str, number: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self._first = number

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        with Panel(own("Numbers"), keys=("why.edit",), id="above"):
            yield Rows([Column("", 24), Column("", 8, right=True), Column("", 24), Column("")], id="numbers")
        with Panel(own("In words"), id="words"), VerticalScroll(id="how", can_focus=False):
            yield Plain("", id="sentence")
        behind = Rows(
            [
                Column("date", 11, right=True),
                Column("with", 12),
                Column("min", 4, right=True),
                Column("PDU", 6, right=True),
                Column("why less"),
            ],
            empty="No session behind this one yet.",
            id="behind",
        )
        yield Panel(own("Behind it"), behind, id="below")

    def reload(self) -> None:
        """Read it again as it stands now."""
        if not self.mentor.is_open:
            return
        ahead = pdu.forecast(all_sessions(self.ws), self.ws.today())
        self._names = {pair.id: pair.partner_name or "your partner" for pair in self.ws.pairs}
        found = next((o for o in ahead.outlooks if o.position.certification.id == self.certification_id), None)
        if found is None:  # deleted meanwhile
            self.query_one("#page-title", Plain).show(own("This certification is no longer there."))
            self.query_one("#numbers", Rows).fill([])
            return
        self._outlook = found
        self._planned = [line for line in ahead.now.lines if line.session.status == "planned"]
        position = found.position
        self._numbers = {n.id: n for n in pdu.numbers(position, ahead.now.lines)}
        title = joined(
            *(position.certification.name, own(": why   cycle "), position.cycle.days),
            *(own(", rules "), position.terms.rules.id),
        )
        self.query_one("#page-title", Plain).show(title)
        rows = [_number_row(n) for n in self._numbers.values()]
        rows.append(Row(_COMING, ("What is coming", "", "", "")))
        rows.append(Row(_FIGURES, ("Figures and sources", "", "", "")))
        self.query_one("#numbers", Rows).fill(rows, self._first)
        self._first = ""
        self._show()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "numbers":
            self._show()
        elif event.rows.has_focus:  # a reason may be longer than its column
            cells = next(r.cells for r in event.rows.rows if r.key == event.key)
            self.query_one("#sentence", Plain).show(": ".join(c for c in (cells[0], cells[-1]) if c))

    def _show(self) -> None:
        at = self.query_one("#numbers", Rows).current
        number = self._numbers.get(at)
        if number is not None:
            words, rows = number.sentence, [self._behind_row(b) for b in number.behind]
        elif at == _COMING:
            said = [*(a.sentence for a in self._outlook.alerts), *self._outlook.sentences]
            words = "\n".join(said) or "Nothing is planned, and nothing ends soon."
            rows = [self._behind_row(pdu.Behind(x, 0, "planned")) for x in self._planned]
        else:
            words = "PMI's figures as we found them; e puts your own figure in place of any of them."
            rows = [_figure_row(limit) for limit in self._outlook.position.terms.limits]
        self.query_one("#sentence", Plain).show(words)
        self.query_one("#behind", Rows).fill(rows)

    def _behind_row(self, behind: pdu.Behind) -> Row:
        session = behind.line.session
        with_whom = self._names.get(session.pair_id, "(forgotten)")
        cells = (
            full_day(session.on),
            with_whom,
            str(behind.line.minutes or ""),
            pdu.show(behind.brings),
            behind.reason,
        )
        return Row(session.id, cells, "" if behind.brings else "quiet")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "numbers":
            self.query_one("#behind").focus()
        elif event.key in {s.id for s in self.mentor.view.sessions}:
            self.mentor.go(f"session:{event.key}")
        elif not event.key.startswith(_FIGURES):
            self.say("That session belongs to another pair; [ and ] in any area switch between pairs.")

    def action_edit(self) -> None:
        """Change this certification."""
        self.mentor.go(f"certification:{self.certification_id}")


def _number_row(number: pdu.Number) -> Row:
    limit = number.limit
    amount = "unknown" if number.amount is None else pdu.show(number.amount)
    if limit is None:
        return Row(number.id, (number.label, amount, "", ""))
    word = "at most" if number.capped else "at least"
    against = f"{word} {pdu.show(limit.amount)}" if limit.amount is not None else f"{word} ?"
    return Row(number.id, (number.label, amount, against, _STATES[limit.state]))


def _figure_row(limit: pdu.Limit) -> Row:
    amount = (
        "?" if limit.amount is None else str(limit.amount) if limit.name == "cycle_years" else pdu.show(limit.amount)
    )
    state = _STATES[limit.state] or "verified"
    words = f"{pdu.WORDS[limit.name]}: {limit.source or 'no figure of ours'}"
    if limit.confidence:
        words += f" (confidence {limit.confidence})"
    return Row(f"{_FIGURES} {limit.name}", (full_day(limit.checked), state, "", amount, words))


def open_why(app: Host, target: str = "") -> None:
    """Open the explanation of a certification's numbers; a number's id may follow after a space."""
    certification_id, _, number = target.partition(" ")
    app.push_screen(WhyScreen(certification_id, number))


# --- One session ----------------------------------------------------------------------------------------------


class LineScreen(Fresh, Page):
    """One session: what it earns by itself, and what each certification takes of it."""

    HERE = (
        Command("line.talk", "t", "the session", "Open the session itself."),
        Command("line.domain", "d", "domain", "Say which certifications its Ways of Working part fits."),
        Command("line.back", "escape", "back", "Back."),
    )
    ABOUT = (
        "What this session earns, rounded down to a quarter or as its part of a claim, and what each of your "
        "certifications takes of it. "
        "Power Skills, Business Acumen and Giving Back count for every one; Ways of Working counts for the PMP always, "
        "and for others only where the session fits their domain. With several certifications, d says where it does."
    )
    DEFAULT_CSS = """
    LineScreen #takes { height: auto; max-height: 10; }
    LineScreen #reason { margin-top: 1; height: auto; }
    """

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id

    def body(self) -> ComposeResult:
        yield Plain("", id="page-title")
        yield Panel(own("What it earns"), Plain("", id="earns"))
        takes = Rows(
            [
                Column("certification", 14),
                Column("takes", 6, right=True),
                Column("counts", 6, right=True),
                Column("why"),
            ],
            empty="No certification yet, so nothing takes any of it. The hours are still yours.",
            id="takes",
        )
        reason = Plain("", id="reason", classes="muted")
        yield Panel(own("What each certification takes"), takes, reason, keys=("line.talk", "line.domain"))

    def reload(self) -> None:
        """Read it again as it stands now."""
        if not self.mentor.is_open:
            return
        book = pdu.book(all_sessions(self.ws), today=self.ws.today())
        line = next((x for x in book.lines if x.session.id == self.session_id), None)
        if line is None:
            self.query_one("#page-title", Plain).show(own("That session is no longer there."))
            return
        self.query_one("#page-title", Plain).show(
            joined(own("The session of "), full_day(line.session.on), own(": why"))
        )
        self.query_one("#earns", Plain).show("\n".join(_earns(line)))
        rows = [
            Row(
                a.certification_id,
                (a.name, pdu.show(a.quarters), pdu.show(a.counts), a.reason or "all of it counts"),
                "" if a.counts else "quiet",
            )
            for a in line.applied
        ]
        rows = rows or [
            Row(p.certification.id, (p.certification.name, "0.00", "0.00", line.reason), "quiet")
            for p in book.positions
        ]
        takes = self.query_one("#takes", Rows)
        takes.fill(rows)
        takes.styles.height = len(rows) + takes.head + (not rows)
        self._show_reason()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_reason()

    def _show_reason(self) -> None:
        """The reason in full: it may be longer than its column."""
        takes = self.query_one("#takes", Rows)
        cells = next((r.cells for r in takes.rows if r.key == takes.current), ("", ""))
        self.query_one("#reason", Plain).show(f"{cells[0]}: {cells[-1]}" if takes.current else "")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.mentor.go(f"pdu-why:{event.key}")

    def action_talk(self) -> None:
        """Open the session."""
        self.mentor.go(f"session:{self.session_id}")

    def action_domain(self) -> None:
        """Choose the certifications that its Ways of Working part fits."""
        self.mentor.go(f"pdu-domain:{self.session_id}")


def _earns(line: pdu.Line) -> list[str]:
    if not line.counts:
        return [f"It earns nothing. {line.reason}"]
    alone = line.quarters == pdu.quarters(line.minutes)
    how = "rounded down to a quarter" if alone else "its part of the claim it is in"
    said = [f"{line.minutes} minutes, {how}: {pdu.show(line.quarters)} PDU in {pdu.CATEGORY[line.role]}."]
    if line.role == "mentee":
        parts = [f"{side} {pdu.show(part)}" for side, part in zip(pdu.SIDES, line.triangle, strict=True)]
        weights = " : ".join(str(w) for w in line.weights)
        said.append(f"Split {weights}: {', '.join(parts)}." if any(line.weights) else "It has no split yet.")
    return said


def open_line(app: Host, target: str = "") -> None:
    """Open the explanation of how a session counts."""
    app.push_screen(LineScreen(target))


def open_domain(app: Host, target: str = "") -> None:
    """Open the choice of certifications that a session's Ways of Working part fits."""
    session = app.ws.get(Session, target)
    held = sorted(app.ws.all(Certification), key=lambda c: c.name.casefold())
    asked = [c for c in held if not pdu.terms_now(c).all_ways_of_working]
    if session is None or (app.pair.role != "mentee" and not session.activity) or len(held) < 2 or not asked:
        app.say("Only a mentee who holds several certifications is asked; here there is nothing to say.")
        return
    form = programs.shared_forms()["session"]
    options = tuple(Option(c.name, c.name) for c in asked)
    field = msgspec.structs.replace(form.field("ways_of_working_for"), kind="choices", options=options)
    section = msgspec.structs.replace(form.sections[0], title="", help="", fields=(field,))
    form = msgspec.structs.replace(form, intro="", sections=(section,))

    title = joined(own("The session of "), session.on, own(": its domain"))
    where = f"pdu-domain:{session.id}"
    app.push_screen(RecordForm(app, session, title, form=form, label="session changed", where=where))
