"""The strength of a passphrase, in five steps and one sentence (zxcvbn, Wheeler, USENIX Security 2016)."""

from __future__ import annotations

from dataclasses import dataclass

#: zxcvbn's time grows fast with length, and it refuses more than this; what follows can only add strength.
_CAP = 72

_SENTENCES = (
    "Anyone could guess this quickly; use four or more unrelated words.",
    "This is easy to guess; add a few unrelated words.",
    "A determined guesser would find this before long; add one or two words.",
    "This is a good passphrase.",
    "This is a strong passphrase.",
)


@dataclass(frozen=True)
class Strength:
    """``score`` from 0 (none) to 4 (strong), and a sentence to show beside it."""

    score: int
    sentence: str

    @property
    def weak(self) -> bool:
        """True below 3: worth a warning, never a refusal."""
        return self.score < 3


def strength(passphrase: str) -> Strength:
    """Judge a passphrase. Only its first 72 characters are looked at; an empty one scores 0."""
    if not passphrase:
        return Strength(0, "Nothing typed yet.")
    from zxcvbn import zxcvbn

    score = min(4, max(0, int(zxcvbn(passphrase[:_CAP])["score"])))
    return Strength(score, _SENTENCES[score])
