"""Values: two sorts side by side, in words, without a number for the couple."""

import re

import pytest
from fixtures.planting import visible

from nearer import Context, View
from nearer.dialect import problems
from nearer.rules.visibility import PARTNER, Moment, filter_answer
from nearer_plugins.shared_life.values_sort import CARDS, ValuesSort, side_by_side

kind = ValuesSort()
SAMPLE = kind.samples[0]
THREE = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"a": "very", "b": "very"}, {"a": "very", "b": "not"}, (("A",), ("B",), ())),
        ({"a": "not", "b": "not"}, {"a": "very", "b": "not"}, ((), (), ("A",))),
        ({"c": "very"}, {"c": "somewhat"}, ((), (), ())),
        ({"a": "very"}, {}, ((), (), ())),
        ({}, {}, ((), (), ())),
    ],
)
def test_only_shared_favourites_and_clear_differences_are_named(mine: dict, theirs: dict, expected: tuple) -> None:
    found = side_by_side(THREE, mine, theirs)
    assert (found.both, found.only_mine, found.only_theirs) == expected


def test_there_are_twenty_cards_of_their_own_names() -> None:
    assert len({card["id"] for card in CARDS}) == len(CARDS) == 20


def test_at_most_five_favourites_each_of_them_once() -> None:
    schema = kind.response_schema({})
    assert [each.pointer for each in problems(schema, {"top": [{}] * 6})] == ["/top"]
    assert [each.pointer for each in kind.check_response({}, {"top": [{"card": "ease"}, {}, {"card": "ease"}]})] == [
        "/top/2/card"
    ]


def test_nothing_opens_before_both_have_finished() -> None:
    assert filter_answer(kind.response_schema(SAMPLE.config), SAMPLE.answers["b"], PARTNER, Moment()) == {}


def test_the_reveal_has_favourites_and_differences_and_no_number_at_all() -> None:
    state = visible(kind, SAMPLE.config, dict(SAMPLE.answers["a"]), dict(SAMPLE.answers["b"]))
    page = str(kind.render(View.REVEAL, SAMPLE.config, state, Context(their_name="Alex")))
    assert "Dear to both of you" in page
    assert "Dear to Alex, and not so much to you" in page
    assert page.index("An hour by myself on Saturday.") < page.index("A road I don&#39;t know.")
    assert not re.search(r"\d", re.sub(r"<[^>]+>|&#\d+;", "", page))


def test_a_card_that_stands_twice_is_refused() -> None:
    assert [each.pointer for each in kind.check_config({"cards": [THREE[0], THREE[0]]})] == ["/cards/1/id"]
