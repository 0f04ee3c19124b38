"""The pages of closing a month, opened and pressed as a coordinator does."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.month import Month
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.client import Visitor
from tests.html import parse
from tests.months.steps import LAST


def month_page(visitor: Visitor, month: Month = LAST, language: str = "vi") -> Any:
    response = visitor.get(f"/reports/months/{month}?lang={language}")
    assert response.status_code == 200
    return parse(response.text)


def checks_of(tree: Any) -> dict[str, int]:
    """Return the numbers of a check list, by its points."""
    return {
        item.get("data-check"): int(item.get("data-number"))
        for item in tree.findall(".//ul[@class='rows check-list']/li")
    }


def text_of(tree: Any) -> str:
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def press_close(visitor: Visitor, month: Month = LAST, waiting: Any = 0, **form: str) -> Any:
    return visitor.post(f"/reports/months/{month}/close", waiting=str(waiting), **({"looked": "y"} | form))


def press_reopen(visitor: Visitor, month: Month = LAST, reason: str = "Tổ 2 gửi muộn") -> Any:
    return visitor.post(f"/reports/months/{month}/reopen", reason=reason)


def audit_log_of_months(app: Flask) -> list[tuple[str, Any, dict[str, Any]]]:
    with app.app_context():
        lines = reader().scalars(sa.select(AuditRecord).order_by(AuditRecord.id))
        events = {AuditEvent.MONTH_CLOSED, AuditEvent.MONTH_REOPENED}
        return [(line.event.value, line.actor_id, line.detail) for line in lines if line.event in events]
