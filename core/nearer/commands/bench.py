"""`nearer bench`: what a step page and a submission cost, as ratios taken in one run."""

from __future__ import annotations

import json as json_module

import click


@click.command()
@click.option("--answers", "sizes", type=int, multiple=True, default=(1_000, 1_000_000), show_default=True)
@click.option("--requests", type=click.IntRange(1), default=150, show_default=True, help="Requests in a round.")
@click.option("--json", is_flag=True, help="One JSON document on standard output.")
def bench(sizes: tuple[int, ...], requests: int, *, json: bool) -> None:
    """Measure a step page and a submission against a bare reply of the same size, in the same run.

    CPU is that of the server process, per request; Linux only. A million answers take some minutes and 2 GB of disk.
    """
    from nearer.bench import run

    told = run(sizes, requests=requests, say=lambda text: click.echo(text, err=True))
    if json:
        click.echo(json_module.dumps(told))
        return
    click.echo(
        f"{'answers':>10}  {'work':<12}{'CPU us':>8}{'bare us':>9}{'x bare':>8}{'per s':>8}{'rate':>7}{'bytes':>8}"
    )
    for row in told["rows"]:
        click.echo(
            f"{row['answers']:>10,}  {row['work']:<12}{row['microseconds']:>8}{row['bare_microseconds']:>9}"
            f"{row['times_bare']:>8}{row['per_second']:>8}{row['rate']:>7}{row['bytes']:>8}"
        )
    click.echo("\nQuery plans of a step page:")
    for line in told["plans"]:
        click.echo(f"  {line}")
