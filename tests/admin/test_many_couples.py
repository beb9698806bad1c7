"""The list of couples: paged forward and back by key, narrowed, and looked through by label in bounded pieces."""

from __future__ import annotations

import re

import pytest
from fixtures.browser import serving
from fixtures.desk import forms_of
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from nearer.store.engine import session_scope
from nearer.store.practices import create_practice
from nearer.store.roster import CALL, MOST, RESTS, Wanted, list_roster
from nearer_admin.measuring import bench

pytestmark = pytest.mark.slow

COUPLES = MOST + 150


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with more couples than one page looks through."""
    with bench(tmp_path_factory.mktemp("crowd"), COUPLES) as made:
        yield made


def rows(page):
    """Labels on a page, in order."""
    return re.findall(r'<th scope="row"><a href="[^"]*/couples/[^"]*">([^<]*)</a>', page)


def turn(page, word):
    """Where the link of that word leads to."""
    found = re.search(rf'<a class="button[^"]*"[^>]* href="/desk([^"]*)">{word}</a>', page)
    return found and found[1].replace("&amp;", "&")


def walk(desk, path, word):
    """All labels from *path* on, pressing the link of that word until there is none."""
    pages = []
    while path:
        page = desk.get(path).text
        pages.append(rows(page))
        last, path = path, turn(page, word)
    return pages, last


@pytest.mark.parametrize("narrowed", ["", "state=rests", "state=call", "program={0.program}", "link={0.link}"])
def test_one_goes_to_the_oldest_and_back_and_meets_every_couple_once(desk, narrowed):
    asked = narrowed.format(desk.crowd)
    there, end = walk(desk, f"/couples/?{asked}", "Older")
    met = [each for page in there for each in page]
    assert len(set(met)) == len(met) > 0
    assert asked in end, "the address keeps what narrows the list"
    numbers = [int(each.split()[-1]) for each in met]
    assert numbers == sorted(numbers, reverse=True)
    back, _ = walk(desk, end, "Newer")
    assert list(dict.fromkeys(each for page in reversed(back) for each in page)) == met
    assert back[-1] == there[0], "the way back ends with the newest page, whole"


def test_all_of_them_are_met(desk):
    pages, _ = walk(desk, "/couples/", "Older")
    assert sum(map(len, pages)) == COUPLES


def test_those_that_rest_and_those_to_get_in_touch_with_are_told_apart(desk):
    for state, word in (("rests", "rests"), ("call", "get in touch")):
        page = desk.get(f"/couples/?state={state}").text
        assert len(rows(page)) == page.count(f"<td>{word}</td>") > 0


def test_a_label_is_found_by_its_words_in_any_case_and_order(desk):
    found = rows(desk.get("/couples/?search=bo+ADA").text)
    assert len(found) > 1
    assert all({"Ada", "Bo"} <= {*each.split()} for each in found)


def test_what_is_older_than_one_look_is_found_by_looking_further(desk):
    page = desk.get("/couples/?search=ada+bo+15&state=").text
    assert "1,000 couples were looked at" in page
    further = desk.get(turn(page, "Look further")).text
    assert "Ada and Bo 15" in rows(page) + rows(further)
    assert turn(further, "Look further") is None


def test_nothing_found_says_so_and_offers_to_look_further_only_where_there_is_more(desk):
    page = desk.get("/couples/?search=nobody-of-that-name-here").text
    assert "None so far." in page
    further = desk.get(turn(page, "Look further")).text
    assert "No couple is like that." in further


@pytest.mark.parametrize("typed", ["{}", "/desk/couples/{}/", "https://example.org/desk/couples/{}/"])
def test_the_address_of_a_couple_finds_it(desk, typed):
    page = desk.client.get(
        "/couples/", base_url=f"{desk.site.base_url}/desk", query_string={"search": typed.format(desk.crowd.public)}
    )
    (only,) = rows(page.text)
    assert only.endswith(f" {COUPLES // 2}")


def test_a_day_leads_to_the_couples_that_began_by_then(desk):
    assert len(rows(desk.get("/couples/?began=2020-01-01").text)) == 0
    today = desk.site.now().date()
    assert rows(desk.get(f"/couples/?began={today.isoformat()}").text) == rows(desk.get("/couples/").text)
    assert rows(desk.get("/couples/?began=not-a-day").text) == rows(desk.get("/couples/").text)


def test_the_form_keeps_what_is_asked_for(desk):
    page = desk.get(f"/couples/?state=rests&program={desk.crowd.program}&search=ada").text
    form = next(each for each in forms_of(page) if each.method == "get")
    assert dict(form.fields) == {"search": "ada", "state": "rests", "program": str(desk.crowd.program), "began": ""}


def test_an_address_that_names_nothing_shows_the_newest(desk):
    newest = rows(desk.get("/couples/").text)
    for asked in ("after=nothing", "before=nothing", "program=nothing", "link=x", "state=strange"):
        assert rows(desk.get(f"/couples/?{asked}").text) == newest, asked


def test_another_practice_finds_nobody_by_any_way(desk):
    site, crowd = desk.site, desk.crowd
    with session_scope(site.engine, write=True) as session:
        other = create_practice(session, "Elsewhere", now=site.now()).id
        asked = (
            {},
            {"program": crowd.program},
            {"link": crowd.link},
            {"text": crowd.public},
            {"state": CALL},
            {"state": RESTS},
        )
        for each in asked:
            assert list_roster(session, site.keyring, other, Wanted(**each)) == ([], None), each
            assert list_roster(session, site.keyring, crowd.practice, Wanted(**each))[0], each


@pytest.mark.parametrize("path", ["/programs/", "/links/", "/log/", "/team/", "/holds/"])
def test_every_list_goes_forth_and_back(desk, path):
    first = desk.get(path).text
    older = turn(first, "Older")
    second = desk.get(older).text
    assert turn(second, "Newer")
    again = desk.get(turn(second, "Newer")).text
    assert turn(again, "Newer") is None
    assert turn(again, "Older") == older


def tab_to(page, holds):
    """Press Tab until what has the focus is what is meant."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"((each) => {holds})(document.activeElement)"):
            return
    raise AssertionError(f"no way by keyboard to {holds}")


@pytest.mark.browser
def test_by_keyboard_alone_one_narrows_the_list_and_turns_its_pages(desk, new_context):
    nothing = NotFound().get_response
    cookie = desk.client.get_cookie("nearer_desk", domain="127.0.0.1", path="/desk")
    with serving(DispatcherMiddleware(lambda *told: nothing()(*told), {"/desk": desk.client.application})) as at:
        context = new_context()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{at}/desk"}])
        page = context.new_page()
        page.goto(f"{at}/desk/couples/")
        tab_to(page, "each.id === 'state'")
        page.keyboard.type("rests")
        tab_to(page, "each.textContent === 'Show'")
        page.keyboard.press("Enter")
        page.wait_for_url("**state=rests**")
        narrowed = rows(page.content())
        for word, key in (("Older", "after"), ("Newer", "before")):
            tab_to(page, f"each.textContent === '{word}'")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{key}=**")
            assert "state=rests" in page.url
        assert rows(page.content()) == narrowed
