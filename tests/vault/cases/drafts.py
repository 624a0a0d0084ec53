"""Drafts: refused in one way only."""

import struct

from ..writing import (
    BASE,
    BASE_DRAFT,
    DRAFT_TEXT,
    FIELD,
    GOAL,
    LABEL,
    DraftVector,
    drawn,
    flip,
    put,
    sealed_draft,
)


def draft_vectors():
    """The same for drafts, which are refused in one way only."""

    def opens(name, comment, data, text=DRAFT_TEXT):
        return DraftVector(f"draft-opens-{name}", comment, data, "draft opens", text)

    yield opens("example", "the example as it is", BASE_DRAFT)
    yield opens("minor-1", "a newer minor version", sealed_draft(minor=1))
    yield opens("empty", "an empty text", sealed_draft(text=""), "")
    yield opens("long", "a text of three blocks", sealed_draft(text="ä" * 1100), "ä" * 1100)
    yield opens("unpadded", "padding left out", sealed_draft(pad=(1, 1)))

    def refused(name, comment, data):
        return DraftVector(f"draft-{name}", comment, data)

    for name, at in (
        ("magic", 0), ("major", 8), ("minor", 10), ("label-len", 12), ("text-len", 16), ("salt", 20),
        ("label-nonce", 52), ("text-nonce", 64), ("label", 76), ("label-tag", 331), ("text", 332),
        ("text-tag", 1355),
    ):  # fmt: skip
        yield refused(f"flip-{name}", "one flipped bit", flip(BASE_DRAFT, at))
    for size in (0, 1, 75, 76, 331, 332, 1340, 1355):
        yield refused(f"cut-{size}", "cut short", BASE_DRAFT[:size])
    yield refused("tail", "something added at the end", BASE_DRAFT + b"\0")
    yield refused("vault-as-draft", "a vault in the draft's place", BASE)
    yield refused("major-0", "an impossible version, all tags right", sealed_draft(major=0))
    yield refused("major-2", "a newer major version, all tags right", sealed_draft(major=2))
    yield refused(
        "moved-border",
        "the label one byte longer, the text one shorter",
        put(BASE_DRAFT, 12, struct.pack("<II", 257, 1023)),
    )
    yield refused("no-label", "a label of length 0", put(BASE_DRAFT, 12, struct.pack("<II", 0, 1280)))
    yield refused(
        "huge-lengths", "lengths that add up beyond 32 bits", put(BASE_DRAFT, 12, struct.pack("<II", 2**32 - 256, 1536))
    )
    yield refused("other-place", "the text of another field", sealed_draft(place=(GOAL, "title")))
    yield refused("other-record", "the text of another record", sealed_draft(place=("another", FIELD)))
    yield refused("other-vault", "a draft of a vault with another id", sealed_draft(vault_id=drawn("other id", 16)))
    yield refused("other-key", "a draft of a vault with another key", sealed_draft(dek=drawn("other key", 32)))
    for name, label in {
        "list": [], "member": LABEL | {"more": 1}, "no-field": {"record": GOAL, "saved_at": 1},
        "number": LABEL | {"record": 5}, "when-text": LABEL | {"saved_at": "now"},
        "when-float": LABEL | {"saved_at": 1.5}, "when-huge": LABEL | {"saved_at": 10**15}, "not-json": b"label",
        "not-utf-8": b'{"record":"\xff"}',
    }.items():  # fmt: skip
        yield refused(f"label-{name}", "a label of another shape, all tags right", sealed_draft(label=label))
    for name, text in {
        "number": 5,
        "null": None,
        "list": ["a"],
        "not-json": b"text",
        "not-utf-8": b'"\xff"',
        "two": b'"a" "b"',
    }.items():
        yield refused(f"text-{name}", "a text that is none, all tags right", sealed_draft(text=text))
