"""Every way a command can fail, as a sentence and an exit code. No traceback ever reaches the person."""

from __future__ import annotations

import contextlib
import os
import sys

from mentor_tui.host import crash
from mentor_tui.words import text

DONE, UNEXPECTED, USAGE, WRONG_PASSPHRASE, DAMAGED, IN_USE = 0, 1, 2, 3, 4, 5
REFUSED, NO_VAULT, NEWER_FORMAT, AMBIGUOUS_PAIR, INPUT_OUTPUT, INTERRUPTED = 6, 7, 8, 9, 10, 130


class NeedsTerminal(Exception):
    """Something would have to be asked, and there is nobody to ask. `str(error)` says how to do without."""


def exit_code(error: BaseException) -> int:
    """The documented exit code of an error; 1 when it is none that was foreseen."""
    from mentor_tui import errors, vault

    codes: list[tuple[type[BaseException], int]] = [
        (KeyboardInterrupt, INTERRUPTED),
        (NeedsTerminal, USAGE),
        (errors.AmbiguousPair, AMBIGUOUS_PAIR),
        (errors.WriteFailed, INPUT_OUTPUT),
        (errors.MentorError, REFUSED),
        (vault.WrongPassphrase, WRONG_PASSPHRASE),
        (vault.DamagedVault, DAMAGED),
        (vault.VaultBusy, IN_USE),
        (vault.ConflictSaved, IN_USE),
        (vault.NoVault, NO_VAULT),
        (vault.NewerFormat, NEWER_FORMAT),
        (vault.ReadOnlyVault, NEWER_FORMAT),
        (vault.VaultExists, REFUSED),
        (vault.NotACopy, REFUSED),
        (vault.VaultError, INPUT_OUTPUT),
        (OSError, INPUT_OUTPUT),
        (MemoryError, INPUT_OUTPUT),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), UNEXPECTED)


def report(error: BaseException) -> int:
    """Tell the person on standard error what happened; returns the exit code."""
    if isinstance(error, BrokenPipeError):
        return stdout_gone()
    code = exit_code(error)
    if code == INTERRUPTED:
        say("Interrupted.")
    elif code == UNEXPECTED:
        kept = crash.keep(error)
        say(f"Something went wrong inside mentor-tui ({crash.describe(error)}). Everything you saved is in the vault.")
        if kept:
            say(f"The report is {kept}. It contains nothing you wrote; if this happens twice, please send it.")
    elif isinstance(error, MemoryError):
        say("There is not enough free memory for this. Everything you saved is in the vault; close other programs.")
    elif isinstance(error, OSError):
        say(f"Reading or writing failed: {error.strerror or type(error).__name__}.{_name_of(error)}")
        _leave_nothing_unwritten()
    else:
        say(str(error))
        for problem in getattr(error, "problems", ())[:200]:
            if problem not in str(error):
                say(f"  {problem}")
    return code


def say(line: str) -> None:
    """One line on standard error, fit for any terminal. A closed standard error is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(text.clean(line), file=sys.stderr, flush=True)


def _leave_nothing_unwritten() -> None:
    """Drop what standard output would not take: Python would try again at its end, and leave with 120."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        stdout_gone()


def stdout_gone() -> int:
    """Whoever read our output stopped (`| head`), or it cannot be written: be quiet from here on."""
    with contextlib.suppress(OSError, ValueError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
    return INPUT_OUTPUT


def _name_of(error: OSError) -> str:
    name = error.filename
    return f" File: {text.shorten(os.fsdecode(name), 120)}" if isinstance(name, str | bytes) else ""
