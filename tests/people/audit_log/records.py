"""Records of the audit log as tests write and read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import now
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.client import Visitor

Visit = Callable[..., Visitor]


def audit_records(app: Flask, *, since: int = 0) -> list[AuditRecord]:
    """Return the lines after the line ``since``, the oldest first."""
    with app.app_context():
        return list(writer().scalars(sa.select(AuditRecord).where(AuditRecord.id > since).order_by(AuditRecord.id)))


@contextmanager
def added(app: Flask, *expected: tuple[AuditEvent, int | None, int | None, dict[str, Any]]) -> Iterator[None]:
    """Assert that the block leaves just these lines: (event, actor, ward, detail), of this moment."""
    last = max((line.id for line in audit_records(app)), default=0)
    before = now() - timedelta(milliseconds=1)
    yield
    lines = audit_records(app, since=last)
    assert [(line.event, line.actor_id, line.ward_id, line.detail) for line in lines] == list(expected)
    assert all(before <= line.at <= now() for line in lines)


def write(app: Flask, *lines: tuple[AuditEvent, int | None, int | None, dict[str, Any]], at: Any = None) -> None:
    with app.app_context():
        for event, actor_id, ward_id, detail in lines:
            record_event(writer(), event, at or now(), actor_id, ward_id, **detail)
        writer().commit()


def shown(page: Any) -> list[int]:
    """Return the ids of the lines that a page shows."""
    assert page.status_code == 200
    return [int(id) for id in re.findall(r'data-line="(\d+)"', page.text)]
