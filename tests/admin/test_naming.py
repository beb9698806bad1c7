"""Short names: nobody has to think of one, and none is ever changed or doubled."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer.dialect import problems
from nearer_admin.naming import LAST, eased, short_name, with_names

NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 30}
CARD = {"type": "object", "required": ["id", "text"], "properties": {"id": NAME, "text": {"type": "string"}}}
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80).filter(str.strip)
SCHEMA = {
    "type": "object",
    "properties": {
        "cards": {"type": "array", "items": CARD},
        "sets": {
            "type": "array",
            "items": {"type": "object", "properties": {"cards": {"type": "array", "items": CARD}}},
        },
    },
}


@given(st.lists(LINES, max_size=6))
def test_every_thing_gets_a_name_of_its_own_that_fits(lines):
    made = with_names({"cards": [{"text": line} for line in lines]}, SCHEMA)
    assert problems(SCHEMA, made) == []
    assert len({card["id"] for card in made["cards"]}) == len(lines)


def test_a_name_that_is_there_stays_and_is_not_used_again_anywhere():
    config = {"cards": [{"text": "Late again"}], "sets": [{"cards": [{"id": "late_again", "text": "Reworded"}]}]}
    made = with_names(config, SCHEMA)
    assert made["sets"] == config["sets"]
    assert made["cards"][0]["id"] == "late_again_2"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A hug, when we meet!", "a_hug_when_we_meet"),
        ("Über Mut", "uber_mut"),
        ("3 things", "things"),
        ("مرحبا", "own"),
    ],
)
def test_a_name_is_made_of_the_words(words, name):
    assert short_name({"text": words}, set()) == name


def test_a_blank_row_gets_no_name_and_what_needs_none_is_left_alone():
    free = copy.deepcopy(SCHEMA)
    free["properties"]["cards"]["items"]["required"] = ["text"]
    assert with_names({"cards": [{"text": " "}, {}]}, SCHEMA) == {"cards": [{"text": " "}, {}]}
    assert with_names({"cards": [{"text": "Here"}]}, free) == {"cards": [{"text": "Here"}]}


def test_a_form_asks_for_names_last_and_not_at_all_costs():
    card = eased(SCHEMA)["properties"]["sets"]["items"]["properties"]["cards"]["items"]
    assert card["required"] == ["text"]
    assert card["properties"]["id"]["x-order"] == LAST
    assert SCHEMA["properties"]["cards"]["items"]["required"] == ["id", "text"], "the type's own schema stays"
