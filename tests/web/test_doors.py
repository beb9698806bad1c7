"""Ways back of one's own: the typed code, its card, and the list of where one is signed in."""

import re

import pytest
from fixtures.cards import code_of
from fixtures.installation import Person, hidden

from nearer.web.spelling import spelled

SLIP = "There is a slip in this code"


def new_code(person) -> str:
    return code_of(person.post("ways", {"do": "code"}))


def ends(person, which: int) -> dict[str, str]:
    """The button that ends the door at that place of the list."""
    return {"end": re.findall(r'name="end" value="([^"]+)"', person.get("doors").text)[which]}


def test_a_code_is_typed_at_one_public_page_and_opens_a_new_device(enrol, new_client):
    one, _ = enrol()
    device = new_client()
    page = device.get("/r").text
    assert 'name="code"' in page
    for typed in (new_code(one), new_code(one).lower().replace("-", " "), new_code(one).replace("-", "")):
        assert device.post("/r", data={"code": typed}).location == one.home
    Person(device, one.seat).say_mine()
    assert device.get(one.home).status_code == 200


def test_the_front_page_leads_to_where_a_code_is_typed(new_client):
    assert 'href="/r"' in new_client().get("/", follow_redirects=True).text


def test_a_slip_is_told_at_once_costs_no_try_and_keeps_what_was_typed(enrol, new_client):
    one, _ = enrol()
    code, device = new_code(one), new_client()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else wrong
    for typed in (wrong, swapped, code[:-5], "", "hello"):
        for _ in range(5):
            answer = device.post("/r", data={"code": typed})
        assert answer.status_code == 422
        assert SLIP in answer.text
        assert f'value="{typed}"' in answer.text
    assert device.post("/r", data={"code": code}).status_code == 303


def test_an_unknown_code_an_ended_one_and_too_many_tries_are_one_page(enrol, new_client):
    one, _ = enrol()
    ended = new_code(one)
    one.post("doors", ends(one, -1))
    pages = {new_client().post("/r", data={"code": ended}).data, new_client().post("/r/" + "A" * 22).data}
    device = new_client()
    for _ in range(25):
        answer = device.post("/r", data={"code": "0000-0000-0000-0000"})
        assert answer.status_code == 404
        pages.add(answer.data)
    assert len(pages) == 1


def test_a_whole_link_or_the_partners_code_works_in_the_same_field(enrol, new_client, published):
    one, _ = enrol()
    assert new_client().post("/r", data={"code": f"http://localhost{one.way}"}).location == one.home
    start = new_client()
    begun = start.post(f"/p/{published.link}/begin", data={"agree": ["own", "kind", "help"], "partner": "no"})
    half = Person(start, begun.location.split("/")[2])
    invitation = re.search(r"/i/([^<\s]+)", half.post("ways", {"do": "invite"}).text)[1]
    assert new_client().post("/r", data={"code": invitation}).location == f"/i/{invitation.replace('-', '')}"


def test_the_card_spells_every_sign_and_is_shown_once(enrol):
    one, _ = enrol()
    page = one.post("ways", {"do": "code"})
    code = code_of(page)
    for _, words in spelled(code):
        assert " · ".join(words) in page.text
    assert "http://localhost/r" in page.text
    assert code.lower() not in one.get("doors").text.lower()


@pytest.mark.parametrize("code", ["0123-4567-89ab-cdef", "GHJK-MNPQ-RSTV-WXYZ"])
def test_every_sign_has_a_word_of_its_own(code):
    words = [word for _, group in spelled(code) for word in group]
    assert [word[0].lower() for word in words] == list(code.lower().replace("-", ""))
    assert len(set(words)) == 16


def test_the_list_ends_a_device_and_never_the_last_way_back(enrol, new_client):
    one, _ = enrol()
    phone = Person(new_client(), one.seat, one.way)
    phone.come_back()
    listed = one.get("doors").text
    for words in ("This device", "Another device", "A private link", "Monday, 2 November"):
        assert words in listed
    assert one.post("doors", ends(one, -1)).status_code == 409
    while "Another device" in one.get("doors").text:
        assert one.post("doors", ends(one, 1)).location == one.home + "doors?did=end"
    assert phone.get().status_code == 401
    assert one.get().status_code == 200


def test_signing_out_here_ends_this_device(enrol):
    one, _ = enrol()
    assert one.post("doors", ends(one, 0)).location == "/r"
    assert one.get().status_code == 401


def test_ending_all_others_gives_a_new_code_and_shuts_every_copy_of_the_old_link(enrol, new_client):
    one, two = enrol()
    phone = Person(new_client(), one.seat, one.way)
    phone.come_back()
    code = code_of(one.post("doors", {"do": "others"}))
    assert phone.get().status_code == 401
    assert new_client().post(one.way).status_code == 404
    assert new_client().post("/r", data={"code": code}).status_code == 303
    assert two.get().status_code == 200


def test_what_a_form_calls_a_door_is_not_its_id_and_not_good_for_another_seat(enrol, installation):
    one, two = enrol()
    with installation.engine.connect() as connection:
        ids = [str(row[0]) for row in connection.exec_driver_sql("SELECT id FROM door")]
    page = one.get("doors").text
    assert not [each for each in ids if each in page or each.replace("-", "") in page]
    foreign = ends(two, 0)
    assert one.client.post(one.home + "doors", data=hidden(page) | foreign).status_code == 303
    assert two.get().status_code == 200


@pytest.mark.parametrize(("page", "do"), [("ways", "code"), ("doors", "code"), ("doors", "others"), ("doors", "link")])
def test_a_form_that_comes_twice_makes_one_way_back_and_shows_it_again(enrol, page, do):
    one, _ = enrol()
    fields = hidden(one.get(page).text) | {"do": do}
    first, again = (one.client.post(one.home + page, data=fields) for _ in range(2))
    assert first.data == again.data
    assert one.get("doors").text.count("Not used yet") == 1
