"""The small pages of a place: ways in and out, what one said yes to, one's own words, paper, and no connection."""

from __future__ import annotations

import pytest
from fixtures.browser import violations
from fixtures.editing import remove
from fixtures.gallery import gallery, step_id
from fixtures.house import House
from fixtures.looking import NARROW, SCHEMES, Looker, look, see
from fixtures.visitors import Partner

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LETTER = "trust_journal.expressive_writing"
MAP, TWO_NUMBERS = "s-where-map", {"communication": 4, "trust": 8, "conflict": 3}


def test_what_is_read_once_and_what_can_be_changed_at_any_time(house: House, ada: Partner, looker: Looker):
    ada.begin(house.told["link"])
    ada.keep_way_back()
    for path in ("quickly", "doors", "consent", "mine", "letters", "before", "home-screen"):
        see(looker, ada, ada.home + path, keys=True)
    ada.press("Choose these")
    ada.page.wait_for_selector("text=Now put it there")
    look(looker, ada, "what the home screen will call it", keys=True)
    see(looker, ada, house.address + "/start")
    assert ada.page.url == ada.home
    see(looker, ada, house.address + "/offline", keys=True)
    ada.page.goto(ada.home + "doors")
    ada.press("Make a code to type or print")
    ada.page.wait_for_selector(".groups")
    look(looker, ada, "the code as a card", keys=True)
    on_paper(looker, ada, "the code on paper")
    ada.press("Try my code")
    look(looker, ada, "where a code is typed", keys=True)
    ada.page.locator("#code").fill("0000-0000-0000-0000")
    ada.press("Open")
    look(looker, ada, "a wrong code")


def test_a_device_that_is_new(new_context, house: House, ada: Partner, looker: Looker):
    first = Partner(house, new_context(viewport=NARROW).new_page(), "Ada")
    first.begin(house.told["link"])
    first.keep_way_back()
    see(looker, ada, first.way_back, keys=True)
    ada.press("Open")
    ada.page.wait_for_url("**/first")
    look(looker, ada, "did you make this place", keys=True)
    ada.press("Somebody gave it to me")
    ada.page.wait_for_selector("text=A code of your own")
    look(looker, ada, "a code of one's own", keys=True)
    ada.press("Give me a code of my own")
    ada.page.wait_for_selector(".groups")
    look(looker, ada, "the new code")


def test_words_that_are_there(house: House, ada: Partner, looker: Looker):
    document, registry = gallery(house.installation.registry), house.installation.registry
    link, letter = house.publish(document), step_id(LETTER)
    ada.begin(link)
    ada.keep_way_back()
    ada.answer(letter, registry.types[LETTER].samples[0].answers["a"])
    see(looker, ada, ada.home + "mine", keys=True)
    file = ada.page.request.get(ada.home + "mine/notes.html").text()
    looker.parse(file, "the file of one's own words")
    ada.page.goto("about:blank")
    ada.page.set_content(file)
    look(looker, ada, "the file, opened")
    house.renew(link, remove(document, letter))
    see(looker, ada, ada.home + "before", keys=True)
    see(looker, ada, f"{ada.home}before/{letter}/1", keys=True)


def test_a_reveal_on_paper(house: House, ada: Partner, bo: Partner, looker: Looker):
    ada.begin(house.told["link"])
    bo.claim(ada.invite())
    for each in (ada, bo):
        each.keep_way_back()
        each.answer("s-where-screen", {"afraid": "no"})
        each.answer(MAP, {"map": TWO_NUMBERS})
    see(looker, ada, f"{ada.home}{MAP}/1?print=yes", keys=True)
    on_paper(looker, ada, "a reveal on paper")


def on_paper(looker: Looker, partner: Partner, what: str) -> None:
    """What a printer gets can be read, also from a dark screen, and has nothing to press."""
    for scheme in SCHEMES:
        partner.page.emulate_media(media="print", color_scheme=scheme)
        looker.found += [f"{what}, {scheme}: {each}" for each in violations(partner.page) if "contrast" in each]
    pressed = partner.page.locator("button:visible, nav:visible, .button:visible").all_inner_texts()
    partner.page.emulate_media(media="screen", color_scheme="null")
    assert not pressed
