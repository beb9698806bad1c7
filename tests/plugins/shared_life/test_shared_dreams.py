"""Dreams open to both; what makes them hard to say never does."""

from fixtures.planting import visible

from nearer import Context, View
from nearer.rules.visibility import rule_of
from nearer_plugins.shared_life.shared_dreams import DREAMS, SharedDreams

kind = SharedDreams()


def test_the_fear_is_private_and_the_rest_opens_together() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    assert shown == {"dreams": "both", "tries": "both", "fear": "private"}


def test_question_by_question_both_stand_side_by_side_and_the_own_fear_is_folded_away() -> None:
    mine = {"dreams": {"year": "Swim."}, "fear": "To look silly."}
    state = visible(kind, {}, mine, {"dreams": {"year": "Sleep."}, "tries": ["Ask."], "fear": "To be left."})
    page = str(kind.render(View.REVEAL, {}, state, Context(their_name="Alex")))
    assert page.index("Swim.") < page.index("Sleep.") < page.index("Ask.") < page.index("<details>")
    assert "To look silly." in page.split("<details>")[1]
    assert "To be left." not in page
    assert page.count("Nothing here.") == 2 * (len(DREAMS) - 1) + 1


def test_the_form_for_one_has_the_same_questions() -> None:
    assert [each["text"] for each in kind.alone({})[1]["prompts"]] == [each["text"] for each in DREAMS]
