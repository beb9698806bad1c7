"""Runs the migrations on the connection that nearer.store.engine hands over; there is no alembic.ini."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from nearer.store.columns import UtcDateTime
from nearer.store.tables import metadata


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """How our column types stand in a migration: by plain names that run without SQLModel."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from nearer.store.columns import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
