"""One line of the result, and the table they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement beside its baseline. Without a gate it is for information."""

    what: str
    ours: float
    base: float | None = None
    against: str = ""
    unit: str = "ms"
    gate: float | None = None
    """The first gate: a ratio, unless `absolute`."""
    aim: float | None = None
    absolute: bool = False
    """Gate and aim are in `unit`; they count only while the baseline stays under the gate, too."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the baseline's."""
        return self.ours / self.base if self.base else None

    @property
    def judged(self) -> float:
        """The figure that the gate is about."""
        return self.ours if self.absolute or self.ratio is None else self.ratio

    @property
    def unfair(self) -> bool:
        """Whether the machine was too busy: what is bare misses the gate as well."""
        return self.absolute and self.gate is not None and self.base is not None and self.base > self.gate

    @property
    def missed(self) -> bool:
        """Whether a first gate is missed."""
        return self.gate is not None and self.judged > self.gate and not self.unfair

    @property
    def verdict(self) -> str:
        """In a word or two."""
        if self.gate is None:
            return "for information"
        if self.missed:
            return "MISSED"
        if self.unfair:
            return "machine too busy"
        return "aim met" if self.aim is not None and self.judged <= self.aim else "gate met"


HEADINGS = ("what / against what", "ours", "baseline", "ratio", "first gate", "aim", "met?")


def table(rows: Iterable[Row]) -> str:
    """All rows under their headings, as a Markdown table that also reads well in a terminal."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    shown = [_line(line, widths) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([shown[0], rule, *shown[1:]])


def notes(rows: Iterable[Row]) -> str:
    """What the rows add in words."""
    return "\n".join(f"{row.what}: {row.note}" for row in rows if row.note)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.what} / {row.against}" if row.against else row.what,
        f"{_number(row.ours)} {row.unit}",
        f"{_number(row.base)} {row.unit}" if row.base is not None else "",
        _number(row.ratio) if row.ratio is not None else "",
        _number(row.gate) if row.gate is not None else "",
        _number(row.aim) if row.aim is not None else "",
        row.verdict,
    )


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = [c.ljust(w) if at in (0, 6) else c.rjust(w) for at, (c, w) in enumerate(zip(cells, widths, strict=True))]
    return "| " + " | ".join(padded) + " |"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
