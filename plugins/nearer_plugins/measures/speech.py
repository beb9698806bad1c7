"""The words of this family in the language of whoever reads them."""

from nearer import N_, translations

__all__ = ["N_", "_", "n_"]

_words = translations("nearer_plugins.measures")
_, n_ = _words._, _words.n_
