"""The worked examples of docs/pdu.md, counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import pdu
from mentor_tui.schema.records import Certification, Session
from tests.pdu_room import held, position, quarters, read

PAGE = (Path(__file__).parent.parent / "docs" / "pdu.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first heading is this one."""
    lines = PAGE.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} "))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def talks(raw: str) -> list[Session]:
    """`5 x 50 as 2:3:1, 45`, one a day from 1 March on."""
    found: list[Session] = []
    for item in raw.split(","):
        match = re.fullmatch(r"(?:(\d+) x )?(\d+)(?: as (\d+):(\d+):(\d+))?", item.strip())
        assert match, item
        ways, power, business = (int(w or 0) for w in match.groups()[2:])
        for _ in range(int(match[1] or 1)):
            day = f"2026-03-{len(found) + 1:02d}"
            split = {"ways_of_working": ways, "power_skills": power, "business_acumen": business}
            found.append(held(int(match[2]), day, **split))
    return found


def certifications(raw: str) -> list[Certification]:
    """`PMP (other 16.00, practitioner 8.00), PMI-ACP`, or `none`."""
    found = []
    for name, given in re.findall(r"([\w-]+)(?: \(([^)]*)\))?(?:, |$)", raw):
        fields: dict[str, Any] = {}
        for item in filter(None, given.split(", ")):
            what, amount = item.split()
            match what:
                case "other":
                    fields["giving_back_claimed"] = quarters(amount)
                case "practitioner":
                    fields["practitioner_claimed"] = quarters(amount)
                case "awarded":
                    fields["awarded"] = amount
                case _:
                    raise AssertionError(item)
        found.append(Certification(name=name, **fields))
    return [] if raw == "none" else found


EXAMPLES, SPLITS, CARRIED = (
    table("example"),
    table("split of a mentee's sessions"),
    table("carried over (PMP, cycle to 2026-06-30)"),
)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row[0])
def test_worked_examples(row: list[str]) -> None:
    _, role, held_ones, sessions, floor, earned, counts = row
    book = read(*certifications(held_ones), *talks(sessions), role=role, floor=floor)  # type: ignore[arg-type]
    assert pdu.show(book.amount(0).quarters) == earned
    found = {s.name: pdu.show(s.counts) for s in book.standings}
    wanted = {} if counts == "none" else dict(item.rsplit(" ", 1) for item in counts.split(", "))
    assert found == wanted


@pytest.mark.parametrize("row", SPLITS, ids=lambda row: f"{row[0]} {row[1]}")
def test_worked_splits(row: list[str]) -> None:
    sessions, floor, *sides, unsplit = row
    amount = read(*talks(sessions), role="mentee", floor=floor).amount(0)  # type: ignore[arg-type]
    assert [pdu.show(side) for side in amount.triangle] == sides
    assert pdu.show(amount.unsplit) == unsplit


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: row[0])
def test_what_goes_over(row: list[str]) -> None:
    _, total, recent, carried = row
    certification = Certification(
        name="PMP",
        cycle_end="2026-06-30",
        ways_of_working_claimed=quarters(total),
        recent_claimed=quarters(recent),
    )
    found = position(certification)
    assert (found.carry.amount, pdu.show(found.total)) == (quarters(carried), total)


def test_the_page_has_examples() -> None:
    assert (len(EXAMPLES), len(SPLITS), len(CARRIED)) == (12, 6, 4)
