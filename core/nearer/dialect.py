"""The public face of the schema dialect: check instances, check schemas, keep compiled validators."""

from nearer.forms.checks import schema_problems
from nearer.rules.dialect import Validator, compile, problems  # noqa: A004 - as in `re`
from nearer.rules.problems import Problem
from nearer.rules.visibility_names import VISIBILITIES

__all__ = ["VISIBILITIES", "Problem", "Validator", "compile", "problems", "schema_problems"]
