"""Errors worded for the person at the keyboard: the event, the state of their work, and the way on."""

from __future__ import annotations


class MentorError(Exception):
    """Base of every error the core raises on purpose. `str(error)` is a sentence for a person."""


class InputRefused(MentorError):
    """Something given (a file, a form, a line) was not understood; nothing was changed.

    `problems` lists each single reason, in the order found.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


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
