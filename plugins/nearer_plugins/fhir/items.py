"""Response schemas as the items of a questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nearer_plugins.fhir.extensions import (
    MAX,
    MAX_OCCURS,
    MIN,
    MIN_LENGTH,
    MIN_OCCURS,
    ORDINAL,
    REGEX,
    Json,
    control,
)  # fmt: skip

FORMATS = {"date": "date", "date-time": "dateTime", "time": "time", "uri": "url"}
CONTROLS = {"radio": "radio-button", "select": "drop-down", "range": "slider", "checkbox": "check-box"}
LONG = 200


@dataclass
class Items:
    """Items as they are written, and what of the schema did not fit."""

    losses: list[str] = field(default_factory=list)

    def of(self, schema: Json, prefix: str = "") -> list[Json]:
        """The items for the properties of an object, in their order."""
        required = schema.get("required", ())
        named = sorted((schema.get("properties") or {}).items(), key=lambda each: each[1].get("x-order", 0))
        items = [self.item(prefix + name, each, required=name in required) for name, each in named]
        return [*filter(None, items), *self._conditional(schema, prefix)]

    def item(self, link: str, schema: Json, *, required: bool = False) -> Json | None:
        """The item of one property; None where no kind of item can ask for it."""
        words = str(schema.get("title") or link.rpartition(".")[2].replace("_", " ").capitalize())
        kind = self._kind(link, schema)
        if kind is None:
            self.losses.append(f"“{words}” can't be asked in a questionnaire and was left out.")
            return None
        extensions = [*kind.pop("extension", ()), *_control(schema)]
        item = {"linkId": link, "text": words, **kind}
        item |= {"required": True} if required else {}
        if schema.get("description"):
            helping = {"linkId": link + ".help", "text": str(schema["description"]), "type": "display"}
            item["item"] = [{**helping, "extension": [control("help")]}, *item.get("item", ())]
        if "x-guess-of" in schema:
            self.losses.append(f"“{words}” is a guess of what the other one answered; elsewhere it stays a question.")
        return item | ({"extension": extensions} if extensions else {})

    def _kind(self, link: str, schema: Json) -> Json | None:
        options = _options(schema)
        if options:
            return {"type": "choice", "answerOption": options}
        match schema.get("type"):
            case "object" if schema.get("properties"):
                return {"type": "group", "item": self.of(schema, link + ".")}
            case "array" if isinstance(schema.get("items"), dict):
                return self._repeated(link, schema)
            case "boolean":
                return {"type": "boolean"}
            case "integer" | "number":
                return _number(schema)
            case "string":
                return _text(schema)
        return None

    def _repeated(self, link: str, schema: Json) -> Json | None:
        one = self._kind(link, schema["items"])
        if one is None or schema["items"].get("type") == "array":
            return None
        bounds = {MIN_OCCURS: schema.get("minItems"), MAX_OCCURS: schema.get("maxItems")}
        found = [{"url": url, "valueInteger": count} for url, count in bounds.items() if count is not None]
        return {**one, "repeats": True, "extension": [*one.get("extension", ()), *found]}

    def _conditional(self, schema: Json, prefix: str) -> Iterator[Json]:
        """What is asked only after a certain answer."""
        if "if" not in schema:
            return
        asked = _asked(schema["if"])
        if asked is None:
            self.losses.append("A rule that asks something only after certain answers can't be written.")
            return
        name, value = asked
        for word, operator in (("then", "="), ("else", "!=")):
            for item in self.of({"properties": (schema.get(word) or {}).get("properties", {})}, prefix):
                when = {"question": prefix + name, "operator": operator, **_answer(value)}
                yield {**item, "enableWhen": [when]}


def _options(schema: Json) -> list[Json]:
    """The options of a choice, with their numbers where they are some."""
    given = schema.get("oneOf") or [{"const": each} for each in schema.get("enum", ())]
    return [_option(each["const"], str(each.get("title", each["const"]))) for each in given if "const" in each]


def _option(const: Any, words: str) -> Json:
    coding: Json = {"code": str(const), "display": words}
    if isinstance(const, int) and not isinstance(const, bool):
        coding["extension"] = [{"url": ORDINAL, "valueDecimal": const}]
    return {"valueCoding": coding}


def _asked(condition: Any) -> tuple[str, Any] | None:
    """Property and value of a condition that asks for one certain answer."""
    properties = condition.get("properties") if isinstance(condition, dict) else None
    if not isinstance(properties, dict) or len(properties) != 1:
        return None
    ((name, rule),) = properties.items()
    return (name, rule["const"]) if isinstance(rule, dict) and set(rule) == {"const"} else None


def _answer(value: Any) -> Json:
    if isinstance(value, bool):
        return {"answerBoolean": value}
    return {"answerCoding": {"code": str(value)}}


def _number(schema: Json) -> Json:
    is_whole = schema["type"] == "integer"
    word = "valueInteger" if is_whole else "valueDecimal"
    found = [(MIN, schema.get("minimum")), (MAX, schema.get("maximum"))]
    bounds = [{"url": url, word: bound} for url, bound in found if bound is not None]
    return {"type": "integer" if is_whole else "decimal", **({"extension": bounds} if bounds else {})}


def _text(schema: Json) -> Json:
    if schema.get("format") in FORMATS:
        return {"type": FORMATS[schema["format"]]}
    long = schema.get("x-widget") == "textarea" or schema.get("maxLength", 0) > LONG
    found = [{"url": MIN_LENGTH, "valueInteger": schema["minLength"]}] if schema.get("minLength") else []
    found += [{"url": REGEX, "valueString": schema["pattern"]}] if schema.get("pattern") else []
    most = {"maxLength": schema["maxLength"]} if "maxLength" in schema else {}
    return {"type": "text" if long else "string", **most, **({"extension": found} if found else {})}


def _control(schema: Json) -> list[Json]:
    return [control(CONTROLS[schema["x-widget"]])] if schema.get("x-widget") in CONTROLS else []
