"""Guess, then ask: own answer and guess side by side, a question after each, and nothing is won."""

from nearer import Context, State, View
from nearer_plugins.communication.guess_then_ask import MORE, GuessThenAsk

kind = GuessThenAsk()


def test_each_card_has_an_own_answer_and_a_guess_of_the_same() -> None:
    fields = kind.response_schema({})["properties"]
    assert fields["guess_worry"]["x-guess-of"] == "own_worry"
    assert (fields["own_worry"]["x-visibility"], fields["guess_worry"]["x-visibility"]) == ("both", "guess")


def test_the_guess_stands_under_the_answer_it_is_about() -> None:
    state = State(mine={"own_worry": "The <rent>."}, theirs={"guess_worry": "Work.", "own_worry": "My knee."})
    page = str(kind.render(View.REVEAL, {}, state, Context(my_name="Kim", their_name="Alex")))
    kim, alex = page.split("<h3>Alex</h3>")
    assert kim.index("The &lt;rent&gt;.") < kim.index("The guess was: Work.")
    assert "My knee." in alex
    assert "The guess was" not in alex


def test_cards_that_nobody_touched_are_left_out() -> None:
    page = str(kind.render(View.REVEAL, {}, State(mine={"own_worry": "Rent"}, theirs={}), Context()))
    assert "The best hour" not in page


def test_every_card_that_was_answered_ends_in_a_question() -> None:
    config = {"cards": [{"id": "song", "text": "A song"}]}
    assert MORE in str(kind.render(View.REVEAL, config, State(mine={"own_song": "That one"}, theirs={}), Context()))
    assert MORE not in str(kind.render(View.REVEAL, config, State(mine={"guess_song": "That"}, theirs={}), Context()))
