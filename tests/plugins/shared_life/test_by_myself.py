"""The form for one of this family: a private note for each question."""

from nearer import Context, State, View
from nearer.rules.visibility import visibilities
from nearer_plugins.shared_life.by_myself import ByMyself, for_oneself

kind = ByMyself()


def test_all_is_private() -> None:
    assert visibilities(kind.response_schema({})) == {"private"}


def test_two_questions_of_one_name_are_refused() -> None:
    assert [each.pointer for each in kind.check_config(for_oneself([("a", "A?"), ("a", "B?")])[1])] == ["/prompts/1/id"]


def test_looking_back_goes_question_by_question() -> None:
    config = for_oneself([("a", "First?"), ("b", "Second?")])[1]
    page = str(kind.render(View.REVIEW, config, State(mine={"notes": {"b": "Yes."}}), Context()))
    assert page.index("First?") < page.index("Nothing here.") < page.index("Second?") < page.index("Yes.")
