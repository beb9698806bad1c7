"""Checks that forms work without script: what core draws is posted as a browser would, and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

from nearer.forms import NOTHING, field_id, read_form, render_form
from nearer.forms import Form as Fields
from nearer.rules import dialect
from nearer.rules.contract import Context, Json, State
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.sanitise import sanitise
from nearer.testing.checks import Check
from nearer.testing.subjects import Case, Subject

PLACES = re.compile(r'<div data-fields="([^"]*)"></div>')


class _Post(HTMLParser):
    """Collects what a browser would post for a form that nobody touched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: MultiDict[str, str] = MultiDict()
        self._area: list[str] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a control."""
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self._area = [name, ""]
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((found.get("value", ""), "selected" in found))
        elif tag == "input" and name and (found.get("type") not in ("checkbox", "radio") or "checked" in found):
            self.fields.add(name, found.get("value", "on"))

    def handle_data(self, data: str) -> None:
        """Words inside a textarea."""
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag: str) -> None:
        """Note a control that has an end."""
        if tag == "textarea" and self._area:
            self.fields.add(self._area[0], self._area[1].removeprefix("\n").replace("\n", "\r\n"))
            self._area = None
        elif tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            for value in chosen:
                self.fields.add(name, value)
            self._select = None


def posted(markup: Any) -> MultiDict[str, str]:
    """The fields that a browser posts for *markup*, line ends as CRLF."""
    parser = _Post()
    parser.feed(str(markup))
    parser.close()
    return parser.fields


def comes_back(schema: Json, value: Any) -> bool:
    """Whether *value*, drawn as a form of *schema* and posted untouched, reads as the same value."""
    return _same(read_form(schema, posted(render_form(schema, value))), value)


def page_of(case: Case, state: State, value: Json) -> str:
    """The answering page as core puts it together: the type's markup, the fields in their places, the rest below."""
    fields = case.fields
    drawn = case.kind.render(View.ANSWER, dict(case.form.config), state, Context())
    if drawn is None:
        return str(fields.render(value))
    text = str(sanitise(str(drawn)))
    named = frozenset(name for name in PLACES.findall(text) if name)
    if '<div data-fields=""></div>' not in text and not set(fields.properties) <= named:
        text += '<div data-fields=""></div>'
    return PLACES.sub(lambda found: _part(fields, found.group(1), value, named), text)


def _part(fields: Fields, name: str, value: Json, named: frozenset[str]) -> str:
    return str(fields.render(value, only=[name] if name else None, without=frozenset() if name else named))


def _submits(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        for seat, answer in case.sample.answers.items() if case.form.schema else ():
            here = f"/samples/{case.sample.name}/answers/{seat}"
            found = case.fields.read(posted(page_of(case, State(mine=dict(answer)), dict(answer))))
            if not _same(found, answer):
                yield Problem(here, f"The page posts {json.dumps(found, ensure_ascii=False)[:200]} for it.")
            elif problems := dialect.problems(case.schema, found):
                yield Problem(here + problems[0].pointer, problems[0].message)


def _widgets(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        for name in dict.fromkeys(wanted(case.schema)) if case.form.schema else ():
            widget, own = subject.registry.widgets.get(name), name.partition(".")[0] == subject.plugin
            if widget is None and "." in name and own:
                yield Problem(f"/samples/{case.sample.name}", f"x-widget names {name}, which the plugin doesn't bring.")
        for value in (NOTHING, *case.sample.answers.values()) if case.form.schema else ():
            yield from _core_stands_in(case, value)


def _core_stands_in(case: Case, value: Any) -> Iterator[Problem]:
    """The fields that name a widget which is here, and that core draws all the same."""
    drawn = str(case.fields.render(value))
    for name, schema in (case.schema.get("properties") or {}).items():
        widget = case.registry.widgets.get(str(schema.get("x-widget")))
        if widget is not None and f'<fieldset class="field custom" id="{field_id(f"/{name}")}"' not in drawn:
            failed = case.registry.failures.get(widget.name)
            reason = f"fails ({failed.trace.splitlines()[-1]})" if failed else "would post something else"
            yield Problem(f"/samples/{case.sample.name}/{name}", f"Core draws it, because {widget.name} {reason}.")


def wanted(schema: Any) -> Iterator[str]:
    """The names that *schema* gives in ``x-widget``."""
    if isinstance(schema, dict):
        if isinstance(schema.get("x-widget"), str):
            yield schema["x-widget"]
        for each in schema.values():
            yield from wanted(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from wanted(each)


def _configs(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        if not comes_back(subject.kind.config_schema, sample.config):
            yield Problem(f"/samples/{sample.name}/config", "The form posts something else for it.")


def _blank(subject: Subject) -> Iterator[Problem]:
    """Sent without a word: a sentence at a field, never a failure, and never a problem without a place."""
    for case in subject.cases:
        if case.form.schema is None:
            continue
        found = case.fields.read(posted(case.fields.render()))
        said = dialect.problems(case.schema, found)
        for each in said or list(case.kind.check_response(dict(case.form.config), dict(found))):
            if not isinstance(each, Problem) or not each.message.strip():
                yield Problem(f"/samples/{case.sample.name}", f"check_response gives {each!r} for a blank answer.")
            elif each.pointer and each.pointer.split("/")[1] not in (case.schema.get("properties") or {}):
                yield Problem(f"/samples/{case.sample.name}", f"{each.pointer} is no field of the form: {each.message}")


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


CHECKS = (
    Check("submits-without-script", "The answering page, posted without script, gives the answer that was drawn.",
          "Use state.fields or state.field(name) for fields, and leave controls to core.", _submits),
    Check("widgets-draw", "A field that names a widget of a plugin is drawn by it, blank and with each sample answer.",
          "Let its pieces post exactly the value that they were drawn for, and nothing where nothing was answered.",
          _widgets),
    Check("config-form-comes-back", "The counsellor's form gives back the config that was drawn.",
          "Give each place of the config schema a type that fits what the samples hold.", _configs),
    Check("blank-answer-handled", "An answer without a word is told in sentences at fields of the form.",
          'Let check_response expect missing properties, and point with "/property".', _blank),
)  # fmt: skip
