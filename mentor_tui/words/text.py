"""Cleaning of text, at every border: typed, pasted or imported on one side, shown or exported on the other.

Notes are pasted from mails, chats and terminals. What a terminal, a spreadsheet or a browser could take for a
command is removed or disarmed here, so that no other module needs to think about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from mentor_tui.words.titles import untitled

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
_BIDI = "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DROP = dict.fromkeys(
    [c for c in range(0x20) if c not in (0x09, 0x0A)]
    + list(range(0x7F, 0xA0))
    + [ord(c) for c in _BIDI]
    + [0xFEFF, 0xFFFE, 0xFFFF, 0x00AD]
)
# The marks that set the direction of what stands beside them, and of nothing further: ordinary in Hebrew and Arabic
# text, and of no use in any other, where they come along with a pasted date and would keep it from being read.
_MARKS = dict.fromkeys([0x200E, 0x200F])
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Tag characters are invisible letters. They stay only where they name the land of a black flag: England, Scotland, ...
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,7}\U000e007f)|[\U000e0000-\U000e007f]")
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_UNCLEAN = re.compile(r"[^\t\n -~]")
_SPACES = re.compile(r"\s+")
_ACCENTS = re.compile("[\u200e\u200f\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


def clean(text: str) -> str:
    """Text fit to keep: NFC, `\\n` line ends, no controls, escape sequences, bidi overrides or hidden tags."""
    if text.isascii() and not _UNCLEAN.search(text):
        return text
    text = _NEWLINES.sub("\n", text)
    text = _ESCAPES.sub("", text)
    text = encodable(text)
    text = _whole_tags(text.translate(_DROP))
    if not _RIGHT_TO_LEFT.search(text):
        text = text.translate(_MARKS)
    return unicodedata.normalize("NFC", text)


def encodable(text: str) -> str:
    """The text with U+FFFD for each half of a letter, and each byte of a path that is no UTF-8: all can be encoded."""
    return _SURROGATES.sub("\ufffd", text)


def keeps(letter: str) -> bool:
    """True if a single letter may stay in a text that is typed letter by letter: `clean` keeps it somewhere."""
    return bool(letter.translate(_DROP))


def _whole_tags(text: str) -> str:
    return _TAGS.sub(lambda m: m[1] or "", text)


def one_line(text: str) -> str:
    """The same on a single line, with runs of white space folded."""
    return _SPACES.sub(" ", clean(text)).strip()


def shorten(text: str, width: int) -> str:
    """One line of at most `width` characters, cut with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= width else _whole_tags(line[: max(width - 1, 0)]).rstrip() + "…"


def size(text: str) -> int:
    """Bytes of UTF-8 that the text takes."""
    return len(text.encode("utf-8", "replace"))


_OBEYED = re.compile(f"[\x7f-\x9f{_BIDI}\u00ad\ufeff\U000e0000-\U000e007f]")


def safe_json(json: str) -> str:
    """JSON of the same value in which whatever a terminal could obey, or would not show, is written as an escape.

    JSON itself does so for the controls of ASCII only; records that another program wrote may hold more than those.
    """
    return _OBEYED.sub(lambda m: "".join(f"\\u{unit:04x}" for unit in _utf16(m[0])), json)


def _utf16(letter: str) -> Iterable[int]:
    data = letter.encode("utf-16-be")
    return (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))


_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060"


def is_formula(cell: str) -> bool:
    """True if a spreadsheet could take a cell for a formula: by its first visible character, full-width ones too."""
    while (bare := cell.lstrip().lstrip(_UNSEEN)) != cell:
        cell = bare
    return cell.startswith(_FORMULA)


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): a leading quote disarms it."""
    text = clean(text)
    return "'" + text if _disarmed(text) else text


def from_csv_cell(cell: str) -> str:
    """The text that `csv_cell` made such a cell of."""
    return cell[1:] if cell.startswith("'") and _disarmed(cell[1:]) else cell


def _disarmed(text: str) -> bool:
    """True if a text gets a quote before it: also one that is taken for such a cell already."""
    bare = text.lstrip("'")
    return bare.startswith("\t") or is_formula(bare)


_MD_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_MD_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)", re.MULTILINE)


def markdown(text: str) -> str:
    """Text that Markdown shows as it was typed: no links, HTML, headings or lists arise from it."""
    text = clean(text).replace("&", "&amp;")
    text = _MD_SPECIAL.sub(r"\\\1", text)
    return _MD_LINE_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}{m[3]}", text)


def initials(name: str) -> str:
    """`Dr. Ana Maria Peeters, PMP` -> `AMP`. Of names in a script without capitals (`李 明`) one character at most.

    There a name has two or three characters, so that the first of each word would be all of it.
    """
    found = ""
    uncased = False
    for part in untitled(one_line(name)).replace("-", " ").split():
        letter = next((c for c in part if c.isalpha()), "")
        capital = letter.upper()[:1]
        if capital == letter.lower():
            capital, uncased = ("" if uncased else letter), True
        found += capital
    return found


def among(word: str, others: Iterable[str]) -> bool:
    """True if a name is one of these, whatever its case, accents, spaces and hyphens: `E-mail` is `email`."""
    bare = _bare(word)
    return bool(bare) and any(bare == _bare(other) for other in others)


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, fold(words)))


def fold(words: str) -> str:
    """Text as it is compared: without case and accents."""
    if words.isascii():
        return words.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", words.casefold()))
