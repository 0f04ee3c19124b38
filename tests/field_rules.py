"""The forms as the phone knows them, for the tests of its rules: ``python -m tests.field_rules`` writes them anew."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import force_locale

from app import create_app
from app.config import ROOT, Config
from app.pwa.kind_fields import form_rules

FILE = ROOT / "tests" / "data" / "field_rules.json"


def describe() -> dict[str, Any]:
    """Return the rules in English; inside of an app."""
    with force_locale("en"):
        # As JSON keeps it.
        described: dict[str, Any] = json.loads(json.dumps(form_rules()))
        return described


if __name__ == "__main__":
    with create_app(Config("sqlite://", "test", testing=True)).test_request_context():
        FILE.write_text(json.dumps(describe(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
