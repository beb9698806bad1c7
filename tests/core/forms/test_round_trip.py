"""What is drawn and read back unchanged is the same value, for every schema and every value."""

import json

import pytest
from core.forms.browser import fields_of, parsed
from core.forms.strategies import VALUES, schemas, values_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nearer.dialect import problems
from nearer.forms import NOTHING, compile_form, read_form, render_form

CALM = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def exact(value):
    return json.dumps(value, sort_keys=True)


def comes_back(schema, value):
    found = read_form(schema, fields_of(render_form(schema, value)))
    assert exact(found) == exact(value)


@CALM
@given(st.data())
def test_every_value_comes_back_through_every_schema(data):
    schema = data.draw(schemas())
    Draft202012Validator.check_schema(schema)
    value = data.draw(values_for(schema))
    comes_back(schema, value)


@CALM
@given(schemas(), VALUES)
def test_a_value_of_another_kind_comes_back_too(schema, value):
    comes_back(schema, value)


@CALM
@given(schemas(), VALUES)
def test_checking_never_raises_and_every_error_is_drawn_once(schema, value):
    found = problems(schema, value)
    markup = render_form(schema, value, found)
    for each in found:
        assert isinstance(each.message, str)
    assert (str(markup).count("field-error") > 0) == bool(found)
    assert exact(read_form(schema, fields_of(markup))) == exact(value)


@CALM
@given(schemas())
def test_a_fresh_form_reads_as_something_that_comes_back(schema):
    form = compile_form(schema)
    comes_back(schema, form.read(fields_of(form.render(NOTHING))))


@CALM
@given(schemas(), VALUES)
def test_ids_are_unique(schema, value):
    ids = parsed(render_form(schema, value)).ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("depth", [20, 200])
def test_deep_values_come_back(depth):
    value = {}
    for _ in range(depth):
        value = {"a": value}
    comes_back(
        {"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}}}}, value
    )
