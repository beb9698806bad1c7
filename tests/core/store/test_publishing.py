"""Publishing on both databases: one transaction freezes the edition, records who and when, and moves the links."""

from __future__ import annotations

import pytest
from fixtures import trial
from sqlalchemy import func, select

from nearer.errors import NotFoundError, NotReadyError
from nearer.store import editions, links, practices, programs, publishing
from nearer.store.tables import Edition, Publication


@pytest.fixture
def program(session, practice, registry, now):
    return programs.create_program(session, practice.id, trial.program(), registry=registry, now=now)


@pytest.fixture
def publish(session, practice, program, registry, now):
    return lambda: publishing.publish_program(session, practice.id, program.id, registry=registry, now=now)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_published_program_opens_as_a_compiled_edition(session, publish):
    done = publish()
    edition = editions.load_edition(session, done.edition_sha)
    assert edition.sha == done.edition_sha
    assert edition.program["title"] == "Trial weeks"
    assert editions.load_edition(session, done.edition_sha) is edition


def test_the_same_content_is_the_same_edition_under_a_new_publication(session, practice, program, publish):
    first, second = publish(), publish()
    assert first.edition_sha == second.edition_sha
    assert first.id != second.id
    assert count(session, Edition) == 1
    assert [each.id for each in publishing.list_publications(session, practice.id, program.id)] == [second.id, first.id]


def test_publishing_again_moves_the_links_of_this_program_only(session, practice, program, publish, registry, now):
    first = publish()
    link = links.make_link(session, practice.id, program.id, now=now)
    other = programs.create_program(session, practice.id, trial.program(title="Other"), registry=registry, now=now)
    publishing.publish_program(session, practice.id, other.id, registry=registry, now=now)
    other_link = links.make_link(session, practice.id, other.id, now=now)
    stood = other_link.publication_id

    changed = programs.program_document(program) | {"title": "Better"}
    programs.save_program(session, program, changed, revision=1, registry=registry, now=now)
    second = publish()

    session.expire_all()
    assert second.edition_sha != first.edition_sha
    assert link.publication_id == second.id
    assert other_link.publication_id == stood
    assert editions.load_edition(session, first.edition_sha).program["title"] == "Trial weeks"


def test_a_program_that_is_not_ready_is_refused_and_nothing_is_stored(session, practice, registry, now):
    step = trial.step("gone", trial.Diary)
    step["variants"][0]["type"] = "gone.away"
    document = {"nearer": "program/1", "title": "", "stages": [{"id": "a", "title": "A", "steps": [step]}]}
    made = programs.create_program(session, practice.id, document, registry=registry, now=now)
    with pytest.raises(NotReadyError) as caught:
        publishing.publish_program(session, practice.id, made.id, registry=registry, now=now)
    assert [each.pointer for each in caught.value.problems] == ["/stages/0/steps/0/variants/0/type", "/title"]
    assert count(session, Edition) == count(session, Publication) == 0


def test_another_practice_can_neither_publish_nor_see_it(session, program, publish, registry, now):
    done = publish()
    other = practices.create_practice(session, "In the Valley", now=now)
    for call in (
        lambda: publishing.publish_program(session, other.id, program.id, registry=registry, now=now),
        lambda: publishing.get_publication(session, other.id, done.id),
        lambda: publishing.list_publications(session, other.id, program.id),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_an_edition_that_nobody_published_is_not_found(session):
    with pytest.raises(NotFoundError):
        editions.load_edition(session, "0" * 64)
