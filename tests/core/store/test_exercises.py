"""The library on both databases: a practice's own exercises beside what plugins bring."""

from __future__ import annotations

import types

import pytest
from fixtures import trial

from nearer import hookimpl
from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.registry import load_plugins
from nearer.store import exercises, practices
from nearer.store.engine import session_scope


def exercise(title="Mine", **more):
    variant = {"form": "any", "type": "trial.diary", "version": 1, "config": {}}
    return {"nearer": "exercise/1", "title": title, "factors": ["trust"], "variants": [variant], **more}


@pytest.fixture
def registry():
    module = trial.module()
    module.register_library = hookimpl(lambda: [exercise("Bundled", key="trial.diary.plain", factors=["empathy"])])
    return load_plugins(modules={"trial": types.SimpleNamespace(**vars(module))})


@pytest.fixture
def session(engine):
    with session_scope(engine, write=True) as opened:
        yield opened


@pytest.fixture
def practice(session, now):
    return practices.create_practice(session, "On the Hill", now=now)


@pytest.fixture
def make_exercise(session, practice, registry, now):
    def make(document=None):
        return exercises.create_exercise(session, practice.id, document or exercise(), registry=registry, now=now)

    return make


def test_the_library_shows_own_exercises_and_bundled_ones(session, practice, registry, make_exercise):
    own = make_exercise()
    found = exercises.library(session, practice.id, registry)
    assert [(each.title, each.bundled) for each in found] == [("Mine", False), ("Bundled", True)]
    assert found[0].name == str(own.id)
    assert exercises.get_library_item(session, practice.id, registry, "trial.diary.plain").title == "Bundled"
    assert exercises.get_library_item(session, practice.id, registry, str(own.id)).document["title"] == "Mine"


@pytest.mark.parametrize(
    ("wish", "titles"),
    [({"factor": "trust"}, ["Mine"]), ({"text": "BUND"}, ["Bundled"]), ({"text": "diary"}, ["Mine", "Bundled"])],
)
def test_the_library_is_searched_by_factor_and_words(session, practice, registry, make_exercise, wish, titles):
    make_exercise()
    assert [each.title for each in exercises.library(session, practice.id, registry, **wish)] == titles


def test_a_counsellors_own_starts_at_grade_d(make_exercise):
    assert exercises.exercise_document(make_exercise())["protocol"]["grade"] == "D"
    graded = make_exercise(exercise(protocol={"grade": "B"}))
    assert exercises.exercise_document(graded)["protocol"]["grade"] == "B"


def test_a_wrong_config_is_refused_with_its_pointer(make_exercise):
    wrong = exercise(variants=[{"form": "any", "type": "trial.diary", "version": 1, "config": {"intro": 3}}])
    with pytest.raises(NotReadyError) as caught:
        make_exercise(wrong)
    assert [each.pointer for each in caught.value.problems] == ["/variants/0/config/intro"]


def test_saving_over_a_newer_revision_is_a_conflict(session, registry, make_exercise, now):
    own = make_exercise()
    exercises.save_exercise(session, own, exercise("Second"), revision=1, registry=registry, now=now)
    assert (own.title, own.revision) == ("Second", 2)
    with pytest.raises(ConflictError):
        exercises.save_exercise(session, own, exercise("Third"), revision=1, registry=registry, now=now)
    assert own.title == "Second"


def test_another_practice_neither_sees_nor_gets_it(session, registry, make_exercise, now):
    own = make_exercise()
    other = practices.create_practice(session, "In the Valley", now=now)
    assert [each.title for each in exercises.library(session, other.id, registry)] == ["Bundled"]
    with pytest.raises(NotFoundError):
        exercises.get_library_item(session, other.id, registry, str(own.id))


def test_an_archived_exercise_leaves_the_library(session, practice, registry, make_exercise, now):
    exercises.archive_exercise(session, make_exercise(), now=now)
    assert [each.title for each in exercises.library(session, practice.id, registry)] == ["Bundled"]
