"""Graded openness: depth climbs by one at most, each subject can be passed, and how it felt is nobody else's."""

import pytest

from nearer.rules.scoring import score
from nearer.rules.scripts import actor, current, fold, step
from nearer.rules.visibility import rule_of
from nearer_plugins.trust_journal.openness import Openness

kind = Openness()
PASS_MINE, PASS_YOURS = {"do": "again", "to": "yours"}, {"do": "again", "to": "rest"}
START, NEXT = {"do": "start"}, {"do": "next"}


def ladder(*depths: int) -> dict:
    return {"prompts": [{"text": f"Subject {n}", "depth": depth} for n, depth in enumerate(depths, 1)]}


@pytest.mark.parametrize(
    ("depths", "refused"),
    [
        ((1, 2, 3, 4, 5), []),
        ((2, 2, 1, 2), []),
        ((1, 3), ["/prompts/1/depth"]),
        ((3,), ["/prompts/0/depth"]),
        ((1, 2, 5, 4), ["/prompts/2/depth"]),
    ],
)
def test_depth_begins_low_and_rises_by_one_at_most(depths: tuple[int, ...], refused: list[str]) -> None:
    found = list(kind.check_config(ladder(*depths)))
    assert [each.pointer for each in found] == refused
    assert all(each.severity == "error" for each in found)


def test_whoever_begins_alternates() -> None:
    script = kind.script(ladder(1, 2))
    state = fold(script, [START])
    assert (current(script, state)["id"], actor(script, state)) == ("mine", "first")
    for _ in range(5):
        state = step(script, state, NEXT)
    assert (state.round, current(script, state)["id"], actor(script, state)) == (1, "mine", "second")


def test_passing_skips_the_reply_too() -> None:
    script = kind.script(ladder(1))
    state = fold(script, [START, PASS_MINE])
    assert current(script, state)["id"] == "yours"
    assert current(script, step(script, state, PASS_YOURS))["id"] == "rest"


def test_every_subject_passed_comes_to_a_calm_end() -> None:
    script = kind.script({})
    moves = [START]
    for _ in range(4):
        moves += [PASS_MINE, PASS_YOURS, NEXT]
    assert fold(script, [*moves, NEXT]).finished


def test_the_listener_gets_every_way_to_begin() -> None:
    script = kind.script({**ladder(1), "starters": ["I hear ...", "It counts that ..."]})
    replies = [move["prompt"] for move in script["rounds"][0]["moves"] if move["id"] in ("reply", "answer")]
    assert len(replies) == 2
    assert all("I hear ..." in each and "It counts that ..." in each for each in replies)


def test_how_it_felt_is_private_and_is_summed_only_when_complete() -> None:
    schema = kind.response_schema({})
    assert {name for name in schema["properties"] if rule_of(schema, name).name != "private"} == {"say"}
    full = {"understood": 6, "made_sense": 5, "mattered": 7}
    assert score(kind.scoring({}), full)["felt_response"]["value"] == 18
    assert score(kind.scoring({}), {"understood": 6, "mattered": 7})["felt_response"]["value"] is None


def test_alone_it_is_the_same_subjects_for_oneself() -> None:
    other, config = kind.alone(ladder(1, 2))
    assert other == "trust_journal.kept_in_sight"
    assert [each["text"] for each in config["prompts"]] == ["Subject 1", "Subject 2"]
