"""What a plugin author tests with: the contract, every check of the kit, and samples drawn in all views."""

from nearer.registry import Registry, load_plugins
from nearer.testing.contract import (
    CLOSED,
    OPENED,
    contract_problems,
    sample_form,
    sample_state,
    spoil,
)

__all__ = [
    "CLOSED",
    "OPENED",
    "Registry",
    "contract_problems",
    "load_plugins",
    "sample_form",
    "sample_state",
    "spoil",
]
