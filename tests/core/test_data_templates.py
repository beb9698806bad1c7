"""Templates of strangers can neither reach out, nor grow, nor run on."""

from __future__ import annotations

import pytest
from jinja2.exceptions import SecurityError, UndefinedError

from nearer.data_templates import MOST_OUTPUT, DataTemplate, TemplateLimitError, template_problems

REFUSED = (
    "{% set a = 'x' %}",
    "{% set a %}x{% endset %}",
    "{% with a = b %}{{ a }}{% endwith %}",
    "{% macro a() %}{{ a() }}{% endmacro %}",
    "{% include 'secret' %}",
    "{% import 'secret' as a %}",
    "{% extends 'secret' %}",
    "{{ 'x' * 1000000000 }}",
    "{{ a ~ a }}",
    "{{ a + a }}",
    "{{ 2 ** 999999 }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ [a, a] }}",
    "{{ {'a': a} }}",
    "{{ a.format(b) }}",
    "{{ a.__class__() }}",
    "{{ lipsum() }}",
    "{{ cycler('a') }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ a|replace('a', 'aaaa') }}",
    "{{ a|attr('__class__') }}",
    "{{ a|map('upper') }}",
    "{{ a|safe }}",
    "{{ a|join(a) }}",
    "{% autoescape false %}{{ a }}{% endautoescape %}",
    "{% for a in b recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in b %}{% for c in b %}{% for d in b %}{% for e in b %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in b %}",
)


@pytest.mark.parametrize("source", REFUSED)
def test_what_could_reach_out_or_grow_is_refused_with_its_line(source):
    found = template_problems(f"\n{source}")
    assert found
    assert all(each.pointer.startswith("/line") and each.message for each in found)


@pytest.mark.parametrize("source", ["{{ ''.__class__ }}", "{{ a.__class__.__mro__ }}", "{{ a['__class__'] }}"])
def test_what_is_inside_of_values_can_not_be_reached(source):
    with pytest.raises((SecurityError, UndefinedError)):
        DataTemplate(source).draw(a="x")


def test_ranges_output_and_time_are_capped():
    with pytest.raises(TemplateLimitError, match="rounds"):
        DataTemplate("{% for a in range(100000) %}x{% endfor %}").draw()
    with pytest.raises(TemplateLimitError, match="signs"):
        DataTemplate("{% for a in range(500) %}{{ b }}{% endfor %}").draw(b="x" * (MOST_OUTPUT // 100))
    loops = "{% for a in range(500) %}" * 3 + "{% if a == 1000 %}x{% endif %}" + "{% endfor %}" * 3
    with pytest.raises(TemplateLimitError, match="seconds"):
        DataTemplate(loops).draw()


def test_values_are_escaped_and_markup_of_core_stays():
    from nearer import State

    drawn = DataTemplate("{{ a }}{{ field('b') }}").draw(a="<script>", field=State().field)
    assert drawn == '&lt;script&gt;<div data-fields="b"></div>'
