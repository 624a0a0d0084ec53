"""Spreadsheets of sessions and claims: what a spreadsheet program reads back, in two countries, whatever was typed."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentor_tui import documents
from mentor_tui.documents.documents import Column, Document, Section, Table
from mentor_tui.documents.spreadsheet import cell, for_spreadsheet
from mentor_tui.schema import records as rec
from tests.pair_views import talk, view

SETTINGS = {"csv-be": ";", "csv-us": ","}
SIGNS = "=+-@＝＋－＠"
TEXTS = st.text(
    st.sampled_from(
        ["=", "+", "-", "@", "＝", "＠", "\t", "\r", "\n", '"', "'", ",", ";", "|", " ", "\u200b", "1", "é", "a"]
    )
    | st.characters(),
    max_size=14,
)


def read(data: bytes, delimiter: str) -> list[list[str]]:
    """The rows as a spreadsheet program with this separator reads them."""
    assert data.startswith(b"\xef\xbb\xbf")  # Excel takes it for UTF-8 only then
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def one(value: str, fmt: str) -> bytes:
    table = Table("t", "", (Column("a", "A"), Column("b", "B")), ((value, "end"),))
    return for_spreadsheet(Document(id="sessions", title="", sections=(Section("s", "", (table,)),)), fmt)


def obeyed(shown: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula."""
    bare = shown.lstrip(' \t\r\n"\u200b\u200c\u200d\u200e\u200f\u2060')
    return bare[:1] in SIGNS and bare != ""


@pytest.mark.parametrize("fmt", SETTINGS)
@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1', "'=1", "“=1", "\u200b=1", "＝1+1", "－x", "\n=1",
     "a,=1", 'a;"=1', "a;\u200b@x", "a\n=1", "a\t=cmd|' /C calc'!A0"],
)  # fmt: skip
def test_no_cell_is_a_formula_in_any_settings(hostile: str, fmt: str) -> None:
    data = one(hostile, fmt)
    right = read(data, SETTINGS[fmt])
    assert len(right) == 2 and right[1][1] == "end"
    for delimiter in ",;\t|":  # also when a person opens it with other settings
        assert not any(obeyed(shown) for row in read(data, delimiter) for shown in row)


@settings(max_examples=80)
@example('x"\n=1', "csv-be")
@example("-0", "csv-be")
@given(TEXTS, st.sampled_from(sorted(SETTINGS)))
def test_whatever_is_typed_stays_in_its_cell_and_is_not_obeyed(words: str, fmt: str) -> None:
    stays_and_is_not_obeyed(words, fmt)


@pytest.mark.soak
@settings(max_examples=5000)
@given(TEXTS, st.sampled_from(sorted(SETTINGS)))
def test_five_thousand_texts_stay_in_their_cells(words: str, fmt: str) -> None:
    stays_and_is_not_obeyed(words, fmt)


def stays_and_is_not_obeyed(words: str, fmt: str) -> None:
    data = one(words, fmt)
    rows = read(data, SETTINGS[fmt])
    assert len(rows) == 2 and len(rows[1]) == 2 and rows[1][1] == "end"
    shown = rows[1][0]
    assert "\n" not in shown and "\r" not in shown
    joined = None  # what a number and the next cell become under the wrong delimiter: a text
    if re.fullmatch(r"-?[0-9.,]+", shown):
        joined = f"{shown}{SETTINGS[fmt]}end"
    else:
        assert not obeyed(shown)
    for delimiter in ",;\t":
        for row in read(data, delimiter):
            assert not any(obeyed(s) for s in row if s != joined and not re.fullmatch(r"-?[0-9.,]+\"*", s))


@settings(max_examples=40)
@given(st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=30))
def test_ordinary_words_are_not_touched(words: str) -> None:
    clean = " ".join(words.split())
    if not re.fullmatch(r"[0-9.]+", clean):
        import unicodedata

        assert cell(clean).strip() == unicodedata.normalize("NFC", clean).strip()


@settings(max_examples=30)
@given(st.integers(0, 400))
def test_amounts_are_numbers_in_both_countries(quarters: int) -> None:
    from mentor_tui import pdu

    amount = pdu.show(quarters)
    assert read(one(amount, "csv-be"), ";")[1][0] == amount.replace(".", ",")
    assert read(one(amount, "csv-us"), ",")[1][0] == amount


def rows_of(found: Any, name: str, fmt: str) -> list[dict[str, str]]:
    data = documents.render(documents.build(found, name), fmt)
    head, *rows = read(data, SETTINGS[fmt])
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("fmt", SETTINGS)
def test_sessions_read_back(fmt: str) -> None:
    point = "," if fmt == "csv-be" else "."
    one = talk(-3, id="s1", minutes=75, focus="Scope;, and\n“quotes”", outcome="=fine", private_notes="zzprivatezz",
               takeaways="zztakeawayzz", objective="zzobjectivezz")  # fmt: skip
    paid = talk(-2, minutes=30, paid=True)
    claim = rec.Claim(pair_id="pair", lines=[rec.ClaimLine(session_id="s1", on=one.on, minutes=75)], state="pending")
    first, second = rows_of(view(one, paid, claim), "sessions", fmt)
    assert first["Date"] == "2026-05-18" and first["Minutes"] == "75" and first["PDUs"] == f"1{point}25"
    assert first["Claim"] == "pending" and second["Claim"] == ""
    assert first["What came out of it?"] == "'=fine" and "“quotes”" in first["What did you work on?"]
    assert second["Why it does not count"] == "It was paid work." and second["PDUs"] == f"0{point}00"
    for role, told in (("mentor", False), ("mentee", True)):
        whole = documents.render(documents.build(view(one, pair={"role": role}), "sessions"), fmt).decode()
        assert ("zztakeawayzz" in whole) is told
        assert "zzprivatezz" not in whole and "zzobjectivezz" not in whole and "Bram" not in whole


@pytest.mark.parametrize("fmt", SETTINGS)
def test_claims_read_back_with_what_they_are_off_by(fmt: str) -> None:
    point = "," if fmt == "csv-be" else "."
    session = talk(-3, id="s1", minutes=45)
    claim = rec.Claim(
        pair_id="pair", title="@work", provider="PMI Belgium Chapter", started=session.on, completed=session.on,
        quarters=5, lines=[rec.ClaimLine(session_id="s1", on=session.on, minutes=75)], state="approved",
        prepared_on="2026-05-18", submitted_on="2026-05-19", approved_on="2026-05-20", remark="zzremarkzz",
    )  # fmt: skip
    [row] = rows_of(view(session, claim), "claims", fmt)
    assert row["Activity type"] == "Share Knowledge" and row["Title"] == "'@work"
    assert (row["PDUs"], row["Its sessions give now"]) == (f"1{point}25", f"0{point}75")
    assert (row["State"], row["Submitted on"], row["Approved on"], row["Pending since"]) == (
        "approved", "2026-05-19", "2026-05-20", "")  # fmt: skip
    assert "zzremarkzz" not in str(row)


def test_the_name_of_the_file_says_whose_settings() -> None:
    assert documents.suggested_name(view(), "sessions", "csv-be") == "sessions-bc-2026-05-21-be.csv"
    assert documents.suggested_name(view(), "claims", "csv-us") == "claims-bc-2026-05-21-us.csv"
