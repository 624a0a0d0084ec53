"""Files that open, and payloads that are sealed correctly but are none."""

import json

from ..writing import (
    BASE,
    CLEAR,
    CONTENT,
    KEY,
    SLOTS,
    TEXT,
    Vector,
    drawn,
    padded,
    payload,
    recovery_slot,
    recovery_text,
    sealed,
    slot,
)


def _one(name, value):
    return {"g": {"a": {name: value}}}


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def opening():
    def opens(name, comment, data, **more):
        more.setdefault("tables", CONTENT["tables"])
        return Vector(f"opens-{name}", comment, data, "opens", **more)

    recovery = {"recovery_key": KEY}
    yield opens("passphrase", "the example as it is", BASE)
    yield opens("recovery", "the example with its recovery key", BASE, secret=recovery)
    for name, text in {
        "lower": KEY.lower(),
        "bare": KEY.replace("-", ""),
        "spaces": " " + KEY.replace("-", "  ") + "\n",
        "o-for-0": KEY.replace("0", "O"),
        "l-for-1": KEY.replace("1", "l"),
        "i-for-1": KEY.replace("1", "I"),
    }.items():
        yield opens(f"recovery-{name}", "a recovery key as people type it", BASE, secret={"recovery_key": text})
    yield opens("one-slot", "no recovery slot", sealed(slots=SLOTS[:1]))
    yield opens("recovery-only", "no passphrase slot", sealed(slots=SLOTS[1:]), secret=recovery)
    yield opens("slots-turned", "the recovery slot comes first", sealed(slots=SLOTS[::-1]))
    two = (slot(secret="an earlier one", label="earlier"), SLOTS[0])
    yield opens("second-passphrase", "two passphrase slots, the second opens", sealed(slots=two))
    yield opens(
        "first-passphrase",
        "two passphrase slots, the first opens",
        sealed(slots=two),
        secret={"passphrase": "an earlier one"},
    )
    many = tuple(recovery_slot(recovery_text(drawn(f"key {n}", 20)), f"key {n}") for n in range(7))
    yield opens("eight-slots", "eight slots, the passphrase's is the last", sealed(slots=(*many, SLOTS[0])))
    yield opens("eight-slots-recovery", "eight slots, the recovery key's is the last", sealed(slots=(SLOTS[0], *many)),
                secret={"recovery_key": recovery_text(drawn("key 6", 20))})  # fmt: skip
    for name, words, typed in (
        ("nfkc", "Zürich fine", "Zu\u0308rich \ufb01ne"),
        ("half-pair", "half a pair \ud83d", "half a pair \ud83d"),
        ("japanese", "日本語のパスワード", "日本語のﾊﾟｽﾜｰﾄﾞ"),
    ):
        data = sealed(slots=(slot(secret=words, label=name), SLOTS[1]))
        yield opens(
            f"words-{name}", "a passphrase typed in another form than it was set", data, secret={"passphrase": typed}
        )
    for number in (0, 1, 2**63 - 1):
        yield opens(f"generation-{number}", "a generation at its bound", sealed(generation=number), generation=number)
    yield opens("p-16", "16 lanes", sealed(slots=(slot(p=16, label="p16"), SLOTS[1])))
    for t, m, p in ((16, 19456, 1), (1, 1048576, 16), (4, 1048576, 1), (16, 262144, 16)):
        data = sealed(slots=(slot(t=t, m=m, p=p, wrap=False, label="dear"), SLOTS[1]))
        yield opens(f"cost-{t}-{m}-{p}", "costs at their bound, opened with the recovery key", data, secret=recovery)
    one = _one("n", 1)
    head = b'{"schema_version":1,"tables":'
    saves = drawn("saves", 1024).hex().encode()
    written = [2**63 - 1, -(2**63), 1.5e-7, 0.1]
    empty = [None, True, False, "", {}, []]
    for name, comment, text, tables in (
        ("empty", "no tables", head + b'{},"lineage":""}', {}),
        ("no-lineage", "lineage left out", head + b'{"g":{"a":{"n":1}}}}', one),
        ("lineage-128", "a lineage of 128 saves", head + b'{},"lineage":"' + saves + b'"}', {}),
        ("turned", "members in another order", b'{"lineage":"","tables":{"g":{"a":{"n":1}}},"schema_version":1}', one),
        ("white-space", "tabs and line ends around the JSON", b"\n\t" + head + b'{"g":{"a":{"n":1}}}}\r\n\t', one),
        ("twice-name", "a name given twice: the last one counts", head + b'{"g":{"a":{"n":2,"n":1}}}}', one),
        ("twice-id", "an id given twice: the last one counts", head + b'{"g":{"a":{"n":2},"a":{"n":1}}}}', one),
        ("twice-tables", "tables given twice: the last counts", head + b'{"h":{}},"tables":{"g":{"a":{"n":1}}}}', one),
        (
            "escapes",
            "escapes, a pair of surrogates",
            head + rb'{"g":{"a":{"\u0074":"\ud83d\ude42\/"}}}}',
            _one("t", "🙂/"),
        ),
        ("utf-8", "text beyond ASCII", head + '{"g":{"a":{"ä":"日本 🙂"}}}}'.encode(), _one("ä", "日本 🙂")),
        ("numbers", "numbers at their bounds", head + b'{"g":{"a":{"n":%s}}}}' % _json(written), _one("n", written)),
        ("plain", "null, true, false and empty things", head + b'{"g":{"a":{"":%s}}}}' % _json(empty), _one("", empty)),
    ):
        yield opens(f"payload-{name}", comment, payload(text), tables=tables)
    brim = padded(TEXT[:-1] + b" " * (4080 - len(TEXT)) + b"}")
    yield opens("payload-no-padding", "a payload that needs no padding", sealed(clear=brim))
    yield opens("payload-two-blocks", "8192 bytes of ciphertext", sealed(clear=CLEAR + b" " * 4096))


def payloads():
    shape = b'{"schema_version":1,"tables":{"g":{"a":%s}},"lineage":""}'
    for name, comment, text in (
        ("spaces", "nothing but padding", b""),
        ("list", "a list", b"[]"),
        ("string", "a string", b'"text"'),
        ("number", "a number", b"1"),
        ("null", "null", b"null"),
        ("cut", "cut short inside", TEXT[:-2]),
        ("deep", "three thousand open brackets", b"[" * 3000),
        ("twice", "two objects", TEXT + TEXT),
        ("more-after", "something after the object", TEXT + b"x"),
        ("zeros", "padded with zeros", TEXT + bytes(4080 - len(TEXT))),
        ("bom", "a byte order mark in front", b"\xef\xbb\xbf" + TEXT),
        ("utf-16", "UTF-16", TEXT.decode().encode("utf-16-le")),
        ("latin-1", "a name in Latin-1", b'{"schema_version":1,"tables":{"\xe4":{}}}'),
        ("no-tables", "no tables", b'{"schema_version":1,"lineage":""}'),
        ("no-schema", "no schema_version", b'{"tables":{},"lineage":""}'),
        ("member", "an unknown member", b'{"schema_version":1,"tables":{},"lineage":"","more":1}'),
        ("capitals", "a member in capitals", b'{"schema_version":1,"TABLES":{}}'),
        ("tables-list", "tables is a list", b'{"schema_version":1,"tables":[]}'),
        ("tables-null", "tables is null", b'{"schema_version":1,"tables":null}'),
        ("rows-list", "a table is a list", b'{"schema_version":1,"tables":{"g":[]}}'),
        ("rows-number", "a table is a number", b'{"schema_version":1,"tables":{"g":1}}'),
        ("lineage-number", "lineage is a number", b'{"schema_version":1,"tables":{},"lineage":5}'),
        ("lineage-null", "lineage is null", b'{"schema_version":1,"tables":{},"lineage":null}'),
        ("lineage-list", "lineage is a list", b'{"schema_version":1,"tables":{},"lineage":[]}'),
        ("comma", "a comma too many", b'{"schema_version":1,"tables":{},}'),
        ("comment", "a comment", b'{"schema_version":1,/* */"tables":{}}'),
        ("quotes", "single quotes", b"{'schema_version':1,'tables':{}}"),
    ):  # fmt: skip
        clear = text if len(text) == 4080 else padded(text)
        yield Vector(f"payload-{name}", f"{comment}, sealed correctly", sealed(clear=clear), "damaged", 10)
    for version in (b"0", b"-1", b"1.0", b"1.5", b'"1"', b"true", b"null", b"[]", b"01"):
        text = b'{"schema_version":%s,"tables":{},"lineage":""}' % version
        yield Vector(
            f"payload-schema-{version.decode()}",
            "an impossible schema_version, sealed correctly",
            payload(text),
            "damaged",
            10,
        )
    for name, record in (
        ("number", b"5"), ("null", b"null"), ("list", b"[]"), ("string", b'"s"'), ("nan", b'{"x":NaN}'),
        ("infinity", b'{"x":-Infinity}'), ("too-large", b'{"x":1e999}'), ("half-pair", rb'{"x":"\ud800"}'),
        ("turned-pair", rb'{"x":"\udc00\ud800"}'), ("bad-utf-8", b'{"x":"\xff"}'),
        ("long-utf-8", b'{"x":"\xc0\x80"}'), ("surrogate-utf-8", b'{"x":"\xed\xa0\x80"}'),
        ("line-end", b'{"x":"a\nb"}'), ("bad-escape", rb'{"x":"\q"}'), ("zero-first", b'{"x":01}'),
        ("open", b'{"x":"}'), ("no-colon", b'{"x" 1}'), ("bare-name", b"{x:1}"), ("half-word", b'{"x":tru}'),
    ):  # fmt: skip
        yield Vector(
            f"record-{name}", "a record that is none, sealed correctly", payload(shape % record), "damaged", 10
        )
