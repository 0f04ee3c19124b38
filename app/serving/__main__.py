"""``python -m app.serving``: serve the app on 127.0.0.1, as ``make run`` and ``make serve`` do."""

from __future__ import annotations

import os

import click

from app.serving.port import HOST, PortTakenError
from app.serving.server import serve


@click.command()
@click.option("--port", default=8000, type=click.IntRange(1, 65535), envvar="PORT", show_default=True)
@click.option("--workers", default=2, type=click.IntRange(1), show_default=True, help="How many processes.")
@click.option("--target", default="app.serving.entry:served", show_default=True, help="The ASGI app to serve.")
def main(port: int, workers: int, target: str) -> None:
    """Serve on 127.0.0.1 until a signal ends it; print the address when it answers."""
    try:
        serve(target, port, workers, lambda: click.echo(_welcome(port)))
    except PortTakenError:
        raise click.ClickException(
            f"Port {port} is taken by another program, or this server runs already. "
            f"Stop that one, or take another port: PORT={port + 1} make run"
        ) from None


def _welcome(port: int) -> str:
    if origin := os.environ.get("PUBLIC_ORIGIN"):
        return f"Từng Nhà: {origin}, behind a proxy to {HOST}:{port}"
    return f"Từng Nhà: http://{HOST}:{port}/  (Ctrl+C ends it)"


if __name__ == "__main__":
    main()
