"""A list is brought in by clicking, without a browser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import Base, reader
from app.imports.models import Import, ImportPart
from app.month import today
from app.people.models import AuditRecord
from tests.cast import WARD_A
from tests.client import Visitor

OWN_TABLES = {Import.__tablename__, ImportPart.__tablename__, AuditRecord.__tablename__}
_VERSION = re.compile(r'name="version"[^>]*value="([^"]+)"')
_FIELD = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.S)
_SELECTED = re.compile(r'<option selected value="([^"]*)"')


def send(visitor: Visitor, rows: str, kind: str = "merchants", name: str = "cho.csv", **more: Any) -> TestResponse:
    """Send a list as a file of text; the answer leads to the page of its columns."""
    form = {"given_by": "Ban quản lý chợ", "given_on": today().isoformat(), "purpose": "", **more}
    return visitor.post(f"/imports/new/{kind}", file=(BytesIO(rows.encode()), name), **form)  # type: ignore[arg-type]


def number_of(response: TestResponse) -> int:
    """Return the number of the import whose page an answer leads to."""
    assert response.status_code == 302, response.text
    found = re.search(r"/imports/(\d+)", response.headers["Location"])
    assert found
    return int(found[1])


def version_of(page: str) -> str:
    """Return the version that the forms of a page send."""
    found = _VERSION.search(page)
    assert found, page
    return found[1]


def columns_of(page: str) -> dict[str, str]:
    """Return what is chosen on the page of the columns."""
    return {name: (_SELECTED.search(options) or ["", ""])[1] for name, options in _FIELD.findall(page)}


def offers(page: str, address: str) -> bool:
    """Tell whether a page has a form for an address; the one that was sent last it names elsewhere, too."""
    return f'action="{address}"' in page


def try_out(visitor: Visitor, number: int, **chosen: str) -> TestResponse:
    """Try a list out, with the columns that were recognised or others."""
    page = visitor.get(f"/imports/{number}/columns").text
    return visitor.post(f"/imports/{number}/columns", **{**columns_of(page), "version": version_of(page), **chosen})


def planned(visitor: Visitor, rows: str, kind: str = "merchants") -> int:
    """Send a list and try it out; return its number."""
    number = number_of(send(visitor, rows, kind))
    assert try_out(visitor, number).status_code == 302
    return number


def apply_one(visitor: Visitor, number: int, version: str = "", **form: str) -> TestResponse:
    """Apply the next part of a list."""
    version = version or version_of(visitor.get(f"/imports/{number}").text)
    return visitor.post(f"/imports/{number}/apply", version=version, **form)


def apply_all(visitor: Visitor, number: int, **form: str) -> int:
    """Apply a list to its end; return in how many parts."""
    for parts in range(1, 100):
        apply_one(visitor, number, **form)
        if not offers(visitor.get(f"/imports/{number}").text, f"/imports/{number}/apply"):
            return parts
    raise AssertionError("a list that never ends")


def undo_all(visitor: Visitor, number: int) -> None:
    """Take a list back to its end."""
    for _part in range(100):
        page = visitor.get(f"/imports/{number}").text
        if not offers(page, f"/imports/{number}/undo"):
            return
        response = visitor.post(f"/imports/{number}/undo", version=version_of(page))
        assert response.status_code == 302, response.text


def imported(app: Flask, number: int, ward_id: int = WARD_A) -> Import:
    """Return an import as it is stored."""
    with app.app_context():
        found = reader().scalars(sa.select(Import).where(Import.id == number, Import.ward_id == ward_id)).one()
        reader().expunge(found)
        return found


def part_types(app: Flask, number: int) -> set[str]:
    """Return the types of the parts that an import has."""
    with app.app_context():
        query = sa.select(ImportPart.type).where(ImportPart.import_id == number)
        return {type.value for type in reader().scalars(query)}


def everything(app: Flask) -> dict[str, list[Any]]:
    """Return all rows of all tables but those of imports and of the audit log."""
    with app.app_context():
        return {
            name: sorted(map(tuple, reader().execute(sa.select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in OWN_TABLES
        }
