"""Six weeks and the year after them in two languages: one without script, one for a while without a connection."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fixtures.house import House, open_house
from fixtures.installation import Clock
from fixtures.overseeing import MARK, Overseer, mark
from fixtures.visitors import Counsellor, Partner
from fixtures.weeks import ANY_TIME, Walker, do_what_is_open
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = {"Ada": "es", "Bo": "ar"}
NEXT_DAY = {"es": "domingo, 8 de noviembre", "ar": "الأحد، 8 نوفمبر"}
"""When the second week begins for those who began on 2 November 2026."""

MAP, QUESTIONS, WRITING, TALK = "s-where-map", "s-where-questions", "s-trust-writing", "s-trust-open"
RITUALS, CLOSENESS, GUESS, SOFT, OPEN_THING = (
    "s-talk-rituals", "s-wish-closeness", "s-wish-guess", "s-disagree-soft", "s-disagree-talk"
)  # fmt: skip
WEEKLY, LATER, YEAR = "s-keep-weekly", "s-keep-later", "s-keep-year"
OFFLINE = (
    "There is no connection just now, so it was not sent. Nothing is lost. Please press the button again when you are "
    "back."
)
SAVED = "Saved for later. Only you can read it."


@dataclass
class Way:
    """The two on their way."""

    house: House
    overseer: Overseer
    ada: Walker
    bo: Walker

    @property
    def both(self) -> tuple[Walker, Walker]:
        """Ada and Bo."""
        return self.ada, self.bo

    def later(self, days: int = 1) -> None:
        """Days go by; both come back by their private links."""
        self.house.clock.move(days=days)
        for each in self.both:
            each.partner.slip_in()

    def until(self, step: str, days: int = 20) -> None:
        """Day by day both do whatever is open, until *step* is."""
        for _ in range(days):
            do_what_is_open(*self.both, but=step)
            if all((step, 1) in each.open_places() for each in self.both):
                return
            self.later()
        raise AssertionError(f"{step} has not opened by {self.house.clock()}")


@pytest.fixture
def overseer() -> Overseer:
    return Overseer(Clock())


@pytest.fixture
def house(tmp_path: Path, overseer: Overseer) -> Iterator[House]:
    """The demo, whose pages are read on their way to the browsers."""
    with open_house(tmp_path / "demo", overseer.before) as opened:
        overseer.clock = opened.clock
        yield opened


@pytest.fixture
def way(house: House, overseer: Overseer, new_context: Callable[..., Any]) -> Way:
    """Ada, with script; Bo, whose browser runs none."""
    ada, bo = (
        Partner(house, new_context(user_agent=name, java_script_enabled=name == "Ada").new_page(), name)
        for name in LANGUAGES
    )
    return Way(house, overseer, Walker(ada, overseer), Walker(bo, overseer))


def test_two_languages_from_the_link_to_the_year_after(way: Way, counsellor: Counsellor):
    meet(way)
    where_we_stand(way)
    counsellor.open_couple()
    counsellor.press("I have spoken with each alone")
    safety_and_trust(way)
    talking_and_listening(way)
    wishes_and_differences(way)
    when_we_disagree(way)
    keeping_it_alive(way)
    for each in way.both:
        takes_own_words_away(each)
    assert sorted(set(way.overseer.found)) == []
    assert min(way.overseer.pages.values()) > 200


def meet(way: Way) -> None:
    """Each chooses a language on the first page, takes a place, keeps a way back and says a wish."""
    ada, bo = (each.partner for each in way.both)
    ada.begin(way.house.told["link"], LANGUAGES["Ada"])
    way.overseer.languages["Ada"] = LANGUAGES["Ada"]
    invitation = ada.invite()
    ada.keep_way_back()
    bo.claim(invitation, LANGUAGES["Bo"])
    way.overseer.languages["Bo"] = LANGUAGES["Bo"]
    bo.keep_way_back()
    for each in (ada, bo):
        each.wish()


def where_we_stand(way: Way) -> None:
    """The first week: alone, but for the map, which both look at; a page that is there at any time ends nothing."""
    way.ada.by_hand("s-where-screen")
    way.bo.do("s-where-screen", 1)
    way.bo.by_hand(MAP)
    expect(way.bo.partner.page.locator("[data-live]")).to_be_visible()
    way.ada.by_hand(MAP)
    for each in way.both:
        each.partner.open(MAP)
        expect(each.partner.page.locator(".drawn table").first).to_be_attached()
    way.bo.by_hand("s-where-intention")
    do_what_is_open(*way.both)
    assert {each.forms[QUESTIONS, 1] for each in way.both} == {"alone"}
    way.ada.by_hand(ANY_TIME)
    for each in way.both:
        each.partner.page.goto(each.partner.home)
        assert each.partner.said("You have come to the end") not in each.partner.text
        assert each.partner.said("Nothing to do just now") in each.partner.text
        assert each.partner.said("opens {day}", day=NEXT_DAY[each.partner.language]) in each.partner.text


def safety_and_trust(way: Way) -> None:
    """The second week: written without a connection, shown a day later, and talked in turns on two devices."""
    way.until(WRITING)
    way.bo.by_hand(WRITING)
    write_without_a_connection(way.ada)
    shown = mark("Ada", "choose", WRITING, 1)
    way.ada.partner.press("Show to {reader}", reader="Bo")
    expect(way.ada.partner.page.locator('[name="back"]')).to_be_attached()
    way.overseer.shown[shown] = way.house.clock()
    way.until(TALK)
    way.bo.partner.open(WRITING)
    assert shown in way.bo.partner.text
    talk_on_two_devices(way)
    way.until("s-trust-questions")


def write_without_a_connection(walker: Walker) -> None:
    """The connection goes while a page is written; the button is pressed; nothing is lost, and later it is sent."""
    partner, more = walker.partner, mark("Ada", "private", WRITING, 9)
    walker.fill(WRITING)
    partner.page.context.set_offline(True)
    partner.field("quiet").fill(more)
    partner.press("I am done")
    status = partner.page.locator(".saved")
    expect(status).to_have_text(partner.said(OFFLINE))
    expect(partner.field("quiet")).to_have_value(more)
    partner.page.context.set_offline(False)
    expect(status).to_have_text(partner.said(SAVED))
    walker.send(WRITING)
    partner.open(WRITING)
    assert {more, mark("Ada", "private", WRITING, 1)} <= {each[0] for each in MARK.finditer(partner.text)}


def talk_on_two_devices(way: Way) -> None:
    """Both come in on their own devices, and each makes the moves that are theirs."""
    ada, bo = (each.partner for each in way.both)
    for each in (ada, bo):
        each.open(TALK)
        each.press("Each on our own device")
    expect(ada.page.get_by_role("heading", name=ada.said("Who goes first?"))).to_be_visible()
    ada.press("I do")
    expect(ada.page.locator(".turn .prompt")).to_be_visible()
    for _ in range(60):
        for each in (ada, bo):
            each.page.goto("about:blank")  # a page of a talk follows the other device, and would be drawn meanwhile
            each.open(TALK)
        acting = next((each for each in (bo, ada) if forward(each).count()), None)
        if acting is None:
            break
        with acting.page.expect_navigation():
            forward(acting).first.click()
    for each in way.both:
        each.by_hand(TALK)


def forward(partner: Partner) -> Any:
    """The buttons that take a talk on, where it is this person's turn to."""
    return partner.page.locator('form[action$="/script"] button:not(.quiet):not(.plain)')


def talking_and_listening(way: Way) -> None:
    """The third week, filled in by both and looked at by both."""
    way.until("s-talk-home")
    for each in way.both:
        each.do("s-talk-home", 1)
        each.by_hand("s-talk-pulse")
        each.by_hand(RITUALS)
    look_at_what_opened(way, RITUALS)


def wishes_and_differences(way: Way) -> None:
    """The fourth week: guesses open together; a small act is planned by each for themselves."""
    way.until(CLOSENESS)
    for each in way.both:
        each.do(CLOSENESS, 1)
    look_at_what_opened(way, CLOSENESS)
    way.ada.by_hand("s-wish-act")


def look_at_what_opened(way: Way, step: str) -> None:
    """Both see what the other wrote for both, and their own private words."""
    for me, other in (way.both, way.both[::-1]):
        me.partner.open(step)
        assert mark(other.partner.name, "both", step, 1) in me.partner.text


def when_we_disagree(way: Way) -> None:
    """The fifth week: what each prepared opens in the talk; one writes for both, and the other says yes."""
    way.until("s-disagree-screen")
    for each in way.both:
        each.do("s-disagree-screen", 1)
        each.by_hand(SOFT)
    way.until(OPEN_THING)
    way.ada.fill(OPEN_THING)
    for each in way.both:
        assert mark(each.partner.name, "joint", SOFT, 1) in way.ada.partner.text
    way.ada.send(OPEN_THING)
    say_yes(way.bo, OPEN_THING)


def say_yes(walker: Walker, step: str) -> None:
    """Confirm in the browser what the other wrote for both."""
    walker.partner.open(step)
    walker.partner.press("Yes, this is ours")
    walker.note(step, 1, "together")


def keeping_it_alive(way: Way) -> None:
    """The sixth week, the check-ins after it, three months later, and a year later."""
    way.until(WEEKLY, 30)
    way.bo.by_hand(WEEKLY)
    say_yes(way.ada, WEEKLY)
    do_what_is_open(*way.both)
    while (WEEKLY, 4) not in way.ada.forms:
        way.later(7)
        do_what_is_open(*way.both)
    way.later(90)
    way.until(LATER)
    way.ada.by_hand(LATER)
    say_yes(way.bo, LATER)
    way.later(275)
    for each in way.both:
        each.by_hand("s-keep-again")
    way.bo.by_hand(YEAR)
    say_yes(way.ada, YEAR)
    assert {each.forms[YEAR, 1] for each in way.both} == {"together"}


def takes_own_words_away(walker: Walker) -> None:
    """The end offers one's own words as files; they hold all of them and nothing that the other wrote alone."""
    partner = walker.partner
    partner.page.goto(partner.home)
    expect(partner.page.get_by_role("heading", name=partner.said("You have come to the end"))).to_be_visible()
    partner.press("Take my words with me")
    page = downloaded(partner, "A page to read and print")
    assert f'lang="{partner.language}"' in page
    for text in (page, json.dumps(json.loads(downloaded(partner, "A file for other programs")), ensure_ascii=False)):
        found = list(MARK.finditer(text))
        assert {each[2] for each in found if each[1] != partner.name} == {"shared"}
        assert walker.wrote <= {each[0] for each in found}


def downloaded(partner: Partner, name: str) -> str:
    """The text of the file behind that link."""
    with partner.page.expect_download() as waited:
        partner.press(name)
    return Path(waited.value.path()).read_text(encoding="utf-8")
