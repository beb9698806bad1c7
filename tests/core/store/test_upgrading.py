"""What upgrades do to rows that are there already."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from alembic import command
from sqlalchemy import Engine, insert, inspect, select

from nearer.store.engine import _alembic, open_engine, upgrade
from nearer.store.tables import Couple, Edition, Link, Move, Practice, Program, Publication, metadata

NOW, ID = datetime(2026, 11, 2, 9, tzinfo=UTC), UUID(int=7)
ROWS = {
    Practice: {"id": ID, "name": "Hill", "created_at": NOW},
    Program: {
        "id": UUID(int=8),
        "practice_id": ID,
        "title": "Six",
        "document": "{}",
        "created_at": NOW,
        "updated_at": NOW,
    },
    Edition: {"sha": "e", "document": "{}", "created_at": NOW},
    Publication: {
        "id": ID,
        "practice_id": ID,
        "program_id": UUID(int=8),
        "edition_sha": "e",
        "revision": 1,
        "created_at": NOW,
    },
    Link: {
        "id": ID,
        "token": "t",
        "practice_id": ID,
        "program_id": UUID(int=8),
        "publication_id": ID,
        "created_at": NOW,
    },
    Couple: {"id": ID, "practice_id": ID, "link_id": ID, "edition_sha": "e", "began_on": date(2026, 11, 2)},
    Move: {
        "id": ID,
        "practice_id": ID,
        "program_id": UUID(int=8),
        "publication_id": ID,
        "choice": "all",
        "at_couple": ID,
        "created_at": NOW,
    },
}


def made_at(engine: Engine, revision: str) -> None:
    """The tables of *revision* with a row in each of those above."""
    with engine.begin() as connection:
        command.upgrade(_alembic(connection), revision)
        for model, row in ROWS.items():
            there = {column["name"] for column in inspect(connection).get_columns(model.__tablename__)}
            known = model(**row).model_dump(include=there)
            connection.execute(insert(metadata.tables[model.__tablename__]).values(**known))


def test_couples_learn_which_program_they_are_in_and_a_move_that_is_under_way_begins_again(empty_url):
    engine = open_engine(empty_url)
    made_at(engine, "0015")
    upgrade(engine)
    couple, move = (metadata.tables[name].c for name in ("couple", "move"))
    with engine.connect() as connection:
        assert connection.scalar(select(couple.program_id)) == UUID(int=8)
        assert connection.execute(select(move.at_couple, move.done)).one() == (None, False)
    engine.dispose()
