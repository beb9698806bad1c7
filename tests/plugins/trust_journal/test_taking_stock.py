"""Taking stock: three private places; a need opens by choice and is never corrected by force."""

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


def test_the_subjects_are_three_and_a_counsellor_may_add_to_them_or_ask_for_none() -> None:
    about = kind.response_schema({})["properties"]["seen"]["properties"]["about"]["items"]["oneOf"]
    assert [each["const"] for each in about] == ["predictability", "dependability", "faith"]
    config = {"subjects": [{"id": "money", "text": "Money"}]}
    schema = kind.response_schema(config)
    assert problems(schema, {"own": {"about": ["money"]}}) == []
    assert [each.pointer for each in problems(schema, {"own": {"about": ["faith"]}})] == ["/own/about/0"]
    assert set(kind.response_schema({"subjects": []})["properties"]["seen"]["properties"]) == {"what"}


def test_a_subject_that_stands_twice_is_refused() -> None:
    twice = {"subjects": [{"id": "money", "text": "Money"}, {"id": "money", "text": "Cash"}]}
    assert [each.pointer for each in kind.check_config(twice)] == ["/subjects/1/id"]


def test_a_config_and_an_answer_of_version_1_are_read_as_they_look_today() -> None:
    from nearer.migrating import answer_of_today, config_of_today

    old = {"tags": [{"id": "money", "text": "Money"}]}
    assert problems(kind.config_schema, config_of_today(kind, 1, old)) == []
    answer = answer_of_today(kind, 1, {"seen": "Fuel in the car.", "seen_tags": ["money"], "doubt": "Am I told last?"})
    assert answer == {"seen": {"what": "Fuel in the car.", "about": ["money"]}, "doubt": "Am I told last?"}
    assert problems(kind.response_schema(config_of_today(kind, 1, old)), answer) == []


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
    earlier = ({"seen": {"what": "Fuel in the car."}, "doubt": "Am I told last?"},)
    page = str(kind.render(View.ANSWER, {}, State(), Context(earlier=earlier)))
    assert page.index("<details>") < page.index("Fuel in the car.")
    assert "told last" not in page


def test_a_page_of_version_1_is_drawn_with_what_was_found_last_time() -> None:
    from nearer.testing import load_plugins

    registry = load_plugins()
    old = {"type": kind.id, "version": 1, "config": {"opening": "Look.", "tags": [{"id": "money", "text": "Money"}]}}
    earlier = ({"seen": "Fuel in the car.", "seen_tags": ["money"]},)
    page = str(registry.render(old, View.ANSWER, State(), Context(earlier=earlier)))
    assert "Fuel in the car." in page
    assert registry.failures == {}
