"""What a plugin author tests with: every check of the kit, the contract, and samples drawn in all views."""

from nearer.registry import Registry, load_plugins
from nearer.testing.checks import FAILS, HOLDS, NOT_RUN, Check, Outcome, every_check, run_checks
from nearer.testing.contract import CLOSED, OPENED, contract_problems, sample_form, sample_state, spoil

__all__ = [
    "CLOSED",
    "FAILS",
    "HOLDS",
    "NOT_RUN",
    "OPENED",
    "Check",
    "Outcome",
    "Registry",
    "contract_problems",
    "every_check",
    "load_plugins",
    "run_checks",
    "sample_form",
    "sample_state",
    "spoil",
]
