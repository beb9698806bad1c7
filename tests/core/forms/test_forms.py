"""Forms as people meet them: what is drawn for a schema, and what filling it in reads as."""

import re
import time

import pytest
from core.forms.browser import fields_of, filled, parsed, press
from werkzeug.datastructures import MultiDict

from nearer.dialect import Problem, problems, schema_problems
from nearer.forms import NOTHING, compile_form, field_id, pressed, read_form, render_form

DIARY = {
    "type": "object",
    "properties": {
        "mood": {"type": "integer", "minimum": 0, "maximum": 6, "title": "Your mood", "x-visibility": "both"},
        "word": {"type": "string", "maxLength": 40, "description": "Any word.", "x-visibility": "private"},
        "story": {"type": "string", "maxLength": 4000, "x-sensitive": True, "x-visibility": "private"},
        "hours": {"type": "number", "x-visibility": "both"},
        "calm": {"type": "boolean", "x-visibility": "both"},
        "place": {
            "oneOf": [{"const": "in", "title": "At home"}, {"const": "out", "title": "Outside"}],
            "x-visibility": "both",
        },
        "day": {"type": "string", "format": "date", "x-visibility": "both"},
        "thanks": {
            "type": "array",
            "maxItems": 3,
            "items": {"type": "string", "maxLength": 40},
            "x-visibility": "choose",
        },
        "walk": {
            "type": "object",
            "properties": {"where": {"type": "string", "maxLength": 40}, "far": {"type": "integer"}},
            "x-visibility": "both",
        },
    },
    "required": ["mood", "place"],
}


def test_the_diary_registers_and_nothing_of_it_is_drawn_as_raw_json():
    assert schema_problems(DIARY, response=True) == []
    assert "raw" not in render_form(DIARY)
    assert "Leave empty" not in render_form(DIARY)


def test_a_blank_form_is_an_empty_answer_and_its_errors_stand_at_their_fields():
    instance = read_form(DIARY, fields_of(render_form(DIARY)))
    assert instance == {}
    markup = render_form(DIARY, instance, problems(DIARY, instance))
    assert markup.count("Please answer this.") == 2
    assert 'id="f/mood~error"' in markup
    assert "form-errors" not in markup


def test_nothing_posted_at_all_is_an_empty_answer():
    assert read_form(DIARY, MultiDict()) == {}


def test_what_is_filled_in_is_read():
    posted = filled(
        render_form(DIARY),
        mood="4",
        word="calm",
        story="one\r\ntwo",
        hours="7,5",
        calm="false",
        place="out",
        day="2027-03-31",
        thanks__0="tea",
        walk__where="the park",
    )
    instance = read_form(DIARY, posted)
    assert instance == {
        "mood": 4,
        "word": "calm",
        "story": "one\ntwo",
        "hours": 7.5,
        "calm": False,
        "place": "out",
        "day": "2027-03-31",
        "thanks": ["tea"],
        "walk": {"where": "the park"},
    }
    assert problems(DIARY, instance) == []


@pytest.mark.parametrize("typed", ["seven", "1.2.3", "1e999", "12abc"])
def test_what_can_not_be_converted_stays_as_typed_with_its_error(typed):
    instance = read_form(DIARY, filled(render_form(DIARY), hours=typed, mood="1", place="in"))
    assert instance["hours"] == typed
    (problem,) = problems(DIARY, instance)
    markup = render_form(DIARY, instance, [problem])
    assert problem.pointer == "/hours"
    assert re.search(rf'name="f/hours" value="{re.escape(typed)}"[^>]*aria-invalid="true"', markup)


def test_an_option_that_was_never_offered_is_kept_and_refused():
    instance = read_form(DIARY, filled(render_form(DIARY), mood="99", place="in"))
    assert instance["mood"] == "99"
    assert [each.pointer for each in problems(DIARY, instance)] == ["/mood"]


def test_list_buttons_add_move_and_remove_without_script():
    value = {"mood": 1, "place": "in", "thanks": ["tea", "rain"]}
    markup = render_form(DIARY, value)
    up = press(markup, "up", "f/thanks", 1)
    assert pressed(up)
    assert not pressed(fields_of(markup))
    assert read_form(DIARY, up)["thanks"] == ["rain", "tea"]
    assert read_form(DIARY, press(markup, "down", "f/thanks", 0))["thanks"] == ["rain", "tea"]
    assert read_form(DIARY, press(markup, "remove", "f/thanks", 0))["thanks"] == ["rain"]
    full = press(markup, "add", "f/thanks")
    full["f/thanks/2"] = "sun"
    grown = read_form(DIARY, full)
    assert grown["thanks"] == ["tea", "rain", "sun"]
    assert "add f/thanks" not in render_form(DIARY, grown)


def test_a_list_of_groups_grows_by_the_button_and_can_be_emptied():
    schema = {
        "type": "object",
        "properties": {
            "wishes": {"type": "array", "items": {"type": "object", "properties": {"act": {"type": "string"}}}}
        },
    }
    grown = read_form(schema, press(render_form(schema, {}), "add", "f/wishes"))
    assert grown == {"wishes": [{}]}
    posted = filled(render_form(schema, grown), wishes__0__act="a walk")
    assert read_form(schema, posted) == {"wishes": [{"act": "a walk"}]}
    assert read_form(schema, press(render_form(schema, grown), "remove", "f/wishes", 0)) == {}


@pytest.mark.parametrize("button", ["up f/thanks 99", "remove f/thanks x", "down", "", "eat f/thanks 0", "up f/none 1"])
def test_a_button_that_was_never_there_changes_nothing(button):
    value = {"thanks": ["tea", "rain"]}
    posted = fields_of(render_form(DIARY, value))
    posted.add("~do", button)
    assert read_form(DIARY, posted) == value


def test_an_optional_group_has_a_box_that_takes_it_away():
    value = {"walk": {"where": "the park"}}
    posted = fields_of(render_form(DIARY, value))
    assert read_form(DIARY, posted) == value
    posted.poplist("f/walk~is")
    assert read_form(DIARY, posted) == {}


def test_unknown_keys_are_kept():
    value = {"mood": 2, "later": {"deep": [None, 1.0, ""]}}
    assert read_form(DIARY, fields_of(render_form(DIARY, value))) == value


@pytest.mark.parametrize(
    ("odd", "name"),
    [
        (None, "word"),
        ("", "word"),
        ("\na", "word"),
        ("a\x07", "word"),
        (4.0, "mood"),
        ("4", "hours"),
        ("x\ny", "hours"),
        ([1], "walk"),
    ],
)
def test_what_a_control_can_not_post_back_is_raw_json_marked_as_such(odd, name):
    markup = render_form(DIARY, {name: odd})
    assert f'name="f/{name}~raw"' in markup
    assert 'class="field raw"' in markup


def test_broken_raw_json_stays_what_was_typed():
    schema = {"type": "object", "properties": {"any": {}}}
    posted = filled(render_form(schema, {"any": {"a": 1}}), **{"any~raw": '{"a": '})
    instance = read_form(schema, posted)
    assert instance == {"any": '{"a": '}
    assert '>{"a": <' in render_form(schema, instance).unescape()


def test_notes_hints_and_errors_describe_their_field():
    markup = render_form(DIARY, {}, [Problem("/word", "Please write.")], notes={"word": "Only you see this."})
    assert 'aria-describedby="f/word~hint f/word~note f/word~error"' in markup
    assert '<p class="who-sees" id="f/word~note">Only you see this.</p>' in markup


def test_sensitive_fields_keep_autofill_and_spell_check_away():
    markup = str(render_form(DIARY))
    assert 'autocomplete="off" spellcheck="false" translate="no"' in re.search('<textarea id="f/story".*?>', markup)[0]
    assert "autocomplete" not in re.search('<input [^>]*id="f/word".*?>', markup)[0]
    assert "autocomplete" in re.search('<input [^>]*id="f/word".*?>', str(render_form(DIARY, sensitive=True)))[0]


def test_an_error_without_a_place_stands_on_top():
    assert 'class="form-errors"' in render_form(DIARY, {}, [Problem("/none/there", "Something else.")])


def test_few_options_are_radio_buttons_and_many_are_a_select():
    few, many = ({"enum": [f"w{i}" for i in range(n)]} for n in (7, 8))
    assert "<select" not in render_form(few)
    assert "<select" in render_form(many)
    assert read_form(many, MultiDict({"f": "w3"})) == "w3"


def test_options_that_look_alike_stay_apart():
    schema = {"enum": ["1", 1, 1.0, True, None, "", "true", [1]]}
    for value in schema["enum"]:
        found = read_form(schema, fields_of(render_form(schema, value)))
        assert (type(found), found) == (type(value), value)


def test_a_list_of_different_options_is_boxes():
    schema = {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b", "c"]}}
    markup = render_form(schema, ["a"])
    assert markup.count('type="checkbox"') == 3
    posted = fields_of(markup)
    posted.setlist("f", ["c", "a"])
    assert read_form(schema, posted) == ["c", "a"]


def test_an_agreement_is_a_box_that_starts_empty():
    schema = {"type": "object", "properties": {"agreed": {"const": True}}, "required": ["agreed"]}
    assert read_form(schema, fields_of(render_form(schema))) == {}
    assert read_form(schema, filled(render_form(schema), agreed="true")) == {"agreed": True}


def test_a_branch_is_chosen_by_its_button_and_brings_its_fixed_value():
    schema = {
        "type": "object",
        "properties": {
            "plan": {
                "oneOf": [
                    _branch("walk", far={"type": "integer"}),
                    _branch("talk", on={"type": "string"}),
                ]
            }
        },
    }
    markup = render_form(schema)
    assert read_form(schema, fields_of(markup)) == {}
    posted = filled(markup, **{"plan~branch": "1", "plan~1__on": "rain"})
    value = read_form(schema, posted)
    assert value == {"plan": {"kind": "talk", "on": "rain"}}
    again = filled(render_form(schema, value), **{"plan~branch": "0", "plan~0__far": "3"})
    assert read_form(schema, again) == {"plan": {"kind": "walk", "far": 3}}
    wrong = {"plan": {"kind": "walk", "far": "x"}}
    assert 'id="f/plan/far~error"' in render_form(schema, wrong, problems(schema, wrong))


def _branch(kind, **more):
    return {
        "type": "object",
        "title": kind,
        "properties": {"kind": {"const": kind}, **more},
        "required": ["kind", *more],
    }


def test_what_does_not_apply_is_folded_away_until_it_does():
    schema = {
        "type": "object",
        "properties": {"pet": {"enum": ["cat", "none"]}},
        "if": {"properties": {"pet": {"const": "cat"}}, "required": ["pet"]},
        "then": {"properties": {"name": {"type": "string"}}, "required": ["name"]},
    }
    assert '<details class="when">' in render_form(schema, {"pet": "none"})
    assert '<details class="when">' not in render_form(schema, {"pet": "cat"})
    assert read_form(schema, filled(render_form(schema), pet="cat", name="Mo")) == {"pet": "cat", "name": "Mo"}


def test_a_slider_counts_once_it_is_moved_or_ticked():
    schema = {"type": "integer", "minimum": 0, "maximum": 100, "x-widget": "range"}
    markup = render_form(schema)
    posted = fields_of(markup)
    assert read_form(schema, posted) is None
    posted["f"] = "70"
    assert read_form(schema, posted) == 70
    assert read_form(schema, MultiDict([*fields_of(markup).items(), ("f~is", "1")])) == 50


def test_null_on_purpose_has_a_box():
    schema = {"type": "object", "properties": {"end": {"type": ["string", "null"]}}}
    markup = render_form(schema)
    assert read_form(schema, fields_of(markup)) == {}
    assert read_form(schema, filled(markup, **{"end~null": "1"})) == {"end": None}
    assert read_form(schema, filled(markup, **{"end~null": "1", "end": "May"})) == {"end": "May"}


def test_defaults_fill_a_fresh_form_only():
    schema = {"type": "object", "properties": {"rounds": {"type": "integer", "default": 3}}}
    assert read_form(schema, fields_of(render_form(schema))) == {"rounds": 3}
    assert read_form(schema, fields_of(render_form(schema, {}))) == {}


def test_ratings_draw_a_row_of_radio_buttons_for_each_act():
    scale = {"type": "integer", "minimum": 0, "maximum": 6}
    schema = {
        "type": "object",
        "x-widget": "ratings",
        "properties": {"tea": scale, "walk": scale},
        "required": ["tea", "walk"],
    }
    markup = render_form({"type": "object", "properties": {"acts": schema}})
    assert 'class="field group ratings"' in markup
    assert markup.count('class="field scale"') == 2
    assert read_form({"type": "object", "properties": {"acts": schema}}, filled(markup, acts__tea="0")) == {
        "acts": {"tea": 0}
    }


def test_order_and_parts_of_a_form_can_be_chosen():
    schema = {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "string", "x-order": 1}}}
    form = compile_form(schema)
    assert form.properties == ["a", "b"]
    assert parsed(form.render({"a": "x"}, only=["a"])).fields == [("f/a", "x")]
    rest = parsed(form.render({"a": "x", "z": 1}, without=["a"])).fields
    assert ("f/b", "") in rest
    assert ("f/z~raw", "1") in rest
    assert "f/a" not in dict(rest)
    errors = [Problem("/a", "Please answer this.")]
    assert "Please" in form.render({}, errors, only=["a"])
    assert "Please" not in form.render({}, errors, without=["a"])


def test_two_forms_share_a_page_by_their_prefix():
    posted = fields_of(render_form({"type": "string"}, "x", prefix="mine"))
    posted.update(fields_of(render_form({"type": "string"}, "y", prefix="theirs")))
    assert read_form({"type": "string"}, posted, prefix="mine") == "x"
    assert read_form({"type": "string"}, posted, prefix="theirs") == "y"


def test_the_words_of_the_form_can_be_replaced():
    assert "Hinzufügen" in render_form({"type": "array", "items": {"type": "string"}}, texts={"add": "Hinzufügen"})


def test_pointers_lead_to_ids():
    schema = {"type": "object", "properties": {"a/b ~": {"type": "object", "properties": {"c": {"type": "string"}}}}}
    assert field_id("/a~1b ~0/c") in parsed(render_form(schema)).ids


def test_markup_in_values_and_titles_stays_text():
    schema = {"type": "object", "properties": {"a": {"type": "string", "title": "<b>"}, "<i>": {}}}
    markup = render_form(schema, {"a": '"><script>', "<script>": "<script>"}, [Problem("/a", "<u>")])
    assert not re.search("<(b|i|u|script)>", markup)


@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_multiply_are_drawn_soon(word):
    below = {f"n{i}": {word: [{"$ref": f"#/$defs/n{i + 1}"}] * 2} for i in range(30)}
    wide = {
        f"w{i}": {"type": "object", "required": ["a"], "properties": {k: {"$ref": f"#/$defs/w{i + 1}"} for k in "abc"}}
        for i in range(30)
    }
    schema = {
        "$ref": "#/$defs/n0",
        "$defs": {**below, "n30": {"$ref": "#/$defs/w0"}, **wide, "w30": {"type": "string"}},
    }
    started = time.process_time()
    for value in (NOTHING, {}, {"a": {"a": {"b": 1}}}, [1]):
        found = read_form(schema, fields_of(render_form(schema, value)))
        assert value is NOTHING or found == value
    assert time.process_time() - started < 5


def test_a_post_made_up_of_nothing_but_depth_is_read_without_harm():
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    assert read_form(schema, MultiDict({"f" + "/a" * 10_000: "x", "f/a~is": "1"})) == {"a": {}}
