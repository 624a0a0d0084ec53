"""Somebody at a computer of her own: starts the app, runs commands, and has a vault ready when a test wants one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mentor_tui.schema.fields import Role
from mentor_tui.schema.records import Pair, Profile, Record
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

from .terminal import PROGRAM, Private, Terminal

PASSPHRASE = "correct horse battery staple quince"
DATA = Path(__file__).parents[1] / "data"
_FAULTY = Path(__file__).with_name("faulty.py")


class Person:
    """One person; everything she has lies below `root`."""

    def __init__(self, root: Path) -> None:
        self.private = Private(root / "private")
        self.work = self.private.work
        self.passphrase = self.private.home / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        self.faults = root / "faults"
        self.faults.mkdir(exist_ok=True)

    @property
    def vault(self) -> Path:
        """Where the app keeps her vault."""
        return self.private.vault

    @property
    def state(self) -> Path:
        """Where the app keeps what it has seen."""
        return self.private.home / ".state" / "mentor-tui"

    def make_vault(
        self, role: Role = "mentor", *records: Record, prepare: Callable[[Workspace], None] | None = None
    ) -> Pair:
        """A vault that unlocks quickly, with one pair and these records of it."""
        import msgspec

        self.vault.parent.mkdir(parents=True, exist_ok=True)
        vault = Vault.create(self.vault, PASSPHRASE, kdf=KdfParams.fast_for_tests(), state_dir=self.state)
        workspace = Workspace(vault)
        pair = Pair(role=role, partner_name="Bram Claes", start="2026-03-09", end="2027-03-08")
        workspace.save(Profile(name="Ana Peeters", zone="Europe/Brussels"), pair)
        if records:
            workspace.save(*(msgspec.structs.replace(r, pair_id=pair.id) for r in records))
        if prepare:
            prepare(workspace)
        workspace.close()
        return pair

    def open_vault(self) -> Workspace:
        """The vault, read by the test itself; close it again."""
        return Workspace(Vault.open(self.vault, PASSPHRASE, state_dir=self.state))

    def read(self, kind: type[Any]) -> list[Any]:
        """The stored records of a kind."""
        workspace = self.open_vault()
        try:
            return list(workspace.all(kind))
        finally:
            workspace.close()

    def hasten(self) -> None:
        """From here on this vault unlocks quickly: its passphrase slot is wrapped again at the lowest cost."""
        vault = Vault.open(self.vault, PASSPHRASE, state_dir=self.state)
        vault.change_passphrase(PASSPHRASE, kdf=KdfParams.fast_for_tests())
        vault.close()

    # --- The app -----------------------------------------------------------------------------------------------

    def start(self, *argv: str | Path, size: tuple[int, int] = (80, 24), **environment: str) -> Terminal:
        """The real program as it is started from a shell."""
        return Terminal(self.private, *argv, size=size, program=(PROGRAM,), **environment)

    def open(self, *, size: tuple[int, int] = (80, 24), faulty: bool = False, **environment: str) -> Terminal:
        """The app over a vault that is there already, unlocked and on Home. `faulty` lets the test break things."""
        program = (sys.executable, _FAULTY) if faulty else (PROGRAM,)
        environment["FAULTS"] = str(self.faults)
        app = Terminal(self.private, "--passphrase-file", self.passphrase, size=size, program=program, **environment)
        app.wait_for("Next", "^l lock" if size[0] >= 60 else "Next")
        return app

    def unlock(self, app: Terminal, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase where it is asked for."""
        app.wait_for("Your notes are locked")
        app.type(passphrase + "\n")
        app.wait_gone("Your notes are locked")

    def fault(self, name: str, on: bool = True) -> None:
        """Break something in a faulty app, or mend it."""
        if on:
            (self.faults / name).touch()
        else:
            (self.faults / name).unlink()

    # --- The command line --------------------------------------------------------------------------------------

    def command(self, *argv: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """A command, whatever comes of it."""
        return subprocess.run(
            [PROGRAM, *argv],
            cwd=self.work,
            env=self.private.environment(MENTOR_TUI_PASSPHRASE_FILE=str(self.passphrase)),
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )

    def run(self, *argv: str | Path) -> str:
        """A command that has to succeed; its standard output."""
        done = self.command(*argv)
        assert done.returncode == 0, (argv, done.stderr.decode())
        return done.stdout.decode()

    def json(self, *argv: str | Path) -> Any:
        """The same, as JSON."""
        return json.loads(self.run(*argv, "--format", "json"))

    def files(self, *, but: Iterable[Path] = ()) -> list[Path]:
        """Every file she has, but those she exported for herself and her passphrase file."""
        own = {*but, self.passphrase}
        return [p for p in self.private.files() if p not in own]
