"""What a counsellor sends along with a link: texts to both or to each, in the practice's own words. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

BOTH = """Here is the place for the two of you that we spoke about. Each opens it on an own phone, or you take turns on one. No account and no e-mail address is needed. Go at your own pace.

{address}
{passcode}
{practice}"""  # noqa: E501 - a paragraph to send
EACH = """Here is the place that we spoke about. What you write there only for yourself, nobody else reads. If your partner has begun already, say so at the beginning; if not, you can make a way for them later.

{address}
{passcode}
{practice}"""  # noqa: E501 - a paragraph to send
PASSCODE = "It asks for a passcode, which I will tell you myself."
WORDS = ("{address}", "{passcode}", "{practice}", "{program}")


def texts(practice: Any, program_title: str, address: str, *, passcode: bool) -> list[tuple[str, str, str]]:
    """The two texts: name, heading, words with everything filled in."""
    values = {
        "{address}": address,
        "{passcode}": PASSCODE if passcode else "",
        "{practice}": practice.name,
        "{program}": program_title,
    }
    return [
        ("both", "Text to send to both", fill(practice.text_both or BOTH, values)),
        ("each", "Text to send to each", fill(practice.text_each or EACH, values)),
    ]


def fill(text: str, values: dict[str, str]) -> str:
    """*text* with *values* in place; an address that was forgotten stands at the end, and no gap where nothing is."""
    if "{address}" not in text:
        text = text.rstrip() + "\n\n{address}"
    for name, value in values.items():
        text = text.replace(name, value)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1]))


def moment_of(text: str, zone: str, *, end: bool = False) -> datetime | None:
    """The moment that somebody typed as a day, or a day and a time of *zone*; of a day alone its beginning or *end*.

    Raises:
        ValueError: it is neither.
    """
    text = text.strip()
    if not text:
        return None
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        raise ValueError("a time of the practice's zone has none of its own")
    if len(text) == len("2027-03-31"):
        local = datetime.combine(local.date(), time()) + timedelta(days=1 if end else 0)
    return local.replace(tzinfo=ZoneInfo(zone))


def typed(moment: datetime | None, zone: str) -> str:
    """The same the other way, for the field that it is typed in."""
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def said(moment: datetime | None, zone: str) -> str:
    """A moment in words, with the zone that it is of."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M} ({zone})"
