"""The command `nearer`: subcommands load only when called, so that help and completion come at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

__all__ = ["main"]

GROUP = "nearer.commands"

OWN: dict[str, tuple[str, str]] = {
    "bench": ("nearer.commands.bench:bench", "Measure a step page and a submission against a bare reply."),
    "db": ("nearer.commands.database:db", "Bring the database to this version, check it, back it up, restore it."),
    "doctor": ("nearer.commands.installing:doctor", "Look over the installation and say what to do."),
    "i18n": ("nearer.i18n.command:i18n", "Write translators' files, and bring them back."),
    "init": ("nearer.commands.installing:init", "Make a real installation: directory, keyring, tables, practice."),
    "key": ("nearer.commands.keyrings:key", "Make, check or rotate the keyring."),
    "plugin": ("nearer.commands.plugins:plugin", "List plugins, check them, begin a new one."),
    "program": ("nearer.commands.programs:program", "Check, import, export and list programs."),
    "serve": ("nearer.commands.installing:serve", "Serve the installation."),
    "worker": ("nearer.commands.working:worker", "Do what is due: messages, and what leaves by itself."),
}


class _Commands(click.Group):
    """Core's commands by name, and those of the entry points beside them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*OWN, *(each.name for each in _brought())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OWN:
            module, _, name = OWN[cmd_name][0].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return next((_load(each) for each in _brought() if each.name == cmd_name), None)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Without loading any: a command of a plugin is listed with where it comes from."""
        brought = {each.name: f"Comes with {each.module.partition('.')[0]}." for each in _brought()}
        own = {name: text for name, (_, text) in OWN.items()}
        with formatter.section("Commands"):
            formatter.write_dl([(name, (brought | own)[name]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a person can act on becomes one sentence on standard error and exit code 1."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            sentences = _sentences(error)
            if not sentences:
                raise
            for each in sentences:
                click.echo(each, err=True)
            ctx.exit(1)


@click.command(cls=_Commands)
@click.version_option(package_name="nearer")
def main() -> None:
    """Nearer: programs that deepen emotional intimacy between partners.

    Try it with `nearer demo`. Settings are environment variables; see docs/settings.md.
    """


def _brought() -> Sequence[EntryPoint]:
    return tuple(entry_points(group=GROUP))


def _load(entry: EntryPoint) -> click.Command:
    try:
        command: click.Command = entry.load()
    except (Exception, SystemExit) as error:
        raise click.ClickException(
            f"The command {entry.name} of {entry.module} could not be loaded: {error}. `nearer plugin list` says more."
        ) from error
    return command


def _sentences(error: Exception) -> list[str]:
    """What to tell a person about *error*; empty if it is no error that a person can act on."""
    from nearer.documents import UnreadableError
    from nearer.errors import NearerError, NotReadyError

    if isinstance(error, NotReadyError):
        return [f"{each.severity}: {each}" for each in error.problems]
    if isinstance(error, NearerError | UnreadableError):
        return [str(error)]
    if isinstance(error, OSError) and error.filename:
        return [f"{error.filename}: {error.strerror}."]
    return _database_sentences(error) if "sqlalchemy" in sys.modules else []


def _database_sentences(error: Exception) -> list[str]:
    from sqlalchemy.exc import OperationalError

    if not isinstance(error, OperationalError):
        return []
    return [f"The database does not answer ({str(error.orig).strip()}). `nearer doctor` looks for the reason."]
