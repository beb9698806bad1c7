"""On your own side: private questions, with only one's own preparation."""

from nearer import Context, State, View
from nearer_plugins.conflict.own_side import OwnSide, alone

kind = OwnSide()
GATHERS = [{"step": "s-1", "property": "reality", "heading": "How it was"}]


def test_everything_is_private_whatever_is_asked() -> None:
    _, config = alone("Visits", ("first", "One?"), ("second", "Two?"))
    fields = kind.response_schema(config)["properties"]
    assert list(fields) == ["warmth", "first", "second"]
    assert {each["x-visibility"] for each in fields.values()} == {"private"}


def test_a_short_name_stands_once_and_is_not_one_of_ours() -> None:
    twice = [{"id": "one", "text": "A?"}, {"id": "one", "text": "B?"}, {"id": "warmth", "text": "C?"}]
    assert [each.pointer for each in kind.check_config({"prompts": twice})] == ["/prompts/1/id", "/prompts/2/id"]


def test_only_the_own_preparation_is_shown() -> None:
    gathered = ({"step": "s-1", "property": "reality", "mine": "I <was> there", "theirs": "not yours"},)
    page = str(kind.render(View.ANSWER, {"gathers": GATHERS}, State(gathered=gathered), Context()))
    assert "How it was" in page
    assert "I &lt;was&gt; there" in page
    assert "not yours" not in page


def test_without_preparation_nothing_is_said_of_it() -> None:
    gathered = ({"step": "s-1", "property": "reality", "mine": None, "theirs": "not yours"},)
    page = str(kind.render(View.ANSWER, {"gathers": GATHERS}, State(gathered=gathered), Context()))
    assert "What you prepared" not in page
