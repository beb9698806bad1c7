"""The check-in: the agenda decides what is asked, and prepared answers stand where they belong."""

import re

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.communication.check_in import AGENDA, CheckIn, carried

kind = CheckIn()

GATHERS = [
    {"step": "s-1", "property": "wish", "heading": "What each would like"},
    {"step": "s-1", "property": "feeling_own"},
]
GATHERED = (
    {"step": "s-1", "property": "wish", "mine": "More <quiet>", "theirs": None},
    {"step": "s-1", "property": "feeling_own", "mine": None, "theirs": "torn"},
)


@pytest.mark.parametrize("point", [name for name, _ in AGENDA])
def test_a_point_left_out_is_not_asked(point: str) -> None:
    whole = kind.response_schema({})["properties"]
    agenda = [name for name, _ in AGENDA if name != point]
    fewer = kind.response_schema({"agenda": agenda})["properties"]
    assert set(fewer) < set(whole)
    assert not [name for name in fewer if name.startswith(point)]


def test_each_field_of_the_answer_has_exactly_one_place_on_the_page() -> None:
    for agenda in ([name for name, _ in AGENDA], ["issue"], ["requests", "next_date"]):
        page = str(kind.render(View.ANSWER, {"agenda": agenda}, State(), Context()))
        places = re.findall('data-fields="([^"]*)"', page)
        assert sorted(places) == sorted(kind.response_schema({"agenda": agenda})["properties"])


def test_as_many_thanks_as_agreed_for_both() -> None:
    schema = kind.response_schema({"thanks": 1})
    assert problems(schema, {"appreciations": ["You waited.", "You rang."]}) == []
    assert [each.pointer for each in problems(schema, {"appreciations": ["a", "b", "c"]})] == ["/appreciations"]


def test_prepared_answers_of_both_stand_at_the_issue() -> None:
    page = str(kind.render(View.ANSWER, {"gathers": GATHERS}, State(gathered=GATHERED), Context(their_name="Alex")))
    issue = page[page.index("One thing to talk about") : page.index('data-fields="issue"')]
    assert "What each would like" in issue
    assert "Feeling own" in issue
    assert "More &lt;quiet&gt;" in issue
    assert "torn" in issue
    assert "<dd>None" not in issue


def test_several_words_are_drawn_in_one_line() -> None:
    gathered = ({"step": "s-1", "property": "feelings", "mine": ["tired", "<lost>"], "theirs": None},)
    page = str(kind.render(View.ANSWER, {}, State(gathered=gathered), Context()))
    assert "<dd>tired, &lt;lost&gt;</dd>" in page


def test_who_prepared_nothing_reads_like_who_passed() -> None:
    nothing = tuple({**item, "theirs": None} for item in GATHERED)
    page = str(kind.render(View.ANSWER, {"gathers": GATHERS}, State(gathered=nothing), Context(their_name="Alex")))
    assert "Nothing here." in page[page.index("Alex") :]
    assert page.count("Nothing here.") == 1


def test_gathering_without_the_point_to_show_it_is_refused() -> None:
    assert [each.pointer for each in kind.check_config({"agenda": ["went_well"], "gathers": GATHERS})] == ["/gathers"]


def test_the_form_for_one_keeps_agenda_and_preparation() -> None:
    config = {"agenda": ["issue"], "gathers": GATHERS}
    assert kind.alone(config) == ("communication.check_in_alone", config)


def test_what_was_taken_along_stands_at_the_next_talk() -> None:
    last = {
        "open_points": [{"point": "The <shed>", "now": "along"}, {"point": "The bill", "now": "done"}],
        "later": "Summer",
    }
    assert carried([{"later": "long ago"}, last]) == ["The <shed>", "Summer"]
    page = str(kind.render(View.ANSWER, {}, State(), Context(earlier=({"later": "long ago"}, last))))
    assert page.index("The &lt;shed&gt;") < page.index('data-fields="open_points"')
    assert "The bill" not in page
    assert "long ago" not in page


def test_an_open_point_needs_words_and_a_moved_date_needs_no_reason() -> None:
    schema = kind.response_schema({})
    assert [each.pointer for each in problems(schema, {"open_points": [{"now": "along"}]})] == ["/open_points/0/point"]
    assert problems(schema, {"next_date": "2026-02-08", "next_date_moved": True}) == []
