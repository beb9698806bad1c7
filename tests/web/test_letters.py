"""What a counsellor wrote to a person: on their overview until put away, and nobody else's to know of."""

from __future__ import annotations

import json
import re

import pytest
from fixtures.installation import hidden
from fixtures.letters import write_letter
from fixtures.marks import sent as taken

import nearer_schemas
from nearer import desk
from nearer.dialect import Validator
from nearer.errors import ConflictError
from nearer.store.resting import rest_from_desk
from nearer.store.tables import metadata

ALWAYS = {"from": "0", "until": "0", "away": "0", "subject": "0"}


@pytest.fixture
def two(enrol):
    return enrol()


def put_away(person, path=""):
    page = person.get(path).text
    form = page.partition('name="letter"')[0].rpartition("<form")[2] + page.partition('name="letter"')[2]
    fields = {name: value for name, value in hidden(page).items() if name in ("token", "at")}
    letter = re.search(r'name="letter" value="([^"]+)"', page)[1]
    assert form
    return person.client.post(f"{person.home}letters", data=fields | {"letter": letter, "do": "away"})


def test_it_stands_folded_on_the_overview_signed_with_name_and_day(two, installation):
    ada, bo = two
    write_letter(installation, ada.seat, "Until Friday.\n<b>Bring</b> http://example.org/tea")
    page = ada.get().text
    assert "Ruth wrote to you" in page
    assert "2 November 2026" in page
    assert "09:30" not in page
    assert "<details" in page.partition("wrote to you")[0]
    assert "<details open" not in page
    assert "&lt;b&gt;Bring&lt;/b&gt; http://example.org/tea" in page
    assert 'href="http://example.org' not in page
    assert "wrote to you" not in bo.get().text


def test_both_get_the_same_words_on_the_same_day_and_read_that_both_did(two, installation):
    write_letter(installation, two[0].seat, "Well begun.", both=True)
    cards = [
        re.search(r'<details class="card">.*?</summary>.*?</p>\n<p[^>]*>.*?</p>', each.get().text, re.S) for each in two
    ]
    assert cards[0][0] == cards[1][0]
    assert "wrote to you both" in cards[0][0]


def test_what_is_put_away_leaves_the_overview_is_found_again_and_comes_back(two, installation):
    ada = two[0]
    write_letter(installation, ada.seat, "Until Friday.")
    assert put_away(ada).location == ada.home
    page = ada.get().text
    assert "Until Friday." not in page
    assert f'href="{ada.home}letters"' in page
    assert "Until Friday." in ada.get("letters").text
    taken(ada.post("letters", {"letter": "letter-one", "do": "back"}))
    assert "Until Friday." in ada.get().text


def test_each_puts_it_away_for_themself_and_no_page_of_the_desk_or_the_other_changes(
    two, installation, published, clock
):
    ada, bo = two
    write_letter(installation, ada.seat, "Well begun.", both=True)

    def told():
        with desk.session_scope(installation.engine) as session:
            public = desk.list_couples(session, published.practice)[0].public
            case = desk.open_case(session, installation.keyring, published.practice, public, now=clock())
            return desk.list_sent(session, case), re.sub(r'value="[^"]{30,}"', "", bo.get().text)

    before = told()
    put_away(ada)
    assert told() == before
    assert "Well begun." in bo.get().text


def test_the_other_can_neither_read_nor_put_away_what_one_got(two, installation):
    ada, bo = two
    write_letter(installation, ada.seat, "Until Friday.")
    assert "Until Friday." not in bo.get("letters").text
    fields = hidden(bo.get("ways").text)
    assert bo.client.post(f"{bo.home}letters", data=fields | {"letter": "letter-one", "do": "away"}).status_code == 403
    write_letter(installation, bo.seat, "To Bo.", once="letter-two")
    token = {"token": hidden(bo.get("letters").text)["token"]}
    taken(bo.client.post(f"{bo.home}letters", data=token | {"letter": "letter-one", "do": "away"}))
    assert "Until Friday." in ada.get().text


def test_the_overview_shows_the_newest_three_and_a_way_to_all(two, installation, clock):
    ada = two[0]
    for number in range(5):
        write_letter(installation, ada.seat, f"Number {number}.", once=f"letter-{number}")
    page = ada.get().text
    assert re.findall(r"Number \d", page) == ["Number 4", "Number 3", "Number 2"]
    assert len(re.findall(r"Number \d", ada.get("letters").text)) == 5


def test_it_is_in_the_file_of_ones_own_put_away_or_not(two, installation):
    ada, bo = two
    write_letter(installation, ada.seat, "Until Friday.")
    put_away(ada)
    document = json.loads(ada.get("mine/notes.json").text)
    assert document["letters"] == [{"day": "2026-11-02", "from": "Ruth", "to": "me", "words": "Until Friday."}]
    assert Validator(nearer_schemas.load("own_words")).problems(document) == []
    assert "Until Friday." in ada.get("mine/notes.html").text
    assert json.loads(bo.get("mine/notes.json").text)["letters"] == []


def test_while_the_program_rests_what_is_there_stays_and_nothing_new_comes(two, installation):
    ada, bo = two
    write_letter(installation, ada.seat, "Until Friday.")
    taken(bo.post("leave", {"do": "rest"}))
    assert "Until Friday." in ada.get().text
    with pytest.raises(ConflictError, match="rests"):
        write_letter(installation, ada.seat, "More.", once="letter-two")


def test_every_cause_of_a_rest_refuses_in_the_same_words(enrol, installation):
    said = []
    for act in (rests, stops, erases, rests_at_the_desk):
        ada, bo = enrol()
        act(installation, bo)
        with pytest.raises(ConflictError) as refused:
            write_letter(installation, ada.seat)
        said.append(str(refused.value))
    assert len(set(said)) == 1


def rests(_, person):
    taken(person.post("leave", {"do": "rest"}))


def stops(_, person):
    taken(person.post("leave", {"do": "stop", "sure": "yes"}))


def erases(_, person):
    assert person.post("erase", {"do": "erase", "sure": "yes"}).status_code == 200


def rests_at_the_desk(installation, person):
    seat = metadata.tables["seat"].c
    with desk.session_scope(installation.engine, write=True) as session:
        couple = session.execute(metadata.tables["seat"].select().where(seat.id == person.seat)).one().couple_id
        rest_from_desk(session, installation.keyring, couple, rests=True)


def test_sent_twice_it_is_there_once(two, installation):
    for _ in range(2):
        write_letter(installation, two[0].seat, "Until Friday.")
    assert two[0].get("letters").text.count("Until Friday.") == 1


def wish(person, **wishes):
    taken(person.post("reminders", {"do": "wishes"} | ALWAYS | wishes))


def test_a_neutral_message_tells_whoever_asked_for_it_once_in_their_own_hours(two, installation, prove, days, sent):
    ada = two[0]
    for person in two:
        prove(person, f"{person.seat}@example.org")
        wish(person, letters="yes")
    write_letter(installation, ada.seat, "WORDS OF HERS")
    assert days(3, sent) == [1, 0, 0]
    (message,) = sent
    assert message.to == f"{ada.seat}@example.org"
    assert "Something is here for you" in message.text
    assert not [word for word in ("WORDS", "Ruth", "counsellor", "wrote") if word in f"{message}"]
    write_letter(installation, ada.seat, "Something for both", both=True, once="letter-two")
    assert days(2, sent) == [2, 0]


def test_nothing_tells_of_it_unless_it_was_asked_for_or_when_it_is_put_away_first(two, installation, prove, days, sent):
    ada = two[0]
    for person in two:
        prove(person, f"{person.seat}@example.org")
    wish(ada, letters="yes")
    write_letter(installation, ada.seat, both=True)
    put_away(ada)
    assert days(2, sent) == [0, 0]


def test_wishes_that_were_kept_before_there_were_letters_are_read(two, prove, days, sent, installation):
    from nearer.reminding import Wishes

    words = Wishes("trial", "ada@example.org", opens=True).words()
    del words["letters"]
    assert Wishes.of(words).letters is False
