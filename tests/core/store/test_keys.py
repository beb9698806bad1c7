"""Who holds which key; the keys are a wall of their own, behind the one door."""

from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, text, update

from nearer.errors import NotSignedInError, SealError
from nearer.store.doors import Station, open_door
from nearer.store.earlier import remove_spare
from nearer.store.engine import session_scope
from nearer.store.keys import (
    keys_for_counsellor,
    keys_for_partner,
    keys_of_couples,
    open_row,
    other_side,
    seal_row,
    with_open_of_other,
)
from nearer.store.sealing import door_of
from nearer.store.tables import Door, Key, Seat

KINDS = ("own", "open", "care", "couple")


@pytest.fixture
def places(couple, enter):
    return tuple(enter(person) for person in couple)


def _row(place, key):
    side = "-" if key == "couple" else place.seat.side
    names = {"edition_sha": "e", "step": "s-1", "occurrence": 1, "n": 1, "key": key}
    return SimpleNamespace(couple_id=place.couple.id, seat=side, **names)


def _boxes(place):
    """Words of the person at *place* under each of the four keys, as in the table."""
    rows = [_row(place, key) for key in KINDS]
    for row in rows:
        row.box = seal_row(place.keys, "box", row, {"words": row.key})
    return rows


def _opened(keys, rows):
    found = set()
    for row in rows:
        try:
            found.add(open_row(keys, "box", row)["words"])
        except SealError:
            continue
    return found


def test_a_person_opens_all_their_own_words(places):
    for place in places:
        assert _opened(place.keys, _boxes(place)) == set(KINDS)


def test_the_other_s_keys_open_nothing_but_what_is_shared(places):
    mine, theirs = places
    assert _opened(theirs.keys, _boxes(mine)) == {"couple"}
    assert _opened(mine.keys, _boxes(theirs)) == {"couple"}


def test_the_one_door_gets_the_other_s_open_words_and_no_more(places, engine, keyring):
    mine, theirs = places
    with session_scope(engine) as session:
        wider = with_open_of_other(session, keyring, theirs.couple.id, theirs.keys)
    assert _opened(wider, _boxes(mine)) == {"couple", "open"}
    assert _opened(wider, _boxes(theirs)) == set(KINDS)
    assert wider.care[mine.seat.side] is None


def test_the_counsellor_opens_everything_but_the_own_words(places, engine, keyring):
    with session_scope(engine) as session:
        keys = keys_for_counsellor(session, keyring, places[0].couple.id)
    assert keys.own is None
    for place in places:
        assert _opened(keys, _boxes(place)) == {"couple", "open", "care"}


def test_a_list_of_the_desk_holds_couple_keys_only(places, engine, keyring):
    with session_scope(engine) as session:
        keys = keys_of_couples(session, keyring, [places[0].couple.id])[places[0].couple.id]
    for place in places:
        assert _opened(keys, _boxes(place)) == {"couple"}


def test_the_other_s_secret_on_my_rows_opens_nothing(couple, places, engine, keyring):
    """The door taken out: the other's token with my door's row, with everything the database and the keyring hold."""
    mine, theirs = places
    locator, door_key = door_of(couple[1].session_token)
    with session_scope(engine) as session:
        rows = session.execute(select(Door.__table__, Door.id.label("door_id"))).all()
    my_rows = [row for row in rows if row.seat_id == mine.seat.id]
    assert len(my_rows) == 2
    for row in my_rows:
        mixed = Station(mine.couple.id, mine.seat.side, theirs.seat.id, mine.seat.home)
        for at in (mine.station, theirs.station, mixed):
            with pytest.raises(SealError):
                open_door(keyring, row, at, door_key)
    assert locator not in {row.locator for row in my_rows}


def test_a_door_moved_to_the_other_s_seat_does_not_open(couple, places, engine, enter):
    mine, theirs = places
    with engine.begin() as connection:
        moved = update(Door).where(Door.seat_id == theirs.seat.id).values(seat_id=mine.seat.id)
        connection.execute(moved)
    with pytest.raises(NotSignedInError):
        enter(couple[0], token=couple[1].session_token)


def test_wrapped_keys_that_were_swapped_do_not_open(places, engine, keyring):
    couple = places[0].couple.id
    with engine.begin() as connection:
        stored = {(r.side, r.name): r for r in connection.execute(select(Key.__table__)).all()}
        for side in "ab":
            other = stored[other_side(side), "care"]
            connection.execute(update(Key).where(Key.id == stored[side, "care"].id).values(wrapped=other.wrapped))
    with session_scope(engine) as session, pytest.raises(SealError):
        keys_for_partner(session, keyring, couple, "a")


def test_all_but_the_own_keys_are_made_at_begin_so_that_nothing_tells_later(begin, enter, engine, invite, claim):
    first = begin()
    with session_scope(engine) as session:
        before = {(k.side, k.name) for k in session.scalars(select(Key))}
    mine = enter(first).seat.side
    shared = {("-", "couple"), *((side, name) for side in "ab" for name in ("open", "care"))}
    assert before == {*shared, (mine, "own")}
    claim(invite(first))
    with session_scope(engine) as session:
        after = {(k.side, k.name) for k in session.scalars(select(Key))}
    assert after == {*shared, ("a", "own"), ("b", "own")}


def test_sealed_keeps_no_spare_and_a_person_may_remove_theirs(begin, enter, engine, keyring, sealed_edition):
    began = begin(edition=sealed_edition)
    other = begin()
    place = enter(other)
    with session_scope(engine, write=True) as session:
        remove_spare(session, keyring, place.station, place.keys)
    with session_scope(engine) as session:
        assert session.scalars(select(Key).where(Key.name == "own")).all() == []
    assert enter(began).keys.own != enter(other).keys.own  # and both still come in


def test_without_a_person_s_keys_nothing_of_theirs_opens(couple, places, engine, keyring, enter):
    """Erasure: the seat's key rows and doors go, and with them every word; the other's stay."""
    mine, theirs = places
    rows = _boxes(mine)
    with engine.begin() as connection:
        connection.execute(delete(Key).where(Key.side == mine.seat.side))
        connection.execute(delete(Door).where(Door.seat_id == mine.seat.id))
    with pytest.raises(NotSignedInError):
        enter(couple[0])
    assert _opened(enter(couple[1]).keys, rows) == {"couple"}
    assert _opened(enter(couple[1]).keys, _boxes(theirs)) == set(KINDS)


def test_keys_do_not_show_themselves(places):
    keys = places[0].keys
    assert repr(keys.own) not in repr(keys)
    assert repr(keys.couple) not in repr(places[0])


def test_names_are_sealed_for_both_seats_alike(begin, engine):
    begin("Noor")
    with session_scope(engine) as session:
        sizes = {len(box) for box in session.scalars(select(Seat.box))}
        assert len(sizes) == 1
        assert session.execute(text("SELECT count(*) FROM seat WHERE box IS NULL")).scalar() == 0
