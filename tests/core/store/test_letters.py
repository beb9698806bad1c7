"""Letters on both databases: for each reader a row that only their care key opens, in order, put away, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures.pairs import edition_of, form
from sqlalchemy import select

from nearer.errors import ConflictError, NotFoundError, SealError
from nearer.store import letters
from nearer.store.caseload import Case
from nearer.store.charges import find_charges, name_charge
from nearer.store.engine import session_scope
from nearer.store.erasing import erase_seat
from nearer.store.keys import keys_for_counsellor, keys_for_partner, open_row
from nearer.store.practices import create_counsellor
from nearer.store.rotating import rotate
from nearer.store.tables import Couple, metadata
from nearer.store.tasks import list_tasks, put_task


@pytest.fixture
def pair(make_pair):
    return make_pair(edition_of({"s-one": form()}))


@pytest.fixture
def case(pair):
    """The couple as the desk has it open."""
    with session_scope(pair.engine) as session:
        couple = session.get(Couple, pair.place("me").couple.id)
        session.expunge(couple)
        keys = keys_for_counsellor(session, pair.keyring, couple.id)
        return Case(couple, "", {}, pair.edition, pair.journey(session), keys)


@pytest.fixture
def send(pair, case):
    def run(letter, *whom, words="Until Friday."):
        sides = [pair.place(who).seat.side for who in whom]
        with session_scope(pair.engine, write=True) as session:
            letters.send_letter(session, case, letter, words, sides, name="Ruth", now=pair.now)

    return run


@pytest.fixture
def has(pair):
    def run(who, few=None):
        with session_scope(pair.engine) as session:
            return [each.id for each in letters.list_letters(session, pair.place(who), few=few)]

    return run


def test_each_reader_has_a_row_that_only_their_care_key_opens(pair, send):
    send("one", "me")
    me, you = pair.place("me"), pair.place("you")
    with session_scope(pair.engine) as session:
        (row,) = session.execute(select(metadata.tables["letter"])).all()
        other = keys_for_partner(session, pair.keyring, you.couple.id, you.seat.side)
    assert open_row(me.keys, "letter", row)["words"] == "Until Friday."
    with pytest.raises(SealError):
        open_row(other, "letter", row)


def test_what_is_not_put_away_comes_first_and_the_newest_of_it(pair, send, has):
    for number in range(5):
        send(f"letter-{number}", "me", "you")
    with session_scope(pair.engine, write=True) as session:
        for letter in ("letter-4", "letter-2"):
            letters.put_away(session, pair.place("me"), letter, away=True)
    assert has("me", 3) == ["letter-3", "letter-1", "letter-0"]
    assert has("me") == [f"letter-{number}" for number in (4, 3, 2, 1, 0)]
    assert has("you", 2) == ["letter-4", "letter-3"]
    with session_scope(pair.engine) as session:
        places = [pair.place(who) for who in ("me", "you")]
        waiting = [list(letters.list_waiting(session, each.couple.id, each.seat.side)) for each in places]
    assert [len(found) for found in waiting] == [3, 5]


def test_the_desk_lists_a_letter_to_both_once_and_takes_it_back_from_both(pair, case, send, has):
    send("both", "me", "you")
    send("one", "you")
    with session_scope(pair.engine, write=True) as session:
        assert [(each.id, len(each.sides)) for each in letters.list_sent(session, case)] == [("one", 1), ("both", 2)]
        letters.withdraw_letter(session, case, "both")
        with pytest.raises(NotFoundError):
            letters.withdraw_letter(session, case, "both")
    assert (has("me"), has("you")) == ([], ["one"])


def test_whoever_is_erased_while_it_is_written_gets_nothing(pair, send):
    with session_scope(pair.engine, write=True) as session:
        erase_seat(session, pair.keyring, pair.place("you").seat.id)
    for whom in (("me", "you"), ("you",)):
        with pytest.raises(ConflictError):
            send("late", *whom)
    with session_scope(pair.engine) as session:
        assert session.execute(select(metadata.tables["letter"])).all() == []


def test_a_letter_opens_after_the_keys_were_rotated(pair, send, has):
    send("one", "me")
    rotate(pair.engine, pair.keyring, now=pair.now + timedelta(days=31))
    assert has("me") == ["one"]


def test_whose_couple_it_is_goes_with_its_tasks(pair, case):
    """Here, since a task knows from the charge whose it is, on both databases."""
    with session_scope(pair.engine, write=True) as session:
        practice = case.couple.practice_id
        ann, bea, cleo = (
            create_counsellor(session, f"{name}@example.org", "", practice_id=practice, now=pair.now).id
            for name in ("ann", "bea", "cleo")
        )
        words = {"kind": "stuck", "seat": pair.place("me").seat.id, "step": "s-one"}
        put_task(session, case.couple, case.keys, words, today=pair.now.date())
        assert find_charges(session, [case.couple.id]) == {}
        name_charge(session, case.couple.id, ann, bea)
        put_task(session, case.couple, case.keys, words, today=pair.now.date())
        assert find_charges(session, [case.couple.id]) == {case.couple.id: (ann, bea)}
        assert [each.assignee_id for each in list_tasks(session, practice)] == [ann, ann]
        name_charge(session, case.couple.id, bea, None)
        session.expire_all()
        assert len(list_tasks(session, practice, given=(bea,))) == 2
        assert list_tasks(session, practice, given=(None, cleo)) == []
