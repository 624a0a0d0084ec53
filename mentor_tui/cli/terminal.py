"""Asking a person at a terminal. Without one, nothing here ever waits for an answer."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
import warnings
from collections.abc import Callable
from typing import TextIO

from mentor_tui.cli.failures import NeedsTerminal
from mentor_tui.errors import InputRefused
from mentor_tui.words import text

MAX_PROSE = 8 * 1024 * 1024


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def interactive() -> bool:
    """True if there is somebody to ask: standard input is a terminal, and so is a place to put the question."""
    return _is_terminal(sys.stdin) and (_is_terminal(sys.stderr) or _is_terminal(sys.stdout))


def can_ask_secret() -> bool:
    """True if a passphrase can be asked for: any of the three streams belongs to a terminal."""
    return any(_is_terminal(stream) for stream in (sys.stdin, sys.stderr, sys.stdout))


def tell(line: str = "") -> None:
    """A line for the person at the terminal; standard output stays free for what was asked for."""
    stream = sys.stderr if _is_terminal(sys.stderr) or not _is_terminal(sys.stdout) else sys.stdout
    with contextlib.suppress(OSError, ValueError):  # what was said is no reason to stop half-way
        print(text.clean(line), file=stream, flush=True)


def ask(question: str) -> str:
    """One line typed in answer. Raises NeedsTerminal when nobody is there, KeyboardInterrupt at end of input."""
    if not interactive():
        raise NeedsTerminal(f"{question.rstrip(' :?')}: there is no terminal to ask on.")
    stream = sys.stderr if _is_terminal(sys.stderr) else sys.stdout
    stream.write(text.clean(question) + " ")
    stream.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return text.clean(line).strip("\n")


def ask_yes(question: str) -> bool:
    """Yes or no; anything but a yes is a no."""
    return ask(f"{question} [y/N]").strip().lower() in ("y", "yes", "j", "ja", "o", "oui")


def ask_prose(question: str, audience: str, so_far: Callable[[str], None] = lambda _words: None) -> str:
    """Several lines; an empty one ends them. `audience` is the promise of who may read it.

    `so_far` hears what is typed after each line, so that it can be kept should the next one not come.
    """
    tell(f"{question} ({audience}; an empty line ends it)")
    lines: list[str] = []
    while line := ask(">"):
        lines.append(line)
        so_far("\n".join(lines))
    return "\n".join(lines)


def ask_secret(question: str, otherwise: str) -> str:
    """A passphrase, typed without showing it. `otherwise` says how to give it when there is no terminal."""
    if not can_ask_secret():
        raise NeedsTerminal(otherwise)
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(text.clean(question) + " ")
        except (EOFError, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        except (getpass.GetPassWarning, OSError):
            raise NeedsTerminal(otherwise) from None


def read_standard_input() -> str:
    """All of standard input as text, within bounds; empty when there is none. Never waits on a terminal."""
    if sys.stdin is None or _is_terminal(sys.stdin):
        return ""
    data = b""
    with contextlib.suppress(ValueError):
        source = getattr(sys.stdin, "buffer", None)
        data = source.read(MAX_PROSE + 1) if source is not None else os.fsencode(sys.stdin.read(MAX_PROSE + 1))
    if len(data) > MAX_PROSE:
        raise InputRefused(f"Standard input is larger than {MAX_PROSE // 1_048_576} MB; shorten it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused("Standard input is not UTF-8 text; nothing was changed.") from None
