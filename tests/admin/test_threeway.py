"""Three states of one value brought together: nothing of anybody's is lost without a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer_admin.threeway import ORDER, Gap, differing, is_same, merged

KEYS = st.sampled_from(["a", "b", "c"])
LEAVES = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "x", "y"])


def named(inner):
    things = st.lists(st.dictionaries(st.sampled_from(["text", "n"]), inner, max_size=2), max_size=4)
    return st.tuples(things, st.permutations(["p", "q", "r", "s"])).map(
        lambda pair: [{**thing, "id": name} for thing, name in zip(*pair, strict=False)]
    )


VALUES = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=3) | named(inner),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES | named(VALUES), max_size=3)


def bring(then, theirs, yours, choices=None):
    return merged(then, theirs, yours, choices=choices)


@given(OBJECTS, OBJECTS)
def test_what_they_left_as_it_was_leaves_yours_as_it_is(then, yours):
    assert is_same(bring(then, then, yours), yours)


@given(OBJECTS, OBJECTS)
def test_what_you_left_as_it_was_becomes_theirs(then, theirs):
    assert is_same(bring(then, theirs, then), theirs)


@given(OBJECTS, OBJECTS)
def test_what_both_changed_alike_is_no_question(then, both):
    assert differing(then, both, both) == []
    assert is_same(bring(then, both, both), both)


@given(OBJECTS, OBJECTS, OBJECTS)
def test_yours_everywhere_is_yours_and_theirs_everywhere_is_theirs(then, theirs, yours):
    asked = differing(then, theirs, yours)
    assert is_same(bring(then, theirs, yours, {each.path: "yours" for each in asked}), yours)
    assert is_same(bring(then, theirs, yours, {each.path: "theirs" for each in asked}), theirs)


@given(OBJECTS, OBJECTS, OBJECTS)
def test_nothing_is_asked_that_only_one_side_changed(then, theirs, yours):
    for each in differing(then, theirs, yours):
        assert not is_same(each.theirs, each.yours)
        if each.changed_by == "both":
            assert not is_same(each.then, each.theirs)
            assert not is_same(each.then, each.yours)


@given(OBJECTS, OBJECTS)
def test_without_what_was_then_every_difference_is_asked_and_yours_stays_meanwhile(theirs, yours):
    assert all(each.changed_by == "both" for each in differing(Gap.UNKNOWN, theirs, yours))


THEN = {"title": "Talk", "cards": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]}


def cards(*names, **words):
    return {"title": "Talk", "cards": [{"id": each, "text": words.get(each, each.upper())} for each in names]}


@pytest.mark.parametrize(
    ("theirs", "yours", "then"),
    [
        (cards("a", "b", "c", a="Anew"), cards("a", "b", "c", b="Mine"), cards("a", "b", "c", a="Anew", b="Mine")),
        (cards("a", "x", "b", "c"), cards("a", "b", "c", "y"), cards("a", "x", "b", "c", "y")),
        (cards("x", "a", "b", "c"), cards("y", "a", "b", "c"), cards("x", "y", "a", "b", "c")),
        (cards("a", "c"), cards("a", "b", "c", "y"), cards("a", "c", "y")),
        (cards("c", "a", "b"), cards("a", "b", "c", a="Mine"), cards("c", "a", "b", a="Mine")),
    ],
)
def test_things_with_ids_come_together_thing_by_thing(theirs, yours, then):
    assert bring(THEN, theirs, yours) == then


def test_a_thing_that_they_removed_and_you_changed_is_asked():
    (asked,) = differing(THEN, cards("a", "b"), cards("a", "b", "c", c="Mine"))
    assert (asked.path, asked.changed_by, asked.theirs) == (("cards", "c"), "both", Gap.NOTHING)
    yours = cards("a", "b", "c", c="Mine")
    assert bring(THEN, cards("a", "b"), yours) == yours
    assert bring(THEN, cards("a", "b"), yours, {("cards", "c"): "theirs"}) == cards("a", "b")


def test_an_order_that_both_changed_is_asked_once():
    asked = differing(THEN, cards("c", "a", "b"), cards("b", "a", "c"))
    assert [(each.path, each.changed_by) for each in asked] == [(("cards", ORDER), "both")]
    choice = {("cards", ORDER): "theirs"}
    assert bring(THEN, cards("c", "a", "b"), cards("b", "a", "c"), choice) == cards("c", "a", "b")


def test_a_list_of_plain_words_is_one_value():
    asked = differing({"x": ["a"]}, {"x": ["a", "b"]}, {"x": ["a", "c"]})
    assert [each.path for each in asked] == [("x",)]


def test_true_is_not_one():
    assert differing({"x": 1}, {"x": 1}, {"x": True})[0].changed_by == "yours"
