"""Which tests run which line, and one mutant tried after the other in a copy of the tree, by processes of their own.

``python -m tests.mutation.running collect|work TREE`` is what these processes run; ``python -m tests.mutation`` starts
them. The working tree is only read.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

PARTS = (
    "mentor_tui",
    "screens",
    "templates",
    "tests",
    "docs",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "Makefile",
)
TESTS = ("tests/vault", "tests/test_text.py")
#: A test that takes longer than this is not asked: the score is then a little lower than it could be, never higher.
SLOW = 3.0  # seconds
#: Tests are asked, fastest first, for as much time as this in all.
PATIENCE = 40.0  # seconds
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not soak", "--no-header", "--no-summary")


def copy_tree(root: Path, target: Path) -> None:
    """A copy of the program and its tests, to be broken."""
    target.mkdir(parents=True)
    for part in PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / part)


def environment(tree: Path, *, writing: bool) -> dict[str, str]:
    """Python imports from the copy; compiled tests are written once and then only read."""
    more = {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    return {**os.environ, **more} if writing else {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1"}


# --- Which tests run which line -----------------------------------------------------------------------------


def collect(tree: Path) -> None:
    """Run the tests once; write ``tests.json``: seconds by test, and tests by file and line."""
    import coverage
    import pytest

    os.chdir(tree)
    coverage_ = coverage.Coverage(
        data_file=None, branch=False, source=["mentor_tui.vault", "mentor_tui.text"], config_file=False
    )
    seconds: dict[str, float] = {}

    class Watch:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
            coverage_.switch_context(item.nodeid)
            start = time.monotonic()
            yield
            seconds[item.nodeid] = time.monotonic() - start
            coverage_.switch_context("")

    coverage_.start()
    status = pytest.main([*QUIET, *TESTS], plugins=[Watch()])
    coverage_.stop()
    if status:
        raise SystemExit("The tests must pass before anything is broken.")
    data = coverage_.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for file in data.measured_files():
        found = {line: [name for name in names if name] for line, names in data.contexts_by_lineno(file).items()}
        lines[str(Path(file).relative_to(tree))] = found
    (tree / "tests.json").write_text(json.dumps({"seconds": seconds, "lines": lines}))


class Cover:
    """The tests to ask about a change."""

    def __init__(self, tree: Path) -> None:
        found = json.loads((tree / "tests.json").read_text())
        self._seconds: dict[str, float] = found["seconds"]
        self._lines: dict[str, dict[str, list[str]]] = found["lines"]
        self._source = {path: (tree / path).read_text().splitlines() for path in self._lines}

    def tests_of(self, path: str, place: str, lines: tuple[int, int]) -> list[str]:
        """Those that run one of the lines, fastest first, as far as patience goes.

        What stands at the top of a module or class runs at import: there, those that run a line which names it.
        """
        names: set[str] = set()
        for line in range(lines[0], lines[1] + 1):
            names.update(self._lines.get(path, {}).get(str(line), []))
        if not names:
            names = self._tests_that_name(place.split(".")[-1]) or self._tests_that_name(place.split(".")[0])
        if not names:
            names = {name for found in self._lines.get(path, {}).values() for name in found}
        asked, total = [], 0.0
        for name in sorted(names, key=lambda name: (self._seconds[name], name)):
            total += self._seconds[name]
            if self._seconds[name] > SLOW or total > PATIENCE:
                break
            asked.append(name)
        return asked

    def seconds(self, tests: list[str]) -> float:
        """How long they took when nothing was broken."""
        return sum(self._seconds[test] for test in tests)

    def _tests_that_name(self, name: str) -> set[str]:
        words = [re.compile(rf"\b{re.escape(word)}\b") for word in re.findall(r"\w+", name)]
        found: set[str] = set()
        for path, lines in self._lines.items():
            for line, tests in lines.items():
                if any(word.search(self._source[path][int(line) - 1]) for word in words):
                    found.update(tests)
        return found


# --- Trying mutants -----------------------------------------------------------------------------------------


def work(tree: Path) -> None:
    """Read jobs (a line of JSON each) and answer ``killed``, ``survived`` or ``too slow``, until there are no more."""
    os.chdir(tree)
    _warm()
    clock = time.time_ns()
    for line in sys.stdin:
        job = json.loads(line)
        file = tree / job["path"]
        original, times = file.read_bytes(), file.stat()
        clock += 10**10  # so that no compiled file of an earlier mutant is taken for this one's
        file.write_bytes(job["source"].encode())
        os.utime(file, ns=(clock, clock))
        try:
            answer = _tried(job["tests"], job["limit"])
        finally:
            file.write_bytes(original)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        print("ANSWER " + answer, flush=True)


def _warm() -> None:
    """Load what takes long and is never broken, so that each child starts with it."""
    for name in (
        *("cryptography.hazmat.primitives.ciphers.aead", "cryptography.hazmat.primitives.kdf.argon2"),
        *("cryptography.hazmat.primitives.kdf.hkdf", "hypothesis.strategies", "msgspec", "platformdirs"),
        *("pytest", "pytest_asyncio", "tinydb"),
    ):
        importlib.import_module(name)


def _tried(tests: list[str], limit: float) -> str:
    child = os.fork()
    if not child:
        status = 3
        try:
            os.setsid()
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(quiet, number)
            import pytest

            status = int(pytest.main([*QUIET, "--hypothesis-seed=0", *tests]))
        finally:
            os._exit(status)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if status == 0 else "killed"
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "too slow"


def by_kind(results: list[tuple[str, str]]) -> dict[str, list[int]]:
    """Kind -> how many were tried and how many killed."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, answer in results:
        found[kind][0] += 1
        found[kind][1] += answer != "survived"
    return dict(found)


if __name__ == "__main__":
    {"collect": collect, "work": work}[sys.argv[1]](Path(sys.argv[2]))
