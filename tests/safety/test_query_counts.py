"""What a step page costs does not grow: a fixed number of queries, no schema compiled, no template parsed."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager

import jinja2
import jsonschema
from fixtures.counting import counted
from fixtures.installation import hidden
from fixtures.letters import write_letter

MOST = {"overview": 3, "form": 6, "answers": 5, "waiting": 3, "submission": 18}
"""The queries of each page, and of a submission that takes the place of an earlier answer; whatever is stored.

Those of the overview are entering, facts, and what a counsellor wrote; the wish is in what entering read.
"""


@contextmanager
def watched():
    """How often templates are parsed, schemas compiled and patterns made meanwhile: the calls into the libraries."""
    calls: Counter[str] = Counter()
    codes = {
        jinja2.Environment.compile.__code__: "template compiled",
        jinja2.Environment._parse.__code__: "template parsed",
        jsonschema.Draft202012Validator.check_schema.__func__.__code__: "schema checked",
    }

    def note(frame, kind, _argument):
        if kind != "call":
            return
        code = frame.f_code
        if code in codes:
            calls[codes[code]] += 1
        elif code.co_name == "__attrs_post_init__" and "jsonschema" in code.co_filename:
            calls["validator made"] += frame.f_back.f_back.f_code.co_name != "evolve"  # that turns to a part of one
        elif "nearer/rules/edition" in code.co_filename and code.co_name == "compile_edition":
            calls["edition compiled"] += 1

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def costs(person, engine):
    """Queries of each kind of work, in the order of :data:`MOST`."""
    page = person.get("s-everything/1?again=yes").text
    fields = hidden(page) | {"f/diary": "Anew"}
    works = {
        "overview": lambda: person.get(),
        "form": lambda: person.get("s-everything/1?again=yes"),
        "answers": lambda: person.get("s-everything/1"),
        "waiting": lambda: person.get("s-everything/1/live"),
        "submission": lambda: person.client.post(f"{person.home}s-everything/1", data=fields),
    }
    found = {}
    for name, work in works.items():
        with counted(engine) as statements:
            assert work().status_code in (200, 303)
        found[name] = len(statements)
    return found


def test_the_number_of_queries_does_not_grow(enrol, installation):
    ada, bo = enrol()
    for person in (
        ada,
        bo,
    ):  # the first request of a process loads the edition; both have answered, so that all is read
        person.post("s-everything/1", {"f/feeling": "Well", "f/wishes/0": "A walk"})
    costs(ada, installation.engine)
    small = costs(ada, installation.engine)
    for _ in range(4):
        for other in enrol():
            other.post("s-everything/1", {"f/feeling": "Well"})
    for number in range(12):
        ada.post("s-everything/1", {"f/memory": f"Number {number}"}, form="s-everything/1?again=yes")
        bo.post("s-everything/1", {"f/memory": f"Number {number}"}, form="s-everything/1?again=yes")
    for number in range(9):
        write_letter(installation, ada.seat, f"Number {number}", both=number % 2, once=f"letter-{number}")
    for person in (ada, bo):
        person.post("s-screen/1", {"f/afraid": "no"})
        person.post("s-diary/1", {"f/entry": "Mine"})
        person.get()
    ada.post("s-plan/1", {"f/plan": "A walk"})
    large = costs(ada, installation.engine)
    assert large == small
    assert {name: count for name, count in small.items() if count > MOST[name]} == {}


def test_nothing_is_compiled_or_parsed_after_the_first_time(enrol):
    ada, bo = enrol()
    with watched() as first:
        requests_of(ada)
    with watched() as second:
        requests_of(bo)
        requests_of(ada)
    assert first["template parsed"] + first["validator made"] > 0  # the counters count
    assert +second == Counter()


def requests_of(person):
    """Every kind of page, a form with errors, a submission."""
    for path in ("", "s-everything/1", "s-everything/1?again=yes", "s-diary/1", "s-screen/1", "s-plan/1"):
        assert person.get(path).status_code == 200
    assert person.post("s-everything/1", {"f/diary": "long " * 500}, form="s-everything/1?again=yes").status_code == 422
    assert person.post("s-everything/1", {"f/feeling": "Well"}, form="s-everything/1?again=yes").status_code == 303
    assert person.get("s-everything/1").status_code == 200
