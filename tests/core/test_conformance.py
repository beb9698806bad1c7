"""What a turn script has to hold before a type can be registered: each mistake is told at its place."""

import pytest

from nearer.conformance import frozen_problems

MOVE = {"id": "say", "actor": "first", "act": "speak", "prompt": "Say it", "seconds": 45}


def problems_of(*moves):
    script = {"ready": "Ready?", "rounds": [{"title": "", "moves": list(moves)}]}
    return [each.pointer for each in frozen_problems({"schemas": {}, "flags": [], "script": script})]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"ends": "timer"},
        {"ends": "both", "seconds": None},
        {"days": True, "seconds": None},
        {"choices": [{"do": "again", "to": "say", "label": "Once more"}, {"do": "next", "label": "Go on"}]},
    ],
)
def test_a_move_may_end_in_each_way(more):
    assert problems_of(MOVE | more) == []


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"ends": "bell"}, "ends"),
        ({"ends": "timer", "seconds": None}, "ends"),
        ({"actor": "third"}, "actor"),
        ({"id": None}, "id"),
        ({"choices": [{"do": "again", "to": "nowhere", "label": "Once more"}]}, "choices"),
    ],
)
def test_a_mistake_in_a_move_is_told_at_its_place(more, place):
    assert problems_of(MOVE, MOVE | {"id": "other"} | more) == [f"/script/rounds/0/moves/1/{place}"]


def test_no_rounds_no_moves_and_one_id_twice_are_told():
    assert problems_of() == ["/script/rounds"]
    assert problems_of(MOVE, MOVE) == ["/script/rounds/0/moves/0/id", "/script/rounds/0/moves/1/id"]
