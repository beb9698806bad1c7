"""Loading a family's content files and drawing its templates; and the whole library as it comes along."""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from jinja2 import UndefinedError

from nearer import FACTORS, ExerciseType
from nearer.freezing import LACKING, freeze_step
from nearer.registry import load_plugins
from nearer.rules.vocabulary import GRADES
from nearer_plugins.library import load_library, template_of, with_alone


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    name = f"family_{abs(hash(request.node.name))}"
    for folder in ("library", "templates"):
        (tmp_path / name / folder).mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / name / "library" / "b.yaml").write_text("key: second\ntitle: Zweite Übung\n", encoding="utf-8")
    (tmp_path / name / "library" / "a.yaml").write_text("key: first\n")
    (tmp_path / name / "library" / "notes.txt").write_text("not content")
    (tmp_path / name / "templates" / "greet.html").write_text("<p>{{ name }}</p>\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


class Pair(ExerciseType):
    id = "pair.talk"

    def alone(self, config):
        return "pair.talk_alone", {"about": config["about"]}


class Single(ExerciseType):
    id = "pair.talk_alone"
    version: ClassVar[int] = 3


def test_documents_come_in_the_order_of_their_file_names(package: str) -> None:
    assert [document["key"] for document in load_library(package)] == ["first", "second"]
    assert load_library(package)[1]["title"] == "Zweite Übung"


def test_a_file_that_is_no_mapping_is_named(package: str, tmp_path: Path) -> None:
    (tmp_path / package / "library" / "c.yaml").write_text("- a list\n")
    with pytest.raises(TypeError, match=r"library/c\.yaml is not a mapping"):
        load_library(package)


def test_templates_escape_and_miss_nothing_silently(package: str) -> None:
    draw = template_of(package)
    assert draw("greet.html", name="<b>") == "<p>&lt;b&gt;</p>"
    with pytest.raises(UndefinedError):
        draw("greet.html")


def test_an_exercise_for_two_gets_its_form_for_one() -> None:
    together = {"form": "together", "type": "pair.talk", "version": 1, "config": {"about": "money"}}
    (document,) = with_alone([{"key": "pair.talk.money", "variants": [together]}], [Pair(), Single()])
    assert document["variants"] == [
        together,
        {"form": "alone", "type": "pair.talk_alone", "version": 3, "config": {"about": "money"}},
    ]


def test_an_exercise_for_anybody_stays_as_it_is() -> None:
    document = {"key": "x", "variants": [{"form": "any", "type": "pair.talk_alone", "version": 3, "config": {}}]}
    assert with_alone([document], [Pair(), Single()]) == [document]


REGISTRY = load_plugins()
FROZEN = {key: freeze_step(document, REGISTRY) for key, document in REGISTRY.library.items()}
EXERCISES = {key: forms for key, (forms, _) in FROZEN.items() if forms}
"""Every exercise as it would be published, form by form, with its card; not the slots of protected questionnaires."""

HONEST = re.compile(r"\b(no|not|nobody|few)\b[^.]*\b(test\w*|shown|supported|norms)\b|\btested[^.]*\bnot\b", re.I)
"""That something was not shown, said in one sentence."""


def test_there_are_sixty_exercises_and_every_factor_has_six() -> None:
    assert len(EXERCISES) >= 60
    count = Counter(factor for key in EXERCISES for factor in REGISTRY.library[key]["factors"])
    assert {factor for factor in FACTORS if count[factor] < 6} == set()
    assert set(count) == set(FACTORS)


def test_what_cannot_be_published_as_it_is_only_lacks_the_items_that_a_counsellor_brings() -> None:
    slots = {key: problems for key, (forms, problems) in FROZEN.items() if not forms}
    assert all(key.startswith("measures.questionnaire.") for key in slots)
    assert all(problems and {each.keyword for each in problems} <= LACKING for problems in slots.values())
    assert all(REGISTRY.library[key]["title"].startswith("Slot: ") for key in slots)


def test_every_factor_has_six_beside_what_covers_nearly_everything_and_the_slots() -> None:
    """The map of all eight, and slots without items, would fill the shelves without giving anybody more to do."""
    counted = Counter(
        factor
        for key, document in REGISTRY.library.items()
        if len(document["factors"]) < 5 and not key.startswith("measures.")
        for factor in document["factors"]
    )
    assert {factor for factor in FACTORS if counted[factor] < 6} == set()


@pytest.mark.parametrize("key", EXERCISES)
def test_an_exercise_has_minutes_and_for_each_form_a_whole_card(key: str) -> None:
    document, forms = REGISTRY.library[key], EXERCISES[key]
    assert 1 <= document["minutes"] <= 60
    assert document["title"]
    assert document["summary"]
    assert forms
    for form in forms.values():
        card = form["protocol"]
        assert card["grade"] in GRADES
        assert 1 <= card["intensity"] <= 5
        assert 1900 < card["year"] < 2100
        assert all(len(card[name].split()) >= 5 for name in ("purpose", "source", "limits"))


@pytest.mark.parametrize("key", [key for key, kind in REGISTRY.types.items() if kind.protocol.grade in "DX"])
def test_a_low_grade_says_in_words_what_was_not_shown(key: str) -> None:
    limits = REGISTRY.types[key].protocol.limits
    assert HONEST.search(limits), limits
    assert not re.search(r"\bgrade [DX]\b|RCT|significan|effect size", limits), "in words one would say to a client"


def test_an_exercise_may_not_claim_more_than_its_type() -> None:
    order = {grade: place for place, grade in enumerate(GRADES)}
    better = [
        key
        for key, forms in EXERCISES.items()
        for form in forms.values()
        if order[form["protocol"]["grade"]] < order[REGISTRY.types[form["type"]].protocol.grade]
    ]
    assert better == []


def test_every_type_is_in_the_library() -> None:
    used = {form["type"] for forms in EXERCISES.values() for form in forms.values()}
    assert used == set(REGISTRY.types)
