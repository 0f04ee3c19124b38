"""Steps of the tests of reports: make a report, find its cells, set the ward's settings and narrative."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from app.database import reader, writer
from app.month import Month, now, today
from app.months.models import WHOLE_WARD, MonthWords
from app.overview.results import Result
from app.people.queries import actor_of
from app.places.actions import store_settings
from app.places.models import Team, Ward
from app.places.report_settings import ReportSettings
from app.reports.content import report_document
from app.reports.document import Annex, Cell, Document, RowStyle
from app.reports.report_request import ReportRequest
from tests.actions import add_rows
from tests.cast import CARLA, WARD_A
from tests.months.steps import LAST


def report_of(
    app: Flask,
    person: int = CARLA,
    *,
    edition: int | None = None,
    team: int | None = None,
    language: str = "vi",
    month: Month = LAST,
) -> Document:
    """Return a month's report for a user; that of an edition if its number is given."""
    with app.test_request_context(f"/?lang={language}"):
        actor = actor_of(reader(), person, today())
        assert actor is not None
        ward = reader().get_one(Ward, WARD_A)
        at = datetime(2026, 11, 5, 2, tzinfo=UTC)
        name = reader().get_one(Team, team).name if team else ""
        report = ReportRequest(
            ward, month, at if edition else None, now(), team_id=team, team_name=name, edition=edition
        )
        return report_document(reader(), actor, report)


def annex_of(found: Document, code: str) -> Annex:
    (one,) = (each for each in found.annexes if each.code == code)
    return one


def result_of(found: Document, code: str) -> Result:
    """Return the figures of an activity, an indicator or a service."""
    (one,) = (row for section in found.results for row in section.rows if row.code == code)
    return one


def headings_of(found: Document, code: str) -> list[str]:
    return [column.heading for column in annex_of(found, code).columns]


def cells_of(found: Document, code: str, name: str) -> dict[str, Cell]:
    """Return the row of a name in an annex by the headings of its columns."""
    (one,) = (row for row in annex_of(found, code).rows if row.cells[1] == name and row.style is not RowStyle.SECTION)
    return dict(zip(headings_of(found, code), one.cells, strict=True))


def texts_of(found: Document) -> list[str]:
    """Return every text of a report."""
    letter = found.letter
    assert letter is not None
    texts = [letter.superior, letter.issuer, letter.number, letter.place_and_date, letter.subject, *letter.opening]
    for chapter in letter.chapters:
        texts += [chapter.heading, *(text for part in chapter.parts for text in (part.heading, *part.paragraphs))]
    texts += [*letter.signed_as, letter.signatory, *letter.recipients, found.state, found.title]
    for each in found.annexes:
        texts += [each.title, *each.notes, *(column.heading for column in each.columns)]
        texts += [cell for row in each.rows for cell in row.cells if isinstance(cell, str)]
    return texts


def set_report_settings(app: Flask, chosen: ReportSettings) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        store_settings(ward, report=chosen)
        writer().commit()


def write_narrative(app: Flask, team_id: int = WHOLE_WARD, **texts: str) -> None:
    fields = ("organisation", "models", "feedback", "strengths", "difficulties", "causes", "next_tasks", "proposals")
    common: dict[str, Any] = {"ward_id": WARD_A, "month": str(LAST), "team_id": team_id, "saved_at": now()}
    add_rows(app, MonthWords(**common, **dict.fromkeys(fields, "") | texts))
