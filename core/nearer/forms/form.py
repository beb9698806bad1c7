"""A schema as an HTML form: drawn without script, read back to the same value, errors beside their fields."""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from nearer.forms.custom import Widgets
from nearer.forms.drawing import Skeletons, draw_form
from nearer.forms.groups import Group
from nearer.forms.lists import Nullable, Rows
from nearer.forms.names import NOTHING, PREFIX, Post
from nearer.forms.page import Page, Spot
from nearer.forms.plan import Plan
from nearer.rules.problems import Problem


class Form:
    """A schema with its controls planned; keep it with the edition and draw and read as often as you like.

    *widgets* are those of plugins, which fields may name in ``x-widget``; without them core draws everything.
    """

    def __init__(self, schema: Any, widgets: Widgets | None = None) -> None:
        self.plan = Plan(schema, widgets)
        self.root = self.plan.schema
        self.skeletons: Skeletons = {}
        self.control = self.plan.control(self.root)

    @property
    def properties(self) -> list[str]:
        """The names of the top-level properties that are drawn, in order."""
        return list(self.control.fields) if isinstance(self.control, Group) else []

    def render(
        self,
        value: Any = NOTHING,
        errors: Iterable[Problem] = (),
        *,
        prefix: str = PREFIX,
        notes: Mapping[str, str] | None = None,
        texts: Mapping[str, str] | None = None,
        sensitive: bool = False,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> Markup:
        """The fields for *value*, to be put into a ``<form method="post">``; leave *value* out for a fresh form.

        Args:
            value: any JSON value; None is JSON's null.
            errors: problems with pointers into *value*; those without a place of their own stand on top.
            prefix: what the field names begin with, where several forms share a page.
            notes: a sentence for each top-level property, shown beside it: who will see the answer.
            texts: other words for the form's own (see ``nearer.forms.WORDS``).
            sensitive: no autofill, spell check or translation in the whole form.
            only: draw only these top-level properties.
            without: draw all but these top-level properties.
        """
        page = Page(errors, notes, texts)
        page.only, page.without = only, without
        null = value is None and not self.control.fits(None)
        fresh = value is NOTHING
        spot = Spot(page, prefix, sensitive=sensitive, fresh=fresh, label=page.words["answer"])
        root = self.plan.draw(self.root, NOTHING if null else value, spot)
        nodes = root.children if root.kind == "group" else [root]
        above = root.errors if root.kind == "group" else []
        if only is None:
            above += [message for each in page.errors.values() for message in each]
        whole = only is None
        return draw_form(root, nodes, page, self.skeletons, above=above, null=null, whole=whole)

    def read(self, form: MultiDict[str, str], *, prefix: str = PREFIX) -> Any:
        """The value posted with *form*: blank is absent, what can't be converted stays the text that was typed."""
        post = Post(form)
        found = self.plan.read(self.root, post, prefix)
        if found is not NOTHING:
            return found
        control = self.control.inner if isinstance(self.control, Nullable) else self.control
        blank = None if post.has(prefix + "~nil") else control.blank() if isinstance(control, Group | Rows) else None
        return {} if isinstance(blank, dict) else blank


@lru_cache(maxsize=128)
def _kept(text: str) -> Form:
    return Form(json.loads(text))


def compile_form(schema: Any) -> Form:
    """The form of *schema*; the same text gives the same, kept object."""
    try:
        return _kept(json.dumps(schema))
    except RecursionError:
        return Form(True)


def render_form(schema: Any, value: Any = NOTHING, errors: Iterable[Problem] = (), **extras: Any) -> Markup:
    """*schema* as HTML fields that hold *value*; see :meth:`Form.render`."""
    return compile_form(schema).render(value, errors, **extras)


def read_form(schema: Any, form: MultiDict[str, str], **extras: Any) -> Any:
    """The value that was posted with *form*; see :meth:`Form.read`."""
    return compile_form(schema).read(form, **extras)
