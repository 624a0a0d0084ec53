"""Corrections of Textual: the only place where its private names are used.

Each module says why it is there, for which Textual, what is known upstream, which tests hold it, and when to delete it.
Most are classes to inherit from; what changes Textual itself is applied here, and nowhere else.
"""

from . import letters, wrapping


def apply() -> None:
    """Correct Textual itself, for the whole process. May be called more than once."""
    letters.take_all()
    wrapping.use()
