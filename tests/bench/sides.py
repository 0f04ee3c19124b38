"""A side of a comparison: a checkout's own server on a database of its own, and people signed in to it.

Sides are driven over HTTP alone, and filled by a script that their own Python runs: so it does not matter what their
modules are called.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.database import table_of
from tests.bench.checkouts import BuiltCheckout, CheckoutError, last_line
from tests.bench.load import Drive, Phone, Work, run_drive, sync_requests
from tests.bench.processor_time import Usage, usage_of
from tests.bench.province import LARGE_WARD, PASSWORD, Author, Users, rows_and_users, work_of
from tests.bench.server import Browser
from tests.bench.store import SECRET_KEY, database, vacuum
from tests.served import Server, free_port

_SCRIPT = Path(__file__).with_name("fill_checkout.py")
CLIENTS = 32
_AT_ONCE = 100  # entries of a batch
_OF_READER = 200
"""How many entries the member has who reads: three a day for two months."""

_SENDING = 3
"""How many connections send what is stored before."""

_LONGEST = 3600.0  # seconds
FORMS = 2
"""The newest form of the wire that is known here."""


@dataclass(frozen=True)
class Side:
    """A served checkout. ``form`` is the newest form that it knows; ``phones`` are those of the ``authors``."""

    checkout: BuiltCheckout
    url: str
    server: Server
    postmaster: int | None
    form: int
    authors: Sequence[Author]
    phones: Sequence[Phone]
    readers: Mapping[str, Phone]
    """Who only reads, by role."""

    @property
    def name(self) -> str:
        """What it is called in figures."""
        return self.checkout.name

    def usage(self) -> Usage:
        """Return how much time of processors it has used so far."""
        assert self.server.process is not None
        return usage_of(self.server.process.pid, self.postmaster)

    def sync_requests(self, clients: int, sizes: Sequence[int], seed: str, work: Work = work_of) -> list[list[bytes]]:
        """Return the requests of so many ``clients``, each a batch of ``work`` of every one of ``sizes``."""
        senders = list(zip(self.authors, self.phones, strict=True))[:clients]
        return [
            sync_requests(self.server.port, author, phone, sizes, f"{seed} {author.user_id}", self.form, work)
            for author, phone in senders
        ]


@contextmanager
def served(checkout: BuiltCheckout, engine: str, entries: int) -> Iterator[Side]:
    """Serve a checkout on a new database with so many ``entries``, to the end of the block."""
    with database(engine) as (url, postmaster):
        users = _fill(checkout, url)
        with serving(checkout, url) as server:
            with closing(Browser(server.port)) as browser:
                browser.sign_in(users.coordinator_phone)
                form = _newest_form(browser)
            authors = users.clients(CLIENTS)
            phones = [signed_in(server.port, author.phone) for author in authors]
            side = Side(checkout, url, server, postmaster, form, authors, phones, _readers(server.port, users))
            _send(side, users.authors[LARGE_WARD][-1], entries)
            if engine == "postgresql":
                vacuum(url)
            yield side


@contextmanager
def serving(checkout: BuiltCheckout, url: str, **environ: str) -> Iterator[Server]:
    """Serve a checkout on the database at ``url``, to the end of the block."""
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder:
        log, port = Path(folder) / "server.log", free_port()
        command = checkout.serving_command(port)
        server = Server(url, log, secret_key=SECRET_KEY, port=port, command=command, folder=checkout.folder)
        server.environ |= environ
        with server:
            yield server


def signed_in(port: int, phone: str) -> Phone:
    """Sign somebody in over HTTP."""
    with closing(Browser(port)) as browser:
        token = browser.sign_in(phone)
        return Phone(browser.cookie, token)


def _fill(checkout: BuiltCheckout, url: str) -> Users:
    rows, users = rows_and_users()
    tables: dict[str, list[dict[str, Any]]] = {table_of(model).name: own for model, own in rows.items()}
    environ = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "PUBLIC_ORIGIN": "", "PYTHONPATH": str(checkout.folder)}
    # -P: the modules beside the script are not the checkout's.
    done = checkout.run([checkout.python, "-P", str(_SCRIPT)], pickle.dumps((tables, PASSWORD)), **environ)
    if done.returncode:
        raise CheckoutError(
            f"{checkout.name} cannot be measured: its database could not be filled ({last_line(done.stderr)})."
        )
    return users


def _newest_form(browser: Browser) -> int:
    """Return the newest form that a server knows, by what it adds for who asks for that."""
    settings = json.loads(browser.send("GET", f"/api/v1/bootstrap?form={FORMS}").read())["settings"]
    return FORMS if "state_services" in settings else 1


def _readers(port: int, users: Users) -> dict[str, Phone]:
    numbers = {
        "member": users.authors[LARGE_WARD][-1].phone,
        "coordinator": users.coordinator_phone,
        "province": users.province_phone,
    }
    return {role: signed_in(port, number) for role, number in numbers.items()}


def _send(side: Side, reading: Author, entries: int) -> None:
    """Let phones send what a log has when it is measured, so that the server is warm; the ``reading`` member's, too."""
    batches = max(entries // _AT_ONCE, 1)
    clients = min(CLIENTS, batches)
    port, own = side.server.port, [_AT_ONCE] * (_OF_READER // _AT_ONCE)
    prepared = side.sync_requests(clients, [_AT_ONCE] * (batches // clients), "before")
    prepared.append(sync_requests(port, reading, side.readers["member"], own, "own", side.form))
    # More at once would only wait for each other, on a busy machine until the server asks them to come again.
    shared = [[each for own in prepared[number::_SENDING] for each in own] for number in range(_SENDING)]
    outcome = run_drive(Drive(port, shared, _LONGEST, entries=_AT_ONCE, to_the_end=True))
    if outcome.errors:
        raise CheckoutError(f"{side.name} cannot be measured: {outcome.errors} batches were not stored.")
