"""Pictures of PDUs on the command line: words first and the bar last, so that a screen reader may stop there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mentor_tui import pdu
from mentor_tui.claims.glance import Glance
from mentor_tui.pdu import months, pictures

WIDE = 80
"""Columns that a line takes at most, as long as its words let it."""
_NARROWEST = 12


def certification(outlook: pdu.Outlook, look: Glance) -> str:
    """One certification: its figures in a line, its buckets as bars, and what to do next."""
    position = outlook.position
    days = position.cycle.days
    drawn = pictures.gauges(outlook)
    lines = [f"{position.certification.name}, cycle {days}", f"  {_figures(look)}", *buckets(drawn)]
    if marks := pictures.legend(drawn):
        lines.append(f"  {marks}")
    return "\n".join([*lines, f"  Next: {look.next}"])


def buckets(drawn: Sequence[pictures.Gauge]) -> list[str]:
    """Bars below each other: label, numbers, what follows from them, bar."""
    words = [
        (f"    {g.label}" if g.inside else f"  {g.label}", f"{g.numbers}  {g.note}" if g.numbers else g.note)
        for g in drawn
    ]
    label, told = (max((len(w[at]) for w in words), default=0) for at in (0, 1))
    width = max(WIDE - label - told - 4, _NARROWEST)
    return [f"{a:<{label}}  {b:<{told}}  {g.bar(width)}" for (a, b), g in zip(words, drawn, strict=True)]


def split(pairs: Iterable[Sequence[pdu.Line]]) -> str:
    """The split of a mentee's sessions over the triangle; empty without any."""
    gauge = pictures.split_gauge(pairs)
    if gauge is None:
        return ""
    marks = zip("WPB", pdu.SIDES, strict=True)
    return "\n".join([*buckets([gauge]), "  " + "  ".join(f"{mark} {words}" for mark, words in marks)])


def by_month(shown: Sequence[months.Month]) -> str:
    """The months that bring something, each in words and as a bar; empty when none does."""
    busy = [month for month in shown if month.total]
    most = max((month.total for month in busy), default=0)
    words = max((len(month.sentence) for month in busy), default=0)
    width = max(min(WIDE - words - 4, 40), _NARROWEST)
    lines = [
        f"  {month.sentence:<{words}}  " + pictures.cells((*month.parts, (" ", most - month.total)), width).rstrip()
        for month in busy
    ]
    return "\n".join([f"Per month: {months.summary(shown)}", *lines]) if busy else ""


def _figures(look: Glance) -> str:
    told = [(look.earned, "earned"), (look.counts, "count"), (look.planned, "planned"), (look.wasted, "wasted"),
            (look.to_waste, "to waste"), (look.claimed, "claimed"), (look.to_claim, "to claim")]  # fmt: skip
    return ", ".join(f"{pdu.show(amount)} {word}" for amount, word in told)
