"""Programs that save and are killed, or save all at once: ``python -m tests.vault.children kill|together ...``.

A process of its own without threads forks them cheaply, and says as JSON what became of them.
"""

import json
import mmap
import os
import random
import select
import signal
import struct
import sys
import time
from collections import Counter
from pathlib import Path

from mentor_tui.vault import Change, ConflictSaved, FileSystem, Vault, VaultBusy

ACK = struct.Struct("<cI")
CALLS = (
    *("open_read", "open_new", "fstat", "stat", "read", "write", "fsync", "close", "link", "replace"),
    *("fsync_dir", "unlink", "listdir", "mkdir", "lock", "unlock"),
)
FILLER = "x" * 60_000


class Watched(FileSystem):
    """Leaves word of the call it is in where the parent can read it, and dies at the one it is told to."""

    def __init__(self, place):
        self.place, self.left, self.after = place, None, False


def _watched(call):
    def method(self, *args):
        self.place[0] = CALLS.index(call) + 1
        dies = self.left == 0
        if self.left is not None:
            self.left -= 1
        if dies and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return getattr(FileSystem, call)(self, *args)
        finally:
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            self.place[0] = 0

    return method


for _call in CALLS:
    setattr(Watched, _call, _watched(_call))


def fork(work):
    """Run ``work(writable pipe)`` in a child; give its process id and the pipe's other end."""
    readable, writable = os.pipe()
    child = os.fork()
    if child:
        os.close(writable)
        return child, readable
    status = 1
    try:
        os.close(readable)
        work(writable)
        status = 0
    finally:
        os._exit(status)


def save(vault, number):
    record = {"n": number, "filler": FILLER}
    vault.commit([Change("goals", "n", record, vault.get("goals", "n"))])


def saver(path, key, fs, die_at):
    """Save for ever, a draft after every fourth record, and acknowledge each over the pipe."""

    def work(pipe):
        with Vault.open_with_recovery(path, key, fs=fs) as vault:
            number = vault.get("goals", "n")["n"]
            save(vault, number := number + 1)
            os.write(pipe, ACK.pack(b"n", number))
            if die_at is not None:
                fs.left, fs.after = die_at
            while True:
                number += 1
                save(vault, number)
                os.write(pipe, ACK.pack(b"n", number))
                if number % 4 == 0:
                    vault.drafts.save("n", "f", str(number))
                    os.write(pipe, ACK.pack(b"d", number))

    return work


def kill(path, key, times, seed):
    """Kill savers: every second one at a random moment, the others at each step of a save in turn."""
    draw = random.Random(seed)
    place = mmap.mmap(-1, 1)
    result = Counter()
    steps = Counter()
    drafted = 0
    for turn in range(times):
        place[0] = 0
        step = None if turn % 2 else divmod(turn // 2, 2)
        child, pipe = fork(saver(path, key, Watched(place), step))
        said = {b"n": 0, b"d": drafted}
        select.select([pipe], [], [], 30)
        kind, said[b"n"] = ACK.unpack(os.read(pipe, ACK.size))
        began = said[b"n"]
        if step is None:
            time.sleep(draw.random() * 0.025)
            os.kill(child, signal.SIGKILL)
        while len(word := os.read(pipe, ACK.size)) == ACK.size:
            kind, number = ACK.unpack(word)
            said[kind] = number
        os.close(pipe)
        os.waitpid(child, 0)
        steps[CALLS[place[0] - 1] if place[0] else "between calls"] += 1
        result["acknowledged"] += said[b"n"] - began
        try:
            with Vault.open_with_recovery(path, key) as vault:
                there = vault.get("goals", "n")["n"]
                drafted = int(vault.drafts.load("n", "f") or 0)
                result["lost"] += max(0, said[b"n"] - there)
                result["lost drafts"] += drafted < said[b"d"]
                result["from nowhere"] += there > said[b"n"] + 1 or drafted > there
                save(vault, there)  # at once: the lock of a dead process holds nobody up
                result["leftovers"] += sum(".tmp-" in p.name for p in path.parent.iterdir())
        except Exception as error:  # noqa: BLE001 whatever it is, it is to be told
            result[f"unreadable: {type(error).__name__}"] += 1
        result["kills"] += 1
    return {**result, "steps": steps}


def together(path, key, programs, edits):
    """So many programs, each making its edits to records of its own."""

    def editor(number):
        def work(pipe):
            told = Counter()
            longest = furthest = 0
            with Vault.open_with_recovery(path, key) as vault:
                for turn in range(edits):
                    id = f"{number}-{turn % 20}"
                    after = {"by": number, "turn": turn, "sum": (vault.get("goals", id) or {"sum": 0})["sum"] + turn}
                    start, held = time.monotonic(), vault.generation
                    try:
                        vault.commit([Change("goals", id, after, vault.get("goals", id))])
                    except (VaultBusy, ConflictSaved) as error:
                        told[type(error).__name__] += 1
                    longest = max(longest, time.monotonic() - start)
                    furthest = max(furthest, vault.generation - held)
            os.write(pipe, json.dumps({**told, "longest": longest, "furthest": furthest}).encode())

        return work

    children = [fork(editor(number)) for number in range(programs)]
    told = Counter()
    longest = furthest = 0.0
    for child, pipe in children:
        with os.fdopen(pipe, "rb") as words:
            said = json.loads(words.read())
        longest, furthest = max(longest, said.pop("longest")), max(furthest, said.pop("furthest"))
        told.update(said)
        told["failed"] += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {**told, "longest wait, s": longest, "furthest behind, saves": furthest}


if __name__ == "__main__":
    what, where, recovery, *numbers = sys.argv[1:]
    print(json.dumps({"kill": kill, "together": together}[what](Path(where), recovery, *map(int, numbers))))
