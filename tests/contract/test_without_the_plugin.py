"""Every sample of every type is walked with its plugin and with no plugin at all: both work, and show the same answers.

Each sample is one step of one edition; two people answer all of them, and read each page of two sites on the same data,
one that has all plugins and one that was started again with none.
"""

from __future__ import annotations

import copy
import html
import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from nearer.registry import Registry, load_plugins
from nearer.rules.edition import compile_edition
from nearer.store import entries, seats
from nearer.store.boxes import Target
from nearer.store.editions import keep_edition
from nearer.store.engine import session_scope
from nearer.testing import sample_form
from nearer.testing.drawing import rewritten
from nearer.web.app import couples_app
from nearer.web.tokens import cookie_name

REGISTRY = load_plugins()
CASES = {
    f"s-{number}": (kind, sample)
    for number, (kind, sample) in enumerate(
        (kind, sample) for kind in sorted(REGISTRY.types.values(), key=lambda each: each.id) for sample in kind.samples
    )
}
# A word of its own: random keys and tokens hold three digits between an x and a q, too, now and then.
MARK = re.compile(r"(?<![\w-])x\d{3}q(?![\w-])")
FIELD = re.compile(r'name="(f/[^"]*)"')


def edition() -> dict[str, Any]:
    """One step for each sample, open at once, in the form that the sample is made for."""
    steps, forms = [], {}
    for name, (kind, sample) in CASES.items():
        found, problems = sample_form(kind, sample, REGISTRY)
        assert not [each for each in problems if each.severity == "error"], (kind.id, problems)
        own = found.get("any") or found["together"]
        forms[name] = {"stage": "all", "forms": {"any": copy.deepcopy(own.frozen)}}
        steps.append({"id": name, "title": kind.title, "summary": "", "minutes": 5, "factors": list(kind.factors),
                      "origin": None, "delivery": {"rule": "at_once"}, "variants": []})  # fmt: skip
    stages = [{"id": "all", "title": "All", "summary": "", "steps": steps}]
    program = {"nearer": "program/1", "title": "All samples", "summary": "", "language": "en", "weeks": 1,
               "sealed": False, "personal": True, "stages": stages, "texts": {}}  # fmt: skip
    return {"nearer": "edition/1", "program": program, "steps": forms}


def marked(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers of all samples, each free text with a mark of its own that can be found again on a page."""
    numbers = itertools.count(100)

    def mark(schema: dict[str, Any], value: str) -> str:
        return f"x{next(numbers)}q {value}"[: schema.get("maxLength", 20_000)]

    answers = {}
    for name, (_, sample) in CASES.items():
        schema = document["steps"][name]["forms"]["any"]["schemas"]["self"] or {}
        answers[name] = {side: rewritten(schema, dict(answer), mark) for side, answer in sample.answers.items()}
    return answers


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Any:
    """Gives the page of a step as one of two people sees it, with or without plugins; both have answered all steps."""
    from nearer.installation import make_installation
    from nearer.settings import Settings

    now = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    settings = Settings(base_url="http://localhost", data=tmp_path_factory.mktemp("without") / "data", demo=True)
    site = make_installation(settings, lambda: now, registry=REGISTRY)
    document = edition()
    link = _publish(site, document, now)
    answers = marked(document)
    with_, without = couples_app(site), couples_app(replace(site, registry=Registry()))
    people, tokens = _enrol(with_, site, link)
    with session_scope(site.engine) as session:
        sha = str(session.execute(text("SELECT edition_sha FROM couple")).scalar())
    compiled = compile_edition(document, sha)
    _answer(site, compiled, people, tokens, answers, now)

    def open_page(step: str, side: str, *, plugins: bool, again: bool = False) -> tuple[int, str]:
        client = (with_ if plugins else without).test_client()
        client.set_cookie(cookie_name(settings.base_url, people[side]), tokens[side])
        reply = client.get(f"/s/{people[side]}/{step}/1" + ("?again=yes" if again else ""))
        return reply.status_code, html.unescape(reply.text)

    yield open_page
    site.engine.dispose()


def _publish(site: Any, document: dict[str, Any], now: Any) -> str:
    """A link whose publication is the edition of all samples."""
    from nearer.store.links import make_link
    from nearer.store.practices import create_practice
    from nearer.store.programs import create_program
    from nearer.store.publishing import publish_program

    template = next(iter(REGISTRY.templates.values()))
    kept = {key: value for key, value in template.items() if key != "key"}
    with session_scope(site.engine, write=True) as session:
        practice = create_practice(session, "Hill", now=now)
        program = create_program(session, practice.id, kept, registry=REGISTRY, now=now)
        publish_program(session, practice.id, program.id, registry=REGISTRY, now=now)
        sha = keep_edition(session, document, now=now)
        session.execute(text("UPDATE publication SET edition_sha = :sha"), {"sha": sha})
        return str(make_link(session, practice.id, program.id, now=now).token)


def _enrol(app: Any, site: Any, link: str) -> tuple[dict[str, str], dict[str, str]]:
    """Two people begin; their seats and session tokens by side."""
    agreed = {"agree": ["own", "kind", "help"]}
    clients = []
    for _ in range(2):
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        clients.append(client)
    first = clients[0].post(f"/p/{link}/begin", data=agreed | {"partner": "no"}).location.split("/")[2]
    ways = clients[0].get(f"/s/{first}/ways").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', ways))
    made = clients[0].post(f"/s/{first}/ways", data=hidden | {"do": "invite"}).text
    code = re.search(r"/i/([^<\s]+)", made)[1]
    second = clients[1].post(f"/i/{code}", data=agreed).location.split("/")[2]
    people, tokens = {}, {}
    for client, seat in zip(clients, (first, second), strict=True):
        token = client.get_cookie(cookie_name(site.base_url, seat)).value
        with session_scope(site.engine) as session:
            side = seats.enter(session.connection(), site.keyring, seat, token, site.now()).seat.side
        people[side], tokens[side] = seat, token
    return people, tokens


def _answer(site: Any, compiled: Any, people: Any, tokens: Any, answers: Any, now: Any) -> None:
    for name, by_side in answers.items():
        step = compiled.steps[name]
        for side, answer in by_side.items():
            writer = "a" if side == "ab" else side
            with session_scope(site.engine, write=True) as session:
                place = seats.enter(session.connection(), site.keyring, people[writer], tokens[writer], now)
                target = Target(compiled, step, 1, step.form("any"))
                assert entries.submit_answer(session, place, target, answer, n=1, now=now).is_safe


@pytest.mark.parametrize("step", CASES, ids=lambda step: f"{CASES[step][0].id}-{CASES[step][1].name}")
def test_a_sample_works_and_shows_the_same_answers_with_its_plugin_and_without(page, step):
    for side in ("a", "b"):
        for again in (False, True):
            status, drawn = page(step, side, plugins=True, again=again)
            without, plain = page(step, side, plugins=False, again=again)
            assert status == without == 200
            assert set(MARK.findall(drawn)) == set(MARK.findall(plain))
            assert sorted(set(FIELD.findall(drawn))) == sorted(set(FIELD.findall(plain)))


def test_the_walk_shows_answers_of_both_and_types_that_draw_by_themselves(page):
    """The comparison above would hold for blank pages, too."""
    read = {(side, plugins): "".join(page(step, side, plugins=plugins)[1] for step in CASES)
            for side in ("a", "b") for plugins in (True, False)}  # fmt: skip
    for side in ("a", "b"):
        assert len(set(MARK.findall(read[side, False]))) > 100
        assert read[side, True] != read[side, False]
    assert set(MARK.findall(read["a", True])) - set(MARK.findall(read["b", True]))
    assert set(MARK.findall(read["a", True])) & set(MARK.findall(read["b", True]))
