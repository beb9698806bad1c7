"""Programs on both databases: drafts with revisions, one winner of two, nothing of another practice."""

from __future__ import annotations

import pytest
from fixtures import trial

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.store import practices, programs
from nearer.store.engine import session_scope


@pytest.fixture
def make_program(session, practice, registry, now):
    def make(document=None, practice_id=None):
        owner = practice_id or practice.id
        return programs.create_program(session, owner, document or trial.program(), registry=registry, now=now)

    return make


def test_a_program_comes_back_as_the_same_value_with_unknown_keys(session, practice, make_program):
    document = trial.program(**{"x-note": {"kept": [None, 1.5]}})
    made = make_program(document)
    session.expire_all()
    found = programs.get_program(session, practice.id, str(made.id))
    assert programs.program_document(found) == document


def test_every_save_keeps_the_revision_before(session, make_program, registry, now):
    made = make_program()
    changed = programs.program_document(made) | {"title": "Second thoughts"}
    programs.save_program(session, made, changed, revision=1, registry=registry, now=now)
    assert (made.revision, made.title) == (2, "Second thoughts")
    assert [each.revision for each in programs.list_revisions(session, made)] == [2, 1]
    assert programs.revision_document(session, made, 1)["title"] == "Trial weeks"
    with pytest.raises(NotFoundError):
        programs.revision_document(session, made, 9)


def test_of_two_who_save_the_same_revision_one_wins_and_nothing_is_lost(engine, registry, now):
    with session_scope(engine, write=True) as session:
        owner = practices.create_practice(session, "On the Hill", now=now).id
        made = programs.create_program(session, owner, trial.program(), registry=registry, now=now).id
    with session_scope(engine) as session:
        mine, hers = (programs.get_program(session, owner, made) for _ in range(2))
        session.expunge_all()
    first = trial.program() | {"title": "Hers"}
    with session_scope(engine, write=True) as session:
        programs.save_program(session, session.merge(hers), first, revision=1, registry=registry, now=now)
    mine_too = trial.program(title="Mine")
    with session_scope(engine, write=True) as session:
        stale = session.merge(mine, load=False)
        with pytest.raises(ConflictError):
            programs.save_program(session, stale, mine_too, revision=1, registry=registry, now=now)
    with session_scope(engine) as session:
        kept = programs.get_program(session, owner, made)
        assert (kept.title, kept.revision) == ("Hers", 2)
        assert len(programs.list_revisions(session, kept)) == 2


def test_what_is_wrong_is_not_saved(session, make_program, registry, now):
    made = make_program()
    broken = trial.program(weeks="four")
    with pytest.raises(NotReadyError) as caught:
        programs.save_program(session, made, broken, revision=1, registry=registry, now=now)
    assert [each.pointer for each in caught.value.problems] == ["/weeks"]
    assert made.revision == 1


def test_a_draft_may_lack_nearly_everything(session, make_program):
    made = make_program({"nearer": "program/1", "stages": []})
    assert made.title == ""


def test_another_practices_program_is_as_good_as_none(session, make_program, now):
    made = make_program()
    other = practices.create_practice(session, "In the Valley", now=now)
    assert programs.list_programs(session, other.id) == []
    for strange in (made.id, str(made.id), "no-id", "' OR 1=1"):
        with pytest.raises(NotFoundError):
            programs.get_program(session, other.id, strange)


def test_lists_page_by_key_newest_first_and_leave_out_archived(session, practice, make_program, now):
    made = [make_program() for _ in range(5)]
    programs.archive_program(session, made[3], now=now)
    first = programs.list_programs(session, practice.id, limit=2)
    second = programs.list_programs(session, practice.id, after=str(first[-1].id), limit=2)
    assert [each.id for each in [*first, *second]] == [made[n].id for n in (4, 2, 1, 0)]
