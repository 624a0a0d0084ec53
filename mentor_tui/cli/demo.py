"""`demo`: a made-up pair in a throw-away vault, of which nothing stays behind."""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from mentor_tui.cli.app import launch, need_terminal
from mentor_tui.cli.options import everywhere
from mentor_tui.demo.demo import build_demo
from mentor_tui.host import crash
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

_PREFIX = "mentor-tui-demo-"


@click.command("demo", help="Try the app with a made-up pair; nothing is kept afterwards.")
@click.option("--role", type=click.Choice(["mentor", "mentee"]), default="mentor", show_default=True)
@everywhere
def command(role: str) -> int:
    """The vault lies in memory where the system has a place for that; its passphrase is random and never shown."""
    need_terminal()
    crash.leave_nothing()
    passphrase = secrets.token_urlsafe(32)
    with throw_away_folder() as folder:
        vault = folder / "demo.vault"
        make_vault(vault, passphrase, role)
        return launch(vault, passphrase=passphrase, demo=True)


def make_vault(path: Path, passphrase: str, role: str) -> None:
    """Write the demo's vault."""
    # 256 random bits need no slow key derivation.
    workspace = Workspace(Vault.create(path, passphrase, kdf=KdfParams(t=1, m_kib=19456, p=1)))
    try:
        build_demo(workspace, "mentee" if role == "mentee" else "mentor", workspace.today())
    finally:
        workspace.close()


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder of mode 0700 that is removed on leaving, also when the terminal closes or the program is ended."""
    for parent in _parents():
        _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_parents()[0]))
    variable = "MENTOR_TUI_STATE_DIR"
    before = os.environ.get(variable)
    os.environ[variable] = str(folder / "state")  # the demo leaves no trace in the person's own state folder

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    def leave(number: int, _frame: FrameType | None) -> None:
        remove()
        raise SystemExit(128 + number)

    atexit.register(remove)
    old = {number: signal.signal(number, leave) for number in _ending_signals()}
    try:
        yield folder
    finally:
        remove()
        for number, handler in old.items():
            signal.signal(number, handler)
        atexit.unregister(remove)
        if before is None:
            os.environ.pop(variable, None)
        else:
            os.environ[variable] = before


def _ending_signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _parents() -> list[Path]:
    """The folders in which the demo may lie: in memory if the system offers it, else among the temporary files."""
    ordinary = Path(tempfile.gettempdir())
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)
    return [memory, ordinary] if usable else [ordinary]


def _sweep(parent: Path) -> None:
    """Remove what a demo left that was killed outright: folders of ours whose program no longer runs."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        for folder in parent.glob(f"{_PREFIX}*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            found = folder.lstat()
            if number.isdigit() and found.st_uid == os.getuid() and not folder.is_symlink() and _ended(int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
