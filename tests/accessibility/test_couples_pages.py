"""Every page that a couple meets: axe, a narrow phone, the keyboard, a strict parser, nobody else asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.gallery import SCREEN, gallery, joint_gallery, step_id
from fixtures.house import House
from fixtures.looking import Looker
from fixtures.trial import Postbox
from fixtures.validity import invalid
from fixtures.visitors import Partner

from nearer.worker import work

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = {"width": 360, "height": 740}
FIRST_VISIT = 60 * 1024
LIGHT, DARK = ("light",), ("dark",)
"""Both for what core draws; one each for the answering and the reveal of every type, which share the stylesheet."""

BY_KEYBOARD = {SCREEN, "trust_journal.expressive_writing", "communication.check_in", "preferences.small_acts"}
"""Types that between them have every kind of control; walking takes long."""


@pytest.fixture
def ada(new_context, house: House) -> Partner:
    return Partner(house, new_context(viewport=NARROW).new_page(), "Ada")


@pytest.fixture
def bo(new_context, house: House) -> Partner:
    return Partner(house, new_context(viewport=NARROW, java_script_enabled=False).new_page(), "Bo")


@pytest.fixture
def looker(ada: Partner, tmp_path: Path):
    """Looks over Ada's shoulder; fails at the end with everything that it found, and that the HTML checker finds."""
    found = Looker(ada.page.context, ada.house.address, title="Notes")
    yield found
    wrong = [*found.found, *invalid(found.pages, tmp_path)]
    assert not wrong, "\n".join(wrong)


def see(looker: Looker, partner: Partner, address: str, *, status: int = 200, keys: bool = False, **how) -> None:
    """Go to *address* and look at it."""
    reply = partner.page.goto(address)
    assert reply is not None
    assert reply.status == status
    look(looker, partner, address.removeprefix(partner.house.address), keys=keys, **how)
    looker.parse(reply.text(), address)


def look(looker: Looker, partner: Partner, what: str, *, keys: bool = False, **how) -> None:
    looker.look(partner.page, what, **how)
    if keys:
        looker.walk(partner.page, what)


def test_before_a_place_is_taken(house: House, ada: Partner, bo: Partner, looker: Looker):
    see(looker, ada, house.told["link"], keys=True)
    ada.agree()
    ada.press("Begin")
    ada.page.wait_for_selector("text=No, I am the first")
    look(looker, ada, "has your partner begun", keys=True)
    bo.begin(house.told["link"])
    see(looker, ada, bo.invite(), keys=True)
    see(looker, ada, house.address + "/r/anything", keys=True)
    see(looker, ada, house.address + "/help", keys=True)
    behind_a_passcode = house.publish(gallery(house.installation.registry), passcode="quince")
    see(looker, ada, behind_a_passcode, keys=True)
    ada.page.locator("#passcode").fill("plum")
    ada.press("Go on")
    look(looker, ada, "a wrong passcode")


def test_reminders(house: House, ada: Partner, looker: Looker):
    house.installation.channels.clear()
    house.installation.channels["trial"] = postbox = Postbox()
    ada.begin(house.told["link"])
    see(looker, ada, ada.home + "reminders", keys=True)
    ada.page.get_by_label("E-mail address").fill("bad@example.org")
    ada.press("Send me a code")
    ada.page.wait_for_selector("text=This postbox is full.")
    look(looker, ada, "an address that can't be")
    ada.page.get_by_label("E-mail address").fill("ada@example.org")
    ada.press("Send me a code")
    ada.page.wait_for_selector("text=Is this address yours?")
    look(looker, ada, "waiting for a code", keys=True)
    work(house.installation)
    ada.page.get_by_label("The code").fill(postbox.sent[0].text.split()[2])
    ada.press("This is the code")
    ada.page.wait_for_selector("text=This address is yours.")
    look(looker, ada, "what messages are for", keys=True)
    ada.page.get_by_label("When something opens for me").check()
    ada.press("Keep this")
    ada.page.wait_for_selector("text=Kept.")
    ada.press("Keep these days")
    ada.page.wait_for_selector("text=Save as a file")
    look(looker, ada, "with a calendar")
    ada.press("Make an address for it")
    ada.page.wait_for_selector("text=The address of your calendar")
    look(looker, ada, "the calendar's address", keys=True)
    see(looker, ada, house.address + "/m/anything", keys=True)


def test_the_pages_for_what_does_not_open(house: House, ada: Partner, bo: Partner, looker: Looker):
    see(looker, ada, house.address + "/p/nothing", status=404)
    see(looker, ada, house.address + "/i/aaaaa-bbbbb", status=404)
    closed = house.publish(gallery(house.installation.registry))
    house.close(closed)
    see(looker, ada, closed, status=404)
    bo.begin(house.told["link"])
    see(looker, ada, bo.home, status=401)
    ada.begin(house.told["link"])
    for path, fields, status in (
        (f"{ada.home}ways", {"do": "link"}, 403),
        (f"{ada.home}ways", {"words": "w" * 300_000}, 413),
    ):
        ada.page.goto(ada.home)
        with ada.page.expect_response(path) as reply:
            ada.page.evaluate(POST, [path, fields])
        assert reply.value.status == status
        ada.page.wait_for_load_state()
        look(looker, ada, f"refused with {status}")


POST = """([path, fields]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('textarea');
    field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


def test_the_pages_of_a_place(house: House, ada: Partner, looker: Looker):
    ada.begin(house.told["link"])
    look(looker, ada, "the first overview", keys=True)
    ada.invite()
    look(looker, ada, "the invitation to hand on", keys=True)
    ada.keep_way_back()
    for path in ("", "ways", "together", "s-where-screen/1", "s-where-map/1", "s-keep-later/1"):
        see(looker, ada, ada.home + path, keys=path != "s-where-map/1")
    ada.page.goto(ada.home + "ways")
    ada.press("Make another private link")
    look(looker, ada, "the private link", keys=True)
    ada.page.goto(ada.home + "ways")
    ada.page.locator("#pin").fill("1")
    ada.page.locator("#pin").evaluate("each => each.form.noValidate = true")
    ada.press("Set the PIN")
    look(looker, ada, "ways with an error")
    ada.page.locator("#pin").fill("2468")
    ada.press("Set the PIN")
    ada.press("Lock now")
    ada.page.locator("#pin").fill("1111")
    look(looker, ada, "locked", keys=True)
    ada.press("Open")
    look(looker, ada, "locked, wrong PIN")
    ada.page.locator("#pin").fill("2468")
    ada.press("Open")
    ada.page.goto(ada.home + "leave")
    look(looker, ada, "rest, stop or erase")
    ada.press("Stop the program")
    look(looker, ada, "stop, not sure")
    ada.press("Let it rest")
    look(looker, ada, "at rest")
    ada.page.goto(ada.home + "leave")
    look(looker, ada, "leaving a program at rest")
    ada.page.goto(ada.home + "erase")
    look(looker, ada, "what goes, what stays")
    ada.press("Go on to erase")
    look(looker, ada, "erase, asked once more")
    ada.page.get_by_role("checkbox").check()
    ada.press("Erase it now")
    look(looker, ada, "erased")


def test_every_exercise_alone_and_its_reveal(house: House, ada: Partner, bo: Partner, looker: Looker):
    registry = house.installation.registry
    meet(ada, bo, house.publish(gallery(registry)))
    for kind in registry.types.values():
        see(looker, ada, f"{ada.home}{step_id(kind.id)}/1", keys=kind.id in BY_KEYBOARD, schemes=DARK)
        if kind.alone(kind.samples[0].config) is None:
            answered(looker, kind, ada, bo)


def test_every_exercise_together_and_its_reveal(house: House, ada: Partner, bo: Partner, looker: Looker):
    registry = house.installation.registry
    meet(ada, bo, house.publish(joint_gallery(registry)))
    for each in (ada, bo):
        each.wish()
        each.answer(step_id(SCREEN), registry.types[SCREEN].samples[0].answers["a"])
    house.release_all()
    house.clock.move(days=1, hours=1)
    ada.come_back()
    bo.come_back()
    for kind in registry.types.values():
        if kind.alone(kind.samples[0].config) is None:
            continue
        see(looker, ada, f"{ada.home}{step_id(kind.id)}/1", keys=kind.id in BY_KEYBOARD, schemes=DARK)
        answered(looker, kind, ada, bo)


def meet(ada: Partner, bo: Partner, link: str) -> None:
    ada.begin(link)
    invitation = ada.invite()
    ada.keep_way_back()
    bo.claim(invitation)
    bo.keep_way_back()


def answered(looker: Looker, kind, ada: Partner, bo: Partner) -> None:
    """Answer as the type's first sample does, and look at what stands before and after the other did."""
    step, answers = step_id(kind.id), kind.samples[0].answers
    if kind.samples[0].moves:
        talk(looker, step, ada)
    if "ab" in answers:
        bo.answer(step, answers["ab"])
        ada.open(step)
        look(looker, ada, f"{kind.id} to confirm", schemes=LIGHT)
        ada.press("Yes, this is ours")
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


def test_a_first_visit_to_a_step_weighs_little(new_context, house: House, ada: Partner):
    ada.begin(house.told["link"])
    ada.keep_way_back()
    fresh = new_context(viewport=NARROW, storage_state=ada.page.context.storage_state()).new_page()
    sizes: dict[str, int] = {}
    fresh.on("response", lambda reply: sizes.update({reply.url: len(reply.body())}))
    fresh.goto(f"{ada.home}s-where-screen/1", wait_until="networkidle")
    assert len(sizes) > 3
    assert sum(sizes.values()) < FIRST_VISIT, sizes
