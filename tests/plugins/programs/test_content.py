"""The linter about what stands in the steps: heavy writing unasked, long stretches alone, journals, licences."""

import copy
from typing import Any

import pytest

from nearer.freezing import findings as core_findings
from nearer.registry import load_plugins
from nearer_plugins.programs.content import ALONE_IN_A_ROW, content_findings

REGISTRY = load_plugins()


def form(participation: str = "solo", kind: str = "own.kind", **more: Any) -> dict[str, Any]:
    plain = {"type": kind, "participation": participation, "protocol": {}, "schemas": {"self": None}, "flags": []}
    return {"forms": {"any": {**plain, "config": {}, **more}}}


def said(*steps: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.pointer, each.keyword) for each in content_findings([(str(n), s) for n, s in enumerate(steps)])]


HEAVY = form(protocol={"contraindications": ["recent_separation"], "intensity": 4})
SCREEN = form(flags=[{"flag": "recent_separation", "when": {}, "screen": True}])
OTHER_SCREEN = form(flags=[{"flag": "fear", "when": {}, "screen": True}])
SOLO, TALK = form(), form("turns")


def pasted(**more: Any) -> dict[str, Any]:
    return form(config={"instrument": "own", "lines": "One", "licence": "The owner said yes", "may_use": True, **more})


OPEN_TEXT = {"properties": {"text": {"type": "string", "maxLength": 4000, "x-visibility": "both"}}}
OPEN_LINE = {"properties": {"line": {"type": "string", "maxLength": 200, "x-visibility": "both"}}}
OWN_TEXT = {"properties": {"text": {"type": "string", "maxLength": 4000, "x-visibility": "private"}}}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([HEAVY], [("0", "separation")]),
        ([OTHER_SCREEN, HEAVY], [("1", "separation")]),
        ([SCREEN, HEAVY], []),
        ([form(protocol={"contraindications": ["recent_separation"], "intensity": 1})], []),
        ([SOLO] * ALONE_IN_A_ROW, []),
        ([SOLO] * (ALONE_IN_A_ROW + 3), [(str(ALONE_IN_A_ROW), "alone")]),
        ([*[SOLO] * ALONE_IN_A_ROW, TALK, SOLO], []),
        ([form("each", "trust_journal.own", schemas={"self": OPEN_TEXT})], [("0", "journal")]),
        ([form("each", "trust_journal.own", schemas={"self": OPEN_LINE})], []),
        ([form("each", "trust_journal.own", schemas={"self": OWN_TEXT})], []),
        ([form("each", "communication.own", schemas={"self": OPEN_TEXT})], []),
        ([pasted(licence="")], [("0", "licence")]),
        ([pasted(may_use=False)], [("0", "licence")]),
        ([pasted()], []),
        ([{"forms": {}}], []),
    ],
)
def test_each_thing_is_said_at_its_step(steps: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert said(*steps) == expected


@pytest.mark.parametrize("key", sorted(REGISTRY.templates))
def test_no_template_that_ships_gives_reason_for_any_of_it(key: str) -> None:
    document = copy.deepcopy(REGISTRY.templates[key])
    found = {each.keyword for each in core_findings(document, REGISTRY)}
    assert not found & {"separation", "alone", "journal", "licence"}
