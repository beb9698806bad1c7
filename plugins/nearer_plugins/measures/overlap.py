"""Two circles that overlap more from picture to picture, drawn as our own SVG with plain geometry."""

from markupsafe import Markup

from nearer_plugins.measures.speech import N_, _

STEPS = 7
RADIUS = 24
WIDTH, HEIGHT = 112, 62

WORDS = (
    N_("two circles side by side, not touching"),
    N_("two circles that touch"),
    N_("two circles that overlap a little"),
    N_("two circles that overlap by a third"),
    N_("two circles that overlap by half"),
    N_("two circles that overlap for the most part"),
    N_("two circles that are almost one"),
)


def distance(step: int) -> float:
    """How far apart the centres are at *step* 1 to 7: from a little gap to almost one on the other."""
    widest, narrowest = 2 * RADIUS + 6, 0.2 * RADIUS
    return round(widest - (widest - narrowest) * (step - 1) / (STEPS - 1), 1)


def picture(step: int) -> Markup:
    """The two circles of *step*, with a title for those who don't see it."""
    half = distance(step) / 2
    circles = Markup("").join(
        Markup(
            '<circle cx="{}" cy="{}" r="{}" fill="currentColor" fill-opacity="0.12" stroke="currentColor" '
            'stroke-width="2"></circle>'
        ).format(round(WIDTH / 2 + side * half, 1), HEIGHT / 2, RADIUS)
        for side in (-1, 1)
    )
    return Markup('<svg viewBox="0 0 {} {}" width="{}" height="{}" role="img"><title>{}</title>{}</svg>').format(
        WIDTH, HEIGHT, WIDTH, HEIGHT, f"{step}: {_(WORDS[step - 1])}", circles
    )
