"""Exciting activities: what excites both comes first, and new things first among them."""

import pytest
from fixtures.planting import visible

from nearer import Context, View
from nearer_plugins.shared_life.exciting_activities import ExcitingActivities
from nearer_plugins.shared_life.proposals import proposals

kind = ExcitingActivities()
THREE = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}]


def rated(exciting: dict, pleasant: dict | None = None, new: tuple[str, ...] = ()) -> dict:
    return {"exciting": exciting, "pleasant": pleasant or {}, "new": list(new)}


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (rated({"a": 6}), rated({"a": 6}), ((), ("A",), ())),
        (rated({"a": 10}), rated({"a": 5}), ((), (), ())),
        (rated({"a": 9}, new=("a",)), rated({"a": 7}, new=("a",)), (("A",), (), ())),
        (rated({"a": 9}, new=("a",)), rated({"a": 7}), ((), ("A",), ())),
        (rated({"b": 2}, {"b": 8}), rated({"b": 3}, {"b": 6}), ((), (), ("B",))),
        (rated({"a": 7, "c": 7}, {"a": 9}), rated({"a": 6, "c": 10}, {"a": 9}), ((), ("A", "C"), ())),
        (rated({"a": 9}), rated({}), ((), (), ())),
        ({}, {}, ((), (), ())),
    ],
)
def test_what_fits_both_is_proposed_once_and_in_the_order_of_the_list(
    mine: dict, theirs: dict, expected: tuple
) -> None:
    found = proposals(THREE, mine, theirs)
    assert (found.new, found.exciting, found.pleasant) == expected
    mirrored = proposals(THREE, theirs, mine)
    assert (mirrored.new, mirrored.exciting, mirrored.pleasant) == expected


def test_new_things_stand_before_the_others_on_the_page() -> None:
    sample = kind.samples[0]
    state = visible(kind, sample.config, dict(sample.answers["a"]), dict(sample.answers["b"]))
    page = str(kind.render(View.REVEAL, sample.config, state, Context(their_name="Alex")))
    assert page.index("A walk in the dark") < page.index("Learning a dance") < page.index("Sleep in a tent")
    assert "Being on or in water" in page[page.index("Pleasant for both") :]


def test_own_ideas_are_asked_only_where_the_counsellor_wants_them() -> None:
    assert "own" not in kind.response_schema({"invite_own": 0})["properties"]
