"""The view of a third person: three private questions, and a word on when to come back."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import visibilities
from nearer_plugins.trust_journal.third_person import NAMES, PROMPTS, ThirdPerson

kind = ThirdPerson()


def test_three_questions_are_asked_and_all_is_private() -> None:
    schema = kind.response_schema({})
    assert [schema["properties"][name]["title"] for name in NAMES] == list(PROMPTS)
    assert visibilities(schema) == {"private"}


def test_a_counsellor_keeps_to_three_questions() -> None:
    two = {"prompts": ["One?", "Two?"]}
    assert [each.pointer for each in problems(kind.config_schema, two)] == ["/prompts"]


@pytest.mark.parametrize(("months", "said"), [(1, "about a month"), (4, "about 4 months"), (12, "about 12 months")])
def test_the_page_says_when_it_would_be_good_to_come_back(months: int, said: str) -> None:
    assert said in str(kind.render(View.ANSWER, {"months": months}, State(), Context()))


def test_a_sentence_can_be_lifted_only_where_it_is_offered() -> None:
    assert kind.response_schema({"lifting": True})["properties"]["lifted"]["x-visibility"] == "choose"
