"""Controls of plugins: drawn from real controls, posted back exactly, and core's own wherever they fail."""

from __future__ import annotations

import types
from typing import Any

import pytest
from core.forms.browser import fields_of, filled, parsed
from core.forms.strategies import VALUES, schemas, values_for
from core.forms.test_round_trip import CALM, exact
from hypothesis import given
from hypothesis import strategies as st

from nearer import Field, Markup, Widget, hookimpl
from nearer.dialect import problems
from nearer.forms import NOTHING, Form
from nearer.registry import load_plugins
from nearer_plugins import measures, shared_life

SCHEMA = {
    "type": "object",
    "properties": {
        "mood": {"type": "string", "title": "Mood", "oneOf": [{"const": "up"}, {"const": "down"}], "x-widget": "w.own"},
        "note": {"type": "string", "maxLength": 80},
    },
}


class Own(Widget):
    """Two buttons with a word of the widget's own between them."""

    name = "w.own"

    def draw(self, field: Field) -> Markup:
        up, down = (field.radio(each, each.upper(), is_on=field.value == each) for each in ("up", "down"))
        return Markup("<p>Either</p>{}<p>or</p>{}").format(up, down)


class Minutes(Widget):
    """Minutes as hours and minutes: what is posted is not what core would read."""

    name = "w.minutes"

    def draw(self, field: Field) -> Markup:
        hours, minutes = divmod(field.value, 60) if isinstance(field.value, int) else ("", "")
        return field.line("Hours", str(hours), at="/h") + field.line("Minutes", str(minutes), at="/m")

    def read(self, schema: Any, posted: Any) -> int | None:
        hours, minutes = posted["/h"][0], posted["/m"][0]
        return int(hours or 0) * 60 + int(minutes or 0) if hours or minutes else None


TIME = {"type": "object", "properties": {"time": {"type": "integer", "title": "Time", "x-widget": "w.minutes"}}}


def loaded(*widgets: Any) -> Any:
    module = types.ModuleType("w")
    module.register_widgets = hookimpl(lambda: widgets)
    return load_plugins(modules={"w": module})


def failing(**members: Any) -> Any:
    return loaded(type("Failing", (Own,), members)())


def boom(*_: Any) -> Any:
    raise SystemExit(3)


def test_register_widgets():
    registry = loaded(Own(), Minutes())
    assert list(registry.widgets) == registry.plugin("w").widgets == ["w.own", "w.minutes"]
    assert registry.is_well


def test_a_field_that_names_a_widget_is_drawn_by_it_inside_of_cores_question():
    drawn = str(Form(SCHEMA, loaded(Own())).render({"mood": "up"}, notes={"mood": "Only you will see this."}))
    assert '<p>Either</p><label class="choice"><input type="radio" name="f/mood" value="up" checked>' in drawn
    assert "<legend>Mood" in drawn
    assert "Only you will see this." in drawn


def test_the_same_form_is_posted_with_the_widget_and_without():
    value = {"mood": "down", "note": "x"}
    here, gone = Form(SCHEMA, loaded(Own())), Form(SCHEMA)
    assert here.read(fields_of(here.render(value))) == gone.read(fields_of(here.render(value))) == value
    assert here.read(fields_of(gone.render(value))) == value


def test_what_a_widget_reads_by_itself_comes_back():
    form = Form(TIME, loaded(Minutes()))
    assert form.read(filled(form.render(), time__h="1", time__m="30")) == {"time": 90}
    assert form.read(fields_of(form.render({"time": 90}))) == {"time": 90}
    assert form.read(fields_of(form.render())) == {}


def test_what_was_typed_into_a_widget_that_is_gone_meanwhile_stays_and_is_told():
    posted = filled(Form(TIME, loaded(Minutes())).render(), time__h="1", time__m="30")
    form = Form(TIME)
    value = form.read(posted)
    assert value == {"time": {"/h": "1", "/m": "30"}}
    drawn = form.render(value, problems(TIME, value))
    assert "field-error" in drawn
    assert form.read(fields_of(drawn)) == value


def test_what_a_widget_fails_to_read_stays_as_it_was_typed():
    registry = loaded(Minutes())
    form = Form(TIME, registry)
    value = form.read(filled(form.render(), time__h="one"))
    assert value == {"time": {"/h": "one"}}
    assert registry.failures["w.minutes"].in_a_row == {"": 1}


@pytest.mark.parametrize(
    "members",
    [
        {"draw": boom},
        {"draw": lambda self, field: 5},
        {"draw": lambda self, field: field.radio("up", "Up", is_on=True)},
        {"draw": lambda self, field: field.line("Mood", object())},
        {"draw": lambda self, field: field.radio("up", "Up", at=5)},
        {"draw": lambda self, field: field.line("Mood", "\x00")},
        {"draw": lambda self, field: Markup("<p>Nothing to choose</p>")},
        {"applies": boom},
        {"applies": lambda self, schema: False},
        {"read": boom},
        {"read": lambda self, schema, posted: object()},
    ],
)
def test_core_draws_its_own_control_where_a_widget_fails_or_would_post_something_else(members):
    form = Form(SCHEMA, failing(**members))
    for value in ({"mood": "down"}, {"mood": "down", "note": "x"}):
        drawn = form.render(value)
        assert 'class="field choices"' in drawn
        assert form.read(fields_of(drawn)) == value


def test_a_widget_that_fails_three_times_in_a_row_is_left_out_until_it_may_try_again():
    drawn: list[int] = []

    def draw(self, field):
        drawn.append(1)
        raise ValueError("no")

    registry = failing(draw=draw)
    for _ in range(5):
        Form(SCHEMA, registry).render({})
    assert len(drawn) == 3
    assert [(each.type, each.override) for each in registry.left_out.every()] == [("w.own", "draw")]
    registry.try_again("w.own", "draw")
    Form(SCHEMA, registry).render({})
    assert len(drawn) == 4


def test_what_a_widget_draws_is_sanitised_its_labels_too():
    bad = '<script>alert(1)</script><input name="f/note" value="forged"><a href="https://example.org/">x</a>'

    def draw(self, field):
        return Markup(bad) + field.radio("up", Markup(bad)) + field.radio("down", bad, is_on=field.value == "down")

    drawn = str(Form(SCHEMA, failing(draw=draw)).render({"mood": "down"}))
    assert 'class="field custom"' in drawn
    assert "<script" not in drawn
    assert "https://example.org/" not in drawn.replace("&#34;https://example.org/&#34;", "")
    assert drawn.count('name="f/note"') == 1


def test_a_piece_stands_once_and_a_forged_place_is_empty():
    def draw(self, field):
        both = field.radio("up", "Up", is_on=field.value == "up") + field.radio("down", "Down")
        return both + both + Markup('<span data-piece="9"></span><span data-piece="99999"></span>')

    drawn = str(Form(SCHEMA, failing(draw=draw)).render({"mood": "up"}))
    assert drawn.count('value="up"') == 1
    assert "data-piece" not in drawn.replace('<span data-piece="99999"></span>', "")


@pytest.mark.parametrize(
    "widget", [object(), type("Foreign", (Own,), {"name": "other.own"})(), type("No", (Own,), {"name": "w"})()]
)
def test_what_is_no_widget_or_bears_a_foreign_name_is_left_out_and_named(widget):
    registry = loaded(widget, Own())
    assert list(registry.widgets) == ["w.own"]
    assert "was left out" in registry.plugin("w").problem


def test_errors_stand_with_the_widget_and_a_widget_never_draws_the_whole_form():
    form = Form({**SCHEMA, "x-widget": "w.own"}, loaded(Own()))
    value = {"mood": "sideways"}
    drawn = str(form.render(value, problems(SCHEMA, value)))
    assert drawn.count("field-error") == 1
    assert form.read(fields_of(drawn)) == value


class Wild(Widget):
    """Draws whatever it is told to."""

    name = "w.wild"
    plan: list[Any] = []

    def draw(self, field: Field) -> Markup:
        return Markup("").join(self.piece(field, *each) for each in self.plan)

    def piece(self, field: Field, kind: str, at: str, text: str, on: bool) -> Markup:
        if kind in ("radio", "box"):
            return getattr(field, kind)(text, text, at=at, is_on=on)
        if kind == "select":
            return field.select("x", [("", "-"), (text, text)], text if on else "", at=at)
        return getattr(field, kind)("x", text, at=at)


class WildReader(Wild):
    """Reads whatever it is told to, too."""

    value: Any = None

    def read(self, schema: Any, posted: Any) -> Any:
        return self.value


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["radio", "box", "select", "line", "area"]),
        st.sampled_from(["", "/a", "/b", "/0", "/a/b", "/~0", "/~1x", "nonsense", "/\ud800"]),
        st.sampled_from(["", "a", "b", "1", "true", "x\ny", "\n", "<&>", "null", "\x00"]),
        st.booleans(),
    ),
    max_size=4,
)


@CALM
@given(st.data(), PIECES, st.booleans())
def test_every_value_comes_back_whatever_a_widget_draws_and_reads(data, plan, reads):
    inner = data.draw(schemas())
    schema = {
        "type": "object",
        "properties": {"a": {**(inner if isinstance(inner, dict) else {}), "x-widget": "w.wild"}},
    }
    value = {"a": data.draw(st.one_of(values_for(schema["properties"]["a"]), VALUES))}
    widget = (WildReader if reads else Wild)()
    widget.plan = plan
    if reads:
        widget.value = data.draw(VALUES)
    form = Form(schema, loaded(widget))
    assert exact(form.read(fields_of(form.render(value)))) == exact(value)


BUNDLED = load_plugins(modules={"measures": measures, "shared_life": shared_life})
NAMED = [
    (kind.id, name, prop)
    for kind in BUNDLED.types.values()
    for name, prop in (kind.response_schema(kind.samples[0].config) or {}).get("properties", {}).items()
    if prop.get("x-widget") in BUNDLED.widgets
]


def test_every_bundled_widget_is_used_by_a_bundled_exercise():
    assert {prop["x-widget"] for _, _, prop in NAMED} == set(BUNDLED.widgets)


@pytest.mark.parametrize(("kind", "name", "prop"), NAMED, ids=[f"{kind}/{name}" for kind, name, _ in NAMED])
@CALM
@given(st.data())
def test_every_answer_comes_back_through_a_bundled_widget_and_through_core(kind, name, prop, data):
    schema = {"type": "object", "properties": {name: prop}}
    value = {name: data.draw(values_for(prop))}
    here, gone = Form(schema, BUNDLED), Form(schema)
    drawn = here.render(value)
    assert exact(here.read(fields_of(drawn))) == exact(value)
    assert exact(here.read(fields_of(gone.render(value)))) == exact(value)
    assert parsed(drawn).ids
    assert 'class="field custom' in here.render(NOTHING)
    assert here.read(fields_of(here.render(NOTHING))) == {}
    assert not BUNDLED.left_out.every()
