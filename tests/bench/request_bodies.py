"""What it costs to take bodies in before a thread is used: beside granian's own WSGI side, in turns."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.load import HOST, Phase, run
from tests.bench.report import Budget, Report
from tests.bench.server import phone_of
from tests.bench.store import SECRET_KEY, Store
from tests.served import Server, free_port

ROUNDS = 10
QUICK_ROUNDS = 3
SECONDS = 2.0
CLIENTS = 8
PREPARED = {1: 4_000, 20: 16_000}
"""How many entries are written out for a round, by the size of its batches."""

_BARE = "--interface wsgi --workers 2 --blocking-threads 4 --backlog 1024 --no-ws --http 1 --log-level warning"


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Send the same batches to both servers in turns, on one database."""
    report.section(f"Sync by app.serving : by granian's WSGI side, {store.engine}")
    authors = store.users.clients(CLIENTS)
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder, ExitStack() as stack:
        bare = _bare(store, Path(folder) / "bare.log")
        ours = Server(store.url, Path(folder) / "ours.log", secret_key=SECRET_KEY)
        process = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        servers = [stack.enter_context(server) for server in (bare, ours)]
        senders = [[(author, phone_of(server.port, author)) for author in authors] for server in servers]
        for batch, prepared in PREPARED.items():
            costs, rates = [], []
            for number in range(1 + (QUICK_ROUNDS if quick else ROUNDS)):
                figures = []
                for server, phones in zip(servers, senders, strict=True):
                    before = server.cpu_seconds()
                    phase = Phase(server.port, phones, batch, SECONDS, prepared, f"{number} {server.port} {batch}")
                    rate = process.submit(run, phase).result().entries_per_second
                    figures.append(((server.cpu_seconds() - before) / rate, rate))
                costs.append(figures[1][0] / figures[0][0])
                rates.append(figures[1][1] / figures[0][1])
            # The first round warms both up.
            report.row(f"batches of {batch:>2}: CPU per request", costs[1:], "×", Budget(most=1.1))
            report.row(f"batches of {batch:>2}: entries/s", rates[1:], "×")


def _bare(store: Store, log: Path) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "granian", *_BARE.split(), "--host", HOST, "--port", str(port), "wsgi:app"]
    return Server(store.url, log, secret_key=SECRET_KEY, port=port, command=command)
