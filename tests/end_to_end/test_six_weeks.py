"""Weeks of the bundled program on a moved clock: writing alone, a sentence lifted, a talk in turns, a check-in."""

from __future__ import annotations

import pytest
from fixtures.house import House
from fixtures.visitors import Counsellor, Partner
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CALM = {"afraid": "no", "say_no": "yes"}
WRITING, TURNS, SOFT, TALK = "s-trust-writing", "s-talk-turns", "s-disagree-soft", "s-disagree-talk"
PAGE, LIFTED = "the door that I still hear", "I was more scared than angry"


def first_stage(*people: Partner) -> None:
    """The screen answered, the rest of the first stage passed."""
    for each in people:
        each.answer("s-where-screen", CALM)
        each.pass_by("s-where-map")
        each.pass_by("s-where-intention")
    for each in people:
        each.pass_by("s-where-questions")


def write(partner: Partner, day: int, words: str) -> None:
    partner.open(WRITING, day)
    partner.field("body").fill(words)
    partner.done()


def test_private_writing_over_days_and_a_sentence_that_opens_a_day_later(
    house: House, counsellor: Counsellor, ada: Partner, bo: Partner, meet, later
):
    meet(house.told["link"])
    first_stage(ada, bo)
    later(days=7)
    ada.pass_by("s-trust-helps")
    write(ada, 1, PAGE)
    ada.open(WRITING, 2)
    assert "opens" in ada.text
    assert not ada.field("body").count()
    later(days=1)
    ada.open(WRITING, 2)
    ada.field("body").fill("half a thought")
    expect(ada.page.get_by_text("Saved for later")).to_be_visible()
    ada.open(WRITING, 2)
    assert ada.field("body").input_value() == "half a thought"
    ada.field("lifted/0").fill(LIFTED)
    ada.done()
    ada.open(WRITING, 2)
    ada.press("Show to Bo")
    expect(ada.page.get_by_text("Opens to Bo on")).to_be_visible()
    couple = counsellor.open_couple()
    assert_nothing_of(bo, counsellor, couple, PAGE, "half a thought", LIFTED)
    later(days=1, minutes=5)
    bo.pass_by("s-trust-helps")
    bo.pass_by(WRITING, 1)
    bo.open(WRITING, 2)
    assert LIFTED not in bo.text
    later(days=1)
    bo.open(WRITING, 2)
    assert LIFTED in bo.text
    assert "half a thought" not in bo.text
    assert LIFTED not in counsellor.answers(couple, WRITING, 2)


def assert_nothing_of(bo: Partner, counsellor: Counsellor, couple: str, *words: str) -> None:
    """None of *words* stands on a page of Bo or of the counsellor."""
    pages = [bo.page.request.get(f"{bo.home}{WRITING}/{day}").text() for day in (1, 2, 3)]
    pages += [counsellor.answers(couple, WRITING, day) for day in (1, 2, 3)]
    assert not [each for each in words for page in pages if each in page]


def test_wishes_and_a_release_open_a_talk_in_turns_and_a_check_in_that_the_other_confirms(
    house: House, counsellor: Counsellor, ada: Partner, bo: Partner, meet, later
):
    meet(house.told["link"])
    for each in (ada, bo):
        each.wish()
    first_stage(ada, bo)
    counsellor.open_couple()
    counsellor.press("I have spoken with each alone")
    to_the_talk(ada, bo, later)
    talk_to_the_end(ada)
    for each in (ada, bo):
        each.open(TURNS)
        each.choose("understood", "5")
        each.done()
    ada.open(TURNS)
    expect(ada.page.get_by_role("heading", name="How understood each of you felt")).to_be_visible()
    to_the_check_in(ada, bo, later)
    agree_on_one_thing(ada, bo)
    seen = counsellor.answers(counsellor.open_couple(), TALK)
    assert "Tuesdays are ours" in seen
    assert "the kitchen, by ada" in counsellor.answers(counsellor.open_couple(), SOFT)
    assert "warm" not in counsellor.answers(counsellor.open_couple(), SOFT)


def to_the_talk(ada: Partner, bo: Partner, later) -> None:
    """The second stage passed, and the third up to its talk."""
    later(days=7)
    for each in (ada, bo):
        each.pass_by("s-trust-helps")
        each.pass_by(WRITING, 1)
    for day in (2, 3):
        later(days=1)
        for each in (ada, bo):
            each.pass_by(WRITING, day)
    for each in (ada, bo):
        each.pass_by("s-trust-thing")
        pass_talk(each, "s-trust-open")
    for each in (ada, bo):
        each.pass_by("s-trust-questions")
    later(days=7)
    for each in (ada, bo):
        each.pass_by("s-talk-home")
    for week in (1, 2, 3, 4):
        for each in (ada, bo):
            each.pass_by("s-talk-pulse", week)
        later(days=7)
    for each in (ada, bo):
        each.pass_by("s-talk-rituals")
        pass_talk(each, "s-talk-names")


def pass_talk(partner: Partner, step: str) -> None:
    """Pass a talk in turns; its page posts elsewhere than others do."""
    partner.open(step)
    with partner.page.expect_navigation():
        partner.press("Pass this step")


def talk_to_the_end(partner: Partner) -> None:
    """Every move of the script on one device; a pause on the way."""
    partner.open(TURNS)
    partner.press("We share this device")
    partner.press("Pause")
    expect(partner.page.get_by_role("heading", name="A pause")).to_be_visible()
    partner.press("Go on")
    expect(partner.page.get_by_role("heading", name="A pause")).to_be_hidden()
    for _ in range(40):
        forward = partner.page.locator('form[action$="/script"] button:not(.quiet):not(.plain)')
        if not forward.count():
            break
        with partner.page.expect_navigation():
            forward.first.click()
    expect(partner.page.get_by_text("nothing that was said is kept")).to_be_visible()


def to_the_check_in(ada: Partner, bo: Partner, later) -> None:
    """The fourth stage passed; the fifth up to its talk, with what each prepared for it."""
    later(days=7)
    for each in (ada, bo):
        each.pass_by("s-wish-closeness")
    for week in (1, 2):
        for each in (ada, bo):
            each.pass_by("s-wish-act", week)
        later(days=7)
    for step in ("s-wish-values", "s-wish-guess", "s-wish-questions"):
        for each in (ada, bo):
            each.pass_by(step)
    later(days=7)
    for each in (ada, bo):
        each.answer("s-disagree-screen", CALM)
        soft = {"situation": f"the kitchen, by {each.name.lower()}", "heat": 2}
        each.answer(SOFT, soft)
    for me, other in ((ada, bo), (bo, ada)):
        me.open(SOFT)
        assert f"by {other.name.lower()}" not in me.text
    for step in ("s-disagree-pause", "s-disagree-repair"):
        for each in (ada, bo):
            each.pass_by(step)
    later(days=2)


def agree_on_one_thing(ada: Partner, bo: Partner) -> None:
    """One writes, with what both prepared beside it; the other confirms."""
    ada.open(TALK)
    assert "the kitchen, by ada" in ada.text
    assert "the kitchen, by bo" in ada.text
    ada.field("issue").fill("Tuesdays are ours")
    ada.done()
    bo.open(TALK)
    assert "Tuesdays are ours" in bo.text
    bo.press("Yes, this is ours")
    ada.page.goto(ada.home)
    expect(ada.page.locator(".steps li", has_text="One open thing")).to_contain_text("done")
