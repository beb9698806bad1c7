"""An edition read once and kept: steps, forms, schemas and validators as values that many requests share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nearer.rules import delivery
from nearer.rules.canonical import digest
from nearer.rules.contract import Json
from nearer.rules.vocabulary import Participation

WAITED_FOR_NEVER = frozenset({"screen", "private", "choose"})
"""A step whose answers are only of these is never what another person waits for."""


@dataclass(frozen=True, eq=False)
class Form:
    """One frozen form of a step: all that core needs to serve it without its plugin."""

    name: str
    type: str
    version: int
    participation: Participation
    title: str
    config: Json
    schemas: Mapping[str, Json | None]
    script: Json | None
    scoring: Json | None
    flags: tuple[Json, ...]
    protocol: Json
    frozen: Json
    source: Form | None = None
    """The form that this one says in another language; answers are checked by that one."""

    @property
    def of(self) -> str:
        """The form that this is a variant of; its own name where it is what everybody gets by default."""
        return str(self.frozen.get("of") or self.name)

    @property
    def schema(self) -> Json | None:
        """The response schema of a person, None where nothing is answered."""
        return self.schemas.get("self")

    @cached_property
    def visibilities(self) -> frozenset[str]:
        """The visibilities that this form's answers have."""
        properties = (self.schema or {}).get("properties", {})
        return frozenset(str(each.get("x-visibility", "private")) for each in properties.values())

    @cached_property
    def is_own_affair(self) -> bool:
        """Whether this form is between its writer and, at most, the counsellor."""
        if self.participation is Participation.SOLO or "screen" in self.visibilities:
            return True
        return self.schema is not None and self.visibilities <= WAITED_FOR_NEVER

    @property
    def is_screen(self) -> bool:
        """Whether this asks one person about safety as a whole: write-only, with a flag rule that says so."""
        return "screen" in self.visibilities and any(rule.get("screen") is True for rule in self.flags)

    @property
    def is_for_two(self) -> bool:
        """Whether both do it with each other, on one page."""
        return self.participation in (Participation.TOGETHER, Participation.TURNS)

    @property
    def is_shared(self) -> bool:
        """Whether both give one answer together."""
        return self.participation is Participation.TOGETHER

    @property
    def is_script(self) -> bool:
        """Whether both take turns, run by a script."""
        return self.participation is Participation.TURNS and self.script is not None

    @cached_property
    def gathers(self) -> tuple[tuple[str, str], ...]:
        """Pairs of step and property that this form shows to both."""
        wanted = self.config.get("gathers") or ()
        return tuple((str(each["step"]), str(each["property"])) for each in wanted)


@dataclass(frozen=True, eq=False)
class Step:
    """One step of an edition: what is alike for both forms, and the forms."""

    id: str
    index: int
    stage: str
    title: str
    summary: str
    minutes: int
    factors: tuple[str, ...]
    delivery: Json
    milestone: Json
    material: tuple[Json, ...]
    forms: Mapping[str, Form]

    @cached_property
    def occurrences(self) -> int:
        """How often the step comes."""
        return delivery.occurrences(self.delivery)

    def form(self, decision: str, choice: str = "") -> Form:
        """The only form, or the one that *decision* (together or alone) names; alone where in doubt.

        *choice* names the variant of it that was chosen for a seat; one that is not there leaves the default.
        """
        names = ("any", decision, "alone", *self.forms)
        default = next(self.forms[name] for name in names if name in self.forms)
        chosen = self.forms.get(choice, default)
        return chosen if chosen.of == default.name else default

    def variants(self, decision: str) -> tuple[Form, ...]:
        """What may be chosen in place of the form that *decision* names, in the order in which they are tried."""
        default = self.form(decision)
        found = [each for each in self.forms.values() if each.of == default.name and each is not default]
        return tuple(sorted(found, key=lambda each: int(each.frozen.get("at", 0))))

    def is_own_choice(self, decision: str) -> bool:
        """Whether a choice between variants is a seat's own affair, so that it may rest on that seat's own words."""
        return all(each.is_own_affair for each in (self.form(decision), *self.variants(decision)))

    @cached_property
    def is_waited_for(self) -> bool:
        """Whether others may ever wait for this step: not if any form is one person's alone.

        That is: it holds a screen or nothing but private words, or nobody else takes part. Otherwise the end of a
        wait would tell when somebody wrote for themselves.
        """
        return not any(each.is_own_affair for each in self.forms.values())

    @cached_property
    def has_two_forms(self) -> bool:
        """Whether the step can be done together or alone."""
        return "together" in self.forms and "alone" in self.forms

    @cached_property
    def contraindications(self) -> frozenset[str]:
        """What speaks against doing the step together."""
        forms = [each for each in self.forms.values() if each.of == "together"]
        return frozenset(name for each in forms for name in each.protocol.get("contraindications") or ())


@dataclass(frozen=True)
class Stage:
    """A part of a program: a title and the steps in it."""

    id: str
    index: int
    title: str
    summary: str
    steps: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Edition:
    """A published program, compiled; named by ``sha``."""

    sha: str
    document: Json
    stages: tuple[Stage, ...]
    steps: Mapping[str, Step] = field(default_factory=dict)

    @property
    def program(self) -> Json:
        """The program document as it was published."""
        return dict(self.document["program"])

    @property
    def parts(self) -> tuple[Json, ...]:
        """The two parts that the partners take, where the program has any."""
        return tuple(self.document["program"].get("parts") or ())

    @property
    def media(self) -> tuple[str, ...]:
        """The digests of the pictures and sounds that steps show."""
        return tuple(self.document.get("media") or ())

    @cached_property
    def order(self) -> tuple[Step, ...]:
        """All steps from first to last."""
        return tuple(self.steps.values())

    @cached_property
    def in_turn(self) -> tuple[Step, ...]:
        """Steps up to the last that has a time; pages after it, open at any time, are never next and end nothing."""
        timed = [each.index for each in self.order if each.delivery.get("rule") != "at_once"]
        return self.order[: timed[-1] + 1] if timed else self.order

    @cached_property
    def screens(self) -> tuple[Form, ...]:
        """Every form that asks about safety."""
        return tuple(form for step in self.order for form in step.forms.values() if form.is_screen)

    @cached_property
    def two_form_stages(self) -> tuple[Stage, ...]:
        """The stages whose form is to be decided."""
        return tuple(each for each in self.stages if any(self.steps[step].has_two_forms for step in each.steps))

    @cached_property
    def choosing(self) -> tuple[Step, ...]:
        """The steps of which a seat may get one variant or another."""
        return tuple(each for each in self.order if any(form.of != form.name for form in each.forms.values()))

    def awaited(self, step: Step) -> Step | None:
        """The step that both have to finish before *step*: the one it names, else the nearest that may be waited for.

        Whatever may never be waited for is not, even if it is named.
        """
        before = [each for each in self.order[: step.index] if each.is_waited_for]
        named = next((each for each in before if each.id == step.delivery.get("step")), None)
        return named or (before[-1] if before else None)

    @cached_property
    def gathered_by(self) -> Mapping[tuple[str, str], str]:
        """For each gathered (step, property) the first step that gathers it."""
        found: dict[tuple[str, str], str] = {}
        for step in self.order:
            for form in step.forms.values():
                for wanted in form.gathers:
                    found.setdefault(wanted, step.id)
        return found


def compile_edition(document: Json, sha: str = "") -> Edition:
    """Read an edition document into an :class:`Edition`; its data is trusted to be complete."""
    stages: list[Stage] = []
    steps: dict[str, Step] = {}
    for index, stage in enumerate(document["program"]["stages"]):
        ids = tuple(str(step["id"]) for step in stage.get("steps", ()))
        stages.append(Stage(stage["id"], index, stage.get("title", ""), stage.get("summary", ""), ids))
        for step in stage.get("steps", ()):
            forms = document["steps"][step["id"]]["forms"]
            steps[step["id"]] = Step(
                id=step["id"],
                index=len(steps),
                stage=stage["id"],
                title=step.get("title", ""),
                summary=step.get("summary", ""),
                minutes=int(step.get("minutes", 10)),
                factors=tuple(step.get("factors", ())),
                delivery=dict(step.get("delivery") or {"rule": "after_previous"}),
                milestone=dict(step.get("milestone") or {}),
                material=tuple(step.get("material") or ()),
                forms={name: _form(name, frozen) for name, frozen in forms.items()},
            )
    return Edition(sha or digest(document), document, tuple(stages), steps)


def _form(name: str, frozen: dict[str, Any]) -> Form:
    return Form(
        name=name,
        type=frozen["type"],
        version=int(frozen["version"]),
        participation=Participation(frozen["participation"]),
        title=frozen.get("title", ""),
        config=frozen["config"],
        schemas=frozen["schemas"],
        script=frozen.get("script"),
        scoring=frozen.get("scoring"),
        flags=tuple(frozen.get("flags") or ()),
        protocol=frozen.get("protocol") or {},
        frozen=frozen,
    )
