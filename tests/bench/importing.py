"""Lists from Excel: 50,000 households come in, once more, and are taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import sqlalchemy as sa
import xlsxwriter

from app.database import reader
from app.extensions import db
from app.imports.apply_actions import PartOutcome
from app.imports.choices import RowCounts
from app.imports.import_steps import apply_next, loaded_again, plan_import, store_list, undo_next
from app.imports.list_areas import ListAreas
from app.imports.list_kind import ListCode
from app.imports.models import Import
from app.imports.new_list import NewList
from app.imports.reading import read_file
from app.month import now, today
from app.people.authority import OPERATOR
from app.registry.models import Household
from tests.bench.province import LARGE_WARD
from tests.bench.report import Budget, Report
from tests.bench.store import Store

HOUSEHOLDS = 50_000
_PAGE = 4096  # bytes
T = TypeVar("T")


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Bring a list of households in from a workbook, the same one again, and take the first one back."""
    number = HOUSEHOLDS // 10 if quick else HOUSEHOLDS
    report.section(f"Lists from Excel, {store.engine}, {number:,} households of an .xlsx")
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder, store.app.test_request_context():
        path = Path(folder) / "ho.xlsx"
        _write(path, list(ListAreas(reader(), LARGE_WARD, today()).names.values()), number)
        reader().rollback()
        _bring_in_small(path, folder)
        with _memory(report, "bringing in"):
            first = _timed(
                report, "read, recognised, planned and applied", Budget(most=60), lambda: _bring_in(report, path)
            )
        counts = RowCounts.parse(first.counts)
        report.row("of them new", [counts.done_new], "", Budget(least=number))
        again = _timed(report, "the same list again, until planned", Budget(most=60), lambda: _planned(path))
        report.row("of its rows the same", [RowCounts.parse(again.counts).same], "", Budget(least=number))
        reader().rollback()
        holds = _timed(report, "taken back", Budget(most=60), lambda: _taken_back(first))
        _report_holds(report, "taking back", holds)
        remaining = sa.select(sa.func.count()).where(Household.ward_id == LARGE_WARD, Household.is_listed)
        report.row("households that stay", [reader().scalar(remaining) or 0], "", Budget(most=0))
        reader().rollback()


def _write(path: Path, areas: list[str], number: int) -> None:
    """Write a list as offices have them, with titles above its head."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ["DANH SÁCH HỘ GIA ĐÌNH"])
        sheet.write_row(2, 0, ["STT", "Tổ dân phố", "Số nhà", "Ngõ", "Đường"])
        for place in range(number):
            house, lane, street = place % 55 + 1, place // 55 % 40 + 1, place // 2200 + 1
            row = [place + 1, areas[place * len(areas) // number], house, lane, f"Lê Lợi {street}"]
            sheet.write_row(place + 3, 0, row)


def _bring_in_small(path: Path, folder: str) -> None:
    """Load what the first import of a process loads, so that its memory is not counted."""
    small = Path(folder) / "small.xlsx"
    _write(small, ["Không có"], 3)
    _planned(small)
    reader().rollback()


def _planned(path: Path) -> Import:
    new = NewList(ListCode.HOUSEHOLDS, path.name, "0" * 64, "Công an phường", today(), "")
    imported = store_list(reader(), LARGE_WARD, new, read_file(path, path.name), None, now())
    plan_import(reader(), imported, OPERATOR, now())
    return loaded_again(reader(), LARGE_WARD, imported.id)


def _bring_in(report: Report, path: Path) -> Import:
    imported = _planned(path)
    holds = _parts(imported, lambda each: apply_next(reader(), each, OPERATOR, now(), each.version))
    _report_holds(report, "applying", holds, Budget(most=3))
    return loaded_again(reader(), LARGE_WARD, imported.id)


def _taken_back(imported: Import) -> list[float]:
    return _parts(imported, lambda each: undo_next(reader(), each, OPERATOR, now(), each.version))


def _parts(imported: Import, send: Callable[[Import], PartOutcome]) -> list[float]:
    """Send the parts of an import one after another; return for how many seconds each held the write lock."""
    import_id, outcome = imported.id, PartOutcome.DONE
    with _holds() as holds:
        while outcome is PartOutcome.DONE:
            outcome = send(loaded_again(reader(), LARGE_WARD, import_id))
    return holds


@contextmanager
def _holds() -> Iterator[list[float]]:
    """Measure each write transaction from its beginning until its connection is given back."""
    engine, holds, begun = db.engine, list[float](), list[float]()

    def begin(connection: sa.Connection) -> None:
        begun.append(perf_counter())

    def end(*connection: object) -> None:
        if begun:
            holds.append(perf_counter() - begun.pop())

    sa.event.listen(engine, "begin", begin)
    sa.event.listen(engine, "checkin", end)
    try:
        yield holds
    finally:
        sa.event.remove(engine, "begin", begin)
        sa.event.remove(engine, "checkin", end)


def _report_holds(report: Report, what: str, holds: list[float], budget: Budget | None = None) -> None:
    report.row(f"{what}: write lock held in all", [sum(holds)], "s", budget)
    report.row(f"{what}: longest single hold", [max(holds)], "s", Budget(most=0.5))


def _timed(report: Report, what: str, budget: Budget, work: Callable[[], T]) -> T:
    start, cpu = perf_counter(), process_time()
    result = work()
    report.row(what, [perf_counter() - start], "s", budget)
    report.row(f"{what}: CPU of the server", [process_time() - cpu], "s")
    return result


@contextmanager
def _memory(report: Report, what: str) -> Iterator[None]:
    """Report by how much the memory of this process is larger meanwhile, at most."""
    before, most, is_over = _resident(), [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            most[0] = max(most[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
    report.row(f"{what}: memory of the server", [most[0] - before], "MB", Budget(most=50))


def _resident() -> float:
    """Return how much memory this process has, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6
