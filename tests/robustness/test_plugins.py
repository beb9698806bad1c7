"""A plugin's failure stays the plugin's: the site runs, others work, the desk names it, and couples go on."""

from __future__ import annotations

import html
import sys
import types
from dataclasses import replace
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from fixtures import trial
from fixtures.installation import Person
from fixtures.whole import Browser, Clerk
from sqlalchemy import select

from nearer import Participation, Sample, hookimpl
from nearer import registry as loading
from nearer.store.engine import session_scope
from nearer.store.tables import metadata

WORDS = "Only-between-us-4k1z"
SOURCES = {
    "raises": "raise RuntimeError('broken on purpose')",
    "exits": "import sys\nsys.exit(3)",
    "missing": "import a_module_that_is_nowhere",
}


class Shaky(trial._Trial):
    """A type of the plugin ``shaky`` that fails wherever the switch says."""

    participation = Participation.EACH
    title = "Shaky"
    samples = (Sample("plain", {}),)
    failing: set[str] = set()

    def response_schema(self, config, role="self"):
        if "schema" in self.failing:
            return {"type": "object", "properties": {"word": {"type": "nonsense"}}}
        return {"type": "object", "properties": {"word": trial._text("One word", "both")}, "required": ["word"]}

    def render(self, view, config, state, context):
        if "render" in self.failing:
            raise RuntimeError(f"can't draw {state.mine}")

    def check_response(self, config, response):
        if "check" in self.failing:
            sys.exit(f"can't check {response}")
        return ()


def shaky(name: str, *failing: str) -> tuple[types.ModuleType, Shaky]:
    """The plugin *name* as a module, and its one type."""
    kind = type("Word", (Shaky,), {"id": f"{name}.word", "failing": set(failing)})()
    module = types.ModuleType(name)
    module.register_exercise_types = hookimpl(lambda: [kind])
    return module, kind


@pytest.fixture
def sources(tmp_path, monkeypatch) -> dict[str, str]:
    """Modules that fail at import, as entry points name them."""
    for name, source in SOURCES.items():
        (tmp_path / f"shaky_{name}.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    return {name: f"shaky_{name}" for name in SOURCES}


@pytest.fixture
def registry(sources, monkeypatch) -> Any:
    """Loaded through entry points: the trial plugin, the desk, three that die at import, two that are shaky."""
    good, kind = shaky("shaky")
    bad, _ = shaky("muddled", "schema")
    monkeypatch.setitem(sys.modules, "shaky_good", good)
    monkeypatch.setitem(sys.modules, "shaky_schema", bad)
    monkeypatch.setitem(sys.modules, "trial_plugin", trial.module())
    modules = {"trial": "trial_plugin", "desk": "nearer_admin", "shaky": "shaky_good", "muddled": "shaky_schema"}
    entries = [EntryPoint(name, module, loading.GROUP) for name, module in (modules | sources).items()]
    monkeypatch.setattr(loading, "entry_points", lambda group: entries)
    loaded = loading.load_plugins()
    loaded.shaky = kind
    return loaded


def program() -> dict[str, Any]:
    """The shaky step between two of the trial plugin."""
    steps = [trial.step("everything", trial.Everything), trial.step("diary", trial.Diary, "at_once")]
    shaky_step = trial.step("word", trial.Diary, "at_once")
    shaky_step["variants"][0]["type"] = "shaky.word"
    stage = {"id": "one", "title": "One", "summary": "", "steps": [steps[0], shaky_step, steps[1]]}
    return trial.program(stages=[stage])


@pytest.fixture
def couple(publish, enrol) -> tuple[Person, Person]:
    return enrol(publish(program()).link)


def boxes(installation: Any) -> list[Any]:
    """Everything that is stored of answers."""
    with session_scope(installation.engine) as session:
        tables = [metadata.tables[name] for name in ("entry", "box", "fact")]
        return [tuple(row) for table in tables for row in session.execute(select(table).order_by(*table.primary_key))]


def plugin_page(new_clerk: Any) -> str:
    """The desk's page of plugins, as an administrator reads it."""
    page = new_clerk("admin@example.org").get("/plugins/")
    assert page.status_code == 200
    return html.unescape(page.text)


def both_answer(pair: tuple[Person, Person], step: str, name: str) -> None:
    """Both answer *step*, and each reads what the other wrote."""
    for person, words in zip(pair, (WORDS + "-a", WORDS + "-b"), strict=True):
        assert person.get(step).status_code == 200
        sent = person.post(step, {f"f/{name}": words})
        assert sent.status_code == 303, sent.text
    for person in pair:
        page = person.get(step)
        assert page.status_code == 200
        assert WORDS + "-a" in page.text
        assert WORDS + "-b" in page.text


def test_plugins_that_die_at_import_or_break_their_schema_take_nobody_along(couple, registry, new_clerk):
    both_answer(couple, "s-everything/1", "feeling")
    both_answer(couple, "s-word/1", "word")
    page = plugin_page(new_clerk)
    for name in SOURCES:
        assert registry.plugin(name).state == "broken"
        assert f"The plugin {name} could not be loaded." in page
    assert registry.plugin("muddled").state == "broken"
    assert "The exercise type muddled.word was left out: /samples/plain/schemas/self/properties/word" in page
    assert "broken on purpose" in page
    assert "a_module_that_is_nowhere" in page
    assert registry.plugin("trial").state == registry.plugin("desk").state == "works"


@pytest.mark.parametrize("failing", [{"render"}, {"check"}, {"render", "check"}])
def test_a_type_that_fails_while_drawing_or_checking_is_replaced_by_core(failing, couple, registry, new_clerk, caplog):
    registry.shaky.failing.update(failing)
    both_answer(couple, "s-word/1", "word")
    both_answer(couple, "s-everything/1", "feeling")
    page = plugin_page(new_clerk)
    assert "since the start; core drew in its place" in page.partition("shaky.word")[2]
    assert WORDS not in page  # what a plugin says while it dies may hold what somebody wrote
    assert WORDS not in caplog.text
    assert "shaky.word" in registry.failures


def test_a_plugin_that_is_gone_half_way_leaves_answers_and_program_whole(couple, installation, publish, new_clerk):
    ada, bo = couple
    assert ada.post("s-word/1", {"f/word": WORDS + "-a"}).status_code == 303
    before = boxes(installation)
    left = without(installation, "shaky.word", "shaky")
    ada, bo = (moved(person, left) for person in (ada, bo))
    assert WORDS + "-a" in ada.get("s-word/1").text
    assert boxes(installation) == before
    assert 'name="f/word"' in bo.get("s-word/1").text
    refused = bo.post("s-word/1", {"f/word": ""})
    assert refused.status_code == 422  # core still checks by the frozen schema
    assert bo.post("s-word/1", {"f/word": WORDS + "-b"}).status_code == 303
    for person in (ada, bo):
        page = person.get("s-word/1").text
        assert WORDS + "-a" in page
        assert WORDS + "-b" in page
    both_answer((ada, bo), "s-everything/1", "feeling")
    assert boxes(installation)[: len(before)] != []
    assert set(before) <= set(boxes(installation))


def test_the_desk_goes_on_without_the_plugin(publish, enrol, installation, new_clerk):
    published = publish(program())
    ada, _ = enrol(published.link)
    ada.post("s-word/1", {"f/word": WORDS})
    email = new_clerk("own@example.org", published.practice).email
    clerk = Clerk(Browser(without(installation, "shaky.word", "shaky")), email).sign_in()
    with session_scope(installation.engine) as session:
        public = session.scalars(select(metadata.tables["couple"].c.public)).one()
    program_page = f"/program/{published.program}"
    for path in ("/", f"/couples/{public}/", f"/couples/{public}/steps/s-word/1/", f"{program_page}/", "/plugins/",
                 f"{program_page}/step/s-word", f"/publish/{published.program}/", "/library/"):  # fmt: skip
        assert clerk.get(path).status_code == 200, path
    assert "shaky.word" in clerk.get(f"/publish/{published.program}/").text  # it says what stands in the way


def test_a_newer_plugin_is_not_asked_about_older_steps(couple, registry):
    registry.shaky.failing.add("render")
    type(registry.shaky).version = 2
    both_answer(couple, "s-word/1", "word")
    assert "shaky.word" not in registry.failures


def without(installation: Any, type_id: str, plugin: str) -> Any:
    """The whole site on the same data, started again without *plugin*."""
    from nearer.web.dispatcher import wsgi

    registry = loading.load_plugins(modules={"trial": trial.module(), "desk": sys.modules["nearer_admin"]})
    assert type_id not in registry.types
    return wsgi(replace(installation, registry=registry))


def moved(person: Person, site: Any) -> Person:
    """The same browser at the site that was started again."""
    browser, name = Browser(site), f"n-{person.seat}"
    browser.set_cookie(name, person.client.get_cookie(name).value)
    return Person(browser, person.seat, person.way)
