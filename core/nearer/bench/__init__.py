"""Benchmarks: what a couple's page costs against a bare reply, and a practice with as many couples as asked."""

from nearer.bench.crowd import Crowd, fill_practice
from nearer.bench.report import run
from nearer.bench.seeding import bench_installation
from nearer.bench.watching import Watched, watching

__all__ = ["Crowd", "Watched", "bench_installation", "fill_practice", "run", "watching"]
