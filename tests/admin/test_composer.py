"""Composing through the real app: every button of the outline, editing, undo, and two tabs that lose nothing."""

from __future__ import annotations

import pytest
from fixtures.desk import forms_of

from nearer import desk
from nearer_admin import composing


@pytest.fixture
def home(published) -> str:
    return f"/program/{published.program}/"


def steps(document):
    return [step["id"] for stage in document["stages"] for step in stage["steps"]]


def press(ann, home, act, target, **more):
    """Press a button of the outline as a page drew it."""
    return ann.send(home, {"act": act, "target": target}, **more)


def test_the_outline_shows_stages_steps_and_when_they_come(ann, home):
    page = ann.get(home).text
    for words in ("1. Arriving", "2. Meeting", "On 3 days in a row", "together or alone", "When both have finished"):
        assert words in page


def test_a_step_moves_down_within_its_stage_and_over_its_border(ann, home, program):
    before = steps(program()[1])
    assert press(ann, home, "step_down", "s-screen").status_code == 303
    assert steps(program()[1]) == [before[1], before[0], *before[2:]]
    press(ann, home, "step_down", "s-screen")
    press(ann, home, "step_down", "s-screen")
    document = program()[1]
    assert document["stages"][1]["steps"][0]["id"] == "s-screen"


def test_stages_move_and_are_added(ann, home, program):
    assert press(ann, home, "stage_down", "arrive").status_code == 303
    assert [stage["id"] for stage in program()[1]["stages"]][:2] == ["meet", "arrive"]
    added = ann.send(home, {"act": "stage_add"})
    page = ann.follow(added)
    assert page.status_code == 200
    ann.send(page, {"f/title": "New stage"}, f__title="Closing")
    assert program()[1]["stages"][-1]["title"] == "Closing"


def test_a_step_is_duplicated_and_moved_to_another_stage(ann, home, program):
    press(ann, home + "step/s-diary", "step_copy", "s-diary")
    document = program()[1]
    assert len(steps(document)) == len(set(steps(document)))
    assert [step["title"] for step in document["stages"][0]["steps"]].count("Diary") == 2
    press(ann, home + "step/s-diary", "step_stage", "s-diary", stage="meet")
    assert program()[1]["stages"][1]["steps"][-1]["id"] == "s-diary"


def test_dragging_puts_a_step_at_a_place(ann, home, program):
    drawn = ann.get(home)
    press(ann, home, "step_down", "s-screen")
    revision = program()[0]
    token = drawn.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {
        "csrf_token": token,
        "revision": str(revision),
        "act": "step_place",
        "target": "s-days",
        "stage": "arrive",
        "at": "0",
    }
    assert ann.post(f"/desk{home}change", list(fields.items())).status_code == 303
    assert steps(program()[1])[0] == "s-days"


def test_removing_asks_first_and_can_be_undone(ann, home, program):
    ask = ann.get(home + "remove/step/s-diary")
    assert "Remove this step?" in ask.text
    assert "s-diary" in steps(program()[1])
    ann.send(ask, {"act": "step_remove"})
    assert "s-diary" not in steps(program()[1])
    back = ann.send(home + "history", {"to": "1"})
    assert back.status_code == 303
    revision, document = program()
    assert "s-diary" in steps(document)
    assert revision == 3


def test_a_stage_is_removed_with_its_steps(ann, home, program):
    ann.send(home + "remove/stage/meet", {"act": "stage_remove"})
    assert [stage["id"] for stage in program()[1]["stages"] if stage["id"] == "meet"] == []


def test_editing_a_step_keeps_what_was_not_touched(ann, home, program):
    before = program()[1]
    changes = {"basics/title": "A quiet note", "basics/minutes": "12", "rule": "after_delay", "n_after_delay_days": "4"}
    reply = ann.send(
        home + "step/s-diary", {"basics/title": "Diary"}, **changes, **{"form_any/intro": "Sit down first."}
    )
    assert reply.status_code == 303, reply.text
    step = composing.find_step(program()[1], "s-diary")
    assert step["title"] == "A quiet note"
    assert step["minutes"] == 12
    assert step["delivery"] == {"rule": "after_delay", "days": 4}
    assert step["variants"][0]["config"] == {"intro": "Sit down first."}
    untouched = [each for each in steps(before) if each != "s-diary"]
    for each in untouched:
        assert composing.find_step(before, each) == composing.find_step(program()[1], each)


def test_both_forms_of_a_step_are_edited_separately(ann, home, program):
    page = ann.get(home + "step/s-talk")
    assert "Together" in page.text
    assert "Alone" in page.text
    changes = {"form_together/intro": "For two.", "form_alone/intro": "For one."}
    assert ann.send(page, {"basics/title": "Talk"}, **changes).status_code == 303
    variants = composing.find_step(program()[1], "s-talk")["variants"]
    assert [each["config"].get("intro") for each in variants] == ["For two.", "For one."]


def test_saving_without_a_change_makes_no_revision(ann, home, program):
    for place in ("", "stage/arrive", "step/s-everything"):
        having = {"": {"f/title": program()[1]["title"]}, "stage/arrive": {"f/title": "Arriving"}}.get(
            place, {"basics/title": "Everything"}
        )
        assert ann.send(home + place, having).status_code == 303
    assert program()[0] == 1


@pytest.mark.parametrize(
    ("place", "name", "first", "second"),
    [
        ("", "f/title", "From one tab", "From the other tab"),
        ("stage/arrive", "f/title", "From one tab", "From the other tab"),
        ("step/s-diary", "basics/title", "From one tab", "From the other tab"),
        ("step/s-diary", "form_any/intro", "From one tab", "From the other tab"),
    ],
)
def test_two_tabs_lose_nothing(ann, home, program, place, name, first, second):
    drawn = ann.get(home + place)
    other = ann.get(home + place)
    having = next(n for n in ("basics/title", "f/title") if f'name="{n}"' in drawn.text)
    had = {having: desk_value(drawn, having)}
    assert ann.send(drawn, had, **{name: first}).status_code == 303
    conflict = ann.send(other, had, **{name: second})
    assert conflict.status_code == 409
    assert "from another tab" in conflict.text
    assert second in conflict.text, "what was typed is still there"
    assert first in conflict.text or name.startswith("form_"), "what stands now is shown"
    assert program()[0] == 2, "nothing was stored"
    again = ann.send(conflict, {having: desk_value(conflict, having)})
    assert again.status_code == 303
    assert second in str(program()[1])


def desk_value(reply, name):
    return next(value for form in forms_of(reply.text) for key, value in form.fields if key == name)


def test_a_stale_button_does_nothing_and_says_so(ann, home, program):
    stale = ann.get(home)
    press(ann, home, "step_down", "s-screen")
    after = program()
    reply = ann.send(stale, {"act": "step_down", "target": "s-everything"})
    assert reply.status_code == 409
    assert "Nothing was done" in reply.text
    assert program() == after


def test_saving_by_script_answers_with_the_revision(ann, home):
    page = ann.get(home)
    form = next(each for each in forms_of(page.text) if any(name == "f/title" for name, _ in each.fields))
    fields = dict(form.fields) | {"f/title": "Saved by itself"}
    reply = ann.client.post(home, base_url="http://localhost/desk", data=fields, headers={"Accept": "application/json"})
    assert reply.json == {"revision": 2}


def test_a_wrong_step_is_not_saved_and_says_where(ann, home, program):
    reply = ann.send(
        home + "step/s-diary", {"basics/title": "Diary"}, **{"basics/minutes": "a while", "basics/title": "Kept"}
    )
    assert reply.status_code == 422
    assert "Kept" in reply.text
    assert "a while" in reply.text
    assert 'aria-invalid="true"' in reply.text
    assert program()[0] == 1


def test_a_step_whose_plugin_is_gone_is_shown_kept_and_editable_around(ann, home, installation, program):
    del installation.registry.types["trial.diary"]
    page = ann.get(home + "step/s-diary")
    assert page.status_code == 200
    assert "not installed" in page.text
    assert "trial.diary" in page.text
    before = composing.find_step(program()[1], "s-diary")
    assert ann.send(page, {"basics/title": "Diary"}, **{"basics/title": "Still mine"}).status_code in (303, 422)
    assert composing.find_step(program()[1], "s-diary")["variants"] == before["variants"]


def test_the_shelf_adds_a_copy_of_an_exercise(ann, home, installation, published, program, clock):
    exercise = {
        "nearer": "exercise/1", "title": "My own diary", "summary": "Mine.", "language": "en", "minutes": 7,
        "factors": ["trust"], "variants": [{"form": "any", "type": "trial.diary", "version": 1, "config": {}}],
        "texts": {},
    }  # fmt: skip
    with desk.session_scope(installation.engine, write=True) as session:
        row = desk.create_exercise(session, published.practice, exercise, registry=installation.registry, now=clock())
    shelf = f"/add/?program={published.program}&stage=meet"
    assert "My own diary" in ann.get(shelf + "&factor=trust&family=trial&participation=solo&search=OWN").text
    assert "My own diary" not in ann.get(shelf + "&factor=culture").text
    reply = ann.send(shelf, {"exercise": str(row.id)})
    assert reply.status_code == 303
    added = program()[1]["stages"][1]["steps"][-1]
    assert added["title"] == "My own diary"
    assert added["origin"]["exercise"] == str(row.id)


@pytest.mark.parametrize("moment", ["answer", "review", "reveal"])
@pytest.mark.parametrize("side", ["a", "b"])
def test_previews_draw_every_step(ann, published, program, side, moment):
    for step in steps(program()[1]):
        page = ann.get(f"/preview/program/{published.program}/{step}?side={side}&moment={moment}")
        assert page.status_code == 200
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_a_counsellor_chooses_which_languages_couples_may_read_in(ann, home, program):
    assert "languages" not in program()[1]
    ann.send(home, {"f/title": "Trial weeks"}, **{"f/languages": "es"})
    assert program()[1]["languages"] == ["es"]
    page = ann.get(home).text
    assert "Español" in page
