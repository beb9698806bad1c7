"""Every schema in the room is valid, loads, has its own id, and describes what the dialect's checks use."""

import pytest
from jsonschema import Draft202012Validator

import nearer_schemas
from nearer.dialect import VISIBILITIES, schema_problems


@pytest.mark.parametrize("name", nearer_schemas.names())
def test_each_schema_is_valid_in_our_own_dialect(name):
    schema = nearer_schemas.load(name)
    Draft202012Validator.check_schema(schema)
    assert schema_problems(schema, response=False) == []
    assert schema["$id"] == f"https://nearer.invalid/schemas/{name}"


def test_the_dialect_knows_exactly_the_nine_visibilities():
    assert tuple(nearer_schemas.load("dialect")["properties"]["x-visibility"]["enum"]) == VISIBILITIES


def test_a_loaded_schema_is_a_copy():
    nearer_schemas.load("dialect").clear()
    assert nearer_schemas.load("dialect")["title"]


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(LookupError, match="dialect"):
        nearer_schemas.load("nothing")
