"""Makes every check of Nearer's kit over this plugin, each as a test of its own."""

pytest_plugins = ["nearer.testing.plugin"]


def test_the_kit(nearer_check):
    nearer_check()
