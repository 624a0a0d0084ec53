"""The options that every command takes, before or after its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from mentor_tui import places

PASSPHRASE_FILE_VARIABLE = "MENTOR_TUI_PASSPHRASE_FILE"

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Given:
    """What the command line said, everywhere."""

    vault: str = ""
    pair: str = ""
    passphrase_file: str = ""

    @property
    def vault_path(self) -> Path:
        """The vault meant."""
        return places.vault_path(self.vault)

    @property
    def passphrase_path(self) -> Path | None:
        """The file with the passphrase, if one was named."""
        named = self.passphrase_file or os.environ.get(PASSPHRASE_FILE_VARIABLE, "")
        return Path(named).expanduser() if named else None


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None and param.name:
        setattr(ctx.ensure_object(Given), param.name, value)


def everywhere(function: Function) -> Function:
    """Add the options that every command takes; what stands after the command wins."""
    for name, metavar, words in (
        ("--passphrase-file", "PATH", "File with the passphrase in its first line; only you may read it."),
        ("--pair", "NAME", "The pair, by the partner's name or a part of it."),
        ("--vault", "PATH", "The vault file."),
    ):
        function = click.option(name, metavar=metavar, help=words, callback=_remember, expose_value=False)(function)
    return function


def given(ctx: click.Context) -> Given:
    """What was said everywhere on this command line."""
    return ctx.ensure_object(Given)


FORMATS = click.Choice(["table", "csv", "json"])
format_option = click.option(
    "--format", "form", type=FORMATS, default="table", show_default=True, help="How the rows are written."
)
