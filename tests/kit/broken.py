"""A good exercise type, and for every check of the kit a plugin that is broken in just that way."""

from __future__ import annotations

import datetime as dt
import random
import socket
import time
import types
from pathlib import Path
from typing import Any

from nearer import (
    ExerciseType,
    Markup,
    Migration,
    Participation,
    Problem,
    Protocol,
    RefusedError,
    Sample,
    View,
    hookimpl,
)

CARD = Protocol("To try.", "None.", 2026, "D", "Nothing is known.", (), 1, 5)
HEAVY = Protocol("To try.", "None.", 2026, "D", "Nothing is known.", ("fear",), 1, 5)
TEXT = {"type": "string", "title": "Text", "maxLength": 1000}
SEEN = {**TEXT, "x-visibility": "both"}
BOTH = {"a": {"text": "You cooked."}, "b": {"text": "You rang."}}


def schema(**properties: Any) -> dict[str, Any]:
    """An object schema."""
    return {"type": "object", "properties": properties}


class Good(ExerciseType):
    """Nothing is wrong with it."""

    id, title, participation, factors, protocol = "good.one", "One", Participation.EACH, ("trust",), CARD
    config_schema = {**schema(question={**TEXT, "maxLength": 300}), "required": ["question"]}
    samples = (Sample("plain", {"question": "What was good?"}, BOTH), Sample("other", {"question": "And now?"}, BOTH))

    def response_schema(self, config, role="self"):
        return {**schema(text={**SEEN, "title": config["question"]}), "required": ["text"]}


class Turns(Good):
    """A talk in turns; nothing is wrong with it either."""

    participation = Participation.TURNS

    def script(self, config):
        return script({"id": "tell", "actor": "first", "prompt": config["question"], "choices": [{"do": "next"}]})


def script(*moves: dict[str, Any]) -> dict[str, Any]:
    return {"ready": "Sit down.", "rounds": [{"title": "One", "moves": list(moves)}]}


def plugin(*kinds: Any, **hooks: Any) -> types.ModuleType:
    """A module that registers *kinds*, with *hooks* beside."""
    module = types.ModuleType("good")
    for name, function in {"register_exercise_types": lambda: kinds, **hooks}.items():
        setattr(module, name, hookimpl(function))
    return module


def bad(base: type[ExerciseType] = Good, **members: Any) -> types.ModuleType:
    """A plugin with one type that differs from *base* in *members*."""
    return plugin(type("Bad", (base,), {"__module__": __name__, **members})())


def drawing(draw: Any, **members: Any) -> types.ModuleType:
    """A plugin whose type draws what *draw(state)* gives."""
    return bad(render=lambda self, view, config, state, context: draw(state), **members)


def answering(**properties: Any) -> types.ModuleType:
    """A plugin whose type asks for *properties*."""
    return bad(response_schema=lambda self, config, role="self": schema(**properties))


def samples(*given: Sample, **members: Any) -> types.ModuleType:
    """A plugin whose type has the samples *given*."""
    return bad(samples=given, **members)


def asked(config: dict[str, Any]) -> dict[str, Any]:
    """A good migration: the question was called q."""
    if "q" not in config:
        raise RefusedError("There is no question.")
    return {"question": config["q"]}


def migrating(*given: Any) -> types.ModuleType:
    """A plugin whose type is at version 2, with a migration made of *given*."""
    return bad(version=2, migrations={1: Migration(*given)})


def configuring(**properties: Any) -> types.ModuleType:
    """A plugin whose config has *properties* beside the question."""
    return bad(config_schema=schema(question={**TEXT, "maxLength": 300}, **properties))


def library(**values: Any) -> types.ModuleType:
    """A plugin with an exercise that has *values*."""
    variant = {"form": "any", "type": "good.one", "version": 1, "config": {"question": "What was good?"}}
    document = {
        "nearer": "exercise/1", "key": "good.one.first", "title": "One", "summary": "One.", "language": "en",
        "minutes": 5, "factors": ["trust"], "variants": [variant],
    }  # fmt: skip
    return plugin(Good(), register_library=lambda: [{**document, **values}])


def fail(*_: Any, **__: Any) -> Any:
    raise RuntimeError("broken on purpose")


class Remembers(Good):
    """Keeps the last answer, and shows it to whoever comes next."""

    last = ""

    def render(self, view, config, state, context):
        found = Markup("<p>{}</p>").format(self.last)
        type(self).last = str(state.mine or "")
        return found


class Tells(Good):
    """Keeps the last answer, and puts it into the question."""

    last = ""

    def check_response(self, config, response):
        type(self).last = response.get("text", "")
        return ()

    def response_schema(self, config, role="self"):
        return schema(text={**SEEN, "title": f"Was it {self.last[:100]}?"})


class Asks(Tells):
    """Asks for safety, and shows it again."""

    def render(self, view, config, state, context):
        return Markup("<p>{}</p>").format(self.last)

    def response_schema(self, config, role="self"):
        return schema(text={**TEXT, "x-visibility": "screen"})


class Counts(Good):
    """Says how often it was drawn."""

    drawn = 0

    def render(self, view, config, state, context):
        type(self).drawn += 1
        return Markup("<p>{}</p>").format(self.drawn)


class Grows(Good):
    """Changes its own config schema."""

    def script(self, config):
        type(self).config_schema = {**self.config_schema, "title": self.config_schema.get("title", "") + "x"}


class Sleeps(Good):
    """Takes its time over one view."""

    def render(self, view, config, state, context):
        return time.sleep(0.11) if view is View.PRINT and state == type(state)() else None


TIED = {"if": {"properties": {"text": {"const": "x"}}}, "then": {"required": ["own"]}}
TICKS = {
    "type": "array",
    "title": "Which",
    "uniqueItems": True,
    "items": {"enum": ["one", "two"]},
    "x-visibility": "both",
}
TICKED = {"a": {"which": ["one", "two"]}, "b": {"which": ["two"]}}
LOST = {"scales": {"one": {"items": [{"at": "/nowhere", "min": 1, "max": 5}]}}}
PROGRAM = {
    "nearer": "program/1", "key": "good.program", "title": "P", "summary": "", "language": "en", "weeks": 1,
    "sealed": False, "personal": True, "texts": {}, "stages": [{"id": "t-1", "title": "One", "summary": "", "steps": [{
        "id": "s-1", "title": "Gone", "summary": "", "minutes": 5, "factors": [], "origin": None,
        "delivery": {"rule": "at_once"},
        "variants": [{"form": "any", "type": "good.gone", "version": 1, "config": {}}]}]}],
}  # fmt: skip

BROKEN = {
    "plugin-loads": lambda: plugin(register_library=fail),
    "plugin-brings-something": lambda: plugin(),
    "library-valid": lambda: library(
        variants=[{"form": "any", "type": "good.one", "version": 1, "config": {"question": 5}}]),
    "library-complete": lambda: library(summary=""),
    "programs-valid": lambda: plugin(Good(), register_library=lambda: [PROGRAM]),
    "library-comes-back": lambda: library(x_note=("a", "tuple")),
    "members-present": lambda: plugin(Good),
    "id-well-formed": lambda: bad(id="good.One"),
    "title-well-formed": lambda: bad(title="<b>One</b>"),
    "versions-named": lambda: bad(versions=(7,)),
    "migrations-without-gap": lambda: bad(version=3, versions=(3,), migrations={1: Migration(asked)}),
    "migrations-have-examples": lambda: migrating(asked, [({"q": "Well?"}, {"question": "Well!"})], [{}]),
    "migrations-refuse": lambda: migrating(dict, [({"question": "Well?"}, {"question": "Well?"})], [{}]),
    "migrations-end-today": lambda: migrating(dict, [({"q": "Well?"}, {"q": "Well?"})], [{}]),
    "migrated-answers-keep-names": lambda: migrating(
        asked, [({"q": "Well?"}, {"question": "Well?"})], [{}], dict, [({"text": "So."}, {"texts": ["So."]})]
    ),
    "participation-known": lambda: bad(participation="each"),
    "factors-known": lambda: bad(factors=("luck",)),
    "card-complete": lambda: bad(protocol=Protocol("", "None.", 2026, "D", "Nothing.", ())),
    "contraindications-listed": lambda: bad(protocol=Protocol("To.", "None.", 2026, "D", "Nothing.", ("rain",))),
    "config-schema-valid": lambda: bad(config_schema={"type": "objekt"}),
    "config-form-drawable": lambda: configuring(more={"title": "Whatever"}),
    "config-texts-limited": lambda: configuring(more={"type": "string", "title": "Endless"}),
    "response-schema-valid": lambda: answering(text={**SEEN, "minLength": "one"}),
    "response-visibility-named": lambda: answering(text=TEXT),
    "visibility-not-tied": lambda: bad(response_schema=lambda self, config, role="self": {
        **schema(text=SEEN, own={**TEXT, "x-visibility": "private"}), **TIED}),
    "response-texts-limited": lambda: answering(text={"type": "string", "title": "Endless", "x-visibility": "both"}),
    "response-form-drawable": lambda: answering(text={"title": "Whatever", "x-visibility": "both"}),
    "defaults-valid": lambda: configuring(more={**TEXT, "default": 5}),
    "fields-have-words": lambda: configuring(more={"type": "string", "maxLength": 5}),
    "answers-or-script": lambda: bad(response_schema=lambda self, config, role="self": None),
    "guesses-point-somewhere": lambda: answering(text={**SEEN, "x-guess-of": "nothing"}),
    "frozen-is-json": lambda: bad(scoring=lambda self, config: {"since": dt.date(2026, 1, 1)}),
    "samples-enough": lambda: samples(Good.samples[0]),
    "samples-configs-valid": lambda: samples(Sample("plain", {"question": 5}), Good.samples[1]),
    "samples-answers-valid": lambda: samples(Sample("plain", {"question": "x"}, {"a": {"text": 5}}), Good.samples[1]),
    "samples-answered": lambda: samples(*(Sample(name, {"question": "x"}, {"a": {"text": "y"}}) for name in "mn")),
    "samples-freeze": lambda: bad(check_config=lambda self, config: [Problem("/question", "No.")]),
    "alone-form-offered": lambda: bad(participation=Participation.TOGETHER, protocol=HEAVY),
    "export-comes-back": lambda: samples(Sample("plain", {"question": "x", "n": (1, 2)}, BOTH), Good.samples[1]),
    "served-without-plugin": lambda: bad(response_schema=lambda self, config, role="self": None),
    "script-well-formed": lambda: bad(Turns, script=lambda self, config: script({"id": "a", "actor": "nobody"})),
    "script-ends": lambda: bad(Turns, script=lambda self, config: script(
        {"id": "a", "actor": "both", "prompt": "x", "choices": [{"do": "again", "to": "a"}]})),
    "script-moves-possible": lambda: samples(
        Sample("plain", {"question": "x"}, moves=({"do": "next"},)), script=Turns.script),
    "scoring-points-somewhere": lambda: bad(scoring=lambda self, config: LOST),
    "flags-listed": lambda: bad(flags=lambda self, config: [{"flag": "rain", "when": {}}]),
    "flags-can-be-raised": lambda: bad(flags=lambda self, config: [
        {"flag": "fear", "when": {"properties": {"text": {"const": "yes"}}}}]),
    "draws-every-view": lambda: drawing(lambda state: fail() if state.theirs else None),
    "draws-without-answers": lambda: drawing(lambda state: Markup("{}").format(state.mine["text"])),
    "draws-long-texts": lambda: drawing(lambda state: fail() if len(str(state.mine)) > 900 else None),
    "draws-right-to-left": lambda: drawing(lambda state: Markup('<p dir="ltr">Hello</p>')),
    "draws-unknown-keys": lambda: drawing(lambda state: fail() if len(state.mine or "") > 1 else None),
    "markup-returned": lambda: drawing(lambda state: "<p>Hello</p>"),
    "text-escaped": lambda: drawing(lambda state: Markup(f"<p>{(state.mine or {}).get('text')}</p>")),
    "markup-survives": lambda: drawing(lambda state: Markup('<p style="color: red">Hello</p>')),
    "no-foreign-links": lambda: drawing(lambda state: Markup('<a href="https://example.org/">There</a>')),
    "fields-placed-once": lambda: drawing(lambda state: state.field("nothing")),
    "submits-without-script": lambda: drawing(
        lambda state: Markup("{}{}").format(state.fields, state.fields),
        response_schema=lambda self, config, role="self": schema(which=TICKS),
        samples=(Sample("plain", {"question": "x"}, TICKED), Sample("other", {"question": "y"}, TICKED))),
    "widgets-draw": lambda: answering(text={**SEEN, "x-widget": "good.missing"}),
    "config-form-comes-back": lambda: samples(
        Sample("plain", {"question": "x", "n": float("nan")}, BOTH), Good.samples[1]),
    "blank-answer-handled": lambda: bad(
        response_schema=lambda self, config, role="self": schema(text=SEEN),
        check_response=lambda self, config, response: () if response else [Problem("/nowhere", "Say something.")]),
    "private-stays-private": lambda: bad(Remembers),
    "answers-stay-out-of-data": lambda: bad(Tells),
    "write-only-not-shown": lambda: bad(Asks),
    "no-clock": lambda: bad(script=lambda self, config: dt.datetime.now() and None),
    "no-chance": lambda: bad(script=lambda self, config: random.random() and None),
    "no-files-no-processes": lambda: bad(script=lambda self, config: Path("/etc/hosts").read_text() and None),
    "no-network": lambda: bad(script=lambda self, config: socket.socket().close()),
    "arguments-unchanged": lambda: bad(script=lambda self, config: config.update(question="Mine") and None),
    "members-unchanged": lambda: bad(Grows),
    "same-again": lambda: bad(Counts),
    "calls-quick": lambda: bad(Sleeps),
    "any-config-works": lambda: bad(
        config_schema=schema(question={**TEXT, "maxLength": 300}),
        response_schema=lambda self, config, role="self": schema(text={**SEEN, "title": config["question"]})),
    "any-config-has-alone": lambda: bad(alone=lambda self, config: ("good.nowhere", {})),
    "any-answer-works": lambda: bad(
        response_schema=lambda self, config, role="self": schema(text=SEEN),
        check_response=lambda self, config, response: response["text"] and []),
    "objections-have-places": lambda: bad(check_response=lambda self, config, response: ["Say more."]),
    "axe-clean": lambda: drawing(lambda state: Markup("<h5>Far below</h5><ul><p>No item</p></ul>")),
}  # fmt: skip
"""For every check a plugin that breaks it (and perhaps others with it)."""
