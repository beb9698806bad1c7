"""Words that every page of this family has: who reads it, and where to turn; alike for everybody and every answer."""

from nearer_plugins.fields import SHOWN, Schema, words

WHO_READS = (
    "Your partner never sees your answers. Where an answer asks for care, the counsellor of this program can open "
    "them, inside a safety task. Nobody reads them in real time."
)
HELP = (
    "If you need help today, the help page on this site has places to turn to. You don't have to be sure that it is "
    "bad enough, and you don't have to tell anybody here. In danger, call the emergency number where you are."
)
AFTERWARDS = (
    "If something changes, or if you would like to talk to somebody, the help page has places to turn to, today and on "
    "any day."
)


def pointing_fields() -> Schema:
    """The three texts as a counsellor edits them; addresses of local help are the practice's, live on every page."""
    return {
        "who_reads": words(
            "Who reads the answers",
            400,
            minLength=1,
            description="Shown above the questions. Say only what your practice really does.",
            default=WHO_READS,
            **SHOWN,
        ),
        "help": words(
            "Where to turn",
            400,
            minLength=1,
            description="Shown to everybody above the questions. Addresses belong to your practice's local help, which "
            "stands on every page and is always up to date.",
            default=HELP,
            **SHOWN,
        ),
        "afterwards": words(
            "Where to turn, afterwards",
            400,
            minLength=1,
            description="Shown to everybody after the questions, whatever they answered.",
            default=AFTERWARDS,
            **SHOWN,
        ),
    }
