"""If-then plans: own behaviour only, one cue, ten words, one to four weeks, for nobody else's eyes."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import visibilities
from nearer_plugins.intentions.if_then_plan import IfThenPlan

kind = IfThenPlan()
TEN = "I put the phone away and look up at you"


def found(plan: dict) -> list[tuple[str, str]]:
    return [(each.pointer, each.severity) for each in kind.check_response({}, {"plans": [plan]})]


def test_ten_words_pass_and_eleven_are_refused_at_the_act() -> None:
    assert len(TEN.split()) == 10
    assert found({"act": TEN}) == []
    assert found({"act": f"{TEN} again"}) == [("/plans/0/act", "error")]


def test_a_goal_about_somebody_else_gets_a_hint_only() -> None:
    assert found({"goal": "You should listen more"}) == [("/plans/0/goal", "hint")]
    assert found({"goal": "I want to listen more"}) == []


def test_an_act_for_the_other_gets_a_hint_only() -> None:
    assert found({"act": "my partner makes tea"}) == [("/plans/0/act", "hint")]


def test_two_cues_get_a_hint_and_one_does_not() -> None:
    assert found({"cue": "When I am tired or it is late"}) == [("/plans/0/cue", "hint")]
    assert found({"cue": "When the door opens"}) == []


def test_a_plan_lasts_one_to_four_weeks_and_there_are_two_at_most() -> None:
    schema = kind.response_schema({"most": 2})
    assert problems(schema, {"plans": [{"weeks": 1}, {"weeks": 4}]}) == []
    assert [each.pointer for each in problems(schema, {"plans": [{"weeks": 5}]})] == ["/plans/0/weeks"]
    assert [each.pointer for each in problems(schema, {"plans": [{}, {}, {}]})] == ["/plans"]
    assert [each.pointer for each in problems(kind.config_schema, {"most": 3})] == ["/most"]


def test_nobody_else_ever_sees_a_plan() -> None:
    assert visibilities(kind.response_schema({})) == {"private"}


@pytest.mark.parametrize("view", [View.REVIEW, View.REVEAL])
def test_a_plan_reads_as_one_sentence_with_what_was_left_out_in_plain_words(view: View) -> None:
    page = str(kind.render(view, {}, State(mine={"plans": [{"act": "I ask."}, {"cue": "At noon"}]}), Context()))
    assert "When the moment comes" in page
    assert "Nothing here." in page
    assert "streak" not in page
