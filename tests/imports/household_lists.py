"""What tests of lists of households share: a row of such a list, and which households phones are offered."""

from __future__ import annotations

from app.imports.kinds.households import HouseholdList
from app.registry.models import Household, HouseholdSummary, Merge, NotDouble
from tests.client import Visitor

LIST = HouseholdList()
TABLES = Household, HouseholdSummary, Merge, NotDouble


def home(address: str, area: str = "Tổ 1", **more: str) -> dict[str, str]:
    """Return what a row says."""
    return {"area": area, "address": address, **more}


def offered(visitor: Visitor) -> list[str]:
    """Return the households that a phone is offered, by both ways of asking."""
    bootstrap, known = visitor.get("/api/v1/bootstrap").json, visitor.get("/api/v1/households").json
    labels = [[each["label"] for each in answer["households"]] for answer in (bootstrap, known)]
    assert labels[0] == labels[1]
    return sorted(labels[0])
