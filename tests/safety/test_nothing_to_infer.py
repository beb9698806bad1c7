"""Whatever one does for themselves, everything that the other gets is the same bytes as if nothing was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.installation import Person
from fixtures.letters import write_letter
from fixtures.walking import RANDOM, Address, Seen, same_browser, token_maker, walk_couples

RATED = {f"f/ratings/{name}": "4" for name in ("talk", "trust", "touch", "time")}
EVERYTHING = {"f/feeling": "Fine", "f/diary": "Mine", "f/wishes/0": "A walk", "f/ratings~is": "1", **RATED}

STEPS = ["s-screen", "s-everything", "s-diary", "s-plan", "s-talk"]

Act = Callable[[Person], Any]


def answers(step: str, **fields: str) -> Act:
    return lambda person: person.post(step, {f"f/{name}": value for name, value in fields.items()})


def passes(step: str) -> Act:
    return lambda person: person.post(step, {"do": "pass"})


def shows_an_item(person: Person) -> Any:
    person.post("s-everything/1", EVERYTHING)
    page = person.get("s-everything/1").text
    item = re.search(r'name="item" value="([^"]+)"', page)[1]
    token = re.search(r'/lift"><input type="hidden" name="token" value="([^"]+)"', page)[1]
    fields = {"item": item, "reader": "partner", "token": token}
    return person.client.post(f"{person.home}s-everything/1/lift", data=fields)


ALONE: dict[str, Act] = {
    "answers what both answer": lambda person: person.post("s-everything/1", EVERYTHING),
    "passes what both answer": passes("s-everything/1"),
    "answers privately": answers("s-diary/1", entry="Only mine"),
    "passes something private": passes("s-diary/1"),
    "drafts what both answer": answers("s-everything/1/draft", feeling="Perhaps"),
    "drafts something private": answers("s-diary/1/draft", entry="Perhaps"),
    "chooses to show an item": shows_an_item,
    "answers about safety that nothing is wrong": answers("s-screen/1", afraid="no"),
    "answers about safety that something is wrong": answers("s-screen/1", afraid="yes", story="Much."),
    "passes the questions about safety": passes("s-screen/1"),
    "wishes for together": lambda person: person.post("together", {"wish": "together"}),
    "wishes for alone": lambda person: person.post("together", {"wish": "alone"}),
    "sets a PIN": lambda person: person.post("ways", {"do": "pin", "pin": "2580"}),
    "makes another way back": lambda person: person.post("ways", {"do": "link"}),
    "locks the place": lambda person: person.post("ways", {"do": "lock"}),
    "leaves in a hurry": lambda person: person.client.post("/exit"),
}
"""What Ada does while Bo has done nothing."""

BESIDE = {name: ALONE[name] for name in ALONE if "what both answer" not in name and name != "chooses to show an item"}
"""What changes nothing for Bo, who finished the step that both answer and waits for it."""
BESIDE["drafts what both answer"] = ALONE["drafts what both answer"]

GATHERED = {
    "looks at the next stage": lambda person: person.get(),
    "looks at a step there": lambda person: person.get("s-talk/1"),
}
"""What changes nothing once both are at the border of a stage: the first to look decides its form for both."""


@pytest.fixture
def walk(installation: Any, published: Any) -> Callable[[Person], list[Any]]:
    """Everything that a person gets on every route, with what is random masked."""
    from nearer.web.app import couples_app

    url_map = couples_app(installation).url_map

    def through(person: Person) -> list[Any]:
        values = {
            "seat": [person.seat], "step": STEPS, "occurrence": [1],
            "link": [published.link], "code": ["0000-0000-0000-0000"], "secret": ["A" * 22], "filename": ["nearer.css"],
            "token": ["A" * 22], "name": ["lists"], "icon": ["leaf"], "digest": ["0" * 64],
        }  # fmt: skip
        forms = {"letter": "", "edition": "", "code": "", "item": "", "lift": "", "own_way": person.way}
        address = Address(values, forms)
        walked = walk_couples(same_browser(person), url_map, address, token=token_maker(installation, person))
        return [told(each) for each in walked if each.endpoint != "static"]

    return through


def told(seen: Seen) -> tuple[Any, ...]:
    """All that a reply tells: status, size, headers, body."""
    reply = seen.reply
    assert reply.status_code < 500, seen  # pages that fail alike would prove nothing
    headers = sorted((name, RANDOM.sub("#", value)) for name, value in reply.headers)
    return seen.method, seen.path, reply.status_code, len(reply.data), headers, RANDOM.sub("#", reply.text)


def differences(walk: Any, ada: Person, bo: Person, snapshots: Any, acts: dict[str, Act]) -> list[str]:
    """The acts of Ada after which anything that Bo gets is not what it is without them, each with the first route."""
    with snapshots.undone():
        before = walk(bo)
    bo.come_back()
    found = []
    for name, act in acts.items():
        with snapshots.undone():
            assert act(ada).status_code in (200, 303), name
            after = walk(bo)
        found += [f"{name}: {new[:4]} was {old[:4]}" for old, new in zip(before, after, strict=True) if old != new][:1]
        ada.come_back()
        bo.come_back()
    return found


def test_nothing_tells_what_the_other_did_alone(enrol, walk, snapshots):
    ada, bo = enrol()
    assert differences(walk, ada, bo, snapshots, ALONE) == []


def test_nothing_tells_what_the_other_does_beside_what_one_waits_for(enrol, walk, snapshots):
    ada, bo = enrol()
    assert bo.post("s-everything/1", EVERYTHING).status_code == 303
    assert differences(walk, ada, bo, snapshots, BESIDE) == []


def test_nothing_tells_that_a_counsellor_wrote_to_the_other_alone(enrol, walk, snapshots, installation):
    def is_written_to(person: Person) -> Any:
        write_letter(installation, person.seat, "Much to say. " * 150)
        return person.get()

    def puts_it_away(person: Person) -> Any:
        is_written_to(person)
        return person.post("letters", {"letter": "letter-one", "do": "away"})

    acts: dict[str, Act] = {"is written to": is_written_to, "puts it away": puts_it_away}
    ada, bo = enrol()
    assert differences(walk, ada, bo, snapshots, acts) == []
    assert bo.post("s-everything/1", EVERYTHING).status_code == 303
    assert differences(walk, ada, bo, snapshots, acts) == []


def test_nothing_tells_who_came_first_to_a_stage(enrol, walk, snapshots):
    ada, bo = enrol()
    for person in (ada, bo):
        person.post("s-everything/1", EVERYTHING)
        assert person.post("s-diary/1", {"f/entry": "Mine"}).status_code == 303
    assert differences(walk, ada, bo, snapshots, GATHERED) == []


def test_the_walk_sees_what_it_should(enrol, walk, snapshots):
    ada, bo = enrol()
    bo.post("s-everything/1", EVERYTHING)
    found = differences(walk, ada, bo, snapshots, {"finishes": ALONE["answers what both answer"]})
    assert len(found) == 1
