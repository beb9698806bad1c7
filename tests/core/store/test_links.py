"""Links on both databases: open, closed, expired, not yet, full, unknown; passcodes; only the own practice's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fixtures import trial

from nearer.errors import ConflictError, NotFoundError
from nearer.store import links, practices, programs, publishing
from nearer.store.tables import Couple


@pytest.fixture
def practice(session, now):
    return practices.create_practice(session, "On the Hill", now=now, zone="Europe/Vienna")


@pytest.fixture
def program(session, practice, registry, now):
    made = programs.create_program(session, practice.id, trial.program(), registry=registry, now=now)
    publishing.publish_program(session, practice.id, made.id, registry=registry, now=now)
    return made


@pytest.fixture
def new_link(session, practice, program, now):
    return lambda **options: links.make_link(session, practice.id, program.id, now=now, **options)


@pytest.fixture
def begin(session):
    def begin(link, day, times=1):
        sha = session.get(publishing.Publication, link.publication_id).edition_sha
        for _ in range(times):
            session.add(Couple(practice_id=link.practice_id, link_id=link.id, edition_sha=sha, began_on=day))
        session.flush()

    return begin


def test_a_link_leads_to_practice_and_publication(session, practice, new_link, now):
    link = new_link()
    found = links.find_open_link(session, link.token, now=now)
    assert found.is_open
    assert (found.link.id, found.practice.id, found.publication.id) == (link.id, practice.id, link.publication_id)
    assert not found.asks_passcode
    assert len(link.token) >= 22


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ({"opens_at": timedelta(minutes=1)}, "not yet"),
        ({"opens_at": timedelta(0)}, "open"),
        ({"expires_at": timedelta(0)}, "expired"),
        ({"expires_at": timedelta(minutes=1)}, "open"),
    ],
)
def test_a_link_has_its_time(session, new_link, now, options, state):
    link = new_link(**{name: now + delta for name, delta in options.items()})
    assert links.find_open_link(session, link.token, now=now).state == state


def test_a_closed_link_can_be_opened_again(session, practice, new_link, now):
    link = new_link()
    links.close_link(session, practice.id, link.id, now=now)
    assert links.find_open_link(session, link.token, now=now).state == "closed"
    links.reopen_link(session, practice.id, str(link.id))
    assert links.find_open_link(session, link.token, now=now).is_open


def test_an_unknown_address_leads_nowhere(session, now):
    for address in ("nobody-made-this", "", "a\x00b", "é", "\ud800", "x" * 5000):
        found = links.find_open_link(session, address, now=now)
        assert (found.state, found.link, found.asks_passcode) == ("unknown", None, False)


def test_a_link_for_one_couple_is_full_after_one(session, new_link, begin, now):
    link = new_link(one_couple=True)
    assert links.find_open_link(session, link.token, now=now).is_open
    begin(link, now.date())
    assert links.find_open_link(session, link.token, now=now).state == "full"


def test_an_open_link_takes_fifty_couples_a_day_of_the_practice_and_more_with_a_passcode(
    session, practice, new_link, begin, now
):
    link = new_link()
    begin(link, now.date(), 49)
    assert links.find_open_link(session, link.token, now=now).is_open
    begin(link, now.date())
    assert links.find_open_link(session, link.token, now=now).state == "full"
    late = now.replace(hour=23, minute=30)  # already the next day in the practice's zone
    assert links.find_open_link(session, link.token, now=late).is_open
    links.change_link(session, practice.id, link.id, passcode="river stone")
    assert links.find_open_link(session, link.token, now=now).is_open


def test_a_passcode_is_kept_only_as_a_hash_and_can_be_removed(session, practice, new_link):
    link = new_link(passcode="River Stone")
    assert "river" not in link.passcode_hash.lower()
    assert links.is_passcode(link, " river stone ")
    assert not links.is_passcode(link, "river")
    links.change_link(session, practice.id, link.id, passcode="")
    assert link.passcode_hash is None
    assert not links.is_passcode(link, "")


def test_two_links_with_one_passcode_do_not_show_it(new_link):
    assert new_link(passcode="same").passcode_hash != new_link(passcode="same").passcode_hash


def test_a_program_needs_a_publication_before_a_link(session, practice, registry, now):
    draft = programs.create_program(session, practice.id, trial.program(), registry=registry, now=now)
    with pytest.raises(ConflictError, match="Publish"):
        links.make_link(session, practice.id, draft.id, now=now)


def test_another_practices_link_is_as_good_as_none(session, program, new_link, now):
    link = new_link()
    other = practices.create_practice(session, "In the Valley", now=now)
    assert links.list_links(session, other.id) == []
    for call in (links.get_link, links.change_link, links.reopen_link):
        with pytest.raises(NotFoundError):
            call(session, other.id, link.id)
    with pytest.raises(NotFoundError):
        links.make_link(session, other.id, program.id, now=now)


def test_links_are_listed_by_program(session, practice, program, new_link):
    made = [new_link() for _ in range(3)]
    assert [each.id for each in links.list_links(session, practice.id, program_id=program.id)] == [
        each.id for each in reversed(made)
    ]
    assert links.list_links(session, practice.id, program_id=practice.id) == []
