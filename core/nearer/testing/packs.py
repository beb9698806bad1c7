"""Checks of a plugin as a whole: that it loads, and that what it brings to the library can be published."""

from __future__ import annotations

from collections.abc import Iterator

from nearer.documents import read_document, write_yaml
from nearer.freezing import exercise_problems, findings
from nearer.rules.problems import Problem
from nearer.testing.checks import Check
from nearer.testing.subjects import Pack


def _loads(pack: Pack) -> Iterator[Problem]:
    return (Problem("", each.problem) for each in pack.plugin.troubles)


def _brings(pack: Pack) -> Iterator[Problem]:
    hooks = pack.registry._hooks
    loaded = hooks.get_plugin(pack.name)
    named = {each.name for each in hooks.get_hookcallers(loaded) or ()} if loaded is not None else {"broken"}
    if not named or (named == {"register_exercise_types"} and not pack.plugin.offered and not pack.plugin.troubles):
        yield Problem("", "It brings neither exercise types nor exercises, programs, pages or checks.")


def _exercises(pack: Pack) -> Iterator[Problem]:
    for key, document in pack.of(pack.registry.library):
        found = (p for p in exercise_problems(document, pack.registry) if p.severity == "error")
        yield from (Problem(f"{key}{p.pointer}", p.message) for p in found)


def _complete(pack: Pack) -> Iterator[Problem]:
    for key, document in pack.of(pack.registry.library):
        for name in ("title", "summary", "minutes", "factors", "language"):
            if not document.get(name):
                yield Problem(f"{key}/{name}", "This is missing.")


def _programs(pack: Pack) -> Iterator[Problem]:
    for key, document in pack.of(pack.registry.templates):
        found = (p for p in findings(document, pack.registry) if p.severity == "error")
        yield from (Problem(f"{key}{p.pointer}", p.message) for p in found)


def _written(pack: Pack) -> Iterator[Problem]:
    for documents in (pack.registry.library, pack.registry.templates):
        for key, document in pack.of(documents):
            if read_document(write_yaml(document)) != document:
                yield Problem(key, "After export and import it is another document.")


CHECKS = (
    Check("plugin-loads", "The plugin loads, and everything it offers is taken.",
          "Mend the place that is named; `nearer plugin list --trace` shows more.", _loads, "plugin"),
    Check("plugin-brings-something", "The plugin brings exercise types, exercises, programs, pages or checks.",
          "Mark register_exercise_types with @hookimpl, and name the module in the entry point.", _brings, "plugin"),
    Check("library-valid", "Every exercise that it brings can be put into a program.",
          "Mend the config at the place that is named.", _exercises, "plugin"),
    Check("library-complete", "Every exercise has title, summary, minutes, factors and language.",
          "Fill in what is missing; counsellors search by it.", _complete, "plugin"),
    Check("programs-valid", "Every program that it brings can be published.",
          "Mend the step that is named.", _programs, "plugin"),
    Check("library-comes-back", "Every exercise and program is the same after export and import.",
          "Keep documents to what YAML and JSON hold.", _written, "plugin"),
)  # fmt: skip
