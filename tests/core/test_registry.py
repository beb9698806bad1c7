"""A plugin's failure stays the plugin's: whatever one does at start or while drawing, the others and core go on."""

from __future__ import annotations

import sys
import types
from importlib.metadata import EntryPoint

import pytest
from fixtures import trial

from nearer import Context, ExerciseType, Markup, Participation, Problem, Protocol, State, View, hookimpl, registry
from nearer.freezing import preview_edition
from nearer.registry import load_plugins

WORDS = "her secret words"
DEATHS = ("raise RuntimeError('broken on purpose')", "import sys; sys.exit(3)", "import nowhere_at_all")
CARD = Protocol("To try.", "None", 2026, "D", "Everything.", (), 2, 5)


def plugin(*kinds: ExerciseType, **hooks):
    """A module that registers *kinds*, and has *hooks* beside."""
    module = types.ModuleType("inline")
    if kinds:
        hooks["register_exercise_types"] = lambda: kinds
    for name, function in hooks.items():
        setattr(module, name, hookimpl(function))
    return module


def kind_of(name: str, **members) -> ExerciseType:
    """A type of one text, with *members* instead of its own."""
    given = {
        "id": name,
        "title": "A try",
        "participation": Participation.EACH,
        "factors": ("trust",),
        "protocol": CARD,
        "config_schema": {"type": "object"},
        "response_schema": lambda self, config, role="self": {
            "type": "object",
            "properties": {"word": {"type": "string", "maxLength": 50, "x-visibility": "both"}},
        },
    }
    return type("Try", (ExerciseType,), given | members)()


def form_of(kind: ExerciseType, loaded):
    edition, problems = preview_edition(
        {"title": "x", "variants": [{"form": "any", "type": kind.id, "config": {}}]}, loaded
    )
    assert edition is not None, problems
    return edition.order[0].form("alone")


def load(**modules):
    return load_plugins(modules={"trial": trial.module(), **modules})


def fail(*_args, **_options):
    raise RuntimeError(WORDS)


def leave(*_args, **_options):
    sys.exit("I leave")


@pytest.mark.parametrize("source", DEATHS)
def test_a_plugin_that_dies_at_import_is_named_and_the_others_live(source, tmp_path, monkeypatch):
    (tmp_path / "dies_at_import.py").write_text(source)
    (tmp_path / "stays_well.py").write_text("from fixtures.trial import register_exercise_types\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "dies_at_import", raising=False)
    modules = {"bad": "dies_at_import", "trial": "stays_well"}
    entries = [EntryPoint(name, module, "nearer.plugins") for name, module in modules.items()]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)

    loaded = load_plugins()

    assert loaded.plugin("bad").state == "broken"
    assert "bad could not be loaded" in loaded.plugin("bad").problem
    assert "dies_at_import" in loaded.plugin("bad").trace
    assert "trial.diary" in loaded.types


@pytest.mark.parametrize("act", [fail, leave])
@pytest.mark.parametrize("hook", ["register_exercise_types", "register_library", "register_apps"])
def test_a_hook_that_fails_takes_nothing_else_along(hook, act):
    loaded = load(bad=plugin(**{hook: lambda: act()}))
    assert loaded.plugin("bad").state == "broken"
    assert loaded.plugin("trial").state == "works"
    assert len(loaded.types) == 5


def test_a_misspelt_hook_is_a_trouble_and_no_silence():
    def register_exercise_tips():
        return []

    loaded = load(bad=plugin(register_exercise_tips=register_exercise_tips))
    assert "register_exercise_tips" in loaded.plugin("bad").problem
    assert len(loaded.types) == 5


def test_an_id_outside_the_plugins_own_name_is_refused():
    loaded = load(mine=plugin(kind_of("trial.stolen"), kind_of("mine.good")))
    assert "trial.stolen" not in loaded.types
    assert "mine.good" in loaded.types
    assert "begin with 'mine.'" in loaded.plugin("mine").problem


def test_the_second_claimant_of_an_id_is_refused_and_named():
    loaded = load(mine=plugin(kind_of("mine.one"), kind_of("mine.one", title="Second")))
    assert loaded.types["mine.one"].title == "A try"
    assert "mine.one is taken already" in loaded.plugin("mine").problem


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"config_schema": {"type": "objet"}}, "/config_schema"),
        ({"factors": ("luck",)}, "/factors"),
        ({"protocol": Protocol("p", "s", 2020, "Z", "l", ())}, "/protocol/grade"),
        ({"protocol": Protocol("p", "s", 2020, "A", "l", ("rain",))}, "/protocol/contraindications"),
        ({"participation": "alone"}, "/participation"),
        ({"versions": (7,)}, "/versions"),
    ],
)
def test_a_type_that_breaks_the_contract_is_left_out_with_its_pointer(members, told):
    loaded = load(mine=plugin(kind_of("mine.one", **members), kind_of("mine.two")))
    assert list(filter(lambda name: name.startswith("mine."), loaded.types)) == ["mine.two"]
    assert told in loaded.plugin("mine").problem


def test_a_response_property_without_visibility_is_refused_at_start():
    from nearer import Sample

    silent = {"type": "object", "properties": {"word": {"type": "string", "maxLength": 50}}}
    bad = kind_of("mine.one", samples=(Sample("plain", {}),), response_schema=lambda self, config, role="self": silent)
    loaded = load(mine=plugin(bad))
    assert "mine.one" not in loaded.types
    assert "/samples/plain/schemas/self/properties/word" in loaded.plugin("mine").trace


@pytest.mark.parametrize("act", [fail, leave])
def test_drawing_that_fails_gives_way_to_core_and_is_remembered_without_words(act):
    kind = kind_of("mine.one", render=act)
    loaded = load(mine=plugin(kind))
    form = form_of(kind, loaded)
    assert [loaded.render(form, view, State(), Context()) for view in View] == [None] * 5
    assert loaded.failures["mine.one"].count == 3  # after three in a row nobody asks any more
    assert "test_registry.py" in loaded.failures["mine.one"].trace
    assert WORDS not in loaded.failures["mine.one"].trace


@pytest.mark.parametrize("act", [fail, leave])
def test_checks_that_fail_object_to_nothing_and_are_remembered(act):
    kind = kind_of("mine.one", check_response=act, check_config=act)
    loaded = load(mine=plugin(kind))
    assert loaded.check_response(form_of(kind, loaded), {"word": "x"}) == []
    assert loaded.check_config("mine.one", {}) == []
    assert loaded.failures["mine.one"].count >= 2


def test_checks_that_fail_half_way_through_are_guarded_too():
    def check(self, config, response):
        yield Problem("/word", "Too bold.")
        raise RuntimeError

    kind = kind_of("mine.one", check_response=check)
    loaded = load(mine=plugin(kind))
    assert loaded.check_response(form_of(kind, loaded), {"word": "x"}) == []


def test_a_check_speaks_with_pointers():
    kind = kind_of("mine.one", check_response=lambda self, config, response: [Problem("/word", "Too bold.")])
    loaded = load(mine=plugin(kind))
    assert loaded.check_response(form_of(kind, loaded), {"word": "x"}) == [Problem("/word", "Too bold.")]


def test_code_is_called_only_for_versions_it_knows():
    kind = kind_of("mine.one", render=lambda self, *args: Markup("<p>new</p>"))
    old_form = form_of(kind, load(mine=plugin(kind)))
    newer = kind_of("mine.one", version=2, render=lambda self, *args: Markup("<p>new</p>"))
    assert load(mine=plugin(newer)).render(old_form, View.ANSWER, State(), Context()) is None
    both = kind_of("mine.one", version=2, versions=(1, 2), render=lambda self, *args: Markup("<p>new</p>"))
    assert load(mine=plugin(both)).render(old_form, View.ANSWER, State(), Context()) == "<p>new</p>"
    assert load().render(old_form, View.ANSWER, State(), Context()) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<p class="a" onclick="x()" style="color:red">hi</p>', '<p class="a">hi</p>'),
        (
            '<a href="https://evil.example">x</a><a href="//e">y</a><a href="#t">z</a>',
            '<a>x</a><a>y</a><a href="#t">z</a>',
        ),
        ('<form action="/x"><input name="a"><button>go</button></form>', "go"),
        ("<script>1</script><style>p{}</style><meta><base href='/'>ok", "ok"),
        ('<div data-fields=""></div>', '<div data-fields=""></div>'),
        (
            '<svg viewBox="0 0 9 9"><rect x="1" fill="url(//e)"></rect></svg>',
            '<svg viewBox="0 0 9 9"><rect x="1"></rect></svg>',
        ),
        ('<svg><foreignObject><form></form></foreignObject><use href="#x"></use></svg>', "<svg></svg>"),
        ('<img src="/pixel">', ""),
    ],
)
def test_markup_of_a_type_keeps_only_what_stays_on_the_page(given, kept):
    kind = kind_of("mine.one", render=lambda self, *args: Markup(given))
    loaded = load(mine=plugin(kind))
    assert loaded.render(form_of(kind, loaded), View.ANSWER, State(), Context()) == kept


def test_a_linter_that_fails_becomes_a_warning_that_names_its_plugin():
    def look(program):
        program.clear()
        return [Problem("/title", "Say more.", severity="hint")]

    loaded = load(good=plugin(program_problems=look), bad=plugin(program_problems=lambda program: fail()))
    document = trial.program()
    found = loaded.program_problems(document)
    assert Problem("/title", "Say more.", severity="hint") in found
    assert [each.severity for each in found if "bad" in each.message] == ["warning"]
    assert document == trial.program()


def test_a_library_document_that_is_wrong_is_left_out_and_named():
    variant = {"form": "any", "type": "mine.one", "config": {}}
    good = {"nearer": "exercise/1", "key": "mine.one.x", "title": "X", "variants": [variant]}
    wrong = {**good, "key": "mine.one.y", "minutes": "ten"}
    foreign = {**good, "key": "trial.z"}
    loaded = load(mine=plugin(kind_of("mine.one"), register_library=lambda: [good, wrong, foreign]))
    assert list(loaded.library) == ["mine.one.x"]
    assert "/minutes" in loaded.plugin("mine").problem
    assert "begin with mine" in loaded.plugin("mine").problem


def test_two_registries_share_nothing():
    first, second = load(mine=plugin(kind_of("mine.one"))), load()
    assert "mine.one" in first.types
    assert "mine.one" not in second.types
