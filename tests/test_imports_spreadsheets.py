"""Session spreadsheets as people really have them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.errors import InputRefused
from mentor_tui.imports import files, spreadsheets
from mentor_tui.imports.rows import Together
from mentor_tui.imports.spreadsheets import Understood
from mentor_tui.schema.records import Pair, Session

from .cli_room import DATA

PAIR = Pair(id="pair")
TODAY = date(2026, 8, 3)


def understood(
    data: bytes | str, present: Iterable[Session] = (), today: date = TODAY, together: Together = ""
) -> Understood:
    raw = data.encode() if isinstance(data, str) else data
    return spreadsheets.understand(
        raw, pair=PAIR, zone="Europe/Brussels", today=today, present=present, together=together
    )


def one(data: bytes | str) -> Session:
    found = understood(data)
    assert not found.bad, found.bad
    (row,) = found.rows
    return row.session


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8."[:5]),
        ("utf-8-sig", "UTF-8 with a byte-order mark"),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding: str, told: str, delimiter: str, end: str) -> None:
    rows = [["date", "minutes", "kind", "focus"], ["2026-03-12", "60", "1:1", "coördinatie"]]
    found = understood((end.join(delimiter.join(row) for row in rows) + end).encode(encoding))
    assert [r.session.focus for r in found.rows] == ["coördinatie"]
    assert found.encoding == told
    assert found.delimiter == delimiter
    assert found.told()[0].startswith(f"Read as {told}")


@pytest.mark.parametrize(
    "headings",
    [
        "Date;Start time;Duration (min);Type;Topic",
        "Datum;Beginuur;Duur (minuten);Soort;Onderwerp",
        "DATUM ;Uur;Duur in minuten;Type sessie;Thema",
        "Date de la séance;Heure de début;Durée (min.);Nature;Sujet",
        "Datum;Uhrzeit;Dauer (Minuten);Art;Thema",
    ],
)
def test_headings_in_four_languages(headings: str) -> None:
    session = one(f"{headings}\n12/03/2026;18:00;75;1:1;Plans\n")
    assert (session.on, session.start, session.minutes, session.kind, session.focus) == (
        "2026-03-12",
        "18:00",
        75,
        "one_to_one",
        "Plans",
    )


@pytest.mark.parametrize(
    ("cells", "expected", "told"),
    [
        (["12/03/2026", "30/04/2026"], ["2026-03-12", "2026-04-30"], "day first"),
        (["03/12/2026", "04/30/2026"], ["2026-03-12", "2026-04-30"], "month first"),
        (["03/04/2026", "05/06/2026"], ["2026-04-03", "2026-06-05"], "day first, assumed"),
        (["3.4.26", "13.4.26"], ["2026-04-03", "2026-04-13"], "day first"),
        (["2026-03-12", "2026/04/30"], ["2026-03-12", "2026-04-30"], "iso"),
        (["12 maart 2026", "30 avr. 2026"], ["2026-03-12", "2026-04-30"], "iso"),
        (["March 12, 2026", "do 30 april 2026"], ["2026-03-12", "2026-04-30"], "iso"),
    ],
)
def test_day_and_month_are_decided_over_the_whole_column(cells: list[str], expected: list[str], told: str) -> None:
    found = understood("date\tminutes\n" + "".join(f"{c}\t60\n" for c in cells))
    assert [r.session.on for r in found.rows] == expected, found.bad
    assert found.date_order == told


def test_a_doubtful_order_is_said() -> None:
    assert any("read as day/month/year" in line for line in understood("date;minutes\n03/04/2026;60\n").told())


def test_a_date_cell_may_hold_the_time_too() -> None:
    assert one("date;minutes\n12/03/2026 18:30;60\n").start == "18:30"
    assert one("date;minutes\n2026-03-12T18:30:00;60\n").start == "18:30"
    assert one("date;minutes\n12/03/2026 00:00;60\n").start == ""


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("75", 75), ("75,0", 75), ("75 min", 75), ("1h15", 75), ("1:15", 75), ("01:15:00", 75), ("1u15", 75),
     ("1 h 15 min", 75), ("1 uur en 15 minuten", 75), ("1,25 h", 75), ("2h", 120),
     ("1½ h", 90), ("1 hr 15", 75), ("90'", 90), ("1 hour and 30 minutes", 90)],
)  # fmt: skip
def test_durations(cell: str, minutes: int) -> None:
    assert one(f"date;minutes\n2026-03-12;{cell}\n").minutes == minutes


@pytest.mark.parametrize("cell", ["", "0", "-5", "1441", "75.5", "soon", "=A1", "1:75"])
def test_durations_that_are_none(cell: str) -> None:
    found = understood(f"date;minutes\n2026-03-12;{cell}\n")
    assert [line for line, _ in found.bad] == [2]


def test_hours_and_end_times() -> None:
    assert one("datum;uren\n2026-03-12;1,25\n").minutes == 75
    assert one("date;start;end\n2026-03-12;18:00;19:15\n").minutes == 75


@pytest.mark.parametrize(
    ("row", "minutes"),
    [
        ("2026-03-29;01:30;03:30", 60),  # the clock goes from 02:00 to 03:00
        ("2026-03-28;23:30;03:30", 180),
        ("2026-03-29;02:30;03:15", 45),  # started by a clock that nobody had changed yet
        ("2025-10-26;01:30;03:30", 180),  # the clock goes from 03:00 back to 02:00
        ("2025-10-25;23:30;03:30", 300),
        ("2025-10-26;02:30;02:15", 45),
        ("2025-10-26;02:15;02:45", 30),
        ("2026-05-18;23:30;00:30", 60),
        ("2026-05-18;18:00;19:15", 75),
    ],
)
def test_start_and_end_give_the_minutes_that_passed(row: str, minutes: int) -> None:
    assert one(f"date;start;end\n{row}\n").minutes == minutes


def test_start_and_end_at_the_same_time_say_nothing() -> None:
    found = understood("date;start;end\n2026-05-18;18:00;18:00\n")
    assert found.bad == [(2, "the duration is empty")]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("1:1", "one_to_one"), ("1-on-1", "one_to_one"), ("One-to-one", "one_to_one"), ("één op één", "one_to_one"),
     ("kick-off", "kickoff"), ("Kick off", "kickoff"), ("Webinaire", "webinar"), ("groepssessie", "group"),
     ("Netzwerken", "networking"), ("autre", "other")],
)  # fmt: skip
def test_kinds(word: str, kind: str) -> None:
    assert one(f"date;minutes;kind\n2026-03-12;60;{word}\n").kind == kind


def test_without_a_kind_column_it_is_said_and_with_an_empty_cell_it_is_refused() -> None:
    found = understood("date;minutes\n2026-03-12;60\n")
    assert found.kind_assumed
    assert any("one-to-one" in line for line in found.told())
    assert understood("date;minutes;kind\n2026-03-12;60;\n").bad[0][0] == 2


@pytest.mark.parametrize(
    ("cells", "weights"),
    [("0,25;0,75;0", (1, 3, 0)), ("0.5;0.5;0.25", (2, 2, 1)), (";;", (0, 0, 0)), ("50%;25 %;25%", (2, 1, 1)),
     ("0,33;0,33;0,34", (33, 33, 34)), ("1;;", (1, 0, 0))],
)  # fmt: skip
def test_splits_become_whole_weights(cells: str, weights: tuple[int, int, int]) -> None:
    session = one(f"date;minutes;Ways of Working;Power Skills;Business Acumen\n2026-03-12;60;{cells}\n")
    assert (session.ways_of_working, session.power_skills, session.business_acumen) == weights


def test_an_unquoted_decimal_comma_between_commas_is_told() -> None:
    found = understood("date,minutes,wow,ps,ba\n2026-03-12,60,0,25,0,75,0\n2026-03-13,60,1,0,0\n")
    assert [r.line for r in found.rows] == [3]
    assert "decimal comma" in found.bad[0][1]


def test_bad_rows_carry_the_line_on_which_they_start() -> None:
    found = understood(
        'date;minutes;kind;focus\n2026-03-12;60;1:1;"two\nlines"\n31/02/2026;60;1:1;x\n\n2026-03-14;60;dinner;y\n'
        '2026-03-15;60;1:1;"open\n2026-03-16;60;1:1;z\n'
    )
    assert [r.line for r in found.rows] == [2]
    assert found.rows[0].session.focus == "two\nlines"
    assert [line for line, _ in found.bad] == [4, 6, 7]
    assert "calendar" in found.bad[0][1]
    assert "never closes" in found.bad[2][1]


def test_titles_above_the_headings_and_excels_own_first_line() -> None:
    assert one("My sessions;;\n\ndate;minutes;kind\n2026-03-12;60;1:1\n").minutes == 60
    found = understood("sep=;\ndate;minutes;kind\n2026-03-12;60;dinner\n")
    assert found.bad[0][0] == 3


def test_columns_we_do_not_use_are_listed() -> None:
    found = understood("date;minutes;mood;Topic;Sujet\n2026-03-12;60;fine;a;b\n")
    assert found.unused == ["mood", "Sujet"]
    assert found.rows[0].session.focus == "a"


def test_status_payment_and_days_to_come() -> None:
    found = understood(
        "date;minutes;status;paid\n2026-03-12;60;;\n2026-03-13;;no-show;\n2026-09-01;60;;\n2026-03-14;60;held;ja\n"
        "2026-09-02;60;held;\n2026-03-15;60;perhaps;\n2026-03-16;60;;maybe\n1926-03-16;60;;\n"
    )
    assert [(r.session.status, r.session.paid) for r in found.rows] == [
        ("held", False),
        ("no_show", False),
        ("planned", False),
        ("held", True),
    ]
    assert [line for line, _ in found.bad] == [6, 7, 8, 9]


def test_text_is_cleaned_and_a_formula_stays_text() -> None:
    session = one(
        "date;minutes;focus;outcome\n2026-03-12;60;=CMD()\x1b]52;c;x\x07;'=SUM(A1)\n".replace("52;c;x", "52,c,x")
    )
    assert session.focus == "=CMD()"
    assert session.outcome == "=SUM(A1)"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"PK\x03\x04rest", "Save as"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Save as"),
        (b"date;minutes\n2026\x00;60\n", "binary"),
        (b"\xff\xfe\x00\x00d\x00\x00\x00", "UTF-32"),
        (b"\xef\xbb\xbfdate;minutes\n\xff", "byte-order"),
        (b"date;minutes\n2026-03-12;60;\x81\n", "Windows-1252"),
        (b"hello world\n", "headings"),
        (b"minutes;kind\n60;1:1\n", "date"),
        (b"date;kind\n2026-03-12;1:1\n", "duration"),
        (b"date;minutes\n" + b"x" * files.MAX_SHEET_BYTES, "10 MB"),
        (b"date;minutes\n" + b"2026-03-12;60\n" * (files.MAX_SHEET_ROWS + 1), "20000 rows"),
    ],
)  # fmt: skip
def test_what_is_no_session_list_is_refused_with_a_reason(data: bytes, word: str) -> None:
    with pytest.raises(InputRefused, match=word):
        understood(data)


def test_a_cell_of_more_than_a_megabyte_is_a_bad_row() -> None:
    found = understood("date;minutes;focus\n2026-03-12;60;" + "x" * 1_100_000 + "\n2026-03-13;60;y\n")
    assert [line for line, _ in found.bad] == [2]
    assert len(found.rows) == 1


# --- The same again -----------------------------------------------------------------------------------------


def sessions(found: Understood) -> list[Session]:
    return [row.session for row in found.rows]


def test_the_same_file_again_adds_nothing_also_after_an_edit() -> None:
    data = (DATA / "past-sessions.csv").read_bytes()
    first = sessions(understood(data))
    assert len(first) == 8
    edited = [
        msgspec.structs.replace(s, on="2026-01-01", minutes=5, kind="other", focus="edited", start="") for s in first
    ]
    again = understood(data, present=edited)
    assert not again.rows
    assert len(again.duplicates) == 8


def test_a_session_logged_by_hand_is_recognised() -> None:
    data = "date;start;minutes;kind;focus\n2026-03-12;18:00;60;1:1;Getting  acquainted\n"
    hand = Session(
        pair_id="pair", on="2026-03-12", start="18:00", minutes=60, status="held", focus="Getting acquainted"
    )
    assert not understood(data, present=[hand]).rows
    assert understood(data, present=[msgspec.structs.replace(hand, status="planned")]).rows
    assert understood(data, present=[msgspec.structs.replace(hand, minutes=61)]).rows


def test_identical_rows_in_one_file_count_once() -> None:
    found = understood("date;minutes;focus\n2026-03-12;60;a\n2026-03-12;60;a\n2026-03-12;60;b\n")
    assert [r.line for r in found.rows] == [2, 4]
    assert found.duplicates == [(3, "the same as line 2")]


def test_day_order_and_spelling_do_not_change_the_fingerprint() -> None:
    first = one("date;start;minutes;kind;focus\n2026-03-12;18:00;75;one_to_one;a\n")
    second = one("Datum;Start;Duur;Soort;Onderwerp\n12/03/2026;18u00;1h15;1:1; a \n")
    assert first.origin == second.origin


# --- Whatever comes -----------------------------------------------------------------------------------------

_CELLS = st.one_of(
    st.sampled_from(
        ["12/03/2026", "2026-03-12", "1h15", "1:15", "0,25", "-1", "1:1", "=A1", '"', "31/02/2026", "25:99"]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=9), max_size=6), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=150, deadline=None)
def test_no_row_however_odd_breaks_the_reading(rows: list[list[str]], delimiter: str) -> None:
    head = "date start minutes kind focus wow ps ba end".replace(" ", delimiter)
    raw = "\n".join([head, *(delimiter.join(row) for row in rows)]).encode("utf-8", "replace")
    with contextlib.suppress(InputRefused):
        found = understood(raw)
        assert all(line >= 2 for line, _ in found.bad)
        assert all(reason for _, reason in found.bad)
        assert all(row.session.minutes > 0 for row in found.rows)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_however_odd_break_the_reading(raw: bytes) -> None:
    with contextlib.suppress(InputRefused):
        understood(raw)
    with contextlib.suppress(InputRefused):
        understood(b"date;minutes\n" + raw)


def test_hours_and_minutes_in_two_columns_are_one_length() -> None:
    assert one("date;Hours;Minutes\n2026-03-12;1;30\n").minutes == 90
    assert one("date;Hours;Minutes\n2026-03-12;;30\n").minutes == 30
    for hours, minutes, right in (
        ("0,5", "30", 30),
        ("1", "60", 60),
        ("1,5", "90", 90),
        ("0,8", "50", 50),
        ("0", "45", 45),
    ):
        assert one(f"date;Hours;Minutes\n2026-03-12;{hours};{minutes}\n").minutes == right
    found = understood("date;Hours;Minutes\n2026-03-12;0,5;45\n")
    assert found.bad == [(2, "one column says 30 minutes, the other 45")]


def test_hours_that_may_be_the_minutes_rounded_are_never_added_in_silence() -> None:
    told_twice = understood("date,start,end,hours,minutes\n2026-05-18,18:00,18:50,1,50\n2026-05-19,18:00,18:55,1,55\n")
    assert not told_twice.rows and [reason for _, reason in told_twice.bad] == [
        "from 18:00 to 18:50 are 50 minutes, and the row says 110",
        "from 18:00 to 18:55 are 55 minutes, and the row says 115",
    ]
    head = "date,start,end,hours,minutes\n2026-05-18"
    assert one(f"{head},18:00,19:50,1,50\n").minutes == 110
    for clocks in (",", "18:00,", "18:00,18:00"):
        found = understood(f"{head},{clocks},1,50\n")
        said = "1 and 50 may be 1:50, or 50 minutes; --lengths added or --lengths minutes says which"
        assert found.bad == [(2, said)] and found.two_lengths == "1 and 50 may be 1:50, or 50 minutes", clocks
    assert one(f"{head},,,,1:50\n").minutes == 110  # as it was told to write it


def test_a_file_of_hours_and_minutes_that_may_be_either_is_read_as_it_is_said() -> None:
    raw = "Date;Hours;Minutes\n2026-03-12;1;45\n2026-03-13;1;50\n2026-03-14;;40\n"
    assert [row.session.minutes for row in understood(raw, together="added").rows] == [105, 110, 40]
    assert any("were added" in line for line in understood(raw, together="added").assumed())
    alone = understood(raw, together="minutes")
    assert [row.session.minutes for row in alone.rows] == [45, 50, 40]
    assert not any("were added" in line for line in alone.told())
    other = understood("Date;Hours;Minutes\n2026-03-12;2;15\n2026-03-12;1;75\n", together="minutes")
    assert other.bad == [(2, "one column says 120 minutes, the other 15")]
    assert [row.session.minutes for row in other.rows] == [75]


@pytest.mark.parametrize("other", ["1;30", "2;15", "0;45", "1;00"])
def test_hours_and_minutes_are_parts_where_one_row_can_mean_nothing_else(other: str) -> None:
    found = understood(f"Date;Hours;Minutes\n2026-03-12;{other}\n2026-03-13;1;45\n2026-03-14;1;50\n")
    assert not found.bad and [row.session.minutes for row in found.rows][1:] == [105, 110]
    assert any("were added" in line for line in found.assumed())


def test_hours_and_minutes_that_were_added_are_said_to_be() -> None:
    found = understood("date;Hours;Minutes\n2026-03-12;1;30\n2026-03-13;0;45\n")
    assert any("were added" in line for line in found.assumed())
    twice = understood("date;Hours;Minutes\n2026-03-12;1,5;90\n2026-03-13;0;45\n2026-03-14;1;60\n")
    assert not any("were added" in line for line in twice.told())


@pytest.mark.parametrize("heading", ["Duur", "Duration", "Durée", "Dauer", "Length"])
def test_a_length_without_a_unit_is_never_one_minute_in_silence(heading: str) -> None:
    found = understood(f"date;{heading}\n2026-03-12;1\n2026-03-13;2\n2026-03-14;90\n2026-03-15;1 h\n".encode())
    assert [reason for _, reason in found.bad] == [
        "1 may be hours or minutes; write 1 h, or the minutes",
        "2 may be hours or minutes; write 2 h, or the minutes",
    ]
    assert [row.session.minutes for row in found.rows] == [90, 60]


def test_small_lengths_with_fractions_are_hours_and_that_is_said() -> None:
    found = understood("datum;Duur\n12/03/2026;1\n13/03/2026;1,5\n14/03/2026;0,75\n15/03/2026;45 min\n")
    assert [row.session.minutes for row in found.rows] == [60, 90, 45, 45]
    assert "Lengths: small numbers with a fraction, read as hours." in found.assumed()
    minutes = understood(b"date;minutes\n2026-03-12;5\n2026-03-13;60\n")  # the heading says what they are
    assert [row.session.minutes for row in minutes.rows] == [5, 60]


def test_lengths_as_minutes_and_seconds_are_no_hours() -> None:
    found = understood(b"date;duration\n2026-03-12;20:00\n2026-03-13;45:00\n2026-03-14;1:30\n2026-03-15;90:30\n")
    assert [row.session.minutes for row in found.rows] == [20, 45, 90]
    assert [line for line, _ in found.bad] == [4]
    assert any("minutes and seconds" in line for line in found.assumed())
    hours = understood(b"date;duration\n2026-03-12;1:30\n2026-03-13;0:45\n")
    assert [row.session.minutes for row in hours.rows] == [90, 45]


def test_an_end_before_the_start_is_no_talk_of_23_hours() -> None:
    found = understood("date;start;end\n2026-05-18;18:00;17:00\n")
    assert found.bad == [(2, "it ends at 17:00, before it starts at 18:00")]


def test_a_row_of_totals_stops_no_file() -> None:
    found = understood("date;minutes\n2026-03-12;60\nTotaal;60\n")
    assert [r.line for r in found.rows] == [2]
    assert not found.bad and found.totals == [3] and not found.duplicates
    for row in ("Total hours;;60", ";;Totaal:", ";Som;60", "Grand total;;"):
        found = understood(f"date;minutes;focus\n2026-03-12;60;a\n{row}\n")
        assert (found.totals, found.bad, len(found.rows)) == ([3], [], 1)
    assert [line for line, _ in understood("date;minutes;focus\n;60;Total cost of ownership\n").bad] == [2]


# --- Whose, how long, which day -----------------------------------------------------------------------------

BRAM = Pair(id="b", partner_name="Bram Claes", role="mentor")
CARL = Pair(id="c", partner_name="Carla Ysebaert", role="mentee")


def whose(headings: str, row: str, chosen: Pair | None = BRAM, me: str = "Ana Peeters") -> list[str]:
    found = spreadsheets.understand(
        f"date;minutes;{headings}\n2026-03-12;60;{row}\n".encode(),
        pair=chosen,
        zone="Europe/Brussels",
        today=TODAY,
        present=[],
        pairs=[BRAM, CARL],
        me=me,
    )
    return [row.session.pair_id for row in found.rows] or [reason for _, reason in found.bad]


@pytest.mark.parametrize(
    ("headings", "row", "pair"),
    [
        ("partner", "Bram", "b"), ("met", "Mr. Bram (online)", "b"),
        ("pair", "bram claes, PMP", "b"), ("Partner", "Claes, Bram", "b"), ("pair", "BC", "b"), ("Naam", "", "b"),
        ("partner", "Carla", "c"), ("met", "Carla Ysebaert", "c"), ("pair", "Ana - Carla", "c"),
        ("Mentor;Mentee", "Ana Peeters;Bram Claes", "b"), ("Mentor;Mentee", "Carla;Ana", "c"),
        ("Mentor", "Ana", "b"), ("Mentee", "Ana", "c"), ("Voornaam;Achternaam", "Carla;Ysebaert", "c"),
    ],
)  # fmt: skip
def test_a_row_that_names_a_pair_goes_to_that_pair(headings: str, row: str, pair: str) -> None:
    assert whose(headings, row) == [pair]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("partner", "Dirk"), ("pair", "Dirk Maes"), ("Mentor", "Dirk"), ("Mentee", "Dirk"), ("Mentee", "Carla"),
        ("Mentor;Mentee", "Dirk;Bram Claes"), ("Mentor;Mentee", "Ana;Dirk"), ("pair", "Bram / Carla"),
    ],
)  # fmt: skip
def test_a_row_that_names_somebody_else_is_refused_with_its_line(headings: str, row: str) -> None:
    (reason,) = whose(headings, row)
    assert "none of your pairs" in reason


def test_without_a_chosen_pair_each_row_has_to_name_one() -> None:
    assert whose("partner", "Bram", chosen=None) == ["b"]
    assert "names no pair" in whose("partner", "", chosen=None)[0]
    assert whose("Mentor;Mentee", "Ana Peeters;Bram", me="") == ["b"]
    assert whose("Mentor", "Carla", me="Ana") == ["c"]


def test_more_than_eight_hours_are_asked_about_unless_they_are_here_already() -> None:
    sheet = "date;minutes\n2026-03-12;1440\n2026-03-13;480\n"
    found = understood(sheet)
    assert [(d.row.line, d.why) for d in found.doubtful] == [(2, "1440 minutes are more than eight hours")]
    assert [row.line for row in found.rows] == [3]
    found.settle(["--allow-early"])
    assert [line for line, _ in found.bad] == [2]
    again = understood(sheet)
    again.settle(None)
    assert [row.session.minutes for row in again.rows] == [1440, 480]
    assert not understood(sheet, present=sessions(again)).doubtful


def test_a_talk_from_long_before_the_program_is_asked_about() -> None:
    pair = msgspec.structs.replace(PAIR, start="2026-03-01")
    rows = b"date;minutes\n2024-08-01;600\n2025-10-01;60\n2026-03-12;60\n"
    found = spreadsheets.understand(rows, pair=pair, zone="Europe/Brussels", today=TODAY, present=[])
    assert [row.line for row in found.rows] == [3, 4]
    [doubt] = found.doubtful
    assert "more than eight hours and 2024-08-01 is long before the program started (2026-03-01)" in doubt.why
    found.settle(["--allow-long"])
    assert found.bad[0][0] == 2 and found.bad[0][1].endswith("; --allow-early imports it")


@pytest.mark.parametrize(
    "row",
    [
        "date;minutes\nMon 12/03/2026;60\n",
        "date;minutes\nma. 12 maart 2026;60\n",
        "Dag;Datum;minutes\nmaandag;2026-03-12;60\n",
        "weekday;date;minutes\nMonday;2026-03-12;60\n",
    ],
)
def test_a_weekday_that_the_date_is_not_is_refused_with_its_line(row: str) -> None:
    found = understood(row)
    assert found.bad == [(2, "2026-03-12 is a Thursday, not a Monday; write the date you mean")]


def test_a_weekday_tells_whether_day_or_month_comes_first() -> None:
    assert understood("date;minutes\nWed 03/04/2026;60\n05/06/2026;60\n").date_order == "month first"
    assert understood("date;minutes\nvr 03/04/2026;60\n05/06/2026;60\n").date_order == "day first"


def test_a_length_that_start_and_end_do_not_allow_is_refused_with_its_line() -> None:
    found = understood("date;start;end;minutes\n2026-03-12;18:00;19:00;90\n2026-03-13;18:00;19:00;45\n")
    assert [line for line, _ in found.bad] == [2] and "60 minutes, and the row says 90" in found.bad[0][1]
    assert [row.session.minutes for row in found.rows] == [45]  # who sat together for an hour may have talked less
    assert understood("date;start;end;hours\n2026-03-12;23:30;00:30;2\n").bad
    assert one("date;start;end;hours\n2026-03-12;18:00;19:14;1,25\n").minutes == 75


@pytest.mark.parametrize("heading", ["hours", "Uren", "Duration (h)", "Dauer"])
def test_hours_with_a_point_that_may_be_minutes_on_a_clock_are_refused(heading: str) -> None:
    found = understood(f"date;{heading}\n2026-03-12;1.30\n2026-03-13;0.45\n2026-03-14;1.00\n")
    assert [line for line, _ in found.bad] == [2, 3] and "1.30 may be 1:30, or 78 minutes" in found.bad[0][1]
    for decimal in ("1.5", "1.25", "0.75"):  # a row that can only be hours tells how the others are meant
        told = understood(f"date;{heading}\n2026-03-12;1.30\n2026-03-13;{decimal}\n")
        assert not told.bad and told.rows[0].session.minutes == 78


@pytest.mark.parametrize("heading", ["Participant", "Deelnemer", "Coachee", "Teilnehmer", "Gesprächspartner", "Client"])
def test_whoever_a_row_names_under_another_word_is_not_taken_for_the_pair_in_silence(heading: str) -> None:
    pair = Pair(id="pair", partner_name="Bram Claes")
    rows = f"date;minutes;{heading}\n2026-03-12;60;Eva Smets\n2026-03-13;60;Bram\n".encode()
    found = spreadsheets.understand(rows, pair=pair, zone="Europe/Brussels", today=TODAY, present=())
    assert [line for line, _ in found.bad] == [2] and "Eva Smets" in found.bad[0][1]
    assert [row.line for row in found.rows] == [3]


def test_a_script_hears_of_the_columns_that_were_left_out() -> None:
    assert "Column Mood: not used." in understood("date;minutes;Mood\n2026-03-12;60;fine\n").assumed()


@pytest.mark.parametrize(
    "word", ["Subtotaal mei", "Total May 2026", "Total de mai", "Summe für Mai", "Totaal voor juni:"]
)
def test_a_row_with_the_total_of_a_month_stops_no_file(word: str) -> None:
    found = understood(f"date;minutes\n2026-03-12;60\n{word};60\n")
    assert (found.totals, found.bad, len(found.rows)) == ([3], [], 1)
