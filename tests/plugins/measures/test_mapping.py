"""The map of both: what stands where, what carries, and what suggests itself to explore."""

import pytest

from nearer import FACTORS
from nearer_plugins.measures.mapping import lines, to_explore


def line(mine: int | None, theirs: int | None):
    own = {} if mine is None else {"trust": mine}
    other = {} if theirs is None else {"trust": theirs}
    return next(each for each in lines({}, own, other) if each.factor == "trust")


@pytest.mark.parametrize(
    ("mine", "theirs", "need"),
    [
        (8, 8, 0),  # high and together
        (7, 9, 0),  # two apart is near enough
        (7, 10, 3),  # apart by three
        (5, 5, 5),  # both low: 10 - 5
        (6, 6, 0),  # just above low
        (2, 9, 15),  # low (10 - 2) and apart (7)
        (None, 3, 7),  # only one known, and low
        (9, None, 0),
        (None, None, 0),
    ],
)
def test_a_factor_asks_for_a_look_where_it_is_low_or_seen_differently(mine, theirs, need) -> None:
    assert line(mine, theirs).need == need


@pytest.mark.parametrize(("mine", "theirs", "carries"), [(7, 7, True), (10, 6, False), (None, 9, False)])
def test_a_factor_carries_only_where_both_put_it_high(mine, theirs, carries) -> None:
    assert line(mine, theirs).carries is carries


def test_marks_stand_at_their_places() -> None:
    assert [(place, mark) for place, mark in enumerate(line(3, 9).marks) if mark] == [(3, "mine"), (9, "theirs")]
    assert [(place, mark) for place, mark in enumerate(line(0, 0).marks) if mark] == [(0, "both")]
    assert len(line(10, None).marks) == 11


def test_at_most_three_are_suggested_in_the_fixed_order_whatever_their_need() -> None:
    mine = dict(zip(FACTORS, (4, 9, 1, 5, 9, 0, 9, 3), strict=True))
    chosen = [each.factor for each in to_explore(lines({}, mine, mine))]
    assert chosen == ["past_hurts", "conflict", "empathy"]


def test_where_nothing_is_low_or_apart_nothing_is_suggested() -> None:
    assert to_explore(lines({}, dict.fromkeys(FACTORS, 8), dict.fromkeys(FACTORS, 7))) == []


def test_what_is_no_rating_is_left_out() -> None:
    odd = {"trust": True, "culture": 11, "conflict": "7", "empathy": 2.5}
    assert {each.mine for each in lines({}, odd, None)} == {None}
