"""What a plugin author imports: the classes to subclass, their values, the marker for hooks, the word lists."""

from markupsafe import Markup

from nearer.documents import UnreadableError, read_document
from nearer.languages import N_, day_in_words, isolated, listed, number, translations
from nearer.rules.channels import Channel, ChannelSettingError, Message, NotSentError
from nearer.rules.contract import Context, ExerciseType, Migration, OwnList, Protocol, RefusedError, Sample, State
from nearer.rules.formats import Converted, Format
from nearer.rules.hookspecs import hookimpl
from nearer.rules.media import Checked, MediaKind
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS, FACTORS, GRADES, Participation, View
from nearer.rules.widgets import Field, Widget

__all__ = [
    "CONTRAINDICATIONS",
    "FACTORS",
    "GRADES",
    "N_",
    "Channel",
    "ChannelSettingError",
    "Checked",
    "Context",
    "Converted",
    "ExerciseType",
    "Field",
    "Format",
    "Markup",
    "MediaKind",
    "Message",
    "Migration",
    "NotSentError",
    "OwnList",
    "Participation",
    "Problem",
    "Protocol",
    "RefusedError",
    "Sample",
    "State",
    "UnreadableError",
    "View",
    "Widget",
    "day_in_words",
    "hookimpl",
    "isolated",
    "listed",
    "number",
    "read_document",
    "translations",
]
