"""Loads the fixtures that every folder of tests shares."""

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
