"""Backup and restore of the database, on both databases, and never of the key.

A backup is whole and of one moment, while the installation serves. What is restored is brought to this version, signs
everybody out, and loses at once whatever was erased after the backup was made.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from sqlalchemy import Engine, delete, func, inspect, select

from nearer.errors import NearerError
from nearer.store.doors import SESSION
from nearer.store.engine import is_postgres, open_engine, session_scope, upgrade
from nearer.store.erasing import erase_again, scrub
from nearer.store.keyring import Keyring
from nearer.store.tables import metadata
from nearer.store.tombstones import Tombstones


class BackupError(NearerError):
    """A backup can't be made or brought back; the text says why, and nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """How many seats were erased once more, and how many keys the keyring does not open any more."""

    erased: int
    unreadable: int


def back_up(engine: Engine, target: Path) -> None:
    """Write the whole database to *target*, mode 0600; it is there whole or not at all.

    Raises:
        BackupError: something stands there already, or the programs of PostgreSQL are missing.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. A backup is never overwritten: choose another name.")
    with _draft(target) as draft:
        if is_postgres(engine):
            _run("pg_dump", engine, "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}")
        else:
            with closing(engine.raw_connection()) as raw:
                raw.cursor().execute("VACUUM INTO ?", (str(draft),))
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(target)


def restore(
    engine: Engine, keyring: Keyring, tombstones: Tombstones, source: Path, *, replace: bool = False
) -> Restored:
    """Put the backup *source* in the place of what is in the database, and erase again what was erased since.

    Stop the installation first. On SQLite others see either what was before or what is restored and erased again.

    Raises:
        BackupError: it is no backup of this database, or there is something already and *replace* is not said.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if has_content(engine) and not replace:
        raise BackupError("There is something in this database already. Say --replace to put the backup in its place.")
    if is_postgres(engine):
        _restore_postgres(engine, source)
        return _bring_up(engine, keyring, tombstones)
    return _restore_sqlite(engine, keyring, tombstones, source)


def has_content(engine: Engine) -> bool:
    """Whether anybody has made anything in this database: a practice, or more."""
    if not inspect(engine).has_table("practice"):
        return False
    with session_scope(engine) as session:
        return session.execute(select(metadata.tables["practice"].c.id).limit(1)).first() is not None


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """An empty file of mode 0600 beside *target*, gone at the end unless it was renamed."""
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise BackupError(f"{target.parent} can't be written: {error.strerror}.") from None
    try:
        yield draft
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _restore_sqlite(engine: Engine, keyring: Keyring, tombstones: Tombstones, source: Path) -> Restored:
    live = Path(str(engine.url.database))
    with _draft(live) as draft:
        try:
            with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backup:
                backup.execute("SELECT version_num FROM alembic_version")
                backup.execute("VACUUM INTO ?", (str(draft),))
        except sqlite3.Error as error:
            raise BackupError(f"{source} is no backup of a Nearer database on SQLite ({error}).") from None
        prepared = open_engine(f"sqlite:///{draft}")
        try:
            found = _bring_up(prepared, keyring, tombstones)
        finally:
            prepared.dispose()
        with closing(sqlite3.connect(draft)) as from_, closing(engine.raw_connection()) as raw:
            from_.backup(raw.driver_connection)  # type: ignore[arg-type]  # on SQLite it is sqlite3's own
    scrub(engine)
    return found


def _bring_up(engine: Engine, keyring: Keyring, tombstones: Tombstones) -> Restored:
    """Bring restored tables to this version, sign everybody out and erase again."""
    upgrade(engine)
    door = metadata.tables["door"]
    with session_scope(engine, write=True) as session:
        session.execute(delete(door).where(door.c.kind == SESSION))
    return Restored(erase_again(engine, keyring, tombstones), _unreadable(engine, keyring))


def _unreadable(engine: Engine, keyring: Keyring) -> int:
    """How many wrapped keys belong to epochs that the keyring has not, or not any more."""
    key, known = metadata.tables["key"].c, [epoch.id for epoch in keyring.epochs]
    with session_scope(engine) as session:
        return session.scalar(select(func.count()).where(key.epoch.not_in(known))) or 0


def _restore_postgres(engine: Engine, source: Path) -> None:
    listed = _run("pg_restore", None, "--list", str(source))
    held = {line.split()[5] for line in listed.splitlines() if " TABLE public " in line}
    if "alembic_version" not in held:
        raise BackupError(f"{source} is no backup of a Nearer database on PostgreSQL.")
    newer = [table for table in reversed(metadata.sorted_tables) if table.name not in held]
    with engine.begin() as connection:  # what the backup does not know would keep its tables from being replaced
        for table in newer:
            table.drop(connection, checkfirst=True)
    whole = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", engine, *whole, str(source))


def _run(program: str, engine: Engine | None, *arguments: str) -> str:
    """Run a program of PostgreSQL, for the database of *engine*; the password stays out of the list of processes."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not here. It comes with PostgreSQL's client programs (postgresql-client).")
    environment, database = dict(os.environ), []
    if engine is not None:
        url = engine.url.set(drivername="postgresql")
        environment["PGPASSWORD"] = str(url.password or os.environ.get("PGPASSWORD", ""))
        database = ["--dbname", url.set(password=None).render_as_string()]
    # Not a shell: a program that was found by name, and arguments of our own.
    done = subprocess.run(  # noqa: S603 - see above
        [found, *database, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
    return done.stdout
