"""The pattern between us: four parts in order, and a card that speaks of it, not of either."""

from nearer import Context, State, View
from nearer_plugins.conflict.pattern_between_us import PARTS, PatternBetweenUs

kind = PatternBetweenUs()


def test_the_four_parts_come_first_and_in_order() -> None:
    assert list(kind.response_schema({})["properties"])[: len(PARTS)] == [name for name, _, _ in PARTS]


def test_the_card_bears_the_name_that_they_gave_it() -> None:
    shared = {"name": "The <fog>", "pattern": "It comes.", "hidden": ["worry"]}
    page = str(kind.render(View.REVIEW, {}, State(shared=shared), Context()))
    assert "The &lt;fog&gt;" in page
    assert "<li>worry</li>" in page
    assert "It is neither of you." in page


def test_without_a_name_it_is_it() -> None:
    assert "<h2>It</h2>" in str(kind.render(View.REVIEW, {}, State(shared={"pattern": "It comes."}), Context()))


def test_what_each_prepared_stands_above_the_parts() -> None:
    gathered = ({"step": "s-1", "property": "wish", "mine": "mine <b>", "theirs": None},)
    page = str(kind.render(View.ANSWER, {}, State(gathered=gathered), Context()))
    assert page.index("mine &lt;b&gt;") < page.index("data-fields")
    assert "Nothing here." in page


def test_the_form_for_one_keeps_the_preparation() -> None:
    gathers = [{"step": "s-1", "property": "wish"}]
    assert kind.alone({"gathers": gathers})[1]["gathers"] == gathers
