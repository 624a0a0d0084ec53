"""Makes ``vectors/format-1.0.json``: vaults and drafts with one fault each, and what a reader must say to them.

    python -m tests.vault.make_vectors                 writes the list anew
    python -m tests.vault.make_vectors --files FOLDER  writes every vector out as a file

A vector is the example's file with a few bytes changed; ``docs/vault-format.md`` explains the list.
"""

import hashlib
import json
import sys
from pathlib import Path

from .cases import draft_vectors, vault_vectors
from .writing import BASE, BASE_DRAFT, DEK, FIELD, GOAL, HERE, ID, KEY, WORDS, Vector

LIST = HERE / "format-1.0.json"


def edits(base: bytes, data: bytes) -> list:
    """How to make ``data`` of ``base``: [offset in the base, bytes to leave out, bytes to put in, in hex]."""
    cuts = [40, 132, 224, min(len(base), len(data))]
    return min(
        (_aligned(base, data, min(cut, *map(len, (base, data)))) for cut in cuts), key=lambda e: len(json.dumps(e))
    )


def _aligned(base: bytes, data: bytes, cut: int) -> list:
    """Both alike before ``cut``; what one has more stands there; both alike behind it."""
    more = len(data) - len(base)
    skip, put_in = max(0, -more), max(0, more)
    if cut + skip > len(base):
        cut = len(base) - skip
    middle = [[cut, skip, data[cut : cut + put_in].hex()]] if more else []
    return [*_runs(base[:cut], data[:cut], 0), *middle, *_runs(base[cut + skip :], data[cut + put_in :], cut + skip)]


def _runs(base: bytes, data: bytes, offset: int) -> list:
    """The stretches that differ in two texts of one length; neighbours closer than four bytes make one."""
    found: list[list[int]] = []
    for at in (at for at, (a, b) in enumerate(zip(base, data, strict=True)) if a != b):
        if found and at - found[-1][1] < 4:
            found[-1][1] = at + 1
        else:
            found.append([at, at + 1])
    return [[offset + start, end - start, data[start:end].hex()] for start, end in found]


def applied(base: bytes, changes: list) -> bytes:
    """The other way: ``data`` from ``base``. Offsets are the base's, so the last change comes first."""
    for at, left_out, put_in in reversed(changes):
        base = base[:at] + bytes.fromhex(put_in) + base[at + left_out :]
    return base


def entry(base: bytes, vector) -> dict:
    """One line of the list."""
    out = {"name": vector.name, "comment": vector.comment, "result": vector.result}
    if isinstance(vector, Vector):
        if vector.result.startswith("opens"):
            out |= {"generation": vector.generation, "tables": vector.tables}
        else:
            out["step"] = vector.step
        if vector.secret != {"passphrase": WORDS}:
            out |= vector.secret
    elif vector.text is not None:
        out["text"] = vector.text
    out["edits"] = edits(base, vector.data)
    return out | {"size": len(vector.data), "sha256": hashlib.sha256(vector.data).hexdigest()}


def document() -> str:
    """The whole list, as JSON with a vector on each line."""
    head = {
        "format": "1.0",
        "described": "docs/vault-format.md, section 10",
        "vault": "example.vault",
        "draft": "example.draft",
        "passphrase": WORDS,
        "recovery_key": KEY,
        "data_key": DEK.hex(),
        "vault_id": ID.hex(),
        "draft_place": [GOAL, FIELD],
    }
    parts = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    for name, base, vectors in (("vaults", BASE, vault_vectors()), ("drafts", BASE_DRAFT, draft_vectors())):
        rows = ",\n".join("  " + json.dumps(entry(base, v), separators=(",", ":")) for v in vectors)
        parts.append(f' "{name}": [\n{rows}\n ]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--files"]:
        folder = Path(sys.argv[2])
        folder.mkdir(parents=True, exist_ok=True)
        for vector in (*vault_vectors(), *draft_vectors()):
            (folder / vector.name).write_bytes(vector.data)
    else:
        LIST.write_text(document(), encoding="ascii", newline="\n")
