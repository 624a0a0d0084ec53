"""Secrets that do not fit, and headers changed by somebody who has no key."""

from ..writing import (
    BASE,
    KEY,
    OTHER_KEY,
    SLOTS,
    TEXT,
    WORDS,
    Vector,
    drawn,
    flip,
    padded,
    put,
    recovery_slot,
    resummed,
    sealed,
    slot,
)


def keys():
    def wrong(name, comment, words, data=BASE):
        return Vector(f"wrong-{name}", comment, data, "wrong passphrase", 7, {"passphrase": words})

    yield wrong("passphrase", "another passphrase", "correct horse battery stable")
    yield wrong("case", "a capital letter", "Correct horse battery staple")
    yield wrong("space", "a space at the end", WORDS + " ")
    yield wrong("empty", "no passphrase at all", "")
    yield wrong("no-slot", "the right passphrase, but no passphrase slot", WORDS, sealed(slots=SLOTS[1:]))
    yield wrong("key-as-words", "the recovery key in the passphrase's place", KEY)

    def key(name, comment, text, result, data=BASE):
        return Vector(f"key-{name}", comment, data, result, 7, {"recovery_key": text})

    yield key("other", "the recovery key of another vault", OTHER_KEY, "wrong recovery key")
    yield key("none", "no recovery slot", KEY, "no recovery key", sealed(slots=SLOTS[:1]))
    yield key("none-two", "two passphrase slots, no recovery slot", KEY, "no recovery key", sealed(slots=SLOTS[:1] * 2))
    yield key(
        "replaced",
        "a recovery key that was replaced",
        KEY,
        "wrong recovery key",
        sealed(slots=(SLOTS[0], recovery_slot(OTHER_KEY))),
    )
    for name, comment, text in (
        ("sign", "one sign is another", "F" + KEY[1:]),
        ("last-sign", "the last sign is another", KEY[:-1] + "W"),
        ("turned", "two neighbours changed places", KEY[:2] + "TW" + KEY[4:]),
        ("groups", "two groups changed places", KEY[5:10] + KEY[:5] + KEY[10:]),
        ("short", "a sign is missing", KEY[:-1]),
        ("long", "a sign too many", KEY + "V"),
        ("u", "a sign that no recovery key has", "U" + KEY[1:]),
        ("empty", "nothing at all", ""),
    ):
        yield key(f"slip-{name}", comment, text, "typing slip")


def resummed_headers():
    """Changed by somebody without a key, who can correct ``header_sha256`` and nothing else."""
    recovery = {"recovery_key": KEY}
    for name, at, result, step in (
        ("generation", 16, "damaged", 8), ("vault-id", 24, "wrong passphrase", 7), ("slot-t", 45, "damaged", 6),
        ("slot-m", 48, "wrong passphrase", 7), ("slot-salt", 56, "wrong passphrase", 7),
        ("slot-nonce", 72, "wrong passphrase", 7), ("slot-wrapped", 84, "wrong passphrase", 7),
        ("slot-tag", 131, "wrong passphrase", 7), ("slot-2-salt", 148, "damaged", 8),
        ("slot-2-wrapped", 176, "damaged", 8), ("save-salt", 224, "damaged", 8),
        ("payload-nonce", 256, "damaged", 8),
    ):  # fmt: skip
        yield Vector(
            f"resummed-{name}", "one flipped bit, the checksum corrected", resummed(flip(BASE, at)), result, step
        )
    yield Vector(
        "resummed-minor", "made to look newer, the checksum corrected", resummed(put(BASE, 10, b"\1")), "damaged", 8
    )
    yield Vector(
        "resummed-slot-p",
        "the lanes changed, the checksum corrected",
        resummed(put(BASE, 52, b"\2")),
        "wrong passphrase",
        7,
    )
    for name, at in (
        ("vault-id", 24),
        ("slot-2-salt", 148),
        ("slot-2-nonce", 164),
        ("slot-2-wrapped", 176),
        ("slot-2-tag", 223),
    ):
        yield Vector(
            f"resummed-key-{name}",
            "one flipped bit, the checksum corrected",
            resummed(flip(BASE, at)),
            "wrong recovery key",
            7,
            recovery,
        )
    yield Vector(
        "resummed-key-slot-salt",
        "the other slot's salt changed, the checksum corrected",
        resummed(flip(BASE, 56)),
        "damaged",
        8,
        recovery,
    )


def spliced():
    """Pieces of two files that are each right."""
    later = sealed(
        generation=4, save_salt=drawn("later save", 32), clear=padded(TEXT.replace(b"Speak up", b"Listen.."))
    )
    id, dek = drawn("other id", 16), drawn("other key", 32)
    slots = (slot(label="other", dek=dek, vault_id=id), SLOTS[1])
    foreign = sealed(vault_id=id, dek=dek, save_salt=drawn("other save", 32), slots=slots)
    for name, other in (("later", later), ("foreign", foreign)):
        yield Vector(
            f"splice-{name}-ciphertext", f"the ciphertext of a {name} one", BASE[:340] + other[340:], "damaged", 9
        )
        yield Vector(f"splice-{name}-tag", f"the tag of a {name} one", BASE[:-16] + other[-16:], "damaged", 9)
        yield Vector(f"splice-{name}-sums", f"both sums of a {name} one", put(BASE, 276, other[276:340]), "damaged", 5)
        yield Vector(f"splice-{name}-mac", f"header_mac of a {name} one", put(BASE, 308, other[308:340]), "damaged", 8)
        yield Vector(
            f"splice-{name}-salt",
            f"the save_salt of a {name} one",
            resummed(put(BASE, 224, other[224:256])),
            "damaged",
            8,
        )
    yield Vector(
        "splice-foreign-slot",
        "another vault's passphrase slot, which the same words open",
        resummed(put(BASE, 40, foreign[40:132])),
        "wrong passphrase",
        7,
    )
    yield Vector(
        "splice-foreign-slot-and-id",
        "another vault's slot and id",
        resummed(put(BASE, 24, foreign[24:132])),
        "damaged",
        8,
    )
    yield Vector(
        "splice-slots-turned", "the slots changed places", resummed(put(BASE, 40, SLOTS[1] + SLOTS[0])), "damaged", 8
    )
    yield Vector(
        "splice-slot-twice", "the passphrase slot in both places", resummed(put(BASE, 132, SLOTS[0])), "damaged", 8
    )
    yield Vector(
        "splice-slot-removed",
        "the recovery slot taken out",
        resummed(put(BASE[:132] + BASE[224:], 12, b"\1")),
        "damaged",
        8,
    )
    yield Vector(
        "splice-slot-added",
        "a slot of one's own put in",
        resummed(put(BASE[:132] + slot(secret="mine", label="mine", dek=bytes(32)) + BASE[132:], 12, b"\3")),
        "damaged",
        8,
        {"passphrase": "mine"},
    )
