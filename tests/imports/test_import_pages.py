"""A list comes in by the pages: its columns, what its rows would do, applying it in parts, and taking it back."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Place
from tests.cast import CARLA, MARKET_A, WARD_A
from tests.client import Visitor
from tests.imports.page_steps import (
    apply_all,
    apply_one,
    columns_of,
    everything,
    imported,
    number_of,
    offers,
    part_types,
    planned,
    send,
    try_out,
    undo_all,
    version_of,
)
from tests.imports.place_kind import LISTED

pytestmark = pytest.mark.usefixtures("place_kind")
LIST = "Tên chợ;Số quầy\nChợ Quảng Thắng;12\nChợ Mới;5\nChợ Cũ;6\nChợ Đêm;7\nChợ Cá;8\n!;1\nTổng cộng;39\n"


def names(app: Flask) -> dict[str, int | None]:
    """Return the places of ward A with their numbers of stalls."""
    with app.app_context():
        rows = reader().execute(sa.select(Place.name, Place.unit_count).where(Place.ward_id == WARD_A))
        return {name: count for name, count in rows}


def test_a_list_comes_in_and_is_taken_back(app: Flask, carla: Visitor) -> None:
    before = everything(app)
    number = number_of(send(carla, LIST))
    page = carla.get(f"/imports/{number}/columns").text
    chosen = columns_of(page)
    assert {chosen["column_0"], chosen["column_1"]} == {"name", "count"}
    assert "Chợ Quảng Thắng" in page
    assert try_out(carla, number).status_code == 302
    page = carla.get(f"/imports/{number}").text
    assert 'data-new="4" data-changed="1" data-same="0" data-wrong="1" data-unread="1"' in page
    assert everything(app) == before, "trying out stores nothing in the ward"
    assert carla.get(f"/imports/{number}/wrong.xlsx").data.startswith(b"PK")
    # Five rows, two at a time.
    assert apply_all(carla, number, skip="1") == 3
    assert names(app) == {
        "Chợ Quảng Thắng": 12, "Chợ Mới": 5, "Chợ Cũ": 6, "Chợ Đêm": 7, "Chợ Cá": 8
    }  # fmt: skip
    assert part_types(app, number) == {"change"}
    assert imported(app, number).state == "applied"
    page = carla.get(f"/imports/{number}").text
    assert 'data-state="applied" data-done="5"' in page
    undo_all(carla, number)
    assert everything(app) == before
    assert (imported(app, number).state, part_types(app, number)) == ("undone", set())


def test_the_audit_log_says_what_came_in_and_names_nobody(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    apply_all(carla, number, skip="1")
    undo_all(carla, number)
    with app.app_context():
        query = sa.select(AuditRecord.event, AuditRecord.actor_id, AuditRecord.detail).where(
            AuditRecord.event.in_([AuditEvent.LIST_IMPORTED, AuditEvent.LIST_UNDONE])
        )
        lines = [tuple(row) for row in reader().execute(query.order_by(AuditRecord.id))]
    assert lines == [
        ("list_imported", CARLA, {"list": "merchants", "import": number, "rows_new": 4, "rows_changed": 1}),
        ("list_undone", CARLA, {"list": "merchants", "import": number}),
    ]
    assert f"lần nhập số {number}" in carla.get("/journal/").text


def test_wrong_rows_are_left_out_only_when_somebody_says_so(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    assert apply_one(carla, number).status_code == 302
    assert imported(app, number).next_part == 0
    assert "Có dòng sai" in carla.get(f"/imports/{number}").text


def test_a_part_is_applied_once_however_often_it_is_sent(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    version = version_of(carla.get(f"/imports/{number}").text)
    for _again in range(3):
        apply_one(carla, number, version, skip="1")
    assert imported(app, number).next_part == 1


def test_the_same_list_again_changes_nothing(app: Flask, carla: Visitor) -> None:
    apply_all(carla, planned(carla, LIST), skip="1")
    before = everything(app)
    number = planned(carla, LIST)
    page = carla.get(f"/imports/{number}").text
    assert 'data-new="0" data-changed="0" data-same="5" data-wrong="1"' in page
    assert "đã được áp dụng lúc" in page
    apply_one(carla, number, version_of(page), skip="1")
    assert everything(app) == before
    assert imported(app, number).state == "planned"


def test_what_was_changed_meanwhile_is_planned_again(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    apply_one(carla, number, skip="1")
    with app.app_context():
        in_transaction(
            lambda session: session.execute(sa.insert(Place).values(
                ward_id=WARD_A, name="Chợ Đêm", unit_count=70, type="market"
            ))
        )  # fmt: skip
    apply_one(carla, number)
    page = carla.get(f"/imports/{number}").text
    assert "đã thay đổi sau khi chạy thử" in page
    assert imported(app, number).next_part == 1
    apply_all(carla, number)
    assert names(app)["Chợ Đêm"] == 7
    counts = imported(app, number).counts
    assert (counts["done_new"], counts["done_changed"], counts["parts"]) == (3, 2, 3)
    undo_all(carla, number)
    assert names(app) == {"Chợ Quảng Thắng": None, "Chợ Đêm": 70}


def test_nothing_is_undone_while_something_stands_on_it(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    apply_all(carla, number, skip="1")
    before = names(app)
    with app.app_context():
        in_transaction(
            lambda session: session.execute(sa.update(Place).where(Place.name == "Chợ Mới").values(unit_count=LISTED))
        )
    version = version_of(carla.get(f"/imports/{number}").text)
    response = carla.post(f"/imports/{number}/undo", version=version)
    assert (response.status_code, "Somebody works at Chợ Mới." in response.text) == (409, True)
    assert names(app) == {**before, "Chợ Mới": LISTED}
    assert imported(app, number).state == "applied"


def test_what_was_cut_off_goes_on(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    apply_one(carla, number, skip="1")
    page = Visitor(app, "carla").get(f"/imports/{number}").text
    assert "Đã áp dụng: 2 trên 5." in page
    apply_all(carla, number)
    assert len(names(app)) == 5
    other = planned(carla, "Tên chợ;Số quầy\nChợ A;1\nChợ B;1\nChợ C;1\n")
    apply_one(carla, other)
    undo_all(carla, other)
    assert (len(names(app)), imported(app, other).state) == (5, "undone")


def test_a_list_that_is_given_up_is_gone(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    page = carla.get(f"/imports/{number}").text
    assert carla.post(f"/imports/{number}/discard", version=version_of(page)).status_code == 302
    assert (imported(app, number).state, part_types(app, number)) == ("discarded", set())
    assert not offers(carla.get(f"/imports/{number}").text, f"/imports/{number}/apply")
    assert carla.get(f"/imports/{number}/wrong.xlsx").status_code == 404
    assert carla.get(f"/imports/{number}/columns").status_code == 302


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"file": (BytesIO(b""), "")}, "Hãy chọn tệp, hoặc dán các ô vào phía dưới."),
        ({"pasted": "Tên\nChợ"}, "Chỉ chọn tệp hoặc dán các ô"),
        ({"given_by": ""}, "Hãy ghi ai đưa danh sách"),
        ({"given_by": "Anh Năm 079123456789"}, "wrong"),
        ({"given_on": "2999-01-01"}, "Ngày này chưa tới."),
        ({"given_on": "hôm qua"}, "wrong"),
        ({"file": (BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "a.xls")}, "wrong"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_explained(app: Flask, carla: Visitor, form: dict[str, str], problem: str) -> None:
    response = send(carla, LIST, **form) if "file" not in form else carla.post(
        "/imports/new/merchants", given_by="Chợ", given_on="2026-01-01", **form
    )  # fmt: skip
    assert (response.status_code, problem in response.text) == (422, True)


@pytest.mark.one_engine
def test_pasted_cells_come_in(app: Flask, carla: Visitor) -> None:
    text = "Tên chợ\tSố quầy\r\n" + "".join(f"Chợ số {number}\t{number}\r\n" for number in range(1, 40_001))
    response = carla.post("/imports/new/merchants", pasted=text, given_by="Chợ", given_on="2026-01-01")
    number = number_of(response)
    try_out(carla, number)
    assert 'data-new="40000"' in carla.get(f"/imports/{number}").text
    assert imported(app, number).file_name == ""


@pytest.mark.one_engine
def test_columns_can_be_chosen_and_are_asked_for(app: Flask, carla: Visitor) -> None:
    number = number_of(send(carla, "Mã;Số\nChợ Một;5\nChợ Hai;6\n"))
    response = try_out(carla, number, column_0="", column_1="")
    assert response.headers["Location"].endswith("/columns")
    assert "Chưa có cột nào là “Name”" in carla.get(f"/imports/{number}/columns").text
    try_out(carla, number, column_0="name", column_1="count")
    assert 'data-new="2"' in carla.get(f"/imports/{number}").text
    page = carla.get(f"/imports/{number}/columns").text
    chosen = columns_of(page) | {"header": "1"}
    carla.post(f"/imports/{number}/columns", version=version_of(page), **chosen)
    assert imported(app, number).state == "read"


@pytest.mark.one_engine
def test_the_list_of_imports_shows_what_came_in(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    page = carla.get("/imports/").text
    assert f'data-import="{number}" data-state="planned"' in page
    assert "Ban quản lý chợ" in page
    assert carla.get("/imports/templates/merchants.xlsx").data.startswith(b"PK")
    assert carla.get("/imports/templates/nothing.xlsx").status_code == 404
    assert MARKET_A
    dora = Visitor(app, "dora")
    assert [dora.get(f"/imports/{number}{path}").status_code for path in ("", "/columns", "/wrong.xlsx")] == [404] * 3
    assert dora.post(f"/imports/{number}/apply").status_code == 404


def test_the_plan_shows_which_row_it_speaks_of_and_all_notes(app: Flask, carla: Visitor) -> None:
    number = planned(carla, "Tên chợ;Số quầy\nChợ Quảng Thắng;12\nChợ Mới ?;5\nChợ Cũ ?;6\n!;1\n")
    page = carla.get(f"/imports/{number}").text
    assert "Có ghi chú (2)" in page
    assert page.count("Look at it.") == 2
    assert "Chợ Cũ ? · 6" in page
    assert "Chợ Quảng Thắng · 12" in page, "a changed row is named"
    assert "! · 1" in page, "a wrong row is named"
    apply_all(carla, number, skip="1")
    again = planned(carla, "Tên chợ;Số quầy\nChợ Mới ?;5\nChợ Mới;5\n")
    page = carla.get(f"/imports/{again}").text
    assert 'data-new="1" data-changed="0" data-same="1" data-wrong="0"' in page
    assert "Có ghi chú (1)" in page, "rows that stay as they are have notes too"


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_number_that_the_database_cannot_hold_is_not_found(carla: Visitor, number: int) -> None:
    for page in ("", "/columns", "/wrong.xlsx"):
        assert carla.get(f"/imports/{number}{page}").status_code == 404
    for button in ("columns", "apply", "undo", "discard"):
        assert carla.post(f"/imports/{number}/{button}").status_code == 404


@pytest.mark.one_engine
def test_a_question_looks_like_one_and_leads_to_its_field(carla: Visitor) -> None:
    rows = "Khu dân cư;Số hộ;Tính đến ngày\nPhố 1;10;05/04/2026\nPhố 2;12;06/04/2026\n"
    number = number_of(send(carla, rows, "populations"))
    page = carla.get(f"/imports/{number}/columns").text
    for shown in (page, carla.get(try_out(carla, number).headers["Location"]).text):
        question = "Hãy cho biết ở cột “Tính đến ngày” ngày hay tháng đứng trước."
        assert f'<a href="#order_2">{question}</a>' in shown
        assert 'class="summary"' not in shown, "nothing is wrong"
    answered = carla.get(try_out(carla, number, order_2="day_first").headers["Location"]).text
    assert 'data-new="2"' in answered
