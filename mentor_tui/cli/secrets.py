"""The source of a passphrase: a file that only its owner can read, or the terminal."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from mentor_tui.cli import terminal
from mentor_tui.errors import InputRefused
from mentor_tui.vault import strength
from mentor_tui.words import text

MAX_FILE = 64 * 1024

HOW = (
    "A passphrase is needed and there is no terminal to ask on. Give --passphrase-file PATH, or set "
    "MENTOR_TUI_PASSPHRASE_FILE, with a file that only you can read (chmod 600)."
)


def from_file(path: Path) -> str:
    """The passphrase in the first line of a file, one newline stripped, and an editor's byte order mark.

    Refused (InputRefused) when others may read the file, when it is no ordinary file, or too large. Raises OSError
    when it cannot be read.
    """
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        found = os.fstat(fd)
        name = text.shorten(path.name, 60)
        if not stat.S_ISREG(found.st_mode):
            raise InputRefused(f"The passphrase file {name} is not an ordinary file.")
        if os.name == "posix" and found.st_mode & 0o077:
            raise InputRefused(
                f"The passphrase file {name} can be read or changed by others (mode {found.st_mode & 0o777:04o}). "
                "Make it yours alone with chmod 600, and change the passphrase if others may have seen it."
            )
        if found.st_size > MAX_FILE:
            raise InputRefused(f"The passphrase file {name} is larger than {MAX_FILE // 1024} KiB.")
        data = _read(fd)
    finally:
        os.close(fd)
    data = data.removeprefix(codecs.BOM_UTF8)  # an editor's mark, no letter
    first = data.split(b"\n", 1)[0]
    if len(first) < len(data):
        first = first.removesuffix(b"\r")
    try:
        passphrase = first.decode("utf-8")
    except UnicodeDecodeError:
        raise InputRefused(f"The passphrase file {name} is not UTF-8 text.") from None
    if not passphrase:
        raise InputRefused(f"The first line of the passphrase file {name} is empty.")
    return passphrase


def _read(fd: int) -> bytes:
    parts: list[bytes] = []
    while sum(map(len, parts)) <= MAX_FILE and (part := os.read(fd, MAX_FILE)):
        parts.append(part)
    return b"".join(parts)


def passphrase(file: Path | None, question: str = "Passphrase:") -> str:
    """The passphrase from the file if one was named, else from the terminal."""
    return from_file(file) if file else terminal.ask_secret(question, HOW)


def new_passphrase(file: Path | None, question: str = "New passphrase:") -> str:
    """A passphrase to be, asked for twice on a terminal. A weak one needs a second yes there, elsewhere a warning."""
    chosen = from_file(file) if file else _typed_twice(question)
    if not chosen:
        raise InputRefused("An empty passphrase protects nothing; nothing was changed.")
    found = strength(chosen)
    if not found.weak:
        return chosen
    terminal.tell(f"This passphrase is weak. {found.sentence}")
    if not file and not terminal.ask_yes("Use it anyway?"):
        raise InputRefused("Nothing was changed. Choose a longer passphrase, such as four or five unrelated words.")
    return chosen


def _typed_twice(question: str) -> str:
    first = terminal.ask_secret(question, HOW)
    if terminal.ask_secret("The same again:", HOW) != first:
        raise InputRefused("The two were not the same; nothing was changed.")
    return first
