"""Circles: seven own drawings from apart to almost one, and a wish that nobody else sees."""

import itertools
import re

import pytest
from fixtures.planting import visible

from nearer import Context, View
from nearer.dialect import problems
from nearer.forms import Form
from nearer.registry import load_plugins
from nearer.rules.visibility import rule_of
from nearer.sanitise import sanitise
from nearer_plugins import measures
from nearer_plugins.measures.circles import Circles
from nearer_plugins.measures.overlap import HEIGHT, RADIUS, STEPS, WIDTH, WORDS, distance, picture

kind = Circles()


def test_the_seven_pictures_go_from_apart_to_almost_one_in_even_steps() -> None:
    apart = [distance(step) for step in range(1, STEPS + 1)]
    assert apart[0] > 2 * RADIUS
    assert 0 < apart[-1] < RADIUS / 2
    steps = [round(a - b, 1) for a, b in itertools.pairwise(apart)]
    assert max(steps) - min(steps) <= 0.2


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_picture_stays_within_its_frame_has_words_and_survives_the_sanitiser(step: int) -> None:
    drawn = picture(step)
    ends = [float(cx) + side * RADIUS for cx in re.findall(r'cx="([\d.]+)"', drawn) for side in (-1, 1)]
    assert min(ends) >= 0
    assert max(ends) <= WIDTH
    assert HEIGHT >= 2 * RADIUS
    assert WORDS[step - 1] in drawn
    assert sanitise(drawn).count("<circle") == 2


def test_only_seven_answers_are_taken() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"closeness": 7, "wish": 1}) == []
    assert problems(schema, {"closeness": 8}) != []
    assert problems(schema, {}) == []


@pytest.mark.parametrize("opens", ["private", "counsellor", "both"])
def test_the_wish_is_private_whoever_sees_the_picture(opens: str) -> None:
    schema = kind.response_schema({"opens": opens})
    assert rule_of(schema, "closeness").name == opens
    assert rule_of(schema, "wish").name == "private"


def test_each_of_the_seven_is_itself_the_button() -> None:
    form = Form(kind.response_schema({"wish": False}), load_plugins(modules={"measures": measures}))
    page = str(form.render({"closeness": 3}))
    assert page.count("<svg") == STEPS
    assert re.findall(r'value="(\d?)"( checked)?> <span>(?:<svg|No)', page) == [
        *((str(step), " checked" if step == 3 else "") for step in range(1, STEPS + 1)),
        ("", ""),
    ]


def test_without_the_plugin_the_pictures_are_told_in_words() -> None:
    page = str(Form(kind.response_schema({})).render())
    assert all(words in page for words in WORDS)
    assert "<svg" not in page


def test_side_by_side_there_is_no_comparison_and_no_wish() -> None:
    config = {"opens": "both"}
    state = visible(kind, config, {"closeness": 2, "wish": 6}, {"closeness": 5, "wish": 1})
    page = str(kind.render(View.REVEAL, config, state, Context(my_name="Kim", their_name="Alex")))
    assert page.count("<svg") == 2
    assert WORDS[1] in page
    assert WORDS[4] in page
    assert WORDS[5] not in page
    assert WORDS[0] not in page


def test_a_private_picture_is_never_shown_to_the_other() -> None:
    page = str(kind.render(View.REVEAL, {}, visible(kind, {}, {"closeness": 2}, {"closeness": 5}), Context()))
    assert WORDS[4] not in page
