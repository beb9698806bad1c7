"""A program in several languages: overlays, catalogues of types, editions, and what is said about gaps."""

from __future__ import annotations

import copy
import sys
from types import ModuleType, SimpleNamespace

import pytest

from nearer import ExerciseType, Participation, Protocol, Sample, hookimpl
from nearer.dialect import problems
from nearer.freezing import findings, freeze
from nearer.languages import speaking, translations
from nearer.overlays import digest_of, in_language
from nearer.registry import load_plugins
from nearer.rules.edition import compile_edition
from nearer.translating import differences, texts_of, with_own_defaults, with_texts

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Your page"
msgstr "Tu página"

msgid "very"
msgstr "mucho"

msgid "What matters?"
msgstr "¿Qué importa?"

msgid "About {subject}"
msgstr "Sobre {subject}"

msgid "A page"
msgstr "Una página"
"""
SHOWN = {"x-translatable": True}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An importable package with a catalogue."""
    (tmp_path / "spoken" / "locale").mkdir(parents=True)
    (tmp_path / "spoken" / "__init__.py").write_text("")
    (tmp_path / "spoken" / "locale" / "es.po").write_text(PO, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    translations.cache_clear()
    yield "spoken"
    translations.cache_clear()
    sys.modules.pop("spoken", None)


class Page(ExerciseType):
    id = "spoken.page"
    title = "A page"
    participation = Participation.SOLO
    factors = ("trust",)
    protocol = Protocol("What for.", "Us", 2026, "D", "Nothing shown.", ())
    config_schema = {
        "type": "object",
        "properties": {
            "subject": {"type": "string", "maxLength": 60, **SHOWN},
            "question": {"type": "string", "maxLength": 60, "default": "What matters?", **SHOWN},
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": {"type": "string"}, "text": {"type": "string", **SHOWN}},
                },
            },
        },
    }
    samples = (Sample("one", {"subject": "Sundays"}, {"a": {"body": "x"}}),)

    def response_schema(self, config, role="self"):
        question = config.get("question", "What matters?")
        private = {"x-visibility": "private"}
        return {
            "type": "object",
            "title": translations("spoken")._("About {subject}", subject=config["subject"]),
            "properties": {
                "body": {"type": "string", "title": "Your page", "description": question, "maxLength": 900, **private},
                "how": {"oneOf": [{"const": "very", "title": "very"}, {"const": "not", "title": "not"}], **private},
            },
        }


class Pair(Page):
    id = "spoken.pair"
    title = "For two"
    participation = Participation.EACH
    protocol = Protocol("What for.", "Us", 2026, "D", "Nothing shown.", ("fear",))

    def alone(self, config):
        return "spoken.page", {"subject": "A page"}


@pytest.fixture
def spoken(package):
    plugin = ModuleType(package)
    plugin.register_exercise_types = hookimpl(lambda: [Page(), Pair()])
    return load_plugins(modules={"spoken": plugin})


def text(source, said):
    return {"text": said, "of": digest_of(source)}


@pytest.fixture
def program():
    step = {
        "id": "s-page", "title": "A quiet page", "summary": "Ten minutes.",
        "variants": [{"form": "any", "type": "spoken.page", "version": 1,
                      "config": {"subject": "Sundays", "lines": [{"id": "one", "text": "Bread"}]}}],
        "texts": {"es": {
            "/title": text("A quiet page", "Una página tranquila"),
            "/summary": text("Ten minutes.", "Diez minutos."),
            "/variants/0/config/subject": text("Sundays", "los domingos"),
            "/variants/0/config/lines/0/text": text("Bread", "Pan"),
        }},
    }  # fmt: skip
    stage = {"id": "one", "title": "One", "steps": [step], "texts": {"es": {"/title": text("One", "Uno")}}}
    return {
        "nearer": "program/1", "title": "Small", "summary": "Short.", "language": "en", "languages": ["es"],
        "stages": [stage],
        "texts": {"es": {"/title": text("Small", "Pequeño"), "/summary": text("Short.", "Corto.")}},
    }  # fmt: skip


def in_spanish(program, registry):
    frozen, found = freeze(program, registry)
    assert found == []
    assert problems({"$ref": "https://nearer.invalid/schemas/edition"}, frozen) == []
    edition = compile_edition(frozen)
    return edition, in_language(edition, "es")


def test_an_edition_reads_in_each_of_its_languages(spoken, program):
    edition, spanish = in_spanish(program, spoken)
    assert (spanish.program["title"], spanish.stages[0].title) == ("Pequeño", "Uno")
    step = spanish.steps["s-page"]
    assert (step.title, step.summary) == ("Una página tranquila", "Diez minutos.")
    schema = step.forms["any"].schema
    assert schema["title"] == "Sobre los domingos"
    assert schema["properties"]["body"]["title"] == "Tu página"
    assert schema["properties"]["body"]["description"] == "¿Qué importa?"
    assert schema["properties"]["how"]["oneOf"][0] == {"const": "very", "title": "mucho"}
    assert step.forms["any"].config["lines"] == [{"id": "one", "text": "Pan"}]
    assert edition.steps["s-page"].title == "A quiet page"


def test_a_form_that_a_type_makes_for_one_person_is_said_too(spoken, program):
    program["stages"][0]["steps"][0]["variants"][0]["type"] = "spoken.pair"
    edition, spanish = in_spanish(program, spoken)
    assert edition.steps["s-page"].forms["alone"].config["subject"] == "A page"
    assert spanish.steps["s-page"].forms["alone"].config["subject"] == "Una página"
    assert spanish.steps["s-page"].forms["alone"].schema["title"] == "Sobre Una página"


def test_languages_share_keys_digest_and_everything_that_is_not_words(spoken, program):
    edition, spanish = in_spanish(program, spoken)
    assert spanish.sha == edition.sha
    ours, theirs = edition.steps["s-page"].forms["any"], spanish.steps["s-page"].forms["any"]
    assert theirs.source is ours
    assert (theirs.flags, theirs.scoring, theirs.participation) == (ours.flags, ours.scoring, ours.participation)
    assert theirs.schema["properties"].keys() == ours.schema["properties"].keys()


def test_a_language_that_is_not_offered_reads_as_the_source(spoken, program):
    edition, _spanish = in_spanish(program, spoken)
    assert in_language(edition, "ar") is edition
    assert in_language(edition, "en") is edition
    assert in_language(edition, "es") is in_language(edition, "es")


def test_an_edition_without_languages_holds_no_texts(spoken, program):
    del program["languages"]
    frozen, _found = freeze(program, spoken)
    assert "texts" not in frozen["steps"]["s-page"]["forms"]["any"]


def test_a_text_that_changed_since_is_not_said_any_more_and_told_beside_the_step(spoken, program):
    program["stages"][0]["steps"][0]["title"] = "A loud page"
    frozen, _found = freeze(program, spoken)
    assert in_language(compile_edition(frozen), "es").steps["s-page"].title == "A loud page"
    told = [each for each in findings(program, spoken) if each.keyword == "stale translation"]
    assert [(each.pointer, each.severity) for each in told] == [("/stages/0/steps/0/title", "hint")]


def test_what_a_language_lacks_is_a_hint_beside_the_step(spoken, program):
    del program["stages"][0]["steps"][0]["texts"]["es"]["/summary"]
    told = [each for each in findings(program, spoken) if each.keyword == "missing translation"]
    assert [(each.pointer, each.severity) for each in told] == [("/stages/0/steps/0/summary", "hint")]


def test_texts_of_material_are_put_into_other_languages_like_those_of_the_step(spoken, program):
    (step,) = program["stages"][0]["steps"]
    step["material"] = [{"kind": "film", "title": "By the sea", "link": "https://films.example/sea", "words": "Short."}]
    told = [each for each in findings(program, spoken) if each.keyword == "missing translation"]
    assert [each.pointer for each in told] == ["/stages/0/steps/0/material/0/title"]
    step["texts"]["es"] |= {
        "/material/0/title": text("By the sea", "Junto al mar"),
        "/material/0/words": text("Short.", "Breve."),
    }
    assert not [each for each in findings(program, spoken) if each.keyword == "missing translation"]
    english, spanish = in_spanish(program, spoken)
    assert [(each["title"], each["words"]) for each in spanish.steps["s-page"].material] == [("Junto al mar", "Breve.")]
    assert english.steps["s-page"].material[0]["title"] == "By the sea"
    assert english.sha == spanish.sha


def test_nothing_is_missing_where_an_overlay_or_the_types_catalogue_says_it(spoken, program):
    program["stages"][0]["steps"][0]["variants"][0]["config"]["question"] = "What matters?"
    assert [each.keyword for each in findings(program, spoken)] == []


def test_words_that_do_not_fit_leave_the_source_and_say_so(spoken, program):
    texts = program["stages"][0]["steps"][0]["texts"]["es"]
    texts["/variants/0/config/subject"] = text("Sundays", "x" * 61)
    frozen, found = freeze(program, spoken)
    assert [each.severity for each in found] == ["warning"]
    assert "Español" in found[0].message
    assert in_language(compile_edition(frozen), "es").steps["s-page"].forms["any"].schema["title"] == "About Sundays"


def test_a_form_whose_keys_follow_its_words_stays_in_the_source(spoken, program, monkeypatch):
    def by_words(self, config, role="self"):
        name = config["subject"].replace(" ", "_")
        return {"type": "object", "properties": {name: {"type": "boolean", "title": "very", "x-visibility": "private"}}}

    monkeypatch.setattr(Page, "response_schema", by_words)
    frozen, found = freeze(program, spoken)
    assert [(each.keyword, each.severity) for each in found] == [("translation", "warning")]
    assert "texts" not in frozen["steps"]["s-page"]["forms"]["any"]


def test_what_differs_in_more_than_words_is_never_taken():
    form = {
        "title": "T",
        "config": {},
        "script": None,
        "schemas": {"self": {"title": "A", "enum": ["x"], "maxLength": 3}},
    }
    other = copy.deepcopy(form)
    other["schemas"]["self"] |= {"title": "B", "enum": ["y"], "maxLength": 4}
    texts, strange = differences(form, other)
    assert texts == {"/schemas/self/title": "B"}
    assert strange == ["/schemas/self/enum/0", "/schemas/self/maxLength"]


def test_only_marked_texts_of_a_config_are_translatable(spoken, program):
    places = [place for place, _text in texts_of(program["stages"][0]["steps"][0], spoken)]
    assert places == ["/title", "/summary", "/variants/0/config/subject", "/variants/0/config/lines/0/text"]


def test_defaults_are_said_only_where_the_config_leaves_them_open(spoken):
    say = {"What matters?": "¿Qué importa?"}.get
    schema = Page.config_schema
    assert with_own_defaults(schema, {}, lambda each: say(each, each)) == {"question": "¿Qué importa?"}
    assert with_own_defaults(schema, {"question": "Q"}, lambda each: say(each, each)) == {"question": "Q"}


def test_overlays_are_written_for_every_place_of_a_text(spoken, program):
    made = with_texts(program, "ar", {"Sundays": "أيام الأحد"}.get, spoken)
    assert made["stages"][0]["steps"][0]["texts"]["ar"] == {"/variants/0/config/subject": text("Sundays", "أيام الأحد")}
    assert made["texts"] == program["texts"]


def test_a_stranger_package_says_its_words_and_cores_behind_them(package):
    with speaking("es"):
        assert translations(package)._("Your page") == "Tu página"
        assert translations(package).behind is translations("nearer")


def test_a_module_that_is_no_package_uses_what_is_around_it():
    assert translations("no.such.module") is translations("nearer")
    assert translations(SimpleNamespace.__name__) is translations("nearer")
