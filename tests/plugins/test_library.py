"""Loading a family's content files and drawing its templates."""

import sys
from pathlib import Path
from typing import ClassVar

import pytest
from jinja2 import UndefinedError

from nearer import ExerciseType
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
