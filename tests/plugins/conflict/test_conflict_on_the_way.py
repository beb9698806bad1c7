"""Two people after a fight and in a talk that gets too warm: what opens when, and the same way out for both."""

import pytest
from fixtures.two_stages import AFTER_BOTH, NEXT, TOMORROW, program, settle, step

SIDE, TALK, SOLVE = "s-side/1", "s-talk/1", "s-solve/1"


@pytest.fixture
def registry():
    """The families that this needs."""
    from nearer.registry import load_plugins
    from nearer_plugins import conflict, safety

    return load_plugins(modules={"conflict": conflict, "safety": safety})


@pytest.fixture
def published(publish):
    """A screen; then a talk to solve something, one's own side of a fight, and then both sides."""
    gathers = [{"step": "s-side", "property": "reality", "heading": "How it was for me"}]
    return publish(
        program(
            step("solve", "conflict.problem_solving", {}, TOMORROW),
            step("side", "conflict.after_a_fight", {}, NEXT),
            step("talk", "conflict.after_a_fight_talk", {"gathers": gathers}, AFTER_BOTH),
        )
    )


def stop(one, two):
    """Stop the talk at once, and leave the page that follows empty."""
    for person in (one, two):
        person.post(SOLVE + "/script", {"do": "start"})
    one.post(SOLVE + "/script", {"do": "stop"})
    for person in (one, two):
        assert person.post(SOLVE, {}).status_code == 303


def test_a_talk_that_is_stopped_gives_both_the_same_questions_for_themselves(enrol, installation, clock):
    one, two = settle(enrol, installation, clock, together=True)
    for person in (one, two):
        person.post(SOLVE + "/script", {"do": "start"})
    assert "nobody has to say why" in one.get(SOLVE).text
    one.post(SOLVE + "/script", {"do": "stop"})
    for person in (one, two):
        assert "Also if you stopped because it was too warm for today." in person.get(SOLVE).text
    one.post(SOLVE, {"f/for_me": "only for me"})
    two.post(SOLVE, {"f/agreement": "Nothing yet"})
    assert "only for me" in one.get(SOLVE).text
    assert "only for me" not in two.get(SOLVE).text


def test_both_sides_open_only_at_the_step_that_brings_them_together(enrol, installation, clock):
    one, two = settle(enrol, installation, clock, together=True)
    stop(one, two)
    one.post(SIDE, {"f/reality": "I had <asked>.", "f/not_yet": "my brother"})
    assert "asked" not in two.get(SIDE).text
    assert two.get(TALK).status_code != 200 or "asked" not in two.get(TALK).text
    two.post(SIDE, {"f/reality": "I drove."})
    page = two.get(TALK).text
    assert "I had &lt;asked&gt;." in page
    assert "I drove." in page
    assert "my brother" not in page


def test_alone_each_sees_only_their_own_side(enrol, installation, clock):
    one, two = settle(enrol, installation, clock, together=False)
    for person, words in ((one, "I had asked."), (two, "I drove.")):
        person.post(SOLVE, {})
        assert person.post(SIDE, {"f/reality": words}).status_code == 303
    page = one.get(TALK).text
    assert "How it was for me" in page
    assert "I had asked." in page
    assert "I drove." not in page
