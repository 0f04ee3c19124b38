"""``entries.xlsx``: the entries that ``entries.csv`` has, in words, in a file that nobody has to clear away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.database import writer
from app.extensions import db
from app.logbook.status import Action
from app.month import Month, now, today
from app.one_at_a_time import OneAtATime
from app.people.models import User
from app.reports.drawing import entries_workbook
from tests.actions import log_entries, review_entries
from tests.cast import ANA, AREA_2, AREA_B, LEO, MARKET_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.reports.test_entries_csv import FORMULAS

THIS = Month.current()
PATH = "/reports/entries.xlsx"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheets_of(visitor: Visitor, **arguments: object) -> list[Worksheet]:
    response = visitor.http.get(PATH, query_string=arguments)
    assert (response.status_code, response.mimetype) == (200, OFFICE)
    assert response.content_length == len(response.data)
    return list(load_workbook(BytesIO(response.data)).worksheets)


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headings, after looking at these."""
    headings, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert None not in headings
    assert len(set(headings)) == len(headings), "two columns have one heading"
    assert sheet.row_dimensions[1].height >= 30, "headings of two lines stand over the first entry"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def rows_by_id(visitor: Visitor, **arguments: object) -> dict[str, dict[str, Any]]:
    [sheet] = sheets_of(visitor, **arguments)
    return {row["Mã bản ghi"]: row for row in rows_of(sheet)}


@pytest.mark.one_engine
def test_an_entry_stands_in_words(app: Flask, ana: Visitor) -> None:
    visit = make_entry(
        household=household("Số 5, ngõ 2"), people=3, topics=["vneid", "other"], note="Hai dòng,\nmột ô; 😀"
    )
    install = make_entry("installation", visit=visit["id"])
    training = make_entry("training", topics=None, topic="vneid")
    merchant = make_entry("merchant", place=MARKET_A, companions=[LEO], account_tail="0071", bank_bin="970436")
    log_entries(ana, visit, install, training, merchant)
    log_entries(ana, edited(visit, people=4))
    review_entries(app, Action.VOID, install, reason="double")
    rows = rows_by_id(ana)
    row = rows[visit["id"]]
    assert row["Ngày"] == datetime.combine(today(), datetime.min.time())
    expected = {
        "Loại việc": "Đến hộ gia đình",
        "Tình trạng": "phường đã nhận",
        "Tổ dân phố": "Phố 1",
        "Tổ công nghệ số": "Tổ 1",
        "Tổ viên": "Nguyễn Ví Dụ Ana",
        "Hộ gia đình": "Số 5, ngõ 2",
        "Số người được giúp": 4,
        "Ghi chú": "Hai dòng,\nmột ô; 😀",
        "Tính vào tháng": f"{THIS.number:02d}/{THIS.year}",
        "Số lần sửa": 1,
    }
    assert {heading: row[heading] for heading in expected} == expected
    assert abs((row["Phường nhận lúc"] - now().replace(tzinfo=None)).total_seconds() - 7 * 3600) < 600
    assert rows[install["id"]]["Tình trạng"] == "không tính"
    assert rows[install["id"]]["Lượt đến hộ"] == visit["id"]
    assert rows[merchant["id"]]["Địa điểm"]
    # What is text stays text, also where it is digits alone.
    assert rows[merchant["id"]]["Số cuối của tài khoản"] == "0071"
    assert rows[merchant["id"]]["Ngân hàng"] == "Vietcombank"


def test_roles_get_the_entries_they_may_read(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entries = {name: make_entry() for name in ("ana", "leo", "carla")}
    entries["bruno"] = make_entry(neighbourhood=AREA_2)
    entries["bo"] = make_entry(neighbourhood=AREA_B)
    for name, entry in entries.items():
        log_entries(visitor(name), entry)
    ward = {"ana", "leo", "carla", "bruno"}
    sees = {"ana": {"ana"}, "leo": {"ana", "leo"}, "carla": ward, "vera": ward, "bo": {"bo"}}
    for name, whose in sees.items():
        assert set(rows_by_id(visitor(name))) == {entries[other]["id"] for other in whose}, name
    assert rows_by_id(visitor("carla"), month="2020-01") == {}


@pytest.mark.one_engine
def test_file_names_name_month_ward_and_whose_entries(sqlite_app: Flask) -> None:
    for name, subject in (("carla", ""), ("leo", "-to-1"), ("ana", "-ca-nhan")):
        for extension in ("csv", "xlsx"):
            response = Visitor(sqlite_app, name).http.get(f"/reports/entries.{extension}?month=2026-03")
            file = f"nhat-ky-thang-03-2026-16417{subject}.{extension}"
            assert response.headers["Content-Disposition"] == f'attachment; filename="{file}"'
            response.close()


RICH = "<r><t>x</t></r>"
"""What XlsxWriter takes for a text of its own with several formats."""


@pytest.mark.one_engine
def test_text_is_text(app: Flask, ana: Visitor) -> None:
    """Neither a formula nor a part of the file, whatever was typed or came from a list."""
    texts = [*FORMULAS, RICH, "<r>&</r>", "https://example.org", "007"]
    with app.app_context():
        writer().get_one(User, ANA).name = RICH
        writer().commit()
    log_entries(
        ana,
        *(make_entry(note=text, household=household(text)) for text in texts),
        *(make_entry("training", title=text, venue=text) for text in texts),
        *(make_entry("merchant", merchant={"id": str(uuid4()), "name": text}, marketplaces=[text]) for text in texts),
    )
    [sheet] = sheets_of(ana)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n", "d"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    rows = rows_of(sheet)
    for heading in ("Ghi chú", "Hộ gia đình", "Tên buổi", "Điểm bán"):
        assert sorted(row[heading].strip() for row in rows if row[heading]) == sorted(texts), heading
    assert {row["Tổ viên"].strip() for row in rows} == {RICH}


@pytest.mark.one_engine
def test_a_full_sheet_is_followed_by_another(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_workbook, "MOST_ROWS", 3)
    carla = Visitor(app, "carla")
    for number, sizes in ((0, [0]), (3, [3]), (7, [3, 3, 1])):
        carla.sync(*(make_entry() for _ in range(number - sum(len(rows_of(sheet)) for sheet in sheets_of(carla)))))
        sheets = sheets_of(carla)
        assert [len(rows_of(sheet)) for sheet in sheets] == sizes
        name = f"{THIS.number:02d}-{THIS.year}"
        assert [sheet.title for sheet in sheets] == [name, f"{name} (2)", f"{name} (3)"][: len(sheets)]


@pytest.mark.parametrize("reads", ["all", "a part", "nothing"])
def test_file_is_gone_when_it_was_sent_or_not(
    app: Flask, carla: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    """Also when the client hangs up: by then no folder names it, and closing the answer frees its place."""
    log_entries(carla, *(make_entry() for _ in range(5)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_before = _open_files()
    response = carla.http.get(PATH, buffered=False)
    assert list(tmp_path.iterdir()) == []
    if reads != "nothing":
        assert response.data if reads == "all" else next(iter(response.response))
    response.close()
    assert _open_files() == open_before
    with app.app_context():
        assert [engine.pool.checkedout() for engine in db.engines.values()] == [0, 0]


def _open_files() -> list[str]:
    """Return the files without a name that this process holds open."""
    files = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            files.append(str(each.readlink()))
        except OSError:
            continue
    return sorted(file for file in files if file.endswith("(deleted)") and "xlsx" in file)


@pytest.mark.one_engine
def test_nothing_stays_when_it_cannot_be_written(
    app: Flask, carla: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_entries(carla, make_entry())

    def no_space(_entry: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(entries_workbook._Sheets, "write", lambda _self, entry: no_space(entry))
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        assert carla.http.get(PATH).status_code == 500
    finally:
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert carla.http.get(PATH).status_code == 200


@pytest.mark.one_engine
def test_one_is_written_at_a_time(app: Flask, carla: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = OneAtATime(timeout=0.0)
    monkeypatch.setattr(entries_workbook, "WRITING", writing)
    with writing.alone():
        response = carla.http.get(PATH)
        assert response.status_code == 503
        assert response.headers["Retry-After"]
    assert carla.http.get(PATH).status_code == 200


@pytest.mark.parametrize("name", ["eva", "ada", "nina"])
def test_figures_only_or_nothing_for_others(sqlite_app: Flask, name: str) -> None:
    response = Visitor(sqlite_app, name).get(PATH)
    assert response.status_code == 403
    assert "Location" not in response.headers
