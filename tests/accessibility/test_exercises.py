"""Every exercise as a couple meets it, its form and its reveal, read from the left and from the right."""

from __future__ import annotations

import pytest
from fixtures.gallery import SCREEN, gallery, joint_gallery, step_id
from fixtures.house import House
from fixtures.looking import Looker, look, see
from fixtures.visitors import Partner

from nearer.languages import _, speaking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIGHT, DARK = ("light",), ("dark",)
"""One each for the form and the reveal of every type, which share the stylesheet."""

LANGUAGES = ("en", "ar")
BY_KEYBOARD = {SCREEN, "trust_journal.expressive_writing", "communication.check_in", "preferences.small_acts"}
"""Types that between them have every kind of control; walking takes long."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_alone_and_its_reveal(house: House, ada: Partner, bo: Partner, looker: Looker, language: str):
    registry = house.installation.registry
    meet(ada, bo, house.publish(gallery(registry)))
    read(house, ada, looker, language)
    for kind in registry.types.values():
        keys = language == "en" and kind.id in BY_KEYBOARD
        see(looker, ada, f"{ada.home}{step_id(kind.id)}/1", keys=keys, schemes=DARK)
        if kind.alone(kind.samples[0].config) is None:
            answered(looker, kind, ada, bo)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_together_and_its_reveal(house: House, ada: Partner, bo: Partner, looker: Looker, language: str):
    registry = house.installation.registry
    meet(ada, bo, house.publish(joint_gallery(registry)))
    for each in (ada, bo):
        each.wish()
        each.answer(step_id(SCREEN), registry.types[SCREEN].samples[0].answers["a"])
    house.release_all()
    house.clock.move(days=1, hours=1)
    ada.come_back()
    bo.come_back()
    read(house, ada, looker, language)
    for kind in registry.types.values():
        if kind.alone(kind.samples[0].config) is None:
            continue
        keys = language == "en" and kind.id in BY_KEYBOARD
        see(looker, ada, f"{ada.home}{step_id(kind.id)}/1", keys=keys, schemes=DARK)
        answered(looker, kind, ada, bo)


def meet(ada: Partner, bo: Partner, link: str) -> None:
    ada.begin(link)
    invitation = ada.invite()
    ada.keep_way_back()
    bo.claim(invitation)
    bo.keep_way_back()


def read(house: House, partner: Partner, looker: Looker, language: str) -> None:
    """Both read *language* from here on, from the side that it is read from."""
    house.speak(language)
    with speaking(language):
        looker.title = _("Notes")
    partner.page.goto(partner.home)
    side = partner.page.evaluate("getComputedStyle(document.body).direction")
    assert side == ("rtl" if language == "ar" else "ltr")


def answered(looker: Looker, kind, ada: Partner, bo: Partner) -> None:
    """Answer as the type's first sample does, and look at what stands before and after the other did."""
    step, answers = step_id(kind.id), kind.samples[0].answers
    if kind.samples[0].moves:
        talk(looker, step, ada)
    if "ab" in answers:
        bo.answer(step, answers["ab"])
        ada.open(step)
        look(looker, ada, f"{kind.id} to confirm", schemes=LIGHT)
        with ada.page.expect_navigation():
            ada.page.locator('form[action$="/confirm"] button').first.click()
    elif answers:
        ada.answer(step, answers["a"])
        see(looker, ada, f"{ada.home}{step}/1", schemes=LIGHT)
        bo.answer(step, answers["b"])
    see(looker, ada, f"{ada.home}{step}/1", schemes=LIGHT)


def talk(looker: Looker, step: str, ada: Partner) -> None:
    """Every move of a script, looking at the first ones."""
    ada.open(step)
    forward = ada.page.locator('form[action$="/script"] button:not(.quiet):not(.plain)')
    for number in range(60):
        if not forward.count():
            return
        if number in (1, 2):
            look(looker, ada, f"move {number} of {step}", keys=number == 1, schemes=LIGHT)
        with ada.page.expect_navigation():
            forward.first.click()
