"""A room for command-line tests: a private folder, a passphrase file, a still clock, quick key derivation."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mentor_tui import clock
from mentor_tui.cli import run
from mentor_tui.vault import KdfParams, Vault
from mentor_tui.workspace import Workspace

DATA = Path(__file__).parent / "data"
PASSPHRASE = "correct horse battery staple quince"
NOW = datetime(2026, 8, 3, 12, 0, tzinfo=UTC)


class _Still(clock.FrozenClock):
    def __init__(self) -> None:
        super().__init__(NOW)


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, as JSON."""
        return json.loads(self.out)


class Room:
    """Runs commands in this process, without a terminal."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        self.vault = folder / "my.vault"
        self.passphrase_file = self.secret("passphrase", PASSPHRASE + "\n")
        for name in ("MENTOR_TUI_VAULT", "MENTOR_TUI_PASSPHRASE_FILE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("MENTOR_TUI_STATE_DIR", str(folder / "state"))
        monkeypatch.setattr(KdfParams, "default", classmethod(lambda cls: cls.fast_for_tests()))
        monkeypatch.setattr("mentor_tui.workspace.workspace.SystemClock", _Still)
        monkeypatch.setattr("mentor_tui.clock.SystemClock", _Still)

    def secret(self, name: str, words: str, mode: int = 0o600) -> Path:
        """A file for a passphrase."""
        path = self.folder / name
        path.write_bytes(words.encode())
        path.chmod(mode)
        return path

    def bare(self, *argv: str | Path, stdin: str | bytes = "") -> Result:
        """A command line as it stands."""
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            code = run([str(a) for a in argv])
        captured = self.capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def run(self, *argv: str | Path, stdin: str | bytes = "") -> Result:
        """The same with this room's vault and passphrase file before it."""
        return self.bare("--vault", self.vault, "--passphrase-file", self.passphrase_file, *argv, stdin=stdin)

    def create(self, role: str = "mentor", partner: str = "Bram Claes", name: str = "Ana Peeters") -> None:
        """A vault with one pair."""
        made = self.run("vault", "create", "--name", name, "--role", role, "--partner", partner)
        assert made.code == 0, made

    def workspace(self, path: Path | None = None) -> Workspace:
        """The vault, unlocked; close it again."""
        return Workspace(Vault.open(path or self.vault, PASSPHRASE), _Still())

    def process(self, *argv: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        """The real thing: a fresh interpreter without a terminal."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("MENTOR_TUI")}
        env |= {"MENTOR_TUI_STATE_DIR": str(self.folder / "state"), "HOME": str(self.folder), **environment}
        return subprocess.run(
            [sys.executable, "-m", "mentor_tui", *map(str, argv)],
            input=stdin,
            capture_output=True,
            env=env,
            timeout=60,
            check=False,
            start_new_session=True,
        )
