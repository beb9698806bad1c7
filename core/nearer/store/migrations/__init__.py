"""The migrations, one file a version; env.py runs them.

To make the next one, change the tables, then draft it on a database that is at the version before::

    from alembic import command
    from nearer.store.engine import _alembic, open_engine, upgrade

    engine = open_engine("sqlite:////tmp/draft.db")
    upgrade(engine)
    with engine.begin() as connection:
        command.revision(_alembic(connection), "What it changes", autogenerate=True, rev_id="0002")

tests/core/store/test_engine.py tells whether the files make exactly the tables, on both databases.
"""
