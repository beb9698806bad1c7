"""Kept in sight: a private note for each question of the config."""

from nearer import Context, State, View
from nearer_plugins.trust_journal.kept_in_sight import KeptInSight

kind = KeptInSight()
CONFIG = {"prompts": [{"id": "one", "text": "First?"}, {"id": "two", "text": "Second?"}]}


def test_each_question_has_a_private_note() -> None:
    fields = kind.response_schema(CONFIG)["properties"]
    assert list(fields["notes"]["properties"]) == ["one", "two"]
    assert {each["x-visibility"] for each in fields.values()} == {"private"}


def test_sentences_can_be_lifted_only_where_the_config_offers_it() -> None:
    assert "lifted" not in kind.response_schema(CONFIG)["properties"]
    assert kind.response_schema({**CONFIG, "lifting": True})["properties"]["lifted"]["x-visibility"] == "choose"


def test_two_questions_of_one_name_are_refused_at_the_second() -> None:
    twice = {"prompts": [CONFIG["prompts"][0], {"id": "one", "text": "Again?"}]}
    assert [each.pointer for each in kind.check_config(twice)] == ["/prompts/1/id"]


def test_looking_back_shows_question_by_question() -> None:
    page = str(kind.render(View.REVIEW, CONFIG, State(mine={"notes": {"two": "A note."}}), Context()))
    assert page.index("First?") < page.index("Nothing here.") < page.index("Second?") < page.index("A note.")
