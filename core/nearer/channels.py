"""The ways to send messages that an installation has: what plugins brought, opened with what the operator set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from nearer.registry import GUARDED
from nearer.rules.channels import Channel, ChannelSettingError

Kinds = Mapping[str, Callable[[str], Channel]]


def open_channels(kinds: Kinds, setting: str) -> dict[str, Channel]:
    """The ways that *setting* names, one URL each, by name. One that can't be opened is left out."""
    found = (each for _, each in _opened(kinds, setting))
    return {each.name: each for each in found if isinstance(each, Channel)}


def channel_problems(kinds: Kinds, setting: str) -> list[str]:
    """What is wrong with *setting*, a sentence for each way that can't be opened."""
    return [f"{scheme}: {each}" for scheme, each in _opened(kinds, setting) if isinstance(each, str)]


def _opened(kinds: Kinds, setting: str) -> Iterator[tuple[str, Channel | str]]:
    for url in setting.split():
        scheme = url.partition(":")[0]
        yield scheme, _open(kinds, scheme, url)


def _open(kinds: Kinds, scheme: str, url: str) -> Channel | str:
    # A URL holds a password: no sentence repeats it, and of a stranger's exceptions only the kind is told.
    if scheme not in kinds:
        return f"No plugin sends this way. There are: {', '.join(sorted(kinds)) or 'none'}."
    try:
        channel = kinds[scheme](url)
    except ChannelSettingError as error:
        return str(error)
    except GUARDED as error:
        return f"It could not be opened ({type(error).__name__})."
    return channel if isinstance(channel, Channel) else "What its plugin made is no Channel."
