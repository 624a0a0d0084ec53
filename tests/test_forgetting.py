"""Forgetting a pair: no word of it in any file, no way back, and the rows of an audit as long as they are needed.

Files are opened by the reader of `tests/vault/independent.py`, which shares no code with the product.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui import pdu
from mentor_tui.claims import evidence
from mentor_tui.clock import FrozenClock
from mentor_tui.errors import InputRefused, NotFound
from mentor_tui.forgetting import forgetting
from mentor_tui.forgetting.traces import Search, Tables, Traces
from mentor_tui.schema import records as rec
from mentor_tui.vault import Change, FileSystem, KdfParams, Vault, restore
from mentor_tui.vault.beside.contents import Content
from mentor_tui.vault.beside.resealing import Obstacle, remove_files
from mentor_tui.workspace import Workspace
from mentor_tui.workspace.all_sessions import all_sessions, kept_rows, rows_as_sessions, sessions_of
from tests.vault import independent

NOW = datetime(2026, 5, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "words"
SECRETS = ("his boss shouts", "quits in June", "afraid of the board", "only in a backup", "half a sentence about him")
BRAM, ZOE = "bram-pair", "zoe-pair"


class Stubborn(FileSystem):
    """Refuses to put a new file in a backup's place, when told to."""

    refuses = False

    def replace(self, source: Path, target: Path) -> None:
        if self.refuses and target.parent.name.endswith(".backups"):
            raise OSError(28, "no space")
        super().replace(source, target)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path / "box"


@pytest.fixture
def fs() -> Stubborn:
    return Stubborn()


@pytest.fixture
def workspace(room: Path, fs: Stubborn) -> Iterator[Workspace]:
    """Two pairs, several saves, a copy put aside by a conflict, one by a restore, and texts half typed."""
    path = room / "one.vault"
    vault = Vault.create(path, PASSPHRASE, kdf=KdfParams.fast_for_tests(), fs=fs, state_dir=room / "state")
    found = Workspace(vault, FrozenClock(NOW))
    found.save(rec.Profile(name="Ana Peeters", zone="Europe/Brussels"), rec.Settings(current_pair=BRAM))
    found.save(
        rec.Pair(id=BRAM, partner_name="Bram Claes", partner_email="bram@acme.example", role="mentor"),
        rec.Pair(id=ZOE, partner_name="Zoë Maes", role="mentee"),
        rec.Session(id="s1", pair_id=BRAM, on="2026-04-02", minutes=60, status="held", focus=SECRETS[0]),
        rec.Session(id="s2", pair_id=BRAM, on="2026-04-20", minutes=50, status="held", takeaways=SECRETS[1]),
        rec.Session(id="s3", pair_id=BRAM, on="2026-06-20", status="planned"),
        rec.Session(id="z1", pair_id=ZOE, on="2026-04-03", minutes=90, status="held", focus="My own growth"),
        rec.Note(id="n1", pair_id=BRAM, text=SECRETS[2], on="2026-04-02"),
        rec.Note(id="n2", pair_id=ZOE, text="Ask how Bram would do it", on="2026-04-03"),
        rec.Note(id="n3", pair_id=BRAM, text=SECRETS[3], on="2026-04-04"),
        rec.Certification(id="c1", name="PMP", cycle_start="2025-01-08", cycle_end="2028-01-07"),
    )
    found.save(delete=[found.all(rec.Note, BRAM)[-1]], label="note deleted")
    found.save(rec.Note(id="n4", pair_id=ZOE, text="A word for myself"))
    shutil.copy(path, path.with_name("one.vault.conflict-20260521T100000Z"))
    shutil.copy(path, path.with_name("one.vault.before-restore-20260521T100000Z"))
    drafts = found.vault.drafts
    drafts.save("s1", "log:s1", json.dumps({"pair": BRAM, "values": {"focus": SECRETS[4]}}))
    drafts.save(BRAM, "note:new", json.dumps({"pair": BRAM, "values": {"text": SECRETS[4]}}))
    drafts.save("gone", "note:gone", json.dumps({"pair": BRAM, "values": {"text": SECRETS[4]}}))
    drafts.save("me", "profile", json.dumps({"pair": BRAM, "values": {"about": "I like maps"}}))
    drafts.save("z1", "log:z1", json.dumps({"pair": ZOE, "values": {"focus": "Growth, half typed"}}))
    yield found
    found.close()


def files(room: Path) -> dict[str, str]:
    """Every file below the room as text, decrypted by the independent reader where it is encrypted."""
    vault = independent.read_vault((room / "one.vault").read_bytes(), PASSPHRASE)
    found = {}
    for path in sorted(p for p in room.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if data.startswith(b"MNTRVLT"):
            payload = independent.open_payload(independent.split(data), vault["dek"])
            found[path.name] = json.dumps(payload["tables"], ensure_ascii=False)
        elif data.startswith(b"MNTRDRF"):
            found[path.name] = independent.read_draft(data, vault["dek"], vault["vault_id"])["text"]
        else:
            found[path.name] = data.decode("utf-8", "replace")
    return found


def bram(workspace: Workspace) -> rec.Pair:
    return workspace.find_pair("Bram")


# --- Gone -------------------------------------------------------------------------------------------------


def test_no_file_holds_a_word_of_it_any_more(workspace: Workspace, room: Path) -> None:
    before = files(room)
    assert all(any(secret in words for words in before.values()) for secret in SECRETS)  # or nothing is shown here
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    after = files(room)
    for words in (*SECRETS, "Bram Claes", "bram@acme.example"):
        assert [name for name, found in after.items() if words in found] == []
    assert not any(BRAM in found for name, found in after.items() if name.startswith(("one.vault", "before-")))
    assert proof.gone and not proof.still and not proof.unread
    assert proof.files == len(after) - 1  # all but the lock file
    assert sum("My own growth" in found for found in after.values()) >= 4  # the other pair, in every version
    assert sum("half typed" in found or "I like maps" in found for found in after.values()) == 2


def test_the_other_pair_is_as_it_was(workspace: Workspace) -> None:
    kinds = (rec.Pair, rec.Session, rec.Note)
    before = [r for kind in kinds for r in workspace.all(kind) if getattr(r, "pair_id", r.id) == ZOE]
    forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert [r for kind in kinds for r in workspace.all(kind)] == before
    assert workspace.settings.current_pair == ""


def test_no_undo_brings_it_back(workspace: Workspace) -> None:
    workspace.save(rec.Note(id="n9", pair_id=BRAM, text="one more"), label="note added")
    workspace.save(rec.Note(id="n8", pair_id=BRAM, text="and one"), label="note added")
    workspace.undo()
    assert workspace.can_undo and workspace.can_redo
    forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert (workspace.can_undo, workspace.can_redo, workspace.undo(), workspace.redo()) == ("", "", "", "")
    assert [p.id for p in workspace.pairs] == [ZOE]


def test_taking_a_pair_out_of_the_vault_alone_leaves_no_undo_either(workspace: Workspace) -> None:
    workspace.save(rec.Note(id="n9", pair_id=BRAM, text="one more"), label="note added")
    workspace.forget_pair(bram(workspace))
    assert workspace.can_undo == "" and workspace.undo() == ""


def test_the_plan_tells_what_goes_and_changes_nothing(workspace: Workspace, room: Path) -> None:
    workspace.save(rec.Disclosure(pair_id=BRAM, what="closure", recipient="the program", at="2026-05-01T10:00:00Z"))
    bytes_before = {p: p.read_bytes() for p in room.rglob("*") if p.is_file()}
    planned = forgetting.plan(workspace, bram(workspace))
    assert {p: p.read_bytes() for p in room.rglob("*") if p.is_file()} == bytes_before
    assert (3, "sessions") in planned.counts and (1, "note") in planned.counts
    assert planned.traces.drafts == 3 and planned.traces.files >= 4
    assert [d.recipient for d in planned.documents] == ["the program"]
    told = " ".join(forgetting.told_before(planned, planned.rows))
    assert "3 sessions" in told and "3 unsaved texts" in told and "2 bare rows until 2029-07-07" in told


def test_where_the_name_still_stands_is_told(workspace: Workspace) -> None:
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert proof.mentions == ["1 note of your pair with Zoë Maes"]
    assert "Bram" in str(workspace.get(rec.Note, "n2"))  # somebody else's pair is not touched
    assert proof.gone


def test_words_that_others_share_are_counted(workspace: Workspace) -> None:
    workspace.save(rec.Note(pair_id=ZOE, text=f"As I said: {SECRETS[2]}, always"))
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert proof.elsewhere == 1


_words = st.lists(st.sampled_from(["a", "bb", "ccc", "dd", "e\nf"]), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_words, max_size=6), st.sets(_words, max_size=4))
def test_a_shared_text_is_found_wherever_it_stands(left: list[str], removed: set[str]) -> None:
    search = Search(Traces("p", texts=set(removed)))
    tables = {"notes": {str(i): {"text": words} for i, words in enumerate(left)}}
    search.look(Content(Path("x.vault"), "vault", tables=tables))
    assert search.proof("").elsewhere == sum(any(text in words for words in left) for text in removed)


def test_whatever_looks_like_the_name_elsewhere_is_listed_and_not_touched(workspace: Workspace) -> None:
    for words in ("BRAM CLAES said so", "brambles in the garden", "Lunch with Claes", "the bram"):
        workspace.save(rec.Lesson(pair_id=ZOE, text=words))
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert "3 lessons of your pair with Zoë Maes" in proof.mentions
    assert len(workspace.all(rec.Lesson, ZOE)) == 4


@pytest.mark.parametrize("nickname", ["@bramc", "bramc@chat.example"])
def test_a_nickname_with_an_at_sign_is_looked_for_too(workspace: Workspace, nickname: str) -> None:
    workspace.save(msgspec.structs.replace(bram(workspace), partner_nicknames=f"Brammetje, {nickname}"))
    workspace.save(rec.Lesson(pair_id=ZOE, text=f"Ask {nickname.upper()} about it"))
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert "1 lesson of your pair with Zoë Maes" in proof.mentions


# --- What stands in the way -------------------------------------------------------------------------------


def test_a_damaged_backup_is_told_and_may_be_removed(workspace: Workspace, room: Path) -> None:
    newest = max((room / "one.vault.backups").iterdir())
    newest.write_bytes(newest.read_bytes()[:-5])
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert [(left.path, left.obstacle) for left in proof.unread] == [(newest, Obstacle.DAMAGED)]
    assert not proof.gone and "is damaged" in " ".join(forgetting.told_after(proof))
    assert remove_files(workspace.vault, [newest]) == []
    assert forgetting.prove(workspace, forgetting.plan(workspace, rec.Pair(id=BRAM)).traces).gone


def test_a_copy_under_a_name_of_its_own_is_found(workspace: Workspace, room: Path) -> None:
    """Nothing of ours writes such a file, so it is not touched, but nobody is told that all is gone."""
    shutil.copy(room / "one.vault", room / "one.vault.my own copy")
    proof = forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)))
    assert proof.still == ["one.vault.my own copy"] and not proof.gone


@pytest.mark.parametrize("name", ["one (conflicted copy).vault", "one.sync-conflict-20260521.vault", "kept"])
def test_a_copy_that_a_sync_program_named_is_found_by_what_it_is(workspace: Workspace, room: Path, name: str) -> None:
    (room / "one.vault (a text).vault").write_text("x" * 4344)
    before = forgetting.plan(workspace, bram(workspace))
    shutil.copy(room / "one.vault", room / name)
    planned = forgetting.plan(workspace, bram(workspace))
    assert planned.traces.files == before.traces.files  # what is told to be written anew is
    assert any(name in line for line in forgetting.told_beyond(planned))
    proof = forgetting.forget(workspace, planned)
    assert proof.still == [name] and not proof.gone
    (room / name).unlink()
    assert forgetting.finish(workspace, planned.traces).gone


def test_what_lies_beside_a_copy_that_was_opened_is_looked_into(workspace: Workspace, room: Path) -> None:
    """To save its drafts, say, as joining advises. Its lock and its empty folder hold nothing."""
    copy = room / "one.vault.conflict-20260521T100000Z"
    with Vault.open(copy, PASSPHRASE) as opened:
        found = Workspace(opened, FrozenClock(NOW))
        found.save(rec.Note(id="n9", pair_id=ZOE, text="A word in the copy"))
        opened.drafts.save("s1", "log:s1", json.dumps({"pair": BRAM, "values": {"focus": SECRETS[4]}}))
    copy.unlink()
    planned = forgetting.plan(workspace, bram(workspace))
    proof = forgetting.forget(workspace, planned)
    assert [name.partition("/")[0] for name in proof.still] == [f"{copy.name}.backups", f"{copy.name}.drafts"]
    assert not proof.unread
    for file in (*copy.with_name(f"{copy.name}.backups").iterdir(), *copy.with_name(f"{copy.name}.drafts").iterdir()):
        file.unlink()
    assert forgetting.finish(workspace, planned.traces).gone


def test_a_full_disk_is_told_and_the_work_can_be_finished(workspace: Workspace, room: Path, fs: Stubborn) -> None:
    planned = forgetting.plan(workspace, bram(workspace))
    fs.refuses = True
    proof = forgetting.forget(workspace, planned)
    assert not proof.gone and len(proof.still) >= 3
    fs.refuses = False
    again = forgetting.finish(workspace, planned.traces)
    assert again.gone
    assert not any(secret in words for secret in SECRETS for words in files(room).values())


def test_a_pair_deleted_before_is_found_in_the_backups(workspace: Workspace, room: Path) -> None:
    workspace.delete_pair(bram(workspace))
    found = forgetting.find_pair(workspace, "Bram Claes")
    planned = forgetting.plan(workspace, found)
    assert not planned.in_vault and planned.counts == [] and planned.traces.files
    assert forgetting.forget(workspace, planned).gone
    assert not any(secret in words for secret in SECRETS for words in files(room).values())
    assert workspace.undo() == ""


def test_a_whole_name_in_a_backup_comes_before_a_part_of_one_in_the_vault(workspace: Workspace) -> None:
    workspace.delete_pair(bram(workspace))
    workspace.save(rec.Pair(id="other", partner_name="Bram Claesens"))
    assert forgetting.find_pair(workspace, "bram claes").id == BRAM
    assert forgetting.find_pair(workspace, "claesen").id == "other"
    with pytest.raises(NotFound):
        forgetting.find_pair(workspace, "Nobody")


def test_a_restored_backup_does_not_bring_it_back(workspace: Workspace, room: Path) -> None:
    rows = forgetting.plan(workspace, bram(workspace)).rows
    forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)), rows)
    oldest = min(b for b in (room / "one.vault.backups").iterdir() if "s1" in files(room)[b.name])
    restore(room / "one.vault", oldest, PASSPHRASE, state_dir=room / "state")
    workspace.refresh()
    assert [p.id for p in workspace.pairs] == [ZOE]
    assert {e.id for e in kept_rows(workspace)} == {"s1", "s2"}  # the hours are there all the same


# --- Rows for an audit ------------------------------------------------------------------------------------


def test_hours_and_pdus_stay_the_same(workspace: Workspace) -> None:
    def standing() -> Any:
        everyone = [sessions_of(workspace, pair) for pair in workspace.pairs] + rows_as_sessions(workspace)
        return [(s.category, s.in_cycle, s.counts) for s in pdu.standings(everyone)]

    before = standing()
    assert ("Giving Back", 7, 7) in before
    forgetting.forget(
        workspace, forgetting.plan(workspace, bram(workspace)), evidence.rows_of(workspace, bram(workspace))
    )
    assert standing() == before


def test_a_row_keeps_the_hour_of_a_talk_that_was_noted_in_another_zone(workspace: Workspace) -> None:
    away = rec.Session(id="s4", pair_id=BRAM, on="2026-04-09", start="17:00", minutes=60, zone="Europe/London")
    late = msgspec.structs.replace(away, id="s5", on="2026-04-10", start="23:30")
    workspace.save(
        *(msgspec.structs.replace(s, status="held") for s in (away, late)),
        rec.Session(pair_id=ZOE, on="2026-04-09", start="18:00", minutes=60, status="held", zone="Europe/Brussels"),
    )

    def counted() -> int:
        return sum(line.minutes for line in pdu.book(all_sessions(workspace)).lines if line.counts)

    before = counted()
    rows = evidence.rows_of(workspace, bram(workspace))
    assert [(row.on, row.start) for row in rows if row.id in ("s4", "s5")] == [
        ("2026-04-09", "18:00"),
        ("2026-04-10", "23:30"),  # the day that PMI was told stays
    ]
    forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)), rows)
    assert counted() == before


def test_two_partners_with_the_same_initials_stay_two(workspace: Workspace) -> None:
    twin = rec.Pair(id="other", role="mentor", partner_name="Bea Cools", status="completed")
    met = {"on": "2026-04-02", "start": "10:00", "minutes": 60, "status": "held"}
    workspace.save(twin, *(rec.Session(pair_id=p, **met) for p in ("other", BRAM)))  # type: ignore[arg-type]
    for pair in (bram(workspace), twin):
        rows = evidence.rows_of(workspace, pair)
        forgetting.forget(workspace, forgetting.plan(workspace, pair), rows)
    counted = [s for of_one in rows_as_sessions(workspace) for s in pdu.counted(of_one)]
    assert [(s.on, s.start) for s in counted].count(("2026-04-02", "10:00")) == 2
    assert not any(row.partner in (BRAM, "other") for row in kept_rows(workspace))


def test_a_row_holds_initials_and_a_neutral_topic_only(workspace: Workspace, room: Path) -> None:
    rows = evidence.rows_of(workspace, bram(workspace))
    forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace)), rows)
    [first, second] = kept_rows(workspace)
    assert (first.on, first.minutes, first.initials, first.topic) == ("2026-04-02", 60, "BC", evidence.TOPIC)
    assert first.provider and second.minutes == 50
    assert not any(words in found for words in (*SECRETS, "Bram Claes") for found in files(room).values())


def claim() -> rec.Claim:
    lines = [rec.ClaimLine(session_id="s1", on="2026-04-02", minutes=60)]
    words: Any = {
        "title": "Talks with Bram Claes",
        "description": SECRETS[0],
        "remark": SECRETS[1],
        "contact": "Acme for Bram",
    }
    return rec.Claim(id="k1", pair_id=BRAM, quarters=4, lines=lines, state="submitted", **words)


def test_a_claim_stays_without_its_words_beside_the_rows(workspace: Workspace, room: Path) -> None:
    workspace.save(claim(), rec.Claim(id="k2", pair_id=ZOE, title="Mine"))
    workspace.save(rec.Note(pair_id=ZOE, text="so that a backup holds the claim"))
    rows = evidence.rows_of(workspace, bram(workspace))
    planned = forgetting.plan(workspace, bram(workspace))
    assert "the words of 1 PDU claim" in " ".join(forgetting.told_before(planned, rows))
    proof = forgetting.forget(workspace, planned, rows)
    assert proof.gone and proof.elsewhere == 0
    found = workspace.get(rec.Claim, "k1")
    assert found is not None and (found.quarters, found.state, found.lines[0].session_id) == (4, "submitted", "s1")
    assert (found.title, found.description, found.pair_id) == (evidence.TOPIC, "", "")
    assert sum('"k1"' in words for words in files(room).values()) >= 2  # in the vault and in a backup
    assert not any(words in found for words in (*SECRETS, "Bram Claes", "Acme") for found in files(room).values())


def test_without_rows_the_claims_go_too(workspace: Workspace, room: Path) -> None:
    workspace.save(claim())
    assert forgetting.forget(workspace, forgetting.plan(workspace, bram(workspace))).gone
    assert workspace.all(rec.Claim) == [] and not any('"k1"' in words for words in files(room).values())


def test_what_pmi_has_of_it_stays_as_opening_balance_and_is_said_before(workspace: Workspace) -> None:
    talk = msgspec.structs.replace(workspace.all(rec.Session, BRAM)[0])
    told = rec.ClaimLine(session_id=talk.id, on=talk.on, minutes=60)
    workspace.save(
        msgspec.structs.replace(claim(), state="approved", lines=[told]),
        rec.Claim(id="k9", pair_id=BRAM, quarters=8, completed="2024-05-01", state="approved"),  # of the cycle before
        rec.Certification(id="c2", name="CAPM", awarded="2026-05-01", cycle_start="2025-01-08"),
    )

    def left() -> list[int | None]:
        return [p.giving_back.left for p in pdu.book(all_sessions(workspace), today=NOW.date()).positions]

    workspace.save(delete=[s for s in workspace.all(rec.Session, BRAM) if s.id == "s2"])  # earned, and not claimed
    before = left()
    planned = forgetting.plan(workspace, bram(workspace))
    said = " ".join(forgetting.told_before(planned, []))
    assert "Stays: 1.00 PDUs that PMI counted for it" in said and "elsewhere for PMP" in said and "CAPM" not in said
    assert forgetting.forget(workspace, planned).gone
    assert workspace.all(rec.Claim) == [] and left() == before
    found = {c.name: c.giving_back_claimed for c in workspace.all(rec.Certification)}
    assert found == {"PMP": 4, "CAPM": 0}


def test_a_pair_that_is_only_deleted_leaves_it_too_and_undo_takes_both_back(workspace: Workspace) -> None:
    workspace.save(claim())
    before = workspace.all(rec.Certification)
    workspace.delete_pair(bram(workspace))
    assert [c.giving_back_claimed for c in workspace.all(rec.Certification)] == [4]
    workspace.undo()
    assert workspace.all(rec.Certification) == before and workspace.all(rec.Claim)


@pytest.mark.parametrize("topic", ["Talk with BRAM", "Bram, first steps", "(Claes)", "Brâm", "_Bram_", "Brams team"])
def test_a_topic_that_names_the_partner_is_refused(workspace: Workspace, topic: str) -> None:
    with pytest.raises(InputRefused, match="names your partner"):
        evidence.rows_of(workspace, bram(workspace), topic)


def test_a_topic_of_my_own_stands_in_the_rows(workspace: Workspace) -> None:
    assert evidence.rows_of(workspace, bram(workspace), "Stakeholder work")[0].topic == "Stakeholder work"


def held(*days: str) -> list[rec.Session]:
    return [rec.Session(on=day, minutes=60, status="held") for day in days]


@pytest.mark.parametrize(
    ("certifications", "expected", "known"),
    [
        ([("PMP", "2025-01-08", "2028-01-07")], "2029-07-07", True),
        ([("PMP", "2025-01-08", "")], "2029-07-07", True),  # the end follows from the start
        ([("PMP", "2027-01-08", "2030-01-07")], "2028-07-07", True),  # earned in the cycle before
        ([("PMP", "2022-01-08", "2025-01-07")], "2029-07-07", True),  # earned in the cycle after
        ([("PMP", "2025-01-08", "2028-01-07"), ("CAPM", "2026-04-01", "2029-03-31")], "2030-10-01", True),
        ([("PMP", "", "")], "2030-10-19", False),  # a cycle that began on the day of the last talk
        ([], "2030-10-19", False),
        ([("PMP", "2025-01-08", "2028-01-07"), ("CAPM", "", "")], "2030-10-19", False),
    ],
    ids=["known", "start", "later", "earlier", "two", "nothing", "none", "half"],
)
def test_rows_are_needed_until_18_months_after_the_cycle(
    certifications: list[tuple[str, str, str]], expected: str, known: bool
) -> None:
    found = [rec.Certification(name=n, cycle_start=a, cycle_end=b) for n, a, b in certifications]
    until = evidence.keep_until(held("2026-04-02", "2026-04-20"), found)
    assert (until.day.isoformat(), until.known) == (expected, known)
    assert ("cautious date" in until.why) is not known


def test_rows_may_go_only_after_their_last_day(workspace: Workspace) -> None:
    workspace.save(
        rec.Evidence(id="a", on="2020-01-01", minutes=60, purge_after="2026-05-20"),
        rec.Evidence(id="b", on="2020-01-02", minutes=60, purge_after="2026-05-21"),
        rec.Evidence(id="c", on="2020-01-03", minutes=60),
    )
    assert [row.id for row in evidence.due(workspace)] == ["a"]
    assert "1 row of forgotten pairs" in evidence.sentence(kept_rows(workspace), date(2026, 5, 21))


# --- Tables -----------------------------------------------------------------------------------------------

_record = st.fixed_dictionaries({"pair_id": st.sampled_from(["p", "q", ""]), "text": st.sampled_from("ab")})
_tables = st.dictionaries(
    st.sampled_from(["pairs", "sessions", "notes", "not known here"]),
    st.dictionaries(st.sampled_from(["p", "q", "1", "2", "3"]), _record, max_size=4),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_tables)
def test_all_of_a_pair_goes_and_nothing_else(tables: Tables) -> None:
    """Also from tables that only a newer version knows."""
    left = forgetting.without(tables, "p")
    flat = {(t, i): r for t, rows in left.items() for i, r in rows.items()}
    whole = {(t, i): r for t, rows in tables.items() for i, r in rows.items()}
    gone = whole.keys() - flat.keys()
    assert all(whole[key] == record for key, record in flat.items())
    assert gone == {k for k, r in whole.items() if (k[1] == "p" if k[0] == "pairs" else r["pair_id"] == "p")}
    assert forgetting.without(left, "p") == left


def test_what_another_program_added_meanwhile_goes_too(workspace: Workspace, room: Path) -> None:
    planned = forgetting.plan(workspace, bram(workspace))
    with Vault.open(room / "one.vault", PASSPHRASE, state_dir=room / "state") as other:
        late = {"id": "late", "pair_id": BRAM, "text": "written while the question was on the screen"}
        other.commit([Change("notes", "late", late, None)])
    proof = forgetting.forget(workspace, planned)
    assert proof.gone and workspace.get(rec.Note, "late") is None
    assert not any("while the question" in words for words in files(room).values())
