"""What brings us closer: four questions per act, a reveal without verdict, a form for one."""

import pytest
from fixtures.planting import visible

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import PARTNER, Moment, filter_answer, rule_of
from nearer_plugins.preferences.acts import ACTS
from nearer_plugins.preferences.closeness import Closeness
from nearer_plugins.preferences.own_wishes import OwnWishes

kind = Closeness()
SAMPLE = kind.samples[0]
CONTEXT = Context(their_name="Alex")


def reveal(mine: dict, theirs: dict) -> str:
    return str(kind.render(View.REVEAL, SAMPLE.config, visible(kind, SAMPLE.config, mine, theirs), CONTEXT))


def test_there_are_at_least_24_acts_over_many_kinds_of_closeness() -> None:
    tags = {tag for act in ACTS for tag in act["tags"]}
    assert len({act["id"] for act in ACTS}) == len(ACTS) >= 24
    assert tags >= {"touch", "time", "words", "help", "gifts", "autonomy", "talk", "body"}


def test_ratings_open_together_and_the_guess_opens_with_what_it_guesses() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    assert shown == {"like": "both", "notice": "both", "do": "both", "guess": "guess", "own": "both"}
    assert schema["properties"]["guess"]["x-guess-of"] == "like"
    assert "guess" not in kind.response_schema({"guess": False})["properties"]


def test_every_single_rating_can_be_left_out_and_is_within_the_scale() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"like": {}, "guess": {"hand": 0}}) == []
    assert [each.pointer for each in problems(schema, {"do": {"hand": 7}})] == ["/do/hand"]


def test_nothing_is_shown_of_the_other_before_both_have_answered() -> None:
    schema = kind.response_schema(SAMPLE.config)
    assert filter_answer(schema, SAMPLE.answers["b"], PARTNER, Moment()) == {}


def test_the_reveal_says_what_differs_in_words() -> None:
    page = reveal(SAMPLE.answers["a"], SAMPLE.answers["b"])
    wished = page[page.index("What you would like more of") : page.index("What Alex would like more of")]
    assert "A hug when we meet again" in wished
    assert "You like it: very much" in " ".join(wished.split())
    assert "Alex does it, in their own eyes: now and then" in " ".join(wished.split())


def test_surprises_stand_beside_what_was_guessed() -> None:
    page = " ".join(reveal(SAMPLE.answers["a"], SAMPLE.answers["b"]).split())
    surprises = page[page.index("What surprised you") : page.index("What may have surprised Alex")]
    assert "Time alone, given gladly" in surprises
    assert "You guessed: hardly" in surprises


@pytest.mark.parametrize("answers", [({}, {}), (SAMPLE.answers["a"], {}), ({}, SAMPLE.answers["b"])])
def test_with_one_side_passed_there_are_no_lists_and_no_reproach(answers: tuple[dict, dict]) -> None:
    page = reveal(*answers)
    assert '<ul class="acts">' not in page
    assert "did not answer" not in page


def test_the_critique_of_the_popular_idea_stands_there_with_its_year() -> None:
    page = str(kind.render(View.ANSWER, {}, State(), CONTEXT))
    assert "2024" in page
    assert "found little to support" in page
    assert kind.protocol.grade == "X"


def test_the_form_for_one_has_the_same_acts_and_opens_nothing_by_itself() -> None:
    type_id, config = kind.alone(SAMPLE.config)
    alone = OwnWishes()
    assert type_id == alone.id
    assert config["acts"] == SAMPLE.config["acts"]
    assert problems(alone.config_schema, config) == []
    schema = alone.response_schema(config)
    assert {rule_of(schema, name).partner for name in schema["properties"]} == {"never"}


def test_two_acts_of_one_name_are_refused_at_the_second() -> None:
    twice = {"acts": [{"id": "hug", "text": "A hug"}, {"id": "hug", "text": "Another"}]}
    assert [each.pointer for each in kind.check_config(twice)] == ["/acts/1/id"]


def test_a_counsellors_own_act_is_rated_like_any_other_and_brings_its_own_tag() -> None:
    config = {**SAMPLE.config, "own_acts": [{"id": "garden", "text": "An hour in the garden", "tags": ["garden"]}]}
    schema = kind.response_schema(config)
    assert all("garden" in schema["properties"][name]["properties"] for name in ("like", "notice", "do", "guess"))
    assert kind.alone(config)[1]["own_acts"] == config["own_acts"]
    taken = {"acts": SAMPLE.config["acts"], "own_acts": [{"id": "meal", "text": "A meal"}]}
    assert [each.pointer for each in kind.check_config(taken)] == ["/own_acts/0/id"]


def test_acts_that_a_person_adds_stand_beside_those_of_the_other() -> None:
    page = reveal({"own": [{"text": "Singing in the car", "tag": "play", "like": 6}]}, {"own": [{"text": "A list"}]})
    assert "Singing in the car (play): very much" in page
    assert page.index("Singing in the car") < page.index("A list")


def test_what_wishes_have_in_common_is_named_by_their_tags() -> None:
    likes = {"hug_hello": 6, "only_listen": 6, "thanks": 6}
    config = {**SAMPLE.config, "acts": [{**act, "tags": ["near", "evening"]} for act in SAMPLE.config["acts"]]}
    state = visible(kind, config, {"like": likes}, {"do": dict.fromkeys(likes, 1)})
    page = str(kind.render(View.REVEAL, config, state, CONTEXT))
    assert "Some of these have this in common: near and evening." in page
