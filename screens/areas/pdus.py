"""PDUs: what the talks earn, what a certification takes of it, and why a talk does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from mentor_tui import pdu
from mentor_tui.cadence import duration
from mentor_tui.everyone import Talks, all_talks
from mentor_tui.pdu import Standing
from mentor_tui.records import Certification, Session
from mentor_tui.workspace import PairView

from ..base import Room
from ..commands import Command
from ..widgets.plain import Plain, joined
from ..widgets.rows import Column, Row, Rows, fit

_BAR = 20
_KINDS = {"mentor": "Giving Back", "mentee": "Education"}
_MATTERS = {
    "Giving Back": {"cycle_years": "the length of a cycle", "giving_back_cap": "the cap"},
    "Education": {
        "cycle_years": "the length of a cycle",
        "education_minimum": "the minimum of Education",
        "ways_of_working_minimum": "the minimum of Ways of Working",
        "power_skills_minimum": "the minimum of Power Skills",
        "business_acumen_minimum": "the minimum of Business Acumen",
    },
}
"""Figures that a category rests on, in words."""


@dataclass(frozen=True)
class Account:
    """A certification with its standing in one category."""

    certification: Certification
    standing: Standing

    @property
    def key(self) -> str:
        """Of its row."""
        return f"{self.certification.id} {self.standing.category}"


class PdusRoom(Room):
    """The ledger of this pair, and the certifications over all pairs."""

    AREA = "pdus"
    HERE = (
        Command("pdus.add", "n", "new cert.", "Add a certification you hold, with what you claimed elsewhere."),
        Command("pdus.edit", "e", "edit cert.", "Change this certification."),
        Command("pdus.remove", "x", "delete cert.", "Delete this certification; u brings it back.", footer=False),
        Command("pdus.log", "o", "PDU log", "Make the PDU log, as a document or a spreadsheet."),
    )
    ABOUT = (
        "One PDU per hour, in quarters; each talk is rounded down by itself. Only talks between the two of you that "
        "took place and were not paid count. A mentor earns Giving Back, which has a cap over all your pairs together; "
        "a mentee earns Education, which is split over the three sides of the Talent Triangle. Figures of PMI's that "
        "we could not verify are said to be; your PMI dashboard has the last word. Tab moves between the two lists."
    )
    DEFAULT_CSS = """
    PdusRoom #total { text-style: bold; }
    PdusRoom #certs { height: auto; min-height: 1; max-height: 4; margin-top: 1; }
    PdusRoom #detail { height: auto; padding: 0 1; }
    PdusRoom #log { height: 1fr; margin-top: 1; }
    PdusRoom.-low #certs, PdusRoom.-low #log { margin-top: 0; }
    PdusRoom.-low #detail { max-height: 6; }
    """

    def body(self) -> ComposeResult:
        yield Plain("", id="total")
        yield Rows(
            [Column("", 9), Column("", 11), Column("", _BAR), Column("", 24), Column("", 24, wide_only=True)],
            empty="No certification yet. n adds one, and this page says what counts for it.",
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
        ledger = pdu.ledger(view)
        counted = sum(line.counts for line in ledger.lines)
        self.query_one("#total", Plain).show(
            joined("No PDUs yet: a logged meeting that counts shows up here.")
            if not counted
            else joined(
                f"{pdu.show(ledger.earned)} PDUs earned",
                (f"   {ledger.minutes} minutes in {counted} talk{'' if counted == 1 else 's'}", "not bold"),
                (f" ({duration(ledger.minutes)}), {_KINDS[view.role]}", "not bold dim"),
            )
        )
        everyone = all_talks(self.ws)
        self._accounts = {a.key: a for a in accounts(everyone)}
        self._pairs = len(self.ws.pairs)
        self._forgotten = len(everyone) > self._pairs
        certs = self.query_one("#certs", Rows)
        certs.fill([_account_row(a) for a in self._accounts.values()])
        certs.styles.height = min(max(len(certs.rows), 1), 4)
        self._show_detail()
        self.query_one("#log", Rows).fill([_line_row(line, view.role == "mentee") for line in ledger.lines[::-1]])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "certs":
            self._show_detail()

    def _show_detail(self) -> None:
        account = self._accounts.get(self.query_one("#certs", Rows).current)
        lines = _detail(account.standing, self._pairs, self._forgotten) if account else []
        self.query_one("#detail", Plain).show("\n".join(lines))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "certs":
            self.mentor.go(f"certification:{self._accounts[event.key].certification.id}")
        else:
            self.mentor.go(f"session:{event.key}")

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


def accounts(everyone: Sequence[PairView | Talks]) -> list[Account]:
    """Each certification with its standing over all pairs, in each category that my roles earn in."""
    held = {c.id: c for pair in everyone for c in pair.certifications}
    ordered = sorted(held.values(), key=lambda c: (c.name.casefold(), c.id))
    found = pdu.standings(everyone)
    each = len(found) // len(ordered) if ordered else 0
    return [Account(ordered[at // each], standing) for at, standing in enumerate(found)] if each else []


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
        whole, reached, word = standing.cap, standing.claimed_elsewhere + standing.counts, "of"
    else:
        whole, reached, word = standing.education_minimum, standing.education_reached, "of at least"
    picture = bar(standing.claimed_elsewhere, standing.counts, whole or 0)
    amount = f"{pdu.show(reached)} {word} {pdu.show(whole)}" if whole else f"{pdu.show(reached)}, limit unknown"
    days = (
        f"{standing.cycle_start or '...'} to {standing.cycle_end or '...'}" if standing.cycle_end else "no cycle dates"
    )
    return Row(account.key, (standing.name, standing.category, picture, amount, days))


def _detail(standing: Standing, pairs: int, forgotten: bool) -> list[str]:
    legend = [
        f"= claimed elsewhere {pdu.show(standing.claimed_elsewhere)}",
        f"# from mentoring {pdu.show(standing.counts)}",
    ]
    if standing.over:
        legend.append(f"{pdu.show(standing.over)} over the cap")
    elif standing.left is not None:
        legend.append(f". still open {pdu.show(standing.left)}")
    lines = ["   ".join(legend)]
    summed = f" All {pairs} pairs are summed." if pairs > 1 else ""
    lines.append(standing.sentence + summed + (" Talks of forgotten pairs are in it." if forgotten else ""))
    if standing.triangle_minima:
        for side, reached, least in zip(pdu.SIDES, standing.triangle_reached, standing.triangle_minima, strict=True):
            word = "reached" if reached >= least else f"{pdu.show(least - reached)} to go"
            lines.append(
                f"{fit(side, 16)} {bar(0, reached, least)} {pdu.show(reached):>5} of {pdu.show(least)}  {word}"
            )
    if standing.unsplit:
        lines.append(f"{pdu.show(standing.unsplit)} PDUs have no split yet; open the talk to say which side it was.")
    unsure = [words for name, words in _MATTERS[standing.category].items() if name in standing.unverified]
    if unsure:
        lines.append(f"Not verified by us: {', '.join(unsure)}. Please check with PMI.")
    return lines


def _line_row(line: pdu.Line, mentee: bool) -> Row:
    session: Session = line.session
    number = str(line.number) if line.number else ""
    if not line.counts:
        return Row(session.id, (session.on, number, str(line.minutes or ""), "-", f"no: {line.reason}"), "quiet")
    words = "yes"
    if mentee:
        sides = [
            f"{side.split()[0]} {pdu.show(part)}" for side, part in zip(pdu.SIDES, line.triangle, strict=True) if part
        ]
        words += f": {', '.join(sides)}" if sides else ": no split yet"
    elif not line.quarters:
        words = "yes, but it is shorter than a quarter of an hour"
    return Row(session.id, (session.on, number, str(line.minutes), pdu.show(line.quarters), words))
