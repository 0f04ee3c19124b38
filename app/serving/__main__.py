"""``python -m app.serving``: serve the app on 127.0.0.1, as ``make run`` and ``make serve`` do."""

from __future__ import annotations

import os

import click

from app.serving.port import HOST, PortError, PortTakenError, exclusive_port
from app.serving.server import HEAD_TIMEOUT, serve

_LAST_PORT = 65535


@click.command()
@click.option("--port", default=8000, type=click.IntRange(1, _LAST_PORT), envvar="PORT", show_default=True)
@click.option("--workers", default=2, type=click.IntRange(1), show_default=True, help="How many processes.")
@click.option("--target", default="app.serving.entry:served", show_default=True, help="The ASGI app to serve.")
@click.option("--head-timeout", default=HEAD_TIMEOUT, show_default=True, help="Seconds to send the head of a request.")
@click.option("--check", is_flag=True, help="Only tell whether the port can be listened on.")
def main(port: int, workers: int, target: str, head_timeout: int, check: bool) -> None:
    """Serve on 127.0.0.1 until a signal ends it; print the address when it answers."""
    try:
        with exclusive_port(port):
            if not check:
                serve(target, port, workers, lambda: click.echo(_welcome(port)), head_timeout=head_timeout)
    except PortError as error:
        raise click.ClickException(f"{_complaint(port, error)} {_way_out(port)}") from None


def _complaint(port: int, error: PortError) -> str:
    if isinstance(error, PortTakenError):
        return f"Port {port} is taken by another program, or this server runs already, which has to end first."
    return f"Port {port} cannot be used: {error}."


def _way_out(port: int) -> str:
    # Ports below 1024 are kept for root, so the hint never names one of them.
    other = port + 1 if 1024 <= port < _LAST_PORT else 8000
    if os.environ.get("PUBLIC_ORIGIN"):
        return f"To take another port, which the proxy has to know as well: PORT={other} make serve"
    return f"To take another port: PORT={other} make run"


def _welcome(port: int) -> str:
    if origin := os.environ.get("PUBLIC_ORIGIN"):
        return f"Từng Nhà: {origin}, behind a proxy to {HOST}:{port}"
    return f"Từng Nhà: http://{HOST}:{port}/  (Ctrl+C ends it)"


if __name__ == "__main__":
    main()
