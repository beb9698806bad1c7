"""Turns any schema into an accessible HTML form without script, and reads the posted form back into an instance.

The markup uses these classes: ``field`` (one control), with ``invalid`` where there is an error; ``field-error``
(the error's sentence), ``hint``, ``who-sees`` (the note on visibility), ``optional``, ``help``; ``choices`` (radio
buttons or boxes below each other), ``scale`` (radio buttons in a row), ``options`` around and ``choice`` for each;
``range``, ``tick``; ``group`` (an object), with ``ratings``; ``items`` (a list), ``item`` (one row), ``item-buttons``
with buttons ``up``, ``down``, ``remove``, and ``add``; ``branches`` and ``branch``; ``custom`` (a plugin's widget)
with ``piece`` (a labelled control in it); ``when`` (folded away as it does not apply now), ``raw`` (JSON), ``present``
and ``null`` (boxes of optional groups and of null), ``form-errors`` (errors without a place of their own, on top).
"""

from nearer.forms.form import Form, compile_form, read_form, render_form
from nearer.forms.names import NOTHING, field_id, pressed
from nearer.forms.page import WORDS

__all__ = ["NOTHING", "WORDS", "Form", "compile_form", "field_id", "pressed", "read_form", "render_form"]
