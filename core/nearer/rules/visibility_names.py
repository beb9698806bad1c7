"""The nine visibilities, by name; what each means is the table of ``visibility.py``."""

VISIBILITIES = ("private", "choose", "both", "guess", "joint", "released", "aggregate", "counsellor", "screen")
"""Every value of ``x-visibility``, in the order of the design's table."""
