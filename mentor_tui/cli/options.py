"""The options that every command takes, before or after its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mentor_tui.cli.given import Given

Function = TypeVar("Function", bound=Callable[..., Any])


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
    """The options of every command, from both places where this command line may say them."""
    return ctx.ensure_object(Given)


FORMATS = click.Choice(["table", "csv", "json"])
format_option = click.option(
    "--format", "form", type=FORMATS, default="table", show_default=True, help="How the rows are written."
)
