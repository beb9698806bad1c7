"""After a fight, together: both sides stand above the steps, and nobody is asked who was right."""

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.conflict.after_a_fight_talk import STEPS, AfterAFightTalk

kind = AfterAFightTalk()
GATHERS = [{"step": "s-1", "property": "reality", "heading": "How it was for me"}]
GATHERED = ({"step": "s-1", "property": "reality", "mine": "I <asked>.", "theirs": "I drove."},)


def test_both_sides_stand_above_the_steps() -> None:
    page = str(kind.render(View.ANSWER, {"gathers": GATHERS}, State(gathered=GATHERED), Context()))
    assert page.count("How it was for me") == 2
    assert page.index("I &lt;asked&gt;.") < page.index("I drove.") < page.index("<h2>The steps</h2>")


def test_without_preparation_the_steps_stand_alone() -> None:
    page = str(kind.render(View.ANSWER, {}, State(), Context()))
    assert "person" not in page
    assert STEPS[-1] in page


def test_nobody_is_asked_who_was_right() -> None:
    asked = str(kind.response_schema({})) + " ".join(STEPS)
    assert not [word for word in ("right", "fault", "guilty", "blame") if word in asked]
    assert problems(kind.response_schema({}), {"next_time": ["Eat first."]}) == []


def test_the_form_for_one_keeps_the_preparation() -> None:
    type_id, config = kind.alone({"gathers": GATHERS})
    assert (type_id, config["gathers"]) == ("conflict.own_side", GATHERS)
