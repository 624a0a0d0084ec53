"""Escape sequences in a person's text, or on the command line, reach the terminal from no command."""

from __future__ import annotations

import importlib
import itertools
import os
import pkgutil
import sys
from pathlib import Path
from typing import Any

import pytest

import mentor_tui
from mentor_tui.schema.records import Action, Goal, Note, Pair, Profile, Session, to_document
from mentor_tui.vault import Change
from tests.journey.full_pair import FullPair
from tests.journey.person import Person
from tests.vault.counts import count

from .hostile import NOT_PAINTED, escapes

CORPUS = [words.encode("utf-8", "replace").decode() for words in escapes(500)]
"""A vault takes no half characters."""


def hostile_vault(person: Person) -> None:
    """A vault with the whole corpus in it, past every check: as another program might have left it."""
    endless = itertools.cycle(CORPUS)
    full = FullPair("mentor", lambda owner: next(endless))
    pair = next(r for r in full.records if isinstance(r, Pair))
    rest = iter(CORPUS)
    more: list[Any] = []
    for title, text, topic, promise in itertools.zip_longest(rest, rest, rest, rest, fillvalue="x"):
        more += [
            Note(pair_id=pair.id, title=title, text=text),
            Goal(pair_id=pair.id, title=text, action=title, status="active"),
            Session(pair_id=pair.id, on="2026-05-17", minutes=60, status="held", focus=topic, outcome=promise),
            Action(pair_id=pair.id, text=promise, result=topic, due=title),
        ]

    def put(workspace: Any) -> None:
        workspace.save(delete=workspace.pairs)
        records = [*full.records, *more]
        ids = {r.id for r in records}
        changes = [
            Change(table=r.table, id=r.id, before=workspace.vault.get(r.table, r.id), after=to_document(r))
            for r in {r.id: r for r in records}.values()
        ]
        assert ids and any(isinstance(r, Profile) for r in records)
        workspace.vault.commit(changes)

    person.make_vault(prepare=put)


def commands(person: Person) -> list[list[str]]:
    """Every command that says something, and some that are given hostile words."""
    odd = ["\x1b]52;c;ZXZpbA==\x07x", "\x9b2Jx", "a\u202eb", "\x1b[31mred"]
    lists = [[name, "--format", form] for name in ("sessions", "goals", "actions") for form in ("table", "csv", "json")]
    documents = ["closure", "midpoint", "agreement", "pdu-log", "notes", "everything"]
    vault = [["vault", what] for what in ("info", "verify", "backups")]
    given = [
        ["sessions", "--pair", odd[0]],
        [odd[1]],
        ["--vault", odd[2], "status"],
        ["export", odd[3]],
        ["export", "notes", "--output", str(person.work / "no" / odd[0])],
        ["import", odd[0]],
        ["programs", "show", odd[1]],
        ["log", "--minutes", odd[3]],
        ["log", "--minutes", "60", "--date", odd[0]],
        ["--passphrase-file", odd[0], "status"],
    ]
    exported = [["export", d, "--to", odd[0], "--output", str(person.work / f"{d}.{odd[2]}")] for d in documents]
    return [["status"], *lists, ["pdu"], ["pdu", "--why"], ["programs", "list"], *vault, *given, *exported]


def in_terminal(argv: list[str], environment: dict[str, str]) -> bytes:
    """What a command writes to its terminal; nobody answers."""
    import pty

    child, mine = pty.fork()
    if child == 0:  # in the copy: leave by _exit, whatever happens
        code = 1
        try:
            os.environ.clear()
            os.environ.update(environment)
            for number, name in enumerate(("stdin", "stdout", "stderr")):
                setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
            from mentor_tui.cli import run

            code = run(argv)
            sys.stdout.flush()
        finally:
            os._exit(code)
    said = b""
    os.write(mine, b"\x04")
    while True:
        try:
            piece = os.read(mine, 65_536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(mine)
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_no_command_writes_an_escape_sequence_to_its_terminal(tmp_path: Path) -> None:
    person = Person(tmp_path)
    hostile_vault(person)
    for module in pkgutil.walk_packages(mentor_tui.__path__, "mentor_tui."):
        if not module.name.startswith("mentor_tui.screens") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)  # once, for all the copies of this process
    environment = person.private.environment(MENTOR_TUI_PASSPHRASE_FILE=str(person.passphrase))
    seen = b""
    for argv in commands(person):
        said = in_terminal(argv, environment)
        words = said.decode("utf-8").translate({9: None, 10: None, 13: None}).replace("^D\x08\x08", "")
        assert NOT_PAINTED.findall(words) == [], (argv, said[:2000])
        assert b"Traceback" not in said
        seen += said
        count("commands with hostile text in a terminal", of="leaks")
    missing = [words[:5] for words in CORPUS if words[:5].encode() not in seen]
    assert missing == [], "a command that shows nothing proves nothing"
