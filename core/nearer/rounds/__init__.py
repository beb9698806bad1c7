"""The rounds of the worker, one module each; a new one takes its place in :data:`nearer.worker.ROUNDS`."""
