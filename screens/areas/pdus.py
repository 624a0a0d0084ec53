"""PDUs: what the talks earn, what a certification takes of it, and why a talk does not count."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult

from mentor_tui import pdu
from mentor_tui.cadence import duration
from mentor_tui.everyone import all_talks
from mentor_tui.pdu import Limit, Outlook, Standing
from mentor_tui.records import Certification, Session
from mentor_tui.workspace import PairView

from ..base import Room
from ..commands import Command
from ..widgets.plain import Plain, joined
from ..widgets.rows import Column, Row, Rows, fit

_BAR = 20


@dataclass(frozen=True)
class Account:
    """A certification with its standing in one category."""

    outlook: Outlook
    standing: Standing

    @property
    def certification(self) -> Certification:
        """As it is held."""
        return self.outlook.position.certification

    @property
    def key(self) -> str:
        """Of its row."""
        return f"{self.certification.id} {self.standing.category}"


class PdusRoom(Room):
    """The ledger of this pair, and the certifications over all pairs."""

    AREA = "pdus"
    HERE = (
        Command("pdus.why", "w", "why", "Why is it so? The talks behind this number, and what is coming."),
        Command("pdus.claims", "c", "claims", "What can be claimed, the copy deck for PMI's form, and what PMI said."),
        Command("pdus.add", "n", "new cert.", "Add a certification you hold, with what you claimed elsewhere."),
        Command("pdus.edit", "e", "edit cert.", "Change this certification."),
        Command("pdus.remove", "x", "delete cert.", "Delete this certification; u brings it back.", footer=False),
        Command("pdus.log", "o", "PDU log", "Make the PDU log, as a document or a spreadsheet."),
        Command("pdus.hours", "h", "hours", "Make a certificate of hours; it needs no certification.", footer=False),
    )
    ABOUT = (
        "One PDU per hour, in quarters; each talk is rounded down by itself. Only talks between the two of you that "
        "took place and were not paid count. A mentor earns Giving Back, which has a cap over all your pairs together; "
        "a mentee earns Education, which is split over the three sides of the Talent Triangle. Enter on anything says "
        "why it is so. Figures of PMI's that we could not verify are said to be; put your own in their place with e. "
        "Your PMI dashboard has the last word. Tab moves between the two lists."
    )
    DEFAULT_CSS = """
    PdusRoom #total { text-style: bold; }
    PdusRoom #certs { height: auto; min-height: 1; max-height: 4; margin-top: 1; }
    PdusRoom #detail { height: auto; padding: 0 1; }
    PdusRoom #log { height: 1fr; margin-top: 1; }
    PdusRoom.-low #certs, PdusRoom.-low #log { margin-top: 0; }
    PdusRoom.-low #detail { max-height: 7; }
    """

    def body(self) -> ComposeResult:
        yield Plain("", id="total")
        yield Rows(
            [Column("", 9), Column("", 11), Column("", _BAR), Column("", 24), Column("", 24, wide_only=True)],
            empty="No certification yet. n adds one; h makes a certificate of hours without one.",
            id="certs",
        )
        yield Plain("", id="detail", classes="muted")
        yield Rows(
            [
                Column("date", 10),
                Column("no", 3, right=True),
                Column("min", 4, right=True),
                Column("PDU", 5, right=True),
                Column("counts"),
            ],
            empty="No talks yet. Log one (5), and it shows here with what it earns.",
            id="log",
        )

    def load(self, view: PairView) -> None:
        pairs = self.ws.pairs
        ahead = pdu.forecast(all_talks(self.ws), view.today)
        here = next(at for at, pair in enumerate(pairs) if pair.id == view.pair.id)
        lines, whole = ahead.now.pairs[here], ahead.now.amount(here)
        counted = sum(line.counts for line in lines)
        self.query_one("#total", Plain).show(
            joined("No PDUs yet: a logged meeting that counts shows up here.")
            if not counted
            else joined(
                f"{pdu.show(whole.quarters)} PDUs earned",
                (f"   {whole.minutes} minutes in {counted} talk{'' if counted == 1 else 's'}", "not bold"),
                (f" ({duration(whole.minutes)}), {pdu.CATEGORY[view.role]}", "not bold dim"),
            )
        )
        found = [Account(outlook, standing) for outlook in ahead.outlooks for standing in outlook.position.standings]
        self._accounts = {a.key: a for a in found}
        self._pairs = len(pairs)
        certs = self.query_one("#certs", Rows)
        certs.fill([_account_row(a) for a in found])
        certs.styles.height = min(max(len(certs.rows), 1), 4)
        self._show_detail()
        self.query_one("#log", Rows).fill([_line_row(line) for line in lines[::-1]])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "certs":
            self._show_detail()

    def _show_detail(self) -> None:
        account = self._accounts.get(self.query_one("#certs", Rows).current)
        lines = _detail(account, self._pairs) if account else []
        self.query_one("#detail", Plain).show("\n".join(lines))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._tell_why(event.rows)

    def _tell_why(self, rows: Rows) -> None:
        if rows.id == "certs" and rows.current:
            self.mentor.go(f"pdu-why:{self._accounts[rows.current].certification.id}")
        elif rows.current:
            self.mentor.go(f"pdu-line:{rows.current}")

    def action_why(self) -> None:
        """Why is it so?"""
        at = self.focused if isinstance(self.focused, Rows) else self.query_one("#certs", Rows)
        if not at.current:
            self.say("There is nothing to explain here yet. n adds a certification; 5 leads to your sessions.")
        self._tell_why(at)

    def action_claims(self) -> None:
        """What can be claimed, and what was."""
        self.mentor.go("claims")

    def action_add(self) -> None:
        """Add a certification."""
        self.mentor.go("certification:new")

    def _current(self) -> Certification | None:
        account = self._accounts.get(self.query_one("#certs", Rows).current)
        if account is None:
            self.say("There is no certification yet. n adds one.")
            return None
        return account.certification

    def action_edit(self) -> None:
        """Change this certification."""
        if found := self._current():
            self.mentor.go(f"certification:{found.id}")

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


def bar(elsewhere: int, here: int, whole: int, width: int = _BAR) -> str:
    """`====####......`: claimed elsewhere, from these talks, still open."""
    if whole <= 0:
        return ""
    first = min(elsewhere * width // whole, width)
    both = min((elsewhere + here) * width // whole, width)
    if here and both == first and first < width:
        both += 1  # a little is not nothing
    return "=" * first + "#" * (both - first) + "." * (width - both)


def _account_row(account: Account) -> Row:
    standing = account.standing
    if standing.category == "Giving Back":
        whole, word = standing.cap, "of"
    else:
        whole, word = standing.education_minimum, "of at least"
    picture = bar(standing.claimed_elsewhere, standing.counts, whole or 0)
    reached = pdu.show(standing.reached)
    amount = f"{reached}, limit unknown" if whole is None else f"{reached} {word} {pdu.show(whole)}"
    if standing.unverified and whole is not None:
        amount += " ?"
    days = (
        f"{standing.cycle_start or '...'} to {standing.cycle_end or '...'}" if standing.cycle_end else "no cycle dates"
    )
    return Row(account.key, (standing.name, standing.category, picture, amount, days))


def _detail(account: Account, pairs: int) -> list[str]:
    standing, outlook = account.standing, account.outlook
    legend = [
        f"= claimed elsewhere {pdu.show(standing.claimed_elsewhere)}",
        f"# from mentoring {pdu.show(standing.counts)}",
    ]
    if standing.over:
        legend.append(f"{pdu.show(standing.over)} over the cap")
    elif standing.left is not None:
        legend.append(f". still open {pdu.show(standing.left)}")
    lines = ["   ".join(legend)]
    lines.append(standing.sentence + (f" All {pairs} pairs are summed." if pairs > 1 else ""))
    if standing.category == "Education":
        sides = outlook.position.terms.sides
        for side, reached, limit in zip(pdu.SIDES, standing.triangle_reached, sides, strict=True):
            if limit.amount is not None:
                lines.append(_side(side, reached, limit, limit.amount))
    coming = [alert.sentence for alert in outlook.alerts] + list(outlook.sentences)
    if standing.unsplit:
        lines.append(f"{pdu.show(standing.unsplit)} PDUs have no split yet; open the talk to say which side it was.")
    if standing.unverified:
        unsure = ", ".join(pdu.WORDS[name] for name in standing.unverified)
        lines.append(f"Not verified by us (?): {unsure}. Please check with PMI; e puts your own figure there.")
    if standing.own:
        lines.append(f"Your own figures: {', '.join(pdu.WORDS[name] for name in standing.own)}.")
    return lines + coming[:1]


def _side(side: str, reached: int, limit: Limit, least: int) -> str:
    if reached < least:
        word = f"{pdu.show(least - reached)} to go"
    else:
        word = "reached" if limit.usable else "not verified"
    return f"{fit(side, 16)} {bar(0, reached, least)} {pdu.show(reached):>5} of {pdu.show(least)}  {word}"


def _line_row(line: pdu.Line) -> Row:
    session: Session = line.session
    number = str(line.number) if line.number else ""
    if not line.counts:
        return Row(session.id, (session.on, number, str(line.minutes or ""), "-", f"no: {line.reason}"), "quiet")
    words = "yes"
    if line.role == "mentee":
        sides = [
            f"{side.split()[0]} {pdu.show(part)}" for side, part in zip(pdu.SIDES, line.triangle, strict=True) if part
        ]
        words += f": {', '.join(sides)}" if sides else ": no split yet"
    elif not line.quarters:
        words = "yes, but it is shorter than a quarter of an hour"
    less = [f"{a.name}: {a.reason}" for a in line.applied if a.reason and line.quarters]
    words += f"; {' '.join(less)}" if less else ""
    return Row(session.id, (session.on, number, str(line.minutes), pdu.show(line.quarters), words))
