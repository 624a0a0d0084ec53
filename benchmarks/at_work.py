"""The app at work in a terminal: unlocking, a long list, typing in a long form, memory."""

from __future__ import annotations

import string
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from statistics import median

from .install import installed
from .measure import medians, percentile, timed
from .rows import Row
from .start import HELLO, hello_paint
from .terminal import Child
from .vaults import PASSPHRASE, pair_vault, passphrase_file

HOME = ("Next", "from these sessions")
_AT_PLACE = HELLO.with_name("at_place.py")
_BARE_TEXT = HELLO.with_name("writing.py")


def _unlocked(sessions: int) -> Child:
    """The app on Home, at rest."""
    copy = installed()
    child = Child([copy.script, "--vault", pair_vault(sessions), "--passphrase-file", passphrase_file()], copy.env)
    child.wait_for(*HOME)
    child.settle()
    return child


def _derive_key() -> None:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    from mentor_tui.vault import KdfParams

    cost = KdfParams.fast_for_tests()
    Argon2id(salt=bytes(16), length=32, iterations=cost.t, lanes=cost.p, memory_cost=cost.m_kib).derive(b"words")


def home() -> list[Row]:
    """From Enter after the passphrase to the whole of Home, the key derivation taken off."""
    copy = installed()
    vault = pair_vault(1000)

    def unlock() -> float:
        with Child([copy.script], copy.env | {"MENTOR_TUI_VAULT": str(vault)}) as child:
            child.wait_for("Your notes are locked")
            child.send(PASSPHRASE)
            child.settle(0.5)  # a person takes longer over a passphrase
            child.forget()
            start = child.send("\r")
            return (child.wait_for(*HOME) - start) * 1000

    whole, key, base = medians(9, unlock, timed(_derive_key), hello_paint)
    note = f"the key derivation, {key:.0f} ms with the cheap setting measured here (about 300 as shipped), is taken off"
    return [
        Row(
            "unlock to painted Home, 1k sessions", whole - key, base, "bare Textual hello", gate=1.0, aim=0.3, note=note
        )
    ]


def session_list() -> list[Row]:
    """The key of the session list until the list is painted, with many and with few."""
    found: dict[int, list[float]] = {100: [], 10_000: []}
    for _ in range(3):
        for sessions, times in found.items():
            with _unlocked(sessions) as child:
                _to_sessions(child)  # the first time also imports
                times += [_to_sessions(child) for _ in range(4)]
    few, many = median(found[100]), median(found[10_000])
    return [Row("session list painted at 10k", many, few, "at 100", gate=3, aim=1.2)]


def _to_sessions(child: Child) -> float:
    child.forget()
    start = child.send("5")
    painted = child.wait_for("state", "held")
    child.settle()
    child.send("1")
    child.wait_for("Next")
    child.settle()
    return (painted - start) * 1000


def keys() -> list[Row]:
    """A typed character until it is on the wire: the agreement, 36 fields, and a checklist that counts as one types."""
    copy = installed()

    places = {"agreement": "agreement-edit:new", "closing form": "form:closure"}
    with ExitStack() as stack:
        children = [stack.enter_context(Child([copy.python, _BARE_TEXT], copy.env))]
        for name, place in places.items():
            command: list[str | Path] = [copy.python, _AT_PLACE, pair_vault(100), PASSPHRASE, place]
            children.append(stack.enter_context(Child(command, copy.env)))
            children[-1].wait_for("you two" if name == "agreement" else "What worked")
        for child in children:
            child.settle(1.0)
        base, *found = _typed(children, 150)
    return [
        Row(
            f"key to its letter, {name}, p95",
            percentile(times, 0.95),
            percentile(base, 0.95),
            "bare Textual text area",
            gate=16,
            aim=8,
            absolute=True,
            note=f"gate and aim in ms; medians {median(times):.1f} ms, bare text area {median(base):.1f} ms",
        )
        for name, times in zip(places, found, strict=True)
    ]


def _typed(children: list[Child], letters: int) -> list[list[float]]:
    """Letters typed into each in turns, at the pace of quick fingers; milliseconds until each shows."""
    chance = Random(5)
    found: list[list[float]] = [[] for _ in children]
    for number in range(-10, letters):
        for child, times in zip(children, found, strict=True):
            letter = chance.choice(string.ascii_letters)
            child.forget()
            start = child.send(letter)
            shown = child.wait_for_letter(letter)
            if shown is None:
                raise RuntimeError(f"a key showed nothing; the screen said: {child.text[-300:]}")
            if number >= 0:
                times.append((shown - start) * 1000)
            time.sleep(chance.uniform(0.02, 0.06))
    return found


def memory() -> list[Row]:
    """Resident memory on Home."""
    copy = installed()
    ours: list[float] = []
    base: list[float] = []
    for _ in range(3):
        with _unlocked(10_000) as child:
            ours.append(child.resident_mib)
        with Child([copy.python, HELLO], copy.env) as child:
            child.wait_for("Hello")
            child.settle()
            base.append(child.resident_mib)
    return [Row("memory with 10k records", median(ours), median(base), "bare Textual app", "MiB", 3, 1.7)]
