"""A soft start for one: the same questions and hints, nothing for anybody else."""

from nearer_plugins.conflict.soft_start import SoftStart
from nearer_plugins.conflict.soft_start_alone import SoftStartAlone

kind = SoftStartAlone()


def test_the_questions_are_the_same_and_all_private() -> None:
    together = SoftStart().response_schema({"about": "rent"})["properties"]
    alone = kind.response_schema({"about": "rent"})["properties"]
    assert [each["title"] for each in alone.values()] == [each["title"] for each in together.values()]
    assert {each["x-visibility"] for each in alone.values()} == {"private"}


def test_hints_come_here_too() -> None:
    assert [each.severity for each in kind.check_response({}, {"situation": "It is always so."})] == ["hint"]
