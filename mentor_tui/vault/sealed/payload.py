"""The records as JSON, and what may stand in a record at all.

The payload is one JSON object in UTF-8: ``schema_version``, ``lineage`` and ``tables`` (table -> id -> record),
followed by spaces up to the padded length. ``lineage`` names the saves that this one grew from, newest first, sixteen
hex digits each; it tells whether the file on disk contains our version or has gone another way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec

from mentor_tui.vault.errors import DamagedVault, NewerFormat
from mentor_tui.vault.sealed.format import BLOCK

Record = dict[str, Any]
#: Records stay encoded in memory, one by one: reading gives a fresh copy, and a save need not encode them again.
Tables = dict[str, dict[str, msgspec.Raw]]

SCHEMA_VERSION = 2
"""The number of the fields and values that records may hold: one more in a release that adds any, so that an older
mentor-tui, which refuses what it does not know, opens such a vault for reading only. `tests/test_schema.py` tells."""
#: How many earlier saves a vault remembers by name.
LINEAGE = 128
TAG = 16
_DEPTH = 64
_INT_MIN, _INT_MAX = -(1 << 63), (1 << 63) - 1


class Payload(msgspec.Struct, frozen=True):
    """A decoded payload. A newer release may have added members, which are left out here."""

    schema_version: int
    tables: dict[str, dict[str, msgspec.Raw]]
    lineage: str = ""


class _Exact(msgspec.Struct, forbid_unknown_fields=True):
    schema_version: int
    tables: dict[str, dict[str, msgspec.Raw]]
    lineage: str = ""


_encoder = msgspec.json.Encoder()
_exact = msgspec.json.Decoder(_Exact)
_lenient = msgspec.json.Decoder(Payload)
_record = msgspec.json.Decoder(dict[str, Any])
_BAD = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def encode(tables: Tables, lineage: str, schema: int = 0) -> bytearray:
    """The padded payload: with the 16-byte tag, its ciphertext fills a multiple of 4 KiB.

    ``schema`` is the records' version where it is not this program's: a backup that is sealed again keeps its own.
    """
    out = bytearray()
    _encoder.encode_into(_Exact(schema or SCHEMA_VERSION, tables, lineage), out)
    out += b" " * (-(len(out) + TAG) % BLOCK)
    return out


def decode(data: bytes) -> Payload:
    """Read a payload. Raises :class:`DamagedVault` if it is not one, :class:`NewerFormat` if only its number is known.

    A ``schema_version`` above ours is read as far as it can be; the caller opens such a vault read-only. The records
    themselves are decoded when they are read.
    """
    try:
        try:
            exact = _exact.decode(data)
            found = Payload(exact.schema_version, exact.tables, exact.lineage)
        except msgspec.ValidationError:
            found = _newer(data)
    except _BAD:
        raise _malformed() from None
    if found.schema_version < 1:
        raise DamagedVault("its records carry an impossible version number")
    return found


def _malformed() -> DamagedVault:
    return DamagedVault("its records are not in the form they were saved in")


def _newer(data: bytes) -> Payload:
    """Records that a newer release wrote, or the error that fits."""

    class Peek(msgspec.Struct):
        schema_version: int

    data.decode()  # what we skip is not looked into, but all of it is UTF-8
    version = msgspec.json.decode(data, type=Peek).schema_version
    if version <= SCHEMA_VERSION:
        raise _malformed()
    try:
        return _lenient.decode(data)
    except msgspec.ValidationError:
        raise NewerFormat(f"1 with records of version {version}") from None


def encode_record(record: Record) -> msgspec.Raw:
    """One plain record, encoded."""
    return msgspec.Raw(_encoder.encode(record))


def decode_record(raw: msgspec.Raw) -> Record:
    """One record, fresh. Raises :class:`DamagedVault` if another program wrote something that is none."""
    try:
        return _record.decode(raw)
    except _BAD:
        raise _malformed() from None


def plain(value: Any, depth: int = 0) -> Any:
    """A deep copy made of plain JSON: dict, list, str, int (64 bits), finite float, bool, None.

    Raises :class:`TypeError` or :class:`ValueError`, naming the kind and never the value, for anything that would
    come back from the file as something else than it went in.
    """
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    if kind is str:
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("a record may not hold half a surrogate pair") from None
        return value
    if kind is int:
        if not _INT_MIN <= value <= _INT_MAX:
            raise ValueError("a record may not hold an integer beyond 64 bits")
        return value
    if kind is float:
        if not math.isfinite(value):
            raise ValueError("a record may not hold a number that is not finite")
        return value
    if depth >= _DEPTH:
        raise ValueError("a record may not be nested deeper than 64 levels")
    if isinstance(value, Mapping):
        copy: dict[str, Any] = {}
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError("a record's keys are strings")
            copy[plain(key)] = plain(item, depth + 1)
        return copy
    if kind is list or kind is tuple:
        return [plain(item, depth + 1) for item in value]
    raise TypeError(f"a record may not hold a {kind.__name__}")
