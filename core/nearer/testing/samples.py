"""Checks of the samples: what gallery, preview, rehearsal and the other checks rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nearer.documents import read_document, write_json, write_yaml
from nearer.forms import render_form
from nearer.registry import Registry
from nearer.rules import dialect
from nearer.rules.contract import Context, Json, State
from nearer.rules.edition import compile_edition
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import Participation, View
from nearer.testing.checks import Check
from nearer.testing.subjects import Case, Subject

FEWEST = 2
FOR_TWO = (Participation.TOGETHER, Participation.TURNS)


def _enough(subject: Subject) -> Iterator[Problem]:
    names = [each.name for each in subject.samples]
    if len(names) < FEWEST:
        yield Problem("/samples", f"There are {len(names)} samples.")
    if len(set(names)) != len(names) or not all(str(each).strip() for each in names):
        yield Problem("/samples", "Each sample has a name of its own.")


def _configs(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        found = dialect.problems(subject.kind.config_schema, sample.config)
        found = found or [p for p in subject.kind.check_config(dict(sample.config)) if p.severity == "error"]
        yield from (Problem(f"/samples/{sample.name}/config{p.pointer}", p.message) for p in found)


def _answers(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        schema = subject.kind.response_schema(dict(sample.config), "self")
        for seat, answer in sample.answers.items():
            here = f"/samples/{sample.name}/answers/{seat}"
            if seat not in ("a", "b", "ab"):
                yield Problem(here, 'Answers are those of "a", of "b", or of both together, "ab".')
            if schema is None:
                yield Problem(here, "There is an answer, but no response schema.")
                continue
            found = dialect.problems(schema, answer)
            found = found or list(subject.kind.check_response(dict(sample.config), dict(answer)))
            yield from (Problem(here + p.pointer, p.message) for p in found if p.severity == "error")


def _both(subject: Subject) -> Iterator[Problem]:
    """At least one sample shows what it looks like when everybody has answered."""
    kind = subject.kind.participation
    needed = {Participation.SOLO: {"a"}, Participation.TOGETHER: {"ab"}}.get(kind, {"a", "b"})
    asking = [s for s in subject.samples if subject.kind.response_schema(dict(s.config), "self") is not None]
    if asking and not any(needed <= set(sample.answers) for sample in asking):
        yield Problem("/samples", f"No sample has answers of {' and '.join(sorted(needed))}.")


def _freeze(subject: Subject) -> Iterator[Problem]:
    for sample, forms, problems in subject.frozen:
        errors = [each for each in problems if each.severity == "error"]
        # What a joint type without a form for one person lacks is said by the check that is about it.
        errors = [each for each in errors if each.keyword != "alone" or not forms]
        yield from (Problem(f"/samples/{sample.name}{each.pointer}", each.message) for each in errors)


def _alone(subject: Subject) -> Iterator[Problem]:
    if subject.kind.participation not in FOR_TWO or subject.kind.protocol.contraindications == ():
        return
    for sample, forms, problems in subject.frozen:
        alone = forms.get("alone")
        if alone is None or alone.participation in FOR_TWO:
            said = " ".join(each.message for each in problems if each.severity == "error")
            yield Problem(f"/samples/{sample.name}/alone", said or "There is no form for one person.")


def program_of(case: Case) -> Json:
    """A program of one step with the config of a sample."""
    kind = case.kind
    variant = {"form": "any", "type": kind.id, "version": kind.version, "config": case.sample.config}
    step = {
        "id": "s-check", "title": kind.title, "summary": "", "minutes": kind.protocol.minutes, "protocol": {},
        "factors": list(kind.factors), "origin": None, "delivery": {"rule": "at_once"}, "variants": [variant],
    }  # fmt: skip
    stage = {"id": "t-check", "title": "One", "summary": "", "steps": [step]}
    return {
        "nearer": "program/1", "title": kind.title, "summary": "", "language": "en", "weeks": 1, "sealed": False,
        "personal": True, "stages": [stage], "texts": {},
    }  # fmt: skip


def _export(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        document = program_of(case)
        for write in (write_yaml, write_json):
            text = write(document)
            if read_document(text) != document or write(read_document(text)) != text:
                yield Problem(
                    f"/samples/{case.sample.name}", f"What {write.__name__} wrote does not come back the same."
                )


def _without_plugin(subject: Subject) -> Iterator[Problem]:
    """What an edition keeps is enough for core, when the plugin is gone."""
    nobody = Registry()
    for case in subject.cases:
        for form in case.forms.values():
            here = f"/samples/{case.sample.name}/{form.name}"
            document = {"nearer": "edition/1", "program": program_of(case)}
            kept = json.loads(
                json.dumps({**document, "steps": {"s-check": {"stage": "t-check", "forms": {"any": form.frozen}}}})
            )
            alone = compile_edition(kept).steps["s-check"].forms["any"]
            if nobody.render(alone, View.ANSWER, State(), Context()) is not None:
                yield Problem(here, "Something is drawn although the plugin is gone.")
            if alone.schema is not None and not str(render_form(alone.schema)).strip():
                yield Problem(here, "Without the plugin the form is empty.")
            if alone.schema is None and alone.script is None:
                yield Problem(here, "Without the plugin nothing is left to do.")


CHECKS = (
    Check("samples-enough", "There are two samples or more, each with a name of its own.",
          "Add a Sample(...): one that is short, one that is as full as it gets.", _enough),
    Check("samples-configs-valid", "The config of every sample is one that a counsellor could save.",
          "Mend the sample, or the schema or check_config that refuses it.", _configs),
    Check("samples-answers-valid", "The answers of every sample are ones that a couple could send.",
          "Mend the sample, or the schema or check_response that refuses it.", _answers),
    Check("samples-answered", "One sample at least has answers of everybody who takes part.",
          'Give a sample answers={"a": {...}, "b": {...}}; "ab" for what is shared, "a" alone for solo.', _both),
    Check("samples-freeze", "Every sample freezes into an edition.",
          "Mend what is named; publishing would stop at the same place.", _freeze),
    Check("alone-form-offered", "What may be wrong for some couples has a form for one person.",
          "Let `alone(config)` return the id and config of a solo type, or of one that each does separately.", _alone),
    Check("export-comes-back", "A program with it is the same after export and import.",
          "Keep configs to what YAML and JSON hold: no numbers past 2 to the 53, no odd signs.", _export),
    Check("served-without-plugin", "Couples can go on when the plugin is gone.",
          "Put everything that couples need into schemas and script; render only makes it nicer.", _without_plugin),
)  # fmt: skip
