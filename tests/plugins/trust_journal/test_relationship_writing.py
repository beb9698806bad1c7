"""Relationship writing: three days of twenty minutes, and never after a separation."""

from nearer import Context, State, View
from nearer_plugins.trust_journal import register_library
from nearer_plugins.trust_journal.relationship_writing import DAYS, RelationshipWriting

kind = RelationshipWriting()


def test_it_has_three_days_of_twenty_minutes() -> None:
    defaults = {name: each.get("default") for name, each in kind.config_schema["properties"].items()}
    assert (len(defaults["days"]), defaults["minutes"]) == (3, 20)


def test_each_day_asks_something_else_about_the_two() -> None:
    pages = [str(kind.render(View.ANSWER, {}, State(), Context(occurrence=n))) for n in (1, 2, 3)]
    assert all(day.split(".")[0].split("?")[0] in page for day, page in zip(DAYS, pages, strict=True))
    assert len(set(pages)) == 3


def test_a_separation_refuses_the_page_here_too() -> None:
    assert [each.pointer for each in kind.check_response({}, {"parted": "yes", "body": "x"})] == ["/body"]


def test_in_the_library_a_flag_leads_to_the_quiet_look() -> None:
    (document,) = [each for each in register_library() if each["variants"][0]["type"] == kind.id]
    assert [(each["form"], each["type"]) for each in document["variants"]] == [
        ("together", kind.id),
        ("alone", "trust_journal.kept_in_sight"),
    ]
    assert "recent_separation" in kind.protocol.contraindications
