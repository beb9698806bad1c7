"""Taking stock: three private places with tags; a need opens by choice and is never corrected by force."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import rule_of
from nearer_plugins.trust_journal.taking_stock import TakingStock

kind = TakingStock()


def test_only_needs_and_lifted_sentences_can_ever_leave() -> None:
    schema = kind.response_schema({})
    assert {name for name in schema["properties"] if rule_of(schema, name).name != "private"} == {"needs", "lifted"}
    assert rule_of(schema, "needs").name == "choose"


def test_the_tags_are_three_and_a_counsellor_may_add_to_them() -> None:
    tags = kind.response_schema({})["properties"]["seen_tags"]["items"]["oneOf"]
    assert [each["const"] for each in tags] == ["predictability", "dependability", "faith"]
    config = {"tags": [{"id": "money", "text": "Money"}]}
    assert problems(kind.response_schema(config), {"own_tags": ["money"]}) == []
    assert [each.pointer for each in problems(kind.response_schema(config), {"own_tags": ["faith"]})] == ["/own_tags/0"]


def test_a_tag_that_stands_twice_is_refused() -> None:
    twice = {"tags": [{"id": "money", "text": "Money"}, {"id": "money", "text": "Cash"}]}
    assert [each.pointer for each in kind.check_config(twice)] == ["/tags/1/id"]


@pytest.mark.parametrize(
    ("need", "hinted"),
    [
        ("You never tell me.", True),
        ("Stop lying.", True),
        ("I would like to hear it early.", False),
        ("A stopover on the way.", False),
    ],
)
def test_blame_in_a_need_gets_a_hint_that_blocks_nothing(need: str, hinted: bool) -> None:
    found = list(kind.check_response({}, {"needs": ["Time.", need]}))
    assert [(each.pointer, each.severity) for each in found] == ([("/needs/1", "hint")] if hinted else [])


def test_what_was_found_last_time_is_folded_away_and_the_doubt_is_not_repeated() -> None:
    earlier = ({"seen": "Fuel in the car.", "doubt": "Am I told last?"},)
    page = str(kind.render(View.ANSWER, {}, State(), Context(earlier=earlier)))
    assert page.index("<details>") < page.index("Fuel in the car.")
    assert "told last" not in page
