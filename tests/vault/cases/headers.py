"""Faults that a reader notices before it derives a key, and newer versions."""

from ..writing import (
    BASE,
    BASE_DRAFT,
    CLEAR,
    CONTENT,
    KEY,
    SLOTS,
    TEXT,
    Vector,
    drawn,
    flip,
    payload,
    put,
    sealed,
    slot,
    with_slot,
)


def _without_lineage(content):
    return {name: part for name, part in content.items() if name != "lineage"}


def versions():
    for major in (2, 3, 256, 65535):
        yield Vector(f"major-{major}", "a newer major version, all sums right", sealed(major=major), "newer format", 3)
    yield Vector(
        "major-2-other-layout",
        "a newer major version laid out in another way",
        BASE[:8] + b"\2\0" + drawn("layout", 500),
        "newer format",
        3,
    )
    yield Vector("major-2-short", "a newer major version, twelve bytes", BASE[:8] + b"\2\0\0\0", "newer format", 3)
    yield Vector("major-0", "an impossible version, all sums right", sealed(major=0), "damaged", 3)

    def reads(name, comment, data, **more):
        more.setdefault("tables", CONTENT["tables"])
        return Vector(f"newer-{name}", comment, data, "opens read-only", **more)

    recovery = {"recovery_key": KEY}
    for minor in (1, 255, 65535):
        yield reads(f"minor-{minor}", "a newer minor version", sealed(minor=minor))
    yield reads("minor-recovery", "a newer minor version, recovery key", sealed(minor=1), secret=recovery)
    yield reads("minor-zero-used", "it uses the zero field", sealed(minor=1, zero=7))
    yield reads(
        "minor-slot-zero-used",
        "it uses a slot's zero field",
        sealed(minor=1, slots=(slot(zero=5, label="z"), SLOTS[1])),
    )
    unknown = slot(9, 9, 1, 1, 1, 1, wrap=False, label="unknown")
    yield reads("minor-slot-9", "a slot of an unknown type comes first", sealed(minor=1, slots=(unknown, *SLOTS)))
    for kind, kdf in ((9, 1), (1, 9), (1, 2), (2, 1), (2, 9), (9, 2)):
        odd = slot(kind, kdf, 0, 99, 99, 99, wrap=False, label=f"odd {kind} {kdf}")
        data = sealed(minor=1, slots=(odd, *SLOTS))
        yield reads(f"minor-slot-{kind}-{kdf}", "a slot of an unknown kind, whatever its costs", data)
        yield reads(f"minor-slot-{kind}-{kdf}-recovery", "the same with the recovery key", data, secret=recovery)
    newer = CONTENT | {"schema_version": 1000, "people": [{"more": 1}]}
    yield reads("schema-1000", "records of a newer version, with a member more", payload(newer))
    yield reads("schema-1000-minor-1", "the same in a newer minor version", payload(newer, minor=1))
    yield reads(
        "schema-1000-no-lineage", "records of a newer version, lineage left out", payload(_without_lineage(newer))
    )
    yield reads("schema-huge", "records of version 10^30", payload(CONTENT | {"schema_version": 10**30}))
    for name, change in {
        "list": {"tables": []}, "rows": {"tables": {"g": []}}, "none": {"tables": None}, "lineage": {"lineage": 7},
    }.items():  # fmt: skip
        yield Vector(
            f"newer-schema-1000-{name}",
            "records of a newer version, of another shape",
            payload(newer | change),
            "newer format",
            10,
        )
    yield Vector(
        "newer-schema-1000-not-utf-8",
        "a newer version, but no UTF-8",
        payload(b'{"schema_version":1000,"tables":{},"x":"\xff"}'),
        "damaged",
        10,
    )
    yield Vector(
        "newer-minor-member",
        "a newer minor version with an unknown member but schema_version 1",
        payload(CONTENT | {"x": 1}, minor=1),
        "damaged",
        10,
    )
    yield Vector(
        "newer-minor-costs",
        "a newer minor version with costs out of bounds",
        sealed(minor=1, slots=(slot(t=17, wrap=False), SLOTS[1])),
        "damaged",
        6,
    )
    yield Vector(
        "newer-minor-hkdf-cost",
        "a newer minor version, a recovery slot with passes",
        with_slot(96, b"\1", minor=1),
        "damaged",
        6,
    )
    yield Vector(
        "newer-minor-nine-slots",
        "a newer minor version with nine slots",
        sealed(minor=1, slots=SLOTS[:1] * 9),
        "damaged",
        4,
    )
    yield Vector("newer-minor-flip", "a newer minor version, a flipped bit", flip(sealed(minor=1), 30), "damaged", 5)


def lengths():
    for size in (0, 1, 7, 8, 9, 11):
        yield Vector(f"cut-{size}", "cut short", BASE[:size], "damaged", 2)
    for size in (12, 13, 16, 24, 39, 40, 41, 132, 223, 224, 256, 268, 276, 308, 339, 340, 341, 356, 2388, 4420, 4435):
        yield Vector(f"cut-{size}", "cut short", BASE[:size], "damaged", 4)
    for name, more in {
        "zero": b"\0", "space": b" ", "16": drawn("tail", 16), "64": drawn("tail", 64), "line": b"\n",
        "again": BASE, "block": drawn("block", 4096),
    }.items():  # fmt: skip
        yield Vector(f"tail-{name}", "something added at the end", BASE + more, "damaged", 4)
    yield Vector("front", "a byte in front", b"\0" + BASE, "damaged", 2)
    yield Vector("foreign", "another kind of file", b"PK\3\4" + BASE[4:], "damaged", 2)
    yield Vector("draft-as-vault", "a draft in the vault's place", BASE_DRAFT, "damaged", 2)
    for count in (0, 9, 256, 65535):
        yield Vector(
            f"slot-count-{count}", "an impossible number of slots, all sums right", sealed(count=count), "damaged", 4
        )
    yield Vector("no-slots", "no slot at all, all sums right", sealed(slots=()), "damaged", 4)
    yield Vector("nine-slots", "nine slots, all sums right", sealed(slots=SLOTS[:1] * 9), "damaged", 4)
    yield Vector("slot-count-1", "one slot said, two there", put(BASE, 12, b"\1"), "damaged", 4)
    yield Vector("slot-count-3", "three slots said, two there", put(BASE, 12, b"\3"), "damaged", 4)
    for length in (0, 16, 4095, 4097, 8192, 2**30, 2**30 + 4096, 2**32 + 4096, 2**63, 2**64 - 4096):
        yield Vector(
            f"ciphertext-len-{length}", "an impossible length, all sums right", sealed(length=length), "damaged", 4
        )
    yield Vector("ciphertext-none", "no ciphertext, and the header says so", sealed(length=0)[:340], "damaged", 4)
    yield Vector("ciphertext-16", "only a tag, and the header says so", sealed(clear=b""), "damaged", 4)
    yield Vector("ciphertext-4097", "a byte of padding too much", sealed(clear=CLEAR + b" "), "damaged", 4)
    yield Vector("ciphertext-unpadded", "a payload that was not padded", sealed(clear=TEXT), "damaged", 4)


def flipped():
    for name, at, step in (
        ("magic", 3, 2), ("magic-end", 7, 2), ("major-low", 8, 3), ("minor", 10, 5),
        ("zero", 14, 5), ("generation", 16, 5), ("generation-top", 23, 5), ("vault-id", 24, 5), ("slot-type", 40, 5),
        ("slot-kdf", 41, 5), ("slot-zero", 42, 5), ("slot-t", 44, 5), ("slot-m", 48, 5), ("slot-p", 52, 5),
        ("slot-salt", 56, 5), ("slot-nonce", 72, 5), ("slot-wrapped", 84, 5), ("slot-wrapped-tag", 131, 5),
        ("slot-2-type", 132, 5), ("slot-2-salt", 148, 5), ("slot-2-nonce", 164, 5), ("slot-2-wrapped", 176, 5),
        ("save-salt", 224, 5), ("payload-nonce", 256, 5), ("ciphertext-len", 268, 4), ("header-sha256", 276, 5),
        ("header-sha256-end", 307, 5), ("header-mac", 308, 8), ("header-mac-end", 339, 8), ("ciphertext", 340, 9),
        ("ciphertext-middle", 2300, 9), ("ciphertext-end", 4419, 9), ("tag", 4420, 9), ("tag-end", 4435, 9),
    ):  # fmt: skip
        yield Vector(f"flip-{name}", "one flipped bit", flip(BASE, at), "damaged", step)
    yield Vector("flip-slot-count", "one flipped bit", flip(BASE, 12, 2), "damaged", 4)
    yield Vector("flip-major", "one flipped bit", flip(BASE, 9, 7), "newer format", 3)


def bounds():
    def refused(name, comment, data):
        return Vector(f"bound-{name}", f"{comment}, all sums right", data, "damaged", 6)

    yield refused("generation-2-63", "a generation beyond the bound", sealed(generation=2**63))
    yield refused("generation-top", "the highest generation of all", sealed(generation=2**64 - 1))
    yield refused("zero", "the zero field used", sealed(zero=1))
    yield refused("zero-high", "the zero field's high byte used", sealed(zero=256))
    yield refused("slot-zero", "a slot's zero field used", with_slot(2, b"\1"))
    yield refused("slot-2-zero", "the recovery slot's zero field used", with_slot(92 + 3, b"\1"))
    for kind in (0, 3, 255):
        yield refused(f"slot-type-{kind}", "a slot of an unknown type", with_slot(0, bytes([kind])))
        yield refused(f"slot-kdf-{kind}", "a slot with an unknown derivation", with_slot(1, bytes([kind])))
    yield refused("slot-1-2", "a passphrase slot with HKDF", with_slot(0, b"\1\2"))
    yield refused("slot-2-1", "a recovery slot with Argon2id", with_slot(92, b"\2\1"))
    yield refused("slot-2-type-0", "a recovery slot of an unknown type", with_slot(92, b"\0"))
    for name, t, m, p in (
        ("t-0", 0, 19456, 1), ("t-17", 17, 19456, 1), ("t-top", 2**32 - 1, 19456, 1), ("m-0", 1, 0, 1),
        ("m-8", 1, 8, 1), ("m-19455", 1, 19455, 1), ("m-1048577", 1, 1048577, 1), ("m-top", 1, 2**32 - 1, 1),
        ("p-0", 1, 19456, 0), ("p-17", 1, 19456, 17), ("p-top", 1, 19456, 2**32 - 1), ("t-m", 5, 1048576, 1),
        ("t-m-16", 16, 262145, 1), ("all-top", 2**32 - 1, 2**32 - 1, 2**32 - 1),
    ):  # fmt: skip
        yield refused(f"cost-{name}", "costs out of bounds", sealed(slots=(slot(t=t, m=m, p=p, wrap=False), SLOTS[1])))
    for name, at in (("t", 4), ("m", 8), ("p", 12)):
        yield refused(f"hkdf-{name}", "a recovery slot that names costs", with_slot(92 + at, b"\1"))
    yield refused(
        "second-slot-cost",
        "the second passphrase slot's costs out of bounds",
        sealed(slots=(SLOTS[0], slot(t=17, wrap=False))),
    )
    yield refused(
        "eighth-slot-cost",
        "the eighth slot's costs out of bounds",
        sealed(slots=(*SLOTS[:1] * 7, slot(p=17, wrap=False))),
    )
