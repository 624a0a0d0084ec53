"""The command tree. A command's module is imported only when that command is used."""

from __future__ import annotations

import contextlib
import importlib
import sys

import click

from mentor_tui import __version__
from mentor_tui.cli import failures, interrupts
from mentor_tui.cli.app import open_app
from mentor_tui.cli.given import Given
from mentor_tui.cli.options import everywhere
from mentor_tui.cli.summaries import COMMANDS, help_text


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(f"mentor_tui.cli.{module}"), attribute or "command")
        interrupts.loaded()
        assert isinstance(found, click.Command)
        return found

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The same page that answers without click."""
        formatter.write(help_text() + "\n")


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"mentor-tui {__version__}")
        ctx.exit()


@click.command(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@everywhere
@click.pass_context
def tree(ctx: click.Context) -> int | None:
    """Open the app, or run a command."""
    if ctx.invoked_subcommand is None:
        return open_app(ctx.ensure_object(Given))
    return None


def dispatch(argv: list[str]) -> int:
    """Run a command line through the tree; every failure becomes a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        with tree.make_context("mentor-tui", list(argv)) as ctx:
            code = tree.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else failures.UNEXPECTED
    except click.exceptions.Abort:
        return failures.report(KeyboardInterrupt())
    except click.UsageError as error:
        return _usage(error)
    except click.ClickException as error:
        failures.say(error.format_message())
        return failures.USAGE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door: nothing may show a traceback
        return failures.report(error)
    return code if isinstance(code, int) else failures.DONE


def _usage(error: click.UsageError) -> int:
    if error.ctx is not None:
        failures.say(error.ctx.get_usage())
    failures.say(error.format_message())
    path = error.ctx.command_path if error.ctx is not None else "mentor-tui"
    failures.say(f"`{path} --help` shows more.")
    return failures.USAGE
