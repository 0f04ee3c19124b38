"""Files of entries: how fast they stream from the real server, and whether the server's memory grows with them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter, process_time
from typing import IO
from zipfile import ZipFile

import xlsxwriter

from app.month import Month
from tests.bench.answers import MarkCount
from tests.bench.processor_time import usage_of
from tests.bench.ratios import ratios
from tests.bench.report import Budget, Report
from tests.bench.server import Browser, serving
from tests.bench.store import Store
from tests.served import Server

RUNS = 3
FLAT = Budget(most=16)
"""MiB by which the peak may differ between the shortest and the longest file."""

_PIECE = 262_144  # bytes
_SAMPLE = 50_000
"""How many rows of a file the bare library writes at most, to compare with."""

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How rows of a downloaded file are counted, how the bare library writes some, and what is asked of the file."""

    count: Callable[[IO[bytes]], int]
    write: Callable[[Rows, IO[bytes]], None]
    rate: Budget | None
    beside_bare: Budget
    """What share of the rows a second of the bare library a file is to come at."""


def _count_lines(file: IO[bytes]) -> int:
    return _marks(file, b"\r\n")


def _count_sheet_rows(file: IO[bytes]) -> int:
    with ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        return _marks(sheet, b"<row ")


def _marks(file: IO[bytes], mark: bytes) -> int:
    count = MarkCount(mark)
    while piece := file.read(_PIECE):
        count.add(piece)
    return count.number


def _write_lines(rows: Rows, file: IO[bytes]) -> None:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    file.write(text.getvalue().encode())


def _write_sheet(rows: Rows, file: IO[bytes]) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat(_count_lines, _write_lines, Budget(least=60_000), Budget(least=0.4)),
    "xlsx": FileFormat(_count_sheet_rows, _write_sheet, None, Budget(least=0.8)),
}


def measure(report: Report, store: Store, sizes: dict[Month, int]) -> None:
    """Stream the months of ``sizes``, the smallest first, in each format that the server has."""
    by_rows = sorted(sizes.items(), key=lambda item: item[1])
    with serving(store) as server:
        browser = Browser(server.port)
        browser.sign_in(store.users.coordinator_phone)
        # This fills the page cache, which has a bound of its own; from here on only rows could pile up.
        with _download(browser, "csv", *by_rows[-1]) as (_, file):
            sample = list(islice(csv.reader(TextIOWrapper(file, "utf-8-sig", newline="")), _SAMPLE))
        for ending in FORMATS:
            report.section(f"entries.{ending}, {store.engine}, from granian")
            if _has(browser, ending, by_rows[0][0]):
                _measure_format(report, store, server, browser, by_rows, ending, sample)
            else:
                report.say("The server has no such file.")
        browser.close()


def _measure_format(
    report: Report,
    store: Store,
    server: Server,
    browser: Browser,
    by_rows: Sequence[tuple[Month, int]],
    ending: str,
    sample: Rows,
) -> None:
    assert server.process is not None
    file_format, growths = FORMATS[ending], []
    for month, rows in by_rows:
        before = sum(_memory(pid, "VmRSS") for pid in server.workers())
        for pid in server.workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # Resets the peak.
        used = usage_of(server.process.pid, store.postmaster)
        rates, bare_rates, bare_costs = [], [], []
        for _ in range(RUNS):
            with _download(browser, ending, month, rows) as (seconds, _):
                rates.append(rows / seconds)
            bare_rate, bare_cost = _bare(file_format, sample[:rows])
            bare_rates.append(bare_rate)
            bare_costs.append(1000 * bare_cost * rows)
        cost = (usage_of(server.process.pid, store.postmaster) - used).per_request(RUNS)
        growths.append(sum(_memory(pid, "VmHWM") for pid in server.workers()) - before)
        report.row(f"{rows:,} rows", rates, "rows/s", file_format.rate, cost)
        report.row(f"{rows:,} rows : the bare library", ratios(rates, bare_rates), "×", file_format.beside_bare)
        report.row(f"{rows:,} rows : the bare library, of processors", [median(bare_costs) / cost.app], "×")
        report.row(f"{rows:,} rows: workers' peak over before", [growths[-1]], "MiB")
    report.row("memory: longest over shortest", [growths[-1] - growths[0]], "MiB", FLAT)


def _has(browser: Browser, ending: str, month: Month) -> bool:
    answer = browser.send("GET", f"/reports/entries.{ending}?month={month}")
    answer.read()
    return answer.status != 404


@contextmanager
def _download(browser: Browser, ending: str, month: Month, rows: int) -> Iterator[tuple[float, IO[bytes]]]:
    """Yield how many seconds the file of a month takes, and the file, which has so many rows below its heading."""
    with TemporaryFile() as file:
        start = perf_counter()
        answer = browser.send("GET", f"/reports/entries.{ending}?month={month}")
        while piece := answer.read(_PIECE):
            file.write(piece)
        seconds = perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"entries.{ending} of {month} was answered {answer.status}")
        file.seek(0)
        if (found := FORMATS[ending].count(file) - 1) != rows:
            raise RuntimeError(f"entries.{ending} of {month} has {found:,} rows instead of {rows:,}")
        file.seek(0)
        yield seconds, file


def _bare(file_format: FileFormat, sample: Rows) -> tuple[float, float]:
    """Return how many rows the bare library writes into a file in a second, and the seconds of processors of one."""
    with TemporaryFile() as file:
        start, begun = perf_counter(), process_time()
        file_format.write(sample, file)
        return len(sample) / (perf_counter() - start), (process_time() - begun) / len(sample)


def _memory(pid: int, name: str) -> float:
    """Return a line of a process's memory status, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1024
