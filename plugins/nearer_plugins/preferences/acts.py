"""Acts of closeness: the bundled list, how a counsellor edits it, and how a person rates it."""

from collections.abc import Iterable, Iterator

from nearer import Problem
from nearer_plugins.fields import ASKED, SHOWN, Schema, form, number, some, text, words
from nearer_plugins.preferences.speech import N_, _

WISHED = (
    N_("not at all"),
    N_("hardly"),
    N_("a little"),
    N_("somewhat"),
    N_("quite a bit"),
    N_("a lot"),
    N_("very much"),
)
DONE = (
    N_("never"),
    N_("almost never"),
    N_("now and then"),
    N_("sometimes"),
    N_("often"),
    N_("very often"),
    N_("all the time"),
)

_ACTS = """
hug_hello | touch | A hug when we meet again
hand | touch | Holding hands on a walk or on the sofa
in_passing | touch | A hand on the shoulder in passing
lean | touch, body | Leaning on each other while reading or watching something
long_kiss | touch, body | A kiss that is not in a hurry
close_at_night | touch, body | Lying close before sleep or after waking
meal | time | A meal together without screens
free_evening | time | An evening kept free for the two of us
errand | time | Coming along on an errand, just for the company
something_new | time, play | Trying something new together
thanks | words | Thanks for something ordinary
what_i_like | words | Hearing what the other likes about one
message | words | A short message in the middle of the day
before_others | words | A kind word about the other in front of people
chore | help | Taking over a chore that is usually the other's
cup | help | Bringing a cup of something without being asked
put_off | help | Helping with a thing that has been put off
care_when_ill | help | Looking after the other when ill or worn out
small_gift | gifts | A small thing brought home
remembered_day | gifts | A day that matters, remembered
made_by_hand | gifts | Something made or mended by hand
time_alone | autonomy | Time alone, given gladly
own_plan | autonomy | Backing a plan or a wish of the other's own
own_friends | autonomy | Being glad when the other sees friends
how_was_it | talk | Asking how the day was, and then asking a bit more
only_listen | talk | Listening without trying to solve it
on_my_mind | talk | Telling what is on one's mind before being asked
silly | talk, play | Laughing together about something silly
"""


def _read_acts() -> Iterator[Schema]:
    for line in _ACTS.strip().splitlines():
        name, tags, wording = (part.strip() for part in line.split("|"))
        yield {"id": name, "text": wording, "tags": [tag.strip() for tag in tags.split(",")]}


ACTS: tuple[Schema, ...] = tuple(_read_acts())
"""The bundled acts; a counsellor changes them in the exercise, never here for couples on the way."""


ACT = form(
    {
        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
        "text": text("The act", 160, minLength=1, description="So that it fits giving and receiving.", **ASKED),
        "tags": some("Tags", text("Tag", 30, **ASKED), 6, description="Any words: touch, time, talk, help, ..."),
    },
    required=("id", "text"),
)


def acts_field() -> Schema:
    """The list of acts as the counsellor edits it."""
    return some("Acts", ACT, 60, minItems=1, default=[dict(act) for act in ACTS])


def own_acts_field() -> Schema:
    """A counsellor's own acts, which come after the list; kinds of acts are tags, and any word can be one."""
    return some(
        "Your own acts",
        ACT,
        20,
        description="They come after the list above. A new tag makes a new kind of act: music, garden, faith, ...",
        default=[],
    )


def all_acts(settled: Schema) -> list[Schema]:
    """The list and the counsellor's own acts."""
    return [*settled["acts"], *settled.get("own_acts", ())]


def act_problems(config: Schema) -> Iterator[Problem]:
    """Two acts can't bear the same short name."""
    names = set()
    for place in ("acts", "own_acts"):
        for index, act in enumerate(config.get(place, ())):
            name = act.get("id")
            if name in names:
                yield Problem(f"/{place}/{index}/id", "Another act has this short name already.", "uniqueId")
            names.add(name)


def couples_acts(visibility: str) -> Schema:
    """What a person adds because the list lacks it, with the tag and the rating they give it."""
    act = form(
        {
            "text": text("The act", 160, minLength=1),
            "tag": text("What kind of act is it?", 30, description="Any word you like."),
            "like": number("How much do you like to receive it?", 0, 6),
        },
        required=("text",),
        title="Act",
    )
    return some(
        "Is something missing that makes you feel close?",
        act,
        5,
        description=_(
            "Add acts of your own. For the rating, 0 means {low}, 6 means {high}.", low=_(WISHED[0]), high=_(WISHED[-1])
        ),
        **{"x-visibility": visibility},
    )


def ratings(title: str, acts: Iterable[Schema], scale: tuple[str, ...], visibility: str) -> Schema:
    """One rating from 0 to 6 for each act; every single one may be left out."""
    rated = form({act["id"]: number(act["text"], 0, 6) for act in acts}, title=title)
    ends = _("0 means {low}, 6 means {high}. Leave out any line you like.", low=_(scale[0]), high=_(scale[-1]))
    return {**rated, "description": ends, "x-widget": "ratings", "x-visibility": visibility}


def critique() -> Schema:
    """The paragraph that says what research thinks of the popular idea behind such lists."""
    return words(
        "What research says",
        1200,
        description="Stands below the questions, folded away.",
        default="You may have heard that everybody has one main way of feeling loved, out of five. A review of the "
        "research in 2024 (Impett, Park and Muise) found little to support that: asked about each way by itself, most "
        "people value nearly all of them, there are more than five, and couples with the same favourite are not "
        "happier. "
        "What may help is simpler: to know which acts the other likes, and to do some of them.",
        **SHOWN,
    )
