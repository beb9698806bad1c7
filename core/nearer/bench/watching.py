"""What reaches the database meanwhile: statements, the rows they give, how each finds them, and SQLite's own work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from nearer.store.engine import is_postgres

TICK = 10
"""SQLite tells of its work after so many steps of its machine."""


@dataclass
class Watched:
    """The statements that read, with their values, and the steps that SQLite took for all (0 elsewhere)."""

    engine: Engine
    statements: list[tuple[str, Any]] = field(default_factory=list)
    steps: int = 0
    is_over: bool = False

    def rows(self) -> int:
        """How many rows the statements give, when they are asked again."""
        with self.engine.connect() as connection:
            return sum(len(connection.exec_driver_sql(*each).fetchall()) for each in self.statements)

    def plans(self) -> list[str]:
        """How the database finds the rows: one line for each part of each statement, without the values.

        PostgreSQL is asked to go by an index wherever there is one that serves, as it does when tables are large.
        """
        found: list[str] = []
        with self.engine.connect() as connection:
            if is_postgres(self.engine):
                for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan", "enable_hashjoin"):
                    connection.exec_driver_sql(f"SET LOCAL {setting} = off")
            word = "EXPLAIN" if is_postgres(self.engine) else "EXPLAIN QUERY PLAN"
            for number, (statement, values) in enumerate(self.statements, 1):
                lines = connection.exec_driver_sql(f"{word} {statement}", values).all()
                found += [f"{number}. {re.sub(r' +', ' ', str(line[-1])).strip()}" for line in lines]
        return found


@contextmanager
def watching(engine: Engine) -> Iterator[Watched]:
    """Watch what reads from *engine* meanwhile."""
    found = Watched(engine)

    def tick() -> int:
        found.steps += 0 if found.is_over else TICK
        return 0

    def note(*told: Any) -> None:
        connection, statement, values = told[0], told[2], told[3]
        if not is_postgres(engine):
            connection.connection.driver_connection.set_progress_handler(tick, TICK)
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "(")):
            found.statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        found.is_over = True
        event.remove(engine, "before_cursor_execute", note)
