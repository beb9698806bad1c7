"""Two circles: the outer one first, no weighing, and what may soften stays with its writer."""

from nearer import Context, State, View
from nearer_plugins.conflict.compromise_circles import CompromiseCircles

kind = CompromiseCircles()


def test_circles_open_and_second_thoughts_stay_private() -> None:
    seen = {name: each["x-visibility"] for name, each in kind.response_schema({})["properties"].items()}
    assert {name for name, word in seen.items() if word == "both"} == {"inner", "why", "outer", "idea"}
    assert {name for name, word in seen.items() if word == "private"} == {"warmth", "softer"}


def test_the_reveal_begins_with_what_can_move() -> None:
    state = State(
        mine={"inner": ["My <mother>"], "outer": ["Which week"], "softer": "Perhaps shorter."},
        theirs={"inner": ["Rest"], "idea": "Two and three days."},
    )
    page = str(kind.render(View.REVEAL, {"about": "Holidays"}, state, Context(their_name="Alex")))
    assert page.index("Which week") < page.index("My &lt;mother&gt;")
    assert page.index("Two and three days.") > page.index("Alex")
    assert page.index("Perhaps shorter.") > page.index("<details>")


def test_the_subject_stands_at_the_inner_circle() -> None:
    assert kind.response_schema({"about": "Holidays"})["properties"]["inner"]["title"].endswith("Holidays")
