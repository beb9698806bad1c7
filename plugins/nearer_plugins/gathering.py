"""Bringing answers of earlier steps to a later one: what a config says about it, and the headings they stand under."""

from collections.abc import Iterable
from typing import Any

from nearer_plugins.fields import SHOWN, form, some, text

Json = dict[str, Any]

GATHERS = some(
    "Prepared answers to show",
    form(
        {"step": text("Step", 40), "property": text("Answer", 60), "heading": text("Heading", 80, **SHOWN)},
        required=("step", "property"),
        title="Answer of an earlier step",
    ),
    12,
    description="What was written alone in an earlier step. A page for two shows what both may see, a page for one "
    "only one's own.",
    default=[],
)


def headed(item: Json, gathers: Iterable[Json]) -> Json:
    """A gathered answer with the heading that the config gives it, or the name of its property in words."""
    found = (
        each.get("heading") for each in gathers if (each["step"], each["property"]) == (item["step"], item["property"])
    )
    return {**item, "heading": next(found, None) or item["property"].replace("_", " ").capitalize()}
