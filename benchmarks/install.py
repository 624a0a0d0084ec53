"""A throw-away installation of this checkout, as a person has it: a wheel, its byte code and its console script.

An editable checkout starts more slowly (an import hook runs in every Python), and with PYTHONDONTWRITEBYTECODE it is
compiled anew at every start. Neither happens to anybody who installed the app, so neither is measured.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("mentor_tui", "screens", "templates", "pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """Where it lies, and the environment for what runs in it."""

    python: Path
    script: Path
    env: dict[str, str]


@cache
def workshop() -> Path:
    """The folder for everything that a run writes; removed when the run ends."""
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="mentor-tui-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def installed() -> Installed:
    """Build the wheel and install it beside the packages it needs, which come from this environment."""
    folder = workshop() / "installed"
    source = workshop() / "source"
    source.mkdir()
    for name in _SOURCES:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.exists():
            shutil.copy2(origin, source / name)
    (source / "README.md").touch()
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    site = next((folder / "lib").glob("python*")) / "site-packages"
    (site / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    wheels = workshop() / "wheels"
    _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, source)
    _run(*pip, "--python", python, "install", "--no-deps", "--force-reinstall", *wheels.glob("*.whl"))
    return Installed(python, folder / "bin" / "mentor-tui", environment())


def environment() -> dict[str, str]:
    """An ordinary terminal, byte code allowed, nothing of the person who measures."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TEXTUAL", "MENTOR_TUI", "XDG_"))}
    home = workshop() / "home"
    home.mkdir(exist_ok=True)
    return kept | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "MENTOR_TUI_STATE_DIR": str(workshop() / "state"),
    }


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment())
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
