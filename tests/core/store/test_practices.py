"""Practices and counsellors on both databases: addresses are unique, details are checked, lists stay inside."""

from __future__ import annotations

import pytest

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.store import practices


def test_a_counsellor_is_found_by_address_whatever_its_case(session, practice, now):
    made = practices.create_counsellor(
        session, " Ada@Example.ORG ", "hash", practice_id=practice.id, now=now, name="Ada"
    )
    assert practices.find_counsellor(session, email="ADA@example.org").id == made.id
    assert practices.find_counsellor(session, id=str(made.id)).name == "Ada"
    assert practices.find_counsellor(session, fs_uniquifier=made.fs_uniquifier).id == made.id


@pytest.mark.parametrize("by", [{"email": "a\x00b"}, {"email": ""}, {"id": "nonsense"}, {"fs_uniquifier": "\x00"}])
def test_nonsense_finds_nobody(session, practice, by):
    assert practices.find_counsellor(session, **by) is None


def test_an_address_is_taken_once(session, practice, now):
    practices.create_counsellor(session, "ada@example.org", "hash", practice_id=practice.id, now=now)
    with pytest.raises(ConflictError):
        practices.create_counsellor(session, "ADA@example.org", "hash", practice_id=practice.id, now=now)
    with pytest.raises(NotReadyError):
        practices.create_counsellor(session, "bo@example.org", "hash", practice_id=practice.id, now=now, role="king")


def test_counsellors_are_listed_inside_their_practice(session, practice, now):
    other = practices.create_practice(session, "In the Valley", now=now)
    made = practices.create_counsellor(session, "ada@example.org", "hash", practice_id=practice.id, now=now)
    assert [each.id for each in practices.list_people(session, practice.id)] == [made.id]
    assert practices.list_people(session, other.id) == []


def test_details_are_checked_before_they_are_kept(session, practice):
    saved = practices.save_practice(session, practice.id, zone="Europe/Vienna", local_help="Night line: 555 0100")
    assert (saved.zone, saved.local_help) == ("Europe/Vienna", "Night line: 555 0100")
    with pytest.raises(NotReadyError):
        practices.save_practice(session, practice.id, zone="Moon/Crater")
    with pytest.raises(NotFoundError):
        practices.get_practice(session, "nonsense")
