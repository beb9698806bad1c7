"""Whole programs through the couples' own pages, with the clock moved: nothing is written, everything is passed."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from fixtures.installation import AGREED, Person

from nearer.registry import load_plugins
from nearer.rules import journey
from nearer.store.caseload import list_couples, open_case, open_step
from nearer.store.engine import session_scope

REGISTRY = load_plugins()


@pytest.fixture
def registry():
    """All bundled plugins, without the desk."""
    return REGISTRY


@pytest.fixture
def enrol_with(new_client):
    """Two people begin, in a program that may have parts."""

    def begin(link, part=""):
        first, second = new_client(), new_client()
        start = first.post(f"/p/{link}/begin", data=AGREED | {"partner": "no", "part": part})
        one = Person(first, start.location.split("/")[2])
        code = re.search(r"/i/([^<\s]+)", one.post("ways", {"do": "invite"}).text)[1]
        two = Person(second, second.post(f"/i/{code}", data=AGREED).location.split("/")[2])
        for person in (one, two):
            person.post("quickly", {"do": "known"})
        return one, two

    return begin


NEXT = re.compile(r'aria-labelledby="next">.*?<a class="button" href="/s/[^/]+/(s-[^"]+)"', re.S)


def pass_everything(person):
    """Pass what is asked for until nothing is; gives the places, in order."""
    passed = []
    while found := NEXT.search(person.get("").text):
        assert found[1] not in passed
        assert person.post(found[1], {"do": "pass"}).status_code == 303
        passed.append(found[1])
    return passed


def where(installation, published):
    """The couple's case as its counsellor has it open."""
    with session_scope(installation.engine) as session:
        public = list_couples(session, published.practice)[0].public
        return open_case(session, installation.keyring, published.practice, public, now=installation.clock())


def open_calls(installation, published):
    """The counsellor opens what waits for her."""
    case = where(installation, published)
    for step in case.edition.order:
        waits = any(case.journey.place(side, step.id).status == journey.WAITING for side in "ab")
        if waits and step.delivery["rule"] == "after_release":
            with session_scope(installation.engine, write=True) as session:
                open_step(session, case, step.id, now=installation.clock())


def in_turn(case):
    """The steps that are asked for; pages that are there at any time are not."""
    return case.edition.in_turn


def next_days(case):
    """In how many days the next thing opens for either."""
    places = [place for side in "ab" for place in case.journey.places(side)]
    days = [(p.opens_on - case.journey.today).days for p in places if p.opens_on and p.opens_on > case.journey.today]
    return min(days, default=1)


@pytest.mark.parametrize(
    ("name", "part"),
    [("a_year_seen_from_outside", ""), ("seven_steps_after_hard_times", "beside"), ("a_map_and_six_talks", "")],
)
def test_two_people_go_through_a_year_on_their_own_pages(installation, publish, enrol_with, clock, name, part):
    published = publish(REGISTRY.templates[f"programs.{name}"])
    people = enrol_with(published.link, part)
    done = Counter()
    for _ in range(120):
        for person in people:
            person.come_back()
            if '/together"' in person.get("").text:
                person.post("together", {"wish": "together"})
        while found := [path for person in people for path in pass_everything(person)]:
            done.update(found)
            open_calls(installation, published)
        case = where(installation, published)
        places = [place for side in "ab" for place in case.journey.places(side) if place.step in in_turn(case)]
        if all(place.status == journey.DONE for place in places):
            break
        clock.move(days=next_days(case))
    assert set(done.values()) == {2}
    assert len(done) == sum(step.occurrences for step in in_turn(case))
    assert case.journey.today - case.couple.began_on >= timedelta(days=365)
    parted = {place.form.frozen.get("part") for place in case.journey.places("a")} - {None}
    assert len(parted) == (1 if part else 0)
