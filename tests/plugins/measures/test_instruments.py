"""The scorers of known instruments: ranges and cut-offs as collected, no text, every doubt marked."""

from importlib.resources import files
from itertools import product

import pytest

from nearer import CONTRAINDICATIONS
from nearer.dialect import problems, schema_problems
from nearer.rules.scoring import raised
from nearer_plugins.measures import register_library
from nearer_plugins.measures.instruments import INSTRUMENTS, at_least
from nearer_plugins.measures.questionnaire import Questionnaire

kind = Questionnaire()
LIBRARY = {document["key"]: document for document in register_library()}
RANGES = {
    "csi_32": (32, 0, 161),
    "csi_16": (16, 0, 81),
    "csi_4": (4, 0, 21),
    "ras": (7, 7, 35),
    "das_32": (32, 0, 151),
    "rdas": (14, 0, 69),
    "das_7": (7, 0, 36),
    "das_4": (4, 0, 21),
    "isq": (13, 0, 52),
    "trust_17": (17, -51, 51),
    "prqc": (18, 1, 7),
    "qmi": (6, 6, 45),
    "msi_b": (10, 0, 10),
    "hits": (4, 4, 20),
    "e_hits": (5, 5, 25),
}
SCREENS = [each for each in INSTRUMENTS.values() if each.is_screen]
each_instrument = pytest.mark.parametrize("known", INSTRUMENTS.values(), ids=INSTRUMENTS)


def filled_slot(key: str) -> dict:
    return {"instrument": key, "lines": "x\n" * len(INSTRUMENTS[key].ranges), "may_use": True}


@each_instrument
def test_items_and_ranges_are_as_collected(known) -> None:
    assert (len(known.ranges), known.lowest, known.highest) == RANGES[known.key]


@each_instrument
def test_every_one_but_the_checked_says_what_to_confirm(known) -> None:
    assert known.source
    assert known.licence
    assert known.confirm or known.key == "e_hits"


@each_instrument
def test_the_library_has_an_empty_slot_that_says_so_and_marks_every_doubt(known) -> None:
    document = LIBRARY[f"measures.questionnaire.{known.key}"]
    config = document["variants"][0]["config"]
    assert (config["lines"], config["items"], config["may_use"]) == ("", [], False)
    assert config["licence"] == known.licence
    limits = document["protocol"]["limits"]
    assert "No text of this instrument is shipped" in limits
    assert all(each in limits for each in known.confirm)
    assert ("To confirm before use" in limits) == bool(known.confirm)


@each_instrument
def test_an_empty_slot_blocks_publishing_and_a_filled_one_does_not(known) -> None:
    (empty,) = kind.check_config({"instrument": known.key})
    assert (empty.pointer, empty.keyword, empty.severity) == ("/lines", "minItems", "error")
    assert list(kind.check_config(filled_slot(known.key))) == []


@each_instrument
def test_a_filled_slot_breaks_no_rule_of_the_dialect(known) -> None:
    config = filled_slot(known.key)
    assert schema_problems(kind.response_schema(config), response=True) == []
    assert [each for rule in kind.flags(config) for each in schema_problems(rule["when"], response=False)] == []


@pytest.mark.parametrize("known", SCREENS, ids=lambda known: known.key)
def test_a_safety_screen_is_shown_to_nobody_and_raises_its_flag_exactly_from_its_cut_off(known) -> None:
    config = {**filled_slot(known.key), "opens": "both"}
    schema = kind.response_schema(config)
    assert {each["x-visibility"] for each in schema["properties"].values()} == {"screen"}
    (rule,) = kind.flags(config)
    assert rule["flag"] in CONTRAINDICATIONS
    cut = known.bands[0]["from"]
    for answers in product((1, 2, 3, 5), repeat=len(known.ranges)):
        response = dict(zip(schema["properties"], answers, strict=True))
        assert bool(raised([rule], response)) == (sum(answers) >= cut), answers


def test_an_answer_left_out_of_a_screen_counts_as_the_lowest() -> None:
    when = at_least(["a", "b"], 1, 5)
    assert raised([{"flag": "fear", "when": when}], {"a": 4}) == {"fear"}
    assert raised([{"flag": "fear", "when": when}], {"a": 3}) == set()
    assert raised([{"flag": "fear", "when": when}], {}) == set()
    assert problems(when, {"a": 2, "b": 3}) == []


def test_no_other_questionnaire_raises_a_flag() -> None:
    for key, known in INSTRUMENTS.items():
        assert bool(kind.flags(filled_slot(key))) == known.is_screen
    assert kind.flags({}) == []


def test_no_file_of_the_family_holds_items_of_an_instrument() -> None:
    for file in (files("nearer_plugins.measures") / "library").iterdir():
        text = file.read_text(encoding="utf-8")
        assert "instrument: own" in text or "instrument:" not in text or "lines: ''" in text
