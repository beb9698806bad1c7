"""A step: what is refused, what is kept, and what a page costs."""

import re

import pytest
from fixtures import trial
from fixtures.installation import hidden
from sqlalchemy import event

from nearer import Migration

STEP = "s-everything/1"


def count_queries(installation, call):
    """Run *call* and return how many statements it sent, transaction and pragma aside."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        if statement.split()[0] not in ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK"):
            seen.append(statement)

    event.listen(installation.engine, "before_cursor_execute", note)
    call()
    event.remove(installation.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_form_of_one_seat_is_refused_at_another(enrol):
    one, two = enrol()
    fields = hidden(one.get(STEP).text) | {"f/feeling": "from one"}
    assert two.client.post(two.home + STEP, data=fields).status_code == 403
    assert two.client.post(one.home + STEP, data=fields).status_code == 401
    assert one.client.post(one.home + STEP, data=fields | {"token": "0" * 40}).status_code == 403
    assert one.client.post(one.home + STEP, data={"f/feeling": "no token"}).status_code == 403
    assert one.client.post(one.home + "s-diary/1", data=fields).status_code == 403
    assert "from one" not in two.get(STEP).text


def test_the_same_form_sent_twice_is_one_answer(enrol, installation):
    one, _ = enrol()
    fields = hidden(one.get(STEP).text) | {"f/feeling": "once"}
    for _ in range(2):
        assert one.client.post(one.home + STEP, data=fields).status_code == 303
    with installation.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 1


def test_a_second_device_with_other_words_sees_both_and_can_send_again(enrol):
    one, _ = enrol()
    fields = hidden(one.get(STEP).text)
    one.client.post(one.home + STEP, data=fields | {"f/feeling": "from the phone"})
    answer = one.client.post(one.home + STEP, data=fields | {"f/feeling": "from the tablet"})
    assert answer.status_code == 409
    assert "from the phone" in answer.text
    assert "from the tablet" in answer.text
    again = one.client.post(one.home + STEP, data=hidden(answer.text) | {"f/feeling": "from the tablet"})
    assert again.status_code == 303
    assert "from the tablet" in one.get(STEP).text


@pytest.mark.parametrize("field", ["edition", "form"])
def test_a_form_of_another_edition_comes_back_with_what_was_written(enrol, field):
    one, _ = enrol()
    answer = one.post(STEP, {"f/feeling": "still here", field: "0" * 64})
    assert answer.status_code == 409
    assert "still here" in answer.text
    assert "renewed" in answer.text


def test_errors_stand_at_their_fields_and_nothing_is_lost(enrol):
    one, _ = enrol()
    answer = one.post(STEP, {"f/feeling": "x" * 2001, "f/diary": "kept"})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert "kept" in answer.text
    anchor = re.search(r'href="#([^"]+)"', answer.text.split('id="errors"')[1])[1]
    assert f'id="{anchor}"' in answer.text


def test_control_signs_are_named_and_nothing_is_stored(enrol, installation):
    one, _ = enrol()
    answer = one.post(STEP, {"f/feeling": "a\x00b\x07c"})
    assert answer.status_code == 422
    assert "control signs" in answer.text
    with installation.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 0


def test_a_body_that_is_too_long_is_a_friendly_page(enrol):
    one, _ = enrol()
    answer = one.post(STEP, {"f/feeling": "x" * 2_000_000})
    assert answer.status_code == 413
    assert "nothing is lost" in answer.text
    many = one.post(STEP, {f"f/{n}": "x" for n in range(2000)})
    assert many.status_code == 413


def test_a_draft_comes_back_to_its_writer_only(enrol):
    one, two = enrol()
    assert one.post(STEP + "/draft", {"f/diary": "half a thought"}).status_code == 303
    assert "half a thought" in one.get(STEP).text
    assert "half a thought" not in two.get(STEP).text
    saved = one.client.post(
        one.home + STEP + "/draft",
        data=hidden(one.get(STEP).text) | {"f/diary": "more"},
        headers={"Accept": "application/json"},
    )
    assert saved.json["saved"] is True
    assert saved.json["asks"] is False
    assert "more" in one.get(STEP).text


def test_a_pass_needs_no_answer_and_counts_for_both(enrol):
    one, two = enrol()
    assert one.post(STEP, {"do": "pass"}).status_code == 303
    assert "You passed this step" in one.get(STEP).text
    two.post(STEP, {"f/feeling": "words"})
    page = two.get(STEP).text
    assert "Nothing here." in page
    assert "passed" not in page


def test_a_screen_has_no_draft_no_review_and_one_page_for_every_answer(enrol):
    one, two = enrol()
    assert "Save for later" not in one.get("s-screen/1").text
    pages = []
    for person, word in ((one, "yes"), (two, "no")):
        assert person.post("s-screen/1/draft", {"f/afraid": word}).status_code == 303
        assert "checked" not in person.get("s-screen/1").text.split('value="yes"')[1][:20]
        assert person.post("s-screen/1", {"f/afraid": word}).headers["Location"] == person.home
        pages.append(person.get("s-screen/1").text.replace(person.seat, "SEAT"))
        pages[-1] = re.sub(r'value="[0-9a-f]{40}"', "", pages[-1])
        assert "again=yes" not in pages[-1]
    assert pages[0] == pages[1]


def test_rows_are_added_without_script_and_without_sending(enrol):
    one, _ = enrol()
    fields = {"f/feeling": "fine", "f/wishes/0": "a walk", "f/wishes~n": "1", "~do": "add f/wishes 0"}
    page = one.post(STEP, fields).text
    assert "a walk" in page
    assert "f/wishes/1" in page
    assert "You finished" not in page
    assert 'form id="answer"' in one.get(STEP).text


def lift_forms(person):
    return re.findall(r'<form[^>]*/lift">.*?</form>', person.get(STEP).text, re.S)


def test_one_item_is_shown_a_day_later_and_can_be_taken_back(enrol, clock):
    one, two = enrol()
    one.post(STEP, {"f/feeling": "fine", "f/wishes/0": "A-WALK", "f/wishes/1": "A-SONG", "f/wishes~n": "2"})
    two.post(STEP, {"f/feeling": "fine"})
    for form in lift_forms(one)[:3:2]:  # the partner's of each item; the counsellor's lie between
        assert one.client.post(one.home + STEP + "/lift", data=hidden(form)).status_code == 303
    waiting = [form for form in lift_forms(one) if 'name="back"' in form]
    assert len(waiting) == 2
    assert one.client.post(one.home + STEP + "/lift", data=hidden(waiting[1])).status_code == 303
    assert "A-WALK" not in two.get(STEP).text
    clock.move(hours=24)
    two.come_back()
    page = two.get(STEP).text
    assert "A-WALK" in page
    assert "A-SONG" not in page


def test_a_shared_answer_is_confirmed_by_the_other(enrol):
    one, two = enrol()
    for person in (one, two):
        person.post(STEP, {"f/feeling": "fine", "f/memory": f"MEMORY-{person.seat}"})
        person.post("s-diary/1", {"f/entry": "mine"})
    one.get()
    assert f"MEMORY-{two.seat}" in one.get("s-plan/1").text
    one.post("s-plan/1", {"f/plan": "OUR-PLAN"})
    page = two.get("s-plan/1").text
    assert "OUR-PLAN" in page
    assert "Is this what you two agreed on?" in page
    assert two.post("s-plan/1/confirm").status_code == 303
    assert "agreed on" not in two.get("s-plan/1").text


def test_a_step_that_waits_says_the_same_whatever_it_waits_for(enrol):
    one, _ = enrol()
    before = one.get("s-plan/1")
    one.post(STEP, {"f/feeling": "fine"})
    one.post("s-diary/1", {"f/entry": "mine"})
    after = one.get("s-plan/1", follow_redirects=True)
    assert before.status_code == after.status_code == 200
    assert before.data == after.data
    assert "Plan" not in after.text
    assert one.get("s-plan/1/live").json == {"open": False}


def test_an_unknown_step_answers_not_found(enrol):
    one, _ = enrol()
    for path in ("s-none/1", "s-everything/2", "s-days/9"):
        assert one.get(path).status_code == 404


def test_a_step_page_costs_a_constant_number_of_queries(enrol, installation):
    one, two = enrol()
    one.get(STEP)
    assert count_queries(installation, lambda: one.get(STEP)) <= 9
    for person in (one, two):
        person.post(STEP, {"f/feeling": "fine"})
        person.post("s-diary/1", {"f/entry": "mine"})
    one.get()  # the stage that has just opened is decided here, once
    revealed = count_queries(installation, lambda: one.get(STEP))
    for other in enrol():
        other.post(STEP, {"f/feeling": "fine", "f/wishes/0": "a", "f/wishes/1": "b", "f/wishes~n": "2"})
    for n in range(3):
        one.post(STEP, {"f/feeling": "fine", "f/diary": str(n)}, form=STEP + "?again=yes")
    assert count_queries(installation, lambda: one.get(STEP)) == revealed <= 11
    assert count_queries(installation, lambda: one.get()) <= 8


def test_what_a_later_step_gathers_is_drawn_in_the_shape_of_today(enrol, monkeypatch):
    drawn = []

    def remember(answer):
        return {name: [value] for name, value in answer.items()}

    def render(self, view, config, state, context):
        drawn.extend(state.gathered)

    one, two = enrol()
    for person in (one, two):
        person.post(STEP, {"f/feeling": "fine", "f/memory": f"MEMORY-{person.seat}"})
        person.post("s-diary/1", {"f/entry": "mine"})
    one.get()
    monkeypatch.setattr(trial.Everything, "version", 2)
    monkeypatch.setattr(trial.Everything, "migrations", {1: Migration(dict, answers=remember)})
    monkeypatch.setattr(trial.Plan, "render", render)
    assert one.get("s-plan/1").status_code == 200
    (gathered,) = drawn
    assert (gathered["mine"], gathered["theirs"]) == ([f"MEMORY-{one.seat}"], [f"MEMORY-{two.seat}"])
