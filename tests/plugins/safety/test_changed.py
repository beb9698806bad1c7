"""Something has changed: every tick raises its flag, nothing takes one away, and the page after is one for all."""

from itertools import combinations

import pytest

from nearer import CONTRAINDICATIONS, Context, State, View
from nearer.dialect import problems, schema_problems
from nearer.rules.scoring import raised
from nearer.rules.visibility import COUNSELLOR, PARTNER, SAFETY, SELF, Moment, filter_answer, is_write_only
from nearer_plugins.safety.changed import Changed
from nearer_plugins.safety.changes import CHANGES

kind = Changed()
FLAGS = kind.flags({})
EXPECTED = {
    "afraid": "fear",
    "no_free_word": "fear",
    "hurt": "ipv_clinical",
    "pressed": "ipv_clinical",
    "watched": "ipv_clinical",
    "own_force": "ipv_clinical",
    "ending": "acute_crisis",
    "too_much": "acute_crisis",
    "separation": "recent_separation",
    "affair": "recent_affair",
    "drink": "intoxication",
    "something_else": None,
    "nothing": None,
}


def test_every_change_is_known_here_and_every_flag_of_the_list_can_be_raised() -> None:
    assert {each.name: each.flag for each in CHANGES} == EXPECTED
    assert {rule["flag"] for rule in FLAGS} == set(CONTRAINDICATIONS)
    assert [each for rule in FLAGS for each in schema_problems(rule["when"], response=False)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_tick_raises_exactly_its_flag(name: str) -> None:
    assert raised(FLAGS, {"changed": [name]}) == ({EXPECTED[name]} - {None})


def test_ticks_add_up_and_nothing_takes_one_away() -> None:
    for one, other in combinations(EXPECTED, 2):
        found = raised(FLAGS, {"changed": [one, other], "wellbeing": "well"})
        assert found == {EXPECTED[one], EXPECTED[other]} - {None}


@pytest.mark.parametrize("response", [{}, {"changed": []}, {"since": "days"}, {"wellbeing": "rather_not"}])
def test_saying_nothing_raises_nothing(response: dict) -> None:
    assert raised(FLAGS, response) == set()
    assert problems(kind.response_schema({}), response) == []


def test_somebody_who_needs_help_is_heard() -> None:
    assert raised(FLAGS, {"wellbeing": "need_help"}) == {"acute_crisis"}


@pytest.mark.parametrize("viewer", [SELF, PARTNER, COUNSELLOR])
def test_nobody_but_a_safety_task_ever_sees_it(viewer: str) -> None:
    schema, answer = kind.response_schema({}), {"changed": ["hurt"], "since": "days", "wellbeing": "badly"}
    assert filter_answer(schema, answer, viewer, Moment(both=True, joint=frozenset(answer), released=True)) == {}
    assert filter_answer(schema, answer, SAFETY, Moment()) == answer
    assert is_write_only(schema)


@pytest.mark.parametrize("view", [View.REVIEW, View.REVEAL])
def test_afterwards_the_page_is_the_same_bytes_for_every_tick(view: View) -> None:
    answers = (None, {}, {"changed": ["hurt"]}, {"changed": ["nothing"]}, {"wellbeing": "need_help"})
    assert len({kind.render(view, {}, State(mine=answer), Context()) for answer in answers}) == 1


def test_who_reads_it_and_where_to_turn_stand_before_the_questions() -> None:
    page = str(
        kind.render(View.ANSWER, {"who_reads": "The night desk.", "help": "The green house."}, State(), Context())
    )
    assert page.index("The night desk.") < page.index("The green house.") < page.index("data-fields")
