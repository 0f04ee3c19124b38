"""The list of households that a phone fetches: how long it takes, how large it is, and what it costs to know it."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.test import run_wsgi_app

from tests.bench.province import LARGE_WARD, PASSWORD
from tests.bench.reading import RUNS, print_timed, timed
from tests.bench.report import Budget, Report
from tests.bench.store import Store
from tests.client import Visitor
from tests.factories import household, make_entry

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH = "/api/v1/households"
HOUSEHOLDS = 1_000
_AT_ONCE = 100
_IN_A_ROW = 50


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Let a team meet a thousand households, and fetch the list."""
    visitor = Visitor(store.app)
    visitor.sign_in(store.users.authors[LARGE_WARD][-1].phone, PASSWORD)
    area = visitor.get("/api/v1/bootstrap").json["neighbourhoods"][0]["id"]
    number = HOUSEHOLDS // 10 if quick else HOUSEHOLDS
    state = {"people_14": 4, "people_18": 3, "people_60": 1, "smartphones": 3, "internet": True, "have": {"vneid_2": 2}}
    for start in range(0, number, _AT_ONCE):
        homes = [household(f"Số {each}, ngõ {each % 40}") for each in range(start, min(start + _AT_ONCE, number))]
        visitor.sync(*(make_entry(household=home, neighbourhood=area, state=state) for home in homes))
    report.section(f"The list of {number:,} households, {store.engine}")
    print_timed(report, "server time", timed(store, visitor, PATH, 200), Budget(most=50))
    answer = visitor.http.get(PATH, headers={"Accept-Encoding": "gzip"})
    report.row("gzip", [len(answer.data) / 1000], "kB", Budget(most=60))
    environ = visitor.http.get(PATH, headers={"If-None-Match": answer.headers["ETag"]}).request.environ
    report.row("304: CPU of the app", [_cpu(store.app, environ) for _ in range(RUNS)], "ms", Budget(most=2))


def _cpu(app: Flask, environ: WSGIEnvironment) -> float:
    """Return the milliseconds of CPU that the app takes to answer 304, without those that a client takes in a test."""
    begun = process_time()
    for _ in range(_IN_A_ROW):
        _body, status, _headers = run_wsgi_app(app, dict(environ), buffered=True)
        assert status.startswith("304"), status
    return (process_time() - begun) * 1000 / _IN_A_ROW
