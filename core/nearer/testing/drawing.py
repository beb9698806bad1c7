"""Checks of what a type draws: every view in every role and language, escaped, and nothing that core would take out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from nearer.rules.contract import Context, Json, Sample, State
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.sanitise import sanitise
from nearer.testing.checks import Check
from nearer.testing.contract import CHOSEN, spoil
from nearer.testing.subjects import Case, Drawing, Subject, in_words

SCRIPT = "<script x9>"
"""What is planted in every text: in markup that escapes, it never comes out as it went in."""

ARABIC = "نص عربي "
FOREIGN = re.compile(r"""(?:href|src|action|xlink:href|data)\s*=\s*["']?\s*(?:[a-z]+:|//)|url\(""", re.IGNORECASE)
PLACES = re.compile(r'data-fields="([^"]*)"')
RIGHT_TO_LEFT = Context(language="ar", direction="rtl", my_name="ليلى", their_name="سامي")


def _raised(drawings: Any) -> Iterator[Problem]:
    return (Problem(each.where, f"It failed: {in_words(each.error)}.") for each in drawings if each.error is not None)


def _every_view(subject: Subject) -> Iterator[Problem]:
    return _raised(each for each in subject.drawings if "nothing answered" not in each.where)


def _blank(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        script = case.form.script
        names = {"nothing answered": State(script=script), "empty answers": State(mine={}, theirs={}, script=script)}
        yield from _raised(case.draw(names.items()))


def _markup(subject: Subject) -> Iterator[Problem]:
    for each in subject.drawings:
        if each.error is None and not (each.markup is None or isinstance(each.markup, Markup)):
            yield Problem(each.where, f"It gives {type(each.markup).__name__}, neither Markup nor None.")


def changed(case: Case, change: Any, *, config: bool = True) -> Case:
    """The case with every free text of its answers (and of its config) passed through *change*."""
    answers = {seat: rewritten(case.schema, answer, change) for seat, answer in case.sample.answers.items()}
    sample = Sample(case.sample.name, case.sample.config, answers, case.sample.moves)
    if not config:
        return Case(case.kind, sample, case.forms, case.registry)
    from dataclasses import replace

    other = rewritten(case.kind.config_schema, case.form.config, change)
    forms = {name: replace(form, config=other) if form is case.form else form for name, form in case.forms.items()}
    return Case(case.kind, sample, forms, case.registry)


def rewritten(schema: Any, value: Any, change: Any) -> Any:
    """*value* with *change(schema, text)* in the place of every free text; choices stay."""
    if isinstance(value, dict):
        known = schema.get("properties", {}) if isinstance(schema, dict) else {}
        return {name: rewritten(known.get(name, {}), each, change) for name, each in value.items()}
    if isinstance(value, list):
        below = schema.get("items", {}) if isinstance(schema, dict) else {}
        return [rewritten(below, each, change) for each in value]
    if isinstance(value, str) and isinstance(schema, dict) and schema and not CHOSEN & schema.keys():
        return change(schema, value)
    return value


def _escaped(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        planted = changed(case, lambda schema, text: (SCRIPT + text)[: schema.get("maxLength", 20_000)])
        context = Context(my_name=SCRIPT, their_name=SCRIPT)
        for each in planted.draw(planted.states(), (context,)):
            if SCRIPT in str(each.markup or ""):
                yield Problem(each.where, "A script string comes out as markup.")
                break


def _long(subject: Subject) -> Iterator[Problem]:
    """Every text as long as it may be."""
    for case in subject.cases:
        full = changed(case, lambda schema, text: (text + " word" * 4_000)[: schema.get("maxLength", 20_000)])
        yield from _raised(full.draw(full.states()))


def _right_to_left(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        arabic = changed(case, lambda schema, text: (ARABIC + text)[: schema.get("maxLength", 20_000)])
        for each in arabic.draw(arabic.states(), (RIGHT_TO_LEFT,)):
            yield from _raised([each])
            if re.search(r"""\bdir\s*=\s*["']?ltr""", str(each.markup or "")):
                yield Problem(each.where, 'It fixes dir="ltr" in a page that is read from right to left.')


class _Tags(HTMLParser):
    """Counts the tags and attributes of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the tag and each of its attributes."""
        self.found[f"<{tag}>"] += 1
        for name, _ in attrs:
            self.found[f"{name} of <{tag}>"] += 1


def _survives(subject: Subject) -> Iterator[Problem]:
    for markup, each in _distinct(subject):
        lost = _Tags(markup).found - _Tags(str(sanitise(markup))).found
        if lost:
            yield Problem(each.where, f"Core takes out {', '.join(sorted(lost))}.")


def _foreign(subject: Subject) -> Iterator[Problem]:
    for markup, each in _distinct(subject):
        found = FOREIGN.search(markup)
        if found:
            yield Problem(each.where, f"It leads away from the page: {markup[found.start() : found.start() + 60]!r}.")


def _places(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        known = set(case.schema.get("properties") or {})
        for each in case.draw(case.states()):
            named = PLACES.findall(str(each.markup or ""))
            unknown = {name for name in named if name} - known
            if each.view is View.ANSWER and (unknown or len(set(named)) != len(named)):
                yield Problem(each.where, f"Fields stand there twice or are unknown: {', '.join(sorted(named))}.")
            elif each.view in (View.REVIEW, View.REVEAL) and named:
                yield Problem(each.where, "The answering form does not belong into the views review and reveal.")


def _distinct(subject: Subject) -> Iterator[tuple[str, Drawing]]:
    """Each different piece of markup once, with the first drawing that gave it."""
    first: dict[str, Drawing] = {}
    for each in subject.drawings:
        if each.markup is not None:
            first.setdefault(str(each.markup), each)
    yield from first.items()


def _unknown_keys(subject: Subject) -> Iterator[Problem]:
    """A config and answers with a key of a later version are drawn, and the form gives the key back."""
    from nearer.testing.posting import comes_back

    later: Json = {"x_of_a_later_version": "kept"}
    for case in subject.cases:
        answers = {seat: {**answer, **later} for seat, answer in case.sample.answers.items()}
        sample = Sample(case.sample.name, case.sample.config, answers, case.sample.moves)
        yield from _raised(case.draw(case.states(sample)))
        config = {**case.sample.config, **later}
        if not comes_back(case.kind.config_schema, config):
            yield Problem(f"/samples/{case.sample.name}/config", "The form loses a key that it does not know.")
        case.kind.response_schema(config, "self")


__all__ = ["CHECKS", "changed", "rewritten", "spoil"]

CHECKS = (
    Check("draws-every-view", "Every view draws for both partners, at every moment, in every role and language.",
          "Follow the line that is named; in doubt return None, and core draws.", _every_view),
    Check("draws-without-answers", "Every view draws where nothing was answered yet.",
          "Expect state.mine, state.theirs and state.shared to be None or empty.", _blank),
    Check("draws-long-texts", "Every view draws texts of the greatest length.",
          "Expect any text up to its maxLength.", _long),
    Check("draws-right-to-left", "Every view draws in a language that is read from right to left.",
          'Leave dir to core, and use classes rather than left and right; dir="auto" is fine.', _right_to_left),
    Check("draws-unknown-keys", "A key that a later version brought neither breaks a page nor gets lost in the form.",
          "Read what you know by name; don't take a config or an answer apart by counting its keys.", _unknown_keys),
    Check("markup-returned", "render gives Markup or None.",
          "Wrap it: Markup('<p>{}</p>').format(text), or a template that escapes.", _markup),
    Check("text-escaped", "A script string in any text of config, answers or names comes out escaped.",
          "Put values in with Markup.format or a template with autoescape; never Markup(f'...').", _escaped),
    Check("markup-survives", "Core's sanitiser takes nothing out of the markup.",
          "Leave out style, forms, controls, images, scripts and handlers; core's stylesheet has classes.", _survives),
    Check("no-foreign-links", "Nothing leads away from the page.",
          "Write an address as plain text, or let the counsellor say it.", _foreign),
    Check("fields-placed-once", "The view answer places each field once at most, and no field that there is not.",
          "Use state.fields once, or state.field(name) with names of the response schema.", _places),
)  # fmt: skip
