"""`nearer worker`: the rounds, once for cron, or until interrupted."""

from __future__ import annotations

import json
import sys

import click


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and end: for cron. Exit code 1 if a round failed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one line for each work: how much each round did.")
@click.option("--beside", type=int, hidden=True, help="End when the parent is no longer the process of this number.")
def worker(*, once: bool, as_json: bool, beside: int | None) -> None:
    """Do what is due: messages, and what leaves by itself. `nearer serve` runs one, unless --no-worker.

    Two at once do no harm.
    """
    from nearer.commands.speaking import here
    from nearer.worker import Done, ended_by_signals, work, work_on

    def tell(done: Done) -> None:
        words = ", ".join(f"{name} {'failed' if count is None else count}" for name, count in done.items())
        click.echo(json.dumps(done, sort_keys=True) if as_json else f"Done: {words}.")
        sys.stdout.flush()

    installation = here()
    with ended_by_signals() as stop:
        if once:
            done = work(installation, stop=stop)
            tell(done)
            sys.exit(1 if None in done.values() else 0)
        work_on(installation, tell, stop=stop, beside=beside)
