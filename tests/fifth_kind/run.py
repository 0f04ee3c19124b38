"""Log entries of the fifth kind in an app that has it, and print as JSON what its pages and tables show of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import Config
from app.database import reader
from app.logbook.models import Entry, ReviewEvent
from app.logbook.recount import differences
from app.month import Month
from app.tally.models import AreaMonth
from tests.cast import AREA_1, MARKET_A, MARKET_B
from tests.client import Visitor
from tests.factories import FIELDS, edited, make_entry

KIND = "service_desk"
PAGES = {
    "home": ("ana", "/log/"),
    "form": ("ana", f"/log/{KIND}"),
    "manifest": ("ana", "/manifest.webmanifest"),
    "worker": ("ana", "/sw.js"),
    "bootstrap": ("ana", "/api/v1/bootstrap"),
    "ward": ("carla", "/overview/"),
    "entries": ("carla", f"/overview/entries?kind={KIND}"),
    "queue": ("carla", "/review/"),
    "report": ("carla", "/reports/read"),
    "month.docx": ("carla", "/reports/month.docx"),
    "month.xlsx": ("carla", "/reports/month.xlsx"),
    "targets": ("carla", "/settings/targets"),
}


def _log(ana: Visitor) -> list[str]:
    """Log a desk, correct another, log one at a place of another ward and a merchant; return the outcomes."""
    kept = make_entry(KIND, place=MARKET_A, helped=3)
    corrected = make_entry(KIND, place=MARKET_A, helped=9)
    elsewhere = make_entry(KIND, place=MARKET_B)
    merchant = make_entry("merchant", place=MARKET_A)
    entries = kept, corrected, elsewhere, merchant, edited(corrected, place=str(MARKET_A), helped=4)
    return [f"{each['outcome']} {','.join(each['errors'])}".strip() for each in ana.sync(*entries)]


def _stored() -> dict[str, Any]:
    """Return what the tables hold."""
    entries = reader().execute(sa.select(Entry.kind, Entry.place_id, Entry.fields).order_by(Entry.kind, Entry.revision))
    measures = reader().execute(
        sa.select(AreaMonth.measure, AreaMonth.total).where(
            AreaMonth.neighbourhood_id == AREA_1, AreaMonth.month == str(Month.current())
        )
    )
    edit = reader().scalars(sa.select(ReviewEvent.before).where(ReviewEvent.before.is_not(None))).one()
    return {
        "entries": [[row.kind, row.place_id, row.fields.get("place")] for row in entries],
        "measures": {row.measure: row.total for row in measures if row.measure.startswith(KIND)},
        "before": {name: edit[name] for name in ("place", "helped")},
        "differences": list(differences(reader())),
    }


def _run(app: Flask) -> dict[str, Any]:
    FIELDS[KIND] = {"place": MARKET_A, "helped": 1}
    visitors = {name: Visitor(app, name) for name in ("ana", "carla")}
    outcomes = _log(visitors["ana"])
    with app.app_context():
        stored = _stored()
    answers = {
        name: Visitor(app, who).get(f"{path}{'&' if '?' in path else '?'}lang=en")
        for name, (who, path) in PAGES.items()
    }
    exported = visitors["carla"].get("/reports/entries.csv").data.decode("utf-8-sig")
    return {
        "outcomes": outcomes,
        **stored,
        "statuses": {name: answer.status_code for name, answer in answers.items()},
        "pages": {name: answer.text for name, answer in answers.items() if not name.startswith("month.")},
        "mine": [each["fields"] for each in visitors["ana"].mine()["entries"] if each["kind"] == KIND],
        "csv": list(csv.DictReader(io.StringIO(exported))),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(create_app(Config(database_url=sys.argv[1], secret_key="test", testing=True)))))
