"""Every page that a couple meets: axe, a narrow phone, the keyboard, a strict parser, nobody else asked."""

from __future__ import annotations

import pytest
from fixtures.gallery import gallery
from fixtures.house import House
from fixtures.looking import NARROW, Looker, look, see
from fixtures.trial import Postbox
from fixtures.visitors import Partner

from nearer.worker import work

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_VISIT = 60 * 1024


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


def test_a_first_visit_to_a_step_weighs_little(new_context, house: House, ada: Partner):
    ada.begin(house.told["link"])
    ada.keep_way_back()
    fresh = new_context(viewport=NARROW, storage_state=ada.page.context.storage_state()).new_page()
    sizes: dict[str, int] = {}
    fresh.on("response", lambda reply: sizes.update({reply.url: len(reply.body())}))
    fresh.goto(f"{ada.home}s-where-screen/1", wait_until="networkidle")
    assert len(sizes) > 3
    assert sum(sizes.values()) < FIRST_VISIT, sizes
