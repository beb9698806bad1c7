"""Pictures and sounds of a practice, on both databases: kept once, inside it, and while an edition shows them."""

from __future__ import annotations

import pytest
from fixtures.materials import FILM, OTHER, PICTURE, SOUND, bring, program, shown
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.store import editions, media, practices, programs, publishing
from nearer.store.desk_tables import EditionMedia, MediaFile


@pytest.fixture
def elsewhere(session, now):
    return practices.create_practice(session, "Elsewhere", now=now)


@pytest.fixture
def publish(session, practice, registry, now):
    def make(document=None, where=practice):
        draft = programs.create_program(session, where.id, document or program(), registry=registry, now=now)
        return publishing.publish_program(session, where.id, draft.id, registry=registry, now=now)

    return make


def files(session):
    return set(session.scalars(select(MediaFile.sha)))


def test_bytes_come_back_whole_and_in_parts(session, practice, now):
    bring(session, practice.id, now=now)
    assert media.find_file(session, SOUND.sha) == ("audio/mpeg", len(SOUND.content))
    assert media.read_file(session, SOUND.sha) == SOUND.content
    assert media.read_file(session, SOUND.sha, 0, 2) == SOUND.content[:2]
    assert media.read_file(session, SOUND.sha, 300, 500) == SOUND.content[300:500]
    assert media.find_file(session, "0" * 64) is None


def test_the_same_again_is_the_same_brought_back(session, practice, now):
    (first,) = bring(session, practice.id, PICTURE, now=now)
    media.archive_media(first, now)
    session.flush()
    assert not media.list_media(session, practice.id)
    assert media.list_media(session, practice.id, archived=True) == [first]
    assert bring(session, practice.id, PICTURE, now=now) == [first]
    assert media.list_media(session, practice.id) == [first]


def test_two_practices_keep_the_same_bytes_once_and_know_nothing_of_each_other(session, practice, elsewhere, now):
    (mine,), (theirs,) = (bring(session, each.id, PICTURE, now=now) for each in (practice, elsewhere))
    assert files(session) == {PICTURE.sha}
    with pytest.raises(NotFoundError):
        media.get_media(session, practice.id, theirs.id)
    media.remove_media(session, mine)
    assert files(session) == {PICTURE.sha}
    media.remove_media(session, theirs)
    assert not files(session)


def test_a_practice_keeps_no_more_than_it_may(session, practice, now, monkeypatch):
    monkeypatch.setattr(media, "MOST", len(SOUND.content) + 10)
    bring(session, practice.id, SOUND, now=now)
    with pytest.raises(ConflictError, match="Remove"):
        bring(session, practice.id, PICTURE, now=now)


def test_publishing_lists_what_an_edition_shows_and_keeps_it_from_being_removed(session, practice, publish, now):
    picture, sound = bring(session, practice.id, now=now)
    sha = publish().edition_sha
    assert editions.load_edition(session, sha).media == tuple(sorted([PICTURE.sha, SOUND.sha]))
    named = session.scalars(select(EditionMedia.media_sha).where(EditionMedia.edition_sha == sha))
    assert set(named) == {PICTURE.sha, SOUND.sha}
    media.archive_media(picture, now)
    for each in (picture, sound):
        with pytest.raises(ConflictError, match="stays"):
            media.remove_media(session, each)
    assert files(session) == {PICTURE.sha, SOUND.sha}


def test_the_database_itself_keeps_what_an_edition_shows(engine, session, practice, publish, now):
    bring(session, practice.id, now=now)
    publish()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(delete(MediaFile))


def test_what_another_practice_published_does_not_hold_ones_own_back(session, practice, elsewhere, publish, now):
    bring(session, elsewhere.id, now=now)
    (mine,) = bring(session, practice.id, PICTURE, now=now)
    publish(where=elsewhere)
    media.remove_media(session, mine)
    assert PICTURE.sha in files(session)


def test_a_program_can_not_be_published_with_what_the_practice_does_not_have(
    session, practice, elsewhere, publish, now
):
    bring(session, practice.id, PICTURE, now=now)
    bring(session, elsewhere.id, OTHER, now=now)
    with pytest.raises(NotReadyError) as caught:
        publish(program(shown(PICTURE), shown(OTHER), FILM))
    assert [each.pointer for each in caught.value.problems] == ["/stages/0/steps/1/material/1"]


def test_an_edition_without_material_lists_nothing(session, publish):
    from fixtures import trial

    sha = publish(trial.program()).edition_sha
    assert "media" not in editions.load_edition(session, sha).document
    assert not session.scalars(select(EditionMedia.media_sha)).all()
