"""Which tests run which line, and one mutant tried after the other in a copy of the tree, by processes of their own.

``python -m tests.mutation.running collect|work TREE ROOM`` is what these processes run; ``python -m tests.mutation``
starts them. The working tree is only read.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import shutil
import signal
import sys
import time
import types
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

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


class Room(NamedTuple):
    """What is broken together, and the tests that are asked."""

    sources: tuple[str, ...]
    """Folders and files."""
    tests: tuple[str, ...]


ROOMS = {
    # Without those that kill or race whole processes: what runs in them is not seen here.
    "vault": Room(
        ("mentor_tui/words/text.py", "mentor_tui/vault"),
        (
            "tests/vault",
            "tests/test_text.py",
            "--ignore=tests/vault/test_kill.py",
            "--ignore=tests/vault/test_processes.py",
        ),
    ),
    "schema": Room(
        ("mentor_tui/schema",),
        (
            *("tests/test_schema.py", "tests/test_catalogue.py", "tests/test_forms.py", "tests/test_programs.py"),
            *("tests/test_packs.py", "tests/test_odd.py", "tests/test_documents_declared.py", "tests/test_goals.py"),
            *("tests/test_pdu.py", "tests/test_workspace.py", "tests/test_exports.py"),
        ),
    ),
    "pdu": Room(
        ("mentor_tui/pdu",),
        (
            *("tests/test_pdu.py", "tests/test_pdu_docs.py", "tests/test_pdu_forecast.py", "tests/test_pdu_glance.py"),
            *("tests/test_pdu_ledger.py", "tests/test_pdu_pictures.py", "tests/test_pdu_properties.py"),
            *("tests/test_pdu_sums.py", "tests/test_claims.py"),
        ),
    ),
    "documents": Room(
        ("mentor_tui/documents",),
        (
            *("tests/test_exports.py", "tests/test_exports_files.py", "tests/test_exports_hostile.py"),
            *("tests/test_exports_invitations.py", "tests/test_exports_register.py", "tests/test_escapes.py"),
            *("tests/test_exports_spreadsheets.py", "tests/test_documents_declared.py", "tests/test_leaks.py"),
            *("tests/test_audit_pack.py", "tests/test_audit_pack_written.py"),
        ),
    ),
}
"""The rooms that can be broken, by name."""

#: A test that takes longer than this is not asked: the score is then a little lower than it could be, never higher.
SLOW = 3.0  # seconds
#: Tests are asked, fastest first, for as much time as this in all.
PATIENCE = 40.0  # seconds
#: Answers that mean that a test saw the fault.
NOTICED = ("killed", "too slow")
#: How a child ends that could not put the fault in place: the runner's own mistake.
NOT_BROKEN = 99
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


def modules(path: str) -> str:
    """The name that Python imports a file or folder by."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def environment(tree: Path, *, writing: bool) -> dict[str, str]:
    """Python imports from the copy; compiled tests are written once and then only read."""
    more = {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    return {**os.environ, **more} if writing else {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1"}


# --- Which tests run which line -----------------------------------------------------------------------------


def collect(tree: Path, room: Room) -> None:
    """Run the tests once; write ``tests.json``: seconds by test, and tests by file and line."""
    import coverage
    import pytest

    os.chdir(tree)
    coverage_ = coverage.Coverage(
        data_file=None, branch=False, source=[modules(path) for path in room.sources], config_file=False
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
    status = pytest.main([*QUIET, *room.tests], plugins=[Watch()])
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


def work(tree: Path, room: Room) -> None:
    """Read jobs (a line of JSON each) and answer ``killed``, ``survived`` or ``too slow``, until there are no more."""
    os.chdir(tree)
    answers = os.fdopen(os.dup(1), "w")
    _silence()
    import pytest

    pytest.main(["--collect-only", *QUIET, *room.tests])  # everything is loaded now, and each child starts with it
    clock = time.time_ns()
    for line in sys.stdin:
        job = json.loads(line)
        file = tree / job["path"]
        original, times = file.read_bytes(), file.stat()
        clock += 10**10  # so that no compiled file of an earlier mutant is taken for this one's
        file.write_bytes(job["source"].encode())
        os.utime(file, ns=(clock, clock))
        try:
            print(_tried(job), file=answers, flush=True)
        finally:
            file.write_bytes(original)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _silence() -> None:
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _tried(job: dict[str, Any]) -> str:
    child = os.fork()
    if not child:
        status = NOT_BROKEN
        try:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            _break(job)
            import pytest

            status = int(pytest.main([*QUIET, "--hypothesis-seed=0", *job["tests"]]))
        finally:
            os._exit(status)
    end = time.monotonic() + job["limit"]
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return {0: "survived", NOT_BROKEN: "not broken"}.get(code, "killed")
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "too slow"


def _break(job: dict[str, Any]) -> None:
    """Let the program that is loaded be the broken one, whose source stands on disk already.

    In a function's body its code alone is exchanged, under everybody who holds the function. What runs at import makes
    the program and the tests be loaded anew.
    """
    if not job["inside"]:
        for name in [name for name in sys.modules if name.split(".")[0] in ("mentor_tui", "tests")]:
            del sys.modules[name]
        return
    found: Any = importlib.import_module(modules(job["path"]))
    code = compile(job["source"], job["path"], "exec")
    for name in job["place"].split("."):
        found = vars(found)[name]
        found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
        found = inspect.unwrap(found)
        code = next(const for const in code.co_consts if isinstance(const, types.CodeType) and const.co_name == name)
        if isinstance(found, types.FunctionType):
            found.__code__ = code  # with whatever is defined inside of it
            return
    raise LookupError(job["place"])


def by_kind(results: list[tuple[str, str]]) -> dict[str, list[int]]:
    """Kind -> how many were tried and how many killed."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for kind, answer in results:
        found[kind][0] += 1
        found[kind][1] += answer in NOTICED
    return dict(found)


if __name__ == "__main__":
    {"collect": collect, "work": work}[sys.argv[1]](Path(sys.argv[2]), ROOMS[sys.argv[3]])
