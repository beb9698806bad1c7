"""A kept page is the page that drawing it anew would give, with nobody's words in it but one's own."""

from dataclasses import replace

import pytest
from jinja2 import Environment

from nearer.web.kept import fill
from nearer.web.pages import Frame

TEMPLATE = Environment(autoescape=True).from_string(
    '<a href="{{ page.home }}">{{ page.local_help }}</a>{% if more %}<i>{{ more }}</i>{% endif %}'
    '<form action="{{ here }}/draft" data-at="{{ here }}"><input value="{{ token }}"></form>'
)
FRAME = Frame("https://elsewhere.example", home="/s/one/", local_help="Call <us>")


@pytest.mark.parametrize("more", ["", "Words & signs"])
@pytest.mark.parametrize("own", [{"here": "/s/one/x/1", "token": "1a"}, {"here": '/"><b>', "token": 7}])
def test_a_kept_page_is_what_drawing_it_gives(own, more):
    for _ in range(2):
        assert fill(TEMPLATE, FRAME, own, more=more) == TEMPLATE.render(page=FRAME, more=more, **own)


def test_the_next_person_gets_their_own_address_and_token():
    first = fill(TEMPLATE, FRAME, {"here": "/s/one/x/1", "token": "first"}, more="")
    second = fill(TEMPLATE, replace(FRAME, home="/s/two/"), {"here": "/s/two/x/1", "token": "second"}, more="")
    assert "first" in first
    assert second == first.replace("/s/one/", "/s/two/").replace("first", "second")


def test_what_the_practice_changes_shows_at_once():
    own = {"here": "", "token": ""}
    assert "Call &lt;us&gt;" in fill(TEMPLATE, FRAME, own, more="")
    assert "Call them" in fill(TEMPLATE, replace(FRAME, local_help="Call them"), own, more="")
