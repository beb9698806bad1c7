"""Gaps and surprises, against cases worked out by hand."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest
import yaml

from nearer_plugins.preferences.gaps import Pair, Picture, picture, threads

CASES = yaml.safe_load((Path(__file__).parent / "gaps.yaml").read_text())
ACTS = [{"id": name, "text": name.title()} for name in ("hug", "tea", "walk")]
MIRRORED = {
    "wished_by_me": "wished_by_them",
    "plenty_for_me": "plenty_for_them",
    "unseen_by_me": "unseen_by_them",
    "my_surprises": "their_surprises",
    "both_enjoy": "both_enjoy",
}


def listed(found: Picture) -> dict[str, list[list[object]]]:
    every = {each.name: [[p.id, p.mine, p.theirs] for p in getattr(found, each.name)] for each in fields(found)}
    return {name: pairs for name, pairs in every.items() if pairs}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_case_worked_out_by_hand(case: dict) -> None:
    assert listed(picture(ACTS, case["mine"], case["theirs"])) == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_other_one_sees_the_mirror_image(case: dict) -> None:
    seen = listed(picture(ACTS, case["mine"], case["theirs"]))
    theirs = listed(picture(ACTS, case["theirs"], case["mine"]))
    both_ways = {**MIRRORED, **{b: a for a, b in MIRRORED.items()}}
    assert theirs == {both_ways[name]: [[act, b, a] for act, a, b in pairs] for name, pairs in seen.items()}


def test_nothing_in_the_picture_is_a_sum() -> None:
    found = asdict(picture(ACTS, CASES[0]["mine"], CASES[0]["theirs"]))
    assert all(isinstance(each, tuple) for each in found.values())


def test_threads_are_tags_of_at_least_two_lines_in_the_order_of_the_list() -> None:
    acts = [
        {"id": "hug", "text": "Hug", "tags": ["touch", "slow", "touch"]},
        {"id": "tea", "text": "Tea", "tags": ["slow"]},
        {"id": "walk", "text": "Walk", "tags": ["outside", "slow"]},
        {"id": "hand", "text": "Hand"},
    ]
    found = [Pair(name, name, 6, 1) for name in ("walk", "hug", "hand")]
    assert threads(acts, found) == ("slow",)
    assert threads(acts, found[:1]) == ()
