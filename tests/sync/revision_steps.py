"""Steps of the tests of revisions: sending one entry, and the receipts for it."""

from __future__ import annotations

from typing import Any

from tests.client import Visitor
from tests.sync.steps import outcome

STORED, KNOWN = ("stored", ""), ("known", "")
STALE, NOT_YOURS = ("conflict", "stale"), ("conflict", "not_yours")


def send(visitor: Visitor, entry: Any) -> tuple[str, str]:
    [receipt] = visitor.sync(entry)
    return outcome(receipt)
