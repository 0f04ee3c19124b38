"""``entries.csv``: one row per entry that the reader may see, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app import streaming
from app.database import writer
from app.extensions import db
from app.logbook.status import Action
from app.month import Month, today
from app.people.models import User
from app.places.models import Neighbourhood, Team
from tests.actions import review_entries
from tests.cast import ANA, AREA_1, AREA_2, AREA_B, LEO, MARKET_A, TEAM_1
from tests.client import Visitor
from tests.factories import edited, household, make_entry

FIRST_COLUMNS = ["id", "kind", "status", "revision", "happened_on", "neighbourhood", "team", "member"]
THIS = Month.current()


def download(visitor: Visitor, month: Any = None) -> list[dict[str, str]]:
    """Return the rows of a month by column, after looking at the file's form."""
    response = visitor.get("/reports/entries.csv" + (f"?month={month}" if month else ""))
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="nhat-ky-thang-')
    text = response.data.decode()
    assert text.startswith("\ufeff"), "without the mark a spreadsheet takes UTF-8 for something else"
    assert "\ufeff" not in text[1:]
    rows = list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))
    header = next(csv.reader(io.StringIO(text[1:])))
    assert header[: len(FIRST_COLUMNS)] == FIRST_COLUMNS
    assert len(header) == len(set(header))
    assert all(None not in row and None not in row.values() for row in rows), "a row is longer or shorter"
    return rows


def ids(visitor: Visitor, month: Any = None) -> set[str]:
    rows = download(visitor, month)
    assert len(rows) == len({row["id"] for row in rows})
    return {row["id"] for row in rows}


def test_rows_are_one_for_each_entry(app: Flask, ana: Visitor) -> None:
    assert download(ana) == []
    visit = make_entry(
        household=household("Số 5, ngõ 2"), people=3, topics=["vneid", "other"], note='Hai "dòng",\nmột ô; 😀'
    )
    batch = [
        visit,
        *(make_entry(kind) for kind in ("installation", "training")),
        make_entry("merchant", place=MARKET_A, companions=[LEO]),
    ]
    ana.sync(*batch)
    ana.sync(edited(visit, people=4))
    review_entries(app, Action.VOID, batch[1], reason="double")
    rows = {row["id"]: row for row in download(ana)}
    assert rows.keys() == {entry["id"] for entry in batch}
    row = rows[visit["id"]]
    assert [row[name] for name in FIRST_COLUMNS] == [
        visit["id"],
        "visit",
        "submitted",
        "2",
        today().isoformat(),
        "Phố 1",
        "Tổ 1",
        "Nguyễn Ví Dụ Ana",
    ]
    assert row["month"] == str(THIS)
    assert (row["household"], row["people"], row["met"], row["topics"]) == ("Số 5, ngõ 2", "4", "met", "vneid other")
    assert row["note"] == 'Hai "dòng",\nmột ô; 😀'
    assert row["attendees"] == row["merchant"] == ""
    assert rows[batch[1]["id"]]["status"] == "void"
    assert rows[batch[2]["id"]]["started_at"] == "19:30"
    assert rows[batch[3]["id"]]["merchant"] == "Quầy mẫu 1"
    # A bank's number is text, and yes and no are figures that can be summed.
    assert (rows[batch[3]["id"]]["bank_bin"], rows[batch[3]["id"]]["in_use"]) == ("970436", "1")
    assert rows[batch[3]["id"]]["bank"] == "Vietcombank"
    assert rows[visit["id"]]["bank"] == ""


def test_bank_of_an_unknown_number_has_no_name(app: Flask, ana: Visitor) -> None:
    known, unknown, none = (make_entry("merchant", bank_bin=bin) for bin in ("970418", "999999", None))
    ana.sync(known, unknown, none)
    rows = {row["id"]: (row["bank_bin"], row["bank"]) for row in download(ana)}
    assert rows == {known["id"]: ("970418", "BIDV"), unknown["id"]: ("999999", ""), none["id"]: ("", "")}


def test_month_is_the_one_that_an_entry_counts_in(ana: Visitor) -> None:
    last = THIS.previous()
    now, before = make_entry(), make_entry(happened_on=last.first.isoformat())
    late = make_entry(happened_on=last.first.isoformat(), count_in=str(THIS))
    ana.sync(now, before, late)
    assert ids(ana) == ids(ana, THIS) == {now["id"], late["id"]}
    assert ids(ana, last) == {before["id"]}
    assert ids(ana, "2020-01") == ids(ana, "9999-12") == set()
    [row] = [row for row in download(ana) if row["id"] == late["id"]]
    assert (row["happened_on"], row["month"]) == (last.first.isoformat(), str(THIS))


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "202601", "x", "0000-01", "2026-01-01", "٢٠٢٦-٠١"])
def test_invalid_months_are_refused(sqlite_app: Flask, month: str) -> None:
    assert Visitor(sqlite_app, "carla").get(f"/reports/entries.csv?month={month}").status_code == 400


FORMULAS = ["=1+1", "+84", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil.example";"x")', "=cmd|' /C calc'!A0"]


def test_cells_are_no_formulas(app: Flask, ana: Visitor) -> None:
    batch = []
    for text in FORMULAS:
        batch += [
            make_entry(note=text, household=household(text)),
            make_entry(note=f"\t{text}", household=household(f" {text}")),
            make_entry("training", title=text, venue=text),
            make_entry("merchant", merchant={"id": str(uuid4()), "name": text}, marketplaces=[text, "x"]),
        ]
    assert {receipt["outcome"] for receipt in ana.sync(*batch)} == {"stored"}
    rows = download(ana)
    assert len(rows) == len(batch)
    for row in rows:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (name, cell)
    # What was written can still be read.
    assert {row["note"].removeprefix("'") for row in rows if row["note"]} == set(FORMULAS)
    assert {row["title"].removeprefix("'") for row in rows if row["title"]} == set(FORMULAS)


def test_names_of_people_and_places_are_no_formulas_either(app: Flask, ana: Visitor) -> None:
    """An import from Excel may bring such names."""
    with app.app_context():
        for named in ((User, ANA), (Neighbourhood, AREA_1), (Team, TEAM_1)):
            writer().get_one(*named).name = "=1+1"
        writer().commit()
    ana.sync(make_entry())
    [row] = download(ana)
    assert [row[name] for name in ("neighbourhood", "team", "member")] == ["'=1+1"] * 3


def test_roles_get_the_entries_they_may_read(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entries = {name: make_entry() for name in ("ana", "leo", "carla")}
    entries["bruno"] = make_entry(neighbourhood=AREA_2)
    entries["bo"] = make_entry(neighbourhood=AREA_B)
    people = {name: visitor(name) for name in ("ana", "leo", "bruno", "carla", "vera", "bo", "dora")}
    for name, entry in entries.items():
        [receipt] = people[name].sync(entry)
        assert receipt["outcome"] == "stored"
    ward = {"ana", "leo", "carla", "bruno"}
    sees = {
        "ana": {"ana"},
        "bruno": {"bruno"},
        "leo": {"ana", "leo"},
        "carla": ward,
        "vera": ward,
        "bo": {"bo"},
        "dora": {"bo"},
    }
    for name, whose in sees.items():
        assert ids(people[name]) == {entries[other]["id"] for other in whose}, name


@pytest.mark.parametrize("name", ["eva", "ada", "nina"])
def test_figures_only_or_nothing_for_others(sqlite_app: Flask, name: str) -> None:
    response = Visitor(sqlite_app, name).get("/reports/entries.csv")
    assert response.status_code == 403
    assert "Location" not in response.headers


def test_strangers_are_asked_to_sign_in(sqlite_app: Flask) -> None:
    response = Visitor(sqlite_app).get("/reports/entries.csv")
    assert response.headers["Location"] == "/login"


@pytest.mark.parametrize("number", [19, 20, 21])
def test_long_month_is_streamed_in_pieces(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Whether or not the rows fill the last piece exactly."""
    monkeypatch.setattr(streaming, "ROWS_AT_ONCE", 10)
    carla = Visitor(sqlite_app, "carla")
    batch = [make_entry() for _ in range(number)]
    carla.sync(*batch)
    assert ids(carla) == {entry["id"] for entry in batch}
    pieces = list(carla.http.get("/reports/entries.csv").iter_encoded())
    assert len([piece for piece in pieces if piece]) >= 2
    assert b"".join(pieces).count(b"\n") == number + 1


def test_download_gives_its_connection_back(app: Flask, carla: Visitor) -> None:
    """Also when the reader hangs up: otherwise a few downloads leave none for the others."""
    carla.sync(*(make_entry() for _ in range(5)))
    for finished in (True, False, True):
        response = carla.http.get("/reports/entries.csv")
        if finished:
            assert response.data
        response.close()
        with app.app_context():
            assert [engine.pool.checkedout() for engine in db.engines.values()] == [0, 0]
