"""Doors to content of one's own: lines become an exercise of the library, and of a program."""

from __future__ import annotations

import html

import pytest
from fixtures.desk import colleague

from nearer import ExerciseType, OwnList, Participation, Protocol, desk
from nearer.freezing import exercise_problems
from nearer.testing import load_plugins
from nearer_admin.beginning import blank, doors, lines_of, of_lines

BUNDLED = load_plugins()


class Cards(ExerciseType):
    """A list of things that need a short name."""

    id, title, participation, factors = "trial.cards", "Cards", Participation.EACH, ("trust",)
    protocol = Protocol(purpose="To talk.", source="Ours.", year=2026, grade="D", limits="None.", contraindications=())
    config_schema = {
        "type": "object",
        "properties": {
            "opening": {"type": "string", "default": "Begin."},
            "cards": {
                "type": "array",
                "title": "Cards",
                "minItems": 2,
                "items": {
                    "type": "object",
                    "required": ["id", "text"],
                    "properties": {
                        "id": {"type": "string", "title": "Short name", "pattern": "^[a-z][a-z0-9_]*$", "x-order": 1},
                        "text": {"type": "string", "title": "Card", "maxLength": 40, "x-order": 2},
                    },
                },
            },
        },
    }
    own_list = OwnList("Your own cards", "cards")

    def response_schema(self, config, role="self"):
        names = [card["id"] for card in config.get("cards", ())]
        return {
            "type": "object",
            "properties": {name: {"type": "string", "maxLength": 200, "x-visibility": "both"} for name in names},
        }


@pytest.fixture(autouse=True)
def cards(installation):
    installation.registry.types[Cards.id] = Cards()


@pytest.fixture
def own(installation, people):
    def read():
        with desk.session_scope(installation.engine) as session:
            rows = desk.list_exercises(session, people["ann"], who=colleague(session))
            return [desk.exercise_document(row) for row in rows]

    return read


def test_lines_become_an_exercise_that_a_program_can_take(ann, own, published, program):
    assert 'href="/desk/own/your-own-cards"' in ann.get("/library/").text
    assert "Your own cards" in ann.get("/library/new/").text
    reply = ann.send("/own/your-own-cards", {"title": ""}, title="Ours", lines="- What now?\n\n2. And then?\n")
    assert reply.status_code == 303, reply.text
    (made,) = own()
    assert made["title"] == "Ours"
    assert made["variants"][0]["config"] == {
        "opening": "Begin.",
        "cards": [{"id": "what_now", "text": "What now?"}, {"id": "and_then", "text": "And then?"}],
    }
    name = reply.location.rstrip("/").rpartition("/")[2]
    assert ann.send(f"/add/?program={published.program}&stage=meet", {"exercise": name}).status_code == 303
    assert any(step["title"] == "Ours" for stage in program()[1]["stages"] for step in stage["steps"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "", "lines": "What now?\nAnd then?"}, "Give it a title"),
        ({"title": "Ours", "lines": " \n- \n"}, "Write at least one line."),
        ({"title": "Ours", "lines": "What now?\n" + "x" * 60}, "Line 2 (“xxx"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field_and_nothing_typed_is_lost(typed, said, ann, own):
    reply = ann.send("/own/your-own-cards", {"title": ""}, **typed)
    assert reply.status_code == 422
    text = html.unescape(reply.text)
    assert said in text
    assert text.count('class="field invalid"') == 1
    assert typed["lines"].strip() in text
    assert own() == []


def test_a_new_row_in_the_form_gets_its_short_name_and_old_ones_keep_theirs(ann, own):
    where = ann.send("/own/your-own-cards", {"title": ""}, title="Ours", lines="One?\nTwo?").location.split("/desk")[1]
    page = ann.get(where + "edit")
    assert "Made for you" in page.text
    page = ann.send(page, {"basics/title": "Ours"}, **{"~do": "add form_any/cards 0"})
    reply = ann.send(
        page, {"basics/title": "Ours"}, **{"form_any/cards/0/text": "Reworded?", "form_any/cards/2/text": "Three?"}
    )
    assert reply.status_code == 303, reply.text
    assert own()[0]["variants"][0]["config"]["cards"] == [
        {"id": "one", "text": "Reworded?"}, {"id": "two", "text": "Two?"}, {"id": "three", "text": "Three?"},
    ]  # fmt: skip


def test_several_lines_are_added_at_once_at_the_end(ann, own):
    where = ann.send("/own/your-own-cards", {"title": ""}, title="Ours", lines="One?\nTwo?").location.split("/desk")[1]
    page = ann.get(where + "edit")
    assert "Add several at once" in page.text
    assert "Add several" not in ann.get("/library/new/?type=trial.diary").text
    refused = ann.send(page, {"basics/title": "Ours"}, basics__title="", more_lines="- Three?\n- One?")
    assert refused.status_code == 422
    assert ann.send(refused, {"basics/title": ""}, basics__title="Ours").status_code == 303
    cards = own()[0]["variants"][0]["config"]["cards"]
    assert [card["text"] for card in cards] == ["One?", "Two?", "Three?", "One?"]
    assert [card["id"] for card in cards] == ["one", "two", "three", "one_2"]


def test_a_door_that_is_not_there_says_so(ann):
    assert ann.get("/own/nothing").status_code == 404
    assert ann.get("/own/").status_code == 303


def test_the_bundled_types_have_doors_for_questions_and_acts():
    found = {door.title: {kind.id for kind in door.kinds} for door in doors(BUNDLED)}
    assert {"communication.question_deck", "communication.loose_deck"} <= found["Your own questions"]
    assert {"preferences.closeness", "preferences.small_acts"} <= found["Your own acts"]


@pytest.mark.parametrize("kind", [kind for door in doors(BUNDLED) for kind in door.kinds], ids=lambda kind: kind.id)
def test_lines_at_a_bundled_door_are_ready_for_a_program(kind):
    made = of_lines(kind, "Ours", [f"What about number {n}?" for n in range(4)])
    assert [each for each in exercise_problems(made, BUNDLED) if each.severity == "error"] == []
    shown = str(made["variants"][0]["config"])
    assert "What about number 3?" in shown
    bundled = blank(kind)["variants"][0]["config"].get(kind.own_list.name) or [{"text": "-"}]
    assert bundled[0]["text"] not in shown, "only the lines that were typed stand in it"


def test_lines_lose_what_lists_put_before_them():
    assert lines_of("* One\n• Two\n 3) Three\n4. 20 years\n5 times\n-3 degrees") == [
        "One", "Two", "Three", "20 years", "5 times", "-3 degrees",
    ]  # fmt: skip
