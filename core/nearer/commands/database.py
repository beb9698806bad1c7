"""`nearer db`: the database, its version, and its backups."""

from __future__ import annotations

from pathlib import Path

import click

from nearer.commands.speaking import as_json_option, say


@click.group()
def db() -> None:
    """Bring the database to this version, check it, back it up, or restore it."""


@db.command("upgrade")
def upgrade_() -> None:
    """Bring the tables to this version; make a backup first."""
    from nearer.settings import Settings
    from nearer.store.engine import open_engine, upgrade

    upgrade(open_engine(Settings().database_url))
    click.echo("The database is up to date.")


@db.command()
@as_json_option
def check(*, as_json: bool) -> None:
    """Say whether the tables are those of this version. Exit code 1 if not."""
    from nearer.settings import Settings
    from nearer.store.engine import check_version, open_engine

    engine = open_engine(Settings().database_url)
    check_version(engine)
    name = engine.dialect.name
    say([f"The database ({name}) is of this version."], {"database": name, "current": True}, as_json=as_json)


a_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@db.command()
@a_file
def backup(file: Path) -> None:
    """Write the whole database to FILE, also while it is being served; never the keyring."""
    from nearer.settings import Settings
    from nearer.store.backups import back_up
    from nearer.store.engine import open_engine

    back_up(open_engine(Settings().database_url), file)
    click.echo(f"The backup is {file}. Keep it apart from the keyring, and no longer than your promise says.")


@db.command()
@a_file
@click.option("--replace", is_flag=True, help="Put it in the place of what is in the database now.")
def restore(file: Path, *, replace: bool) -> None:
    """Bring back a backup, and erase again whatever was erased since. Stop the installation first."""
    from nearer.settings import Settings
    from nearer.store.backups import restore as bring_back
    from nearer.store.engine import open_engine
    from nearer.store.keyring import Keyring
    from nearer.store.tombstones import Tombstones

    settings = Settings()
    keyring, tombstones = Keyring.read(settings.keyring_path), Tombstones.beside(settings.keyring_path)
    found = bring_back(open_engine(settings.database_url), keyring, tombstones, file, replace=replace)
    click.echo(f"The backup is in place. Erased again: {found.erased}. Everybody signs in anew.")
    if found.unreadable:
        click.echo(f"{found.unreadable} keys in it are older than the keyring: what they lock can't be read any more.")
