"""A talk by turns: at one device, at two that follow each other, over a pause with a time, to its end or a stop."""

import re
import socket
import time
from dataclasses import replace

import pytest
from fixtures import trial
from fixtures.browser import serving, violations
from fixtures.installation import hidden
from fixtures.masks import OF_ONE_PAGE
from playwright.sync_api import expect
from sqlalchemy import update

from nearer.store.engine import session_scope
from nearer.store.tables import Couple
from nearer.web.dispatcher import wsgi

TALK = "s-talk/1"
OVER = "The talk has ended. What was said stays between the two of you."


@pytest.fixture
def talkers(enrol, installation, clock):
    """Two people whose second stage is done together."""
    one, two = enrol()
    for person in (one, two):
        person.post("s-screen/1", {"f/afraid": "no"})
        person.post("together", {"wish": "together"})
    with session_scope(installation.engine, write=True) as session:
        session.execute(update(Couple).values(together_released=True))
    clock.move(days=1)
    for person in (one, two):
        person.come_back()
        person.post("s-everything/1", {"f/feeling": "fine"})
        person.post("s-diary/1", {"f/entry": "mine"})
    for person in (one, two):
        person.get()
    one.post("s-plan/1", {"f/plan": "ours"})
    two.post("s-plan/1/confirm")
    return one, two


def press(person, do):
    return person.post(TALK + "/script", {"do": do})


@pytest.fixture
def apart(talkers):
    """Both are in, each at their own device; the first person is first."""
    one, two = talkers
    press(one, "join")
    press(two, "join")
    press(one, "first me")
    return one, two


def number_of(person):
    return person.get(TALK + "/script/at").json["n"]


def heading(person):
    return re.search(r"<h1[^>]*>([^<]*)", person.get(TALK).text)[1]


def test_at_one_device_a_talk_goes_through_its_rounds_and_ends_with_each_ones_own_rating(talkers):
    one, two = talkers
    assert "Ready?" in one.get(TALK).text
    press(one, "start")
    page = one.get(TALK).text
    assert "Say one thing." in page
    assert "about 2 minutes" in page
    assert "Whoever is first" in page
    press(one, "next")
    assert heading(one) == "Say back what you heard."
    press(one, "again speak")
    assert heading(one) == "Say one thing."
    for _ in range(4):
        press(one, "next")
    for person in (one, two):
        page = person.get(TALK).text
        assert "How well were you heard?" in page
        assert OVER in page
        assert person.post(TALK, {"f/heard": "4"}).status_code == 303
        assert 'form id="answer"' not in person.get(TALK).text


def test_after_a_talk_at_one_device_the_other_s_words_are_behind_the_other_s_lock(talkers):
    one, two = talkers
    press(one, "start")
    press(one, "stop")
    page = one.get(TALK).text
    assert f'href="{one.home}ways">Lock this place first' in page
    one.post("ways", {"do": "pin", "pin": "1111"})
    two.post("ways", {"do": "pin", "pin": "2222"})
    one.client.set_cookie(f"n-{two.seat}", two.client.get_cookie(f"n-{two.seat}").value)
    one.client.post(one.home + "lock", data={"pin": "1111"})
    assert f'href="{two.home}">Hand over' in one.get(TALK).text
    assert one.client.get(two.home + TALK).status_code == 403
    one.client.post(two.home + "lock", data={"pin": "2222"})
    assert "How well were you heard?" in one.client.get(two.home + TALK).text
    assert one.get(TALK).status_code == 403


def test_two_devices_come_in_one_by_one_and_say_whose_turn_it_is(talkers):
    one, two = talkers
    press(one, "join")
    assert heading(one) == "Now the other device"
    assert [number_of(one), number_of(two)] == [0, 0]
    press(two, "join")
    assert [heading(one), heading(two)] == ["Who goes first?", "Who goes first?"]
    assert [number_of(one), number_of(two)] == [3, 3]
    press(two, "first them")
    assert "Your turn" in one.get(TALK).text
    assert "Ada&#39;s turn" in two.get(TALK).text
    press(two, "next")
    assert [number_of(one), number_of(two)] == [5, 5]
    assert "Your turn" in two.get(TALK).text
    assert one.get(TALK).text.count("Refresh</a>") == 1


def test_who_has_not_come_in_sees_nothing_of_the_talk(talkers):
    one, two = talkers
    before = two.get(TALK).data, two.get().data, two.get(TALK + "/script/at").data
    answers = set()
    for do in ("join", "start", "next", "pause", "return hour", "resume"):
        assert press(one, do).status_code == 303
        assert (two.get(TALK).data, two.get().data, two.get(TALK + "/script/at").data) == before
        answers |= {press(two, each).data for each in ("next", "pause", "stop")}
    assert len(answers) == 1
    press(two, "join")
    assert heading(two) == heading(one) == "Say back what you heard."


def test_a_pause_by_either_stands_for_both_with_the_time_to_go_on(apart, clock):
    one, two = apart
    press(two, "pause")
    assert "A pause." in one.get(TALK).text
    press(two, "return soon")
    for person in (one, two):
        assert "You go on today, at about 09:50." in person.get(TALK).text
    press(one, "return tomorrow")
    for person in (one, two):
        assert "You go on tomorrow, at about 09:30." in person.get(TALK).text
    clock.move(days=1, minutes=1)
    for person in (one, two):
        person.come_back()
        assert "The time to go on has come." in person.get(TALK).text
    press(two, "resume")
    assert heading(one) == heading(two) == "Say one thing."


def test_a_reload_goes_on_with_the_time_that_is_left(apart, clock):
    one, two = apart
    clock.move(seconds=70)
    for person in (one, two):
        assert 'data-seconds="120" data-left="50"' in person.get(TALK).text
    clock.move(minutes=5)
    page = one.get(TALK).text
    assert 'data-left="0"' in page
    assert "Time to go on, when you are ready" in page
    press(one, "next")
    assert "data-left" not in two.get(TALK).text


def test_a_stop_by_either_is_told_in_one_wording_and_leads_to_each_ones_own_words(apart):
    one, two = apart
    late = hidden(one.get(TALK).text) | {"do": "next"}
    press(two, "stop")
    pages = [
        re.sub(OF_ONE_PAGE + r"|/s/[\w-]+/|value=.[0-9a-f]{40}.", "#", person.get(TALK).text) for person in (one, two)
    ]
    assert pages[0].replace("Bo", "Ada").split() == pages[1].split()
    assert OVER in pages[0]
    assert "A place for each of you" not in pages[0]
    assert "How well were you heard?" in pages[0]
    assert number_of(one) == number_of(two) == 5
    assert one.client.post(one.home + TALK + "/script", data=late).status_code == 303


def test_a_second_press_at_the_same_move_shows_where_things_stand(apart):
    one, two = apart
    late = hidden(two.get(TALK).text)
    press(one, "next")
    answer = two.client.post(two.home + TALK + "/script", data=late | {"do": "pause"})
    assert answer.status_code == 200
    assert "Somebody was a moment faster" in answer.text
    assert "Say back what you heard." in answer.text
    assert "A pause." not in one.get(TALK).text


def test_before_it_begins_a_talk_can_be_passed_and_done_after_all(talkers):
    one, two = talkers
    before = two.get(TALK).data
    assert press(one, "pass").location == one.home
    assert "You passed this step." in one.get(TALK).text
    assert two.get(TALK).data == before
    assert "Ready?" in one.get(TALK + "?again=yes").text
    one.post(TALK + "/script", {"do": "start"}, form=TALK + "?again=yes")
    assert "Say one thing." in one.get(TALK).text


@pytest.fixture
def letters(monkeypatch):
    """The trial talk as two letters, each of which may take days."""
    moves = [
        {"id": who, "actor": who, "act": "write", "prompt": f"A letter, {who}.", "seconds": None, "days": True}
        for who in ("first", "second")
    ]
    monkeypatch.setattr(trial.Talk, "script", lambda *_: {"ready": "Ready?", "rounds": [{"title": "", "moves": moves}]})


@pytest.mark.usefixtures("letters")
def test_what_may_take_days_shows_one_sentence_to_who_waits(apart, clock):
    one, two = apart
    for writer, waiter, words in ((one, two, "A letter, first."), (two, one, "A letter, second.")):
        assert words in writer.get(TALK).text
        page = waiter.get(TALK).text
        assert words not in page
        assert "This part takes its own time, perhaps days." in page
        assert 'value="next"' not in page
        assert 'value="pause"' not in writer.get(TALK).text
        clock.move(days=3)
        writer.come_back()
        waiter.come_back()
        press(writer, "next")
    assert OVER in one.get(TALK).text


@pytest.fixture
def nothing_to_answer(monkeypatch):
    """The trial talk without a rating afterwards."""
    monkeypatch.setattr(trial.Talk, "response_schema", lambda *_: None)


@pytest.mark.usefixtures("nothing_to_answer")
def test_a_talk_without_own_words_afterwards_is_done_for_both(apart):
    one, two = apart
    press(two, "stop")
    for person in (one, two):
        assert OVER in person.get(TALK).text
        assert "done" in re.search(r"Talk</a>.*?</li>", person.get().text, re.DOTALL)[0]


@pytest.fixture
def open_talk(installation, new_context):
    """Opens the talk of somebody in a browser of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(wsgi(replace(installation, base_url=f"http://127.0.0.1:{port}")), port) as address:

        def go_to(person):
            context = new_context()
            name = f"n-{person.seat}"
            context.add_cookies([{"name": name, "value": person.client.get_cookie(name).value, "url": address}])
            page = context.new_page()
            page.goto(address + person.home + TALK)
            return page

        yield go_to


@pytest.mark.browser
def test_two_devices_follow_each_other_within_two_seconds(talkers, open_talk):
    ada, bo = map(open_talk, talkers)
    ada.click("text=Each on our own device")
    expect(ada.get_by_role("heading", name="Now the other device")).to_be_visible()
    bo.click("text=Each on our own device")
    expect(ada.get_by_role("heading", name="Who goes first?")).to_be_visible()
    ada.click("button:text-is('I do')")
    taken = []
    for presser, follower, button, words in (
        (None, bo, "", "Say one thing."),
        (ada, bo, "Next", "Say back what you heard."),
        (bo, ada, "Say it once more", "Say one thing."),
        (bo, ada, "Pause", "A pause."),
        (ada, bo, "Tonight", "You go on today"),
        (bo, ada, "Go on", "Say one thing."),
    ):
        if presser is not None:
            presser.get_by_role("button", name=button, exact=True).click()
        began = time.monotonic()
        expect(follower.locator(".turn")).to_contain_text(words)
        taken.append(time.monotonic() - began)
        assert violations(follower) == []
    assert min(taken) < 2
    ada.click("summary")
    ada.click("button:text-is('Stop for good')")
    for page in (ada, bo):
        expect(page.get_by_text(OVER)).to_be_visible()


@pytest.mark.browser
def test_a_timer_is_announced_in_minutes_and_stands_still_for_who_wants_stillness(apart, open_talk):
    page = open_talk(apart[0])
    page.clock.install()
    page.reload()
    timer = page.get_by_role("status").or_(page.locator("[aria-live=polite]")).get_by_role("timer")
    before = timer.inner_text()
    page.clock.fast_forward(150_000)
    expect(timer).not_to_have_text(before)
    moves = "each => parseFloat(getComputedStyle(each).transitionDuration)"
    assert page.locator(".ring .left").evaluate(moves) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(".ring .left").evaluate(moves) == 0
