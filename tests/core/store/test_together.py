"""Moves of a talk: one order for both, whoever is faster; nothing of it for a seat that has not come in itself."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import func, select

from nearer.rules import scripts
from nearer.store.engine import session_scope
from nearer.store.entries import Receipt
from nearer.store.tables import metadata

SCRIPT = {
    "ready": "Ready?",
    "rounds": [
        {
            "title": "One",
            "moves": [
                {"id": "speak", "actor": "first", "seconds": 60},
                {"id": "end", "actor": "both", "ends": "both"},
            ],
        }
    ],
}
TALK = {"talk": form(None, "turns", script=SCRIPT)}
START, JOIN, FIRST, NEXT = {"do": "start"}, {"do": "join"}, {"do": "first", "to": "me"}, {"do": "next"}


@pytest.fixture
def pair(make_pair):
    return make_pair(edition_of(TALK))


@pytest.fixture
def talking(pair):
    """Both came in, each at their own device; ``me`` is first."""
    for who, move in (("me", JOIN), ("you", JOIN)):
        assert pair.move(who, "talk", move, n=1).state == "stored"
    assert pair.move("me", "talk", FIRST, n=3) == Receipt("stored", 3)
    return pair


def count(pair, table):
    with session_scope(pair.engine) as session:
        return session.scalar(select(func.count()).select_from(metadata.tables[table]))


def state_of(pair, who="me"):
    return scripts.fold(SCRIPT, pair.sees(who, "talk").moves)


def test_the_end_finishes_both(talking):
    for n, (who, move) in enumerate([("me", NEXT), ("me", NEXT), ("you", NEXT)], 4):
        assert count(talking, "fact") == 0
        assert talking.move(who, "talk", move, n=n) == Receipt("stored", n)
    assert state_of(talking, "you").finished
    assert count(talking, "fact") == 2
    assert talking.move("me", "talk", NEXT, n=7) == Receipt("behind", 6)


def test_at_one_shared_device_one_goes_through_it_for_both(pair):
    for n, move in enumerate([START, NEXT, NEXT], 1):
        assert pair.move("me", "talk", move, n=n) == Receipt("stored", n)
    assert count(pair, "fact") == 2


def test_beginning_needs_no_number_and_counts_once(pair):
    assert pair.move("me", "talk", JOIN, n=7) == Receipt("stored", 1)
    assert pair.move("me", "talk", JOIN, n=1) == Receipt("same", 1)
    assert pair.move("you", "talk", START, n=1) == Receipt("stored", 2)
    assert pair.move("me", "talk", START, n=3) == Receipt("same", 2)
    assert count(pair, "entry") == 2


@pytest.mark.parametrize("made", [(), (START,), (START, NEXT), (JOIN,), (START, {"do": "pause"})])
def test_who_has_not_come_in_moves_nothing_and_is_told_the_same(pair, made):
    for n, move in enumerate(made, 1):
        pair.move("me", "talk", move, n=n)
    for n, move in enumerate([NEXT, NEXT, {"do": "pause"}, {"do": "stop"}, {"do": "resume"}], 1):
        assert pair.move("you", "talk", move, n=n) == Receipt("behind", 0)
    assert count(pair, "entry") == len(made)


def test_a_repeat_is_the_same_and_who_is_second_with_a_number_is_behind(talking):
    assert talking.move("me", "talk", NEXT, n=4) == Receipt("stored", 4)
    assert talking.move("me", "talk", NEXT, n=4) == Receipt("same", 4)
    assert talking.move("you", "talk", NEXT, n=4) == Receipt("behind", 4)
    assert talking.move("you", "talk", {"do": "stop"}, n=4) == Receipt("behind", 4)
    assert talking.move("you", "talk", {"do": "dance"}, n=5) == Receipt("behind", 4)
    assert talking.sees("you", "talk").next_move == 5


@pytest.mark.parametrize("n", [4, 5])
def test_two_devices_at_once_make_one_move_and_both_confirmations(talking, n):
    if n == 5:
        talking.move("me", "talk", NEXT, n=4)
    barrier, receipts = Barrier(2), {}

    def press(who):
        barrier.wait()
        receipts[who] = talking.move(who, "talk", NEXT, n=n).state

    threads = [Thread(target=press, args=(who,)) for who in ("me", "you")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    state = state_of(talking)
    if n == 5:
        assert (sorted(receipts.values()), state.finished) == (["stored", "stored"], True)
    else:
        assert (sorted(receipts.values()), state.move, state.confirmed) == (["behind", "stored"], 1, frozenset())


def test_the_moment_of_a_move_is_kept_in_the_couple_s_zone_and_out_of_the_open(talking, now):
    talking.move("me", "talk", {"do": "pause"}, n=4)
    talking.move("you", "talk", {"do": "return", "to": "hour"}, n=5)
    assert state_of(talking, "you").until == now + timedelta(hours=1)
    with session_scope(talking.engine) as session:
        found = [str(tuple(row)) for name in ("entry", "box") for row in session.execute(select(metadata.tables[name]))]
    assert not any(now.strftime("%H:%M") in row or "pause" in row for row in found)


def test_after_a_talk_each_may_still_answer_for_themselves(make_pair):
    pair = make_pair(edition_of({"talk": form(schema_of(felt="both"), "turns", script=SCRIPT)}))
    pair.move("me", "talk", START, n=1)
    pair.move("me", "talk", {"do": "stop"}, n=2)
    assert count(pair, "fact") == 0
    pair.answer("me", "talk", {"felt": "heard"})
    pair.answer("you", "talk", {"felt": "seen"})
    assert pair.sees("me", "talk").theirs == {"felt": "seen"}
    assert len(pair.sees("me", "talk").moves) == 2
