"""Rotation: everything opens afterwards, whatever else happens meanwhile and wherever it is killed."""

import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, union_all

from nearer.errors import KeyringError
from nearer.store import seats
from nearer.store.columns import inside_id
from nearer.store.engine import session_scope
from nearer.store.keyring import Keyring
from nearer.store.rotating import WINDOW, rotate
from nearer.store.sealing import Names, new_key, unwrap, wrap
from nearer.store.tables import Door, Key

DAY = timedelta(days=1)


def epochs(engine) -> dict[int, int]:
    """Epoch -> how many rows it wraps."""
    both = union_all(select(Key.epoch), select(Door.epoch)).subquery()
    with session_scope(engine) as session:
        return dict(session.execute(select(both.c.epoch, func.count()).group_by(both.c.epoch)).all())


def test_every_row_comes_under_the_new_epoch_and_opens_as_before(couple, enter, engine, keyring, now):
    before, rows = [enter(each).keys for each in couple], epochs(engine)[1]
    done = rotate(engine, keyring, now=now)
    assert (done.epoch, done.rewrapped, done.destroyed, done.kept) == (2, rows, (), (1,))
    assert epochs(engine) == {2: rows}
    assert [enter(each).keys for each in couple] == before


def test_a_server_that_runs_goes_on_with_the_keyring_it_read(couple, engine, keyring, now, invite, begin):
    running = Keyring.read(keyring.path)
    rotate(engine, keyring, now=now)
    with session_scope(engine, write=True) as session:
        place = seats.enter(session, running, couple[0].seat, couple[0].session_token, now)
        code = seats.make_way_back(session, running, place, kind="code", now=now)
        opened = seats.open_link(session, running, code, now=now)
        assert seats.enter(session, running, opened.seat, opened.token, now).keys == place.keys
    assert set(epochs(engine)) == {2}


def test_what_a_slower_server_wrapped_by_an_older_epoch_is_found_next_time(couple, engine, keyring, now, enter):
    rotate(engine, keyring, now=now)
    stale = Keyring(keyring.epochs[:1], keyring.salt, keyring.root)
    with session_scope(engine, write=True) as session:
        secret = seats.make_way_back(session, stale, enter(couple[0]), now=now)
    assert epochs(engine)[1] == 1
    done = rotate(engine, keyring, now=now + 40 * DAY)
    assert done.rewrapped == epochs(engine)[3]
    with session_scope(engine, write=True) as session:
        assert seats.open_link(session, keyring, secret, now=now).seat == couple[0].seat


def test_an_epoch_is_destroyed_once_it_wraps_nothing_and_the_window_has_passed(couple, engine, keyring, now, enter):
    rotate(engine, keyring, now=now)
    assert rotate(engine, keyring, now=now + WINDOW).destroyed == ()
    done = rotate(engine, keyring, now=now + WINDOW + DAY)
    assert (done.destroyed, done.kept) == ((1,), (2, 3))
    assert [each.id for each in Keyring.read(keyring.path).epochs] == [2, 3, 4]
    with pytest.raises(KeyringError, match="no epoch 1"):
        keyring.epoch(1)
    assert enter(couple[0]).keys.own


def test_an_epoch_that_still_wraps_something_stays_whatever_its_age(couple, engine, keyring, now, monkeypatch):
    monkeypatch.setattr("nearer.store.rotating.PASSES", 0)  # as if somebody held every row
    rotate(engine, keyring, now=now)
    assert rotate(engine, keyring, now=now + 2 * WINDOW).destroyed == ()
    monkeypatch.undo()
    assert rotate(engine, keyring, now=now + 2 * WINDOW).destroyed == (1,)


def test_a_draft_of_the_keyring_that_a_killed_run_left_is_cleared_away(engine, keyring, now):
    left = keyring.path.with_name(f".{keyring.path.name}.abcd")
    left.write_text("half a keyring")
    rotate(engine, keyring, now=now)
    assert [each.name for each in keyring.path.parent.iterdir() if "keyring" in each.name] == [keyring.path.name]
    assert keyring.path.stat().st_mode & 0o777 == 0o600


def test_a_keyring_of_somebody_else_is_not_taken_over(keyring, tmp_path):
    other = Keyring.make(tmp_path / "other")
    other.path.replace(keyring.path)
    assert keyring.current.id == 1
    assert keyring.epochs != other.epochs


@pytest.fixture
def many_keys(engine, keyring, couple):
    """So many wrapped rows that a run can be killed in their middle; gives what each opens to."""
    made, epoch = {}, keyring.current
    rows = []
    for generation in range(100, 3100):
        key = made[generation] = new_key()
        names = Names(str(couple[0].couple), "a", "other", generation)
        row = {"id": inside_id(), "couple_id": couple[0].couple, "side": "a", "name": "other"}
        rows.append(row | {"generation": generation, "epoch": epoch.id, "wrapped": wrap(epoch.key, key, names)})
    with session_scope(engine, write=True) as session:
        session.execute(insert(Key), rows)
    return made


RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from nearer.store.engine import open_engine
from nearer.store.keyring import Keyring
from nearer.store.rotating import rotate
rotate(open_engine(sys.argv[1]), Keyring.read(Path(sys.argv[2])), now=datetime.now(UTC))
"""


def test_killed_in_the_middle_and_run_again_it_has_lost_nothing(engine, keyring, couple, enter, many_keys, now):
    before, killed = enter(couple[0]).keys, 0
    url = engine.url.render_as_string(hide_password=False)
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", RUN, url, str(keyring.path)])
        begun = keyring.current.id + 1
        while begun not in epochs(engine):
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.002)
                break
        process.kill()
        process.wait()
        killed += len(epochs(engine)) > 1
        assert enter(couple[0]).keys == before
        if killed == 3:
            break
    assert killed == 3  # three times it was in the middle
    done = rotate(engine, keyring, now=now)
    assert set(epochs(engine)) == {done.epoch}
    assert enter(couple[0]).keys == before
    with session_scope(engine) as session:
        rows = session.execute(select(Key).where(Key.name == "other")).scalars().all()
    found = {row.generation: unwrap(keyring.epoch(row.epoch).key, row.wrapped, names_of(row)) for row in rows}
    assert found == many_keys


def names_of(row) -> Names:
    return Names(str(row.couple_id), row.side, row.name, row.generation)
