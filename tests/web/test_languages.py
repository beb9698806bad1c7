"""Each in their own language: chosen before the way in, changed at any time, and the same answers in every one."""

from __future__ import annotations

import re

import pytest
from fixtures import trial
from fixtures.installation import AGREED

from nearer.languages import MARKED, SOURCE, spoken
from nearer.translating import with_texts
from nearer.web import chosen

SAID = {
    "Trial weeks": "Semanas de prueba", "Everything": "Todo",
}  # fmt: skip


UNSAID = {"Practice on the Hill", "Night line: 555 0100", "English", "yes", "no"}
"""What a practice says in its own words, what a language calls itself, and values that a schema gives no title."""


@pytest.fixture
def link(publish, registry):
    """The trial program, in Spanish and Arabic, too."""
    document = trial.program(languages=["es", "ar"])
    document = with_texts(document, "es", SAID.get, registry)
    document = with_texts(document, "ar", {"Trial weeks": "أسابيع التجربة"}.get, registry)
    return publish(document).link


@pytest.fixture(autouse=True)
def _three_languages(monkeypatch):
    """Whatever catalogues there are by now, these languages are offered."""
    monkeypatch.setattr(chosen, "OFFERED", ("en", "ar", "es"))


def prefers(client, *languages):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = ", ".join(languages)
    return client


def begin_in(client, link, language, name):
    prefers(client, language)
    start = client.post(f"/p/{link}/begin", data=AGREED | {"partner": "no", "name": name})
    return start.location.split("/")[2]


@pytest.fixture
def two(new_client, link):
    """Ada reads Arabic, Bo reads Spanish."""
    from fixtures.installation import Person

    one = Person(new_client(), "")
    one.seat = begin_in(one.client, link, "ar", "Ada")
    code = re.search(r"/i/([^<\s]+)", one.post("ways", {"do": "invite"}).text)[1]
    other = prefers(new_client(), "es")
    claimed = other.post(f"/i/{code}", data=AGREED | {"name": "Bo"})
    pair = one, Person(other, claimed.location.split("/")[2])
    for each in pair:
        each.come_back()
        each.post("quickly", {"do": "known"})
    return pair


def head(page):
    return re.search(r"<html lang=\"([^\"]+)\" dir=\"([^\"]+)\"", page)[1], re.search(r" dir=\"(\w+)\"", page)[1]


@pytest.mark.parametrize(
    ("prefers_", "language", "title"),
    [
        (("es-MX", "en"), "es", "Semanas de prueba"),
        (("ar",), "ar", "أسابيع التجربة"),
        (("de", "fr"), "en", "Trial weeks"),
    ],
)
def test_the_welcome_reads_in_the_language_that_the_browser_prefers(new_client, link, prefers_, language, title):
    page = prefers(new_client(), *prefers_).get(f"/p/{link}").text
    assert head(page) == (language, "rtl" if language == "ar" else "ltr")
    assert title in page


def test_a_plain_link_chooses_another_language_and_the_browser_remembers(new_client, link):
    client = new_client()
    page = client.get(f"/p/{link}").text
    assert '<a href="?speak=ar" hreflang="ar" lang="ar">العربية</a>' in page
    assert '<a href="?speak=en"' not in page
    assert head(client.get(f"/p/{link}?speak=ar").text)[0] == "ar"
    assert head(client.get(f"/p/{link}").text)[0] == "ar"
    assert head(client.get("/help").text)[0] == "ar"


def test_a_program_offers_only_its_own_languages(new_client, published):
    page = prefers(new_client(), "es").get(f"/p/{published.link}").text
    assert head(page)[0] == "en"
    assert "speak=" not in page


@pytest.mark.parametrize("asked", ["xx", "../en", "<b>", "qps-marked", ""])
def test_a_language_that_is_not_offered_changes_nothing(new_client, link, asked):
    client = new_client()
    assert head(client.get(f"/p/{link}", query_string={"speak": asked}).text)[0] == "en"
    assert "<b>" not in client.get(f"/p/{link}").headers.get("Set-Cookie", "")


def test_two_partners_read_one_program_in_two_languages(two):
    ada, bo = two
    assert head(ada.get().text) == ("ar", "rtl")
    assert head(bo.get().text) == ("es", "ltr")
    assert "أسابيع التجربة" in ada.get().text
    assert "Semanas de prueba" in bo.get().text


def test_answers_compare_across_languages(two):
    for person, feeling in zip(two, ("Sunny", "Cloudy"), strict=True):
        person.post("s-screen/1", {"f/afraid": "no"})
        assert person.post("s-everything/1", {"f/feeling": feeling}).status_code == 303
    for person in two:
        page = person.get("s-everything/1").text
        assert "Sunny" in page
        assert "Cloudy" in page


def test_changing_the_language_changes_no_answer_and_nothing_of_the_other(two):
    ada, bo = two
    for person in two:
        person.post("s-screen/1", {"f/afraid": "no"})
        person.post("s-everything/1", {"f/feeling": f"Words of {person.seat}"})
    before = bo.get("s-everything/1").data
    assert ada.post("ways", {"do": "language", "speak": "en"}).status_code == 303
    page = ada.get("s-everything/1").text
    assert head(page) == ("en", "ltr")
    assert f"Words of {ada.seat}" in page
    assert bo.get("s-everything/1").data == before


@pytest.mark.parametrize("asked", ["xx", "", "fr"])
def test_only_an_offered_language_can_be_chosen(two, asked):
    ada, _bo = two
    ada.post("ways", {"do": "language", "speak": asked})
    assert head(ada.get().text)[0] == "ar"


def test_a_page_that_is_kept_is_kept_for_each_language(two):
    ada, bo = two
    for person in two:
        person.post("s-screen/1", {"f/afraid": "no"})
    pages = [person.get("s-everything/1").text for person in (ada, bo, ada, bo)]
    assert [head(page)[0] for page in pages] == ["ar", "es", "ar", "es"]
    assert "Todo" in pages[1]
    assert "Todo" not in pages[0]


def test_after_a_request_the_source_is_spoken_again(two):
    for person in two:
        person.get()
        assert spoken() == SOURCE


def test_a_name_is_kept_apart_where_the_page_is_read_from_right_to_left(two):
    ada, bo = two
    assert "<bdi>Ada</bdi>" in ada.get().text
    assert "<bdi>" not in bo.get().text


def test_every_page_of_a_program_in_the_marked_language_is_marked(new_client, publish, registry, monkeypatch):
    from fixtures.installation import Person
    from fixtures.unspoken import unspoken

    monkeypatch.setattr(chosen, "OFFERED", ("en", MARKED))
    document = with_texts(trial.program(languages=[MARKED]), MARKED, lambda text: f"⟦{text}⟧", registry)
    link, client = publish(document).link, new_client()
    pages = [client.get(f"/p/{link}?speak={MARKED}").text, client.post(f"/p/{link}/begin", data=AGREED).text]
    person = Person(client, begin_in(client, link, MARKED, "⟦Ada⟧"))
    paths = ("", "ways", "doors", "together", "leave", "s-everything/1", "s-screen/1", "s-diary/1", "s-talk/1")
    pages += [person.get(path).text for path in paths]
    pages.append(person.post("s-everything/1", {"f/feeling": ""}).text)
    assert {word for page in pages for word in unspoken(page)} - UNSAID == set()
