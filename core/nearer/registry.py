"""What plugins bring, each behind a guard: a plugin that fails is named at the desk, and everything else goes on."""

from __future__ import annotations

import copy
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import pluggy

from nearer.languages import Translations, speaking, translations
from nearer.leaving_out import IN_A_ROW, LeftOut, LeftOuts
from nearer.migrating import answer_of_today, config_of_today, page_of_today
from nearer.plugin_info import Failures, PluginInfo, Trouble
from nearer.rules import hookspecs
from nearer.rules.channels import Channel
from nearer.rules.contract import Context, ExerciseType, Json, RefusedError, State
from nearer.rules.edition import Form
from nearer.rules.formats import Format
from nearer.rules.media import MediaKind
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.rules.widgets import Widget
from nearer.widget_calls import WidgetCalls

GROUP, DATA_GROUP = "nearer.plugins", "nearer.data"
GUARDED = (Exception, SystemExit)
"""What a plugin may raise without taking core with it."""

T = TypeVar("T")
Frozen = Form | Json
"""A frozen form of a step, compiled or as the edition's data."""


class Registry(WidgetCalls):
    """What plugins bring to one installation, from exercise types to channels; made by :func:`load_plugins`."""

    def __init__(self) -> None:
        self.types: dict[str, ExerciseType] = {}
        self.widgets: dict[str, Widget] = {}
        self.formats: dict[str, Format] = {}
        self.media: dict[str, MediaKind] = {}
        self.library: dict[str, Json] = {}
        self.templates: dict[str, Json] = {}
        self.apps: dict[str, Callable[[Any], Any]] = {}
        self.channel_kinds: dict[str, Callable[[str], Channel]] = {}
        self.composers: dict[str, Callable[[Any, Any], Any]] = {}
        self.plugins: list[PluginInfo] = []
        self.failures: dict[str, Failures] = {}
        self.turns = 0
        """Goes up whenever a call fails or may try again: what was drawn before may look different now."""
        self.left_out = LeftOuts()
        self._hooks = pluggy.PluginManager("nearer")
        self._hooks.add_hookspecs(hookspecs)

    def plugin(self, name: str) -> PluginInfo | None:
        """The plugin of that name (its entry point), None if there is none."""
        return next((each for each in self.plugins if each.name == name), None)

    def plugin_of(self, type_id: str) -> PluginInfo | None:
        """The plugin that a type belongs to by its id, even if the type is not there."""
        return self.plugin(type_id.partition(".")[0])

    def words_of(self, name: str) -> Translations:
        """The translations of the package that a type comes from, or a key of the library."""
        plugin = self.plugin_of(name)
        return translations(plugin.module if plugin else "")

    @property
    def is_well(self) -> bool:
        """Whether every plugin works and nothing is left out."""
        return not self.left_out.every() and all(each.state == "works" for each in self.plugins)

    def usable(self, form: Frozen, override: str = "") -> ExerciseType | None:
        """The type of *form*, if it is here, says that it knows this version, and its *override* is not left out."""
        type_id, version, _ = _parts(form)
        kind = self.types.get(type_id)
        if kind is None or (override and self.left_out.holds(type_id, override)):
            return None
        return kind if self.attempt(type_id, lambda: version in kind.versions, otherwise=False) else None

    def render(self, form: Frozen, view: View, state: State, context: Context) -> Any:
        """The type's own inside of a page, sanitised; None where core draws: no type, another version, a failure.

        Config and answers of an older version are brought to the version of the code first.
        """
        from nearer.sanitise import sanitise

        kind = self.usable(form, "render")
        if kind is None:
            return None
        _, version, config = _parts(form)

        def draw() -> Any:
            try:
                today = config_of_today(kind, version, config)
                shown, told = page_of_today(kind, version, state, context)
            except RefusedError:
                return None
            with speaking(context.language):
                markup = kind.render(view, today, shown, told)
            return None if markup is None else sanitise(str(markup))

        return self.attempt(kind.id, draw, None, "render")

    def property_today(self, form: Frozen, name: str, value: Any) -> Any:
        """One property of an answer to *form*, which has passed the door, as the code of today reads it.

        For answers that a later step gathers. Where the type is gone, refuses or fails, it stays as it was given.
        """
        kind = self.usable(form)
        if kind is None or value is None:
            return value
        _, version, _ = _parts(form)

        def bring() -> Any:
            try:
                return answer_of_today(kind, version, {name: value}).get(name)
            except RefusedError:
                return value

        return self.attempt(kind.id, bring, value)

    def check_config(self, type_id: str, config: Json) -> list[Problem]:
        """What the type objects to in *config* beyond its schema; pointers are into the config."""
        kind = self.types[type_id]
        return self.attempt(type_id, lambda: _problems(kind.check_config(copy.deepcopy(config))), [])

    def check_response(self, form: Frozen, response: Json) -> list[Problem]:
        """What the type objects to in *response* beyond its schema; nothing, where it can't be asked.

        In an answer of an older version a problem points at the property: what lies below looks different today.
        """
        kind = self.usable(form, "check_response")
        if kind is None or type(kind).check_response is ExerciseType.check_response:
            return []
        _, version, config = _parts(form)

        def check() -> list[Problem]:
            try:
                today = config_of_today(kind, version, config)
                answer = answer_of_today(kind, version, copy.deepcopy(response))
            except RefusedError:
                return []
            found = _problems(kind.check_response(today, answer))
            is_older = version != kind.version
            return [
                replace(each, pointer="/".join(each.pointer.split("/")[:2])) if is_older else each for each in found
            ]

        return self.attempt(kind.id, check, [], "check_response")

    def attempt(self, type_id: str, call: Callable[[], T], otherwise: T, override: str = "") -> T:
        """The result of *call*; if it raises, *otherwise*, and the failure is remembered for the desk.

        An *override* that fails three times in a row is left out from then on, see :meth:`try_again`.
        """
        try:
            result = call()
        except GUARDED as error:
            known = self.failures.setdefault(type_id, Failures())
            known.count += 1
            self.turns += 1
            known.trace = _places(error)
            known.in_a_row[override] = known.in_a_row.get(override, 0) + 1
            if override and known.in_a_row[override] >= IN_A_ROW:
                self.left_out.add(LeftOut(type_id, override, known.trace))
            return otherwise
        if type_id in self.failures:
            self.failures[type_id].in_a_row.pop(override, None)
        return result

    def try_again(self, type_id: str, override: str) -> None:
        """Ask the type's *override* again from now on."""
        self.left_out.remove(type_id, override)
        self.turns += 1
        if type_id in self.failures:
            self.failures[type_id].in_a_row.pop(override, None)

    def program_problems(self, document: Json) -> list[Problem]:
        """What the linters of all plugins say; one that fails becomes a warning that names its plugin."""
        found: list[Problem] = []
        for name, call in self._calls("program_problems"):
            try:
                found += _problems(call(copy.deepcopy(document)))
            except GUARDED as error:
                self.failures.setdefault(name, Failures()).count += 1
                self.failures[name].trace = _places(error)
                found.append(
                    Problem("", f"The checks of the plugin {name} failed and were left out.", severity="warning")
                )
        return found

    # --- loading ------------------------------------------------------------

    def add(self, name: str, load: Callable[[], Any], module: str = "", version: str = "") -> None:
        """Bring in one plugin: whatever goes wrong is its own trouble."""
        plugin, first = PluginInfo(name, module or name, version), self.plugin(name)
        self.plugins.append(plugin)
        if first is not None:
            plugin.troubles.append(
                Trouble(f"The name {name} is taken by the plugin in {first.module}; choose another.")
            )
            return
        with _Guard(plugin, f"The plugin {name} could not be loaded."):
            loaded = load()
            self._hooks.register(loaded, name)
            try:
                self._hooks.check_pending()
            except pluggy.PluginValidationError:
                self._hooks.unregister(loaded, name)
                raise

    def add_folder(self, folder: Path, name: str = "") -> None:
        """Bring in a folder of data as the plugin *name*, by default the family that its manifest names."""
        from nearer.data_types import name_of, plugin_of

        self.add(name or name_of(folder), partial(plugin_of, folder), str(folder))

    def collect(self) -> None:
        """Ask every plugin for its types, then for what they may need, then for its content, apps and channels."""
        self._ask("register_exercise_types", "naming its exercise types", self._add_type)
        self._ask("register_widgets", "naming its controls", partial(self._add_named, Widget, self.widgets))
        self._ask("register_formats", "naming its formats", partial(self._add_named, Format, self.formats))
        self._ask("register_media", "naming its kinds of upload", partial(self._add_named, MediaKind, self.media))
        self._ask("register_library", "bringing its exercises and programs", self._add_document)
        self._ask("register_apps", "bringing its pages", partial(self._add_factory, self.apps))
        self._ask("register_composers", "bringing its messages", partial(self._add_factory, self.composers))
        channels = partial(self._add_factory, self.channel_kinds)
        self._ask("register_channels", "bringing its ways to send messages", channels)

    def _ask(self, hook: str, doing: str, add: Callable[[PluginInfo, Any], Any]) -> None:
        """Hand each thing that a plugin gives for *hook* to *add*."""
        for name, call in self._calls(hook):
            with _Guard(self._plugin(name), f"The plugin {name} failed while {doing}."):
                found = call()
                for each in found.items() if isinstance(found, dict) else found:
                    add(self._plugin(name), each)

    def _calls(self, hook: str) -> Iterator[tuple[str, Callable[..., Any]]]:
        """Each plugin's implementation of *hook* by itself, in the order of loading."""
        order = {plugin.name: index for index, plugin in enumerate(self.plugins)}
        found = getattr(self._hooks.hook, hook).get_hookimpls()
        for each in sorted(found, key=lambda each: order[each.plugin_name]):
            call = each.function if each.argnames or hook != "program_problems" else lambda _, f=each.function: f()
            yield each.plugin_name, call

    def _plugin(self, name: str) -> PluginInfo:
        return next(each for each in self.plugins if each.name == name)

    def _add_type(self, plugin: PluginInfo, kind: Any) -> None:
        from nearer.conformance import type_problems

        name = str(getattr(kind, "id", kind))
        plugin.offered.append(kind)
        with _Guard(plugin, f"The exercise type {name} failed its checks and was left out."):
            problems = [str(each) for each in type_problems(kind, plugin.name)]
            if problems:
                plugin.troubles.append(
                    Trouble(f"The exercise type {name} was left out: {problems[0]}", "\n".join(problems))
                )
            elif self._claim(plugin, self.types, kind.id, kind):
                plugin.types.append(kind.id)

    def _add_named(self, kind: type[Any], table: dict[str, Any], plugin: PluginInfo, value: Any) -> None:
        """Enter a control, a format or a kind of upload under its name, which begins with the plugin's."""
        name = str(getattr(value, "name", value))
        if not isinstance(value, kind) or name.partition(".")[0] != plugin.name or not name.partition(".")[2]:
            sentence = f"{name} was left out: it is a {kind.__name__}, and its name begins with {plugin.name}, a dot."
            plugin.troubles.append(Trouble(sentence))
        elif self._claim(plugin, table, name, value):
            {Widget: plugin.widgets, Format: plugin.formats}.get(kind, plugin.media).append(name)

    def _add_factory(self, table: dict[str, Any], plugin: PluginInfo, named: tuple[str, Callable[[Any], Any]]) -> None:
        self._claim(plugin, table, *named)

    def _add_document(self, plugin: PluginInfo, document: Json) -> None:
        from nearer.shapes import exercise_shape_problems, program_shape_problems
        from nearer.translating import with_catalogues

        is_program = document.get("nearer") == "program/1"
        shape_problems = program_shape_problems if is_program else exercise_shape_problems
        problems = [str(each) for each in shape_problems(document)]
        key = str(document.get("key", ""))
        if not problems and key.partition(".")[0] != plugin.name:
            problems = [f"/key: The key has to begin with {plugin.name}."]
        if problems:
            sentence = f"{key or 'A document without key'} was left out of the library: {problems[0]}"
            plugin.troubles.append(Trouble(sentence, "\n".join(problems)))
        else:
            said = with_catalogues(document, key, self)
            self._claim(plugin, self.templates if is_program else self.library, key, said)

    def _claim(self, plugin: PluginInfo, table: dict[str, Any], key: str, value: Any) -> bool:
        """Enter *value* under *key*, unless somebody was there first; the second claimant is named."""
        if key in table:
            plugin.troubles.append(
                Trouble(f"{key} is taken already; what the plugin {plugin.name} brought was left out.")
            )
            return False
        table[key] = value
        return True


class _Guard:
    """Turns whatever is raised inside into a trouble of the plugin."""

    def __init__(self, plugin: PluginInfo, problem: str) -> None:
        self.plugin, self.problem = plugin, problem

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, GUARDED):
            return False
        trace_text = "".join(traceback.format_exception(error))
        said = getattr(error, "problems", None)
        if said:  # files without Python: each place by itself
            self.plugin.troubles += [Trouble(f"{each.pointer}: {each.message}", trace_text) for each in said]
            return True
        reason = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
        self.plugin.troubles.append(Trouble(f"{self.problem} ({reason}{_last_place(error)})", trace_text))
        return True


def load_plugins(*, modules: Mapping[str, Any] | None = None, types: Path | None = None) -> Registry:
    """Load what the entry points name, and the folders in *types*; or, for tests, only *modules* by plugin name.

    Never raises for a plugin's sake: see :attr:`Registry.plugins` for what went wrong.
    """
    registry = Registry()
    if modules is None:
        for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
            registry.add(entry.name, entry.load, entry.value, entry.dist.version if entry.dist else "")
        for entry in sorted(entry_points(group=DATA_GROUP), key=lambda each: each.name):
            load = partial(_data_plugin, entry.value)
            registry.add(entry.name, load, entry.value, entry.dist.version if entry.dist else "")
    for name, module in (modules or {}).items():
        registry.add(name, partial(_same, module), getattr(module, "__name__", name))
    for folder in sorted(types.iterdir()) if types is not None and types.is_dir() else ():
        if folder.is_dir() and folder.name[0] not in "._":
            registry.add_folder(folder)
    registry.collect()
    return registry


def _parts(form: Frozen) -> tuple[str, int, Json]:
    """Type, version and config of a frozen form."""
    if isinstance(form, Form):
        return form.type, form.version, form.config
    return form["type"], form["version"], form["config"]


def _data_plugin(package: str) -> Any:
    """The plugin of a package that holds data and needs no Python."""
    from nearer.data_types import plugin_of

    found = find_spec(package)
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise ModuleNotFoundError(f"there is no package {package}")
    return plugin_of(Path(places[0]))


def _same(module: Any) -> Any:
    return module


def _problems(found: Iterable[Problem] | None) -> list[Problem]:
    return [each for each in found or () if isinstance(each, Problem)]


def _last_place(error: BaseException) -> str:
    """File and line that *error* came from, as an author looks for them; nothing where core itself raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames or Path(frames[-1].filename).parent == Path(__file__).parent:
        return ""
    return f"; {Path(frames[-1].filename).name}, line {frames[-1].lineno}"


def _places(error: BaseException) -> str:
    """Where a call failed: places and the kind of error, never its message, which may hold what somebody wrote."""
    places = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return "".join([*places, type(error).__name__])
