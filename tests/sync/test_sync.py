"""The phone's door: batches in, receipts out."""

from __future__ import annotations

from tests.client import Visitor
from tests.factories import FIELDS, make_entry


def test_stores_all_kinds_and_knows_them_again(ana: Visitor) -> None:
    batch = [make_entry(kind) for kind in FIELDS]
    assert [receipt["outcome"] for receipt in ana.sync(*batch)] == ["stored"] * 4
    assert [receipt["outcome"] for receipt in ana.sync(*batch)] == ["known"] * 4
    assert {entry["id"] for entry in ana.mine()["entries"]} == {entry["id"] for entry in batch}
