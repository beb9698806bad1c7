"""The benchmark: what a step page and a submission cost against a bare reply of the same size, in the same run."""

from nearer.bench.report import run

__all__ = ["run"]
