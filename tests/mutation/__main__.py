"""``python -m tests.mutation [--room vault] [--sample 300] [--seed 1]``: break a copy; does a test notice?"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from .mutants import Mutant, mutants
from .running import NOTICED, ROOMS, Cover, by_kind, copy_tree, environment

ROOT = Path(__file__).parents[2]
HARMLESS = Path(__file__).with_name("harmless.txt")
GOAL = 90  # percent


def sources(room: str = "vault") -> list[str]:
    """The files of a room that are broken."""
    found: list[str] = []
    for part in ROOMS[room].sources:
        files = [ROOT / part] if part.endswith(".py") else sorted((ROOT / part).rglob("*.py"))
        found += [str(file.relative_to(ROOT)) for file in files]
    return found


def harmless(room: str = "vault") -> dict[str, str]:
    """Faults of a room that change nothing anybody could notice, each with its reason, as judged by hand."""
    found: dict[str, str] = {}
    for block in HARMLESS.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            found |= {name: lines[-1].strip() for name in lines[:-1] if name.startswith(ROOMS[room].sources)}
    return found


def run(chosen: list[Mutant], name: str, room: Path, workers: int) -> dict[Mutant, str]:
    """Try each; give the answers."""
    cover = Cover(room / "tree0")
    jobs = iter(chosen)
    answers: dict[Mutant, str] = {}
    turn = threading.Lock()

    def work(number: int) -> None:
        tree = room / f"tree{number}"
        command = [sys.executable, "-m", "tests.mutation.running", "work", str(tree), name]
        with subprocess.Popen(
            command, cwd=tree, env=environment(tree, writing=False), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        ) as process:  # fmt: skip
            assert process.stdin is not None and process.stdout is not None
            while True:
                with turn:
                    mutant = next(jobs, None)
                if mutant is None:
                    break
                tests = cover.tests_of(mutant.path, mutant.place, mutant.lines)
                job = {
                    "path": mutant.path,
                    "place": mutant.place,
                    "inside": mutant.inside,
                    "source": mutant.source.decode(),
                    "tests": tests,
                    "limit": 30 + 6 * cover.seconds(tests),
                }
                print(json.dumps(job), file=process.stdin, flush=True)
                answer = process.stdout.readline().strip() or "died"
                with turn:
                    answers[mutant] = answer if tests else "survived"
                    print(f"{len(answers):4} {answers[mutant]:9} {len(tests):4} tests  {mutant.name[:240]}", flush=True)
            process.stdin.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main() -> int:
    """Draw, try, and say what came of it; 1 if too few were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", choices=ROOMS, default="vault", help="what to break (the vault goes with text)")
    parser.add_argument("--sample", type=int, default=300, help="how many to draw (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="only faults whose name holds this")
    parser.add_argument("--again", type=Path, help="a file of names: only these")
    asked = parser.parse_args()
    known = harmless(asked.room)
    every = [mutant for path in sources(asked.room) for mutant in mutants(ROOT, path)]
    pool = [mutant for mutant in every if mutant.name not in known and asked.only in mutant.name]
    if asked.again:
        names = set(asked.again.read_text().splitlines())
        chosen = [mutant for mutant in every if mutant.name in names]
    else:
        random.Random(asked.seed).shuffle(pool)
        chosen = pool[: asked.sample or len(pool)]
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mentor-tui-mutation-") as folder:
        room = Path(folder)
        copy_tree(ROOT, room / "tree0")
        tree = room / "tree0"
        print(f"{len(every):,} faults can be made; {len(chosen):,} are. The tests run once first.", flush=True)
        collected = subprocess.run(
            [sys.executable, "-m", "tests.mutation.running", "collect", str(tree), asked.room],
            check=False, cwd=tree, env=environment(tree, writing=True), capture_output=True, text=True,
        )  # fmt: skip
        if collected.returncode:
            print(collected.stdout[-4000:], collected.stderr[-2000:])
            return 2
        for number in range(1, asked.workers):
            shutil.copytree(tree, room / f"tree{number}")
        answers = run(chosen, asked.room, room, asked.workers)
    noticed = sum(answer in NOTICED for answer in answers.values())
    print("\nNot noticed:")
    for mutant, answer in answers.items():
        if answer not in NOTICED:
            print(f"  {mutant.lines[0]:4} {mutant.name}")
    print("\nkind: tried, noticed")
    for kind, (tried, killed) in sorted(by_kind([(m.kind, a) for m, a in answers.items()]).items()):
        print(f"  {kind}: {tried}, {killed}")
    score = 100 * noticed / max(1, len(answers))
    slow = sum(answer == "too slow" for answer in answers.values())
    stale = len(known.keys() - {mutant.name for mutant in every})
    print(
        f"\nmutation: {len(every):,} faults, seed {asked.seed}, {len(answers):,} tried, {noticed:,} noticed "
        f"({slow} of them by taking too long), {score:.1f} %; {len(known)} known to be harmless left out"
        f"{f' ({stale} of them no longer there)' if stale else ''}; {time.monotonic() - start:,.0f} s"
    )
    return 0 if score >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
