"""A questionnaire: items, ranges, missing rule, bands and change, all as config; no protected text is shipped."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, number, some, text, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.measures.change import change
from nearer_plugins.measures.instruments import INSTRUMENTS, at_least
from nearer_plugins.measures.questions import OWN, instrument_of, item_field, item_problems, items_of
from nearer_plugins.measures.speech import N_, _

OPENS = (
    ("private", "Each keeps it"),
    ("counsellor", "The counsellor sees it"),
    ("both", "Both see both, once both have answered, and so does the counsellor"),
)
EDGES = (("none", "Both edges belong to it"), ("from", "Without the lower edge"), ("to", "Without the upper edge"))
DIRECTIONS = (("better", "Better"), ("worse", "Worse"), ("neither", "Neither"))
CHANGED = {
    "better": N_("Since the last time this has moved in the good direction, by more than chance explains."),
    "worse": N_("Since the last time this has moved in the hard direction, by more than chance explains."),
    "moved": N_("Since the last time this has moved by more than chance explains."),
    "unclear": N_("Since the last time there is no change that could be told from chance."),
}

RESPONSIVE = (
    {"key": "understood", "text": "My partner sees what is going on in me.", "min": 1, "max": 7},
    {"key": "respected", "text": "My partner takes what I feel and think seriously.", "min": 1, "max": 7},
    {"key": "cared_for", "text": "My partner cares how I am.", "min": 1, "max": 7},
)


def _exact(title: str) -> Schema:
    return {"type": "number", "title": title, "minimum": -1000, "maximum": 1000}


def _band() -> Schema:
    return form(
        {
            "from": _exact("From"),
            "to": _exact("To"),
            "edges": choice("Edges", EDGES, default="none"),
            "label": text("What it is called", 80, minLength=1, description="No diagnosis.", **SHOWN),
            "source": text("Source", 200, minLength=1, description="A band without a source is a guess."),
        },
        required=("label", "source"),
        title="Band",
    )


class Questionnaire(ExerciseType):
    """Generic: everything that scoring needs is data. Scores are shown with their range and never as a diagnosis."""

    id = "measures.questionnaire"
    title = "Questionnaire"
    participation = Participation.EACH
    factors = ("communication", "trust", "empathy")
    protocol = Protocol(
        purpose="Asks the same questions at the beginning, on the way and at the end, to see what moves.",
        source="Items, ranges and cut-offs are those of the instrument named in it, or the counsellor's own",
        year=2007,
        grade="D",
        limits="How good it is depends on the instrument; questions of one's own have no norms. A single value says "
        "little, a cut-off is no diagnosis, and no value says whether two people should stay together. Values "
        "marked 'to confirm' were not checked at their source.",
        contraindications=(),
        intensity=1,
        minutes=5,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Answer as it is these days. There are no right answers, and you can leave any line out.",
                **SHOWN,
            ),
            "instrument": choice(
                "Instrument",
                [(OWN, "Own questions"), *((each.key, each.name) for each in INSTRUMENTS.values())],
                description="For a known instrument the scoring is ready; only its items are missing.",
                default=OWN,
            ),
            "lines": words(
                "Paste the items here, one a line",
                16_000,
                description="Only for a known instrument, and only if you hold the rights. After an item, the words of "
                "its answers may follow, from the lowest up, each after a |.",
                default="",
            ),
            "may_use": yes("I hold the rights, or the owner lets me use these items", default=False),
            "items": some(
                "Own questions",
                item_field(),
                60,
                description="Only without a known instrument.",
                default=[dict(each) for each in RESPONSIVE],
            ),
            "rule": choice("How the answers are put together", (("sum", "Sum"), ("mean", "Mean")), default="sum"),
            "missing": number(
                "Answers that may be missing, in percent",
                0,
                50,
                description="With more than that there is no value. Below, a sum is the mean of what was answered "
                "times the number of items.",
                default=10,
            ),
            "higher_is": choice("A higher value is", DIRECTIONS, default="better"),
            "bands": some("Bands", _band(), 8, default=[]),
            "reliable_change": form(
                {"value": _exact("From this difference on"), "source": text("Source", 200)},
                title="Reliable change",
                description="Leave it empty if no source gives it.",
                default={},
            ),
            "opens": choice("Who sees the answers", OPENS, default="counsellor"),
            "licence": text("Licence of the items", 300, default="Own wording, free to use."),
            "ship_items": yes("The items may be passed on with the program", default=False),
        }
    )
    samples = (
        Sample(
            "Three own questions",
            filled(config_schema, {"opens": "both", "missing": 0}),
            {
                "a": {"answers": {"understood": 5, "respected": 6, "cared_for": 7}},
                "b": {"answers": {"understood": 4, "cared_for": 6}},
            },
        ),
        Sample(
            "An instrument with its lines pasted",
            filled(
                config_schema,
                {
                    "instrument": "csi_4",
                    "lines": "First line | a | b | c | d | e | f | g\nSecond line\nThird line\nFourth line",
                    "may_use": True,
                    "licence": "Lines made up to show the slot.",
                },
            ),
            {"a": {"answers": {"i1": 4, "i2": 3, "i3": 2, "i4": 5}}, "b": {"answers": {"i1": 0}}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """The slot is filled and fits the instrument; bands have an edge and don't turn around."""
        settled = filled(self.config_schema, config)
        yield from item_problems(settled)
        for index, band in enumerate(settled["bands"]):
            if "from" not in band and "to" not in band:
                yield Problem(f"/bands/{index}", "A band needs a lower or an upper edge.", "required")
            elif band.get("from", -1000) > band.get("to", 1000):
                yield Problem(f"/bands/{index}/to", "The upper edge is below the lower one.", "minimum")
        if settled["reliable_change"].get("value") and not settled["reliable_change"].get("source"):
            yield Problem("/reliable_change/source", "Say where this value comes from.", "required")

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """One group of answers, seen by whom the config says; those of a safety screen by nobody but a safety task.

        A safety screen asks for each answer by itself, because a flag rule looks at them one by one.
        """
        settled = filled(self.config_schema, config)
        known = instrument_of(settled)
        asked = {item.key: item.asked() for item in items_of(settled)}
        if known is not None and known.is_screen:
            hidden = {name: {**each, "x-visibility": "screen", "x-sensitive": True} for name, each in asked.items()}
            return form(hidden or {"later": yes("There is nothing to answer yet", **{"x-visibility": "screen"})})
        if not asked:
            return form({"note": text("A note to yourself", 200, **{"x-visibility": "private"})})
        return form({"answers": {**form(asked, title="Your answers"), "x-visibility": settled["opens"]}})

    def scoring(self, config: Schema) -> Schema:
        """One scale: of the instrument, or as the config says."""
        settled = filled(self.config_schema, config)
        known = instrument_of(settled)
        at = "" if known is not None and known.is_screen else "/answers"
        items = [
            {"at": f"{at}/{each.key}", "reverse": each.is_reversed, "min": each.low, "max": each.high}
            for each in items_of(settled)
        ]
        scale = {
            "items": items,
            "missing": settled["missing"] / 100,
            "rule": known.rule if known else settled["rule"],
            "higher_is": known.higher_is if known else settled["higher_is"],
            "bands": [dict(each) for each in known.bands] if known else [_ruled(each) for each in settled["bands"]],
            "reliable_change": settled["reliable_change"],
            "source": known.source if known else "own questions",
        }
        return {"scales": {"total": scale}}

    def flags(self, config: Schema) -> list[Schema]:
        """A safety screen at or above its cut-off raises its flag; other questionnaires raise none."""
        settled = filled(self.config_schema, config)
        known, items = instrument_of(settled), items_of(settled)
        if known is None or not known.is_screen or len(items) != len(known.ranges):
            return []
        when = at_least([each.key for each in items], items[0].low, known.bands[0]["from"])
        return [{"flag": "ipv_clinical", "when": when}]

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening, with a word where the slot is empty; afterwards the own value within its range."""
        settled = filled(self.config_schema, config)
        known, items = instrument_of(settled), items_of(settled)
        is_screen = known is not None and known.is_screen
        if view not in (View.ANSWER, View.PREVIEW) and not (view is View.REVIEW and items and not is_screen):
            return None
        scale = self.scoring(config)["scales"]["total"]
        value = _value(state.scores.get("mine"))
        band = str((state.scores.get("mine") or {}).get("total", {}).get("band") or "")
        changed = CHANGED.get(change(scale, _last(context.earlier, scale), value) or "", "")
        return template_of("nearer_plugins.measures")(
            "questionnaire.html",
            view=view,
            opening=settled["opening"],
            is_empty=not items,
            count=len(known.ranges) if known else 0,
            answers=[(each.words, _said(state.mine, each.key)) for each in items],
            value=value,
            ends=_ends(scale),
            label=_(band),
            changed=_(changed),
            fields=state.fields,
        )


def _ruled(band: dict[str, Any]) -> dict[str, Any]:
    """A band of the config as scoring data."""
    kept = {name: value for name, value in band.items() if name != "edges"}
    return kept if band.get("edges", "none") == "none" else {**kept, "exclusive": band["edges"]}


def _value(scores: Any) -> float | None:
    found: float | None = ((scores or {}).get("total") or {}).get("value")
    return found


def _ends(scale: Schema) -> tuple[float, float]:
    low, high = (sum(item[end] for item in scale["items"]) for end in ("min", "max"))
    count = len(scale["items"]) or 1
    return (low, high) if scale["rule"] == "sum" else (low / count, high / count)


def _said(mine: Any, key: str) -> Any:
    return ((mine or {}).get("answers") or {}).get(key, _("left out"))


def _last(earlier: tuple[Schema, ...], scale: Schema) -> float | None:
    """The value of the last time, counted as core does; None where it is not complete."""
    answers = (earlier[-1].get("answers") or {}) if earlier else {}
    values = [_counted(item, answers.get(item["at"].rpartition("/")[2])) for item in scale["items"]]
    if not values or None in values:
        return None
    total = float(sum(value for value in values if value is not None))
    return total if scale["rule"] == "sum" else total / len(values)


def _counted(item: Schema, value: int | None) -> int | None:
    if value is None:
        return None
    return int(item["min"] + item["max"] - value) if item["reverse"] else value
