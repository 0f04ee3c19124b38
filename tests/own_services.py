"""Services and groups of procedures of the wards' own, as tests put them into the database."""

from __future__ import annotations

from datetime import date

from app.catalogue.models import ProcedureGroup, Service
from app.catalogue.own_codes import own_code
from tests.cast import WARD_A


def own_service(
    name: str = "Camera an ninh",
    *,
    ward_id: int = WARD_A,
    number: int = 1,
    outcomes: str = "installed activated declined",
    ended_on: date | None = None,
) -> Service:
    """Return a service that a ward has added for itself."""
    return Service(
        code=own_code(ward_id, number, name),
        position=1000 + number,
        name_vi=name,
        name_en="",
        pillar="xã hội số",
        denominator_group="",
        outcomes=outcomes,
        ward_id=ward_id,
        ended_on=ended_on,
    )


def own_procedure(
    name: str = "Chợ", *, ward_id: int = WARD_A, number: int = 1, ended_on: date | None = None
) -> ProcedureGroup:
    """Return a group of procedures that a ward has added for itself."""
    return ProcedureGroup(
        code=own_code(ward_id, number, name),
        position=1000 + number,
        name_vi=name,
        name_en="",
        ward_id=ward_id,
        ended_on=ended_on,
    )
