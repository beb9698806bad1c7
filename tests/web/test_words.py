"""Every word that couples read goes through a catalogue, as the source of templates, Python and scripts tells."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TOP = Path(__file__).parents[2]
CORE = TOP / "core" / "nearer"
TEMPLATES = sorted(
    [*(CORE / "web").rglob("*.html"), *(CORE / "forms").rglob("*.html"), *(TOP / "plugins").rglob("templates/*.html")]
)
MODULES = sorted([*(CORE / "web").glob("*.py"), *(CORE / "forms").glob("*.py")])
SCRIPTS = sorted((CORE / "web" / "static").glob("*.js"))
SPEAKS = {"_", "n_", "N_"}
READ_ALOUD = {"aria-label", "title", "alt", "placeholder"}
GAP = "\ue123"
SENTENCE = re.compile(r"^[A-Z“][^<>{}=/_]* [^<>{}=_]*$|^[A-Z][a-z]+( [a-z]+)+$")
WORDS = re.compile(r"[A-Z][a-z]{2}|[a-z]{3} [a-z]")
CODE = re.compile(r'[<>=]|^[a-z -]+$|\.(html|js|css)$|^[a-z]+="')
FOR_AUTHORS = {"checks.py"}
"""What speaks to authors of plugins, not to couples."""

FOR_MACHINES = ("User-agent",)


class Texts(HTMLParser):
    """The texts of a template between its expressions, and attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag, attrs):
        self._style = tag == "style"
        self.found += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_endtag(self, tag):
        self._style = False

    def handle_data(self, data):
        if not self._style:
            self.found.append(data)


def constants(node: nodes.Node):
    """Texts inside expressions that no call of ours says."""
    is_said = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in SPEAKS
    if is_said or isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for below in node.iter_child_nodes():
        yield from constants(below)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_a_template_holds_no_words_outside_of_messages(path):
    source = path.read_text("utf-8")
    reader = Texts()
    reader.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", GAP, source, flags=re.S), flags=re.S))
    outside = [" ".join(each.replace(GAP, "").split()) for each in reader.found]
    inside = [each for part in Environment().parse(source).find_all(nodes.Output) for each in constants(part)]
    assert [each for each in outside if any(sign.isalpha() for sign in each) and not CODE.search(each)] == []
    assert [each for each in inside if WORDS.search(each) and not CODE.search(each)] == []


@pytest.mark.parametrize("path", [p for p in MODULES if p.name not in FOR_AUTHORS], ids=lambda path: path.name)
def test_a_module_of_the_couples_pages_holds_no_sentence_outside_of_messages(path):
    tree = ast.parse(path.read_text("utf-8"))
    said: set[int] = set()
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", "") or getattr(getattr(node, "func", None), "attr", "")
        if name in SPEAKS or name.endswith("Error") or name in ("error", "warning", "compile"):
            said |= {id(each) for each in ast.walk(node)}
        if isinstance(node, ast.Expr):
            said.add(id(node.value))
    found = (each for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    texts = [each.value for each in found if id(each) not in said and not each.value.startswith(FOR_MACHINES)]
    assert [each for each in texts if SENTENCE.match(each)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_takes_its_words_from_the_page(path):
    source = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"))
    texts = re.findall(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`', source)
    assert [each for pair in texts for each in pair if re.search(r"[A-Z]?[a-z]+ [a-z]+ [a-z]+", each)] == []
