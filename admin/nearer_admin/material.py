"""What pictures, sounds and films are in a step, documents in and out, and the forms in which they are described."""

from __future__ import annotations

import copy
from typing import Any

from nearer.desk import OFFERED, digest_of, own_name
from nearer_admin.wording import MATERIAL

Json = dict[str, Any]
TEXTS = ("title", "alt", "transcript", "words")
WORDS_OF = {"picture": "alt", "sound": "transcript"}
"""What stands in place of a picture or sound for whoever can't see or hear it."""

TITLE: Json = {"type": "string", "title": "Title", "maxLength": 200}
LICENCE: Json = {
    "type": "string",
    "title": "By what right you show it",
    "maxLength": 200,
    "description": "Such as: our own; with permission of Ada Example; CC BY 4.0.",
}
SOURCE: Json = {
    "type": "string",
    "title": "Who made it, and where it comes from",
    "maxLength": 500,
    "description": "Stands below it, together with the licence. Left empty, nothing stands there.",
}
ALT: Json = {
    "type": "string",
    "title": "What it shows, in words",
    "maxLength": 2000,
    "x-widget": "textarea",
    "description": "Read to whoever can't see it: what matters in it for this step, in a sentence or two.",
}
TRANSCRIPT: Json = {
    "type": "string",
    "title": "What is said, written down",
    "maxLength": 20000,
    "x-widget": "textarea",
    "description": "For whoever can't hear it, or would rather read. Of music: that it is music, and of what kind.",
}
DECORATIVE: Json = {
    "type": "boolean",
    "x-widget": "checkbox",
    "title": "It is decoration: whoever can't see it misses nothing",
}
FORMS: dict[str, Json] = {
    "picture": {
        "title": {**TITLE, "title": "Caption", "description": "Stands below it; may be empty."},
        "alt": ALT,
        "decorative": DECORATIVE,
        "licence": LICENCE,
        "source": SOURCE,
    },
    "sound": {"title": TITLE, "transcript": TRANSCRIPT, "licence": LICENCE, "source": SOURCE},
    "film": {
        "title": TITLE,
        "link": {
            "type": "string",
            "title": "Link",
            "maxLength": 2000,
            "pattern": "^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\\s]*)?$",
            "description": "Begins with https://. Couples see where it leads, and that it leaves this site.",
        },
        "words": {
            "type": "string",
            "title": "What it is about, and how long it takes",
            "maxLength": 2000,
            "x-widget": "textarea",
        },
    },
}


def form_of(kind: str) -> Json:
    """The schema in which one piece of material of a step is described."""
    needed = {"film": ["title", "link"], "picture": ["decorative"]}.get(kind, [])
    ordered = {name: {**each, "x-order": n} for n, (name, each) in enumerate(FORMS.get(kind, {}).items())}
    return {"type": "object", "required": needed, "properties": ordered}


def about_form(kind: str) -> Json:
    """The schema in which a picture or sound of the practice is described, in every language that couples may read."""
    name = WORDS_OF[kind]
    words, title = FORMS[kind][name], {**TITLE, "minLength": 1, "title": "What you call it"}
    described = {} if kind == "picture" else {"description": "Stands above it."}
    in_each = {f"{name}_{each}": {**words, "title": f"{words['title']}: {own_name(each)}"} for each in OFFERED}
    for each in list(in_each)[1:]:
        in_each[each].pop("description", None)
    return {
        "type": "object",
        "required": ["title"],
        "properties": {"title": {**title, **described}, **in_each, "licence": LICENCE, "source": SOURCE},
    }


def about(document: Json) -> Json:
    """What :func:`about_form` shows of the document of a picture or sound."""
    name = WORDS_OF[document["kind"]]
    shown = {key: document[key] for key in ("title", "licence", "source") if document.get(key)}
    said = {f"{name}_{each}": said_in(document, each, name) for each in OFFERED}
    return shown | {key: text for key, text in said.items() if text}


def described(document: Json, typed: Json) -> Json:
    """*document* with what was typed into :func:`about_form`; the first language that has words is its own."""
    name = WORDS_OF[document["kind"]]
    facts = {key: value for key, value in document.items() if key not in (*TEXTS, "licence", "source", "texts")}
    said = {each: str(typed.get(f"{name}_{each}") or "") for each in OFFERED}
    spoken = [each for each in OFFERED if said[each].strip()] or [document.get("language", OFFERED[0])]
    after = facts | {key: typed[key] for key in ("title", "licence", "source") if typed.get(key)}
    after |= {"language": spoken[0]} | ({name: said[spoken[0]]} if said.get(spoken[0]) else {})
    source = digest_of(said.get(spoken[0], ""))
    texts = {each: {f"/{name}": {"text": said[each], "of": source}} for each in spoken[1:]}
    return after | ({"texts": texts} if texts else {})


def said_in(document: Json, language: str, name: str) -> str:
    """A text of a picture or sound in *language*, nothing where it is not said in it."""
    if document.get("language", OFFERED[0]) == language:
        return str(document.get(name) or "")
    found = ((document.get("texts") or {}).get(language) or {}).get(f"/{name}") or {}
    return str(found.get("text") or "")


def put_in(content: Json, document: Json, language: str) -> Json:
    """*content* (a step or an exercise in *language*) with a picture or sound of the practice behind what it has."""
    kind = document["kind"]
    names = [WORDS_OF[kind], *(["title"] if kind == "sound" else [])]
    own = {key: document[key] for key in document if key not in (*TEXTS, "language", "texts")}
    entry = own | {
        name: text for name in names if (text := said_in(document, language, name) or document.get(name, ""))
    }
    others = {
        each: {digest_of(entry[name]): text}
        for each in OFFERED
        for name in names
        if each != language and entry.get(name) and (text := said_in(document, each, name))
    }
    return with_material(content, [*content.get("material", ()), entry], others)


def with_material(content: Json, material: list[Json], said: dict[str, dict[str, str]] | None = None) -> Json:
    """*content* with *material*, whose texts keep their translations wherever they now stand.

    *said* are more of these: language, then the digest of what is translated, then the words.
    """
    after = copy.deepcopy(content)
    texts: Json = after.pop("texts", None) or {}
    pool: dict[str, dict[str, str]] = {language: dict(found) for language, found in (said or {}).items()}
    for language, found in texts.items():
        moved = {place: found.pop(place) for place in list(found) if place.startswith("/material/")}
        pool[language] = pool.get(language, {}) | {each["of"]: each["text"] for each in moved.values()}
    for index, each in enumerate(material):
        for name in TEXTS:
            of = digest_of(str(each.get(name) or ""))
            for language, known in pool.items():
                if each.get(name) and of in known:
                    texts.setdefault(language, {})[f"/material/{index}/{name}"] = {"text": known[of], "of": of}
    after.pop("material", None)
    kept = {language: found for language, found in texts.items() if found}
    after |= {"material": material} if material else {}
    return after | ({"texts": kept} if kept or "texts" in content else {})


def with_words(each: Json, typed: Json) -> Json:
    """One piece of material with what was typed into its form; what the form does not know stays."""
    rest = {key: value for key, value in each.items() if key not in FORMS.get(each.get("kind", ""), {})}
    return rest | {key: value for key, value in typed.items() if value not in ("", None, False)}


def moved(material: list[Json], index: int, by: int) -> list[Json]:
    """*material* with one of them so many places on; at an end it stays."""
    after = list(material)
    after.insert(max(0, index + by), after.pop(index))
    return after


def named(each: Json) -> str:
    """What a counsellor recognises one piece of material by."""
    said = str(each.get("title") or each.get("alt") or each.get("link") or "").strip()
    return said[:80] or MATERIAL.get(each.get("kind", ""), "Material").lower()


def in_words(material: Any) -> str:
    """All material of a step as text, to compare two states of it."""
    lines = []
    for each in material or ():
        parts = [f"{MATERIAL.get(each.get('kind', ''), 'Material')}: {named(each)}"]
        parts += [str(each[name]) for name in (*TEXTS[1:], "link", "source", "licence") if each.get(name)]
        parts += ["decoration"] if each.get("decorative") else []
        parts += [str(each["media"])[:8]] if each.get("media") else []
        lines.append("; ".join(dict.fromkeys(parts)))
    return "\n".join(lines)
