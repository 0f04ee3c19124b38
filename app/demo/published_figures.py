"""The figures that the articles print, as baselines and as populations."""

from __future__ import annotations

import csv
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.demo.units import UNITS
from app.month import Month
from app.places.models import Population, Ward

_FILE = Path(__file__).parent / "data" / "published_figures.csv"
_ARTICLES = {
    "000": "Bài báo “Dấu ấn ở Quảng Thắng”, 12/2023",
    "001": "Bài báo về chính quyền số ở thị xã Bỉm Sơn, đầu năm 2025",
    "002": "Bài báo về Tổ công nghệ số phường Hiệp Tân, không ghi ngày",
    "003": "Bài báo về chuyển đổi số cấp xã ở tỉnh Bắc Kạn, 02/04/2024",
    "004": "Bài báo “Chuyển đổi số ở một phường ngoại ô Đà Nẵng”, 14/09/2024",
}


def add_published_figures(session: Session) -> None:
    """Add what the articles print as baselines, and their denominators as populations."""
    codes = {unit.name: unit.code for unit in UNITS}
    ward_ids = {row.code: row.id for row in session.execute(sa.select(Ward.id, Ward.code))}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ward_id = ward_ids[row["ward_code_now"] or codes[row["unit_then"]]]
            as_of = None if row["as_of"] == "undated" else Month.parse(row["as_of"]).last
            denominator = int(row["denominator"]) if row["denominator"] else None
            source = _ARTICLES[row["article"][:3]]
            session.add(
                Baseline(
                    ward_id=ward_id,
                    indicator_code=row["indicator"],
                    unit_then=row["unit_then"],
                    as_of=as_of,
                    numerator=int(row["numerator"]) if row["numerator"] else None,
                    bound=Bound(row["bound"] or "="),
                    denominator=denominator,
                    published_percent=row["published_percent"],
                    source=source,
                    note=row["note"],
                )
            )
            if denominator and row["denominator_group"] and as_of:
                group = row["denominator_group"]
                session.add(Population(ward_id=ward_id, group=group, figure=denominator, as_of=as_of, source=source))
