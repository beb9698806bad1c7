"""Reminders as a person chooses them, as they come, and as they stop; and what nobody else learns from them."""

from __future__ import annotations

import re

import pytest
from fixtures.installation import hidden
from fixtures.reminding import code_in, events, make_feed

from nearer.worker import work

ADDRESS = "ada@example.org"
ALWAYS = {"from": "0", "until": "0", "away": "0", "subject": "0"}
EVERY_DAY = {"on": [str(day) for day in range(7)]}


def choose(person, **wishes):
    reply = person.post("reminders", {"do": "wishes"} | ALWAYS | wishes)
    assert reply.status_code == 303, reply.text


def test_nothing_comes_unless_it_was_asked_for(ada, prove, days, sent):
    prove(ada)
    assert days(3, sent) == [0, 0, 0]


def test_an_address_is_proved_by_a_code_that_came_there(ada, installation, sent):
    ada.post("reminders", {"do": "address", "address": ADDRESS})
    assert ADDRESS in ada.get("reminders").text
    work(installation)
    [message] = sent
    assert message.to == ADDRESS
    assert "http" not in message.text
    assert ada.post("reminders", {"do": "code", "code": "0000-0000"}).status_code == 422
    reply = ada.post("reminders", {"do": "code", "code": code_in(message).upper().replace("-", " ")})
    assert reply.status_code == 303
    assert "This address is yours" in ada.client.get(reply.location).text


def test_five_wrong_codes_make_it_void(ada, installation, sent):
    ada.post("reminders", {"do": "address", "address": ADDRESS})
    work(installation)
    for _ in range(5):
        ada.post("reminders", {"do": "code", "code": "0000-0000"})
    assert ada.post("reminders", {"do": "code", "code": code_in(sent[0])}).status_code == 422


def test_a_code_runs_out(ada, installation, sent, clock):
    ada.post("reminders", {"do": "address", "address": ADDRESS})
    work(installation)
    clock.move(hours=3)
    ada.come_back()
    assert ada.post("reminders", {"do": "code", "code": code_in(sent[0])}, form="ways").status_code == 403
    page = ada.get("reminders").text
    again = ada.client.post(ada.home + "reminders", data=hidden(page) | {"do": "code", "code": code_in(sent[0])})
    assert again.status_code == 422


def test_an_unproved_address_gets_nothing_but_its_code(ada, days, sent):
    ada.post("reminders", {"do": "address", "address": ADDRESS})
    choose_reply = ada.post("reminders", {"do": "wishes", "opens": "yes"} | ALWAYS)
    assert choose_reply.status_code == 200
    days(2, sent)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "No message can go"),
        ("nobody", "No message can go"),
        ("a" * 300 + "@example.org", "No message can go"),
        ("bad@example.org", "This postbox is full."),
    ],
)
def test_an_address_that_can_not_be_is_said_beside_it_and_stays_to_be_mended(ada, address, told):
    reply = ada.post("reminders", {"do": "address", "address": address})
    assert (reply.status_code, told in reply.text) == (422, True)
    assert f'value="{address}"' in reply.text


def test_nobody_can_have_one_address_flooded_with_codes(new_client, published, installation, sent, enrol):
    replies = []
    for _ in range(4):
        one, two = enrol(ready=False)
        for person in (one, two):
            reply = person.post("reminders", {"do": "address", "address": "victim@example.org"})
            replies.append(reply.status_code)
    while work(installation)["messages"]:
        pass
    assert replies == [303] * 5 + [422] * 3
    assert len(sent) == 5


def test_messages_come_on_chosen_days_in_chosen_hours_once(ada, prove, installation, sent, clock):
    prove(ada)
    choose(ada, on="2", **{"from": "18", "until": "21"})  # Wednesday; the clock stands on a Monday, half past nine
    came = []
    for _ in range(24 * 9 * 3):
        clock.move(minutes=20)
        work(installation)
        came += [clock().isoformat()[:16]] * len(sent)
        sent.clear()
    assert came == ["2026-11-04T18:10"]


def test_a_worker_that_was_away_does_not_make_up_for_it_in_quiet_hours(ada, prove, installation, sent, clock):
    prove(ada)
    choose(ada, **EVERY_DAY, **{"from": "18", "until": "21"})
    clock.move(hours=13)  # half past ten in the evening
    work(installation)
    assert sent == []
    clock.move(hours=20)
    work(installation)
    assert len(sent) == 1


def test_a_message_says_the_same_whatever_it_is_for_and_holds_no_secret_and_no_name(enrol, prove, days, sent, publish):
    for wish in ({"opens": "yes"}, {"on": "3"}, {"date": "2026-11-05"}, {"away": "2"}):
        ada, _ = enrol()
        prove(ada)
        choose(ada, **wish)
        days(1, sent)
        ada.come_back()
    days(4, sent)
    assert len(sent) >= 4
    assert len({(each.subject, each.text) for each in sent}) == 1
    for word in ("Ada", "Bo", "Trial", "Practice", "Diary", "Arriving", "/s/", "/r/", "/m/", "http"):
        assert word not in sent[0].text + sent[0].subject


def test_the_site_is_named_only_where_the_person_allows_it_and_bare(ada, prove, days, sent):
    prove(ada)
    choose(ada, **EVERY_DAY, names_site="yes")
    days(1, sent)
    assert re.findall(r"http\S*", sent[0].text) == ["http://localhost/"]


def test_what_opens_is_told_once(ada, prove, days, sent):
    prove(ada)
    choose(ada, opens="yes")
    assert days(3, sent) == [1, 0, 0]
    ada.come_back()
    ada.post("s-screen/1", {"do": "pass"})
    assert days(2, sent) == [1, 0]


def test_the_partner_s_act_brings_no_message_at_that_moment(enrol, prove, installation, days, sent):
    ada, bo = enrol()
    prove(ada)
    choose(ada, opens="yes", **{"from": "18", "until": "21"})
    days(1, sent)
    sent.clear()
    for each in (ada, bo):
        each.come_back()
    for step in ("s-screen/1", "s-everything/1", "s-diary/1"):
        ada.post(step, {"do": "pass"})
    days(1, sent)
    sent.clear()
    bo.come_back()
    for step in ("s-screen/1", "s-everything/1", "s-diary/1"):
        bo.post(step, {"do": "pass"})
    work(installation)
    assert sent == []  # the plan is open for Ada now; she hears of it in her own hours
    assert days(1, sent) == [1]


def test_a_rested_program_sends_nothing(enrol, prove, days, sent):
    ada, bo = enrol()
    prove(ada)
    choose(ada, **EVERY_DAY)
    bo.post("leave", {"do": "rest"})
    assert days(2, sent) == [0, 0]


# --- stopping ---------------------------------------------------------------


@pytest.fixture
def stop_path(ada, prove, days, sent):
    """The path of the stopping address in a message that came."""
    prove(ada)
    choose(ada, **EVERY_DAY)
    days(1, sent)
    headers = sent.pop().headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.fullmatch(r"<http://localhost(/m/[\w-]{20,})>", headers["List-Unsubscribe"])[1]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}],
)
def test_one_click_stops_from_a_page_of_ours_or_from_a_mail_program(site, ada, stop_path, days, sent, headers):
    stranger = site.test_client()
    body = {"List-Unsubscribe": "One-Click"}
    assert stranger.post(stop_path, data=body, headers=headers).status_code == 200
    assert days(3, sent) == [0, 0, 0]
    ada.come_back()
    page = ada.get("reminders").text
    assert ADDRESS not in page
    assert "Send me a code" in page


def test_looking_at_the_stopping_page_stops_nothing(site, stop_path, days, sent):
    page = site.test_client().get(stop_path)
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert main.count("<button") == 1
    assert days(1, sent) == [1]


def test_known_unknown_used_and_stopped_addresses_look_the_same(site, stop_path, ada):
    stranger, unknown = site.test_client(), "/m/" + "A" * 22

    def seen(method, path):
        reply = stranger.open(path, method=method)
        return reply.status_code, reply.get_data().replace(path.encode(), b""), sorted(reply.headers)

    assert seen("GET", stop_path)[::2] == seen("GET", unknown)[::2]
    first = seen("POST", stop_path)
    assert first == seen("POST", stop_path) == seen("POST", unknown)
    assert len(stranger.get(stop_path).data) == len(stranger.get(unknown).data)


def test_the_stopping_address_opens_nothing_else(site, stop_path):
    token = stop_path.rpartition("/")[2]
    stranger = site.test_client()
    assert events(site, f"/c/{token}.ics") == []
    assert stranger.post(f"/r/{token}", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404


def test_only_that_route_takes_posts_from_elsewhere(site):
    from nearer.web.headers import FOREIGN

    assert {"feeds.stop_messages"} == FOREIGN


def test_stopping_on_the_own_page_forgets_the_address(ada, prove, days, sent):
    prove(ada)
    choose(ada, **EVERY_DAY)
    ada.post("reminders", {"do": "stop"})
    assert days(2, sent) == [0, 0]
    ada.come_back()
    assert ADDRESS not in ada.get("reminders").text


# --- what the other learns --------------------------------------------------


def test_the_partner_s_pages_are_the_same_with_and_without_reminders(enrol, prove, clock):
    ada, bo = enrol()
    paths = ("", "ways", "reminders", "leave", "calendar.ics")  # a step holds a key made for each look

    def look():
        pages = [re.sub(r'name="(once|token)" value="[^"]+"', "", bo.get(path).text) for path in paths]
        return [page.strip() for page in pages]

    before = look()
    prove(ada)
    choose(ada, opens="yes")
    ada.post("reminders", {"do": "days", "on": "1", "at": "19:00", "title": "0"})
    ada.post("reminders", {"do": "feed"})
    assert look() == before


def test_the_partner_can_not_change_the_other_s(enrol, prove, days, sent):
    ada, bo = enrol()
    prove(ada)
    choose(ada, **EVERY_DAY)
    fields = hidden(bo.get("reminders").text) | {"do": "stop"}
    assert bo.client.post(ada.home + "reminders", data=fields).status_code == 401
    assert bo.post("reminders", {"do": "stop"}).status_code == 303
    assert days(1, sent) == [1]


def test_reminders_come_along_when_two_half_couples_join(new_client, published, installation, days, sent, prove):
    from fixtures.installation import AGREED, Person

    def begin():
        client = new_client()
        page = client.post(f"/p/{published.link}/begin", data=AGREED).text
        start = client.post(f"/p/{published.link}/begin", data=hidden(page) | AGREED | {"partner": "no"})
        return Person(client, start.location.split("/")[2])

    inviter, joiner = begin(), begin()
    prove(joiner)
    choose(joiner, **EVERY_DAY)
    code = re.search(r"/i/([^<\s]+)", inviter.post("ways", {"do": "invite"}).text)[1]
    assert joiner.post("join", {"code": code}, form="ways").status_code == 303
    assert ADDRESS in joiner.get("reminders").text
    assert days(1, sent) == [1]


def test_erasing_ends_reminders_and_feed(ada, installation, prove, days, sent, site):
    from nearer.store.engine import session_scope
    from nearer.store.erasing import erase_seat

    prove(ada)
    choose(ada, **EVERY_DAY)
    feed = make_feed(ada)
    with session_scope(installation.engine, write=True) as session:
        erase_seat(session, installation.keyring, ada.seat)
    assert days(1, sent) == [0]
    assert events(site, feed) == []


def test_all_of_a_person_s_reminders_can_be_forgotten_at_once(ada, installation, prove, site):
    from nearer.store.engine import session_scope
    from nearer.store.reminders import forget_reminders

    prove(ada)
    feed = make_feed(ada)
    with session_scope(installation.engine, write=True) as session:
        forget_reminders(session, ada.seat)
    page = ada.get("reminders").text
    assert ADDRESS not in page
    assert events(site, feed) == []


# --- choices that can not be ------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"do": "days", "at": "19:00", "title": "0", "day": ["2026-12-24", "soon"]}, "One of these dates is none"),
        ({"do": "days", "at": "late", "title": "0"}, "One choice here does not exist"),
        ({"do": "days", "at": "19:00", "title": "9"}, "One choice here does not exist"),
        ({"do": "days", "at": "19:00", "title": "0", "on": "7"}, "One choice here does not exist"),
    ],
)
def test_what_can_not_be_is_said_and_what_could_stays(ada, fields, told):
    reply = ada.post("reminders", fields)
    assert (reply.status_code, told in reply.text) == (422, True)
    if "day" in fields:
        assert 'value="2026-12-24"' in reply.text


def test_choices_that_no_form_offers_are_refused_and_nothing_changes(ada, prove):
    prove(ada)
    choose(ada, opens="yes")
    for bad in ({"from": "24"}, {"until": "x"}, {"away": "4"}, {"subject": "-1"}, {"on": "x"}, {"date": "2026-13-01"}):
        assert ada.post("reminders", {"do": "wishes"} | ALWAYS | bad).status_code == 422
    assert re.search(r'name="opens" value="yes" checked', ada.get("reminders").text)


def test_a_site_without_channels_offers_the_calendar_only(ada, installation):
    installation.channels.clear()
    page = ada.get("reminders").text
    assert "This site sends no messages." in page
    assert "Keep these days" in page


def test_a_channel_that_needs_no_address_asks_for_no_code(ada, installation, days):
    channel = installation.channels["trial"]
    channel.address = None
    assert ada.post("reminders", {"do": "address"}).status_code == 303
    choose(ada, **EVERY_DAY)
    assert days(1, channel.sent) == [1]


def test_it_all_works_for_a_long_time_and_over_clock_changes(publish, enrol, installation, prove, days, sent, clock):
    from nearer.store.engine import session_scope
    from nearer.store.tables import metadata

    ada, _ = enrol()
    couple = metadata.tables["couple"]
    with session_scope(installation.engine, write=True) as session:
        session.execute(couple.update().values(zone="Europe/Berlin"))
    prove(ada)
    choose(ada, **EVERY_DAY, **{"from": "23", "until": "1"})  # which is a sign of life: the couple stays
    clock.now = clock.now.replace(month=3, day=20, year=2027)
    work(installation)
    sent.clear()
    assert days(14, sent) == [1] * 14
