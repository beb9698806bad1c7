"""A control whose answers are pictures: each of the seven pairs of circles is itself the button."""

from typing import Any

from markupsafe import Markup

from nearer import Field, Widget
from nearer_plugins.measures.overlap import STEPS, picture


class Pictures(Widget):
    """Posts the number of a picture, as core's list of worded options does."""

    name = "measures.pictures"

    def applies(self, schema: dict[str, Any]) -> bool:
        """Only where exactly the seven can be chosen."""
        return [each.get("const") for each in schema.get("oneOf", ())] == list(range(1, STEPS + 1))

    def draw(self, field: Field) -> Markup:
        """The pictures as tiles, each with its words for those who don't see it."""
        tiles = [field.radio(str(step), picture(step), is_on=field.value == step) for step in range(1, STEPS + 1)]
        if field.optional:
            tiles.append(field.radio("", field.no_answer, is_on=field.value is None))
        return Markup('<div class="options tiles">{}</div>').format(Markup("").join(tiles))
