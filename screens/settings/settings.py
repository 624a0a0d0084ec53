"""Settings: the lock, the theme, keys; the way to passphrase, recovery key and backups; and where everything lies."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

import mentor_tui
from mentor_tui.errors import InputRefused
from mentor_tui.schema import programs
from mentor_tui.schema.audience import values_of
from mentor_tui.schema.records import KeptVersion, Settings
from mentor_tui.vault import VaultError, inspect, list_backups

from ..commands import Command
from ..host import Host
from ..shell.base import Fresh
from ..shell.beside import beside
from ..shell.record_form import RecordForm
from ..vault import secrets
from ..vault.backups import RETENTION, BackupsScreen, saved
from ..widgets.dialogs import Choose
from ..widgets.panel import Panel
from ..widgets.plain import joined, own
from ..widgets.reading_pane import ReadingPane
from ..widgets.rows import Column, Row, Rows
from .keys import KeysScreen

if TYPE_CHECKING:
    from mentor_tui.schema.fields import Value
    from mentor_tui.vault import BackupInfo, VaultInfo


LINES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "idle": (
        "Minutes until the lock",
        ("idle", "timeout", "auto lock"),
        "After this long without a key press the vault locks.",
    ),
    "theme": ("Theme", ("colours", "dark", "light", "appearance"), "The colours of the app."),
    "keys": ("Keys", ("shortcuts", "rebind", "keyboard"), "Every command and its key."),
    "passphrase": ("Passphrase", ("password",), "Change what opens the vault."),
    "recovery": ("Recovery key", ("forgot the passphrase", "lost password", "paper"), "Opens the vault without it."),
    "rekey": ("New keys", ("security", "stolen"), "If somebody may know an old passphrase."),
    "profile": (
        "You",
        ("rename", "my name", "time zone", "profile"),
        "Your name, your time zone, and what a partner may know.",
    ),
    "vault": ("Vault", ("where is my data", "file", "folder"), "The one encrypted file, and where it is."),
    "backups": ("Backups", ("restore", "older copy", "lost data"), "Every backup, why it was made, and what is in it."),
    "join": ("Join with another copy", ("merge", "sync", "conflict"), "Two copies of this vault become one."),
    "kept": ("Kept versions", ("older version", "overwritten"), "What lost when copies were joined or written over."),
    "version": ("Version", ("about", "release", "news", "what is new", "changelog"), "The version of this app."),
}
"""The lines of the settings that can be found: title, other words for it, and what it is."""
_ELSEWHERE = ("recovery", "profile", "join", "kept")
"""Lines that lead to a place which is opened as well from elsewhere."""
_OPEN_AT_ONCE = ("keys", "passphrase", "rekey", "backups", "version")
"""Lines that only open something: who comes for one of them need not press Enter on it as well."""


def open_settings(app: Host, target: str = "") -> None:
    """The settings, with the cursor on a line if one is named; with `app`, the form of the lock and the theme."""
    if target == "app":
        form = AppForm(
            app,
            app.ws.settings,
            own("This app"),
            view="edit",
            start=values_of(app.ws.settings) | {"theme": app.theme},  # the one in use, also where none was chosen
            where="settings:app",
            done="Saved; it applies from now on.",
        )
        app.push_screen(form)
    elif target in _ELSEWHERE:
        app.go(target)
    elif not isinstance(app.screen, SettingsScreen):
        app.push_screen(SettingsScreen(target))
    else:
        app.screen.stand_on(target)


class AppForm(RecordForm[Settings]):
    """The lock and the theme; what is saved is in force at once."""

    def changed(self, now: Settings, values: dict[str, Value]) -> Settings:
        if not values["idle_minutes"]:
            raise InputRefused.of({"idle_minutes": "After how many minutes should it lock? 1 to 60."})
        return super().changed(now, values)

    async def store(self, values: dict[str, Value]) -> bool:
        done = await super().store(values)
        if done:
            self.owner.apply_settings()
        return done


class SettingsScreen(Fresh):
    """Everything one may want to change about the app, and where the vault lies."""

    HERE = (Command("settings.back", "escape", "back", "Back."),)
    ABOUT = (
        "Enter opens a line. The lock and the theme apply at once. A new passphrase locks the vault from now on; "
        "backups made before still open with the old one. The recovery key opens the vault when the passphrase is "
        "forgotten: write it on paper."
    )
    DEFAULT_CSS = """
    SettingsScreen #sheet { padding: 0 1; height: 1fr; }
    SettingsScreen.-narrow #look { height: 4; }
    """

    def __init__(self, at: str = "") -> None:
        super().__init__()
        self._at = at

    def body(self) -> ComposeResult:
        with Container(classes="split", id="sheet"):
            with Panel(own("Settings"), classes="list"):
                yield Rows([Column("", 23, own=True), Column("")], empty="", id="lines")
            yield ReadingPane(id="look")

    def on_mount(self) -> None:
        self._info: VaultInfo | None = None
        self._backups: list[BackupInfo] = []
        super().on_mount()

    def reload(self) -> None:
        """Show what holds now; what lies on disk is looked up beside."""
        if self.mentor.is_open:
            self._show()
            beside(self, self._look, group="look")

    async def _look(self) -> None:
        path = self.ws.vault.path
        try:
            self._info = await asyncio.to_thread(inspect, path)
            self._backups = await asyncio.to_thread(list_backups, path)
        except VaultError as error:
            self.say(str(error), "warning")
        if self.mentor.is_open:
            self._show()

    def _show(self) -> None:
        lines = self._lines()
        self._about = {key: (label, about) for key, label, _, about in lines}
        rows = [Row(key, (label, value)) for key, label, value, _ in lines]
        self.query_one("#lines", Rows).fill(rows)
        self._tell()
        if self._info:  # what lies on disk was looked up: a line can be opened
            self._arrive()

    def stand_on(self, key: str) -> None:
        """Put the cursor on a line, and open it where that is all that Enter would do."""
        self._at = key
        self._show()

    def _arrive(self) -> None:
        at, self._at = self._at, ""
        lines = self.query_one("#lines", Rows)
        if at in self._about:
            lines.cursor = list(self._about).index(at)
            if at in _OPEN_AT_ONCE:
                lines.action_choose()

    def _lines(self) -> list[tuple[str, str, str, str]]:
        """Key, label, value and explanation of each line."""
        workspace, settings = self.ws, self.ws.settings
        form = programs.shared_forms()["settings"]
        idle, theme, plain = (form.field(name) for name in ("idle_minutes", "theme", "plain"))
        changed = len(settings.keys)
        vault = workspace.vault
        size = f", {self._info.size // 1024} KB" if self._info else ""
        newest = (
            f", the newest of {saved(self._backups[0], workspace.profile.zone, workspace.today())}"
            if self._backups
            else ""
        )
        lines = [
            ("idle", idle.label, f"{settings.idle_minutes}", idle.help),
            (
                "theme",
                theme.label,
                theme.label_of(settings.theme or self.mentor.theme),
                theme.help,
            ),
            ("plain", plain.label, "on" if settings.plain else "when the terminal needs them", plain.help),
            ("keys", "Keys", f"{changed} changed" if changed else "original keys", "Every command and its key."),
            ("passphrase", "Passphrase", "change it", "Backups made before the change still open with the old one."),
            (
                "recovery",
                "Recovery key",
                "made" if vault.has_recovery else "none yet",
                "It opens the vault when the passphrase is forgotten. A new one replaces the one before.",
            ),
            (
                "rekey",
                "New keys",
                "for the vault and its backups",
                "If somebody may know an old passphrase: backups and drafts then open with the current one only.",
            ),
            (
                "profile",
                "You",
                f"{workspace.profile.name or 'no name yet'}, {workspace.profile.zone or 'no time zone'}",
                "Your name, your time zone, and what a partner may know.",
            ),
            ("pairs", "Your pairs", str(len(workspace.pairs)), "Switch, add, change or delete a pair."),
            (
                "vault",
                "Vault",
                f"{_short(vault.path)}{size}",
                "One encrypted file, which contains everything.",
            ),
            (
                "backups",
                "Backups",
                f"{len(self._backups)}{newest}",
                f"{RETENTION} Enter lists them.",
            ),
            (
                "join",
                "Join with another copy",
                "a conflict copy, or another one",
                "A copy of this vault that was changed elsewhere: joined record by record, nothing is lost.",
            ),
            (
                "kept",
                "Kept versions",
                str(len(workspace.table(KeptVersion))),
                "What lost when copies were joined, or was written over: to read, to bring back, or to delete.",
            ),
            (
                "version",
                "Version",
                f"mentor-tui {mentor_tui.__version__}",
                "The version of this app. Enter: what is new.",
            ),
        ]
        if self.mentor.has_pair and (handbook := self.mentor.view.program.handbook):
            about = f"The edition that this program's steps and forms follow: {handbook.edition}."
            lines.append(("handbook", "Handbook", f"{handbook.title} {handbook.version}".strip(), about))
        return lines

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._tell()

    def _tell(self) -> None:
        key = self.query_one("#lines", Rows).current
        label, about = self._about.get(key, ("", ""))
        self.query_one("#look", ReadingPane).show(label, [joined(about), *self._more(key)])

    def _more(self, key: str) -> list[Content]:
        if key == "vault":
            return [joined(""), joined(str(self.ws.vault.path))]
        return []

    async def on_rows_chosen(self, event: Rows.Chosen) -> None:
        match event.key:
            case "idle":
                self.mentor.go("settings:app")
            case "theme":
                self._choose_theme()
            case "plain":
                await self._keep(plain=not self.ws.settings.plain)
            case "keys":
                self.mentor.push_screen(KeysScreen())
            case "passphrase":
                self.run_worker(self._secret(secrets.change_passphrase), exclusive=True, group="secret")
            case "rekey":
                self.run_worker(self._secret(secrets.new_keys), exclusive=True, group="secret")
            case "recovery":
                self.mentor.go("recovery")
            case "profile" | "pairs" | "join" | "kept" | "version":
                self.mentor.go("news" if event.key == "version" else event.key)
            case "backups":
                self.mentor.push_screen(BackupsScreen(self.ws.vault.path, self._backups))

    def _choose_theme(self) -> None:
        theme = programs.shared_forms()["settings"].field("theme")
        options = [(option.id, own(option.label)) for option in theme.options]
        self.app.push_screen(Choose(own("Which theme?"), options, detail=own(theme.help)), self._chosen_theme)

    async def _chosen_theme(self, name: str | None) -> None:
        if name:
            await self._keep(theme=name)

    async def _keep(self, **changed: Any) -> None:
        """Store changed settings and let them hold at once."""
        if await self.mentor.store(msgspec.structs.replace(self.ws.settings, **changed), label="settings changed"):
            self.mentor.apply_settings()
            self.reload()

    async def _secret(self, work: Callable[[Host], Coroutine[Any, Any, None]]) -> None:
        await work(self.mentor)
        self.reload()


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
