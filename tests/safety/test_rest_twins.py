"""Twin couples that come to rest for different causes: whatever the other opens or sends, the replies are the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.installation import Person, hidden
from fixtures.marks import sent, show_an_item, write_a_diary, write_alone
from fixtures.walking import COUPLES
from sqlalchemy import select

from nearer import desk
from nearer.store.resting import rest_from_desk
from nearer.store.tables import metadata

RANDOM = re.compile(r"[A-Za-z0-9_-]{16,}")
STEPS = ("s-screen", "s-everything", "s-diary", "s-plan", "s-talk")
LOOKED_AT_ELSEWHERE = frozenset({"static"}) | {
    each for each in COUPLES if each.partition(".")[0] in ("public", "welcome", "returning", "feeds")
}
"""Routes of no seat."""


def write(ada: Person, bo: Person) -> None:
    """Both write of everything, and share."""
    write_alone(ada)
    wishes = {"f/wishes~n": "1", "f/wishes/0": "a wish of Bo's"}
    sent(bo.post("s-everything/1", {"f/feeling": "Bo is well"} | wishes))
    sent(bo.post("s-diary/1", {"f/entry": "of Bo's own"}))
    write_a_diary(ada)
    sent(ada.post("s-plan/1", {"f/plan": "of both"}))
    sent(bo.post("s-plan/1", {"f/plan": "of both, once more"}, form="s-plan/1?again=yes"))
    show_an_item(ada)


def rest(ada: Person, _: Any) -> None:
    sent(ada.post("leave", {"do": "rest"}))


def stop(ada: Person, _: Any) -> None:
    sent(ada.post("leave", {"do": "stop", "sure": "yes"}))


def erase(ada: Person, _: Any) -> None:
    assert ada.post("erase", {"do": "erase", "sure": "yes"}).status_code == 200


def of_the_counsellor(ada: Person, installation: Any) -> None:
    seat = metadata.tables["seat"].c
    with desk.session_scope(installation.engine, write=True) as session:
        couple = session.scalars(select(seat.couple_id).where(seat.id == ada.seat)).one()
        rest_from_desk(session, installation.keyring, couple, rests=True)


CAUSES: dict[str, Callable[[Person, Any], None]] = {
    "rest": rest, "stop": stop, "erasure": erase, "counsellor": of_the_counsellor,
}  # fmt: skip


def told(reply: Any, home: str) -> tuple[Any, ...]:
    """All that a reply tells, with what is random in every couple masked."""
    headers = sorted((name, RANDOM.sub("#", value)) for name, value in reply.headers)
    return reply.status_code, len(reply.data), headers, RANDOM.sub("#", reply.text.replace(home, "/s/#/"))


def everything(site_map: Any, bo: Person, tokens: Any) -> dict[str, Any]:
    """What every page of a seat and every form gives to Bo, going on last."""
    found = {}
    known = COUPLES.keys() - LOOKED_AT_ELSEWHERE
    rules = [each for each in site_map.iter_rules() if each.endpoint in known and "seat" in each.arguments]
    assert len(rules) > 12
    for rule in rules:
        for step in STEPS if "step" in rule.arguments else ("",):
            values = {"seat": bo.seat, "step": step, "occurrence": 1, "digest": "0" * 64}
            path = rule.build({name: values[name] for name in rule.arguments})[1]
            if "GET" in rule.methods:
                found[f"GET {rule.endpoint} {step}"] = told(bo.client.get(path), bo.home)
            if "POST" in rule.methods and rule.endpoint not in ("leaving.erase", "ways.change_ways"):
                fields = {"token": tokens(rule.endpoint, bo.seat, step), "do": "on", "n": "1", "f/entry": "x"}
                found[f"POST {rule.endpoint} {step}"] = told(bo.client.post(path, data=fields), bo.home)
    return found


@pytest.fixture
def tokens(installation) -> Any:
    from fixtures.walking import TOKENS

    from nearer.web.tokens import form_token

    def make(endpoint: str, seat: str, step: str) -> str:
        names = [TOKENS.get(endpoint, ""), *([step, "1"] if step else [])]
        return str(form_token(installation.keyring.secret("form"), seat, *names))

    return make


def test_every_cause_of_a_rest_gives_the_other_the_same_pages(enrol, clock, installation, site, tokens):
    pairs = {cause: enrol() for cause in CAUSES}
    for ada, bo in pairs.values():
        write(ada, bo)
    clock.move(hours=25)
    got = {}
    for cause, (ada, bo) in pairs.items():
        ada.come_back()
        bo.come_back()
        show_an_item(bo, "a wish of Bo's")
        assert "of both, once more" in ada.get("s-plan/1").text
        CAUSES[cause](ada, installation)
        bo.come_back()
        got[cause] = everything(site.url_map, bo, tokens)
    for cause in CAUSES:
        differing = [name for name, reply in got[cause].items() if reply != got["rest"][name]]
        assert differing == [], cause
    assert "This program rests" in got["rest"]["GET overview.show_overview "][3]


def test_a_rest_tells_the_other_nothing_of_who_was_never_there(
    enrol, new_client, published, installation, site, tokens
):
    """A place that nobody took rests like one whose partner went."""
    from fixtures.installation import AGREED

    alone = new_client()
    begun = alone.post(f"/p/{published.link}/begin", data=AGREED | {"partner": "no", "name": "Bo"})
    left = Person(alone, begun.location.split("/")[2])
    left.come_back()
    sent(left.post("quickly", {"do": "known"}))
    ada, bo = enrol()
    erase(ada, None)
    sent(left.post("leave", {"do": "rest"}))
    for path in ("", "leave", "together", "s-everything/1", "s-diary/1"):
        mine, theirs = (told(each.get(path), each.home) for each in (left, bo))
        assert mine == theirs, path


def test_the_list_of_forms_is_filled_with_real_tokens(enrol, tokens):
    """The comparison means something: the tokens that it sends are taken."""
    _, bo = enrol()
    assert tokens("steps.submit_step", bo.seat, "s-diary") == hidden(bo.get("s-diary/1").text)["token"]
