"""One bundled exercise of each participation and one of every visibility: two people, two devices, and the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures.house import House
from fixtures.visitors import Counsellor, Partner
from playwright.sync_api import expect

from nearer.rules.visibility import TABLE
from nearer.rules.vocabulary import Participation
from nearer_admin.composing import step_of

pytestmark = pytest.mark.browser

CALM = {"afraid": "no", "free_to_say_no": "yes"}

KINDS = {
    "s-screen": ("safety.screen.beginning", "solo", "screen"),
    "s-intention": ("intentions.written_intention.what_i_bring", "solo", "private choose"),
    "s-map": ("measures.eight_factors.first_look", "each", "both aggregate private released counsellor"),
    "s-guess": ("communication.guess_and_reveal.everyday", "each", "both guess"),
    "s-soft": ("conflict.soft_start.one_thing", "each", "joint private"),
    "s-talk": ("communication.check_in.short", "together", "both"),
    "s-turns": ("communication.speaker_listener.something_good", "turns", "both private"),
}
"""The steps of this file: the exercise, its participation, its visibilities."""

GATHERED = [{"step": "s-soft", "property": "situation", "heading": "What it is about"}]


def step(house: House, name: str, delivery: dict[str, Any]) -> dict[str, Any]:
    """A step of that name, copied from the library."""
    return {**step_of(house.installation.registry.library[KINDS[name][0]]), "id": name, "delivery": delivery}


def program(house: House) -> dict[str, Any]:
    """What one does alone is open at once; what two do comes the day after."""
    at_once, after = {"rule": "at_once"}, {"rule": "after_previous"}
    alone = [step(house, name, at_once) for name in ("s-screen", "s-map", "s-intention")]
    rules = {"s-guess": {"rule": "after_delay", "days": 1}, "s-soft": after, "s-talk": after, "s-turns": after}
    both = [step(house, name, rule) for name, rule in rules.items()]
    for variant in both[2]["variants"]:
        variant["config"] |= {"agenda": ["appreciations", "issue"], "gathers": GATHERED}
    stages = [{"id": "alone", "title": "Alone", "steps": alone}, {"id": "both", "title": "Both", "steps": both}]
    return {"nearer": "program/1", "title": "Every kind", "language": "en", "weeks": 1, "stages": stages, "texts": {}}


@pytest.fixture
def begun(house: House, ada: Partner, bo: Partner, meet: Callable[[str], None]) -> None:
    """Both began, and answered the questions for each alone."""
    meet(house.publish(program(house)))
    for each in (ada, bo):
        each.answer("s-screen", CALM)


@pytest.fixture
def together(house: House, ada: Partner, bo: Partner, begun: None, later: Callable[..., None]) -> None:
    """The day after, with both wishes and a release: the stage for two."""
    for each in (ada, bo):
        each.wish()
        each.pass_by("s-map")
        each.pass_by("s-intention")
    house.release_all()
    later(days=1, minutes=5)


def test_the_steps_of_this_file_are_of_every_kind(house: House):
    registry = house.installation.registry
    for exercise, participation, visibilities in KINDS.values():
        variant = registry.library[exercise]["variants"][0]
        kind = registry.types[variant["type"]]
        properties = (kind.response_schema(variant["config"]) or {})["properties"]
        assert str(kind.participation) == participation
        assert {each["x-visibility"] for each in properties.values()} == set(visibilities.split())
    assert {each[1] for each in KINDS.values()} == set(Participation)
    assert {word for each in KINDS.values() for word in each[2].split()} == set(TABLE)


def test_screen_what_is_said_about_safety_is_shown_to_nobody_again(begun: None, ada: Partner, bo: Partner, counsellor):
    for each in (ada, bo):
        each.open("s-screen")
        assert "is not shown again" in each.text
        assert not each.field("afraid").count()
    assert "afraid" not in counsellor.answers(counsellor.open_couple(), "s-screen")


def test_both_aggregate_private_released_and_counsellor_at_one_step_of_each(
    begun: None, ada: Partner, bo: Partner, counsellor: Counsellor
):
    rate(ada, 7, 9)
    expect(ada.page.get_by_text("opens once you have both finished this step")).to_be_visible()
    bo.open("s-map")
    assert "of Ada" not in bo.page.content()
    rate(bo, 3, 2)
    seen = {each.name: open_map(each) for each in (ada, bo)}
    assert [numbers(each) for each in (ada, bo)] == [["7", "3"], ["3", "7"]]
    for me, other in (("Ada", "Bo"), ("Bo", "Ada")):
        assert f"wish of {other}" not in seen[me]
        assert f"note of {other}" not in seen[me]
    assert "they matter less to Bo just now than to you" in seen["Ada"]
    assert "they matter more to Ada just now than to you" in seen["Bo"]
    couple = counsellor.open_couple()
    at_desk = counsellor.answers(couple, "s-map")
    assert all(f"{word} of {name}" in at_desk for word in ("wish", "note") for name in ("Ada", "Bo"))
    assert "How close do you feel in heart" not in at_desk
    assert "they matter" not in at_desk
    ada_there = counsellor.page.locator("section", has=counsellor.page.get_by_role("heading", name="Ada"))
    ada_there.get_by_role("button", name="Release to the partner").click()
    expect(counsellor.page.get_by_text("Released to the partner.")).to_be_visible()
    assert "wish of Ada" in open_map(bo)
    assert "wish of Bo" not in open_map(ada)
    assert "note of Ada" not in open_map(bo)


def rate(partner: Partner, place: int, weight: int) -> None:
    """Fill in the map by hand: where one stands, how much it matters, how near one feels, a wish, a note."""
    partner.open("s-map")
    partner.choose("map/communication", str(place))
    for name in ("communication", "trust", "conflict", "empathy"):
        partner.choose(f"weight/{name}", str(weight))
    partner.choose("emotional", "4")
    partner.field("wish").fill(f"a wish of {partner.name}")
    partner.field("note").fill(f"a note of {partner.name}")
    partner.done()


def open_map(partner: Partner) -> str:
    """The page of the map as *partner* gets it."""
    partner.open("s-map")
    return partner.page.content()


def numbers(partner: Partner) -> list[str]:
    """The first line of the map in numbers, mine first."""
    return partner.page.locator("tr", has_text="We can talk").locator("td").all_text_contents()


def test_private_and_choose_what_one_writes_alone_stays_there_until_an_entry_is_shown_and_a_day_has_gone(
    begun: None, ada: Partner, bo: Partner, counsellor: Counsellor, later: Callable[..., None]
):
    ada.open("s-intention")
    ada.field("intention").fill("I keep Sunday free")
    ada.field("say/0").fill("a sentence to give")
    ada.done()
    assert "I keep Sunday free" in page_of(ada, "s-intention")
    ada.press("Show to Bo")
    expect(ada.page.get_by_text("Opens to Bo on")).to_be_visible()
    bo.pass_by("s-intention")
    couple = counsellor.open_couple()
    for words in ("I keep Sunday free", "a sentence to give"):
        assert words not in page_of(bo, "s-intention")
        assert words not in counsellor.answers(couple, "s-intention")
    later(days=1, minutes=5)
    assert "a sentence to give" in page_of(bo, "s-intention")
    assert "I keep Sunday free" not in page_of(bo, "s-intention")
    assert "I keep Sunday free" not in counsellor.answers(couple, "s-intention")


def page_of(partner: Partner, name: str) -> str:
    """What a person gets at a step."""
    partner.open(name)
    return partner.page.content()


def test_guess_a_guess_opens_with_what_was_guessed_and_not_before(together: None, ada: Partner, bo: Partner):
    ada.answer("s-guess", {"own": {"surprises": 1}, "guess": {"surprises": 7}})
    assert "guessing" not in page_of(ada, "s-guess")
    assert "guessed 7" not in page_of(bo, "s-guess")
    bo.answer("s-guess", {"own": {"surprises": 2}, "guess": {"surprises": 6}})
    for me in (ada, bo):
        page_of(me, "s-guess")
        expect(me.page.get_by_text("Ada guessed 7. Bo said 2.")).to_be_visible()
        expect(me.page.get_by_text("Bo guessed 6. Ada said 1.")).to_be_visible()


def test_joint_and_together_what_each_prepared_opens_in_the_talk_and_one_answer_is_confirmed(
    together: None, ada: Partner, bo: Partner, counsellor: Counsellor
):
    for me in (ada, bo):
        me.pass_by("s-guess")
    ada.answer("s-soft", {"situation": "the shelf, by Ada", "heat": 2})
    assert "the shelf, by Ada" in page_of(ada, "s-soft")
    assert "the shelf" not in page_of(bo, "s-soft")
    assert "the shelf" not in counsellor.answers(counsellor.open_couple(), "s-soft")
    bo.answer("s-soft", {"situation": "the bus, by Bo", "heat": 1})
    for me in (ada, bo):
        found = page_of(me, "s-talk")
        assert "the shelf, by Ada" in found
        assert "the bus, by Bo" in found
        assert "How warm" not in found
    ada.field("issue").fill("The shelf goes up on Sunday")
    ada.done()
    assert "The shelf goes up on Sunday" in page_of(bo, "s-talk")
    bo.press("Yes, this is ours")
    ada.page.goto(ada.home)
    expect(ada.page.locator(".steps li", has_text="A short check-in")).to_contain_text("done")


def test_turns_a_talk_on_two_devices_that_follow_each_other(together: None, ada: Partner, bo: Partner):
    for name in ("s-guess", "s-soft", "s-talk"):
        for me in (ada, bo):
            me.pass_by(name)
    for me in (ada, bo):
        me.open("s-turns")
        me.press("Each on our own device")
    expect(ada.page.get_by_role("heading", name="Who goes first?")).to_be_visible()
    ada.press("I do")
    prompt = ada.page.locator(".turn .prompt")
    expect(prompt).to_be_visible()
    bo.open("s-turns")
    assert bo.page.locator(".turn .prompt").inner_text() != ""
    for _ in range(60):
        acting = next((each for each in (bo, ada) if forward(each).count()), None)
        if acting is None:
            break
        with acting.page.expect_navigation():
            forward(acting).first.click()
        for each in (ada, bo):
            each.open("s-turns")
    for me in (ada, bo):
        me.choose("understood", "5")
        me.field("keep").fill(f"kept by {me.name}")
        me.done()
    for me, other in ((ada, bo), (bo, ada)):
        found = page_of(me, "s-turns")
        assert "How understood each of you felt" in found
        assert f"kept by {other.name}" not in found


def forward(partner: Partner) -> Any:
    """The buttons that take a talk on, where it is this person's turn to."""
    return partner.page.locator('form[action$="/script"] button:not(.quiet):not(.plain)')
