"""A written intention: one's own page, with sentences to say by choice."""

from nearer.rules.visibility import rule_of
from nearer_plugins.intentions.written_intention import WrittenIntention

kind = WrittenIntention()


def test_only_sentences_to_say_can_ever_leave() -> None:
    schema = kind.response_schema({})
    assert {name: rule_of(schema, name).name for name in schema["properties"]} == {
        "intention": "private",
        "why": "private",
        "shows": "private",
        "against": "private",
        "say": "choose",
    }


def test_what_speaks_against_it_is_asked_unless_the_counsellor_leaves_it_out() -> None:
    assert "against" not in kind.response_schema({"doubt": False})["properties"]


def test_another_subject_gets_a_hint_and_nothing_more() -> None:
    (hint,) = kind.check_response({}, {"intention": "You will be kinder."})
    assert (hint.pointer, hint.severity) == ("/intention", "hint")
    assert list(kind.check_response({}, {"intention": "I will be kinder."})) == []
    assert list(kind.check_response({}, {})) == []
