"""What a browser posts for a form that nobody touched, so that tests can fill in and post forms without one."""

from datetime import date
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.fields = []
        self.buttons = []
        self.ids = []
        self._area = None
        self._select = None

    def handle_starttag(self, tag, attrs):
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        name = found.get("name")
        if tag == "textarea":
            self._area = [name, ""]
        elif tag == "select":
            self._select = [name, []]
        elif tag == "option":
            self._select[1].append((found["value"], "selected" in found))
        elif tag == "button" and name:
            self.buttons.append((name, found["value"]))
        elif tag == "input" and name:
            self._input(name, found)

    handle_startendtag = handle_starttag

    def _input(self, name, found):
        kind, value = found.get("type", "text"), found.get("value", "")
        if kind in ("checkbox", "radio") and "checked" not in found:
            return
        if kind in ("text", "date"):
            value = value.replace("\n", "").replace("\r", "")
        if kind == "date" and value:
            try:
                date.fromisoformat(value)
            except ValueError:
                value = ""
        if kind == "range":
            assert int(found["min"]) <= int(value) <= int(found["max"])
        self.fields.append((name, value))

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, text = self._area
            self.fields.append((name, text.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [options[0][0]]
            self.fields.append((name, chosen[-1]))
            self._select = None

    def handle_data(self, data):
        if self._area:
            self._area[1] += data


def parsed(markup):
    """The parsed markup: ``fields``, ``buttons`` and ``ids``."""
    text = str(markup).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    parser = _Fields()
    parser.feed(text.encode("utf-8").decode("utf-8"))
    parser.close()
    return parser


def fields_of(markup):
    """The fields that a browser would post, in order, line ends as CRLF."""
    posted = MultiDict()
    for name, value in parsed(markup).fields:
        lf = value.replace("\r\n", "\n").replace("\r", "\n")
        posted.add(name.replace("\n", "\r\n"), lf.replace("\n", "\r\n"))
    return posted


def filled(markup, **values):
    """The posted fields with *values* typed in; names are given without the prefix, ``__`` for a slash."""
    posted = fields_of(markup)
    for key, value in values.items():
        posted.setlist("f/" + key.replace("__", "/"), value if isinstance(value, list) else [value])
    return posted


def press(markup, verb, name, index=0):
    """The posted fields with the button *verb* of the list *name* pressed."""
    value = f"{verb} {name} {index}"
    assert ("~do", value) in parsed(markup).buttons
    posted = fields_of(markup)
    posted.add("~do", value)
    return posted
