"""A family map: a few people by first name or initial, how close and how bendable home was; for oneself."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, choice, filled, form, number, scale, seen, some, text, words
from nearer_plugins.library import template_of

KINDS = (
    ("parent", "A parent, or like one"),
    ("grandparent", "A grandparent, or like one"),
    ("sibling", "A brother or sister, or like one"),
    ("other_kin", "Another relative"),
    ("friend", "A friend, a neighbour"),
    ("other", "Somebody else"),
)
NEAR = ((1, "far"), (2, "rather far"), (3, "in between"), (4, "near"), (5, "very near"))


class FamilyMap(ExerciseType):
    """Small data: other people appear by first name or initial and are private to the writer."""

    id = "shared_life.family_map"
    title = "A map of where I come from"
    participation = Participation.SOLO
    factors = ("culture", "past_hurts")
    protocol = Protocol(
        purpose="Lets a person see who shaped them, and what of it they want to carry on.",
        source="Maps of closeness and flexibility in families (Olson; used in premarital counselling); the cultural "
        "genogram of Hardy and Laszloffy 1995. Questions our own.",
        year=1995,
        grade="D",
        limits="A way of looking that counsellors use; the map was made for training them, and it was not tested with "
        "couples. It explains nobody. Old pain can come up: stop when it is enough.",
        contraindications=(),
        intensity=3,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Who was there when you grew up? Use first names or initials: these people were not asked. "
                "A family can be any people who were home to you.",
                **SHOWN,
            ),
            "people": number("People on the map, at most", 3, 12, default=8),
            "handed_down": words(
                "Question on what was handed down",
                300,
                minLength=1,
                default="What was handed down to you, spoken or unspoken, about being close?",
                **ASKED,
            ),
        }
    )
    samples = (
        Sample(
            "Four people",
            filled(config_schema, {}),
            {
                "a": {
                    "people": [
                        {"name": "M.", "kind": "parent", "near": 2, "note": "Worked nights."},
                        {"name": "Ola", "kind": "grandparent", "near": 5},
                        {"name": "T.", "kind": "sibling"},
                        {"near": 4},
                    ],
                    "home": {"close": 2, "flexible": 1},
                    "us": {"close": 4, "flexible": 3},
                    "handed_down": "One does not ask for help.",
                    "keep": "Singing while washing up.",
                    "leave": "The silence.",
                    "tell": ["I was closest to my grandmother."],
                },
                "b": {"home": {"close": 5, "flexible": 4}, "keep": "The long table."},
            },
        ),
        Sample(
            "A short map",
            filled(config_schema, {"people": 3}),
            {"a": {"people": [{"name": "K."}]}, "b": {"us": {"close": 3, "flexible": 3}}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """People, two places on a map and what was handed down, all private; sentences may be released."""
        settled = filled(self.config_schema, config)
        person = form(
            {
                "name": text("First name or initial", 20, **{"x-sensitive": True}),
                "kind": choice("Who is it?", KINDS),
                "near": choice("How near were you?", NEAR),
                "note": text("A word about them", 120, **{"x-sensitive": True}),
            },
            title="Person",
        )
        own = {
            "people": some("Who was there?", person, settled["people"]),
            "home": _place("Home, back then"),
            "us": _place("The two of us, today"),
            "handed_down": words(settled["handed_down"], 1000),
            "keep": words("What of it do you want to keep?", 600),
            "leave": words("What do you want to leave behind?", 600),
        }
        tell = some(
            "Something of it that you would like to tell your partner",
            words("Sentence", 300),
            3,
            description="Yours until you release it. Think whether the people in it would mind.",
            **{"x-visibility": "choose", "x-sensitive": True},
        )
        return form({**seen("private", own), "tell": tell})

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """A hint where a name looks like a full one."""
        for index, person in enumerate(response.get("people", ())):
            if len(person.get("name", "").split()) > 1:
                message = "A first name or an initial is enough, so that nobody else is written down in full."
                yield Problem(f"/people/{index}/name", message, severity="hint")

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; afterwards the map as a table, with home and the two of us on it."""
        mine = state.mine or {}
        return template_of("nearer_plugins.shared_life")(
            "family_map.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=mine,
            kinds=dict(KINDS),
            near=dict(NEAR),
            rows=grid(mine.get("home", {}), mine.get("us", {})),
            fields=state.fields,
        )


def grid(home: Schema, us: Schema) -> list[tuple[int, list[str]]]:
    """Five rows of five places: flexibility from 5 down to 1, closeness from 1 up to 5, with what stands at each."""
    spots = {"home": (home.get("close"), home.get("flexible")), "us": (us.get("close"), us.get("flexible"))}
    at = {
        (close, flexible): "both" if spots["home"] == spots["us"] else name
        for name, (close, flexible) in spots.items()
        if close and flexible
    }
    return [(flexible, [at.get((close, flexible), "") for close in range(1, 6)]) for flexible in range(5, 0, -1)]


def _place(title: str) -> Schema:
    return form(
        {
            "close": scale("How close?", "each alone", "very close", top=5),
            "flexible": scale("How bendable were rules and roles?", "fixed", "all open", top=5),
        },
        title=title,
    )
