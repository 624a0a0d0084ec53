"""Two windows over one vault: neither shows, changes or drops what is typed in the other, and nothing is lost."""

import json

import pytest

from mentor_tui.vault.beside.own_drafts import OwnDrafts, place_of
from mentor_tui.vault.beside.presence import Presence


@pytest.fixture
def windows(vault, tmp_path):
    """Two windows, and what each would keep."""
    one, two = OwnDrafts(Presence(tmp_path / "s")), OwnDrafts(Presence(tmp_path / "s"))
    yield one, two
    one.presence.end()
    two.presence.end()


def words(window: OwnDrafts, said: str) -> str:
    return json.dumps({"by": window.presence.mark, "values": {"text": said}})


def test_each_window_goes_on_with_its_own(vault, windows):
    one, two = windows
    one.save(vault.drafts, "pair", "note:new", words(one, "mine"))
    two.save(vault.drafts, "pair", "note:new", words(two, "theirs"))
    one.save(vault.drafts, "pair", "note:new", words(one, "mine, longer"))
    assert one.load(vault.drafts, "pair", "note:new") == (words(one, "mine, longer"), True)
    assert two.load(vault.drafts, "pair", "note:new") == (words(two, "theirs"), True)
    here, elsewhere = one.sorted_out(vault.drafts)
    assert [d.text for d in here] == [words(one, "mine, longer")] and [d.text for d in elsewhere] == [
        words(two, "theirs")
    ]
    assert {place_of(d) for d in vault.drafts.all()} == {"note:new"}


def test_what_a_window_left_is_anybodys_once_it_is_gone(vault, windows):
    one, two = windows
    left = words(one, "left behind")
    one.save(vault.drafts, "pair", "note:new", left)
    assert two.load(vault.drafts, "pair", "note:new") == (None, True)
    two.discard(vault.drafts, "pair", "note:new")
    assert [d.text for d in vault.drafts.all()] == [left], "another's draft is not dropped"
    one.presence.end()
    assert two.load(vault.drafts, "pair", "note:new") == (left, False)
    two.discard(vault.drafts, "pair", "note:new")
    assert vault.drafts.all() == []


def test_a_draft_beside_another_replaces_nothing(vault, windows):
    one, _ = windows
    for said in ("first", "second", "third"):
        one.save_beside(vault.drafts, "pair", "log", said)
    assert sorted(d.text for d in vault.drafts.all()) == ["first", "second", "third"]
    assert one.load(vault.drafts, "pair", "log") == ("first", False)


@pytest.mark.parametrize("odd", ["no json", "[1]", "{}", '{"by": 5}'])
def test_a_draft_that_names_no_program_is_anybodys(vault, windows, odd):
    one, _ = windows
    vault.drafts.save("pair", "log", odd)
    assert one.load(vault.drafts, "pair", "log") == (odd, False)
