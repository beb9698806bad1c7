"""What the checks look at: one exercise type with its samples frozen and drawn, and one plugin as a whole."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nearer.forms import Form as Fields
from nearer.languages import speaking
from nearer.leaving_out import LeftOuts
from nearer.plugin_info import PluginInfo
from nearer.registry import GUARDED, Registry
from nearer.rules import scoring
from nearer.rules.contract import Context, ExerciseType, Json, Sample, State
from nearer.rules.edition import Form
from nearer.rules.problems import Problem
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import View
from nearer.testing.contract import CLOSED, OPENED, sample_form, sample_state

LANGUAGES = (("en", "ltr"), ("es", "ltr"), ("de", "ltr"), ("ar", "rtl"))
ROLES = ("self", "first", "second")
CONTEXTS = tuple(
    Context(language=language, direction=direction, role=role)
    for language, direction in LANGUAGES
    for role in ROLES
    if language == "en" or role == "self"
)
"""Every language, and every role in one of them."""


@dataclass(frozen=True)
class Call:
    """One call of a method of a type, with the arguments it is made with."""

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def make(self) -> Any:
        """The result; what comes as a generator, as a list; the arguments are the call's own copies."""
        found = self.function(*copy.deepcopy(self.arguments))
        return list(found) if inspect.isgenerator(found) else found


@dataclass(frozen=True)
class Drawing:
    """One page that a type drew, or the error it raised; ``where`` says which."""

    where: str
    view: View
    state: State
    markup: Any = None
    error: BaseException | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """A sample of a type, frozen as an edition would keep it."""

    kind: ExerciseType
    sample: Sample
    forms: dict[str, Form]
    registry: Registry

    @cached_property
    def fields(self) -> Fields:
        """The answering form, with the widgets of the plugin."""
        return Fields(self.schema, self.registry)

    @property
    def form(self) -> Form:
        """The form that the sample's answers belong to."""
        return self.forms.get("any") or self.forms.get("together") or next(iter(self.forms.values()))

    @property
    def schema(self) -> Json:
        """The response schema; empty where nothing is answered."""
        return self.form.schema or {}

    def states(self, sample: Sample | None = None) -> Iterator[tuple[str, State]]:
        """What each viewer may see at each moment, and a page on which nothing was answered."""
        shown = sample or self.sample
        yield "nothing answered", State(script=self.form.script)
        for name, moment in (("closed", CLOSED), ("open to both", OPENED), ("all open", self.everything)):
            for viewer in ("a", "b"):
                state = sample_state(self.form, shown, viewer, moment)
                yield f"{viewer}, {name}", self.scored(state)

    @property
    def everything(self) -> Moment:
        """The moment at which all has happened that can open anything."""
        return Moment(both=True, joint=frozenset(self.schema.get("properties") or {}), released=True)

    def scored(self, state: State) -> State:
        """*state* with the scores that its answers have."""
        seen = {"mine": state.mine, "theirs": state.theirs}
        scores = {who: scoring.score(self.form.scoring, words) for who, words in seen.items() if words}
        return State(
            mine=state.mine, theirs=state.theirs, shared=state.shared, script=state.script,
            scores={who: scales for who, scales in scores.items() if scales},
        )  # fmt: skip

    def draw(self, named: Iterable[tuple[str, State]], contexts: Iterable[Context] = (Context(),)) -> Iterator[Drawing]:
        """Draw every view of *named* states in *contexts*; nothing is sanitised."""
        told = list(contexts)
        for name, state in named:
            for context in told:
                for view in View:
                    where = f"/samples/{self.sample.name} ({view}, {name}, {context.language}, {context.role})"
                    yield self._drawing(where, view, state, context)

    def _drawing(self, where: str, view: View, state: State, context: Context) -> Drawing:
        try:
            with speaking(context.language):
                markup = self.kind.render(view, copy.deepcopy(self.form.config), state, context)
        except GUARDED as error:
            return Drawing(where, view, state, error=error)
        return Drawing(where, view, state, markup)

    def calls(self) -> Iterator[Call]:
        """Every method of the type on this sample, as core calls it."""
        kind, config = self.kind, self.sample.config
        for role in ROLES:
            yield Call("response_schema", kind.response_schema, (config, role))
        for name in ("script", "scoring", "flags", "check_config", "alone"):
            yield Call(name, getattr(kind, name), (config,))
        for answer in (*self.sample.answers.values(), {}):
            yield Call("check_response", kind.check_response, (config, answer))
        for _, state in self.states():
            for view in View:
                yield Call("render", kind.render, (view, config, state, Context()))


class Subject:
    """One exercise type as a plugin offers it, whether or not the registry took it."""

    def __init__(self, kind: Any, plugin: str, registry: Registry) -> None:
        self.kind = kind
        self.plugin = plugin
        self.registry = copy.copy(registry)
        self.registry.types = {**registry.types, self.name: kind}
        self.registry.failures, self.registry.left_out = {}, LeftOuts()

    @property
    def name(self) -> str:
        """The id of the type, or what stands there instead."""
        return str(getattr(self.kind, "id", type(self.kind).__name__))

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The samples that are some."""
        return tuple(each for each in getattr(self.kind, "samples", ()) if isinstance(each, Sample))

    @cached_property
    def frozen(self) -> tuple[tuple[Sample, dict[str, Form], list[Problem]], ...]:
        """Each sample with its frozen forms and what kept them from freezing."""
        return tuple((each, *self._freeze(each)) for each in self.samples)

    def _freeze(self, sample: Sample) -> tuple[dict[str, Form], list[Problem]]:
        try:
            return sample_form(self.kind, sample, self.registry)
        except GUARDED as error:
            return {}, [Problem("", f"It failed: {in_words(error)}.")]

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The samples that freeze."""
        return tuple(Case(self.kind, sample, forms, self.registry) for sample, forms, _ in self.frozen if forms)

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """Every view of every sample for every viewer and moment, in all languages and roles."""
        return tuple(each for case in self.cases for each in case.draw(case.states(), CONTEXTS))

    @cached_property
    def folder(self) -> Path | None:
        """The folder that the type's own files lie in; it may be read."""
        module = sys.modules.get(type(self.kind).__module__)
        file = getattr(module, "__file__", None)
        return Path(file).resolve().parent if file else None


@dataclass(frozen=True, eq=False)
class Pack:
    """One plugin as a whole: what it brought, and what went wrong."""

    plugin: PluginInfo
    registry: Registry

    @property
    def name(self) -> str:
        """The plugin's name, the first part of its ids."""
        return self.plugin.name

    def of(self, documents: dict[str, Json]) -> Iterator[tuple[str, Json]]:
        """Those of *documents* that are the plugin's own, by key."""
        return ((key, each) for key, each in documents.items() if key.partition(".")[0] == self.name)


def in_words(error: BaseException) -> str:
    """The kind and the message of *error*, and the last place it went through."""
    tail = error.__traceback__
    while tail is not None and tail.tb_next is not None:
        tail = tail.tb_next
    place = f", {Path(tail.tb_frame.f_code.co_filename).name} line {tail.tb_lineno}" if tail else ""
    return f"{type(error).__name__}: {error}{place}".replace("\n", " ")
