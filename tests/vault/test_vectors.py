"""The published vectors: this program and the independent reader give the answer that stands there, to every one."""

import hashlib
import json
from pathlib import Path

import pytest

from mentor_tui.vault import (
    BadRecoveryKey,
    DamagedVault,
    NewerFormat,
    NoRecoveryKey,
    Vault,
    VaultError,
    WrongPassphrase,
    WrongRecoveryKey,
)

from . import independent, make_vectors
from .counts import count

HERE = Path(__file__).parent / "vectors"
LIST = json.loads((HERE / "format-1.0.json").read_text())
PAGE = (Path(__file__).parents[2] / "docs" / "vault-format.md").read_text()
CLASSES = {
    "damaged": DamagedVault,
    "newer format": NewerFormat,
    "wrong passphrase": WrongPassphrase,
    "wrong recovery key": WrongRecoveryKey,
    "no recovery key": NoRecoveryKey,
    "typing slip": BadRecoveryKey,
}
#: What the person is told at each step of the reading order.
REASONS = {
    2: {"it is empty", "it does not begin like a vault", "it is cut short"},
    3: {"its version number is impossible"},
    4: {
        "it is cut short",
        "it holds an impossible number of key slots",
        "its length is impossible",
        "something was added at its end",
    },
    5: {"its header does not match its checksum"},
    6: {
        "its header holds impossible values",
        "a key slot holds impossible values",
        "it holds a key slot of an unknown kind",
        "its key derivation asks for an impossible number of passes",
        "its key derivation asks for an impossible amount of memory",
        "its key derivation asks for an impossible number of lanes",
        "its key derivation would take too long",
    },
    8: {"its header was altered"},
    9: {"its records were altered"},
    10: {"its records are not in the form they were saved in", "its records carry an impossible version number"},
}


def named(vectors):
    return [pytest.param(vector, id=vector["name"]) for vector in vectors]


def file_of(vector, base):
    data = make_vectors.applied((HERE / LIST[base]).read_bytes(), vector["edits"])
    assert (len(data), hashlib.sha256(data).hexdigest()) == (vector["size"], vector["sha256"])
    return data


def without_empty(tables):
    return {name: rows for name, rows in tables.items() if rows}


def answer_of_the_program(path, vector):
    """Open and read everything, as the app does over time."""
    try:
        if "recovery_key" in vector:
            opened = Vault.open_with_recovery(path, vector["recovery_key"])
        else:
            opened = Vault.open(path, vector.get("passphrase", LIST["passphrase"]))
        with opened as vault:
            tables = {name: vault._current().db.tables_by_name[name] for name in vault.names()}
            found = {name: {id: vault.get(name, id) for id in rows} for name, rows in tables.items()}
            return "opens read-only" if vault.read_only else "opens", vault.generation, without_empty(found)
    except VaultError as error:
        if isinstance(error, DamagedVault):
            assert error.reason in REASONS[vector["step"]]
        return type(error)


def answer_of_the_reader(data, vector):
    secret = {"passphrase": vector.get("passphrase", LIST["passphrase"])}
    if "recovery_key" in vector:
        secret = {"recovery": vector["recovery_key"]}
    try:
        found = independent.read_vault(data, **secret)
    except independent.Refused as refused:
        return refused.result, refused.step
    return "opens read-only" if found["read_only"] else "opens", found["generation"], without_empty(found["tables"])


@pytest.mark.parametrize("vector", named(LIST["vaults"]))
def test_a_vault(path, vector):
    data = file_of(vector, "vault")
    path.parent.mkdir()
    path.write_bytes(data)
    if "tables" in vector:
        expected = vector["result"], vector["generation"], without_empty(vector["tables"])
        assert answer_of_the_program(path, vector) == expected
        assert answer_of_the_reader(data, vector) == expected
    else:
        assert answer_of_the_program(path, vector) is CLASSES[vector["result"]]
        assert answer_of_the_reader(data, vector) == (vector["result"], vector["step"])
    assert path.read_bytes() == data
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    count("vectors")


@pytest.fixture(scope="module")
def draft_home(tmp_path_factory):
    """The example's vault, open, with the path its draft belongs at."""
    path = tmp_path_factory.mktemp("drafts") / "pair.vault"
    path.write_bytes((HERE / LIST["vault"]).read_bytes())
    folder = path.with_name("pair.vault.drafts")
    folder.mkdir()
    dek, id = bytes.fromhex(LIST["data_key"]), bytes.fromhex(LIST["vault_id"])
    with Vault.open_with_recovery(path, LIST["recovery_key"], state_dir=path.parent / "state") as vault:
        yield vault, folder / independent.draft_name(dek, id, *LIST["draft_place"])


@pytest.mark.parametrize("vector", named(LIST["drafts"]))
def test_a_draft(draft_home, vector):
    data = file_of(vector, "draft")
    vault, path = draft_home
    path.write_bytes(data)
    vault.notices.clear()
    found = vault.drafts.load(*LIST["draft_place"])
    dek, id = bytes.fromhex(LIST["data_key"]), bytes.fromhex(LIST["vault_id"])
    if vector["result"] == "draft opens":
        assert found == vector["text"]
        assert [draft.text for draft in vault.drafts.all()] == [vector["text"]]
        assert not vault.notices
        assert independent.read_draft(data, dek, id)["text"] == vector["text"]
    else:
        assert found is None
        assert vault.drafts.all() == []
        assert len(vault.notices) == 1
        with pytest.raises(independent.Refused):
            independent.read_draft(data, dek, id)
    assert path.read_bytes() == data
    count("vectors")


def test_the_list_is_what_the_script_makes():
    assert (HERE / "format-1.0.json").read_text() == make_vectors.document()


def test_every_vector_has_its_own_name_and_case():
    for vectors in LIST["vaults"], LIST["drafts"]:
        assert len({vector["name"] for vector in vectors}) == len(vectors)
        cases = {(v["sha256"], v.get("passphrase"), v.get("recovery_key")) for v in vectors}
        assert len(cases) == len(vectors)
    assert len(LIST["vaults"]) >= 150


def test_every_answer_on_the_page_has_a_vector():
    answers = {vector["result"] for vector in LIST["vaults"] + LIST["drafts"]}
    assert answers == {*CLASSES, "opens", "opens read-only", "draft opens", "draft refused"}
    assert all(answer in PAGE for answer in answers)
    assert {vector["step"] for vector in LIST["vaults"] if "step" in vector} == set(range(2, 11))
