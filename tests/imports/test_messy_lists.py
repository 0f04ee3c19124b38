"""Messy lists give exactly the rows that were written down by hand, from every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

import msgspec
import pytest
from flask import Flask

from app.imports.list_kind import ListRow
from app.imports.personal import without_personal
from app.imports.reading import read_file
from app.imports.recognition import best_sheet, recognise
from app.imports.unread_rows import UnreadReason
from app.roster.list_headings import PersonalType
from tests.imports import messy_lists as messy
from tests.imports.list_rows import sorted_rows
from tests.imports.sheet_makers import FIGURES, PEOPLE, ExampleKind
from tests.imports.workbooks import Merged, Rows, csv_of, ods, xlsx

pytestmark = pytest.mark.one_engine

Maker = Callable[[Rows, Merged], BytesIO]


class MessyList(NamedTuple):
    """A list with all that it says."""

    kind: ExampleKind
    cells: Rows
    merged: Merged
    rows: Sequence[ListRow]
    wrong: Mapping[int, str]
    unread: Mapping[int, UnreadReason]
    personal: Mapping[int, PersonalType]


PEOPLE_LIST = MessyList(
    PEOPLE,
    messy.PEOPLE_LIST,
    messy.PEOPLE_MERGED,
    messy.PEOPLE_ROWS,
    messy.PEOPLE_WRONG,
    messy.PEOPLE_UNREAD,
    {3: PersonalType.BIRTH, 4: PersonalType.IDENTITY, 8: PersonalType.HEALTH},
)
FIGURES_LIST = MessyList(
    FIGURES,
    messy.FIGURES_LIST,
    messy.FIGURES_MERGED,
    messy.FIGURES_ROWS,
    messy.FIGURES_WRONG,
    messy.FIGURES_UNREAD,
    {9: PersonalType.CONTACT},
)
FILES: Mapping[str, Maker] = {"list.xlsx": xlsx, "list.ods": ods}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("expected", [PEOPLE_LIST, FIGURES_LIST], ids=["people", "figures"])
def test_a_messy_list_gives_the_rows_that_it_should(sqlite_app: Flask, expected: MessyList, name: str) -> None:
    guide: Rows = [["Hướng dẫn"], ["Số hộ", "Ghi số hộ"]]
    with sqlite_app.test_request_context("/?lang=vi"):
        sheets = [*read_file(xlsx(guide), "guide.xlsx"), *read_file(FILES[name](expected.cells, expected.merged), name)]
        sheet = sheets[best_sheet(sheets, expected.kind)]
        found = recognise(sheet, expected.kind)
        stored = without_personal(sheet, expected.kind, found)
        rows = sorted_rows(stored, found, expected.kind)
    assert rows.read == expected.rows
    assert rows.problems == expected.wrong
    assert rows.reasons == expected.unread
    assert found.personal == expected.personal


def test_nothing_personal_is_stored(sqlite_app: Flask) -> None:
    for each in (PEOPLE_LIST, FIGURES_LIST):
        (sheet,) = read_file(xlsx(each.cells, each.merged), "list.xlsx")
        found = recognise(sheet, each.kind)
        stored = msgspec.json.encode(without_personal(sheet, each.kind, found).rows[:]).decode()
        assert not [text for text in ("0480", "48091001235", "1985", "1980", "tiểu đường") if text in stored]
        assert ("0912345682" in stored) is (each is PEOPLE_LIST)
        assert ("912345679" in stored) is False


def test_a_csv_file_of_it_gives_the_same(sqlite_app: Flask) -> None:
    """A CSV file has lost merged cells and types, so that days and fractions are texts."""
    with sqlite_app.test_request_context("/?lang=vi"):
        (sheet,) = read_file(csv_of(messy.PEOPLE_LIST, ";", "utf-16"), "list.csv")
        found = recognise(sheet, PEOPLE)
        rows = sorted_rows(without_personal(sheet, PEOPLE, found), found, PEOPLE)
        assert rows.read == messy.PEOPLE_ROWS
        assert rows.problems == messy.PEOPLE_WRONG
        assert rows.reasons == messy.PEOPLE_UNREAD
