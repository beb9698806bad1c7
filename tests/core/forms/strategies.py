"""Strategies for schemas of every kind that JSON Schema 2020-12 knows, and for values that meet or break them."""

from hypothesis import strategies as st

# ruff: noqa: E501 - lists of odd samples read best as they are

KEYS = st.sampled_from(["a", "b", "c", "d/e", "f~g", "", "\n", "h i", "\ud800", "%7E", "é"])
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "\n",
            "a",
            "b",
            "x\ny",
            "\nx",
            "x\r\ny",
            "\t",
            "\x00",
            "\ud800",
            "1",
            "1.0",
            "true",
            "null",
            '"a"',
            "{",
            "NaN",
        ]
    ),
    st.sampled_from(
        ["2027-03-31", "2027-02-30", "a@b.org", "-0", "1e5", "007", "  1", "1,5", "٣", "a ", "<&>\"'", "\ufeffx"]
    ),
    st.text(max_size=8),
)
NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([0.0, -0.0, 1.0, 1.5, 1e22, 1e-9, 10**40, -(10**350)]),
    st.floats(allow_nan=False, allow_infinity=False),
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=12,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])
REFERENCES = st.sampled_from(
    [{"$ref": "#"}, {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}, {"$ref": "#anchor"}, {"$dynamicRef": "#node"}]
)
WIDGETS = st.sampled_from(["textarea", "range", "ratings", "checkbox", "radio", "select", "sextant"])
FORMATS = st.sampled_from(["date", "time", "date-time", "email", "uri", "uuid"])


@st.composite
def scalar_schemas(draw):
    """A schema for one value, of a known or an unknown kind."""
    low = draw(st.integers(-2, 5))
    return draw(
        st.one_of(
            st.booleans(),
            st.just({}),
            st.fixed_dictionaries(
                {"type": st.just("string")},
                optional={
                    "maxLength": st.sampled_from([3, 500]),
                    "format": FORMATS,
                    "x-widget": WIDGETS,
                    "default": TEXTS,
                },
            ),
            st.fixed_dictionaries(
                {"type": st.sampled_from(["integer", "number"]), "minimum": st.just(low)},
                optional={
                    "maximum": st.sampled_from([low, low + 3, low + 99]),
                    "x-widget": WIDGETS,
                    "multipleOf": st.sampled_from([1, 2, 0.5]),
                },
            ),
            st.fixed_dictionaries({"type": st.just("boolean")}, optional={"x-widget": WIDGETS}),
            st.builds(lambda each: {"type": each}, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
            st.builds(lambda each: {"enum": each}, st.lists(VALUES, min_size=1, max_size=9)),
            st.builds(lambda each: {"const": each}, VALUES),
            st.builds(
                lambda each: {"oneOf": [{"const": one, "title": "T"} for one in each]},
                st.lists(SCALARS, min_size=1, max_size=5),
            ),
            REFERENCES,
        )
    )


def _wider(below):
    """Schemas made of others."""
    several = st.lists(below, min_size=1, max_size=3)
    named = st.dictionaries(KEYS, below, min_size=1, max_size=3)
    rules = {
        "required": st.lists(KEYS, max_size=2, unique=True), "allOf": several, "anyOf": several, "oneOf": several, "not": below,
        "if": below, "then": below, "else": below, "additionalProperties": below, "unevaluatedProperties": below,
        "patternProperties": st.builds(lambda each: {"^a": each}, below), "dependentSchemas": named,
        "dependentRequired": st.just({"a": ["b"]}), "propertyNames": below, "title": st.just("T"), "x-widget": WIDGETS,
    }  # fmt: skip
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("object"), "properties": named}, optional=rules),
        st.fixed_dictionaries({"type": st.just("object"), "properties": named}),
        st.fixed_dictionaries({"properties": named}, optional=rules),
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": below},
            optional={
                "uniqueItems": st.booleans(),
                "minItems": st.sampled_from([0, 2, 2.0]),
                "maxItems": st.integers(0, 3),
            },
        ),
        st.fixed_dictionaries(
            {"type": st.just(["array", "null"]), "items": below},
            optional={"prefixItems": several, "contains": below, "unevaluatedItems": below},
        ),
        st.fixed_dictionaries({"type": st.just(["object", "null"]), "properties": named}),
        st.builds(lambda each, word: {word: each}, several, st.sampled_from(["anyOf", "oneOf", "allOf"])),
        st.fixed_dictionaries({}, optional=rules),
    )


PARTS = st.recursive(scalar_schemas(), _wider, max_leaves=8)


@st.composite
def schemas(draw):
    """A whole schema, with definitions that its references reach."""
    root = draw(PARTS)
    if isinstance(root, bool):
        return root
    definitions = {
        "a": draw(PARTS),
        "b": {
            "$anchor": "anchor",
            "$dynamicAnchor": "node",
            "type": "object",
            "properties": {"a": draw(PARTS), "c": {"$ref": "#/$defs/b"}},
        },
    }
    return {**root, "$defs": definitions}


@st.composite
def values_for(draw, schema):
    """A value that has something to do with *schema*, often of the kind that it asks for."""
    if not isinstance(schema, dict) or draw(st.integers(0, 9)) == 0:
        return draw(VALUES)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema and draw(st.booleans()):
            return draw(values_for(draw(st.sampled_from(schema[word]))))
    if "properties" in schema:
        keys = draw(st.lists(st.sampled_from(sorted(schema["properties"])), unique=True))
        known = {key: draw(values_for(schema["properties"][key])) for key in keys}
        return {**draw(st.dictionaries(KEYS, SCALARS, max_size=1)), **known}
    if isinstance(schema.get("items"), dict):
        return [draw(values_for(schema["items"])) for _ in range(draw(st.integers(0, 3)))]
    named = {"string": TEXTS, "integer": st.integers(-3, 12), "number": NUMBERS, "boolean": st.booleans()}
    kind = schema.get("type")
    return draw(named.get(kind, VALUES) if isinstance(kind, str) else VALUES)
