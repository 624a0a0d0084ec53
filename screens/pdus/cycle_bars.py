"""The bars of a certification as the PDUs area shows them: by its name, its cycle in the title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual.content import Content

from mentor_tui import pdu
from mentor_tui.pdu import Forecast, Outlook, pictures
from mentor_tui.words import text
from mentor_tui.words.days import safe_day, short_day

from ..widgets.facts import Fact
from ..widgets.plain import joined, own


def title_of_cycle(outlook: Outlook | None, pairs: int, today: date) -> Content:
    """`PMP, 6 Jan 2025 to 5 Jan 2028, 594 days left`, and that several pairs count together."""
    summed = f", {'both' if pairs == 2 else f'all {pairs}'} pairs together" if pairs > 1 else ""
    if outlook is None:
        return joined(own("PDUs"), summed)
    cycle = outlook.position.cycle
    first, last = safe_day(cycle.start), safe_day(cycle.end)
    days = (last - today).days if last else -1
    left = f", {days} day{'' if days == 1 else 's'} left" if days >= 0 else ""
    told = ", no cycle dates (e)"
    if first and last:
        assumed = "assumed " if cycle.assumed else ""
        told = f", {assumed}{short_day(first)} {first.year} to {short_day(last)} {last.year}{left}"
    return joined(text.shorten(outlook.position.certification.name, 24), f"{told}{summed}")


def whole_of(outlook: Outlook, ahead: Forecast) -> pictures.Gauge:
    """All of a certification as one bar, by its name."""
    return named(pictures.gauges(outlook, ahead.now.lines)[0], outlook)


def named(whole: pictures.Gauge, outlook: Outlook) -> pictures.Gauge:
    """The bar of all of it, with the certification's name in the place of `In all`."""
    name = outlook.position.certification.name
    return replace(whole, label=name, sentence=whole.sentence.replace(whole.label, name, 1))


def facts_of_bar(gauge: pictures.Gauge, outlook: Outlook | None) -> list[Fact]:
    """A bar in words; beside the one of all of it also what is coming."""
    if outlook is None or gauge.id != "total":
        return [("", gauge.sentence, "")]
    whole, needed = outlook.position.total, outlook.position.terms.total.amount
    complete = needed is None or whole >= needed  # else the bars tell what is short, in less room
    coming = [alert.sentence for alert in outlook.alerts] + list(outlook.sentences)
    said = outlook.position.sentence if complete else gauge.sentence
    return [("", said, ""), *(("", words, "$quiet") for words in coming)]


def in_words(parted: pictures.Gauge) -> pictures.Gauge:
    """The split of a mentee's sessions: in words, as the bars above show it already."""
    sides = zip((*(side.split()[0] for side in pdu.SIDES), "to split"), parted.parts, strict=True)
    return replace(parted, note=", ".join(f"{side} {pdu.show(amount)}" for side, (_, amount) in sides if amount))
