"""Joining two copies: it does not matter who joins whom or how often, and not a word is lost."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.vault import (
    Change,
    ConflictSaved,
    CopyLocked,
    DamagedVault,
    NewerFormat,
    NotACopy,
    NoVault,
    Vault,
    WrongPassphrase,
    list_backups,
)
from mentor_tui.vault.beside.copies import merge, open_copy, outgrow
from mentor_tui.vault.beside.merging import KEPT, Rules, canonical, join, kept_id

from .conftest import FAST, WORDS, put


def keep(table, content):
    return {"id": kept_id(table, content), "of": table, "content": content}


RULES = Rules(keep, {"sheets": ("pair_id", "form")})
NAMES = ("a", "b", "c")


def record(key, stamp, words, **more):
    return {"id": key, "changed": f"2026-05-18T10:00:{stamp:02}Z", "text": words, **more}


RECORDS = st.builds(record, st.just(""), st.integers(0, 3), st.sampled_from(["one", "two", "three"]))


@st.composite
def copies(draw):
    """A copy as it comes about: records of three tables, and versions it keeps."""
    tables = {
        table: {
            key: draw(RECORDS) | {"id": key, **({"pair_id": "p", "form": key[-1]} if table == "sheets" else {})}
            for key in draw(st.sets(st.sampled_from(names)))
        }
        for table, names in (("goals", NAMES), ("notes", NAMES))
    }
    tables["sheets"] = {  # never two of one thing: either copy has made its own record of it
        f"{draw(st.sampled_from('xyz'))}-{form}": draw(RECORDS) | {"pair_id": "p", "form": form}
        for form in draw(st.sets(st.sampled_from("mn")))
    }
    for key, row in tables["sheets"].items():
        row["id"] = key
    lost = [draw(RECORDS) | {"id": draw(st.sampled_from(NAMES))} for _ in range(draw(st.integers(0, 2)))]
    tables[KEPT] = {kept_id("goals", content): keep("goals", content) for content in lost}
    return {table: rows for table, rows in tables.items() if rows}


def versions(tables):
    """Every version of every record that a copy holds, present or kept."""
    present = {(t, canonical(r)) for t, rows in tables.items() if t != KEPT for r in rows.values()}
    return present | {(r["of"], canonical(r["content"])) for r in tables.get(KEPT, {}).values()}


def joined(*those, **more):
    return join(*those, RULES, **more).tables


# --- The laws -----------------------------------------------------------------------------------------------

LAWS = []


def law(*of):
    """A few cases in the ordinary suite; many in the soak."""

    def made(test):
        LAWS.append((test, of))
        return settings(max_examples=20, deadline=None)(given(*of)(test))

    return made


@law(copies(), copies())
def test_it_does_not_matter_who_joins_whom_nor_how_often(a, b):
    both = joined(a, b)
    assert both == joined(b, a)
    assert joined(a, a) == a
    assert joined(both, b) == joined(both, a) == both
    assert joined(both, both) == both


@law(copies(), copies(), copies())
def test_the_order_of_three_does_not_matter(a, b, c):
    assert joined(joined(a, b), c) == joined(a, joined(b, c)) == joined(joined(c, a), b)


@law(copies(), copies())
def test_without_a_common_save_nothing_at_all_is_dropped(a, b):
    assert versions(joined(a, b)) == versions(a) | versions(b)


@law(copies(), copies(), copies())
def test_with_a_common_save_only_its_own_versions_go(a, b, base):
    for deletions in (True, False):
        both = joined(a, b, base=base, deletions=deletions)
        assert both == joined(b, a, base=base, deletions=deletions)
        assert joined(both, b, base=base, deletions=deletions) == both
        assert versions(a) | versions(b) >= versions(both) >= (versions(a) | versions(b)) - versions(base)


@law(copies(), copies(), st.none() | copies())
def test_the_changes_lead_from_here_to_the_join(a, b, base):
    found = join(a, b, RULES, base)
    tables = {table: dict(rows) for table, rows in a.items()}
    for change in found.changes:
        rows = tables.setdefault(change.table, {})
        assert rows.get(change.id) == change.before
        rows.pop(change.id, None)
        if change.after is not None:
            rows[change.id] = change.after
    assert {table: rows for table, rows in tables.items() if rows} == found.tables
    counts = found.counts
    mine = {(t, k) for t, rows in a.items() if t != KEPT for k in rows}
    assert counts.same + counts.newer + counts.older + counts.here + counts.gone == len(mine)
    after = {(t, k) for t, rows in found.tables.items() if t != KEPT for k in rows}
    assert sum(counts.came.values()) == len(after - mine)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_the_laws_hold_in_many_more_cases():
    for test, of in LAWS:
        settings(max_examples=1000, deadline=None)(given(*of)(test))()


# --- What wins ----------------------------------------------------------------------------------------------


def one(row, table="notes"):
    return {table: {row["id"]: row}}


def test_the_newest_edit_wins_and_the_other_is_kept_whole():
    early, late = record("n", 1, "mine, a long time ago"), record("n", 2, "theirs")
    both = joined(one(early), one(late))
    assert both["notes"] == {"n": late}
    assert [k["content"] for k in both[KEPT].values()] == [early]


def test_only_the_side_that_changed_is_taken_and_the_common_version_is_not_kept():
    old, new = record("n", 1, "old"), record("n", 2, "new")
    assert joined(one(old), one(new), base=one(old)) == one(new)


def test_a_text_that_was_taken_back_elsewhere_is_not_lost():
    old, new = record("n", 1, "old"), record("n", 2, "new")
    both = joined(one(old), one(new), base=one(new))
    assert versions(both) == versions(one(old)) | versions(one(new))


def test_a_deletion_counts_only_when_it_is_proven_and_is_kept_then():
    row = record("n", 1, "words")
    assert joined({}, one(row)) == one(row)
    assert joined({}, one(row), base=one(row), deletions=False) == one(row)
    both = joined({}, one(row), base=one(row))
    assert set(both) == {KEPT}
    assert [k["content"] for k in both[KEPT].values()] == [row]


def test_a_version_that_was_dropped_and_lost_again_stays_kept():
    """Found by the laws: dropping must not reach forward to what loses later."""
    row = record("n", 1, "words")
    kept = keep("notes", row)
    both = joined(one(row), {}, base=one(row) | one(kept, KEPT))
    assert both == one(kept, KEPT)
    assert joined(both, {}, base=one(row) | one(kept, KEPT)) == both


def test_an_edit_wins_over_a_deletion():
    row, edited = record("n", 1, "words"), record("n", 2, "more words")
    assert joined({}, one(edited), base=one(row)) == one(edited)


def test_a_pair_stays_when_one_copy_deleted_it_and_the_other_wrote_in_it():
    pair, talk = record("p", 1, "Bram"), record("t", 1, "talk", pair_id="p")
    base = one(pair, "pairs") | one(talk, "sessions")
    written = base | one(record("n", 2, "new", pair_id="p"))
    both = joined({}, written, base=base)
    assert both["pairs"] == {"p": pair}
    assert both["notes"].keys() == {"n"}
    assert [k["content"]["id"] for k in both[KEPT].values()] == ["t"]


def test_a_talk_stays_when_a_claim_of_the_other_copy_names_it():
    talk = record("t", 1, "talk")
    claim = record("c", 2, "claim", lines=[{"session_id": "t"}])
    assert joined({}, one(talk, "sessions") | one(claim, "claims"), base=one(talk, "sessions"))["sessions"] == {
        "t": talk
    }


def test_two_records_of_one_thing_that_both_copies_have_seen_stay():
    first = record("w1", 1, "one", pair_id="p", form="closure")
    second = record("w2", 2, "two", pair_id="p", form="closure")
    both = one(first, "sheets")["sheets"] | one(second, "sheets")["sheets"]
    assert joined({"sheets": both}, {"sheets": both}) == {"sheets": both}
    assert joined({"sheets": both}, one(second, "sheets")) == {"sheets": both}


def test_what_is_joined_shows_no_word_of_it():
    found = join(one(record("n", 1, "private")), one(record("n", 2, "private too")), RULES)
    assert found.changes and "private" not in repr(found)


def test_a_word_that_looks_like_an_id_brings_nothing_back():
    gone = one(record("t", 1, "talk"), "sessions")
    for more in ({"title": "t"}, {"pair_id": None}, {"pair_id": ["x", {"n": 1}]}, {"lines": ["t", {"note": "t"}]}):
        note = one(record("c", 2, "t", **more), "claims")
        assert set(joined({}, gone | note, base=gone)) == {"claims", KEPT}
    note = one(record("c", 2, "t", lines=[[{"deep": {"session_id": "t"}}]]), "claims")
    assert "sessions" in joined({}, gone | note, base=gone)


def test_each_copy_made_its_own_record_of_one_thing():
    first = record("w1", 1, "one", pair_id="p", form="closure")
    second = record("w2", 2, "two", pair_id="p", form="closure")
    both = joined(one(first, "sheets"), one(second, "sheets"))
    assert both["sheets"] == {"w2": second}
    assert [k["content"] for k in both[KEPT].values()] == [first]
    unnamed = {"w1": first | {"form": ""}}, {"w2": second | {"form": ""}}
    assert joined({"sheets": unnamed[0]}, {"sheets": unnamed[1]})["sheets"].keys() == {"w1", "w2"}
    named = one(first, "sheets") | one(record("l", 1, "about it", sheet_id="w1"), "logs")
    assert joined(named, one(second, "sheets"))["sheets"].keys() == {"w1", "w2"}


# --- Files --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(path, vault, tmp_path):
    """A vault with two notes, and a copy of its file on another disk."""
    for key in ("a", "b"):
        put(vault, key, record(key, 1, "first"), "notes")
    elsewhere = tmp_path / "stick" / "pair.vault"
    elsewhere.parent.mkdir()
    shutil.copy(path, elsewhere)
    return vault, elsewhere


def edit(path, changes, passphrase=WORDS):
    with Vault.open(path, passphrase) as vault:
        for key, row in changes.items():
            put(vault, key, row, "notes")


def join_file(vault, path, passphrase=None):
    copy = open_copy(vault, path, passphrase)
    found = merge(vault, copy, RULES)
    outgrow(vault, copy)
    vault.commit(found.changes)
    return found


def texts(vault, table="notes"):
    return sorted(r["text"] for r in vault.all(table))


def test_two_copies_become_one_and_the_copy_is_left_alone(two):
    vault, elsewhere = two
    edit(elsewhere, {"a": record("a", 3, "edited there"), "c": record("c", 3, "new there"), "b": None})
    put(vault, "d", record("d", 2, "new here"), "notes")
    before = elsewhere.read_bytes()
    found = join_file(vault, elsewhere)
    assert texts(vault) == ["edited there", "new here", "new there"]
    assert [k["content"]["text"] for k in vault.all(KEPT)] == ["first"]  # deleted there
    assert (dict(found.counts.came), found.counts.newer, found.counts.gone, found.counts.kept) == (
        {"notes": 1},
        1,
        1,
        1,
    )
    assert elsewhere.read_bytes() == before
    with Vault.open(vault.path, WORDS) as again:
        assert texts(again) == texts(vault)
    generation = vault.generation
    assert not join_file(vault, elsewhere).counts.came
    assert vault.generation == generation


def test_both_ways_give_the_same_records(two, tmp_path):
    vault, elsewhere = two
    edit(elsewhere, {"a": record("a", 3, "edited there"), "b": record("b", 3, "both")})
    put(vault, "b", record("b", 4, "edited here"), "notes")
    with Vault.open(elsewhere, WORDS) as other:
        join_file(other, vault.path)
        join_file(vault, elsewhere)
        for table in ("notes", KEPT):
            ordered = [sorted(v.all(table), key=canonical) for v in (vault, other)]
            assert ordered[0] == ordered[1]
    assert texts(vault) == ["edited here", "edited there"]


def test_a_base_is_found_among_the_backups(two):
    vault, elsewhere = two
    edit(elsewhere, {"a": record("a", 3, "edited there")})
    put(vault, "b", record("b", 3, "edited here"), "notes")
    assert open_copy(vault, elsewhere).ancestors
    assert join_file(vault, elsewhere).counts.kept == 0
    assert texts(vault) == ["edited here", "edited there"]


def test_without_a_base_both_versions_are_kept(two):
    vault, elsewhere = two
    edit(elsewhere, {"a": record("a", 3, "edited there")})
    put(vault, "b", record("b", 3, "edited here"), "notes")
    for folder in (vault.path, elsewhere):
        shutil.rmtree(folder.with_name(folder.name + ".backups"))
    found = join_file(vault, elsewhere)
    assert (found.counts.newer, found.counts.older, found.counts.kept) == (1, 1, 2)
    assert texts(vault) == ["edited here", "edited there"]
    assert [k["content"]["text"] for k in vault.all(KEPT)] == ["first", "first"]


def test_a_conflict_copy_is_joined(path, vault):
    put(vault, "a", record("a", 1, "first"), "notes")
    with Vault.open(path, WORDS) as other:
        put(other, "a", record("a", 2, "theirs"), "notes")
        with pytest.raises(ConflictSaved) as caught:
            vault.commit(
                [
                    Change("notes", "a", record("a", 3, "mine"), record("a", 1, "first")),
                    Change("notes", "b", record("b", 3, "also mine"), None),
                ]
            )
    join_file(vault, caught.value.copy_path)
    assert texts(vault) == ["also mine", "mine"]
    assert [k["content"]["text"] for k in vault.all(KEPT)] == ["theirs"]


def test_a_backup_brings_back_what_was_deleted_since_and_nothing_else(two):
    vault, _ = two
    put(vault, "a", record("a", 2, "edited"), "notes")
    put(vault, "b", None, "notes")
    oldest_with_b = list_backups(vault.path)[1].path
    copy = open_copy(vault, oldest_with_b)
    assert not copy.spare
    found = join_file(vault, oldest_with_b)
    assert texts(vault) == ["edited", "first"]
    assert found.counts.kept == 0


def test_the_joined_vault_counts_on_above_both(two):
    vault, elsewhere = two
    for n in range(6):
        edit(elsewhere, {"c": record("c", n, "there")})
    join_file(vault, elsewhere)
    with Vault.open(elsewhere, WORDS) as other:
        assert vault.generation > other.generation


def test_a_copy_under_another_key_needs_its_own_passphrase(two):
    """Made as a change of all keys would: the same vault's id, another data key."""
    vault, elsewhere = two
    from mentor_tui.vault.sealed.format import parse_header
    from mentor_tui.vault.sealed.keys import DataKey, passphrase_slot
    from mentor_tui.vault.sealed.payload import encode
    from mentor_tui.vault.sealed.seal import seal

    key = DataKey.random()
    slots = (passphrase_slot(vault.vault_id, "another", FAST, key),)
    state = vault._current()
    tables = state.db.fork([Change("notes", "z", record("z", 5, "from there"), None)]).tables_by_name
    sealed = seal(encode(tables, state.lineage), key, vault.vault_id, slots, 9)
    elsewhere.write_bytes(b"".join(sealed.chunks))
    assert parse_header(elsewhere.read_bytes(), elsewhere.stat().st_size).vault_id == vault.vault_id
    with pytest.raises(CopyLocked, match="its own passphrase"):
        open_copy(vault, elsewhere)
    with pytest.raises(WrongPassphrase, match="passphrase of the copy"):
        open_copy(vault, elsewhere, WORDS)
    join_file(vault, elsewhere, "another")
    assert texts(vault) == ["first", "first", "from there"]
    with Vault.open(vault.path, WORDS) as again:
        assert "from there" in texts(again)


def test_what_is_no_copy_is_refused_before_anything_is_written(two, tmp_path):
    vault, elsewhere = two
    before = vault.path.read_bytes()
    with Vault.create(tmp_path / "other.vault", WORDS, kdf=FAST):
        pass
    with pytest.raises(NotACopy, match=r"full export .*import that here"):
        open_copy(vault, tmp_path / "other.vault")
    (tmp_path / "link").symlink_to(vault.path)
    (tmp_path / "hard").hardlink_to(vault.path)
    for name in (vault.path, tmp_path / "link", tmp_path / "hard"):
        with pytest.raises(NotACopy, match="the open vault itself"):
            open_copy(vault, name)
    with pytest.raises(NoVault):
        open_copy(vault, tmp_path / "nothing")
    data = bytearray(elsewhere.read_bytes())
    data[-1] ^= 1
    elsewhere.write_bytes(data)
    with pytest.raises(DamagedVault, match=r"copy “pair\.vault” is damaged"):
        open_copy(vault, elsewhere)
    data[8] = 2
    elsewhere.write_bytes(data)
    with pytest.raises(NewerFormat):
        open_copy(vault, elsewhere)
    assert vault.path.read_bytes() == before


def test_drafts_beside_the_copy_are_counted_and_left(two):
    vault, elsewhere = two
    with Vault.open(elsewhere, WORDS) as other:
        other.drafts.save("a", "why", "half a thought")
    assert open_copy(vault, elsewhere).drafts == 1
    with Vault.open(elsewhere, WORDS) as other:
        assert len(other.drafts.all()) == 1
