"""Loads the fixtures that every folder of tests shares, and lets no property fail for being slow."""

from hypothesis import settings

# A machine that others use, too, makes any example slow now and then; what is slow is for the benchmarks to tell.
settings.register_profile("nearer", settings(), deadline=None)
settings.load_profile("nearer")

pytest_plugins = [
    "fixtures.databases",
    "fixtures.installation",
    "fixtures.browser",
    "fixtures.desk",
    "fixtures.whole",
    "fixtures.house",
    "fixtures.mailboxes",
    "fixtures.passkeys",
    "fixtures.wheels",
]
