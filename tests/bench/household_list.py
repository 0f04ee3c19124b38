"""The list of households that a phone fetches: how long it takes, how large it is, and what it costs to know it."""

from __future__ import annotations

from time import process_time

from tests.bench.province import LARGE_WARD, PASSWORD
from tests.bench.reading import RUNS, WARM_UPS, timed
from tests.bench.report import Budget, Report
from tests.bench.store import Store
from tests.client import Visitor
from tests.factories import household, make_entry

PATH = "/api/v1/households"
HOUSEHOLDS = 1_000
_AT_ONCE = 100


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
    report.row("server time", timed(visitor, PATH, 200), "ms", Budget(most=50))
    answer = visitor.http.get(PATH, headers={"Accept-Encoding": "gzip"})
    report.row("gzip", [len(answer.data) / 1000], "kB", Budget(most=60))
    begun = process_time()
    same = timed(visitor, PATH, 304, If_None_Match=answer.headers["ETag"])
    report.row("304", same, "ms")
    cpu = (process_time() - begun) * 1000 / (RUNS + WARM_UPS)
    report.row("304: CPU, with that of the client", [cpu], "ms", Budget(most=2))
