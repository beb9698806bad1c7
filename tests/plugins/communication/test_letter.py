"""The letter: it opens when both have written, and how warm it was stays with the writer."""

from nearer import Context, State, View
from nearer_plugins.communication.letter import Letter

kind = Letter()


def test_only_the_letter_opens() -> None:
    seen = {name: each["x-visibility"] for name, each in kind.response_schema({})["properties"].items()}
    assert seen == {"warmth_before": "private", "letter": "both", "warmth_after": "private"}


def test_the_reveal_says_who_wrote_in_whose_place() -> None:
    state = State(mine={"letter": "I was <tired>.", "warmth_before": 5}, theirs={"letter": "I was late."})
    page = str(kind.render(View.REVEAL, {}, state, Context(my_name="Kim", their_name="Alex")))
    kim, alex = page.split("<h2>Alex</h2>")
    assert kim.index("wrote this, in the other") < kim.index("I was &lt;tired&gt;.")
    assert "I was late." in alex


def test_who_wrote_nothing_reads_like_who_passed() -> None:
    pages = {str(kind.render(View.REVEAL, {}, State(mine={}, theirs=theirs), Context())) for theirs in (None, {})}
    assert len(pages) == 1


def test_the_subject_stands_at_the_letter() -> None:
    field = kind.response_schema({"about": "The last visit"})["properties"]["letter"]
    assert "The last visit" in field["description"]
    assert kind.alone({"about": "The last visit"}) == ("communication.letter_alone", {"about": "The last visit"})
