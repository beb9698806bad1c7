"""Two controls: cards that are sorted into heaps, and a list that is written one thing a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from nearer import Field, Widget
from nearer_plugins.shared_life.speech import _

_CARD = Markup(
    '<div class="heap" role="radiogroup" aria-label="{0}"><p>{0}</p><div class="options row">{1}</div></div>'
)


class Heaps(Widget):
    """One row a card with the heaps beside each other; posts what core's own radio buttons do."""

    name = "shared_life.heaps"

    def applies(self, schema: dict[str, Any]) -> bool:
        """Only to an object of choices between texts."""
        cards = list(schema.get("properties", {}).values())
        return bool(cards) and all(isinstance(each["const"], str) for card in cards for each in card["oneOf"])

    def draw(self, field: Field) -> Markup:
        """The cards in the order of the schema."""
        cards = sorted(field.schema["properties"].items(), key=lambda each: each[1].get("x-order", 0))
        return Markup("").join(_CARD.format(card["title"], self._row(field, name, card)) for name, card in cards)

    def _row(self, field: Field, name: str, card: dict[str, Any]) -> Markup:
        chosen, at = (field.value or {}).get(name, ""), "/" + name
        heaps = [(each["const"], each["title"]) for each in card["oneOf"]]
        if name not in field.schema.get("required", ()):
            heaps.append(("", field.no_answer))
        return Markup("").join(field.radio(key, words, at=at, is_on=key == chosen) for key, words in heaps)


class Lines(Widget):
    """A list of short texts in one box, so that nobody has to press a button for each."""

    name = "shared_life.lines"

    def applies(self, schema: dict[str, Any]) -> bool:
        """Only to a list of free texts."""
        items = schema.get("items", {})
        return bool(items.get("type") == "string" and not items.keys() & {"oneOf", "enum", "const"})

    def draw(self, field: Field) -> Markup:
        """One box; what can't stand in a line brings back core's own list."""
        return field.area(_("One on each line"), "\n".join(field.value or ()))

    def read(self, schema: dict[str, Any], posted: Mapping[str, Sequence[str]]) -> list[str] | None:
        """The lines with something on them."""
        written = "\n".join(posted.get("", ()))
        return [line.strip() for line in written.split("\n") if line.strip()] or None
