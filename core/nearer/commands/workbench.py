"""`nearer plugin dev`: the workbench, where an author sees a plugin while writing it."""

from __future__ import annotations

import click

from nearer.commands.speaking import as_json_option, say


@click.command()
@click.argument("path", required=False)
@click.option("--port", default=8321, show_default=True, help="The port on this machine; 0 takes a free one.")
@as_json_option
def dev(path: str | None, *, port: int, as_json: bool) -> None:
    """Show the samples of a plugin to both partners in every view, anew whenever a file changes.

    PATH is as for `nearer plugin check`. It is served on this machine only, with made-up answers, until interrupted.
    """
    from nearer.serving import ServingError
    from nearer.workbench.bench import serve_workbench

    def tell(address: str) -> None:
        say([f"The workbench is at {address} (Ctrl+C ends it)."], {"address": address}, as_json=as_json)

    try:
        serve_workbench(path, port, tell)
    except ServingError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("", err=True)
