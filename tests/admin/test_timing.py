"""When a step comes and for whom a variant is, as the composer asks for it: what is drawn comes back the same."""

import pytest
from fixtures.desk import forms_of
from werkzeug.datastructures import MultiDict

from nearer_admin import composing
from nearer_admin.conditions import read_condition, shown
from nearer_admin.timing import RULES, read_delivery, read_milestone
from nearer_admin.wording import delivery_words

EACH = [
    ({"rule": "at_once"}, "Open from the beginning"),
    ({"rule": "after_previous"}, "After the step before it"),
    ({"rule": "after_delay", "days": 1}, "1 day after the step before it"),
    ({"rule": "after_both"}, "When both have finished the step before it"),
    ({"rule": "after_both", "step": "s-screen", "days": 2}, "When both have finished a step before, and 2 days later"),
    ({"rule": "after_release"}, "When you open it for the couple"),
    ({"rule": "after_release", "days": 3}, "When you open it for the couple, and 3 days later"),
    ({"rule": "weekly", "times": 5}, "Once a week, 5 times"),
    ({"rule": "weekly", "every": 2, "times": 5}, "Every 2 weeks, 5 times"),
    ({"rule": "monthly", "months": 4, "times": 3}, "Every 4 months, 3 times"),
    ({"rule": "consecutive_days", "days": 3}, "On 3 days in a row"),
    ({"rule": "consecutive_days", "days": 3, "grace": 0}, "On 3 days in a row"),
    ({"rule": "after_some", "count": 1, "of": ["s-screen", "s-everything"]}, "After 1 of 2 steps"),
    ({"rule": "on_day", "day": 29}, "On day 29 of the program"),
    ({"rule": "on_date", "date": "2027-01-06"}, "On 2027-01-06"),
]


@pytest.mark.parametrize(("delivery", "words"), EACH)
def test_every_rule_is_said_in_a_sentence_drawn_and_read_back(ann, published, program, delivery, words):
    assert delivery_words(delivery) == words
    where = f"/program/{published.program}/step/s-plan"
    rule = delivery["rule"]
    typed = {f"n_{rule}_{key}": value if isinstance(value, list) else str(value) for key, value in delivery.items()}
    page = ann.get(where)
    assert ann.send(page, {"basics/title": "Plan"}, rule=rule, **typed).status_code == 303
    assert composing.find_step(program()[1], "s-plan")["delivery"] == delivery
    drawn = next(form for form in forms_of(ann.get(where).text) if ("rule", rule) in form.fields)
    assert read_delivery(MultiDict(drawn.fields)) == delivery  # what is drawn is what was stored


def test_every_rule_of_the_schema_can_be_set():
    import nearer_schemas

    known = nearer_schemas.load("program")["$defs"]["delivery"]["properties"]["rule"]["enum"]
    assert {rule.name for rule in RULES} == set(known)


@pytest.mark.parametrize(("typed", "days"), [("", 1), ("0", 1), ("-3", 1), ("many", 1), ("9999", 366), ("12", 12)])
def test_a_number_that_can_not_be_becomes_one_that_can(typed, days):
    form = MultiDict({"rule": "after_delay", "n_after_delay_days": typed})
    assert read_delivery(form) == {"rule": "after_delay", "days": days}


def test_a_milestone_is_set_and_taken_back(ann, published, program):
    where = f"/program/{published.program}/step/s-diary"
    ann.send(ann.get(where), {"basics/title": "Diary"}, m_days="5", m_task_days="3")
    assert composing.find_step(program()[1], "s-diary")["milestone"] == {"days": 5, "task_days": 3}
    ann.send(ann.get(where), {"basics/title": "Diary"}, m_days="", m_task_days="")
    assert "milestone" not in composing.find_step(program()[1], "s-diary")
    assert read_milestone(MultiDict({"m_days": "2", "m_task_days": ""})) == {"days": 2}


def test_a_variant_is_added_given_a_condition_and_removed(ann, published, program):
    where = f"/program/{published.program}/step/s-days"
    variants = lambda: composing.find_step(program()[1], "s-days")["variants"]  # noqa: E731 - one word for one look
    assert ann.send(where, {"act": "variant_add"}).status_code == 303
    chosen, default = variants()
    assert (chosen["when"], chosen["form"], "name" in default) == ({}, "any", False)
    page = ann.get(where)
    assert "This asks for nothing" in page.text
    prefix = f"form_{chosen['name']}"
    said = {
        f"{prefix}_0_fact": "steps/s-diary/passed",
        f"{prefix}_0_way": "yes",
        f"{prefix}/intro": "Only if you like.",
    }
    assert ann.send(page, {"rule": "consecutive_days"}, **said).status_code == 303
    assert variants()[0]["config"] == {"intro": "Only if you like."}
    assert variants()[1]["config"] == default["config"]
    passed = {"properties": {"steps": {"properties": {"s-diary": {"properties": {"passed": {"const": True}}}}}}}
    assert variants()[0]["when"] == passed
    again = ann.get(where)  # saved as it is, nothing changes; what can't be read stays out with a word
    assert ann.send(again, {"rule": "consecutive_days"}).status_code == 303
    assert variants()[0]["when"] == passed
    broken = ann.send(again, {"rule": "consecutive_days"}, **{f"{prefix}_raw": "{"})
    assert (broken.status_code, "no JSON" in broken.text) == (422, True)
    assert ann.send(where, {"act": "variant_remove"}).status_code == 303
    assert variants() == [default]


SAID = [
    {"properties": {"scores": {"properties": {"a": {"properties": {"x": {"type": "number", "minimum": 12}}}}}}},
    {"properties": {"answers": {"properties": {"a": {"properties": {"mood": {"const": "low"}}}}}}},
    {"properties": {"steps": {"properties": {"a": {"properties": {"done": {"const": False}}}}}}},
]


@pytest.mark.parametrize("when", [*SAID, {"allOf": SAID}, {"anyOf": SAID}, {"not": SAID[0]}, {"properties": {}}, {}])
def test_a_condition_that_nobody_touched_stays_as_it_was(when):
    drawn, form = shown(when), MultiDict({"p_raw": shown(when).raw})
    for n, said in enumerate(drawn.sentences):
        form |= {f"p_{n}_fact": said.fact, f"p_{n}_way": said.way, f"p_{n}_value": said.value}
    assert read_condition(form, "p", when) == (when, [])
    assert drawn.is_raw is (set(when) in ({"anyOf"}, {"not"}) or when == {"properties": {}})


def test_two_parts_are_named_and_taken_back(ann, published, program):
    where = f"/program/{published.program}/"
    named = {"f/first_part": "Who came back", "f/second_part": "Who stayed", "f/first_words": "Away for long."}
    assert ann.send(ann.get(where), {"f/title": program()[1]["title"]}, **named).status_code == 303
    parts = program()[1]["parts"]
    assert [(each["title"], each["words"]) for each in parts] == [
        ("Who came back", "Away for long."),
        ("Who stayed", ""),
    ]
    ann.send(ann.get(where), {"f/title": program()[1]["title"]}, **{"f/first_part": "Back"})
    assert [each["id"] for each in program()[1]["parts"]] == [each["id"] for each in parts]
    half = ann.send(ann.get(where), {"f/title": program()[1]["title"]}, **{"f/first_part": ""})
    assert half.status_code == 422
    ann.send(ann.get(where), {"f/title": program()[1]["title"]}, **dict.fromkeys(named, ""))
    assert "parts" not in program()[1]
