"""Small initiatives: one's own stay private, what one noticed is told by choice."""

from nearer.rules.visibility import PARTNER, Moment, filter_answer, rule_of
from nearer_plugins.intentions.small_initiatives import SmallInitiatives

kind = SmallInitiatives()


def test_what_a_person_did_and_their_limit_open_to_nobody() -> None:
    schema = kind.response_schema({})
    answer = {"did": [{"what": "Filled the tank."}], "limit": "Not today.", "noticed": ["The light."]}
    opened = Moment(both=True, joint=frozenset(answer), released=True)
    assert filter_answer(schema, answer, PARTNER, opened) == {}
    assert [name for name in answer if rule_of(schema, name).name == "choose"] == ["noticed"]


def test_the_question_about_the_other_is_the_counsellors() -> None:
    assert kind.response_schema({"noticed": "And you?"})["properties"]["noticed"]["title"] == "And you?"
