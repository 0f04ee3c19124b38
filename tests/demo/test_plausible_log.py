"""The demonstration's whole log is plausible, and a month's report of its largest ward is short."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from app.database import reader
from app.logbook.models import Entry, ReviewEvent
from app.month import ZONE
from app.reports.drawing.fonts import FOLDER
from tests.demo.steps import LAST, coordinator_of

MOST_PAGES = 3, 10
"""Of the letter, and of its annexes."""

FONTS = """<?xml version="1.0"?>
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
"""


def test_no_more_people_are_helped_with_a_service_at_a_visit_than_were_met(demonstration: Flask) -> None:
    with demonstration.app_context():
        rows = reader().execute(sa.select(Entry.id, Entry.kind, Entry.visit_id, Entry.service_code, Entry.fields)).all()
    met = {row.id: row.fields["people"] for row in rows if row.kind == "visit"}
    helped: dict[tuple[UUID, str], int] = {}
    for row in rows:
        if row.visit_id is not None:
            key = row.visit_id, row.service_code
            helped[key] = helped.get(key, 0) + row.fields["people"]
    assert len(helped) > 1000
    assert [key for key, people in helped.items() if people > met[key[0]]] == []


def test_nothing_lies_in_the_future(demonstration: Flask) -> None:
    """Not of the server's clock when it was received, and not of a session's own hour."""
    ends = datetime.combine(LAST, time(8), ZONE)
    with demonstration.app_context():
        rows = reader().scalars(sa.select(Entry)).all()
        decided = reader().scalar(sa.select(sa.func.max(ReviewEvent.at)))
    assert decided is not None
    assert decided <= ends
    for row in rows:
        assert row.recorded_at is not None
        assert row.recorded_at <= row.received_at <= ends
        assert row.happened_on <= row.received_at.astimezone(ZONE).date()
        if began := row.fields.get("started_at"):
            minutes = timedelta(minutes=row.fields["minutes"])
            ended = datetime.combine(row.happened_on, time.fromisoformat(began), ZONE) + minutes
            assert ended <= row.received_at


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_whole_month_of_an_khe_is_a_short_report(demonstration: Flask, kind: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if kind == "docx" and office is None:
        pytest.skip("LibreOffice, which counts the pages of a Word file, is not installed")
    report = tmp_path / f"month.{kind}"
    response = coordinator_of(demonstration, "Phường An Khê").get(f"/reports/{report.name}?month=2026-09&lang=vi")
    report.write_bytes(response.data)
    if kind == "docx":
        # The letters of the PDF, which are as wide as those of Word's file: a machine may have none that are.
        (tmp_path / "fonts.conf").write_text(FONTS.format(fonts=FOLDER, cache=tmp_path / "fonts"), encoding="utf-8")
        own = f"-env:UserInstallation=file://{tmp_path}/office"
        command = [str(office), own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(report)]
        environ = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environ)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "month.pdf").pages]
    first_annex = next(place for place, text in enumerate(pages) if re.search(r"Phụ lục I\s*\n", text))
    assert (first_annex <= MOST_PAGES[0], len(pages) - first_annex <= MOST_PAGES[1]) == (True, True), len(pages)
    assert all(len(text) > 300 for text in pages), "no page with a line or two"
