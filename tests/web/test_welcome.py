"""The way in: links, passcodes, agreement, invitations, private links."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from fixtures.installation import AGREED, hidden

from nearer.store.engine import session_scope
from nearer.store.links import close_link, list_links
from nearer.web.app import couples_app

NEVER = ("anonymous", "end-to-end", "nobody can ever read", "can't find out", "you are safe", "both of you agreed")


def test_the_welcome_says_what_may_be_promised_and_nothing_else(new_client, published):
    page = new_client().get(f"/p/{published.link}").text
    for words in ("Trial weeks", "Practice on the Hill", "555 0100", "reads along", "we never say why", "at any time"):
        assert words in page
    assert not [words for words in NEVER if words in page.lower()]


def test_beginning_takes_all_three_points(new_client, published):
    client = new_client()
    answer = client.post(f"/p/{published.link}/begin", data={"agree": ["own", "kind"], "partner": "no"})
    assert answer.status_code == 422
    assert "tick all three" in answer.text
    assert answer.text.count(" checked") == 2
    assert client.post(f"/p/{published.link}/begin", data=AGREED).text.count("Take my place") == 1


def test_a_passcode_stands_before_everything(new_client, publish):
    link, client = publish(passcode="river").link, new_client()
    assert "Trial weeks" not in client.get(f"/p/{link}").text
    assert client.post(f"/p/{link}", data={"passcode": "lake"}).status_code == 422
    assert client.post(f"/p/{link}/begin", data=AGREED | {"partner": "no"}).status_code == 404
    welcome = client.post(f"/p/{link}", data={"passcode": " River "}).text
    assert "Trial weeks" in welcome
    assert client.post(f"/p/{link}/begin", data=hidden(welcome) | AGREED | {"partner": "no"}).status_code == 303


def test_tries_at_a_passcode_run_out_in_the_words_of_an_unknown_link(new_client, publish):
    link, client = publish(passcode="river").link, new_client()
    found = [client.post(f"/p/{link}", data={"passcode": str(n)}).status_code for n in range(22)]
    assert found == [422] * 20 + [404] * 2


def test_unknown_closed_and_run_out_links_show_one_page(new_client, publish, installation, clock):
    closed, late, early = publish(), publish(expires_at=clock()), publish(opens_at=clock() + timedelta(days=1))
    with session_scope(installation.engine, write=True) as session:
        (link,) = list_links(session, closed.practice)
        close_link(session, closed.practice, link.id, now=clock())
    pages = {new_client().get(f"/p/{token}").data for token in ("unknown", closed.link, late.link, early.link)}
    assert len(pages) == 1
    assert b"Nothing opens here" in pages.pop()


def invitation(one):
    return re.search(r"/i/[^<\s]+", one.post("ways", {"do": "invite"}).text)[0]


def begin(client, link):
    from fixtures.installation import Person

    return Person(client, client.post(f"/p/{link}/begin", data=AGREED | {"partner": "no"}).location.split("/")[2])


def test_looking_at_an_invitation_takes_nothing_and_a_press_takes_it_once(new_client, published):
    one = begin(new_client(), published.link)
    path = invitation(one)
    for _ in range(3):
        assert "Take my place" in new_client().get(path).text
    two, three = new_client(), new_client()
    assert two.post(path, data=AGREED).status_code == 303
    assert three.post(path, data=AGREED).status_code == 404
    assert three.get(path).data == three.get("/i/aaaaa-aaaaa").data


def test_a_spoken_code_leads_to_the_invitation(new_client, published):
    one, client = begin(new_client(), published.link), new_client()
    code = invitation(one).removeprefix("/i/")
    answer = client.post(f"/p/{published.link}/join", data=AGREED | {"code": code.upper().replace("-", " ")})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    wrong = client.post(f"/p/{published.link}/join", data=AGREED | {"code": "not a code"})
    assert wrong.status_code == 422
    assert "does not open anything" in wrong.text


def test_two_half_couples_are_joined_and_keep_their_answers(new_client, published):
    one, two = begin(new_client(), published.link), begin(new_client(), published.link)
    for person, words in ((one, "ONE"), (two, "TWO")):
        person.post("s-everything/1", {"f/feeling": words})
    code = invitation(one).removeprefix("/i/")
    fields = hidden(two.get("ways").text) | {"code": code}
    assert two.client.post(two.home + "join", data=fields | {"code": "wrong"}).status_code == 422
    assert two.client.post(two.home + "join", data=fields).status_code == 303
    assert "TWO" in one.get("s-everything/1").text
    assert "ONE" in two.get("s-everything/1").text


def test_a_private_link_is_one_page_for_every_value_and_opens_only_with_the_right_one(enrol, new_client):
    one, _ = enrol()
    stranger = new_client()
    right, wrong = stranger.get(one.way).text, stranger.get("/r/wrong").text
    once = re.compile(r'name="once" value="[^"]+"')
    assert once.sub("", right.replace(one.way, "X")).split() == once.sub("", wrong.replace("/r/wrong", "X")).split()
    assert stranger.post("/r/wrong").status_code == 404
    assert stranger.post(one.way).location == one.home
    assert stranger.get(one.home).location == one.home + "first"


def test_control_signs_in_a_name_are_left_out(new_client, published):
    client = new_client()
    data = AGREED | {"partner": "no", "name": " A\x00d\u202ea  " + "x" * 100}
    home = client.post(f"/p/{published.link}/begin", data=data).location
    client.post(home + "quickly", data=hidden(client.get(home).text) | {"do": "known"})
    assert "Welcome, Ada xx" in client.get(home).text


@pytest.mark.parametrize("path", ["/help", "/healthz", "/robots.txt", "/"])
def test_pages_that_belong_to_nobody_answer(new_client, path):
    assert new_client().get(path).status_code in (200, 303)


def test_where_a_practice_names_no_help_the_site_does(installation):
    settings = installation.settings.model_copy(update={"local_help": "Helpline 555 0199"})
    client = couples_app(replace(installation, settings=settings)).test_client()
    for path in ("/help", "/p/unknown"):
        assert "Helpline 555 0199" in client.get(path).text


def test_no_secret_stands_in_the_database(enrol, installation):
    one, _ = enrol()
    one.post("s-everything/1", {"f/feeling": "MARKED-WORDS"})
    stored = b"".join(each.read_bytes() for each in installation.data.glob("nearer.sqlite3*"))
    for secret in (b"MARKED-WORDS", b"Ada", one.way.removeprefix("/r/").encode()):
        assert secret not in stored
