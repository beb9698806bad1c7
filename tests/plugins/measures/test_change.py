"""Reliable change: said only with a value, a source, and both measurements."""

import pytest

from nearer_plugins.measures.change import change

SIX = {"reliable_change": {"value": 6, "source": "A study"}}


@pytest.mark.parametrize(
    ("scale", "before", "after", "expected"),
    [
        ({**SIX, "higher_is": "better"}, 40, 46, "better"),
        ({**SIX, "higher_is": "better"}, 40, 45.9, "unclear"),
        ({**SIX, "higher_is": "better"}, 40, 34, "worse"),
        ({**SIX, "higher_is": "worse"}, 40, 34, "better"),
        ({**SIX, "higher_is": "worse"}, 40, 50, "worse"),
        ({**SIX, "higher_is": "neither"}, 40, 50, "moved"),
        ({**SIX, "higher_is": "better"}, None, 50, None),
        ({**SIX, "higher_is": "better"}, 40, None, None),
        ({"higher_is": "better"}, 40, 60, None),
        ({"reliable_change": {"value": 6}, "higher_is": "better"}, 40, 60, None),
    ],
)
def test_a_difference_is_named_only_where_a_source_allows(scale, before, after, expected) -> None:
    assert change(scale, before, after) == expected
