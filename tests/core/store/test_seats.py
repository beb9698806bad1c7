"""Coming in, coming back, locking and leaving, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from nearer.errors import LockedError, NotReadyError, NotSignedInError, UnknownSecretError
from nearer.store import attempts, seats
from nearer.store.engine import session_scope
from nearer.store.tables import Door

MINUTE = timedelta(minutes=1)


@pytest.fixture
def write(engine: Engine):
    """Run one writer in a transaction of its own."""

    def run(writer, *args, **options):
        with session_scope(engine, write=True) as session:
            return writer(session, *args, **options)

    return run


def test_who_began_comes_in_with_the_address_and_the_cookie(begin, enter):
    began = begin("Noor")
    place = enter(began)
    assert (place.seat.id, place.couple.id, place.seat.language) == (began.seat, began.couple, "en")
    assert len(place.keys.own) == 32


def test_entering_takes_one_query(begin, enter, engine):
    began, statements = begin(), []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    enter(began)
    assert len([s for s in statements if s.lstrip().startswith("SELECT")]) == 1


def test_the_address_and_the_cookie_must_name_the_same_seat(couple, enter):
    first, second = couple
    for token in (second.session_token, "", "x" * 43, first.link_secret):
        with pytest.raises(NotSignedInError):
            enter(first, token=token)


def test_the_link_opens_a_new_session_with_the_same_keys(begin, enter, write, keyring, now):
    began = begin()
    opened = write(seats.open_link, keyring, began.link_secret, now=now)
    assert opened.seat == began.seat
    assert opened.token != began.session_token
    assert enter(began, token=opened.token).keys == enter(began).keys


def test_a_typed_code_is_a_way_back_too_however_it_is_typed(begin, enter, write, keyring, now):
    began = begin()
    code = write(seats.make_way_back, keyring, enter(began), kind="code", now=now)
    typed = code.upper().replace("-", " ").replace("0", "O").replace("1", "l")
    opened = write(seats.open_link, keyring, f" {typed} ", now=now)
    assert enter(began, token=opened.token).keys.own == enter(began).keys.own


def test_a_session_token_or_an_unknown_secret_is_no_link(begin, write, keyring, now):
    for secret in (begin().session_token, "unknown", ""):
        with pytest.raises(UnknownSecretError):
            write(seats.open_link, keyring, secret, now=now)


@pytest.mark.parametrize(("keep", "lives", "ends"), [(False, 23, 24), (True, 24 * 30 - 1, 24 * 30)])
def test_a_session_ends_after_a_day_or_thirty(keep, lives, ends, begin, enter, write, keyring, now):
    began = begin()
    token = write(seats.open_link, keyring, began.link_secret, now=now, keep=keep).token
    later = now + timedelta(hours=lives)
    with pytest.raises(LockedError):  # it lives, though it is locked by now
        enter(began, token=token, at=later)
    with pytest.raises(NotSignedInError):
        enter(began, token=token, at=now + timedelta(hours=ends))


def test_fifteen_idle_minutes_lock_and_use_is_noted_once_a_minute(begin, enter, write, now):
    began = begin()
    assert not enter(began, at=now + MINUTE / 2).touch_due
    place = enter(began, at=now + 15 * MINUTE)
    assert place.touch_due
    write(seats.touch, place, now + 15 * MINUTE)
    enter(began, at=now + 30 * MINUTE)
    with pytest.raises(LockedError):
        enter(began, at=now + 31 * MINUTE)


def test_the_pin_opens_a_locked_session(begin, enter, write, keyring, now):
    began = begin()
    here = (keyring, began.seat, began.session_token)
    write(seats.set_pin, keyring, enter(began), "2580", now=now)
    write(seats.lock, enter(began))
    with pytest.raises(LockedError) as caught:
        enter(began)
    assert caught.value.pin
    assert not write(seats.unlock, *here, pin="2581", now=now)
    assert write(seats.unlock, *here, pin="2580", now=now + 40 * MINUTE)
    enter(began, at=now + 50 * MINUTE)


def test_five_wrong_pins_delete_that_door_and_only_that_one(begin, enter, write, keyring, now):
    began = begin()
    other = write(seats.open_link, keyring, began.link_secret, now=now).token
    write(seats.set_pin, keyring, enter(began), "2580", now=now)
    write(seats.lock, enter(began))
    for _ in range(5):
        assert not write(seats.unlock, keyring, began.seat, began.session_token, pin="0000", now=now)
    with pytest.raises(NotSignedInError):
        write(seats.unlock, keyring, began.seat, began.session_token, pin="2580", now=now)
    with pytest.raises(NotSignedInError):
        enter(began)
    enter(began, token=other)


def test_a_pin_is_a_number_and_is_not_kept(begin, enter, write, keyring, engine, now):
    place = enter(begin())
    for pin in ("123", "12ab", "1" * 13):
        with pytest.raises(NotReadyError):
            write(seats.set_pin, keyring, place, pin, now=now)
    write(seats.set_pin, keyring, place, "2580", now=now)
    with session_scope(engine) as session:
        kept = session.get_one(Door, place.door).pin
    assert kept.startswith("$argon2id$")
    assert "2580" not in kept


def test_opening_one_seat_locks_the_others_of_the_browser(couple, enter, write):
    first, second = couple
    write(seats.lock_others, [first.session_token, second.session_token, "rubbish"], second.seat)
    enter(second)
    with pytest.raises(LockedError):
        enter(first)


def test_leaving_ends_the_session_and_no_way_back(begin, enter, write, keyring, now):
    began = begin()
    write(seats.end_sessions, [began.session_token, "rubbish"])
    with pytest.raises(NotSignedInError):
        enter(began)
    token = write(seats.open_link, keyring, began.link_secret, now=now).token
    assert enter(began, token=token).seat.id == began.seat


def test_tries_are_counted_by_address_and_hour_and_a_lucky_one_is_forgiven(engine, keyring, now, write):
    tries = ("link", "203.0.113.7")
    for _ in range(attempts.AN_ADDRESS):
        attempts.admit(engine, keyring, *tries, now=now)
    with pytest.raises(UnknownSecretError):
        attempts.admit(engine, keyring, *tries, now=now)
    attempts.admit(engine, keyring, "link", "203.0.113.8", now=now)
    attempts.admit(engine, keyring, *tries, now=now + timedelta(hours=1))
    write(attempts.forgive, keyring, *tries, now=now)
    write(attempts.forgive, keyring, *tries, now=now)
    attempts.admit(engine, keyring, *tries, now=now)


def test_a_door_holds_no_secret_and_a_session_row_can_be_ended(begin, engine):
    began = begin()
    with session_scope(engine) as session:
        kinds = dict(session.execute(select(Door.kind, func.count()).group_by(Door.kind)).all())
        rows = session.execute(select(Door.__table__)).all()
    assert kinds == {"link": 1, "session": 1}
    assert began.link_secret not in str(rows)
