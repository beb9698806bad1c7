"""Words in the language that is spoken: catalogues, plurals, numbers, dates, directions."""

from __future__ import annotations

from datetime import date, time

import pytest
from markupsafe import Markup

from nearer.languages import (
    MARKED,
    SOURCE,
    Translations,
    best_of,
    day_in_words,
    direction_of,
    languages_in,
    listed,
    number,
    own_name,
    speak,
    speaking,
    spoken,
    time_in_words,
    translations,
)

SPANISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Open"
msgstr "Abrir"

msgid "Welcome, {name}"
msgstr "Hola, {name}"

msgid "{n} step"
msgid_plural "{n} steps"
msgstr[0] "{n} paso"
msgstr[1] "{n} pasos"

#, fuzzy
msgid "Later"
msgstr "Antes"

msgid "Never"
msgstr ""
"""

ARABIC = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
"n%100>=11 && n%100<=99 ? 4 : 5);\\n"

msgid "{n} step"
msgid_plural "{n} steps"
msgstr[0] "لا خطوات"
msgstr[1] "خطوة واحدة"
msgstr[2] "خطوتان"
msgstr[3] "{n} خطوات"
msgstr[4] "{n} خطوة"
msgstr[5] "{n} خطوة"
"""


@pytest.fixture
def words(tmp_path):
    (tmp_path / "es.po").write_text(SPANISH, "utf-8")
    (tmp_path / "ar.po").write_text(ARABIC, "utf-8")
    return Translations(tmp_path)


def test_a_message_is_said_in_the_language_that_is_spoken(words):
    with speaking("es"):
        assert words._("Open") == "Abrir"
    assert words._("Open") == "Open"


def test_a_region_falls_back_to_its_language_and_an_unknown_language_to_the_source(words):
    with speaking("es-MX"):
        assert words._("Open") == "Abrir"
    with speaking("fr"):
        assert words._("Open") == "Open"


@pytest.mark.parametrize("text", ["Later", "Never", "Not in the catalogue"])
def test_what_is_fuzzy_or_empty_or_missing_stands_in_the_source_language(words, text):
    with speaking("es"):
        assert words._(text) == text


def test_what_one_package_lacks_is_looked_up_behind_it(words, tmp_path):
    (tmp_path / "own").mkdir()
    own = Translations(tmp_path / "own", words)
    with speaking("es"):
        assert own._("Open") == "Abrir"
        assert own.n_("{n} step", "{n} steps", 2) == "2 pasos"


def test_values_are_put_into_the_words_of_the_language(words):
    with speaking("es"):
        assert words._("Welcome, {name}", name="Ana") == "Hola, Ana"


def test_markup_in_a_message_makes_markup_of_it_and_escapes_the_rest(words):
    found = words._("Welcome, {name}", name=Markup("<bdi>ليلى</bdi>"))
    assert found == Markup("Welcome, <bdi>ليلى</bdi>")
    assert words._("<{a}> {b}", a=Markup("<i>"), b="<u>") == Markup("&lt;<i>&gt; &lt;u&gt;")


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "لا خطوات"), (1, "خطوة واحدة"), (2, "خطوتان"), (3, "3 خطوات"), (11, "11 خطوة"), (100, "100 خطوة")],
)
def test_arabic_has_six_forms_for_a_count(words, n, said):
    with speaking("ar"):
        assert words.n_("{n} step", "{n} steps", n) == said


def test_without_a_catalogue_a_count_has_two_forms(words):
    assert [words.n_("{n} step", "{n} steps", n) for n in (1, 2)] == ["1 step", "2 steps"]


def test_the_marked_language_shows_every_message_between_two_signs(words):
    with speaking(MARKED):
        assert words._("Welcome, {name}", name="Ana") == "⟦Welcome, Ana⟧"
        assert words.n_("{n} step", "{n} steps", 2) == "⟦2 steps⟧"


def test_what_was_spoken_before_is_spoken_after():
    with speaking("ar"):
        with pytest.raises(ZeroDivisionError), speaking("es"):
            raise ZeroDivisionError
        assert spoken() == "ar"
    assert spoken() == SOURCE


def test_speaking_on_lasts_in_this_context():
    with speaking("es"):
        speak("ar")
        assert spoken() == "ar"
    assert spoken() == SOURCE


@pytest.mark.parametrize(
    ("language", "day", "moment", "count", "things"),
    [
        ("en", "Thursday, 26 November 2026", "14:05", "12,500", "a, b and c"),
        ("es", "jueves, 26 de noviembre de 2026", "14:05", "12.500", "a, b y c"),
        ("ar", "الخميس، 26 نوفمبر 2026", "2:05 م", "12,500", "a وb وc"),
    ],
)
def test_dates_numbers_and_lists_follow_the_locale(language, day, moment, count, things):
    with speaking(language):
        assert day_in_words(date(2026, 11, 26), year=True) == day
        assert time_in_words(time(14, 5)).replace("\u202f", " ").replace("\xa0", " ") == moment
        assert number(12_500) == count
        assert listed(["a", "b", "c"]) == things


def test_a_day_without_its_year_keeps_its_weekday_in_full():
    with speaking("es"):
        assert day_in_words(date(2026, 11, 26)) == "jueves, 26 de noviembre"


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("ar-EG", "rtl"), ("he", "rtl"), ("es", "ltr")])
def test_a_language_has_a_direction(tag, direction):
    assert direction_of(tag) == direction


@pytest.mark.parametrize(
    ("wanted", "best"), [(["de", "es-MX", "ar"], "es"), (["AR"], "ar"), (["fr"], None), (["", "en_GB"], "en")]
)
def test_the_first_wanted_language_that_is_offered_wins(wanted, best):
    assert best_of(wanted, ("en", "es", "ar")) == best


def test_a_language_is_called_what_it_calls_itself():
    assert [own_name(each) for each in ("en", "es", "ar", "qps-marked")] == ["English", "Español", "العربية", "English"]


def test_a_folder_tells_its_languages(tmp_path, words):
    assert languages_in(tmp_path) == ("en", "ar", "es")
    assert languages_in(tmp_path / "none") == ("en",)


def test_a_package_without_catalogues_uses_those_around_it():
    assert translations("nearer") is translations("")
    assert translations("nearer.rules").behind is translations("nearer")
