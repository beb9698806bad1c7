"""Opens the database, runs its migrations and holds the one place that commits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, Pool, create_engine, event, inspect, make_url, text
from sqlalchemy.orm import Session

from nearer.errors import NearerError, NewerDatabaseError

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "busy_timeout = 10000",
)
_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x4E656172  # any number that every Nearer agrees on

_READERS: WeakKeyDictionary[Engine, Pool] = WeakKeyDictionary()

Reader = Session | Connection
"""What a query runs on: both run a statement alike."""


def open_engine(url: str) -> Engine:
    """An engine for *url*: ``sqlite:///file`` or ``postgresql://...``; nothing is connected yet.

    A SQLite file that is not there yet is made with mode 0600; its WAL inherits that.

    Raises:
        NearerError: it is neither of the two.
    """
    target = make_url(url)
    if target.get_backend_name() in ("postgresql", "postgres"):
        return _open_postgresql(target)
    if target.get_backend_name() != "sqlite":
        raise NearerError("Nearer keeps its tables in SQLite or PostgreSQL: sqlite:///FILE or postgresql://...")
    if target.database and target.database != ":memory:":
        os.close(os.open(target.database, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(target)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if target.database and target.database != ":memory:":
        _renew_readers(engine)
        event.listen(engine, "engine_disposed", _renew_readers)
    return engine


def _open_postgresql(target: URL) -> Engine:
    """An engine whose plans are made anew for each statement, and quickly.

    Prepared statements once turned a search of 0.4 ms into 4.4 s: the planner no longer sees the words. And a couple's
    page enters by a join of eight tables, whose every order PostgreSQL would weigh: 14 ms of planning for 0.2 ms of
    work, against 0.7 ms when it weighs four at a time. Joins are written with the narrowest table first.
    """
    given = target.query.get("options", ())
    options = " ".join(["-c join_collapse_limit=4", *([given] if isinstance(given, str) else given)])
    return create_engine(
        target.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        connect_args={"prepare_threshold": None, "options": options},
    )


def _renew_readers(engine: Engine) -> None:
    """Give *engine* connections of their own for reading: one that goes to and fro prepares every statement again."""
    before, _READERS[engine] = _READERS.get(engine), engine.pool.recreate()
    if before is not None:
        before.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    with closing(connection.cursor()) as cursor:
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first and then has to upgrade fails under load.
    reads = connection.get_execution_options().get("nearer_reads", False)
    driver: Any = connection.connection.driver_connection
    if connection.info.get("nearer_reads") != reads:
        driver.execute(f"PRAGMA query_only = {int(reads)}")
        connection.info["nearer_reads"] = reads
    driver.execute("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def session_scope(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """One transaction: committed at the end when *write*, else rolled back; rolled back on any error.

    Without *write* the database itself refuses to change anything, and all reads see one moment.
    A writing transaction begins with the first statement, so what is slow belongs before it.
    """
    if write:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
    else:
        with reading(engine) as connection, Session(connection, expire_on_commit=False) as session:
            yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """The same without *write* and without an ORM, which would take as long as the queries themselves."""
    pool = _READERS.get(engine)
    connection = engine.connect() if pool is None else Connection(engine, pool.connect())
    # On the connection, not the engine: an engine with options costs every statement about 50 us more.
    with connection, connection.execution_options(**_reading(engine)).begin() as transaction:
        yield connection
        transaction.rollback()


def _reading(engine: Engine) -> dict[str, Any]:
    if is_postgres(engine):
        return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return {"nearer_reads": True}


def plain(scope: Reader) -> Connection:
    """The connection of *scope*, in the same transaction: what needs no ORM takes half the time there."""
    return scope.connection() if isinstance(scope, Session) else scope


def is_postgres(bind: Engine | Connection) -> bool:
    """Whether *bind* speaks to PostgreSQL, for the few places where the two databases differ."""
    return bind.dialect.name == "postgresql"


def upgrade(engine: Engine) -> None:
    """Bring the tables to this version, in one transaction that only one process runs at a time.

    Raises:
        NewerDatabaseError: a newer Nearer made this database.
    """
    from alembic import command

    with engine.begin() as connection:
        if is_postgres(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        _refuse_newer(connection)
        command.upgrade(_alembic(connection), "head")


def check_version(engine: Engine) -> None:
    """Make sure that the tables are those of this version.

    Raises:
        NewerDatabaseError: they are newer, or older, or not there; the text says what to do.
    """
    with engine.execution_options(**_reading(engine)).connect() as connection:
        _refuse_newer(connection)
        if _revision(connection) != _head():
            raise NewerDatabaseError("The database is older than this Nearer. Run `nearer db upgrade` and start again.")


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is not None and revision not in _known():
        raise NewerDatabaseError(
            f"The database was made by a newer Nearer (revision {revision}). Install that version or a later one, "
            "or restore a backup made with this one; nothing was changed."
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _head() -> str:
    return str(_scripts().get_current_head())


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_alembic(None))


def _alembic(connection: Connection | None) -> Any:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
