"""Who may bring lists in: more rows of the table in ``permission_matrix.py``, with the same columns."""

from __future__ import annotations

from app.imports.list_kind import ListCode
from app.imports.models import Import, ImportState
from app.month import now, today
from tests.cast import CARLA, WARD_A

#          nobody ana  bruno leo  carla vera dora bo   eva  ada  moved nina
IMPORTS_MATRIX = """
imports.index /imports/
           in    403  403   403  200   403  200  403  403  403  403  403
imports.template /imports/templates/households.xlsx
           in    403  403   403  200   403  200  403  403  403  403  403
imports.template /imports/templates/nothing.xlsx
           in    403  403   403  404   403  404  403  403  403  403  403
imports.upload /imports/new/households
           in    403  403   403  200   403  200  403  403  403  403  403
imports.upload /imports/new/nothing
           in    403  403   403  404   403  404  403  403  403  403  403
imports.upload POST /imports/new/households
           in    403  403   403  422   403  422  403  403  403  403  403
imports.house_numbers /imports/house-numbers
           in    403  403   403  200   403  200  403  403  403  403  403
imports.house_numbers POST /imports/house-numbers
           in    403  403   403  422   403  422  403  403  403  403  403
imports.show /imports/1
           in    403  403   403  200   403  404  403  403  403  403  403
imports.columns /imports/1/columns
           in    403  403   403  impo  403  404  403  403  403  403  403
imports.columns POST /imports/1/columns
           in    403  403   403  impo  403  404  403  403  403  403  403
imports.wrong_rows /imports/1/wrong.xlsx
           in    403  403   403  404   403  404  403  403  403  403  403
imports.apply POST /imports/1/apply
           in    403  403   403  impo  403  404  403  403  403  403  403
imports.undo POST /imports/1/undo
           in    403  403   403  impo  403  404  403  403  403  403  403
imports.give_up POST /imports/1/discard
           in    403  403   403  impo  403  404  403  403  403  403  403
"""

IMPORTS_PLACES = {"impo": "/imports/1"}


def applied_import() -> Import:
    """Return the import of ward A that the rows name; it was applied, and nobody sees the version of its page."""
    return Import(
        id=1,
        ward_id=WARD_A,
        kind=ListCode.HOUSEHOLDS,
        state=ImportState.APPLIED,
        file_name="ho.xlsx",
        digest="ab" * 32,
        given_by="Công an phường",
        given_on=today(),
        purpose="",
        choices={},
        counts={"new": 3, "parts": 1, "done_new": 3},
        next_part=1,
        uploaded_by_id=CARLA,
        uploaded_at=now(),
        applied_by_id=CARLA,
        applied_at=now(),
    )
