"""A three-way comparison as its page shows it: each field with a name, and each state of it in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nearer import Problem, desk
from nearer_admin import material
from nearer_admin.differences import marked
from nearer_admin.origins import GRAIN
from nearer_admin.stepform import BASICS
from nearer_admin.threeway import ORDER, Field, Gap, Path
from nearer_admin.wording import CONTRAINDICATIONS, FACTORS, FORMS, words_of

Json = dict[str, Any]
PROTOCOL = {
    "purpose": "what it is for", "source": "source", "year": "year of the source", "grade": "evidence",
    "limits": "limits", "contraindications": "not together with", "intensity": "intensity",
}  # fmt: skip
PLACES = (*BASICS["properties"], "material", "variants", "protocol", "texts")
NOTHING = "nothing"
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Row:
    """One field: ``name`` is how a form names it; words that left or came are marked against what was then."""

    name: str
    path: Path
    label: str
    changed_by: str
    then: str
    theirs: Markup
    yours: Markup
    choice: str = ""
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has to be decided by whoever asks."""
        return self.changed_by == "both"


def rows_of(fields: Iterable[Field], made: Any, registry: desk.Registry) -> list[Row]:
    """The fields of a comparison of *made* (see :class:`nearer_admin.origins.Made`), with what is chosen at first."""
    titles = _Titles(registry, (made.document, made.today, made.then or {}))
    return sorted((_row(each, titles) for each in fields), key=_place)


def _place(row: Row) -> int:
    """Where the field stands in the form of an exercise; what that does not have comes last."""
    return PLACES.index(row.path[0]) if row.path[0] in PLACES else len(PLACES)


def name_of_path(path: Path) -> str:
    """A path as the name of a form field."""
    return "pick" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def read_choices(rows: Iterable[Row], form: Mapping[str, str]) -> dict[Path, str]:
    """What was chosen of theirs and yours; rows without a choice are left out."""
    asked = {row.path: form.get(row.name, "") for row in rows if row.changed_by != "yours"}
    return {path: choice for path, choice in asked.items() if choice in ("theirs", "yours")}


def place_of(problem: Problem, document: Json) -> Path:
    """Where a problem of *document* stands, as a path of the comparison: things in lists by their names."""
    path: list[str] = []
    value: Any = document
    for part in problem.pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
            path.append(GRAIN.identity(tuple(path), value) or name)
        else:
            value = value.get(name) if isinstance(value, dict) else None
            path.append(name)
    return tuple(path)


def at_row(path: Path, rows: Iterable[Row]) -> Row | None:
    """The row that a problem at *path* belongs to: the one it stands in, or that stands in it."""
    near = [row for row in rows if path[: len(row.path)] == row.path or row.path[: len(path)] == path]
    return max(near, key=lambda row: len(row.path), default=None)


def _row(field: Field, titles: _Titles) -> Row:
    then, theirs, yours = (titles.words(field.path, each) for each in (field.then, field.theirs, field.yours))
    is_known = field.then is not Gap.UNKNOWN
    before = yours if not is_known else "" if field.then is Gap.NOTHING else then
    choice = field.changed_by if is_known and field.changed_by != "both" else "" if is_known else "yours"
    return Row(
        name=name_of_path(field.path),
        path=field.path,
        label=titles.label(field.path),
        changed_by=field.changed_by,
        then=then,
        theirs=_marked(before, theirs, field.theirs),
        yours=_marked(before, yours, field.yours),
        choice=choice,
    )


def _marked(before: str, after: str, value: Any) -> Markup:
    """*after* with the words that came marked, where there are words on both sides."""
    return Markup.escape(after) if isinstance(value, Gap) or not before else marked(before, after)[1]


@dataclass(frozen=True)
class _Titles:
    """What parts of a document are called, by the schemas of their types; *documents* are asked in turn."""

    registry: desk.Registry
    documents: tuple[Json, ...]

    def label(self, path: Path) -> str:
        first, rest = path[0], path[1:]
        if first == "texts":
            return f"Translation: {desk.own_name(rest[0])}" if rest else "Translations"
        if first == "protocol":
            return "What it rests on" + (f": {PROTOCOL.get(rest[0], rest[0])}" if rest else "")
        if first == "variants":
            return self._form_label(rest)
        if first == "material":
            return "Pictures, sounds, films"
        return str(BASICS["properties"].get(first, {}).get("title") or _spoken(first))

    def _form_label(self, path: Path) -> str:
        if path == (ORDER,):
            return "Order of the forms"
        where = FORMS.get(path[0], "For some") if self._has_two() or path[0] != "any" else ""
        named = self._below(path[0], path[2:]) if len(path) > 2 else []
        return ": ".join([*([where] if where else []), *named]) or "Content"

    def _has_two(self) -> bool:
        return any(len(document.get("variants", ())) > 1 for document in self.documents)

    def _below(self, form: str, path: Path) -> list[str]:
        """The titles on the way to a field of a config; a thing in a list is called by its own words."""
        schema, found = self._schema(form), list[str]()
        for n, part in enumerate(path):
            if part == ORDER:
                return [*found, "order"]
            if schema.get("type") == "array" or "items" in schema:
                schema = _dict(schema.get("items"))
                thing = self.value(("variants", form, "config", *path[: n + 1]))
                found.append(f"“{_called(thing) or part}”")
            else:
                schema = _dict(_dict(schema.get("properties")).get(part))
                found.append(str(schema.get("title") or _spoken(part)))
        return found

    def _schema(self, form: str) -> Json:
        kind = self.registry.types.get(str(_dict(self.value(("variants", form))).get("type")))
        return kind.config_schema if kind else {}

    def schema_of(self, path: Path) -> Json:
        """The schema of a value of a config."""
        schema = self._schema(path[1])
        for part in path[3:]:
            inside = schema.get("items") if "items" in schema else _dict(schema.get("properties")).get(part)
            schema = _dict(inside)
        return schema

    def value(self, path: Path) -> Any:
        """What stands at *path* in the first document that has it."""
        return next((found for each in self.documents if (found := _at(each, path)) is not None), None)

    def words(self, path: Path, value: Any) -> str:
        """A value as somebody would read it."""
        if isinstance(value, Gap):
            return NOT_KNOWN if value is Gap.UNKNOWN else NOTHING
        if path[0] == "factors":
            return ", ".join(words_of(value, FACTORS))
        if path[-1] == "contraindications":
            return "; ".join(words_of(value, CONTRAINDICATIONS)) or NOTHING
        if path[-1] == ORDER:
            return "; ".join(_called(self.value((*path[:-1], name))) or name for name in value)
        if path[0] == "material":
            return material.in_words(value) or NOTHING
        if path[0] == "texts" and isinstance(value, dict):
            return f"{len(value)} texts" if len(value) != 1 else "1 text"
        if path[0] == "variants" and len(path) == 2:
            return self._form(value)
        return _say(value, self.schema_of(path) if path[0] == "variants" and len(path) > 2 else {})

    def _form(self, variant: Json) -> str:
        kind = self.registry.types.get(str(variant.get("type")))
        title = kind.title if kind else variant.get("type")
        config = _say(variant.get("config"), kind.config_schema if kind else {})
        return f"{title}, version {variant.get('version', 1)}\n{config}"


def _at(value: Any, path: Path) -> Any:
    for n, part in enumerate(path):
        if isinstance(value, list):
            value = next((each for each in value if GRAIN.identity(path[:n], each) == part), None)
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _say(value: Any, schema: Json) -> str:
    """A value of a config in lines of words, with the titles that its form has."""
    if isinstance(value, dict):
        known = _dict(schema.get("properties"))
        lines = ((name, _dict(known.get(name)), each) for name, each in value.items() if name != "id")
        return "\n".join(f"{part.get('title') or _spoken(name)}: {_say(each, part)}" for name, part, each in lines)
    if isinstance(value, list):
        return "\n".join(f"· {_say(each, _dict(schema.get('items')))}" for each in value) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    offered = (_dict(each) for each in schema.get("oneOf", ()))
    titles = {each.get("const"): each.get("title") for each in offered}
    return str(titles.get(value) or ("empty" if value in ("", None) else value))


def _called(thing: Any) -> str:
    """What a thing of a list is called: the first of its texts that is no id, shortened."""
    if not isinstance(thing, dict):
        return ""
    words = [thing.get("title"), thing.get("text"), *(each for name, each in thing.items() if name != "id")]
    found = next((each for each in words if isinstance(each, str) and each), "")
    return found if len(found) <= 60 else found[:59] + "…"


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
