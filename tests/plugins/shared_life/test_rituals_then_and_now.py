"""Then and now open to both, subject by subject; hard memories don't."""

from fixtures.planting import visible

from nearer import Context, View
from nearer.rules.visibility import rule_of
from nearer_plugins.shared_life.rituals_then_and_now import RitualsThenAndNow

kind = RitualsThenAndNow()
CONFIG = {"subjects": [{"id": "meals", "text": "Meals"}]}


def test_hard_memories_are_private() -> None:
    schema = kind.response_schema({})
    assert {name: rule_of(schema, name).name for name in schema["properties"]} == {
        "then": "both",
        "hard": "private",
        "now": "both",
    }


def test_the_page_goes_from_then_to_now() -> None:
    mine = {"then": {"meals": "At six."}, "now": {"meals": "At eight."}, "hard": "The shouting."}
    theirs = {"then": {"meals": "From the pot."}, "hard": "The silence."}
    page = str(kind.render(View.REVEAL, CONFIG, visible(kind, CONFIG, mine, theirs), Context(their_name="Alex")))
    assert page.index("At six.") < page.index("From the pot.") < page.index("At eight.") < page.index("Nothing here.")
    assert "The silence." not in page
    assert "The shouting." in page.split("<details>")[1]
