"""Whatever stands in a file: the parsers answer it or refuse it in the documented way, like the independent reader.

A hundred cases of each kind here, more than 100,000 in the soak (``make soak``).
"""

import json
import re
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui.vault import BadRecoveryKey, DamagedVault, NewerFormat, RecoveryKey, Vault
from mentor_tui.vault.sealed.format import cost_problem, header_start, parse_header
from mentor_tui.vault.sealed.payload import decode, decode_record

from . import independent
from .counts import count
from .writing import BASE, BASE_DRAFT, CLEAR, KEY, put, resummed

OFTEN = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)

EDGES = [0, 1, 2, 3, 7, 8, 9, 16, 17, 255, 256, 4096, 19455, 19456, 1048576, 1048577, 2**31, 2**32 - 1]
small = st.sampled_from([1, 1, 1, 0, 2]) | st.integers(0, 65535)
cost = st.sampled_from(EDGES) | st.integers(0, 2**32 - 1)
number = st.sampled_from([0, 1, 4095, 4096, 8192, 2**30, 2**63 - 1, 2**63, 2**64 - 1]) | st.integers(0, 2**64 - 1)
kinds = st.sampled_from([(1, 1), (1, 1), (2, 2), (2, 2), (1, 2), (2, 1), (0, 0), (9, 9), (1, 9), (255, 1)])


@st.composite
def slots(draw):
    kind, kdf = draw(kinds)
    dear = draw(st.booleans())
    costs = (draw(cost), draw(cost), draw(cost)) if dear else ((0, 0, 0) if kdf == 2 else (3, 65536, 4))
    return struct.pack("<BBHIII", kind, kdf, draw(st.sampled_from([0, 0, 0, 1])), *costs) + bytes(76)


@st.composite
def headers(draw):
    """Files that are vaults up to a point: any field may be off, the checksum mostly fits, the length mostly too."""
    some = draw(st.lists(slots(), min_size=0, max_size=9))
    declared = draw(st.just(len(some)) | small)
    head = b"MNTRVLT\0" + struct.pack(
        "<HHHH", draw(small), draw(st.just(0) | small), declared, draw(st.just(0) | small)
    )
    head += struct.pack("<Q", draw(number)) + bytes(16) + b"".join(some) + bytes(44)
    length = draw(st.sampled_from([4096, 4096, 8192]) | number)
    head += struct.pack("<Q", length)
    body = bytes(length if length <= 8192 and draw(st.sampled_from([True, True, True, False])) else 4096)
    data = head + bytes(64) + body
    if draw(st.sampled_from([True, True, True, False])) and len(some) == declared:
        data = resummed(data)
    return data + draw(st.just(b"") | st.binary(max_size=20))


@st.composite
def changed(draw, base):
    """A real file with bytes changed, taken out or put in at a few places."""
    data = base
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, min(len(data), 360)) | st.integers(0, len(data)))
        piece = draw(st.binary(max_size=8))
        cut = draw(st.just(len(piece)) | st.integers(0, 8))
        data = data[:at] + piece + data[at + cut :]
    if draw(st.booleans()) and len(data) > 400 and 1 <= data[12] <= 2 and data[13] == 0:
        data = resummed(data)
    return data


def of_the_program(data):
    """The header's parts, or the name of the error. Anything else goes through and fails the test."""
    try:
        header = parse_header(data, len(data))
    except DamagedVault:
        return "damaged"
    except NewerFormat:
        return "newer format"
    assert data.startswith(header.raw)
    assert len(header.raw) + header.ciphertext_len == len(data)
    if header.minor == 0:
        assert (
            header_start(header.generation, header.vault_id, header.slots) == header.raw[: 40 + 92 * len(header.slots)]
        )
    for slot in header.slots:
        if (slot.kind, slot.kdf) == (1, 1):
            assert cost_problem(slot.t, slot.m_kib, slot.p) is None
    parts = [(s.kind, s.kdf, s.t, s.m_kib, s.p, s.salt, s.nonce, s.wrapped) for s in header.slots]
    return header.minor, header.generation, header.vault_id, parts, header.save_salt, header.payload_nonce, header.mac


def of_the_reader(data):
    try:
        found = independent.split(data)
    except independent.Refused as refused:
        return refused.result
    names = ("type", "kdf", "t", "m", "p", "salt", "nonce", "wrapped")
    parts = [tuple(slot[name] for name in names) for slot in found["slots"]]
    return (
        found["minor"],
        found["generation"],
        found["vault_id"],
        parts,
        found["save_salt"],
        found["nonce"],
        found["mac"],
    )


def check_header(data):
    assert of_the_program(data) == of_the_reader(data)
    count("fuzzed inputs")


ANY_HEADER = headers() | changed(BASE) | st.binary(max_size=600) | st.binary(max_size=600).map(lambda b: BASE[:8] + b)


@OFTEN
@given(data=ANY_HEADER)
def test_headers(data):
    check_header(data)


def test_the_headers_tried_are_of_every_sort():
    """What the strategies make reaches acceptance, and each way of refusing."""
    answers = set()

    @settings(OFTEN, max_examples=60, derandomize=True)
    @given(data=headers())
    def run(data):
        answer = of_the_program(data)
        answers.add(answer if isinstance(answer, str) else "accepted")

    run()
    assert answers == {"accepted", "damaged", "newer format"}


# Payloads

text = st.text(max_size=6)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
tables = st.dictionaries(
    text,
    st.dictionaries(text, st.dictionaries(text, json_values, max_size=2) | json_values, max_size=2) | json_values,
    max_size=2,
)
members = st.fixed_dictionaries(
    {},
    optional={
        "schema_version": st.sampled_from([1, 1, 1, 1000, 1001]) | json_values,
        "tables": tables | json_values,
        "lineage": text | json_values,
        "more": json_values,
    },
)


@st.composite
def payloads(draw):
    found = draw(members | json_values)
    data = json.dumps(found, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    return data + draw(st.sampled_from([b"", b" " * 9, b"\n", b"\0", b"x"]))


@st.composite
def spoilt_payloads(draw):
    data = CLEAR.rstrip(b" ")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        piece = draw(
            st.sampled_from(
                [
                    b"",
                    b"{",
                    b"}",
                    b"[",
                    b'"',
                    b",",
                    b":",
                    b"\\",
                    b"1",
                    b"-",
                    b"e9",
                    b"\xff",
                    b"\xc3",
                    b"\0",
                    b"\n",
                    b"null",
                ]
            )
        )
        data = data[:at] + piece + data[at + draw(st.integers(0, 3)) :]
    return data


def check_payload(data):
    try:
        found = decode(data)
        records = {name: {id: decode_record(raw) for id, raw in rows.items()} for name, rows in found.tables.items()}
        program = found.schema_version, records, found.lineage
    except DamagedVault:
        program = "damaged"
    except NewerFormat:
        program = "newer format"
    try:
        other = independent.read_payload(data)
        reader = other["schema_version"], other["tables"], other["lineage"]
    except independent.Refused as refused:
        reader = refused.result
    assert program == reader
    count("fuzzed inputs")


ANY_PAYLOAD = payloads() | spoilt_payloads() | st.binary(max_size=200)


@settings(OFTEN, max_examples=40)  # each makes a vault of its own; 30,000 in the soak
@given(data=ANY_PAYLOAD)
def test_payloads(data):
    check_payload(data)


# Drafts


@pytest.fixture(scope="module")
def drafts(tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "pair.vault"
    path.write_bytes(BASE)
    with Vault.open_with_recovery(path, KEY, state_dir=path.parent / "state") as vault:
        yield vault.drafts


def check_draft(drafts, data):
    """Only a :class:`ValueError`, which the reading of drafts turns into a notice; unless nothing was changed."""
    if data == BASE_DRAFT:
        assert drafts._open(data).text == "Because I have something to say."
    else:
        with pytest.raises(ValueError):
            drafts._open(data)
    count("fuzzed inputs")


ANY_DRAFT = changed(BASE_DRAFT) | st.binary(max_size=200).map(lambda b: put(BASE_DRAFT, 8, b)) | st.binary(max_size=200)


@OFTEN
@given(data=ANY_DRAFT)
def test_drafts(drafts, data):
    check_draft(drafts, data)


# The note of what was seen: a help, and never an obstacle

ODD_NOTES = [
    b"", b"{", b"null", b"[]", b"5", b"[" * 200_000, b"9" * 5000, b"\xff\xfe", b"\0" * 2_000_000, b'{"vaults":[]}',
    *(b'{"vaults":{"%s":%s}}' % (BASE[24:40].hex().encode(), n) for n in (b"null", b'"9"', b"-1", b"1e400", b"[]")),
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_NOTES, ids=range(len(ODD_NOTES)))
def test_an_odd_note_of_what_was_seen_keeps_nobody_out(path, state_folder, odd):
    path.parent.mkdir()
    path.write_bytes(BASE)
    state_folder.mkdir()
    (state_folder / "seen.json").write_bytes(odd)
    with Vault.open_with_recovery(path, KEY) as vault:
        assert not vault.notices
    assert json.loads((state_folder / "seen.json").read_bytes())["vaults"][BASE[24:40].hex()] == 3


ODD_JOURNALS = [b"", b"[" * 200_000, b"5", b'{"old":5,"new":5}', b'{"old":[5,null,"../x"],"new":{}}']


@pytest.mark.parametrize("odd", ODD_JOURNALS, ids=range(len(ODD_JOURNALS)))
def test_an_odd_journal_of_a_change_of_keys_keeps_nobody_out(path, odd):
    drafts = path.with_name(path.name + ".drafts")
    drafts.mkdir(parents=True)
    path.write_bytes(BASE)
    (drafts / f".rekey-{'0' * 16}").write_bytes(odd)
    (drafts / "90ee2c5f-e598-d63f-8c65-2924188f3112").write_bytes(BASE_DRAFT)
    with Vault.open_with_recovery(path, KEY) as vault:
        assert [draft.text for draft in vault.drafts.all()] == ["Because I have something to say."]
    assert path.read_bytes() == BASE


# Recovery keys

signs = st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefgoil- –\u00a0\u200bUß１Ａ\n")
TYPED = st.text(signs, max_size=60) | st.text(max_size=60) | changed(KEY.encode()).map(lambda b: b.decode("latin-1"))


def without_numbers(error):
    return re.sub("[0-9]+", "", str(error))


def slip(typed):
    with pytest.raises(BadRecoveryKey) as met:
        RecoveryKey.parse(typed)
    return without_numbers(met.value)


SLIPS = {slip(""), slip("U" * 36), slip("0" * 36)}


def check_recovery(typed):
    try:
        key = RecoveryKey.parse(typed)
    except BadRecoveryKey as error:
        assert without_numbers(error) in SLIPS  # nothing of what was typed
    else:
        assert RecoveryKey.parse(key.text) == key
        assert independent.recovery_bytes(key.text) == key.raw
    count("fuzzed inputs")


@OFTEN
@given(typed=TYPED)
def test_recovery_keys(typed):
    check_recovery(typed)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(OFTEN, max_examples=40_000)
@given(data=ANY_HEADER)
def test_headers_at_length(data):
    check_header(data)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(OFTEN, max_examples=30_000)
@given(data=ANY_PAYLOAD)
def test_payloads_at_length(data):
    check_payload(data)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(OFTEN, max_examples=20_000)
@given(data=ANY_DRAFT)
def test_drafts_at_length(drafts, data):
    check_draft(drafts, data)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(OFTEN, max_examples=12_000)
@given(typed=TYPED)
def test_recovery_keys_at_length(typed):
    check_recovery(typed)
