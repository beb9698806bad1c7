"""What a plugin author writes against: the class ExerciseType and the plain values it exchanges with core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from markupsafe import Markup

from nearer.rules.problems import Problem
from nearer.rules.vocabulary import Participation, View

Json = dict[str, Any]

ALL_FIELDS = Markup('<div data-fields=""></div>')
"""Where core puts the whole answering form, after the markup of a type was sanitised."""


@dataclass(frozen=True)
class Protocol:
    """The protocol card: what an exercise rests on, and when not to use it.

    ``grade`` is A (several trials with couples) to D (clinical tradition) or X (tested, mostly not supported).
    ``contraindications`` come from :data:`nearer.rules.vocabulary.CONTRAINDICATIONS`; a type that declares
    ``None`` is treated as heavy as a conflict exercise.
    """

    purpose: str
    source: str
    year: int
    grade: str
    limits: str
    contraindications: tuple[str, ...] | None = None
    intensity: int = 3
    minutes: int = 10


@dataclass(frozen=True)
class Sample:
    """A named config with answers of both, as gallery, preview, tests and load use it.

    ``answers`` maps ``"a"``, ``"b"`` or ``"ab"`` (a shared answer) to an instance of the response schema.
    ``moves`` is a list of moves of a script.
    """

    name: str
    config: Json
    answers: Mapping[str, Json] = field(default_factory=dict)
    moves: Sequence[Json] = ()


@dataclass(frozen=True)
class OwnList:
    """A list in a config that counsellors fill with lines of their own; the library has a door for it, named *title*.

    ``name`` is the list, ``words`` the property of its things that takes a line, ``config`` what stands beside it.
    """

    title: str
    name: str
    words: str = "text"
    config: Json = field(default_factory=dict)


class RefusedError(ValueError):
    """A migration can't carry something over; the text is a sentence for counsellors that says why."""


@dataclass(frozen=True)
class Migration:
    """The way from one version of a type to the next, with pairs of before and after, and with what it refuses.

    ``config`` runs on a draft when the counsellor accepts it. ``answers`` runs on reading only, on what one viewer may
    see already; a property keeps its name, and one that was not there before is dropped. Where an answer looks alike in
    both versions, it is None. Both take their own copy and raise :class:`RefusedError` for what they can't carry over.
    """

    config: Callable[[Json], Json]
    examples: Sequence[tuple[Json, Json]] = ()
    refusals: Sequence[Json] = ()
    answers: Callable[[Json], Json] | None = None
    answer_examples: Sequence[tuple[Json, Json]] = ()
    answer_refusals: Sequence[Json] = ()


@dataclass(frozen=True)
class State:
    """What one named viewer may see of one occurrence of a step at this moment.

    ``fields`` stands for the answering form; put it (or ``field(name)``) where the form belongs, core fills it in
    after the markup was sanitised. ``theirs`` holds only opened properties. ``scores`` maps a seat to its scores, only
    where every item they rest on is open to the viewer.
    """

    mine: Json | None = None
    theirs: Json | None = None
    shared: Json | None = None
    fields: Markup = ALL_FIELDS
    problems: tuple[Problem, ...] = ()
    script: Json | None = None
    scores: Mapping[str, Json] = field(default_factory=dict)
    gathered: tuple[Json, ...] = ()
    comparisons: Mapping[str, str] = field(default_factory=dict)

    def field(self, name: str) -> Markup:
        """The place of the single top-level property *name* of the answering form."""
        return Markup('<div data-fields="{}"></div>').format(name)


@dataclass(frozen=True)
class Context:
    """Where a page is drawn: frozen, plain, without request, session, clock or network."""

    language: str = "en"
    direction: str = "ltr"
    role: str = "self"
    my_name: str = "You"
    their_name: str = "Your partner"
    now: datetime | None = None
    occurrence: int = 1
    earlier: tuple[Json, ...] = ()


class ExerciseType:
    """One kind of exercise: subclass it, fill in the members, return an instance from ``register_exercise_types``.

    All methods are pure: they neither change their arguments nor touch clock, files or network.
    """

    id: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    participation: ClassVar[Participation]
    factors: ClassVar[tuple[str, ...]]
    protocol: ClassVar[Protocol]
    config_schema: ClassVar[Json]
    samples: ClassVar[tuple[Sample, ...]] = ()
    migrations: ClassVar[Mapping[int, Migration]] = {}
    own_list: ClassVar[OwnList | None] = None

    @property
    def family(self) -> str:
        """The package and id prefix of the type, such as ``communication``."""
        return self.id.partition(".")[0]

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions of stored steps that this code draws and checks: its own, and those it has migrations from."""
        before = range(min(self.migrations, default=self.version), self.version)
        return (*before, self.version)

    def response_schema(self, config: Json, role: str = "self") -> Json | None:
        """JSON Schema (object) of what is answered in *role*; None where there is nothing to answer."""
        raise LookupError(f"{self.id} has no response schema")

    def script(self, config: Json) -> Json | None:
        """Rounds of moves as data, for ``turns`` (see :mod:`nearer.rules.scripts`)."""
        return None

    def scoring(self, config: Json) -> Json | None:
        """Scoring rules as data (see :mod:`nearer.rules.scoring`)."""
        return None

    def flags(self, config: Json) -> list[Json]:
        """Flag rules: ``{"flag": name, "when": JSON Schema over the response}``.

        ``"screen": True`` on a rule says that whoever answered this was screened: it asks about safety as a whole.
        """
        return []

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Problems of a config beyond what its schema can say."""
        return ()

    def check_response(self, config: Json, response: Json) -> Iterable[Problem]:
        """Problems of an answer beyond what its schema can say."""
        return ()

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The inside of a page; None leaves it to core's own schema-driven rendering."""
        return None

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """Type id and config of the form for one person that replaces this exercise."""
        return None
