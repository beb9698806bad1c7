"""`nearer db`: the database and its version."""

from __future__ import annotations

import click

from nearer.commands.speaking import as_json_option, say


@click.group()
def db() -> None:
    """Bring the database to this version, or check it."""


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
