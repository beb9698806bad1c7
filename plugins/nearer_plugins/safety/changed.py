"""Something has changed: a short page that a program can keep open, for each alone, at any time; write-only."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, choice, filled, form, seen, several, words
from nearer_plugins.library import template_of
from nearer_plugins.safety.changes import CHANGES, change_rules
from nearer_plugins.safety.pointers import pointing_fields
from nearer_plugins.safety.questions import RATHER_NOT, WELLBEING, raising

Json = dict[str, Any]

SINCE = (("days", "Some days"), ("weeks", "Some weeks"), ("longer", "Longer"), RATHER_NOT)


class Changed(ExerciseType):
    """A list to tick and one question on how one is; a calm answer takes no earlier flag away."""

    id = "safety.changed"
    title = "Something has changed"
    participation = Participation.SOLO
    factors = ("mental_health", "trust", "past_hurts")
    protocol = Protocol(
        purpose="Lets a person say at any time that talking together could do harm now.",
        source="Repeating the questions and keeping a way open (Bradford 2010; Stith et al. 2011). Wording our own.",
        year=2011,
        grade="D",
        limits="No instrument, and not tested. Nobody reads it in real time, so it is no call for help. To tick "
        "nothing does not mean that it is safe, and takes back nothing that was said before.",
        contraindications=(),
        intensity=1,
        minutes=2,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                minLength=1,
                default="Has something changed? You can say so here, for you alone. Take a moment when nobody reads "
                "over your shoulder. It looks the same afterwards, whatever you tick.",
                **SHOWN,
            ),
            **pointing_fields(),
        },
    )
    samples = (
        Sample(
            name="Something is different",
            config={},
            answers={"a": {"changed": ["afraid", "separation"], "since": "days", "wellbeing": "badly"}, "b": {}},
        ),
        Sample(
            name="Only looking",
            config={"opening": "Is anything different for you?"},
            answers={"a": {"changed": ["nothing"], "wellbeing": "well"}, "b": {"since": "rather_not"}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """What has changed, since when, and how one is; nobody but a safety task ever shows it again."""
        ticked = [(each.name, each.words) for each in CHANGES]
        asked = {
            "changed": several("What has changed? Tick what fits.", ticked, **{"x-sensitive": True}),
            "since": choice("Since when?", SINCE, **{"x-sensitive": True, "x-widget": "radio"}),
            WELLBEING.name: WELLBEING.asked(),
        }
        return form(seen("screen", asked))

    def flags(self, config: Json) -> list[Json]:
        """One rule for each flag of the list, and one for the question on how one is."""
        wellbeing = {"flag": WELLBEING.flag, "when": raising(WELLBEING.name, WELLBEING.concerning)}
        return [*change_rules(), wellbeing]

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """Who reads it and where to turn, before anything is asked; afterwards the same few words for everybody."""
        draw = template_of("nearer_plugins.safety")
        settings = filled(self.config_schema, config)
        if view in (View.ANSWER, View.PREVIEW, View.PRINT):
            return draw("screen.html", opening=settings["opening"], settings=settings, state=state)
        return draw("screen_after.html", settings=settings)
