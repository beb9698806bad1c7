"""The library on both databases: a practice's own exercises beside what plugins bring."""

from __future__ import annotations

import types
import uuid

import pytest
from fixtures import trial

from nearer import hookimpl
from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.registry import load_plugins
from nearer.rules.canonical import digest
from nearer.store import exercises, originals, practices, programs, tagging
from nearer.store.sharing import Colleague, may_share, share_exercise

ME = Colleague(uuid.uuid4())


def exercise(title="Mine", **more):
    variant = {"form": "any", "type": "trial.diary", "version": 1, "config": {}}
    return {"nearer": "exercise/1", "title": title, "factors": ["trust"], "variants": [variant], **more}


@pytest.fixture
def registry():
    module = trial.module()
    module.register_library = hookimpl(lambda: [exercise("Bundled", key="trial.diary.plain", factors=["empathy"])])
    return load_plugins(modules={"trial": types.SimpleNamespace(**vars(module))})


@pytest.fixture
def make_exercise(session, practice, registry, now):
    def make(document=None, **more):
        terms = {"registry": registry, "now": now, **more}
        return exercises.create_exercise(session, practice.id, document or exercise(), **terms)

    return make


def test_the_library_shows_own_exercises_and_bundled_ones(session, practice, registry, make_exercise):
    own = make_exercise()
    found = exercises.library(session, practice.id, registry, who=ME)
    assert [(each.title, each.bundled) for each in found] == [("Mine", False), ("Bundled", True)]
    assert found[0].name == str(own.id)
    assert exercises.get_library_item(session, practice.id, registry, "trial.diary.plain", who=ME).title == "Bundled"
    assert exercises.get_library_item(session, practice.id, registry, str(own.id), who=ME).document["title"] == "Mine"


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
    assert [each.title for each in exercises.library(session, other.id, registry, who=ME)] == ["Bundled"]
    with pytest.raises(NotFoundError):
        exercises.get_library_item(session, other.id, registry, str(own.id), who=ME)


def test_an_archived_exercise_leaves_the_library(session, practice, registry, make_exercise, now):
    exercises.archive_exercise(session, make_exercise(), now=now)
    assert [each.title for each in exercises.library(session, practice.id, registry, who=ME)] == ["Bundled"]


def test_an_archived_exercise_is_listed_apart_and_can_be_taken_back(session, practice, registry, make_exercise, now):
    own = make_exercise()
    exercises.archive_exercise(session, own, now=now)
    assert exercises.list_exercises(session, practice.id, who=ME, archived=True) == [own]
    exercises.archive_exercise(session, own, now=None)
    assert exercises.list_exercises(session, practice.id, who=ME, archived=True) == []
    assert exercises.list_exercises(session, practice.id, who=ME) == [own]


@pytest.fixture
def colleagues(session, practice, now):
    """An author, somebody beside them, and who oversees the practice."""

    def come(name, role):
        person = practices.create_counsellor(
            session, f"{name}@example.org", "x", practice_id=practice.id, now=now, name=name, role=role
        )
        return Colleague(person.id, oversees=role == "supervisor")

    return come("ann", "counsellor"), come("ben", "counsellor"), come("sue", "supervisor")


def seen(session, practice, who):
    return [each.title for each in exercises.list_exercises(session, practice.id, who=who)]


def test_what_is_for_its_author_alone_is_nobody_elses(session, practice, registry, make_exercise, colleagues):
    ann, ben, sue = colleagues
    own = make_exercise(author_id=ann.id, shared=False)
    assert [seen(session, practice, who) for who in colleagues] == [["Mine"], [], []]
    for who in (ben, sue):
        with pytest.raises(NotFoundError):
            exercises.get_library_item(session, practice.id, registry, str(own.id), who=who)
        assert originals.read_today(session, practice.id, registry, [str(own.id)], who=who) == {}
    assert exercises.get_library_item(session, practice.id, registry, str(own.id), who=ann).shared is False


def test_only_its_author_decides_who_sees_it(session, practice, make_exercise, colleagues, now):
    ann, ben, sue = colleagues
    own = make_exercise(author_id=ann.id, shared=False)
    for who in (ben, sue):
        with pytest.raises(NotFoundError):
            share_exercise(session, own, shared=True, who=who, now=now)
    share_exercise(session, own, shared=True, who=ann, now=now)
    assert seen(session, practice, ben) == ["Mine"]
    assert not may_share(session, make_exercise(), ann)


def test_what_somebody_left_behind_is_seen_by_who_oversees_the_practice(
    session, practice, make_exercise, colleagues, now
):
    ann, ben, sue = colleagues
    own = make_exercise(author_id=ann.id, shared=False)
    practices.set_active(session, practices.find_counsellor(session, id=ann.id), active=False)
    assert [seen(session, practice, who) for who in (ben, sue)] == [[], ["Mine"]]
    share_exercise(session, own, shared=True, who=sue, now=now)
    assert seen(session, practice, ben) == ["Mine"]


def test_tags_are_a_practices_own_and_stand_on_bundled_exercises_too(session, practice, registry, make_exercise, now):
    own = make_exercise()
    other = practices.create_practice(session, "In the Valley", now=now)
    assert tagging.set_tags(session, practice.id, str(own.id), ["First  talk", "first talk ", "", "x" * 60]) == (
        "first talk",
        "x" * 40,
    )
    tagging.set_tags(session, practice.id, "trial.diary.plain", ["evenings"])
    tagging.set_tags(session, other.id, "trial.diary.plain", ["theirs"])
    found = {each.title: each.tags for each in exercises.library(session, practice.id, registry, who=ME)}
    assert found == {"Mine": ("first talk", "x" * 40), "Bundled": ("evenings",)}
    tagging.set_tags(session, practice.id, str(own.id), [])
    assert exercises.get_library_item(session, practice.id, registry, str(own.id), who=ME).tags == ()


def from_(name, document):
    return {"exercise": name, "digest": digest(document)}


def test_what_a_variation_was_made_from_is_kept_as_it_was(session, practice, registry, make_exercise, now):
    first = dict(registry.library["trial.diary.plain"])
    made = make_exercise(exercise("Variation", origin=from_("trial.diary.plain", first)))
    registry.library["trial.diary.plain"] = {**first, "title": "Bundled anew"}
    origin = originals.origin_of(exercises.exercise_document(made))
    assert originals.read_originals(session, practice.id, [origin[1]]) == {origin[1]: first}
    today = originals.read_today(session, practice.id, registry, [origin[0]], who=ME)
    assert today[origin[0]]["title"] == "Bundled anew"


def test_what_a_step_was_made_from_is_kept_whether_bundled_or_own(session, practice, registry, make_exercise, now):
    own = make_exercise()
    was = exercises.exercise_document(own)
    bundled = registry.library["trial.diary.plain"]
    step = {"id": "s-1", "variants": was["variants"], "origin": from_(str(own.id), was)}
    other = {**step, "id": "s-2", "origin": from_("trial.diary.plain", bundled)}
    lost = {**step, "id": "s-3", "origin": {"exercise": "trial.diary.plain", "digest": "0" * 64}}
    odd = [{**step, "id": f"s-4{n}", "origin": each} for n, each in enumerate((None, {}, {"exercise": "a"}))]
    document = {"nearer": "program/1", "stages": [{"id": "t", "steps": [step, other, lost, *odd]}]}
    program = programs.create_program(session, practice.id, document, registry=registry, now=now)
    exercises.save_exercise(session, own, exercise("Other"), revision=1, registry=registry, now=now)
    document["title"] = "Named"
    programs.save_program(session, program, document, revision=1, registry=registry, now=now)
    kept = originals.read_originals(session, practice.id, [digest(was), digest(bundled), "0" * 64])
    assert kept == {digest(was): was, digest(bundled): bundled}


def test_another_practices_originals_are_not_there(session, practice, registry, make_exercise, now):
    bundled = registry.library["trial.diary.plain"]
    make_exercise(exercise(origin=from_("trial.diary.plain", bundled)))
    other = practices.create_practice(session, "In the Valley", now=now)
    assert originals.read_originals(session, other.id, [digest(bundled)]) == {}
