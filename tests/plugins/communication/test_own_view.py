"""Seeing it from outside: private throughout."""

from nearer_plugins.communication.own_view import OwnView

kind = OwnView()


def test_everything_is_private() -> None:
    shown = {each["x-visibility"] for each in kind.response_schema({})["properties"].values()}
    assert shown == {"private"}


def test_a_set_subject_and_the_minutes_stand_in_the_question() -> None:
    asked = kind.response_schema({"about": "the journey home", "minutes": 12})["properties"]["facts"]["description"]
    assert "the journey home" in asked
    assert "12 minutes" in asked
