"""Answers, passes, moves and confirmations: numbered, stored whole or not at all, never lost or doubled."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from fixtures.pairs import Pair, edition_of, form, schema_of
from sqlalchemy import select

from nearer.errors import SealError
from nearer.rules.visibility_names import VISIBILITIES
from nearer.store import together
from nearer.store.engine import session_scope
from nearer.store.entries import Receipt
from nearer.store.joining import join
from nearer.store.tables import metadata

EACH = {"day": form(schema_of(note="private", rating="both"))}


def rows(pair, table):
    """All rows of a table."""
    with session_scope(pair.engine) as session:
        return session.execute(select(metadata.tables[table])).all()


def test_a_submission_is_split_into_one_box_for_each_key(make_pair):
    pair = make_pair(edition_of({"all": form(schema_of(**{f"{v}_it": v for v in VISIBILITIES}))}))
    assert pair.answer("me", "all", {f"{v}_it": v for v in VISIBILITIES}) == Receipt("stored", 1)
    assert sorted(row.key for row in rows(pair, "box")) == ["care", "open", "own"]
    assert [(e.kind, e.n, e.writer == e.seat) for e in rows(pair, "entry")] == [("answer", 1, True)]


def test_the_same_number_with_the_same_content_is_the_same_success(make_pair):
    pair = make_pair(edition_of(EACH))
    assert pair.answer("me", "day", {"note": "a", "rating": "b"}).state == "stored"
    assert pair.answer("me", "day", {"rating": "b", "note": "a"}) == Receipt("same", 1)
    assert len(rows(pair, "entry")) == 1


def test_the_same_number_with_other_content_is_a_conflict_and_stores_nothing(make_pair):
    pair = make_pair(edition_of(EACH))
    pair.answer("me", "day", {"note": "first"})
    before = {name: len(rows(pair, name)) for name in ("entry", "box", "fact")}
    assert pair.answer("me", "day", {"note": "second"}) == Receipt("conflict", 1)
    assert before == {name: len(rows(pair, name)) for name in before}
    assert pair.sees("me", "day").mine == {"note": "first"}


@pytest.mark.parametrize("n", [0, -1, 2, 99])
def test_a_number_that_is_not_the_next_is_a_conflict(make_pair, n):
    pair = make_pair(edition_of(EACH))
    assert not pair.answer("me", "day", {"note": "a"}, n=n).is_safe
    assert rows(pair, "entry") == []


def test_the_next_number_answers_again_and_keeps_the_earlier_entry(make_pair):
    pair = make_pair(edition_of(EACH))
    pair.answer("me", "day", {"note": "first"})
    assert pair.sees("me", "day").n == 2
    assert pair.answer("me", "day", {"note": "second"}, n=2) == Receipt("stored", 2)
    assert pair.sees("me", "day").mine == {"note": "second"}
    assert [e.n for e in rows(pair, "entry")] == [1, 2]


def test_marks_do_not_tell_that_two_people_wrote_the_same(make_pair):
    pair = make_pair(edition_of(EACH))
    for who in ("me", "you"):
        pair.answer(who, "day", {"note": "same"})
    assert len({row.mark for row in rows(pair, "entry")}) == 2


@pytest.mark.parametrize("second", [{"note": "one"}, {"note": "two"}])
def test_two_devices_at_once_lose_and_double_nothing(make_pair, second):
    pair = make_pair(edition_of(EACH))
    barrier, receipts = Barrier(2), []

    def send(instance):
        barrier.wait()
        receipts.append(pair.answer("me", "day", instance))

    threads = [Thread(target=send, args=(each,)) for each in ({"note": "one"}, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(r.state for r in receipts) == sorted(["stored", "same" if second == {"note": "one"} else "conflict"])
    assert len(rows(pair, "entry")) == 1
    assert len(rows(pair, "box")) == 1


def test_two_people_at_once_both_count(make_pair):
    pair = make_pair(edition_of(EACH))
    barrier, receipts = Barrier(2), []

    def send(who):
        barrier.wait()
        receipts.append(pair.answer(who, "day", {"rating": who}))

    threads = [Thread(target=send, args=(who,)) for who in ("me", "you")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [r.state for r in receipts] == ["stored", "stored"]
    assert pair.sees("me", "day").theirs == {"rating": "you"}


def test_a_failure_while_sealing_leaves_nothing_half_stored(make_pair):
    pair = make_pair(edition_of({"all": form(schema_of(note="private", worry="counsellor"))}))
    place = pair.place("me")
    pair.places["me"] = replace(place, keys=replace(place.keys, care={"a": None, "b": None}))
    with pytest.raises(SealError):
        pair.answer("me", "all", {"note": "a", "worry": "b"})
    assert not any(rows(pair, name) for name in ("entry", "box", "fact", "finding"))
    pair.places["me"] = place
    assert pair.answer("me", "all", {"note": "a", "worry": "b"}) == Receipt("stored", 1)


def test_a_pass_meets_what_waits_for_both_and_shows_nothing(make_pair):
    pair = make_pair(edition_of(EACH))
    pair.answer("me", "day", {"rating": "mine"})
    assert pair.skip("you", "day") == Receipt("stored", 1)
    assert pair.skip("you", "day") == Receipt("same", 1)
    assert pair.sees("you", "day").theirs == {"rating": "mine"}
    assert pair.sees("me", "day").theirs == {}
    with session_scope(pair.engine) as session:
        assert pair.journey(session).place(pair.place("you").seat.side, "day").passed


def test_a_shared_step_can_be_passed_by_one(make_pair):
    pair = make_pair(edition_of(PLAN))
    pair.answer("me", "plan", {"plan": "walk"})
    assert pair.skip("you", "plan", n=pair.sees("you", "plan").n) == Receipt("stored", 1)
    assert pair.skip("you", "plan", n=2) == Receipt("stored", 1)
    assert pair.sees("me", "plan").shared == {"plan": "walk"}


def test_a_talk_can_be_passed_with_the_number_of_its_next_move(make_pair):
    pair = make_pair(edition_of(TALK))
    pair.move("me", "talk", {"do": "start"}, n=1)
    assert pair.skip("you", "talk", n=pair.sees("you", "talk").next_move).state == "stored"
    assert len(rows(pair, "fact")) == 1


def test_after_the_reveal_what_was_shown_is_carried_forward(make_pair):
    pair = make_pair(edition_of({"day": form(schema_of(note="private", rating="both", other="both"))}))
    pair.answer("me", "day", {"rating": "as it stood", "note": "old"})
    pair.answer("you", "day", {"rating": "yours"})
    assert pair.sees("me", "day").closed == {"rating", "other"}
    pair.answer("me", "day", {"rating": "changed", "note": "new", "other": "added"}, n=2)
    assert pair.sees("me", "day").mine == {"rating": "as it stood", "note": "new", "other": "added"}
    assert pair.sees("you", "day").theirs == {"rating": "as it stood", "other": "added"}
    pair.skip("me", "day", n=3)
    assert pair.sees("you", "day").theirs == {"rating": "as it stood", "other": "added"}


def test_before_the_reveal_an_answer_may_be_replaced(make_pair):
    pair = make_pair(edition_of(EACH))
    pair.answer("me", "day", {"rating": "first"})
    pair.answer("me", "day", {"rating": "second"}, n=2)
    pair.answer("you", "day", {})
    assert pair.sees("you", "day").theirs == {"rating": "second"}


def test_the_first_day_stays_when_somebody_answers_again(make_pair, now):
    pair = make_pair(edition_of(EACH))
    pair.answer("me", "day", {"note": "a"})
    pair.answer("me", "day", {"note": "b"}, n=2, at=now + timedelta(days=3))
    assert [(f.day, f.entries) for f in rows(pair, "fact")] == [(now.date(), 2)]


SCRIPT = {
    "ready": "Ready?",
    "rounds": [{"title": "One", "moves": [{"id": "speak", "actor": "first"}, {"id": "echo", "actor": "second"}]}],
}
TALK = {"talk": form(None, "turns", script=SCRIPT)}


PLAN = {"plan": form(schema_of(plan="both"), "together")}


def test_a_shared_answer_is_one_answer_that_the_other_confirms(make_pair):
    pair = make_pair(edition_of(PLAN))
    assert pair.answer("me", "plan", {"plan": "walk"}) == Receipt("stored", 1)
    assert pair.sees("you", "plan").shared == {"plan": "walk"}
    assert (pair.sees("me", "plan").confirmable, pair.sees("you", "plan").confirmable) == (None, 1)
    assert [row.key for row in rows(pair, "box")] == ["couple"]
    assert len(rows(pair, "fact")) == 1
    assert pair.write(together.confirm, "you", "plan", n=1) == Receipt("stored", 1)
    assert pair.write(together.confirm, "you", "plan", n=1) == Receipt("same", 1)
    assert pair.sees("you", "plan").confirmable is None
    assert len(rows(pair, "fact")) == 2


def test_confirming_what_was_changed_meanwhile_is_a_conflict(make_pair):
    pair = make_pair(edition_of(PLAN))
    pair.answer("me", "plan", {"plan": "walk"})
    pair.answer("me", "plan", {"plan": "swim"}, n=2)
    assert pair.write(together.confirm, "you", "plan", n=1) == Receipt("conflict", 2)
    assert pair.write(together.confirm, "me", "plan", n=2) == Receipt("same", 2)
    assert pair.sees("you", "plan").confirmable == 2


def test_nothing_in_the_tables_holds_the_words(make_pair):
    pair = make_pair(edition_of({**EACH, **PLAN, **TALK}))
    pair.answer("me", "day", {"note": "a marker", "rating": "a marker"})
    pair.answer("you", "plan", {"plan": "a marker"})
    pair.move("me", "talk", {"do": "start", "text": "a marker"}, n=1)
    everything = [row for name in ("entry", "box", "finding", "fact", "task") for row in rows(pair, name)]
    assert len(rows(pair, "entry")) == 3
    assert b"marker" not in b"".join(str(tuple(row)).encode() for row in everything)


def test_what_was_written_before_joining_is_read_and_continued_after_it(engine, keyring, begin, enter, invite, now):
    edition = edition_of({"day": form(schema_of(note="private", rating="both", worry="counsellor"))})
    host, guest = begin("Noor"), begin("Jules")
    pair = Pair(engine, keyring, edition, now, {"me": enter(host), "you": enter(guest)})
    for who in ("me", "you"):
        pair.answer(who, "day", {"note": f"note of {who}", "rating": f"rating of {who}", "worry": f"worry of {who}"})
    with session_scope(engine, write=True) as session:
        join(session, keyring, pair.place("you"), invite(host), now=now)
    pair.places = {"me": enter(host), "you": enter(guest)}
    assert pair.sees("you", "day").mine["note"] == "note of you"
    assert pair.sees("me", "day").theirs == {"rating": "rating of you"}
    assert pair.desk_sees("you", "day").theirs == {"rating": "rating of you", "worry": "worry of you"}
    repeated = {"note": "note of you", "rating": "rating of you", "worry": "worry of you"}
    assert pair.answer("you", "day", repeated) == Receipt("same", 1)
    assert pair.answer("you", "day", {"note": "more"}, n=2) == Receipt("stored", 2)
