"""The pulse: one to three questions; who sees them stands in the config."""

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import rule_of
from nearer_plugins.measures.pulse import Pulse

kind = Pulse()


def test_ratings_are_as_open_as_the_config_says_and_the_word_is_always_private() -> None:
    for opens in ("private", "both"):
        schema = kind.response_schema({"opens": opens})
        assert rule_of(schema, "ratings").name == opens
        assert rule_of(schema, "word").name == "private"


def test_one_to_three_questions() -> None:
    question = {"id": "a", "text": "How?", "low": "little", "high": "much"}
    several = [{**question, "id": name} for name in "abcd"]
    assert problems(kind.config_schema, {"questions": several[:3]}) == []
    assert problems(kind.config_schema, {"questions": several}) != []
    assert problems(kind.config_schema, {"questions": []}) != []


def test_closeness_of_heart_and_of_body_are_two_questions_and_both_optional() -> None:
    schema = kind.response_schema({})
    assert {"near", "body"} <= schema["properties"]["ratings"]["properties"].keys()
    assert problems(schema, {"ratings": {"near": 7}}) == []


def test_the_reveal_stands_side_by_side_only_where_ratings_are_for_both() -> None:
    state = State(mine={"ratings": {"near": 5}}, theirs={"ratings": {"heard": 2}})
    assert kind.render(View.REVEAL, {"opens": "private"}, state, Context()) is None
    page = str(kind.render(View.REVEAL, {"opens": "both"}, state, Context(their_name="Alex")))
    assert page.count("left out") == 4
    assert "◆ Alex" in page


def test_two_questions_of_one_name_are_refused_at_the_second() -> None:
    question = {"id": "a", "text": "How?", "low": "little", "high": "much"}
    assert [each.pointer for each in kind.check_config({"questions": [question, question]})] == ["/questions/1/id"]
