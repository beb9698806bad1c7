"""Writing for oneself: the stop rule is always there, nothing is counted, only lifted sentences leave."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.languages import speaking
from nearer.rules.visibility import rule_of
from nearer_plugins.trust_journal.expressive_writing import GENTLER, STOP_RULE, ExpressiveWriting
from nearer_plugins.trust_journal.moods import fell_twice

kind = ExpressiveWriting()


def day(before: int, after: int) -> dict:
    return {"mood_before": before, "mood_after": after}


def answering(**context: object) -> str:
    return str(kind.render(View.ANSWER, {}, State(), Context(**context)))


@pytest.mark.parametrize("occurrence", [1, 2, 3, 9])
def test_the_stop_rule_and_the_gentler_way_stand_on_every_day(occurrence: int) -> None:
    page = answering(occurrence=occurrence)
    for sentence in (STOP_RULE, GENTLER):
        assert sentence.split(".")[0].replace("'", "&#39;") in page


def test_each_day_has_its_own_invitation_and_the_last_one_stays() -> None:
    assert "Go on where you like" in answering(occurrence=2)
    assert "Look at it once more" in answering(occurrence=3)
    assert "Look at it once more" in answering(occurrence=12)


def test_the_page_and_both_moods_are_private_and_only_lifted_sentences_may_open() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    own = ("mood_before", "parted", "body", "quiet", "mood_after")
    assert shown == {**dict.fromkeys(own, "private"), "lifted": "choose"}
    assert "lifted" not in kind.response_schema({"lifting": False})["properties"]


def test_at_most_five_sentences_of_400_signs_can_be_lifted() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"lifted": ["x" * 400] * 5}) == []
    assert [each.pointer for each in problems(schema, {"lifted": ["x"] * 6})] == ["/lifted"]
    assert [each.pointer for each in problems(schema, {"lifted": ["x" * 401]})] == ["/lifted/0"]


def test_no_page_shows_anything_of_the_other() -> None:
    theirs = {"body": "I was so scared.", "mood_before": 2, "lifted": ["I was scared."]}
    for view in View:
        page = str(kind.render(view, {}, State(mine={"body": "My own page."}, theirs=theirs), Context()))
        assert "scared" not in page


@pytest.mark.parametrize(
    ("earlier", "heavy"),
    [
        ([], False),
        ([day(5, 3)], False),
        ([day(5, 3), day(4, 2)], True),
        ([day(5, 3), day(4, 3)], False),
        ([day(7, 1), day(5, 5), day(6, 4), day(4, 1)], True),
        ([day(5, 3), {"body": "no moods given"}, day(4, 2)], True),
    ],
)
def test_passing_is_offered_after_two_falls_of_two(earlier: list[dict], heavy: bool) -> None:
    assert fell_twice(earlier) is heavy
    assert ("welcome to pass today" in answering(earlier=tuple(earlier))) is heavy


def test_nothing_on_any_page_counts() -> None:
    mine = {"body": "one two three", "lifted": ["one"], "mood_before": 4, "mood_after": 4}
    context = Context(occurrence=2, earlier=(mine,))
    pages = [str(kind.render(view, {}, State(mine=mine), context)) for view in (View.ANSWER, View.REVIEW)]
    assert not [
        word for word in ("streak", "in a row", "words written", "3 words", "Day 2") for p in pages if word in p
    ]


def test_a_recent_separation_speaks_against_it_and_the_card_names_the_alternative() -> None:
    assert "recent_separation" in kind.protocol.contraindications
    assert "Kept in sight" in kind.protocol.limits


def test_after_a_separation_the_long_page_is_refused_and_the_alternative_is_named() -> None:
    (refused,) = kind.check_response({}, {"parted": "yes", "body": "All of it."})
    assert (refused.pointer, refused.severity) == ("/body", "error")
    assert "three plain lines" in refused.message
    assert "still here" in refused.message


@pytest.mark.parametrize(
    "response",
    [
        {"parted": "yes", "quiet": "Went to work."},
        {"parted": "no", "body": "x"},
        {"parted": "rather_not", "body": "x"},
        {},
    ],
)
def test_the_quiet_lines_and_silence_about_it_are_never_refused(response: dict) -> None:
    assert list(kind.check_response({}, response)) == []


def test_a_counsellor_words_the_alternative() -> None:
    config = {"alternative": "Take a walk and write down what you saw."}
    (refused,) = kind.check_response(config, {"parted": "yes", "body": "x"})
    assert refused.message.startswith("Take a walk")


def test_what_takes_its_place_is_the_quiet_look() -> None:
    other, config = kind.alone({})
    assert other == "trust_journal.kept_in_sight"
    assert config["lifting"] is False


def test_how_one_was_is_said_in_the_language_of_the_reader() -> None:
    mine = {"body": "x", "mood_before": 7, "mood_after": 2}
    with speaking("es"):
        page = str(kind.render(View.REVIEW, {}, State(mine=mine), Context()))
    assert "Antes: 7 - muy bien" in page
    assert "2 - bajo" in page
