"""`nearer key`: the keyring, without which nothing that couples wrote can be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from nearer.commands.speaking import as_json_option, say

place = click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="By default the setting.")


@click.group()
def key() -> None:
    """Make, check or rotate the keyring."""


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


@key.command()
@as_json_option
def rotate(*, as_json: bool) -> None:
    """Add a key, wrap everything by it, destroy keys past their time. Servers may run; it can be repeated.

    Safety copies of the data open as long as a key lives that wrapped them: 35 days after it was the last.
    """
    from nearer.installation import Settings, open_installation
    from nearer.store.rotating import rotate as run

    installation = open_installation(Settings())
    done = run(installation.engine, installation.keyring, now=installation.now())
    gone = f"Destroyed: {_list(done.destroyed)}." if done.destroyed else "No older key is past its time yet."
    say(
        [
            f"Key {done.epoch} wraps from now on; {done.rewrapped} rows were wrapped anew.",
            f"{gone} Older keys that still open safety copies: {_list(done.kept) or 'none'}.",
            f"Put a new safety copy of {installation.settings.keyring_path} in place of the old one.",
        ],
        {"epoch": done.epoch, "rewrapped": done.rewrapped, "destroyed": done.destroyed, "kept": done.kept},
        as_json=as_json,
    )


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
