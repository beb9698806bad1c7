"""Coming back on a device that is new: the first question, a place that was given, one that was lost, and the PIN."""

import re

import pytest
from fixtures.cards import code_of
from fixtures.installation import Person, hidden
from fixtures.marks import MARKS, want_reminders

from nearer.store.engine import session_scope
from nearer.store.replacing import offer_way_back

QUESTION = "Did you make this place yourself?"
CLOSED = "This way in is closed"
NOT_ME = "That was not me"


@pytest.fixture
def arrive(new_client):
    """Somebody opens a person's link on a device of their own."""

    def come(person) -> Person:
        device = Person(new_client(), person.seat, person.way)
        assert device.client.post(person.way).location == person.home
        return device

    return come


@pytest.fixture
def offer(installation, clock):
    """What the counsellor gives somebody who lost their way back: the path of a pick-up link."""

    def make(person) -> str:
        with installation.engine.connect() as connection:
            query = "SELECT couple_id, side FROM seat WHERE id = ?"
            couple, side = connection.exec_driver_sql(query, (person.seat,)).one()
        from uuid import UUID

        with session_scope(installation.engine, write=True) as session:
            code = offer_way_back(session, installation.keyring, UUID(couple), side, now=clock())
        return f"/r/{code}"

    return make


def begin_anew(device) -> str:
    """Says "somebody gave it to me", and the code that comes of it."""
    sure = device.post("first", {"do": "given"})
    assert "A code of your own" in sure.text
    return code_of(device.client.post(device.home + "first", data=hidden(sure.text) | {"do": "anew"}))


def test_a_new_device_is_asked_before_it_sees_anything(enrol, arrive):
    one, _ = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    device = arrive(one)
    for path in ("", "ways", "doors", "mine", "s-diary/1", "s-plan/1/live"):
        assert device.get(path).location == one.home + "first"
    page = device.get("first").text
    assert QUESTION in page
    assert "ONE-SAID" not in page
    device.say_mine()
    assert "ONE-SAID" in device.get("s-diary/1").text


def test_a_device_that_was_here_is_not_asked_again(enrol):
    one, _ = enrol()
    assert one.client.post(one.way).location == one.home
    assert one.get().status_code == 200
    one.post("ways", {"do": "lock"})
    assert one.client.post(one.way).location == one.home
    assert one.get().status_code == 200


def test_who_did_not_answer_is_asked_again(enrol, arrive):
    one, _ = enrol()
    device = arrive(one)
    device.client.post(one.way)
    assert device.get().location == one.home + "first"


def test_a_place_that_was_given_begins_anew_and_shuts_what_was_written(enrol, arrive, new_client):
    one, two = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    before = two.get().data
    device = arrive(one)
    code = begin_anew(device)
    assert "ONE-SAID" not in device.get("s-diary/1").text
    assert "ONE-SAID" not in device.get("mine/notes.html").text
    device.post("s-diary/1", {"f/entry": "MY-OWN"}, form="s-diary/1?again=yes")
    assert "MY-OWN" in device.get("s-diary/1").text
    other = new_client()
    assert other.post("/r", data={"code": code}).location == one.home
    Person(other, one.seat).say_mine()
    assert "MY-OWN" in other.get(one.home + "s-diary/1").text
    assert two.get().data == before


def test_a_place_that_was_given_sends_nothing_more_to_whoever_made_it(enrol, arrive, installation):
    one, _ = enrol()
    tokens = want_reminders(one, installation)
    device = arrive(one)
    begin_anew(device)
    page = device.get("reminders").text
    assert MARKS["address"] not in page
    assert "Save as a file" not in page
    calendar = device.client.get(f"/c/{tokens[1]}.ics")
    assert b"VEVENT" not in calendar.data


def test_every_door_of_before_shows_one_notice_with_the_contact(enrol, arrive, installation):
    with installation.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE practice SET contact = 'Room 4, 555 0142'")
    one, _ = enrol()
    asleep = arrive(one)
    begin_anew(arrive(one))
    late = arrive(one)
    pages = set()
    for device in (one, asleep, late):
        for path in ("", "ways", "s-diary/1", "first", "mine/notes.json"):
            answer = device.get(path)
            assert answer.status_code == 403, path
            pages.add(answer.data)
    assert len(pages) == 1
    text = pages.pop().decode()
    for words in (CLOSED, "Room 4, 555 0142"):
        assert words in text
    assert NOT_ME not in text
    assert "Ada" not in text


def test_beginning_anew_twice_by_one_form_gives_one_code(enrol, arrive):
    one, _ = enrol()
    device = arrive(one)
    fields = hidden(device.post("first", {"do": "given"}).text) | {"do": "anew"}
    first, again = (device.client.post(device.home + "first", data=fields) for _ in range(2))
    assert code_of(first) == code_of(again)
    assert device.get().status_code == 200


def test_a_lost_way_is_picked_up_once_by_a_button(enrol, offer, new_client):
    one, two = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    before, path = two.get().data, offer(one)
    device, late = new_client(), new_client()
    page = device.get(path).text
    for _ in range(3):
        assert device.get(path).status_code == 200  # looking takes nothing
    assert one.get().status_code == 200
    fields = hidden(page)
    first, again = (device.post(path, data=fields) for _ in range(2))
    assert code_of(first) == code_of(again)  # a double tap is one
    assert late.post(path).data == late.post("/r/unknown").data
    person = Person(device, one.seat)
    assert "ONE-SAID" not in person.get("s-diary/1").text
    assert "closed for now" in person.get("ways").text
    assert two.get().data == before


def test_a_code_of_the_counsellor_can_be_typed_too(enrol, offer, new_client):
    one, _ = enrol()
    assert code_of(new_client().post("/r", data={"code": offer(one).removeprefix("/r/")}))


def test_unknown_used_run_out_and_cancelled_are_one_page(enrol, offer, new_client, clock):
    one, _ = enrol()
    old, used = offer(one), offer(one)
    new_client().post(used)
    late = offer(one)
    clock.move(minutes=30)
    pages = {new_client().post(path).data for path in (old, used, late, "/r/unknown", "/r/0000-0000-0000-0000")}
    assert len(pages) == 1


def test_after_72_hours_the_words_of_before_open_by_themselves(enrol, offer, new_client, clock):
    one, _ = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    device = new_client()
    code = code_of(device.post(offer(one)))
    person = Person(device, one.seat, f"/r/{code}")
    assert "opens here on Thursday, 5 November" in person.get("doors").text
    clock.move(hours=71)
    person.come_back()
    assert "ONE-SAID" not in person.get("s-diary/1").text
    clock.move(hours=1)
    person.come_back()
    assert "ONE-SAID" in person.get("s-diary/1").text
    assert "closed for now" not in person.get("ways").text


def test_the_old_link_opens_them_at_once(enrol, offer, new_client):
    one, two = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    device = new_client()
    device.post(offer(one))
    person = Person(device, one.seat)
    fields = hidden(person.get("doors").text)
    for wrong in (two.way, "nothing"):
        answer = device.post(person.home + "earlier", data=fields | {"code": wrong})
        assert answer.status_code == 409
        assert "opens nothing of before" in answer.text
    assert device.post(person.home + "earlier", data=fields | {"code": f"http://localhost{one.way}"}).status_code == 303
    assert "ONE-SAID" in person.get("s-diary/1").text


def test_who_still_has_a_device_says_not_me_and_ends_the_new_door(enrol, offer, new_client, clock):
    one, two = enrol()
    device = new_client()
    device.post(offer(one))
    page = one.get()
    assert (page.status_code, NOT_ME in page.text) == (403, True)
    clock.move(hours=71)
    assert one.client.post(one.way).location == one.home
    page = one.get().text
    assert two.client.post(one.home + "not-me", data=hidden(page)).location == one.home  # not a door of before
    assert NOT_ME in one.get().text
    assert one.client.post(one.home + "not-me", data=hidden(page)).location == one.home
    assert one.get().status_code == 200
    assert device.get(one.home).status_code == 401


def test_not_me_ends_with_the_72_hours(enrol, offer, new_client, clock):
    one, _ = enrol()
    new_client().post(offer(one))
    clock.move(hours=72)
    one.client.post(one.way)
    page = one.get().text
    assert CLOSED in page
    assert NOT_ME not in page


def test_with_a_pin_settings_and_private_words_ask_for_it_again(enrol, clock):
    one, _ = enrol()
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    one.post("ways", {"do": "pin", "pin": "4711"})
    for _ in range(2):
        clock.move(minutes=10)
        assert one.get().status_code == 200  # in use all the time, so it does not lock
    for path in ("ways", "doors", "mine", "mine/notes.json", "erase", "together", "reminders", "s-diary/1"):
        answer = one.get(path)
        assert answer.status_code == 403, path
        assert "ONE-SAID" not in answer.text
    fields = hidden(one.get("s-diary/1").text) | {"pin": "4711"}
    back = one.client.post(one.home + "lock", data=fields)
    assert back.location.rstrip("?") == one.home + "s-diary/1"
    assert "ONE-SAID" in one.get("s-diary/1").text
    assert one.get("ways").status_code == 200


@pytest.mark.parametrize("to", ["//elsewhere.example/", "https://elsewhere.example/", "/s/other/", "/s/x\n/"])
def test_the_pin_leads_nowhere_else(enrol, to):
    one, _ = enrol()
    one.post("ways", {"do": "pin", "pin": "4711"})
    assert one.client.post(one.home + "lock", data={"pin": "4711", "to": to}).location == one.home


def test_a_pin_stays_when_one_comes_in_again_on_the_same_device(enrol):
    one, _ = enrol()
    one.post("ways", {"do": "pin", "pin": "4711"})
    one.come_back()
    one.post("ways", {"do": "lock"})
    assert one.client.post(one.home + "lock", data={"pin": "4711"}).status_code == 303
    assert len(re.findall(r'name="end"', one.get("doors").text)) == 2  # this device and the link
