"""What plugins bring as channels is guarded like everything else they bring, and no sentence repeats a password."""

import types

import pytest
from fixtures import trial

from nearer import Channel, ChannelSettingError, NotSentError, hookimpl
from nearer.channels import channel_problems, open_channels
from nearer.registry import load_plugins

URL = "post:s3cret@host"


class Post(Channel):
    name, title, address = "post", "Post", None

    def __init__(self, url=""):
        self.url = url

    def send(self, message):
        raise NotSentError("It goes nowhere.")


def plugin(factory):
    module = types.ModuleType("inline")
    module.register_channels = hookimpl(factory)
    return module


def kinds(factory):
    return {"post": factory}


def test_register_channels():
    registry = load_plugins(modules={"mine": plugin(lambda: {"post": Post})})
    opened = open_channels(registry.channel_kinds, f"{URL}")
    assert opened["post"].url == URL
    assert channel_problems(registry.channel_kinds, URL) == []


def fail(*_):
    raise RuntimeError("s3cret")


def refuse(_):
    raise ChannelSettingError("The host is missing.")


@pytest.mark.parametrize(
    ("factory", "problem"),
    [
        (fail, "post: It could not be opened (RuntimeError)."),
        (refuse, "post: The host is missing."),
        (lambda _: "no channel", "post: What its plugin made is no Channel."),
    ],
)
def test_a_channel_that_can_not_be_opened_is_named_and_the_others_are_there(factory, problem):
    brought = {"post": factory, "other": Post}
    setting = f"{URL} other:x"
    assert list(open_channels(brought, setting)) == ["post"]
    assert channel_problems(brought, setting) == [problem]


def test_a_url_that_no_plugin_knows_says_which_there_are():
    assert channel_problems({"post": Post}, "pigeon:s3cret") == ["pigeon: No plugin sends this way. There are: post."]


def test_a_plugin_that_fails_while_naming_its_channels_is_broken_and_alone():
    registry = load_plugins(modules={"bad": plugin(fail), "trial": trial.module()})
    assert registry.plugin("bad").state == "broken"
    assert registry.types


def test_a_scheme_belongs_to_the_first(capsys):
    registry = load_plugins(modules={"a": plugin(lambda: {"post": Post}), "b": plugin(lambda: {"post": fail})})
    assert registry.channel_kinds["post"] is Post
    assert registry.plugin("b").state == "broken"


def test_an_installation_opens_what_its_settings_name(installation):
    assert installation.settings.channels == "console:"
    assert list(installation.channels) == ["trial"]  # which the trial plugin brings in place of the console
