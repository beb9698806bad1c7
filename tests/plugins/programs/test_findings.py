"""The linter: safety first, then pace, then something to do together."""

import pytest

from nearer.freezing import findings as core_findings
from nearer.registry import load_plugins
from nearer_plugins.programs import program_problems


def step(*forms: str, kind: str = "trial.talk", minutes: int = 10, **more: object) -> dict:
    return {
        "id": "s",
        "minutes": minutes,
        "variants": [{"form": each, "type": kind, "config": {}} for each in forms],
        **more,
    }


def program(*steps: dict) -> dict:
    return {"nearer": "program/1", "stages": [{"id": "t", "steps": list(steps)}]}


def found(*steps: dict) -> list[tuple[str, str, str]]:
    return [(each.pointer, each.keyword, each.severity) for each in program_problems(program(*steps))]


SCREEN = step("any", kind="safety.screen")
TALK = step("together", "alone")
ALONE = step("any")
WRITTEN_FOR_NOBODY = {
    "any": {"participation": "solo", "schemas": {"self": {"properties": {"q": {"x-visibility": "screen"}}}}}
}


def frozen(participation: str, *contraindications: str) -> dict:
    card = {"contraindications": list(contraindications)}
    return {"forms": {"any": {"participation": participation, "protocol": card, "schemas": {"self": None}}}}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([SCREEN, TALK], []),
        ([SCREEN, ALONE], [("", "joint", "hint")]),
        ([ALONE], [("", "screen", "warning"), ("", "joint", "hint")]),
        ([TALK, SCREEN], [("/stages/0/steps/0", "screen", "warning")]),
        ([TALK], [("/stages/0/steps/0", "screen", "warning"), ("", "screen", "warning")]),
        # a stranger's screen is known by what its answers are kept as, not by its name
        ([step("any", kind="own.ask", forms=WRITTEN_FOR_NOBODY), TALK], []),
        # what speaks against an exercise is read from its card where the program is resolved
        ([step("any", **frozen("each", "fear")), SCREEN, TALK], [("/stages/0/steps/0", "screen", "warning")]),
        ([step("any", **frozen("each")), SCREEN, TALK], []),
        ([step("any", **frozen("solo", "recent_separation")), SCREEN, TALK], []),
        # taking turns is for two, whatever the form is called
        ([SCREEN, step("any", **frozen("turns"))], []),
        ([], []),
    ],
)
def test_what_is_said_about_safety_and_about_being_together(steps: list[dict], expected: list) -> None:
    assert found(*steps) == expected


def test_more_than_90_minutes_in_a_week_is_a_hint_at_the_step_that_goes_over() -> None:
    full = [SCREEN, step("together", minutes=60), step("any", minutes=20)]
    assert found(*full) == []
    over = [*full, step("any", minutes=1)]
    assert found(*over) == [("/stages/0/steps/3", "pace", "hint")]
    later = step("any", minutes=1, delivery={"rule": "after_delay", "days": 7})
    assert found(*full, later) == []


def test_a_week_is_named_once_and_weeks_are_counted_from_one() -> None:
    long = step("any", minutes=80, delivery={"rule": "weekly", "times": 3})
    hints = [each.message for each in program_problems(program(SCREEN, TALK, long, step("any", minutes=50)))]
    assert len(hints) == 1
    assert "week 1 " in hints[0]


def test_a_later_stage_is_not_to_open_and_be_decided_on_the_first_day() -> None:
    page = step("any", kind="safety.changed", delivery={"rule": "at_once"})

    def said(*stages: list[dict]) -> list[tuple[str, str]]:
        document = {"stages": [{"id": f"t{n}", "steps": steps} for n, steps in enumerate(stages)]}
        return [(each.pointer, each.severity) for each in program_problems(document) if each.keyword == "early"]

    assert said([SCREEN, TALK], [TALK, page]) == [("/stages/1/steps/1", "warning")]
    assert said([SCREEN, page, TALK]) == []
    assert said([SCREEN, TALK], [TALK], [page]) == []


MEASURE = step("any", kind="measures.own")
LONG = step("any", delivery={"rule": "weekly", "times": 4})
LATER = step("any", delivery={"rule": "after_delay", "days": 90})
SCORED = {"any": {"participation": "solo", "protocol": {}, "schemas": {"self": None}, "scoring": {"scales": {}}}}


@pytest.mark.parametrize(
    ("steps", "missing"),
    [
        ([SCREEN, MEASURE, TALK, LONG, MEASURE, LATER], []),
        ([SCREEN, TALK, LONG, MEASURE, LATER], ["measure_start", "measure_end"]),
        ([SCREEN, MEASURE, TALK, LONG, LATER], ["measure_end"]),
        ([SCREEN, MEASURE, MEASURE, TALK, LONG, LONG, LATER], ["measure_end"]),
        ([SCREEN, MEASURE, TALK, LONG, MEASURE], ["follow_up"]),
        # a stranger's measure is known by its scores
        ([SCREEN, step("any", kind="own.ask", forms=SCORED), TALK, LONG, MEASURE, LATER], []),
        # an evening, or two weeks, need no measure
        ([SCREEN, TALK], []),
        ([SCREEN, TALK, step("any", delivery={"rule": "weekly", "times": 3})], []),
    ],
)
def test_a_course_is_measured_before_and_after_and_followed_up(steps: list[dict], missing: list[str]) -> None:
    assert found(*steps) == [("", keyword, "hint") for keyword in missing]


def test_the_whole_registry_passes_frozen_forms_to_the_linter() -> None:
    registry = load_plugins()
    deck = registry.library["communication.question_deck.who_we_are_now"]
    only = {**deck["variants"][0], "form": "any"}
    document = program({"id": "s-1", "title": "Talk", "minutes": 5, "variants": [only]})
    document = {**document, "title": "Trial"}
    document["stages"][0]["title"] = "One"
    said = {(each.pointer, each.keyword) for each in core_findings(document, registry)}
    assert ("/stages/0/steps/0", "screen") in said
