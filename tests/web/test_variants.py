"""Variants on the couples' pages: by a condition or a part, chosen at the first look, and telling nobody which."""

import pytest
from fixtures.installation import AGREED, Person
from fixtures.two_stages import step

PARTS = [
    {"id": "returned", "title": "Who returned", "words": "You came back after a long time away."},
    {"id": "stayed", "title": "Who stayed", "words": "You kept the house while the other was away."},
]


def diary(title):
    return {"form": "any", "type": "trial.diary", "version": 1, "config": {"intro": title}}


def program(*variants, parts=()):
    first = step("first", "trial.diary")
    then = step("then", "trial.diary", delivery={"rule": "after_previous"}) | {"variants": list(variants)}
    return {
        "nearer": "program/1", "title": "Two ways", "summary": "", "language": "en", "weeks": 1, "sealed": False,
        "personal": True, "stages": [{"id": "t", "title": "T", "summary": "", "steps": [first, then]}],
        **({"parts": list(parts)} if parts else {}),
    }  # fmt: skip


def test_an_answer_chooses_what_its_writer_gets_and_nothing_else_differs(publish, enrol):
    rainy = {"properties": {"answers": {"properties": {"s-first": {"properties": {"entry": {"const": "rain"}}}}}}}
    chosen = diary("For rainy days") | {"name": "rain", "when": rainy}
    one, two = enrol(publish(program(chosen, diary("For any day"))).link)
    for person, word in ((one, "rain"), (two, "sun")):
        assert person.post("s-first/1", {"f/entry": word}).status_code == 303
    pages = [person.get("s-then/1").text for person in (one, two)]
    assert ["For rainy days" in page for page in pages] == [True, False]
    assert "For any day" in pages[1]
    assert len(pages[0].encode()) == len(pages[1].encode())  # padded alike
    assert one.post("s-then/1", {"f/entry": "words"}).status_code == 303
    assert "words" in one.get("s-then/1").text


@pytest.fixture
def parted(publish):
    back, home = ({"name": name, "part": each["id"]} for name, each in zip(("back", "home"), PARTS, strict=True))
    variants = (diary("For who returned") | back, diary("For who stayed") | home, diary("For anybody"))
    return publish(program(*variants, parts=PARTS)).link


def test_whoever_begins_takes_a_part_and_the_other_gets_the_other(new_client, parted):
    client = new_client()
    welcome = client.get(f"/p/{parted}").text
    assert all(each["title"] in welcome and each["words"] in welcome for each in PARTS)
    begin = AGREED | {"partner": "no"}
    unsaid = client.post(f"/p/{parted}/begin", data=begin)
    assert (unsaid.status_code, "which of the two is yours" in unsaid.text) == (422, True)
    assert client.post(f"/p/{parted}/begin", data=begin | {"part": "neither"}).status_code == 422
    one = Person(client, client.post(f"/p/{parted}/begin", data=begin | {"part": "stayed"}).location.split("/")[2])
    code = one.post("ways", {"do": "invite"}).text.partition("/i/")[2].split("<")[0].split()[0]
    other = new_client()
    invited = other.get(f"/i/{code}").text
    assert "Who returned" in invited
    assert "Who stayed" not in invited
    two = Person(other, other.post(f"/i/{code}", data=AGREED).location.split("/")[2])
    for person in (one, two):
        person.come_back()
        person.post("s-first/1", {"f/entry": "words"})
    assert "For who stayed" in one.get("s-then/1").text
    assert "For who returned" in two.get("s-then/1").text
