"""Errors worded for the person at the keyboard: the event, the state of their work, and the way on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOWHERE: Mapping[str, str] = MappingProxyType({})
"""No field."""


class MentorError(Exception):
    """Base of every error the core raises on purpose. `str(error)` is a sentence for a person."""


class InputRefused(MentorError):
    """Something given (a file, a form, a line) was not understood; nothing was changed.

    `problems` lists each single reason, in the order found. `fields` has them by the field that each speaks of, for a
    form, which shows them there. Where one speaks of several (two dates in the wrong order), all are named, with spaces
    between; it stands at the first, and goes when any of them changes.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = (), *, fields: Mapping[str, str] = NOWHERE) -> None:
        super().__init__(message)
        self.problems = problems
        self.fields = dict(fields)

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> InputRefused:
        """Not saved for these reasons, by the id of the field that each speaks of."""
        told = tuple(words if words.endswith((".", "?")) else f"{words}." for words in fields.values())
        return cls(" ".join(["Not saved yet.", *told]), tuple(fields.values()), fields=fields)

    def without(self, field_id: str) -> InputRefused | None:
        """The reasons that are left once this field has changed; None when none is known to be."""
        left = {k: v for k, v in self.fields.items() if field_id not in k.split()}
        return self if len(left) == len(self.fields) and left else InputRefused.of(left) if left else None


class NotFound(MentorError):
    """The thing asked for is not in this vault."""


class AmbiguousPair(MentorError):
    """The vault holds several pairs, and it was not said which one is meant."""


class PackRefused(InputRefused):
    """A program pack is not valid; `problems` names file and field."""


class WriteFailed(MentorError):
    """A document could not be written; the vault is untouched."""


class AlreadyThere(WriteFailed):
    """A file or folder of that name stands there, and nobody said to replace it."""
