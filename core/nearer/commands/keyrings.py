"""`nearer key`: the keyring, without which nothing that couples wrote can be read."""

from __future__ import annotations

from pathlib import Path

import click

from nearer.commands.speaking import as_json_option, say

place = click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="By default the setting.")


@click.group()
def key() -> None:
    """Make or check the keyring."""


@key.command()
@place
def new(file: Path | None) -> None:
    """Make a new keyring; an existing one is never overwritten."""
    from nearer.settings import Settings
    from nearer.store.keyring import Keyring

    path = file or Settings().keyring_path
    Keyring.make(path)
    click.echo(f"Made {path}. Keep a copy apart from the backups of the data: without it nobody can read them.")


@key.command()
@place
@as_json_option
def check(file: Path | None, *, as_json: bool) -> None:
    """Say whether the keyring can be read. Exit code 1 if not."""
    from nearer.settings import Settings
    from nearer.store.keyring import Keyring

    path = file or Settings().keyring_path
    keyring = Keyring.read(path)
    ids = [each.id for each in keyring.epochs]
    say(
        [f"{path} is good: {len(ids)} epoch(s), the last is {ids[-1]}."],
        {"file": str(path), "epochs": ids},
        as_json=as_json,
    )
