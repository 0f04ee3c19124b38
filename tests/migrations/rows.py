"""Rows for the tables of each step of the schema, and reading them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.config import ROOT
from app.database import Instant, Uid, writer
from app.extensions import db
from app.migrations import alembic

AT = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)
DAY = date(2026, 11, 1)
ID = UUID("0199a000-0000-7000-8000-0000000000aa")


COUNTED: dict[str, Any] = {"ward_id": 1, "measure": "visit", "total": 2, "approved": 1}


ROWS: dict[str, Sequence[tuple[str, dict[str, Any]]]] = {
    "0001": (
        ("province", {"id": 1, "code": "38", "list_version": "2025-07-01", "name": "Tỉnh Thanh Hóa"}),
        (
            "ward",
            {
                "id": 1,
                "province_id": 1,
                "code": "16417",
                "list_version": "2025-07-01",
                "name": "Phường Quảng Thắng",
                "official_name": "Phường Đông Quang",
                "neighbourhood_word": "phố",
                "team_word": "Tổ công nghệ số cộng đồng",
                "settings": {"location": True},
                "note": "",
            },
        ),
        ("neighbourhood", {"id": 2, "ward_id": 1, "name": "Phố 2", "is_whole_ward": False, "valid_from": DAY}),
        ("neighbourhood", {"id": 1, "ward_id": 1, "name": "Phố 1", "is_whole_ward": False, "merged_into_id": 2}),
        ("team", {"id": 1, "ward_id": 1, "name": "Tổ 1", "valid_to": DAY}),
        ("team_area", {"team_id": 1, "neighbourhood_id": 1}),
        ("place", {"id": 1, "ward_id": 1, "type": "market", "name": "Chợ Quảng Thắng"}),
        ("population", {"id": 1, "ward_id": 1, "group": "residents", "figure": 9658, "as_of": DAY, "source": "ví dụ"}),
    ),
    "0002": (
        (
            "user",
            {
                "id": 1,
                "phone": "+84900000101",
                "name": "Nguyễn Ví Dụ Một",
                "password_hash": "-",
                "is_demonstration": False,
                "created_at": AT,
            },
        ),
        (
            "membership",
            {"id": 1, "user_id": 1, "role": "member", "ward_id": 1, "team_id": 1, "valid_from": DAY, "valid_to": DAY},
        ),
        ("membership", {"id": 2, "user_id": 1, "role": "coordinator", "ward_id": 1, "valid_from": DAY}),
        ("device", {"id": ID, "user_id": 1, "label": "Android", "created_at": AT, "last_seen_at": AT}),
        ("sign_in_failure", {"id": ID, "key": "ab" * 32, "at": AT}),
    ),
    "0003": (
        (
            "indicator",
            {
                "code": "health_record",
                "position": 1,
                "name_vi": "Hồ sơ sức khỏe điện tử",
                "name_en": "E-health records",
                "pillar": "xã hội số",
                "unit_vi": "người",
                "unit_en": "people",
                "denominator_group": "residents",
                "measures": "",
                "note": "",
            },
        ),
        (
            "baseline",
            {
                "id": 1,
                "ward_id": 1,
                "indicator_code": "health_record",
                "unit_then": "Phường Quảng Thắng",
                "as_of": DAY,
                "numerator": 9547,
                "bound": "=",
                "denominator": 9658,
                "published_percent": "98.8",
                "source": "ví dụ",
                "note": "",
            },
        ),
        ("target", {"id": 1, "ward_id": 1, "measure": "visit", "year": 2026, "figure": 120}),
    ),
    "0004": (
        (
            "household",
            {"ward_id": 1, "id": ID, "neighbourhood_id": 1, "label": "Số 5", "folded": "so 5", "created_at": AT},
        ),
        (
            "merchant",
            {"ward_id": 1, "id": ID, "neighbourhood_id": 1, "name": "Quầy 1", "folded": "quay 1", "created_at": AT},
        ),
    ),
    "0005": (
        ("area_month", {**COUNTED, "month": "2026-11", "neighbourhood_id": 1}),
        ("team_month", {**COUNTED, "month": "2026-11", "team_id": 1}),
        ("ward_day", {**COUNTED, "day": DAY}),
        (
            "household_month",
            {
                "ward_id": 1,
                "month": "2026-11",
                "household_id": ID,
                "neighbourhood_id": 1,
                "total": 1,
                "approved": 0,
            },
        ),
    ),
    "0006": (
        (
            "entry",
            {
                "ward_id": 1,
                "id": ID,
                "kind": "visit",
                "status": "submitted",
                "revision": 1,
                "digest": "ab" * 32,
                "moves": 1,
                "form": 1,
                "neighbourhood_id": 1,
                "team_id": 1,
                "member_id": 1,
                "happened_on": DAY,
                "month": "2026-11",
                "received_at": AT,
                "note": "ví dụ",
                "latitude": 19.807,
                "longitude": 105.776,
                "flags": [],
                "fields": {"met": "met"},
            },
        ),
        ("companion", {"ward_id": 1, "entry_id": ID, "member_id": 1, "month": "2026-11"}),
        (
            "review_event",
            {
                "ward_id": 1,
                "entry_id": ID,
                "number": 1,
                "at": AT,
                "actor_id": 1,
                "action": "record",
                "status": "submitted",
                "revision": 1,
                "digest": "ab" * 32,
                "reason": "",
                "comment": "",
            },
        ),
        ("month_lock", {"ward_id": 1, "month": "2026-10", "closed_at": AT, "closed_by_id": 1}),
    ),
    "0007": (
        (
            "photo",
            {
                "ward_id": 1,
                "id": ID,
                "entry_id": ID,
                "member_id": 1,
                "sent_digest": "ab" * 32,
                "width": 1600,
                "height": 1200,
                "received_at": AT,
            },
        ),
        ("photo_content", {"ward_id": 1, "photo_id": ID, "preview": b"small", "content": b"large"}),
    ),
    "0009": (
        ("decision", {"ward_id": 1, "id": ID, "actor_id": 1, "at": AT, "action": "approve", "moves": {str(ID): 2}}),
    ),
    "0010": (
        (
            "month_edition",
            {
                "ward_id": 1,
                "month": "2026-10",
                "number": 1,
                "closed_at": AT,
                "closed_by_id": 1,
                "approved_at_closing": 12,
                "figures": "{}",
                "digest": "ab" * 32,
                "reopened_for": "",
            },
        ),
    ),
    "0011": (("journal_line", {"id": 1, "at": AT, "actor_id": 1, "ward_id": 1, "event": "signed_in", "detail": {}}),),
    "0012": (
        (
            "month_words",
            {
                "ward_id": 1,
                "month": "2026-10",
                "team_id": 0,
                **dict.fromkeys(("organisation", "models", "feedback", "strengths"), "Lời mẫu"),
                **dict.fromkeys(("difficulties", "causes", "next_tasks", "proposals"), "Lời mẫu"),
                "saved_at": AT,
                "saved_by_id": 1,
            },
        ),
        (
            "report_template",
            {
                "ward_id": 1,
                "name": "mau.docx",
                "content": b"PK",
                "size": 2,
                "uploaded_at": AT,
                "uploaded_by_id": 1,
            },
        ),
    ),
    "0015": (("attendance_day", {"ward_id": 1, "month": "2026-10", "member_id": 1, "day": DAY}),),
    "0017": (
        (
            "invitation",
            {
                "id": 1,
                "token_hash": "ab" * 32,
                "purpose": "join",
                "role": "member",
                "ward_id": 1,
                "team_id": 1,
                "name": "Nguyễn Ví Dụ Hai",
                "phone": "+84900000102",
                "invited_by_id": 1,
                "created_at": AT,
                "expires_at": AT,
            },
        ),
    ),
    "0018": (
        (
            "service",
            {
                "code": "own_1_1_vi_du",
                "position": 1000,
                "name_vi": "Ví dụ",
                "name_en": "",
                "pillar": "xã hội số",
                "denominator_group": "",
                "outcomes": "installed activated",
                "note": "",
                "ward_id": 1,
                "ended_on": DAY,
                "former_name": "Ví dụ cũ",
            },
        ),
    ),
    "0019": (("start_link", {"id": 1, "token_hash": "cd" * 32, "created_at": AT}),),
    "0020": (
        (
            "household_summary",
            {
                "ward_id": 1,
                "household_id": UUID(int=2),
                "visits": 1,
                "last_on": DAY,
                "last_met": "absent",
                "needs_help_at_home": False,
                "done": ["vneid_2"],
            },
        ),
        (
            "counted_state",
            {
                "ward_id": 1,
                "household_id": UUID(int=2),
                "neighbourhood_id": 1,
                "state_on": DAY,
                "state": {"internet": True},
            },
        ),
        ("area_state", {"ward_id": 1, "neighbourhood_id": 1, "measure": "households", "figure": 1}),
        (
            "merchant_summary",
            {"ward_id": 1, "merchant_id": UUID(int=2), "entries": 1, "last_on": DAY, "in_use": True},
        ),
        ("registry_version", {"ward_id": 1, "neighbourhood_id": 1, "version": 3}),
        (
            "registry_merge",
            {
                "id": 1,
                "ward_id": 1,
                "kind": "household",
                "kept_id": ID,
                "merged_id": UUID(int=2),
                "moved_ids": ["x"],
                "called": "bà Tư",
                "called_moved": True,
                "merged_at": AT,
                "merged_by_id": 1,
            },
        ),
        (
            "registry_not_double",
            {"ward_id": 1, "first_id": ID, "second_id": UUID(int=2), "set_apart_at": AT, "set_apart_by_id": 1},
        ),
    ),
    "0021": (
        (
            "import",
            {
                "id": 1,
                "ward_id": 1,
                "kind": "households",
                "state": "applied",
                "file_name": "ho.xlsx",
                "digest": "ab" * 32,
                "given_by": "Công an phường",
                "given_on": DAY,
                "purpose": "",
                "choices": {},
                "counts": {"new": 1},
                "next_part": 1,
                "uploaded_by_id": 1,
                "uploaded_at": AT,
                "applied_by_id": 1,
                "applied_at": AT,
            },
        ),
        ("import_part", {"ward_id": 1, "import_id": 1, "type": "change", "number": 0, "content": b"x"}),
        (
            "opening_figure",
            {
                "id": 1,
                "ward_id": 1,
                "measure": "visit",
                "this_year": 5,
                "as_of": DAY,
                "source": "sổ",
                "entered_at": AT,
                "entered_by_id": 1,
            },
        ),
        (
            "office_figure",
            {
                "id": 1,
                "ward_id": 1,
                "month": "2026-10",
                "office": "police",
                "indicator_code": "health_record",
                "figure": 5,
                "as_of": DAY,
                "source": "sổ",
                "entered_at": AT,
                "entered_by_id": 1,
            },
        ),
    ),
    "0025": (
        (
            "area_change",
            {
                "ward_id": 1,
                "number": 1,
                "kind": "merge",
                "first_day": DAY,
                "steps": [{"from": [1, 2], "to": [3]}],
                "undo": {"added": [3]},
                "made_at": AT,
                "made_by_id": 1,
            },
        ),
    ),
    "0027": (
        (
            "event",
            {
                "id": 1,
                "ward_id": 1,
                "type_code": "duty",
                "title": "Ngày Chủ nhật gần Dân",
                "place_id": 1,
                "venue": "",
                "first_day": DAY,
                "rule": "FREQ=MONTHLY;BYDAY=1SU",
                "starts_at": time(7, 30),
                "ends_at": time(11, 0),
                "expected": 60,
                "note": "",
                "made_at": AT,
                "made_by_id": 1,
            },
        ),
        ("event_team", {"event_id": 1, "team_id": 1}),
        (
            "event_date",
            {
                "event_id": 1,
                "day": DAY,
                "moved_to": date(2026, 11, 8),
                "is_called_off": False,
                "reason": "ví dụ",
                "changed_at": AT,
                "changed_by_id": 1,
            },
        ),
        (
            "event_shift",
            {"event_id": 1, "number": 1, "starts_at": time(7, 30), "ends_at": time(9, 0), "needed": 2},
        ),
        (
            "duty",
            {
                "ward_id": 1,
                "event_id": 1,
                "day": DAY,
                "shift": 1,
                "member_id": 1,
                "asked_at": AT,
                "answer": "yes",
                "answered_at": AT,
                "is_present": True,
                "confirmed_at": AT,
            },
        ),
        ("planned_day", {"ward_id": 1, "team_id": 1, "day": DAY, "note": "", "made_at": AT}),
        (
            "campaign",
            {
                "id": 1,
                "ward_id": 1,
                "name": "Ra quân",
                "first_day": DAY,
                "last_day": DAY,
                "note": "",
                "made_at": AT,
            },
        ),
        ("campaign_area", {"campaign_id": 1, "neighbourhood_id": 1}),
        ("campaign_target", {"id": 1, "campaign_id": 1, "team_id": 1, "measure": "visit", "figure": 20}),
        (
            "procedure_group",
            {"code": "residence", "position": 1, "name_vi": "Cư trú", "name_en": "Residence", "ward_id": 1},
        ),
    ),
    "0028": (
        ("event_day", {**COUNTED, "event_id": 1, "day": DAY}),
        ("place_month", {**COUNTED, "place_id": 1, "month": "2026-11"}),
    ),
    "0029": (("closed_figure", {"ward_id": 1, "month": "2026-08", "measure": "visit", "figure": 7}),),
}
"""Rows for the tables of each step, written as they stood then and not as today's models would have them."""


_TYPES = {UUID: Uid, datetime: Instant, dict: sa.JSON, list: sa.JSON, time: sa.Time}


def revisions() -> list[str]:
    """Return the numbers of all steps, in order."""
    return sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))


def table_of_row(name: str, row: dict[str, Any]) -> Any:
    """Return a table with the columns of a row."""
    return sa.table(name, *(sa.column(key, _TYPES.get(type(value))) for key, value in row.items()))


def insert_rows(app: Flask, revision: str) -> None:
    """Insert the rows for the tables that a step makes."""
    with app.app_context():
        for name, row in ROWS.get(revision, ()):
            writer().execute(sa.insert(table_of_row(name, row)).values(row))
        writer().commit()


Rows = dict[str, list[dict[str, Any]]]


def all_rows(app: Flask) -> Rows:
    """Return everything that the database holds, by table."""
    with app.app_context():
        # A step comes with a new process, whose connections have prepared nothing for the tables of before.
        db.get_engine("read").dispose()
    with app.app_context(), db.get_engine("read").connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: sorted(
                (dict(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings()), key=repr
            )
            for name in sorted(names)
        }


def in_common(rows: Rows, others: Rows) -> Rows:
    """Return ``rows`` as far as ``others`` have their tables and columns: a step may add to both."""
    return {
        name: [
            {column: value for column, value in row.items() if column in other}
            for row, other in zip(rows[name], others[name], strict=True)
        ]
        for name in rows.keys() & others.keys()
    }


def go_up(app: Flask, target: str) -> None:
    """Upgrade the schema to a step."""
    with app.app_context():
        alembic.upgrade(target)


def go_down(app: Flask, target: str) -> None:
    """Downgrade the schema to a step."""
    with app.app_context():
        alembic.downgrade(target)
