"""One small act: at most two picks, private reports, and last week's plan above the form."""

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import rule_of
from nearer_plugins.preferences.small_acts import SmallActs

kind = SmallActs()


def test_only_what_was_noticed_in_the_other_can_ever_be_released() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    assert {name for name, each in shown.items() if each != "private"} == {"noticed"}
    assert shown["noticed"] == "choose"


def test_one_or_two_acts_or_none_but_not_three() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"picks": ["cup", "hand"]}) == []
    assert problems(schema, {}) == []
    assert [each.pointer for each in problems(schema, {"picks": ["cup", "hand", "chore"]})] == ["/picks"]


def test_the_last_plan_stands_above_the_form() -> None:
    earlier = ({"picks": ["hand"]}, {"picks": ["cup", "no_longer_there"], "own": "Wave from the window."})
    page = str(kind.render(View.ANSWER, {}, State(), Context(occurrence=3, earlier=earlier)))
    assert page.index("Bringing a cup") < page.index("Wave from the window.") < page.index("data-fields")
    assert "Holding hands" not in page


def test_the_first_time_there_is_nothing_to_look_back_on() -> None:
    assert "Last time" not in str(kind.render(View.ANSWER, {}, State(), Context()))


def test_looking_back_has_no_wrong_answer_and_stays_private() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"back": "not_now", "back_noticed": "no", "back_next": "drop"}) == []
    assert {rule_of(schema, name).name for name in ("back", "back_noticed", "back_next")} == {"private"}
