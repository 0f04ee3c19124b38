"""How many statements a request takes: those that the app makes, and those that PostgreSQL is sent, by its own log."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.load import HOST, Connection
from tests.bench.request_kinds import RequestKind
from tests.bench.sides import Side, serving

_HOOK = Path(__file__).with_name("counting_statements")
_NUMBER = 20
_WARM_UPS = 3
_LOGGED = re.compile(r"LOG:  (?:statement|execute [^:]*):")


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements per request: through SQLAlchemy, and in PostgreSQL's log, where transactions and pings are as well."""

    made: float
    logged: float | None


def counted(side: Side, kinds: Sequence[RequestKind]) -> dict[str, Statements]:
    """Return the statements of each kind; one client sends them to a server of their own on the side's database."""
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder:
        marks = Path(folder) / "statements"
        marks.touch()
        environ = {"PYTHONPATH": str(_HOOK), "COUNTED_STATEMENTS": str(marks)}
        log = _log_of(side)
        url = f"{side.url}&options=-c%20log_statement%3Dall" if log else side.url
        with serving(side.checkout, url, **environ) as server:
            other = replace(side, server=server)
            return {kind.name: _of_kind(other, kind, marks, log) for kind in kinds}


def _of_kind(side: Side, kind: RequestKind, marks: Path, log: Path | None) -> Statements:
    # All by one connection, and so by one process, which is warm after the first few.
    drive = replace(kind, clients=1).drive(side, _WARM_UPS + _NUMBER, f"statements {kind.name}")
    requests = iter(drive.prepared[0])
    with closing(socket.create_connection((HOST, side.server.port))) as client:
        connection = Connection(client, requests)
        _exchange(connection, _WARM_UPS)
        with _grown(lambda: marks.stat().st_size) as made, _grown(lambda: _logged(log)) as logged:
            _exchange(connection, _NUMBER)
    return Statements(made[0] / _NUMBER, logged[0] / _NUMBER if log else None)


def _exchange(connection: Connection, number: int) -> None:
    for _ in range(number):
        connection.send()
        while connection.receive() is None:
            pass


@contextmanager
def _grown(count: Callable[[], int]) -> Iterator[list[int]]:
    """Yield a list to which is added, at the end of the block, by how much a count has grown."""
    grown: list[int] = []
    before = count()
    yield grown
    grown.append(count() - before)


def _log_of(side: Side) -> Path | None:
    """Return the log of a side's PostgreSQL server."""
    folder = re.search(r"\?host=([^&]+)", side.url)
    return Path(folder[1]) / "log" if folder else None


def _logged(log: Path | None) -> int:
    return logged_statements(log.read_text(encoding="utf-8")) if log else 0


def logged_statements(text: str) -> int:
    """Return how many statements stand in a log of PostgreSQL's: sent as text, or prepared and then run."""
    return len(_LOGGED.findall(text))
