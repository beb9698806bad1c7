"""What an author wants to look at: a sample in a view, by one partner, at a moment, in a language, on a width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from nearer.languages import direction_of
from nearer.rules.contract import Context, ExerciseType, Json, Sample
from nearer.rules.vocabulary import View

NAMES = {"a": "Kim", "b": "Robin"}
OTHER = {"a": "b", "b": "a"}
MOMENTS = {"before": "before the reveal", "after": "after it"}
WIDTHS = {"phone": "phone, 360", "tablet": "tablet, 768", "desk": "desk, 1180"}
LOOKS = {"light": "light", "dark": "dark"}
DIRECTIONS = {"auto": "by language", "ltr": "left to right", "rtl": "right to left"}
LANGUAGES = ("en", "es", "de", "fr", "tr", "ar", "he", "zh")
CLOCK = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MOST = 30


@dataclass(frozen=True)
class Asked:
    """One choice of everything; unknown words of an address become the first choice."""

    kind: ExerciseType
    number: int
    view: str = "answer"
    moment: str = "before"
    viewer: str = "a"
    form: str = ""
    language: str = "en"
    direction: str = "auto"
    occurrence: int = 1
    now: datetime = CLOCK
    width: str = "phone"
    look: str = "light"

    @classmethod
    def of(cls, kind: ExerciseType, number: int, query: Mapping[str, str]) -> Asked:
        """Read from an address."""
        times = query.get("occurrence", "")
        return cls(
            kind,
            number,
            view=_one(query, "view", [str(each) for each in View]),
            moment=_one(query, "moment", MOMENTS),
            viewer=_one(query, "viewer", NAMES),
            form=query.get("form", ""),
            language=_one(query, "language", LANGUAGES),
            direction=_one(query, "direction", DIRECTIONS),
            occurrence=max(1, min(MOST, int(times))) if times.isdecimal() and len(times) < 4 else 1,
            now=_moment(query.get("now", "")),
            width=_one(query, "width", WIDTHS),
            look=_one(query, "look", LOOKS),
        )

    @property
    def sample(self) -> Sample:
        """The sample that is looked at."""
        return self.kind.samples[self.number]

    @property
    def dir(self) -> str:
        """The direction that the page is read in."""
        if self.direction != "auto":
            return self.direction
        return direction_of(self.language)

    @cached_property
    def context(self) -> Context:
        """What the type is told about the page."""
        mine = self.sample.answers.get(self.viewer)
        earlier: tuple[Json, ...] = (dict(mine),) * min(3, self.occurrence - 1) if mine else ()
        return Context(
            language=self.language, direction=self.dir, my_name=NAMES[self.viewer],
            their_name=NAMES[OTHER[self.viewer]], now=self.now, occurrence=self.occurrence, earlier=earlier,
        )  # fmt: skip

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """What can be chosen, for the form: name, label, (value, words) and the current value."""
        views = [(str(each), str(each)) for each in View]
        languages = [(each, each) for each in LANGUAGES]
        return [
            ("view", "View", views, self.view),
            ("moment", "Moment", list(MOMENTS.items()), self.moment),
            ("language", "Language", languages, self.language),
            ("direction", "Direction", list(DIRECTIONS.items()), self.direction),
            ("width", "Width", list(WIDTHS.items()), self.width),
            ("look", "Look", list(LOOKS.items()), self.look),
        ]

    def address(self, viewer: str) -> str:
        """The address of the page of one partner."""
        from urllib.parse import urlencode

        chosen = {name: value for name, _, _, value in self.choices}
        more: dict[str, Any] = {"viewer": viewer, "form": self.form, "occurrence": self.occurrence, "now": self.clock}
        return f"/frame/{self.kind.id}/{self.number}?{urlencode(chosen | more)}"

    @property
    def clock(self) -> str:
        """The time of the page, as a field for date and time has it."""
        return f"{self.now:%Y-%m-%dT%H:%M}"


def _one(query: Mapping[str, str], name: str, known: Any) -> str:
    words = list(known)
    return query[name] if query.get(name) in words else words[0]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else CLOCK
    except ValueError:
        return CLOCK
