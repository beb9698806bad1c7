"""The table in docs/what-a-partner-learns.md, row by row: which pages change for one when the other does something."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.installation import AGREED, Person
from fixtures.marks import ANSWER, sent, show_an_item
from fixtures.walking import RANDOM, Address, same_browser
from fixtures.whole import Browser

PAGE = (Path(__file__).parents[2] / "docs/what-a-partner-learns.md").read_text()
EVERYTHING = {"f/feeling": "Fine", "f/diary": "Mine"}
STEPS = ["s-everything", "s-diary", "s-plan", "s-talk"]
ROWS = re.compile(r"^\| `(/[^`]*)` \| [^|]+ \| ([^|]*) \|", re.M)


def finishes(ada: Person, bo: Person) -> None:
    sent(ada.post("s-everything/1", EVERYTHING))


def writes_for_both(ada: Person, bo: Person) -> None:
    sent(ada.post("s-plan/1", {"f/plan": "A walk"}))


def moves(ada: Person, bo: Person) -> None:
    page = ada.get("s-talk/1").text
    number = re.search(r'name="n" value="(\d+)"', page)
    assert number is not None
    sent(ada.post("s-talk/1/script", {"do": "first me", "n": number[1]}, form="s-talk/1"))


def rests(ada: Person, bo: Person) -> None:
    sent(ada.post("leave", {"do": "rest"}))


EVENTS: dict[str, Callable[[Person, Person], None]] = {
    "finished": finishes, "wrote for both": writes_for_both, "moved": moves, "rests": rests,
}  # fmt: skip


@pytest.fixture
def url_map(installation: Any) -> Any:
    from nearer.web.app import couples_app

    return couples_app(installation).url_map


@pytest.fixture
def pages(url_map: Any, published: Any) -> Callable[[Person], dict[str, Any]]:
    """Every page of the couples' app as a person gets it: route -> all replies, with what is random masked."""

    def look(person: Person) -> dict[str, Any]:
        values = {
            "seat": [person.seat], "step": STEPS, "occurrence": [1], "link": [published.link],
            "code": ["0000-0000-0000-0000"], "secret": ["A" * 22], "filename": ["nearer.css"], "token": ["A" * 22],
            "name": ["lists"], "icon": ["leaf"], "digest": ["0" * 64],
        }  # fmt: skip
        found: dict[str, Any] = {}
        for rule in url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint != "static":
                browser = same_browser(person)
                found[rule.rule] = [told(browser, path) for path, _ in Address(values, {}).paths(rule)]
        return found

    return look


def told(browser: Browser, path: str) -> Any:
    reply = browser.get(path)
    assert reply.status_code < 500, path
    headers = sorted((name, RANDOM.sub("#", value)) for name, value in reply.headers)
    return reply.status_code, len(reply.data), headers, RANDOM.sub("#", reply.text)


def prepare(event: str, ada: Person, bo: Person, clock: Any, installation: Any) -> None:
    """Bring both to where the event can happen."""
    if event == "moved":
        begin_a_talk(ada, bo, clock, installation)
        return
    sent(bo.post("s-everything/1", EVERYTHING))
    for person in (ada, bo):
        sent(person.post("s-diary/1", {"f/entry": "Mine"}))
    if event != "finished":
        sent(ada.post("s-everything/1", ANSWER))
    if event == "shown":
        show_an_item(ada)


def begin_a_talk(ada: Person, bo: Person, clock: Any, installation: Any) -> None:
    """Both wish it, are released, are asked about safety, and come in, each on their own device, a day later."""
    with installation.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE couple SET together_released = 1")
    for person in (ada, bo):
        sent(person.post("s-screen/1", {"f/afraid": "no"}))
        sent(person.post("together", {"wish": "together"}))
    clock.move(days=1)
    for person in (ada, bo):
        person.come_back()
        sent(person.post("s-everything/1", EVERYTHING))
        sent(person.post("s-diary/1", {"f/entry": "Mine"}))
    sent(ada.post("s-plan/1", {"f/plan": "A walk"}))
    sent(bo.post("s-plan/1/confirm"))
    for person in (ada, bo):
        sent(person.post("s-talk/1/script", {"do": "join"}, form="s-talk/1"))


def rows() -> dict[str, set[str]]:
    """Route -> the events that the page says its reader may notice."""
    return {
        route: {each.strip() for each in events.split(",") if each.strip() not in ("", "nothing")}
        for route, events in ROWS.findall(PAGE)
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {route for route in before if before[route] != after[route]}


def test_every_page_has_its_row_and_no_row_is_without_a_page(url_map):
    routes = {rule.rule for rule in url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"}
    assert rows().keys() == routes


@pytest.mark.parametrize("event", EVENTS)
def test_the_pages_that_change_are_those_whose_rows_say_so(event, enrol, pages, clock, installation):
    ada, bo = enrol()
    prepare(event, ada, bo, clock, installation)
    bo.get()  # whatever looking decides is decided
    for step in STEPS:
        bo.get(f"{step}/1")
    before = pages(bo)
    EVENTS[event](ada, bo)
    assert changed(before, pages(bo)) == {route for route, events in rows().items() if event in events}


def test_that_the_other_came_shows_where_the_rows_say_so(new_client, published, pages):
    first, second = new_client(), new_client()
    start = first.post(f"/p/{published.link}/begin", data=AGREED | {"partner": "no", "name": "Bo"})
    bo = Person(first, start.location.split("/")[2])
    bo.come_back()
    sent(bo.post("quickly", {"do": "known"}))
    code = re.search(r"/i/([^<\s]+)", bo.post("ways", {"do": "invite"}).text)
    assert code is not None
    before = pages(bo)
    assert second.post(f"/i/{code[1]}", data=AGREED | {"name": "Ada"}).status_code == 303
    assert changed(before, pages(bo)) == {route for route, events in rows().items() if "came" in events}


def test_what_was_shown_opens_where_the_rows_say_so(enrol, pages, clock, installation):
    ada, bo = enrol()
    prepare("shown", ada, bo, clock, installation)
    clock.move(hours=1)
    bo.come_back()
    before = pages(bo)
    clock.move(hours=24)
    bo.come_back()
    found = changed(before, pages(bo))
    assert "/s/<seat>/<step>/<int:occurrence>" in found
    assert {route for route, events in rows().items() if "shown" in events} <= found
