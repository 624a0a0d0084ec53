"""The one place that cleans text coming in and going out.

Notes are pasted from mails, chats and terminals. What a terminal, a spreadsheet or a browser could take for a
command is removed or disarmed here, so that no other module needs to think about it.
"""

from __future__ import annotations

import re
import unicodedata

MAX_FIELD_BYTES = 1_048_576
"""A text field takes up to 1 MiB of UTF-8."""

# ECMA-48: CSI, then OSC/DCS/SOS/PM/APC strings with their terminator, then two-character escapes. A string that
# never ends loses its introducer only: U+009D is mostly a curly quote that went through a wrong encoding, and what
# a person wrote after it must stay. No alternative runs over another introducer, so the time stays linear.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|[\x9d\x90\x98\x9e\x9f][^\x07\x1b\x9c\n\x9d\x90\x98\x9e\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DROP = dict.fromkeys(
    [c for c in range(0x20) if c not in (0x09, 0x0A)]
    + list(range(0x7F, 0xA0))
    + [ord(c) for c in _BIDI]
    + [0xFEFF, 0xFFFE, 0xFFFF, 0x00AD]
    + list(range(0xE0000, 0xE0080))
)
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Text fit to keep: NFC, `\\n` line ends, no controls, escape sequences, bidi overrides or tag characters."""
    text = _NEWLINES.sub("\n", text)
    text = _ESCAPES.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text.translate(_DROP))


def one_line(text: str) -> str:
    """The same on a single line, with runs of white space folded."""
    return _SPACES.sub(" ", clean(text)).strip()


def shorten(text: str, width: int) -> str:
    """One line of at most `width` characters, cut with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def size(text: str) -> int:
    """Bytes of UTF-8 that the text takes."""
    return len(text.encode("utf-8", "replace"))


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): a leading quote disarms it."""
    text = clean(text)
    if text[:1] in ("=", "+", "-", "@", "\t") or text.lstrip()[:1] in ("=", "+", "-", "@"):
        return "'" + text
    return text


_MD_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_MD_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)", re.MULTILINE)


def markdown(text: str) -> str:
    """Text that Markdown shows as it was typed: no links, HTML, headings or lists arise from it."""
    text = clean(text).replace("&", "&amp;")
    text = _MD_SPECIAL.sub(r"\\\1", text)
    return _MD_LINE_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}{m[3]}", text)


def initials(name: str) -> str:
    """`Ana Maria Peeters` -> `AMP`."""
    return "".join(part[0].upper() for part in one_line(name).replace("-", " ").split() if part)
