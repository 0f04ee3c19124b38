"""What the rows of a list would do is found by going over them once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import pytest
from flask import Flask

from app.database import reader
from app.imports.kinds.populations import PopulationList
from app.imports.lazy_rows import LazyRows
from app.imports.part_contents import planned_rows
from app.imports.planning import plan_list
from app.imports.recognition import recognise
from app.imports.sheets import ListCell
from app.imports.unread_rows import UnreadReason
from tests.imports.list_steps import origin_of
from tests.imports.sheet_makers import Typed, sheet

pytestmark = pytest.mark.one_engine

POPULATIONS = PopulationList()
HEAD: list[Typed] = ["STT", "Khu dân cư", "Số hộ"]
ROWS: list[list[Typed]] = [
    [1, "Phố 1", 10], [2, "Phố 2", "nhiều"], [3, "Phố 99", 5], [None, "Tổng cộng", 15], HEAD, [4, "Phố 2", 7],
]  # fmt: skip


def test_each_row_is_asked_for_once(sqlite_app: Flask) -> None:
    made = sheet([HEAD, *ROWS])
    asked: Counter[int] = Counter()

    def row(number: int) -> Sequence[ListCell]:
        asked[number] += 1
        return made.rows[number]

    counted = msgspec.structs.replace(made, rows=LazyRows(len(made.rows), row))
    with sqlite_app.test_request_context("/?lang=vi"):
        found = recognise(made, POPULATIONS)
        planned = plan_list(reader(), POPULATIONS, origin_of(), counted, found)
    counts = planned.counts
    assert (counts.new, counts.changed, counts.same, counts.wrong) == (2, 0, 0, 2)
    assert ([row.number for part in planned.wrong for row in planned_rows(part)], counts.unread_rows) == ([3, 4], 2)
    assert counts.unread == {
        UnreadReason.TOTAL.value: [5],
        UnreadReason.REPEATED_HEAD.value: [6],
    }
    assert [asked[number] for number in range(found.first_row, len(made.rows))] == [1] * len(ROWS)
