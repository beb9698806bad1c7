"""What nobody needs any more leaves, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nearer.errors import UnknownSecretError
from nearer.rounds import retention
from nearer.store import attempts, outbox
from nearer.store.engine import session_scope
from nearer.store.tables import metadata

DESK_MAKES = {
    "practice",
    "counsellor",
    "exercise",
    "program",
    "program_revision",
    "edition",
    "publication",
    "link",
    "beat",
}


def count(installation, table):
    with installation.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(metadata.tables[table]))


def rows_of_couples(installation):
    return {name: n for name in metadata.tables if name not in DESK_MAKES and (n := count(installation, name))}


def clear_all(installation):
    while retention.clear(installation):
        pass


def test_a_couple_that_wrote_nothing_leaves_after_seven_days_without_a_trace(installation, enrol, clock):
    enrol()
    clock.move(days=7)
    clear_all(installation)
    assert count(installation, "couple") == 1
    clock.move(days=1)
    clear_all(installation)
    assert rows_of_couples(installation) == {}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("s-diary/1", {"f/entry": "something"}),
        ("s-diary/1/draft", {"f/entry": "something"}),
        ("reminders", {"do": "days", "on": "2", "at": "19:00", "title": "0"}),
    ],
)
def test_a_couple_in_which_one_wrote_anything_or_wants_reminders_stays(installation, enrol, clock, path, fields):
    one, _ = enrol()
    one.post(path, fields)
    clock.move(days=400)
    clear_all(installation)
    assert count(installation, "couple") == 1


def test_somebody_whose_place_has_left_finds_the_page_that_everybody_finds(installation, enrol, clock):
    one, _ = enrol()
    clock.move(days=8)
    clear_all(installation)
    assert one.client.post(one.way).get_data() == one.client.post("/r/unknown").get_data()


def test_failed_tries_leave_after_a_day(installation, clock):
    for _ in range(21):
        try_ = (installation.engine, installation.keyring, "link", "192.0.2.7")
        last = pytest.raises(UnknownSecretError) if _ == 20 else pytest.MonkeyPatch.context()
        with last:
            attempts.admit(*try_, now=clock())
    clear_all(installation)
    assert count(installation, "attempt") == 2
    clock.move(hours=26)
    clear_all(installation)
    assert count(installation, "attempt") == 0


def test_what_was_sent_leaves_after_a_week(installation, clock):
    with session_scope(installation.engine, write=True) as session:
        outbox.announce(session, "message", "one", {}, due=clock())
    [claimed] = outbox.claim_due(installation.engine, "message", now=clock(), lease=timedelta(minutes=5))
    with session_scope(installation.engine, write=True) as session:
        outbox.take_out(session, claimed)
    clock.move(days=6)
    clear_all(installation)
    assert count(installation, "outbox") == 1
    clock.move(days=2)
    clear_all(installation)
    assert count(installation, "outbox") == 0


def test_it_looks_once_an_hour(installation, enrol, clock):
    clear_all(installation)
    enrol()
    clock.move(days=8)
    clear_all(installation)
    assert count(installation, "couple") == 0
    with session_scope(installation.engine, write=True) as session:
        session.execute(
            metadata.tables["attempt"]
            .insert()
            .values(address="x", kind="link", hour=clock() - timedelta(days=2), count=1)
        )
    clear_all(installation)
    assert count(installation, "attempt") == 1
    clock.move(hours=1)
    clear_all(installation)
    assert count(installation, "attempt") == 0
