"""An erasure that is killed at any of its moments: either nothing happened yet, or the next start completes it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.marks import MARKS, write_alone
from sqlalchemy import event, select

from nearer import desk
from nearer.store.engine import open_engine, session_scope
from nearer.store.erasing import erase_again, erase_seat, scrub
from nearer.store.tables import metadata


@pytest.fixture
def written(installation, enrol):
    """Somebody who wrote everything, and the file of the database as it was then."""
    ada, bo = enrol()
    write_alone(ada)
    assert bo.post("s-everything/1", {"f/feeling": "Bo is well"}).status_code == 303
    scrub(installation.engine)
    installation.engine.dispose()
    database = Path(installation.engine.url.database)
    shutil.copyfile(database, database.with_name("before"))
    return ada, bo, database


def erase_as_pages_do(installation: Any, seat: str, moment: Callable[[], None]) -> None:
    """What the page for erasing does, calling *moment* before each step of it."""
    engine = open_engine(installation.settings.database_url)
    event.listen(engine, "before_cursor_execute", lambda *_: moment())
    event.listen(engine, "commit", lambda _: moment())
    moment()
    installation.tombstones.add(seat)
    moment()
    with session_scope(engine, write=True) as session:
        erase_seat(session, installation.keyring, seat)
    moment()
    scrub(engine)


def killed_at(number: int, installation: Any, seat: str) -> bool:
    """Erase in a process of its own, which dies at that moment, as in a power cut; False if it came to its end."""
    child = os.fork()
    if child == 0:  # pragma: no cover - dies
        left = [number]

        def moment() -> None:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

        try:
            erase_as_pages_do(installation, seat, moment)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def rows(installation: Any) -> dict[str, list[Any]]:
    with desk.session_scope(installation.engine) as session:
        held = [table for table in metadata.sorted_tables if "couple_id" in table.c]
        return {table.name: session.execute(select(table)).all() for table in held}


def without_chance(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """*found* without what is drawn anew each time: the empty place's id."""
    return {name: sorted(map(str, each)) for name, each in found.items() if name != "seat"}


def test_an_erasure_killed_at_any_moment_has_not_begun_or_is_completed_at_the_next_start(written, installation):
    ada, bo, database = written
    before, seat, number, ends = rows(installation), ada.seat, 0, []
    installation.engine.dispose()
    while killed_at(number, installation, seat):
        if seat in installation.tombstones.read():
            erase_again(installation.engine, installation.keyring, installation.tombstones)
            ends.append(without_chance(rows(installation)))
        else:
            assert rows(installation) == before, number
        installation.engine.dispose()
        installation.tombstones.path.unlink(missing_ok=True)
        for end in ("-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
        shutil.copyfile(database.with_name("before"), database)
        number += 1
    assert number > 20
    assert len(ends) == number - 1
    whole = without_chance(rows(installation))
    assert all(each == whole for each in ends)
    assert whole["entry"]
    bo.come_back()
    page = bo.get("s-everything/1").text
    assert "Bo is well" in page
    assert not any(mark in page for mark in MARKS.values())
