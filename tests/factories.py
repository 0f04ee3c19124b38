"""Builders of entries as a phone sends them; every part may be given another value."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from app.month import now, today
from tests.cast import AREA_1

FIELDS: dict[str, dict[str, Any]] = {
    "visit": {"household": None, "met": "met", "people": 2, "topics": ["vneid"], "barrier": "none"},
    "installation": {
        "service": "vneid_2",
        "outcome": "activated",
        "people": 1,
        "setting": "home",
        "visit": None,
    },
    "training": {
        "topic": "scam_warning",
        "title": "Cảnh giác lừa đảo",
        "venue": "Nhà văn hóa",
        "started_at": "19:30",
        "minutes": 90,
        "attendees": 30,
        "women": 18,
        "elderly": 9,
    },
    "merchant": {
        "merchant": {"id": "0199a000-0000-7000-8000-0000000000aa", "name": "Quầy mẫu 1"},
        "place": None,
        "business_type": "stall",
        "methods": ["vietqr"],
        "qr_valid": True,
        "bank_bin": "970436",
        "account_tail": "1234",
        "in_use": True,
        "e_invoice": False,
        "e_contract": False,
        "marketplaces": [],
    },
    "assistance": {
        "procedure": "land",
        "people": 3,
        "outcome": "guided",
        "fee_online": True,
        "needed_attendant": 1,
        "minutes": 45,
    },
}


def make_entry(kind: str = "visit", *, id: Any = None, revision: Any = 1, **fields: Any) -> dict[str, Any]:
    """Return an entry of today in area 1, with ``fields`` over the usual ones."""
    common = {"happened_on": today().isoformat(), "neighbourhood": AREA_1}
    return {
        "id": str(uuid4()) if id is None else id,
        "kind": kind,
        "revision": revision,
        "recorded_at": now().isoformat(),
        "form": 1,
        "fields": {**common, **FIELDS[kind], **fields},
    }


def household(label: str = "Số 5, ngõ 2", id: str | None = None) -> dict[str, str]:
    """Return a household as a visit names it."""
    return {"id": id or str(uuid4()), "label": label}


def edited(entry: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return the next revision of an entry, with other ``fields``."""
    return {**entry, "revision": entry["revision"] + 1, "fields": {**entry["fields"], **fields}}
