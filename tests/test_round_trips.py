"""Our own lists of sessions come back: to the vault they left they add nothing, in an empty one they lose nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import documents
from mentor_tui.cli import lists, tables
from mentor_tui.documents import spreadsheet
from mentor_tui.errors import InputRefused
from mentor_tui.imports import headings, spreadsheets
from mentor_tui.imports.spreadsheets import Understood
from mentor_tui.schema.records import Session
from mentor_tui.words import text
from mentor_tui.workspace import PairView
from tests.pair_views import PAIR, TODAY, talk, view

LETTERS = st.sampled_from([*"aB1 =+-@,;|'\"\né", "a", "x"])
TEXTS = st.text(LETTERS, max_size=12).map(lambda words: words and f"a{words}".strip())
PLANS = st.fixed_dictionaries(
    {
        "minutes": st.sampled_from([0, 20, 45, 75, 600]),
        "kind": st.sampled_from(["one_to_one", "kickoff", "webinar", "group", "networking", "other"]),
        "status": st.sampled_from(["held", "planned", "no_show", "cancelled"]),
        "channel": st.sampled_from(["", "Teams", "=phone"]),
        "focus": TEXTS | st.sampled_from(["=1+1", "'=x", "'''@y", "\t=z"]),
        "outcome": TEXTS,
        "takeaways": TEXTS,
        "ways_of_working": st.integers(0, 4),
        "power_skills": st.integers(0, 100),
        "business_acumen": st.integers(0, 2),
        "paid": st.booleans(),
        "zone": st.sampled_from(["Europe/Brussels", "Asia/Tokyo"]),
        "start": st.sampled_from(["", "18:00", "09:05"]),
    }
)
SOME = st.lists(PLANS, max_size=5).map(
    lambda found: [talk(-40 + 7 * at, objective="what for", **_checked(one)) for at, one in enumerate(found)]
)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The words as a form lets them in."""
    words = {name: text.clean(fields[name]).strip("\n") for name in ("focus", "outcome", "takeaways")}
    return fields | words


def listed(found: PairView) -> str:
    """`sessions --format csv`."""
    rows = [{"pair": found.pair.partner_name, **row} for row in lists._session_rows(found)]
    return tables.csv_text(list(rows[0]), [list(row.values()) for row in rows]) if rows else "date,minutes"


def exported(found: PairView, settings: str) -> bytes:
    """`export sessions --csv-for`."""
    return documents.render(documents.build(found, "sessions"), f"csv-{settings}")


def taken(data: bytes, *, present: list[Session], zone: str = "Europe/Brussels") -> Understood:
    found = spreadsheets.understand(data, pair=PAIR, zone=zone, today=TODAY, present=present, me="Ana Peeters")
    found.settle(None)
    return found


@settings(max_examples=60, deadline=None)
@given(SOME, st.sampled_from(["mentor", "mentee"]))
def test_our_list_comes_back_without_a_loss_and_adds_nothing(sessions: list[Session], role: str) -> None:
    whole = view(*sessions, pair={"role": role})
    again = taken(listed(whole).encode(), present=sessions)
    assert not again.rows and not again.bad and len(again.duplicates) == len(sessions)
    assert all("differs" not in why for _, why in again.duplicates)
    sound = [s for s in sessions if s.minutes or s.status not in ("held", "planned")]
    sound = [s for s in sound if not (s.status == "held" and s.on > TODAY.isoformat())]
    left = view(*sound, pair={"role": role})
    back = taken(listed(left).encode(), present=[])
    assert not back.bad and not back.duplicates
    assert listed(view(*(row.session for row in back.rows), pair={"role": role})) == listed(left)


@settings(max_examples=60, deadline=None)
@given(SOME, st.sampled_from(["mentor", "mentee"]), st.sampled_from(["be", "us"]))
def test_our_spreadsheet_comes_back_without_a_loss_and_adds_nothing(
    sessions: list[Session], role: str, country: str
) -> None:
    whole = view(*sessions, pair={"role": role})
    again = taken(exported(whole, country), present=sessions)
    assert not again.rows and not again.bad
    sound = [s for s in sessions if s.minutes or s.status not in ("held", "planned")]
    left = view(*(s for s in sound if not (s.status == "held" and s.on > TODAY.isoformat())), pair={"role": role})
    if left.sessions:
        back = taken(exported(left, country), present=[])
        assert not back.bad and not back.duplicates
        again_here = view(*(row.session for row in back.rows), pair={"role": role})
        assert exported(again_here, country) == exported(left, country)
        assert [(s.zone, s.paid) for s in again_here.sessions] == [(s.zone, s.paid) for s in left.sessions]


@pytest.mark.parametrize("country", ["be", "us"])
def test_a_spreadsheet_of_an_earlier_release_without_zones_comes_back_all_the_same(country: str) -> None:
    sessions = [talk(-9, start="18:00", zone="Europe/Brussels", focus="Scope"), talk(-3, paid=True, zone="")]
    rows = csv.reader(
        io.StringIO(exported(view(*sessions), country).decode("utf-8-sig")), delimiter={"be": ";", "us": ","}[country]
    )
    head, *cells = rows
    kept = [at for at, name in enumerate(head) if name not in ("Time zone", "Paid work")]
    old = "\r\n".join(";".join(row[at] for at in kept) for row in [head, *cells]).encode()
    assert not taken(old, present=sessions).rows
    found = taken(old, present=[], zone="Asia/Tokyo")
    assert not found.bad and [(row.session.zone, row.session.paid) for row in found.rows] == [
        ("Asia/Tokyo", False), ("Asia/Tokyo", True)]  # fmt: skip


@settings(deadline=None)
@given(st.text(st.sampled_from([*"='\"@+-a,;|\t \n"]), max_size=8).map(lambda w: text.clean(w).strip()))
def test_what_disarms_a_formula_is_taken_off_again(words: str) -> None:
    assert text.from_csv_cell(text.csv_cell(words)) == text.clean(words)
    one_line = " ".join(words.split())
    assert spreadsheet.text_of(spreadsheet.cell(one_line)) == one_line


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_every_column_of_our_own_lists_is_known(role: str) -> None:
    whole = view(talk(-3), pair={"role": role})
    derived = {"No.", "PDUs", "Claim", "number"}
    for data in (exported(whole, "us").decode("utf-8-sig"), listed(whole)):
        head = next(csv.reader(io.StringIO(data)))
        assert {name for name, known in zip(head, headings.meanings(head), strict=True) if not known} <= derived


def test_a_row_with_a_known_id_and_other_content_is_not_dropped_in_silence() -> None:
    session = talk(-3, focus="Scope")
    changed = listed(view(session)).replace(session.on, "2026-05-01")
    [(line, why)] = taken(changed.encode(), present=[session]).duplicates
    assert line == 2 and "differs" in why
    cleared = changed.replace(session.id, "")
    assert [row.session.on for row in taken(cleared.encode(), present=[session]).rows] == ["2026-05-01"]
    assert date.fromisoformat(session.on) != date(2026, 5, 1)


def test_our_spreadsheet_with_initials_for_a_name_adds_nothing() -> None:
    session = talk(-3, focus="How Bram Claes asks; what Bram’s sponsor hears")
    data = exported(view(session), "us")
    assert b"Bram" not in data
    again = taken(data, present=[session])
    assert not again.rows and len(again.duplicates) == 1


def test_a_pdu_log_is_no_list_of_sessions() -> None:
    log = documents.render(documents.build(view(talk(-3), talk(-9, status="cancelled")), "pdu-log"), "csv")
    with pytest.raises(InputRefused, match="PDU log"):
        taken(log, present=[])
    counted = talk(-3, focus="Bram asks")
    whole = documents.render(documents.build(view(counted), "pdu-log"), "csv")
    again = taken(whole, present=[counted])
    assert not again.rows and not again.bad and len(again.duplicates) == 1
