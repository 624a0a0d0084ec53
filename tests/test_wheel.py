"""What people install: the wheel and the sdist hold everything, work in a clean place, and litter nowhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.journey.terminal import Private, Terminal

ROOT = Path(__file__).parents[1]
PASSPHRASE = "correct horse battery staple quince"
_LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv",
    "venv",
    "build",
    "dist",
    "*.egg-info",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    "tests",
    "benchmarks",
)


def data_files() -> set[str]:
    """Every file that is no Python, as it has to stand in the package."""
    found = {"mentor_tui/py.typed"}
    for floor in ("screens", "templates"):
        for path in (ROOT / floor).rglob("*"):
            if path.suffix in (".toml", ".tcss", ".j2"):
                found.add(f"mentor_tui/{path.relative_to(ROOT).as_posix()}")
    assert len(found) > 25
    return found


def modules() -> set[str]:
    """Every module, as it has to stand in the package."""
    found = {p.relative_to(ROOT).as_posix() for p in (ROOT / "mentor_tui").rglob("*.py")}
    for floor in ("screens", "templates"):
        found |= {f"mentor_tui/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / floor).rglob("*.py")}
    return found


def source(folder: Path) -> Path:
    """A copy of the tree, so that building leaves nothing in it."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    return folder


def build(what: str, tmp_path: Path) -> Path:
    """Build a `wheel` or an `sdist` as pip does, with what is installed here: no network."""
    out = tmp_path / "dist"
    call = f"from setuptools import build_meta; build_meta.build_{what}({str(out)!r})"
    out.mkdir()
    subprocess.run(
        [sys.executable, "-c", call],
        cwd=source(tmp_path / "source"),
        check=True,
        capture_output=True,
        timeout=110,
    )
    (made,) = out.iterdir()
    return made


class Place:
    """A clean environment. It has the dependencies of this one, and not this one's mentor-tui."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
        self.python = folder / "bin" / "python"
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        self.packages = folder / "lib" / version / "site-packages"
        (self.packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        self.before = {p.name for p in self.packages.iterdir()}

    def install(self, made: Path) -> None:
        """Install one file and nothing else."""
        pip = [sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check", "install"]
        words = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--no-build-isolation", made]
        subprocess.run([*pip, *words], check=True, capture_output=True, timeout=110)

    def landed(self) -> set[str]:
        """The names that the installation put into site-packages."""
        return {p.name for p in self.packages.iterdir()} - self.before

    @property
    def program(self) -> Path:
        """The console script."""
        return self.folder / "bin" / "mentor-tui"


class Person:
    """Somebody who just installed it."""

    def __init__(self, place: Place, root: Path) -> None:
        self.place, self.private = place, Private(root)
        self.passphrase = self.private.home / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)

    def run(self, *words: str | Path) -> str:
        """A command of the installed program; its standard output."""
        done = subprocess.run(
            [self.place.program, *words],
            cwd=self.private.work,
            env=self.private.environment(MENTOR_TUI_PASSPHRASE_FILE=str(self.passphrase)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_the_wheel_installed_in_a_clean_place_does_the_job(tmp_path: Path) -> None:
    wheel = build("wheel", tmp_path)
    names = set(zipfile.ZipFile(wheel).namelist())
    assert data_files() | modules() <= names
    assert {n.split("/")[0] for n in names if ".dist-info/" not in n} == {"mentor_tui"}
    assert not [n for n in names if n.endswith((".pyc", ".vault"))]

    place = Place(tmp_path / "place")
    place.install(wheel)
    assert {n for n in place.landed() if not n.endswith(".dist-info")} == {"mentor_tui"}

    person = Person(place, tmp_path / "person")
    from mentor_tui import __version__

    assert person.run("--version").strip() == f"mentor-tui {__version__}"
    assert "pmi-belgium" in person.run("programs", "list")
    where = subprocess.run(
        [
            place.python,
            "-c",
            "import mentor_tui.screens.shell.app as a, mentor_tui.templates as t; print(a.__file__, t.__file__)",
        ],
        cwd=person.private.work,
        env=person.private.environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert all(Path(w).is_relative_to(place.packages) for w in where)

    person.run("vault", "create", "--name", "Ana Peeters", "--role", "mentor", "--partner", "Bram Claes")
    assert person.private.vault.exists()
    sheet = person.private.work / "past-sessions.csv"
    shutil.copy(ROOT / "tests" / "data" / "past-sessions.csv", sheet)
    person.run("import", sheet)
    (pair,) = json.loads(person.run("pdu", "--format", "json"))["pairs"]
    assert pair["earned"] == "6.25"

    with Terminal(person.private, "--passphrase-file", person.passphrase, program=(place.program,)) as app:
        app.wait_for("Next", "Bram Claes", "The program ended Sun 9 Aug")
        app.press("ctrl+q")
        assert app.wait_end() == 0


def test_the_sdist_builds_and_installs(tmp_path: Path) -> None:
    sdist = build("sdist", tmp_path)
    with tarfile.open(sdist) as archive:
        names = {n.partition("/")[2] for n in archive.getnames()}
    for path in data_files() | modules():
        floor = path.removeprefix("mentor_tui/")
        assert path in names or floor in names, path
    assert {"pyproject.toml", "README.md", "LICENSE"} <= names

    place = Place(tmp_path / "place")
    place.install(sdist)
    assert {n for n in place.landed() if not n.endswith(".dist-info")} == {"mentor_tui"}
    for path in data_files() | modules():
        assert (place.packages / path).is_file(), path
    person = Person(place, tmp_path / "person")
    assert "Engage" in person.run("programs", "show", "pmi-belgium")
