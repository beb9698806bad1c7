"""Where we stand: a map for both, weights only compared, closeness of two kinds asked apart."""

import re

import pytest
from fixtures.planting import visible

from nearer import FACTORS, Context, State, View
from nearer.rules.scoring import score
from nearer.rules.visibility import PARTNER, Moment, filter_answer, rule_of
from nearer.testing import load_plugins
from nearer_plugins.measures.eight_factors import EightFactors
from nearer_plugins.measures.factors import EIGHT

kind = EightFactors()
SAMPLE = kind.samples[0]


def reveal(mine: dict, theirs: dict) -> str:
    state = visible(kind, SAMPLE.config, mine, theirs)
    return str(kind.render(View.REVEAL, SAMPLE.config, state, Context(their_name="Alex")))


def test_five_visibilities_each_where_it_belongs() -> None:
    schema = kind.response_schema({})
    assert {name: rule_of(schema, name).name for name in schema["properties"]} == {
        "map": "both",
        "weight": "aggregate",
        "emotional": "private",
        "physical": "private",
        "wish": "released",
        "note": "counsellor",
    }


def test_physical_closeness_wish_and_note_can_be_switched_off() -> None:
    schema = kind.response_schema({"physical": False, "wish": False, "note": False})
    assert list(schema["properties"]) == ["map", "weight", "emotional"]


def test_all_eight_factors_are_rated_in_the_fixed_order() -> None:
    assert tuple(kind.response_schema({})["properties"]["map"]["properties"]) == FACTORS


def test_the_wish_reaches_the_other_only_after_release() -> None:
    schema = kind.response_schema(SAMPLE.config)
    both = filter_answer(schema, SAMPLE.answers["a"], PARTNER, Moment(both=True))
    assert set(both) == {"map"}
    assert set(filter_answer(schema, SAMPLE.answers["a"], PARTNER, Moment(both=True, released=True))) == {"map", "wish"}


def test_the_map_shows_both_by_shape_name_and_number() -> None:
    page = reveal(SAMPLE.answers["a"], SAMPLE.answers["b"])
    row = next(each for each in re.findall("<tr>.*?</tr>", page) if "easy things" in each)
    assert re.findall("<td>(.*?)</td>", row) == ["4", "8"]
    assert page.count("axis-place") == 8 * 11
    assert "● You" in page
    assert "◆ Alex" in page


def test_what_was_left_out_reads_as_left_out() -> None:
    assert reveal({"map": {}}, {"map": {"trust": 4}}).count("left out") == 15


def test_what_is_not_for_the_other_is_folded_away() -> None:
    seen, folded = reveal(SAMPLE.answers["a"], SAMPLE.answers["b"]).split("<details>")
    assert "nervous" not in seen
    assert "nervous" in folded


@pytest.mark.parametrize(("found", "said"), [("lower", "less"), ("similar", "about as much"), ("higher", "more")])
def test_weights_show_only_as_lower_similar_or_higher(found: str, said: str) -> None:
    theirs = visible(kind, SAMPLE.config, {}, SAMPLE.answers["b"]).theirs
    state = State(mine=SAMPLE.answers["a"], theirs=theirs, comparisons={"weight": found})
    assert "weight" not in theirs
    assert f"they matter {said} to Alex" in str(
        kind.render(View.REVEAL, SAMPLE.config, state, Context(their_name="Alex"))
    )


def test_a_suggestion_is_what_the_counsellor_wrote_for_the_factor() -> None:
    config = {"explore": {"conflict": "Look at the stars."}}
    low = {"map": {"conflict": 1}}
    page = kind.render(View.REVEAL, config, visible(kind, config, low, low), Context())
    assert "Look at the stars." in str(page)


def test_the_mean_is_data_without_norms() -> None:
    scoring = kind.scoring({})
    assert scoring["scales"]["overall"]["source"] == "none"
    assert scoring["scales"]["overall"]["bands"] == []
    # (4 + 8 + 6 + 9 + 7 + 3 + 8 + 5) / 8 = 50 / 8
    assert score(scoring, SAMPLE.answers["a"])["overall"]["value"] == 6.25
    # two of eight may be missing: (10 + 0 + 5 + 5 + 5 + 5) / 6 = 5; a third may not
    six = dict(zip(FACTORS, (10, 0, 5, 5, 5, 5), strict=False))
    assert score(scoring, {"map": six})["overall"]["value"] == 5
    assert score(scoring, {"map": dict(list(six.items())[:5])})["overall"]["value"] is None


def test_the_map_suggests_exercises_by_factor_and_the_counsellor_can_change_them() -> None:
    low = {"map": {"culture": 1, "trust": 9}}
    page = str(kind.render(View.REVEAL, {}, visible(kind, {}, low, low), Context(their_name="Alex")))
    assert EIGHT["culture"].exercises in page
    assert EIGHT["trust"].exercises not in page
    config = {"exercises": {"culture": "Soup for two"}}
    page = str(kind.render(View.REVEAL, config, visible(kind, config, low, low), Context(their_name="Alex")))
    assert "Soup for two." in page


@pytest.mark.parametrize("factor", EIGHT)
def test_what_the_map_suggests_is_in_the_library_and_about_that_factor(factor: str) -> None:
    titles = {each["title"]: each["factors"] for each in load_plugins().library.values()}
    suggested = EIGHT[factor].exercises.split("; ")
    assert len(suggested) == 2
    assert all(factor in titles[title] for title in suggested)
