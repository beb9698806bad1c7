"""The loose deck: picks open together, favourites stay one's own, and agreeing on a card is no match."""

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.communication.loose_deck import STARTER, LooseDeck

kind = LooseDeck()


def reveal(occurrence: int = 1, **state) -> str:
    context = Context(my_name="Kim", their_name="Alex", occurrence=occurrence)
    return str(kind.render(View.REVEAL, {}, State(**state), context))


def test_nobody_picks_more_than_agreed() -> None:
    schema = kind.response_schema({"picks": 1})
    assert problems(schema, {"picks": ["laugh"]}) == []
    assert [each.pointer for each in problems(schema, {"picks": ["laugh", "meal"]})] == ["/picks"]


def test_favourites_are_shown_only_to_their_owner() -> None:
    fields = kind.response_schema({})["properties"]
    assert fields["favourites"]["x-visibility"] == "private"
    assert "Which meal tastes of home?" in reveal(mine={"favourites": ["meal"]}, theirs={"picks": ["laugh"]})


def test_the_reveal_shows_what_each_picked_in_words() -> None:
    page = reveal(mine={"picks": ["laugh"], "own_card": "<What> now?"}, theirs={"picks": ["gone", "meal"]})
    kim, alex = page.split("<h2>Alex</h2>")
    assert STARTER[0]["text"] in kim
    assert "&lt;What&gt; now?" in kim
    assert "Which meal tastes of home?" in alex
    assert "gone" not in page


def test_who_can_not_decide_gets_another_first_card_next_time() -> None:
    answers = {"mine": {"picks": ["laugh"]}, "theirs": {"picks": ["meal"]}}
    first = [page.split("Begin with this one: ")[1] for page in (reveal(1, **answers), reveal(2, **answers))]
    assert first[0] != first[1]
    assert "Begin with" not in reveal(mine={}, theirs={})


def test_a_short_name_stands_once() -> None:
    assert [each.pointer for each in kind.check_config({"cards": [STARTER[0], STARTER[0]]})] == ["/cards/1/id"]


def test_a_large_deck_for_one_comes_in_sets_of_twelve() -> None:
    cards = [{"id": f"card_{each}", "text": f"Card {each}"} for each in range(40)]
    _, config = kind.alone({"cards": cards})
    assert [len(each["prompts"]) for each in config["sets"]] == [12, 12, 12, 4]
