"""Two half couples from one link become one, and every word the joiner wrote is still there."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from nearer.errors import ConflictError, UnknownSecretError
from nearer.store import couples, joining, seats
from nearer.store.columns import inside_id
from nearer.store.engine import session_scope
from nearer.store.joining import join
from nearer.store.keys import keys_for_counsellor, open_row, seal_row
from nearer.store.partners import list_partners
from nearer.store.tables import Counsellor, Couple, Decision, Entry, Invitation, Key, Seat, metadata
from nearer.store.writing import lock_couple


def _rows(place, day):
    """A row of every table that a person fills, as (table, values, words)."""
    at = {"step": "s-1", "occurrence": 1, "seat": place.seat.side}
    of = {"edition_sha": place.couple.edition_sha}
    boxes = [
        ("box", {**at, **of, "id": inside_id(), "n": 1, "key": key, "generation": 1})
        for key in ("own", "open", "care", "couple")
    ]
    task = {"id": inside_id(), "practice_id": place.couple.practice_id, "open": True, "day": day}
    lift = {**at, **of, "id": "l", "item": "i-1", "reader": "partner", "opens_at": place.at}
    others = [
        ("draft", {**at, **of, "generation": 1}),
        ("lift", lift),
        ("finding", {**at, **of, "key": "care", "generation": 1}),
        ("stance", {"seat": place.seat.side, "day": day}),
        ("decision", {"stage": "one"}),
        ("choice", {"step": "s-1", "seat": place.seat.side}),
        ("reminder", {"seat_id": place.seat.id, "kind": "message", "seat": place.seat.side, "locator": b"l"}),
        ("task", task),
        ("letter", {"seat": place.seat.side, "id": "letter", "made": inside_id(), "day": day, "away": True}),
        ("note", {"id": inside_id(), "counsellor_id": place.counsellor, "day": day}),
    ]
    entry = {**at, **of, "id": inside_id(), "n": 1, "kind": "answer", "form": "any", "mark": b"m", "day": day}
    plain = [
        ("entry", {**entry, "writer": place.seat.side}),
        ("fact", {**at, "done": True, "passed": False, "entries": 1, "day": day}),
        ("release", {"step": "s-1", "occurrence": 1, "side": place.seat.side, "day": day}),
    ]
    return boxes + others, plain


@pytest.fixture
def write_everything(engine, enter, now):
    """Let somebody write one row into every table; returns how many rows each table got."""

    def write(began) -> dict[str, int]:
        place = enter(began)
        who = inside_id()
        values = SimpleNamespace(seat=place.seat, couple=place.couple, keys=place.keys, at=now, counsellor=who)
        sealed, plain = _rows(values, now.date())
        with session_scope(engine, write=True) as session:
            session.add(Counsellor(id=who, email=str(who), fs_uniquifier=str(who), created_at=now))
            session.flush()
            for table, row in [*plain, *sealed]:
                named = SimpleNamespace(couple_id=place.couple.id, **row)
                words = {"words": table, "seat": place.seat.side} if table == "task" else {"words": table}
                box = {} if (table, row) in plain else {"box": seal_row(place.keys, table, named, words)}
                session.execute(metadata.tables[table].insert().values(couple_id=place.couple.id, **row, **box))
            care = seal_row(place.keys, "seat_care", place.seat, {"words": "wish"})
            session.execute(update(Seat).where(Seat.id == place.seat.id).values(care_box=care))
        tables = [table for table, _ in [*sealed, *plain]]
        return {table: tables.count(table) for table in tables}

    return write


@pytest.fixture
def run_join(engine, keyring, enter, now):
    def run(began, code):
        place = enter(began)
        with session_scope(engine, write=True) as session:
            return join(session, keyring, place, code, now=now)

    return run


@pytest.fixture
def halves(begin, invite):
    """Who invites, who joins, and the code."""
    inviter, joiner = begin("Noor"), begin("Jules")
    return inviter, joiner, invite(inviter)


def test_both_are_in_one_couple_afterwards_and_come_in_as_before(halves, run_join, enter, engine, keyring, now):
    inviter, joiner, code = halves
    assert run_join(joiner, code) == inviter.couple
    mine, theirs = enter(joiner), enter(inviter)
    assert mine.seat.id == joiner.seat
    assert mine.couple == theirs.couple
    assert {mine.seat.side, theirs.seat.side} == {"a", "b"}
    with session_scope(engine, write=True) as session:
        opened = seats.open_link(session, keyring, joiner.link_secret, now=now)
        names = {p.name for p in list_partners(session, mine.couple.id, mine.keys).values()}
    assert enter(joiner, token=opened.token).keys == mine.keys
    assert names == {"Noor", "Jules"}


def test_joining_keeps_every_word_of_the_joiner(halves, run_join, enter, engine, write_everything):
    _, joiner, code = halves
    counts = write_everything(joiner)
    run_join(joiner, code)
    place = enter(joiner)
    with session_scope(engine) as session:
        for table, count in counts.items():
            columns = metadata.tables[table]
            rows = session.execute(select(columns).where(columns.c.couple_id == place.couple.id)).all()
            assert len(rows) == count, table
            for row in rows:
                assert getattr(row, "seat", getattr(row, "side", place.seat.side)) == place.seat.side
                if table in joining.SEALED:
                    assert open_row(place.keys, table, row)["words"] == table
                if table == "task":
                    assert open_row(place.keys, table, row)["seat"] == place.seat.side
        assert session.scalars(select(Entry.writer)).all() == [place.seat.side]
    assert open_row(place.keys, "seat_care", place.seat, place.seat.care_box) == {"words": "wish"}


def test_the_keys_stay_walls_after_joining(halves, run_join, enter, engine, keyring, write_everything):
    inviter, joiner, code = halves
    write_everything(joiner)
    run_join(joiner, code)
    with session_scope(engine) as session:
        counsellor = keys_for_counsellor(session, keyring, inviter.couple)
        boxes = session.execute(select(metadata.tables["box"])).all()
    for keys, opened in ((enter(inviter).keys, {"couple"}), (counsellor, {"couple", "open", "care"})):
        held = {row.key for row in boxes if keys.find(row.key, row.seat) is not None}
        assert held == opened


def test_who_writes_while_joining_is_asked_to_send_again(halves, run_join, enter, engine):
    _, joiner, code = halves
    before = enter(joiner)
    run_join(joiner, code)
    with session_scope(engine, write=True) as session, pytest.raises(ConflictError):
        lock_couple(session, before.couple.id)


def test_two_who_join_each_other_at_once_end_in_one_couple(halves, invite, run_join, enter):
    inviter, joiner, code = halves
    both_ready, refused = threading.Barrier(2), []

    def try_it(person, with_code) -> None:
        both_ready.wait()
        try:
            run_join(person, with_code)
        except UnknownSecretError as error:
            refused.append(error)

    racers = [threading.Thread(target=try_it, args=each) for each in ((joiner, code), (inviter, invite(joiner)))]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert enter(inviter).couple == enter(joiner).couple
    assert len(refused) == 1


def test_joining_knows_every_table_of_a_couple():
    of_couples = {table.name for table in metadata.tables.values() if "couple_id" in table.c}
    assert of_couples == {*joining.SEALED, *joining.PLAIN, *joining.FORGOTTEN, "door"}


def test_nothing_of_the_old_couple_is_left(halves, run_join, engine, write_everything):
    _, joiner, code = halves
    write_everything(joiner)
    run_join(joiner, code)
    with session_scope(engine) as session:
        for table in metadata.tables.values():
            if "couple_id" in table.c:
                left = select(func.count()).select_from(table).where(table.c.couple_id == joiner.couple)
                assert session.scalar(left) == 0, table.name
        assert session.get(Couple, joiner.couple) is None
        assert session.scalar(select(func.count()).where(Key.name == "own")) == 2
        assert session.scalar(select(func.count()).select_from(Seat)) == 2


def test_a_decision_of_the_inviter_s_couple_stands(halves, run_join, engine, write_everything, enter):
    inviter, joiner, code = halves
    write_everything(joiner)
    place = enter(inviter)
    row = SimpleNamespace(couple_id=inviter.couple, stage="one")
    box = seal_row(place.keys, "decision", row, {"words": "theirs"})
    with session_scope(engine, write=True) as session:
        session.execute(metadata.tables["decision"].insert().values(couple_id=inviter.couple, stage="one", box=box))
    run_join(joiner, code)
    with session_scope(engine) as session:
        assert open_row(place.keys, "decision", session.scalars(select(Decision)).one()) == {"words": "theirs"}


def test_labels_and_rests_of_either_half_stay_and_a_release_of_one_does_not(halves, run_join, enter, engine, keyring):
    inviter, joiner, code = halves
    with session_scope(engine, write=True) as session:
        couples.label_couple(session, keyring, joiner.couple, "Tuesdays")
        session.execute(update(Couple).where(Couple.id == joiner.couple).values(rested=True))
        session.execute(update(Couple).where(Couple.id == inviter.couple).values(together_released=True))
    run_join(joiner, code)
    place = enter(inviter)
    assert place.couple.rested
    assert not place.couple.together_released
    with session_scope(engine) as session:
        assert couples.list_labels(session, keyring, [inviter.couple]) == {inviter.couple: "Tuesdays"}


def _refused(run_join, began, code, error, enter):
    before = enter(began)
    with pytest.raises(error):
        run_join(began, code)
    assert enter(began) == before


def test_a_couple_of_two_does_not_join_and_keeps_its_place(couple, begin, invite, run_join, enter):
    _refused(run_join, couple[1], invite(begin()), ConflictError, enter)


def test_a_place_does_not_join_itself(halves, run_join, enter):
    inviter, _, code = halves
    _refused(run_join, inviter, code, ConflictError, enter)


def test_places_of_two_links_are_not_joined(begin, invite, make_link, run_join, enter):
    code = invite(begin(link=make_link()))
    _refused(run_join, begin(), code, ConflictError, enter)


def test_nothing_is_joined_after_the_first_joint_step(halves, run_join, engine, enter, now):
    inviter, joiner, code = halves
    shared = {"step": "s-1", "seat": "-", "n": 1, "kind": "answer", "writer": "a", "edition_sha": "e", "mark": b"m"}
    with session_scope(engine, write=True) as session:
        session.add(Entry(couple_id=inviter.couple, day=now.date(), **shared))
    _refused(run_join, joiner, code, ConflictError, enter)


def test_a_used_or_unknown_code_joins_nothing(halves, run_join, claim, enter, engine):
    _, joiner, code = halves
    claim(code)
    for wrong in (code, "zzzzz-zzzzz"):
        _refused(run_join, joiner, wrong, UnknownSecretError, enter)
    with session_scope(engine) as session:
        assert session.scalars(select(Invitation.claimed)).all() == [True]
