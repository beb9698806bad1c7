"""Whatever is sent gets a clear answer at the right place; nothing is half stored, and nothing typed is lost."""

from __future__ import annotations

import copy
import html
import json
import re
import threading
from typing import Any
from urllib.parse import urlsplit

from fixtures import trial
from fixtures.installation import Person, hidden
from fixtures.whole import Browser
from sqlalchemy import func, select

from nearer.store.engine import session_scope
from nearer.store.tables import metadata
from nearer.web.tokens import form_token

STEP = "s-everything/1"
TYPED = {"f/feeling": "Typed with care", "f/diary": "Also typed", "f/ratings~is": "1", "f/ratings/talk": "3"}
ANSWERS = ("entry", "box", "fact", "draft", "finding", "lift", "stance", "task", "decision")


def rows(installation: Any) -> dict[str, int]:
    """How many rows each table of answers has."""
    with session_scope(installation.engine) as session:
        return {name: session.scalar(select(func.count()).select_from(metadata.tables[name])) for name in ANSWERS}


def form_of(person: Person, path: str = STEP) -> dict[str, str]:
    """What the page's form holds already."""
    return hidden(person.get(path).text)


def typed_back(page: str) -> list[str]:
    """The values that the form of *page* holds."""
    page = html.unescape(page)
    texts = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    return [each.strip("\n") for each in texts] + re.findall(r'<input [^>]*value="([^"]*)"', page)


def errors_at(page: str) -> set[str]:
    """The fields that the summary on top leads to."""
    summary = re.search(r'<section class="errors".*?</section>', page, re.S)
    return set(re.findall(r'href="#([^"]+)"', summary[0])) if summary else set()


WRONG = {
    "a word for a number": ({"f/ratings/talk": "seven"}, {"f/ratings/talk"}),
    "a number out of range": ({"f/ratings/talk": "9"}, {"f/ratings/talk"}),
    "half a number": ({"f/ratings/talk": "2.5"}, {"f/ratings/talk"}),
    "nothing where something is needed": ({"f/feeling": ""}, {"f/feeling"}),
    "too long a text": ({"f/diary": "x" * 2001}, {"f/diary"}),
    "far too long a text": ({"f/diary": "y" * 30_000}, {"f/diary"}),
    "too many items": ({"f/wishes~n": "6", **{f"f/wishes/{n}": f"w{n}" for n in range(6)}}, {"f/wishes"}),
    "a control sign": ({"f/diary": "bell \x07 rings"}, {"f/diary"}),
    "a sign that ends texts": ({"f/diary": "nul \x00 here"}, {"f/diary"}),
    "one of many wrong": ({"f/wishes~n": "2", "f/wishes/0": "fine", "f/wishes/1": "z" * 201}, {"f/wishes/1"}),
    "two wrong": ({"f/feeling": "", "f/ratings/talk": "x"}, {"f/feeling", "f/ratings/talk"}),
}
"""What is sent, and the fields that the answer has to lead to."""


def test_a_wrong_answer_comes_back_with_its_error_at_its_field(enrol, installation):
    ada, _ = enrol()
    before = rows(installation)
    for case, (fields, places) in WRONG.items():
        reply = ada.post(STEP, TYPED | fields)
        assert reply.status_code == 422, case
        assert errors_at(reply.text) == places, case
        for place in places:
            assert re.search(rf'id="{place}[^"]*"', reply.text), f"{case}: the error leads to a field that is there"
        back = typed_back(reply.text)
        for name, words in (TYPED | fields).items():
            if name.startswith(("f/feeling", "f/diary", "f/wishes/")):
                # What a field can't hold, such as a control sign, comes back as it would stand in a program.
                assert words in back or json.dumps(words) in back, (case, name)
        assert rows(installation) == before, case


def test_an_answer_of_two_megabytes_is_refused_and_the_draft_stays(enrol, installation):
    ada, _ = enrol()
    assert ada.post(f"{STEP}/draft", TYPED).status_code == 303
    before = rows(installation)
    for path in (STEP, f"{STEP}/draft"):
        reply = ada.post(path, TYPED | {"f/diary": "x" * 2_000_000})
        assert reply.status_code == 413
        assert "what you wrote is still on the page before" in reply.text
    assert rows(installation) == before
    assert TYPED["f/feeling"] in typed_back(ada.get(STEP).text)


def test_a_form_of_thousands_of_fields_is_refused(enrol, installation):
    ada, _ = enrol()
    before = rows(installation)
    assert ada.post(STEP, TYPED | {f"f/x{n}": "1" for n in range(3000)}).status_code == 413
    assert rows(installation) == before


STALE = (
    {"n": "abc"}, {"n": "-1"}, {"n": "7"}, {"n": "99999999999999999999"}, {"n": ""}, {"n": "\uff11"},
    {"edition": "0" * 64}, {"edition": "\x00"}, {"form": "together"}, {"form": ""},
)  # fmt: skip


def test_a_form_that_is_not_of_now_brings_back_what_was_typed(enrol, installation):
    ada, _ = enrol()
    before = rows(installation)
    for fields in STALE:
        reply = ada.post(STEP, TYPED | fields)
        assert reply.status_code == 409, fields
        assert {TYPED["f/feeling"], TYPED["f/diary"]} <= set(typed_back(reply.text)), fields
        assert rows(installation) | {"draft": 0} == before, fields  # kept beside, at most, and counted as no answer
    again = hidden(reply.text) | TYPED
    assert ada.client.post(ada.home + STEP, data=again).status_code == 303


UNKNOWN = (
    {"zzz": "1"}, {"f/unknown": "words"}, {"f/feeling/deep/er": "x"}, {"f/ratings/unknown": "4"}, {"f": "x"}, {"": "x"},
    {"f/wishes~n": "99999999999"}, {"f/wishes~n": "many"}, {"f/wishes/-1": "x"}, {"f/wishes/7": "x"},
    {"f/ratings": "x"}, {"~do": "add f/nowhere 3"}, {"~do": "remove f/wishes 99"}, {"~do": "\x00"}, {"do": "dance"},
    {"f~is": "maybe"},
)  # fmt: skip


def test_unknown_fields_never_break_a_page_and_never_half_store(enrol, installation):
    ada, _ = enrol()
    stored = 0
    for fields in UNKNOWN:
        before = rows(installation)
        words = f"Typed with {fields}"
        reply = ada.post(STEP, TYPED | fields | {"f/feeling": words}, form=f"{STEP}?again=yes")
        assert reply.status_code in (200, 303, 422), fields
        after = rows(installation)
        if reply.status_code == 303:
            stored += 1
            assert after["entry"] == before["entry"] + 1, fields
            assert words in html.unescape(ada.get(STEP).text), fields
        else:
            assert after == before, fields
            assert words in typed_back(reply.text), fields
    assert stored > 5


NOWHERE = (
    "s-nowhere/1", "s-everything/0", "s-everything/2", "s-everything/99999999999999999999", "s-everything/-1",
    "s-every%00thing/1", "%ff%fe/1", "s-everything/1/nothing", "..%2f../1",
)  # fmt: skip


def test_an_address_that_is_not_there_says_so(enrol, installation):
    ada, _ = enrol()
    before = rows(installation)
    for path in NOWHERE:
        token = form_token(installation.keyring.secret("form"), ada.seat, "step", *path.split("/")[:2])
        for reply in (ada.get(path), ada.client.post(ada.home + path, data=TYPED | {"token": token, "n": "1"})):
            assert reply.status_code in (403, 404, 405), path
            assert "<h1>" in reply.text
    assert rows(installation) == before


def test_a_double_submit_is_one_answer(enrol, installation):
    ada, _ = enrol()
    fields = form_of(ada) | TYPED
    replies = [ada.client.post(ada.home + STEP, data=fields) for _ in range(3)]
    assert [each.status_code for each in replies] == [303] * 3
    assert len({each.location for each in replies}) == 1
    assert rows(installation)["entry"] == 1


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def at_once(installation: Any, published: Any, jobs: list[tuple[Person, dict[str, str]]]) -> list[Any]:
    """The replies to forms that are sent at the same moment, each from its own thread to a real server."""
    import http.client
    from urllib.parse import urlencode

    from fixtures.browser import serving

    from nearer.web.app import couples_app

    gate, replies = threading.Barrier(len(jobs)), [None] * len(jobs)

    def send(index: int, person: Person, fields: dict[str, str], port: int) -> None:
        cookie = f"n-{person.seat}={person.client.get_cookie(f'n-{person.seat}').value}"
        headers = {
            "Cookie": cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", port)
        gate.wait()
        line.request("POST", person.home + STEP, urlencode(fields), headers)
        answer = line.getresponse()
        replies[index] = (answer.status, answer.read().decode())
        line.close()

    with serving(couples_app(installation)) as base:
        port = urlsplit(base).port
        threads = [threading.Thread(target=send, args=(n, *job, port)) for n, job in enumerate(jobs)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    return replies


def test_two_devices_at_once_store_one_and_show_both(enrol, installation, published, whole):
    ada, _ = enrol()
    devices = []
    for number in range(4):
        device = Person(Browser(whole), ada.seat, ada.way)
        device.come_back()
        devices.append((device, form_of(device) | TYPED | {"f/diary": f"From device {number}"}))
    replies = at_once(installation, published, devices)
    assert sorted(status for status, _ in replies) == [303, 409, 409, 409]
    won = next(n for n, (status, _) in enumerate(replies) if status == 303)
    assert rows(installation)["entry"] == 1
    for number, (status, page) in enumerate(replies):
        if status == 409:
            assert f"From device {number}" in typed_back(page)  # nothing that was typed is lost
            assert f"From device {won}" in page.partition("Written on two devices")[2]


def test_the_same_from_two_devices_is_one_answer_for_both(enrol, installation, published, whole):
    ada, _ = enrol()
    fields = form_of(ada) | TYPED
    assert [status for status, _ in at_once(installation, published, [(ada, fields)] * 4)] == [303] * 4
    assert rows(installation)["entry"] == 1


def test_both_partners_at_once_are_both_stored(enrol, installation, published):
    pair = enrol()
    jobs = [(person, form_of(person) | TYPED) for person in pair]
    assert [status for status, _ in at_once(installation, published, jobs)] == [303, 303]
    assert rows(installation)["entry"] == 2
    assert rows(installation)["fact"] == 2


def test_a_form_from_before_a_republishing_is_stored_under_the_couples_edition(enrol, installation, published, clock):
    from nearer.store.programs import get_program, program_document, save_program
    from nearer.store.publishing import publish_program

    ada, _ = enrol()
    fields = form_of(ada) | TYPED
    with session_scope(installation.engine, write=True) as session:
        program = get_program(session, published.practice, published.program)
        document = copy.deepcopy(program_document(program))
        document["stages"][0]["steps"][1] = trial.step("another", trial.Diary)
        registry, now = installation.registry, clock()
        save_program(session, program, document, revision=program.revision, registry=registry, now=now)
        publish_program(session, published.practice, published.program, registry=registry, now=now)
    assert ada.client.post(ada.home + STEP, data=fields).status_code == 303
    with session_scope(installation.engine) as session:
        entry = metadata.tables["entry"].c
        assert session.execute(select(entry.edition_sha, entry.step)).all() == [(fields["edition"], "s-everything")]
    assert "Typed with care" in ada.get(STEP).text
    assert "Another" not in ada.get().text


def test_tokens_and_seats_of_somebody_else_store_and_show_nothing(enrol, installation, whole):
    ada, bo = enrol()
    other, _ = enrol()
    before, fields = rows(installation), form_of(ada)
    secret = installation.keyring.secret("form")
    cookie = {person.seat: person.client.get_cookie(f"n-{person.seat}").value for person in (ada, bo, other)}

    def send(seat: str, token: str, cookies: dict[str, str]) -> Any:
        browser = Browser(whole)
        for name, value in cookies.items():
            browser.set_cookie(f"n-{name}", value)
        return browser.post(f"/s/{seat}/{STEP}", data=fields | TYPED | {"token": token})

    def token(*names: str) -> str:
        return form_token(secret, ada.seat, *names)

    mine = token("step", "s-everything", "1")
    forged = {
        "no cookie": (ada.seat, mine, {}, 401),
        "the partner's cookie": (ada.seat, mine, {bo.seat: cookie[bo.seat]}, 401),
        "the partner's cookie under one's own name": (ada.seat, mine, {ada.seat: cookie[bo.seat]}, 401),
        "a stranger's cookie under the name": (ada.seat, mine, {ada.seat: cookie[other.seat]}, 401),
        "a token of the partner's": (bo.seat, mine, {bo.seat: cookie[bo.seat]}, 403),
        "a token for another step": (ada.seat, token("step", "s-diary", "1"), cookie, 403),
        "a token for another purpose": (
            ada.seat,
            token("lift", "s-everything", "1"),
            cookie,
            403,
        ),
        "no token": (ada.seat, "", cookie, 403),
        "a seat that is not there": ("A" * 22, mine, cookie, 401),
    }
    for name, (seat, token, cookies, status) in forged.items():
        reply = send(seat, token, cookies)
        assert reply.status_code == status, name
        assert "Typed with care" not in reply.text or status == 403, name
    assert rows(installation) == before
    for name, seat, value in (("a foreign cookie", ada.seat, cookie[bo.seat]), ("rubbish", ada.seat, "\u00e4 %00;")):
        browser = Browser(whole)
        browser.set_cookie(f"n-{seat}", value)
        assert browser.get(f"/s/{seat}/{STEP}").status_code == 401, name


def test_any_name_lets_somebody_begin(new_client, published):
    for name in ("N\x00ul", "x" * 5000, "\u202edda", "<b>Ada</b>", "   "):
        client, agreed = new_client(), {"agree": ["own", "kind", "help"], "partner": "no"}
        begun = client.post(f"/p/{published.link}/begin", data=agreed | {"name": name})
        assert begun.status_code == 303
        page = client.get(begun.location).text
        assert "<b>Ada" not in page
        assert "\u202e" not in page


def test_any_code_that_opens_nothing_gets_the_same_page(new_client, published):
    pages = set()
    for code in ("", "\x00", "a" * 100_000, "%ff", "0000-0000-0000-0000", "../../etc"):
        reply = new_client().post(f"/p/{published.link}/join", data={"agree": ["own", "kind", "help"], "code": code})
        assert reply.status_code == 422
        assert errors_at(reply.text) == {"code"}
        pages.add(re.sub(r'(?<=name="once" value=")[^"]*', "", reply.text))
    assert len(pages) == 1
