"""Reading the audit log: a page at a time, or as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.csv_stream import streamed
from app.month import ZONE
from app.people.audit_events import GROUPS
from app.people.audit_log_queries import AuditLine, AuditLines, before_line, lines_of
from app.people.models import AuditRecord
from app.people.wording import actor_name, sentence
from app.permissions import Holder
from app.text import harmless

PAGE = 100
"""The number of lines on a page."""

COLUMNS = ("at", "ward", "person_id", "person", "event", "what")


@dataclass(frozen=True, slots=True)
class AuditLogFilter:
    """A filter of the audit log: by group of events, by person, and between two days."""

    group: str | None = None
    person_id: int | None = None
    first: date | None = None
    last: date | None = None

    def query(self, holder: Holder) -> AuditLines:
        """Select those of the lines that ``holder`` may read."""
        return lines_of(
            holder,
            GROUPS[self.group] if self.group else None,
            self.person_id,
            _start(self.first) if self.first else None,
            _start(self.last + timedelta(days=1)) if self.last else None,
        )


@dataclass(frozen=True, slots=True)
class AuditLogRow:
    """A line of the audit log in words."""

    id: int
    at: datetime
    ward: str | None
    actor_id: int | None
    actor: str
    event: str
    what: str


@dataclass(frozen=True, slots=True)
class AuditLogPage:
    """Some lines, and the last of them when there are older ones."""

    lines: Sequence[AuditLogRow]
    older_than: int | None


def audit_log_page(
    session: Session,
    holder: Holder,
    log_filter: AuditLogFilter,
    before: int | None,
    page_names: Mapping[str, LazyString],
) -> AuditLogPage | None:
    """Read the newest lines, or those below the line ``before``; ``None`` when there is no such line."""
    query = log_filter.query(holder)
    if before is not None:
        line = session.execute(lines_of(holder).where(AuditRecord.id == before)).one_or_none()
        if line is None:
            return None
        query = before_line(query, AuditLine(*line))
    lines = [_row_of(AuditLine(*row), page_names) for row in session.execute(query.limit(PAGE + 1))]
    return AuditLogPage(lines[:PAGE], lines[PAGE - 1].id if len(lines) > PAGE else None)


def stream(
    session: Session, holder: Holder, log_filter: AuditLogFilter, page_names: Mapping[str, LazyString]
) -> Iterator[str]:
    """Yield the lines as CSV, in pieces; the session is closed with the last of them."""
    with session:
        query = log_filter.query(holder)
        yield from streamed(session, query, COLUMNS, lambda row: _cells(_row_of(AuditLine(*row), page_names)))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)


def _row_of(row: AuditLine, page_names: Mapping[str, LazyString]) -> AuditLogRow:
    """Put a row of :func:`lines_of` into words."""
    return AuditLogRow(
        row.id,
        row.at,
        row.ward,
        row.actor_id,
        actor_name(row.event, row.actor),
        row.event.value,
        sentence(row.event, row.detail, row.person, page_names),
    )


def _cells(line: AuditLogRow) -> tuple[object, ...]:
    """Return the cells of a line, in the order of :data:`COLUMNS`."""
    return (
        line.at.astimezone(ZONE).isoformat(timespec="seconds"),
        harmless(line.ward or ""),
        "" if line.actor_id is None else line.actor_id,
        harmless(line.actor),
        line.event,
        harmless(line.what),
    )
