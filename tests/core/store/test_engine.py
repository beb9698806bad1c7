"""Opening, migrating and the one place that commits, on both databases."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from nearer.errors import NearerError, NewerDatabaseError
from nearer.store.engine import check_version, is_postgres, open_engine, reading, session_scope, upgrade
from nearer.store.tables import Attempt, metadata

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def _attempt(**columns):
    return Attempt(address="x", kind="code", hour=NOW, **columns)


def test_the_migrations_make_exactly_the_tables(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_upgrade_can_be_repeated_and_then_the_version_fits(empty_url: str):
    engine = open_engine(empty_url)
    with pytest.raises(NewerDatabaseError, match="nearer db upgrade"):
        check_version(engine)
    upgrade(engine)
    upgrade(engine)
    check_version(engine)
    engine.dispose()


def test_a_newer_database_is_left_alone_with_advice(empty_url: str):
    engine = open_engine(empty_url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-2031'"))
    for step in (check_version, upgrade):
        with pytest.raises(NewerDatabaseError, match="Install that version or a later one"):
            step(engine)
    engine.dispose()


def test_a_reading_scope_can_not_write(engine: Engine):
    with session_scope(engine) as session, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        session.execute(insert(Attempt).values(address="x", kind="code", hour=NOW, count=1))
    with session_scope(engine, write=True) as session:  # the same connection may write again
        session.add(_attempt(count=3))
    with session_scope(engine) as session:
        assert session.get_one(Attempt, ("x", "code", NOW)).count == 3


def test_postgresql_plans_joins_quickly_and_keeps_the_options_of_its_address(postgres_url: str):
    engine = open_engine(f"{postgres_url}&options=-c%20work_mem%3D7MB")
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW join_collapse_limit")) == "4"
        assert connection.scalar(text("SHOW work_mem")) == "7MB"
    engine.dispose()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # PostgreSQL has no such setting
def test_reading_and_writing_in_turn_sets_nothing_anew(engine: Engine):
    told = []
    for _ in range(3):
        with session_scope(engine, write=True) as session:
            session.merge(_attempt(count=1))
            session.flush()
            session.connection().connection.driver_connection.set_trace_callback(told.append)
        with reading(engine) as connection:
            assert connection.scalar(text("SELECT count FROM attempt")) == 1
            connection.connection.driver_connection.set_trace_callback(told.append)
    assert [each for each in told if each.startswith("PRAGMA")] == []


def test_after_closing_everything_one_can_read_again(engine: Engine):
    engine.dispose()
    with reading(engine) as connection, pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        connection.execute(insert(Attempt).values(address="x", kind="code", hour=NOW, count=1))


def test_an_error_undoes_the_whole_scope(engine: Engine):
    def fail() -> None:
        with session_scope(engine, write=True) as session:
            session.add(_attempt())
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with session_scope(engine) as session:
        assert session.get(Attempt, ("x", "code", NOW)) is None


def test_a_moment_comes_back_as_the_same_moment_in_utc(engine: Engine):
    with session_scope(engine, write=True) as session:
        session.add(_attempt())
    with session_scope(engine) as session:
        found = session.get_one(Attempt, ("x", "code", NOW))
        assert found.hour == NOW
        assert found.hour.tzinfo is UTC


def test_a_reader_does_not_wait_for_a_writer(engine: Engine):
    seen = []

    def read() -> None:
        with session_scope(engine) as session:
            seen.append(session.execute(text("SELECT count(*) FROM attempt")).scalar())

    with session_scope(engine, write=True) as session:
        session.add(_attempt())
        session.flush()
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=5)
        assert seen == [0]


def test_a_sqlite_file_is_durable_private_and_strict(engine: Engine):
    if is_postgres(engine):
        with engine.connect() as connection:
            assert connection.connection.driver_connection.prepare_threshold is None
        return
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_another_database_is_refused_with_the_two_that_are_not():
    with pytest.raises(NearerError, match="SQLite or PostgreSQL"):
        open_engine("mysql://localhost/nearer")


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "new.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    assert path.stat().st_mode & 0o777 == 0o600
