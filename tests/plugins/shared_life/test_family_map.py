"""The family map: little is written of others, all of it is private, and the grid puts each where they said."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import rule_of
from nearer_plugins.shared_life.family_map import FamilyMap, grid

kind = FamilyMap()


def test_only_sentences_to_tell_can_ever_leave() -> None:
    schema = kind.response_schema({})
    assert [name for name in schema["properties"] if rule_of(schema, name).name != "private"] == ["tell"]
    assert rule_of(schema, "tell").name == "choose"


def test_names_are_short_and_a_full_one_gets_a_hint() -> None:
    assert [each.pointer for each in problems(kind.response_schema({}), {"people": [{"name": "x" * 21}]})] == [
        "/people/0/name"
    ]
    found = list(kind.check_response({}, {"people": [{"name": "M."}, {"name": "Mara Lind"}, {}]}))
    assert [(each.pointer, each.severity) for each in found] == [("/people/1/name", "hint")]


def test_no_more_people_than_the_counsellor_allows() -> None:
    schema = kind.response_schema({"people": 3})
    assert [each.pointer for each in problems(schema, {"people": [{}] * 4})] == ["/people"]


@pytest.mark.parametrize(
    ("home", "us", "expected"),
    [
        ({"close": 1, "flexible": 5}, {"close": 5, "flexible": 1}, {(5, 1): "home", (1, 5): "us"}),
        ({"close": 3, "flexible": 3}, {"close": 3, "flexible": 3}, {(3, 3): "both"}),
        ({"close": 2}, {"close": 4, "flexible": 2}, {(2, 4): "us"}),
        ({}, {}, {}),
    ],
)
def test_each_stands_where_they_put_it(home: dict, us: dict, expected: dict) -> None:
    marks = {(row, column): mark for row, places in grid(home, us) for column, mark in enumerate(places, 1) if mark}
    assert marks == expected


def test_the_map_is_a_table_and_people_stay_off_every_page_for_two() -> None:
    mine = {"people": [{"name": "M.", "kind": "parent", "near": 2}], "home": {"close": 2, "flexible": 1}}
    page = str(kind.render(View.REVIEW, {}, State(mine=mine), Context()))
    assert "A parent, or like one" in page
    assert "● home" in page
    assert "M." not in str(kind.render(View.REVEAL, {}, State(mine={}, theirs=mine), Context()))
