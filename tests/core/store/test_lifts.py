"""Lifting single items: a day's cool-off, taking back, and ids that follow the words."""

from datetime import timedelta

import pytest
from fixtures.pairs import edition_of, form

from nearer.errors import ConflictError, NotFoundError
from nearer.store.lifts import lift_item, take_back

LINES = {
    "type": "object",
    "properties": {"lines": {"type": "array", "x-visibility": "choose"}, "one": {"x-visibility": "choose"}},
}
PROGRAM = edition_of({"day": form(LINES, "solo")})
A_DAY = timedelta(hours=24)


def lift(pair, item, *, reader="partner", at=None, who="me"):
    return pair.write(lift_item, who, "day", item, reader=reader, at=at)


def undo(pair, lifted, *, at=None, who="me"):
    from nearer.store.engine import session_scope

    with session_scope(pair.engine, write=True) as session:
        take_back(session, pair.place(who), lifted.id, now=at or pair.now)


def ids(pair):
    return pair.sees("me", "day").items["lines"]


@pytest.fixture
def pair(make_pair):
    pair = make_pair(PROGRAM)
    pair.answer("me", "day", {"lines": ["first", "second"], "one": "whole"})
    return pair


@pytest.mark.parametrize("reader", ["partner", "counsellor"])
def test_a_lifted_item_opens_after_a_day_to_its_reader_alone(pair, now, reader):
    lifted = lift(pair, ids(pair)[1], reader=reader)
    assert lifted.opens_at == now + A_DAY
    views = {
        "partner": lambda at: pair.sees("you", "day", at=at),
        "counsellor": lambda at: pair.desk_sees("me", "day", at=at),
    }
    for who, view in views.items():
        assert view(now + A_DAY - timedelta(seconds=1)).lifted == ()
        opened = ({"property": "lines", "value": "second"},) if who == reader else ()
        assert view(now + A_DAY).lifted == opened
    assert "first" not in repr(pair.sees("you", "day", at=now + A_DAY))
    assert [each.item for each in pair.sees("me", "day").lifts] == [ids(pair)[1]]
    assert pair.sees("you", "day").lifts == ()


def test_a_single_value_can_be_lifted_too(pair, now):
    lift(pair, pair.sees("me", "day").items["one"][0])
    assert pair.sees("you", "day", at=now + A_DAY).lifted == ({"property": "one", "value": "whole"},)


def test_until_it_opens_it_can_be_taken_back_and_leaves_nothing(pair, now):
    before = pair.sees("you", "day", at=now + A_DAY)
    lifted = lift(pair, ids(pair)[0])
    undo(pair, lifted, at=now + timedelta(hours=23))
    assert pair.sees("you", "day", at=now + A_DAY) == before


def test_once_open_it_stays(pair, now):
    lifted = lift(pair, ids(pair)[0])
    with pytest.raises(ConflictError):
        undo(pair, lifted, at=now + A_DAY)
    assert pair.sees("you", "day", at=now + A_DAY).lifted


def test_nobody_takes_back_what_another_lifted(pair, now):
    lifted = lift(pair, ids(pair)[0])
    undo(pair, lifted, who="you")
    assert pair.sees("you", "day", at=now + A_DAY).lifted


def test_lifting_again_changes_nothing(pair, now):
    first = lift(pair, ids(pair)[0])
    assert lift(pair, ids(pair)[0], at=now + timedelta(hours=5)) == first


def test_an_unchanged_item_keeps_its_id_and_an_edited_one_is_new(pair):
    first, second = ids(pair)
    pair.answer("me", "day", {"lines": ["new", "second", "first, edited"]}, n=2)
    now_ids = ids(pair)
    assert now_ids[1] == second
    assert first not in now_ids
    assert len(set(now_ids)) == 3


def test_equal_items_have_ids_of_their_own(pair):
    pair.answer("me", "day", {"lines": ["second", "second"]}, n=2)
    assert len(set(ids(pair))) == 2


def test_an_edit_takes_back_what_had_not_opened_yet(pair, now):
    lift(pair, ids(pair)[0])
    pair.answer("me", "day", {"lines": ["first, edited", "second"]}, n=2)
    assert pair.sees("you", "day", at=now + A_DAY).lifted == ()


def test_an_edit_does_not_close_what_has_opened(pair, now):
    lift(pair, ids(pair)[0])
    pair.answer("me", "day", {"lines": []}, n=2, at=now + A_DAY)
    assert pair.sees("you", "day", at=now + A_DAY).lifted == ({"property": "lines", "value": "first"},)


@pytest.mark.parametrize("reader", ["partner", "everybody"])
def test_what_is_not_written_or_has_no_reader_is_not_lifted(pair, reader):
    with pytest.raises(NotFoundError):
        lift(pair, "unknown", reader=reader)


def test_without_a_counsellor_nothing_is_lifted_to_one(make_pair):
    pair = make_pair(edition_of({"day": form(LINES, "solo")}, personal=False))
    pair.answer("me", "day", {"lines": ["first"]})
    with pytest.raises(NotFoundError):
        lift(pair, ids(pair)[0], reader="counsellor")
