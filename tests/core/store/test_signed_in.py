"""The list of a person's own doors, and ending them."""

from datetime import date, timedelta

import pytest

from nearer.errors import ConflictError, NotSignedInError, UnknownSecretError
from nearer.store import seats, signed_in
from nearer.store.engine import session_scope

DAY = timedelta(days=1)


@pytest.fixture
def write(engine):
    """Run one writer in a transaction of its own."""

    def run(writer, *args, **options):
        with session_scope(engine, write=True) as session:
            return writer(session, *args, **options)

    return run


@pytest.fixture
def doors(engine, enter, now):
    """What the list of somebody shows."""

    def read(began, at=now):
        with session_scope(engine) as session:
            return signed_in.list_doors(session, enter(began), now=at)

    return read


def test_the_list_names_kind_and_days_and_nothing_of_the_other(couple, doors, write, enter, keyring, now):
    mine, theirs = couple
    code = write(seats.make_way_back, keyring, enter(mine), kind="code", now=now)
    write(seats.open_link, keyring, code, now=now + timedelta(hours=20))
    write(seats.open_link, keyring, theirs.link_secret, now=now)
    made, later = date(2026, 11, 2), date(2026, 11, 3)
    assert [(each.kind, each.made_on, each.used_on) for each in doors(mine)] == [
        ("here", made, made), ("session", later, later), ("link", made, None), ("code", made, later),
    ]  # fmt: skip


def test_days_are_those_of_the_couple(begin, doors, write, enter, keyring, engine, now):
    began = begin()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE couple SET zone = 'Pacific/Auckland'")
    write(seats.open_link, keyring, began.link_secret, now=now + timedelta(hours=4))
    assert doors(began)[1].made_on == date(2026, 11, 3)


def test_a_session_that_has_run_out_is_not_listed(begin, doors, write, keyring, now):
    began = begin()
    write(seats.open_link, keyring, began.link_secret, now=now - 2 * DAY)
    assert [each.kind for each in doors(began)] == ["here", "link"]


def test_an_ended_door_opens_nothing(begin, doors, write, enter, keyring, now):
    began = begin()
    other = write(seats.open_link, keyring, began.link_secret, now=now)
    write(seats.make_way_back, keyring, enter(began), now=now)
    _, device, link, _ = doors(began)
    for door in (device, link, link):
        write(signed_in.end_door, enter(began), door.id, now=now)
    with pytest.raises(NotSignedInError):
        enter(began, token=other.token)
    with pytest.raises(UnknownSecretError):
        write(seats.open_link, keyring, began.link_secret, now=now)


def test_the_last_way_back_ends_only_after_another_was_made(begin, doors, write, enter, keyring, now):
    began = begin()
    link = doors(began)[-1]
    with pytest.raises(ConflictError):
        write(signed_in.end_door, enter(began), link.id, now=now)
    write(seats.make_way_back, keyring, enter(began), kind="code", now=now)
    write(signed_in.end_door, enter(began), link.id, now=now)
    assert [each.kind for each in doors(began)] == ["here", "code"]


def test_nobody_ends_a_door_of_the_other(couple, doors, write, enter, now):
    mine, theirs = couple
    write(signed_in.end_door, enter(mine), doors(theirs)[0].id, now=now)
    assert enter(theirs).seat.id == theirs.seat


def test_ending_all_others_leaves_this_device_and_one_new_code(couple, doors, write, enter, keyring, now):
    mine, theirs = couple
    other = write(seats.open_link, keyring, mine.link_secret, now=now)
    write(signed_in.end_others, enter(mine))
    code = write(seats.make_way_back, keyring, enter(mine), kind="code", now=now)
    assert [each.kind for each in doors(mine)] == ["here", "code"]
    with pytest.raises(NotSignedInError):
        enter(mine, token=other.token)
    assert write(seats.open_link, keyring, code, now=now).seat == mine.seat
    assert len(doors(theirs)) == 2


def test_a_session_that_has_run_out_leaves_when_one_comes_in_again(begin, write, keyring, engine, now):
    began = begin()
    write(seats.open_link, keyring, began.link_secret, now=now - 2 * DAY)
    write(seats.open_link, keyring, began.link_secret, now=now)
    with engine.connect() as connection:
        query = "SELECT count(*) FROM door WHERE kind = 'session'"
        assert connection.exec_driver_sql(query).scalar() == 2  # this one, and the one that began
