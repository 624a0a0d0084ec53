"""The page is right: a reader written from it alone opens what the program writes."""

import re
from pathlib import Path

import pytest

from mentor_tui.vault import Vault
from mentor_tui.vault.sealed import payload

from . import independent
from .conftest import FAST, WORDS, fresh_id, put

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "vault-format.md"
EXAMPLE_WORDS = "correct horse battery staple"
EXAMPLE_KEY = "EEWT-GRGX-9209-S0T4-AYVX-9YYK-RAMY-ECW2-MG1V"
GOAL = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def test_the_independent_reader_shares_no_code():
    assert "mentor_tui" not in (HERE / "independent.py").read_text().split('"""', 2)[2]


def test_page_reader_and_program_know_the_same_records():
    newest = re.search(r"the newest today is (\d+)\.", PAGE.read_text())
    assert newest is not None
    assert int(newest[1]) == payload.SCHEMA_VERSION == independent.SCHEMA


def test_it_reads_what_the_program_writes(path):
    with Vault.create(path, "Zürich ﬁne", kdf=FAST) as vault:
        key = vault.new_recovery_key()
        vault.store_recovery_key(key)
        records = {fresh_id(): {"text": "日本語 " * n, "n": n, "list": [None, True, 1.5]} for n in range(40)}
        for id, record in records.items():
            put(vault, id, record, table="sessions")
        vault.drafts.save("r", "notes", "being typed")
        generation, id = vault.generation, vault.vault_id
    by_words = independent.read_vault(path.read_bytes(), passphrase="Zürich fine")
    by_key = independent.read_vault(path.read_bytes(), recovery=key.text.lower())
    assert by_words == by_key
    assert by_words["tables"] == {"sessions": records}
    assert (by_words["generation"], by_words["vault_id"], by_words["schema_version"]) == (
        generation,
        id,
        independent.SCHEMA,
    )
    name = independent.draft_name(by_words["dek"], id, "r", "notes")
    data = (path.with_name("pair.vault.drafts") / name).read_bytes()
    assert independent.read_draft(data, by_words["dek"], id)["text"] == "being typed"


def test_lineage_names_the_saves_before(path, vault):
    names = []
    for n in range(3):
        data = path.read_bytes()
        end = 156 + 92 * data[12]
        names.insert(0, data[end - 64 : end - 56].hex())
        put(vault, "a", {"n": n})
    assert independent.read_vault(path.read_bytes(), passphrase=WORDS)["lineage"] == "".join(names)


def test_the_example_on_the_page(tmp_path):
    page = PAGE.read_text()
    data = (HERE / "vectors" / "example.vault").read_bytes()
    dump = re.findall(r"^([0-9a-f]{4})  ((?:[0-9a-f]{2} ?)+)$", page, re.MULTILINE)
    assert len(dump) == 24
    for offset, line in dump:
        piece = bytes.fromhex(line)
        assert data[int(offset, 16) :][: len(piece)] == piece
    found = independent.read_vault(data, passphrase=EXAMPLE_WORDS)
    parts = independent.split(data)
    assert found == independent.read_vault(data, recovery=EXAMPLE_KEY)
    assert found["dek"].hex() in page
    for purpose in (b"header", b"payload"):
        assert independent.hkdf(found["dek"], parts["save_salt"], b"mentor-tui/%s/1" % purpose).hex() in page
    assert EXAMPLE_KEY in page
    draft = (HERE / "vectors" / "example.draft").read_bytes()
    assert independent.read_draft(draft, found["dek"], found["vault_id"]) == {
        "record": GOAL,
        "field": "why",
        "saved_at": 1767225600,
        "text": "Because I have something to say.",
    }
    assert independent.draft_name(found["dek"], found["vault_id"], GOAL, "why") in page


def test_the_program_reads_the_example_for_ever(path):
    path.parent.mkdir()
    path.write_bytes((HERE / "vectors" / "example.vault").read_bytes())
    drafts = path.with_name("pair.vault.drafts")
    drafts.mkdir()
    (drafts / "90ee2c5f-e598-d63f-8c65-2924188f3112").write_bytes((HERE / "vectors" / "example.draft").read_bytes())
    for open_it in (
        lambda: Vault.open(path, EXAMPLE_WORDS),
        lambda: Vault.open_with_recovery(path, EXAMPLE_KEY),
    ):
        with open_it() as vault:
            assert vault.get("goals", GOAL) == {"title": "Speak up in steering meetings", "quarters": 3}
            assert vault.drafts.load(GOAL, "why") == "Because I have something to say."


@pytest.mark.parametrize("secret", [{"passphrase": "wrong"}, {"recovery": "0" * 36}, {}])
def test_it_refuses_what_it_should(vault, path, secret):
    with pytest.raises(independent.Refused):
        independent.read_vault(path.read_bytes(), **secret)
