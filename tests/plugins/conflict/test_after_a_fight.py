"""After a fight, each: five answers wait for the joint step, and what is not to be said yet stays."""

from nearer import Context, State, View
from nearer_plugins.conflict.after_a_fight import PREPARED, AfterAFight

kind = AfterAFight()


def test_five_answers_are_for_the_joint_step_and_two_for_nobody() -> None:
    seen = {name: each["x-visibility"] for name, each in kind.response_schema({})["properties"].items()}
    assert {name for name, word in seen.items() if word == "joint"} == {name for name, _ in PREPARED}
    assert {name for name, word in seen.items() if word == "private"} == {"warmth", "not_yet"}


def test_the_form_for_one_asks_under_the_same_names_so_that_it_can_be_gathered() -> None:
    _, config = kind.alone({})
    assert [each["id"] for each in config["prompts"]] == [name for name, _ in PREPARED]


def test_the_opening_is_drawn_as_words() -> None:
    assert "&lt;b&gt;" in str(kind.render(View.ANSWER, {"opening": "<b>"}, State(), Context()))
