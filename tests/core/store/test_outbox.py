"""What is due comes to one worker at a time, again if that one died before it took it out, and never after."""

import threading
from datetime import timedelta

import pytest

from nearer.store.engine import session_scope
from nearer.store.outbox import announce, claim_due, forget_finished, put_back, take_out

KIND = "message"
LEASE = timedelta(minutes=5)


@pytest.fixture
def tell(engine, now):
    def put(event: str, *, due=now) -> None:
        with session_scope(engine, write=True) as session:
            announce(session, KIND, event, {"seat": "x"}, due=due)

    return put


def test_what_is_due_comes_in_order_with_its_event_id(engine, tell, now):
    tell("first")
    tell("second")
    tell("later", due=now + LEASE)
    claimed = claim_due(engine, KIND, now=now, lease=LEASE)
    assert [(a.event, a.kind, a.payload, a.tries) for a in claimed] == [
        ("first", KIND, {"seat": "x"}, 1),
        ("second", KIND, {"seat": "x"}, 1),
    ]


def test_the_same_event_twice_is_one_announcement(engine, tell, now):
    tell("once")
    tell("once")
    assert len(claim_due(engine, KIND, now=now, lease=LEASE)) == 1


def take(engine, claimed) -> bool:
    with session_scope(engine, write=True) as session:
        return take_out(session, claimed)


def test_what_is_claimed_comes_again_only_after_the_lease_and_never_when_taken_out(engine, tell, now):
    tell("one")
    [claimed] = claim_due(engine, KIND, now=now, lease=LEASE)
    assert claim_due(engine, KIND, now=now, lease=LEASE) == []
    [again] = claim_due(engine, KIND, now=now + LEASE, lease=LEASE)
    assert (again.id, again.tries) == (claimed.id, 2)
    assert not take(engine, claimed)
    assert take(engine, again)
    assert not take(engine, again)
    assert claim_due(engine, KIND, now=now + 3 * LEASE, lease=LEASE) == []


def test_what_is_put_back_comes_again_when_it_is_due(engine, tell, now):
    tell("one")
    [claimed] = claim_due(engine, KIND, now=now, lease=LEASE)
    take(engine, claimed)
    with session_scope(engine, write=True) as session:
        put_back(session, claimed, due=now + LEASE)
    assert claim_due(engine, KIND, now=now, lease=LEASE) == []
    [again] = claim_due(engine, KIND, now=now + LEASE, lease=LEASE)
    assert (again.event, again.tries) == ("one", 2)


def test_a_kind_that_this_version_does_not_know_stays(engine, tell, now):
    tell("one")
    assert claim_due(engine, "letter", now=now, lease=LEASE) == []
    assert len(claim_due(engine, KIND, now=now, lease=LEASE)) == 1


def test_only_what_is_made_and_old_is_forgotten(engine, tell, now):
    tell("made")
    tell("waiting", due=now + LEASE)
    [claimed] = claim_due(engine, KIND, now=now, lease=LEASE)
    take(engine, claimed)
    with session_scope(engine, write=True) as session:
        assert forget_finished(session, before=now) == 0
        assert forget_finished(session, before=now + 2 * LEASE) == 1
    assert [a.event for a in claim_due(engine, KIND, now=now + LEASE, lease=LEASE)] == ["waiting"]


def test_what_was_undone_is_not_announced(engine, now):
    def undone() -> None:
        with session_scope(engine, write=True) as session:
            announce(session, KIND, "x", {}, due=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert claim_due(engine, KIND, now=now, lease=LEASE) == []


def test_two_workers_at_once_get_different_announcements(engine, tell, now):
    for number in range(20):
        tell(str(number))
    both_ready, got = threading.Barrier(2), []

    def work() -> None:
        both_ready.wait()
        got.extend(a.event for a in claim_due(engine, KIND, now=now, lease=LEASE, limit=10))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(got) == sorted(set(got))
    assert len(got) >= 10
