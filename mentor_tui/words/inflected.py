"""The endings that names take in the languages around us: Bramowi, Łukasza, Anny, Bramsche, Ивана.

Plain data, folded as names are compared (`personal.alike`). An inflected name needs its capital, and a form that is a
word of every day (`Very` of Vera) is never one.
"""

from __future__ import annotations

from collections.abc import Iterator

GENITIVE = frozenset({"s"})
"""What every name may take, in Dutch, German and English."""
_CONSONANT = frozenset(
    ["a", "u", "em", "iem", "om", "owi", "ovi", "ie", "ens", "sche", "schen", "scher", "sches", "schem"]
)
_ADJECTIVE = frozenset(["ego", "emu", "m", "go", "mu"])
_SHORT = frozenset(["owi", "ovi"])
_IN_A = frozenset(["y", "i", "ii", "ie", "e", "o", "u", "ou", "ej", "iej", "om"])
_IN_SHORT_A = frozenset(["y", "ie", "u", "ou", "ej"])
_IN_Y = frozenset(["eho", "emu", "ym"])
_CYRILLIC = frozenset(["а", "у", "ом", "ем", "е", "я", "ю", "ым"])
_CYRILLIC_IN_A = frozenset(["ы", "и", "е", "у", "ои", "еи"])
_VOWELS = frozenset("aeiouyаеиоуыэюя")
_CYRILLIC_LETTERS = frozenset(map(chr, range(0x430, 0x460)))


def forms(last: str) -> Iterator[tuple[str, frozenset[str], bool]]:
    """The stems of the last part of a name, folded, the endings that each may take, and whether it needs one."""
    end = last[-1:]
    if end in _CYRILLIC_LETTERS:
        yield last, _CYRILLIC if end not in _VOWELS and len(last) > 3 else frozenset(), False
        if end in "ая" and len(last) > 3:
            yield last[:-1], _CYRILLIC_IN_A, True
        return
    if not end.isascii():
        yield last, GENITIVE, False
        return
    if len(last) <= 3:
        yield last, GENITIVE | (frozenset() if end in _VOWELS else _SHORT), False
        return
    if end in _VOWELS:
        yield last, GENITIVE | (_ADJECTIVE if end in "iy" else frozenset()), False
        if end == "a":
            doubled = last[-2] == last[-3]  # `Anne`, `Emmo`; three letters otherwise make too many other words
            yield last[:-1], _IN_A if len(last) > 4 or doubled else _IN_SHORT_A, True
        elif end == "y" and len(last) > 4:
            yield last[:-1], _IN_Y, True
        return
    yield last, GENITIVE | _CONSONANT, False
    if len(last) > 4 and last[-2] == "e" and end in "klc":  # Marek, Marka; Paweł, Pawła
        yield last[:-2] + end, _CONSONANT, True
