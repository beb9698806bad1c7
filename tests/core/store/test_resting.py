"""Rest and stop: each lets go for themselves, a stop is for good, and the row tells only that the program rests."""

import pytest

from nearer.store import couples, resting
from nearer.store.engine import session_scope


@pytest.fixture
def do(engine, keyring, enter):
    """Let a person rest, go on or stop; or the desk."""

    def run(what, began, **options):
        place = enter(began)
        with session_scope(engine, write=True) as session:
            if what is resting.rest_from_desk:
                what(session, keyring, place.couple.id, **options)
            else:
                what(session, place)

    return run


def test_a_rest_of_either_rests_both_and_ends_when_that_one_lets_go(couple, do, enter):
    first, second = couple
    do(resting.rest, first)
    assert enter(first).couple.rested
    assert enter(second).couple == enter(first).couple
    do(resting.go_on, second)
    assert enter(second).couple.rested
    do(resting.go_on, first)
    assert not enter(second).couple.rested


def test_a_stop_is_for_good(couple, do, enter):
    first, second = couple
    do(resting.stop, first)
    for person in couple:
        do(resting.go_on, person)
    assert enter(second).couple.rested


def test_the_desk_holds_and_lets_go_for_itself(couple, do, enter):
    first, second = couple
    do(resting.rest_from_desk, first, rests=True)
    do(resting.rest, second)
    do(resting.rest_from_desk, first, rests=False)
    assert enter(first).couple.rested
    do(resting.go_on, second)
    assert not enter(first).couple.rested


def test_a_rest_and_a_stop_look_alike_in_the_row_but_for_the_box(begin, invite, claim, do, enter):
    rows = []
    for what in (resting.rest, resting.stop):
        first = begin()
        second = claim(invite(first))
        do(what, second)
        row = enter(first).couple
        rows.append((row.rested, len(row.box), row.edition_sha, row.began_on))
    assert rows[0] == rows[1]


def test_a_rest_survives_a_label_of_the_desk_and_a_label_a_rest(couple, do, enter, engine, keyring):
    first, _ = couple
    do(resting.rest, first)
    with session_scope(engine, write=True) as session:
        couples.label_couple(session, keyring, first.couple, " Tuesdays ")
    assert enter(first).couple.rested
    do(resting.stop, first)
    with session_scope(engine) as session:
        assert couples.list_labels(session, keyring, [first.couple]) == {first.couple: "Tuesdays"}
