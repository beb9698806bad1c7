"""Where couples of a program stop: rounded figures, none under five, none about safety."""

from __future__ import annotations

import re

import pytest
from fixtures.counting import counted

from nearer.store.stopping import rounded


@pytest.mark.parametrize(("number", "said"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (98, 100)])
def test_a_figure_is_rounded_to_fives_and_left_out_under_five(number, said):
    assert rounded(number) == said


def rows(page):
    """What stands beside each step."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', page, re.DOTALL)
    return {step: tuple(re.sub("<[^>]+>", "", each).strip() for each in told) for step, *told in found}


def test_nothing_is_said_with_fewer_than_five_couples(ann, published, enrol):
    for _ in range(4):
        enrol(ready=False)
    page = ann.get(f"/results/program/{published.program}/").text
    assert "Too few couples yet" in page
    assert not rows(page)


def test_a_step_shows_in_how_many_couples_one_or_both_finished_it(ann, published, enrol, installation):
    people = [enrol() for _ in range(5)]
    place = f"/results/program/{published.program}/"
    with counted(installation.engine) as few:
        assert rows(ann.get(place).text)["Everything"] == ("fewer than five", "fewer than five")
    for number, (one, two) in enumerate(people):
        one.post("s-everything/1", {"f/feeling": "fine"})
        one.post("s-screen/1", {"f/afraid": "no"})
        if number < 4:
            two.post("s-everything/1", {"f/feeling": "fine"})
    with counted(installation.engine) as many:
        page = ann.get(place).text
    told = rows(page)
    assert told["Everything"] == ("about 5", "fewer than five")
    assert "Screen" not in told
    assert len(few) == len(many)
