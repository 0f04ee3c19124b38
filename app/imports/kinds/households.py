"""Lists of households: where each is, in one column or in several, and what its neighbours call it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.households.party_actions import PartyValues
from app.households.party_tables import HOUSEHOLDS
from app.imports.full_names import is_full_name
from app.imports.list_areas import ListAreas
from app.imports.list_kind import KindColumn, ListCode, ListOrigin, ListRow
from app.imports.party_changes import PartyListKind
from app.imports.party_planning import PartyPlanner, ReadParty
from app.imports.written_address import ADDRESS, ALLEY, HOUSE, STREET, written_address
from app.json_values import read_text
from app.month import local_day
from app.registry.models import CALLED_LENGTH

AREA, CALLED = "area", "called"
AREA_HEADINGS = (
    *("to dan pho", "tdp", "khu pho", "khu dan cu", "kdc", "khoi pho", "khoi", "khu", "thon", "xom", "ap", "khom"),
    *("ban", "buon", "lang", "to", "ten to", "ten to dan pho", "dia ban", "neighbourhood", "area"),
)
_COLUMNS = (
    KindColumn(
        AREA, _l("Neighbourhood"), AREA_HEADINGS, is_needed=True, hint=_l("As it is called in the ward's list.")
    ),
    KindColumn(
        ADDRESS,
        _l("Address"),
        ("dia chi", "dia chi nha", "dia chi ho", "noi o", "cho o", "dia chi cu the", "address"),
        hint=_l("Such as Số 43, ngõ 3, đường Lê Lợi; or use the columns behind it."),
    ),
    KindColumn(HOUSE, _l("House number"), ("so nha", "nha so", "sn", "so", "house number", "house"), longest=60),
    KindColumn(ALLEY, _l("Branch of the lane"), ("ngach", "nhanh", "hem nhanh", "hem phu", "alley"), longest=60),
    KindColumn("ngo", _l("Lane (ngõ)"), ("ngo", "ngo so", "lane"), longest=60),
    KindColumn("kiet", _l("Lane (kiệt)"), ("kiet", "kiet so"), longest=60),
    KindColumn("hem", _l("Lane (hẻm)"), ("hem", "hem so", "hem chinh"), longest=60),
    KindColumn(
        STREET,
        _l("Name of the street"),
        ("duong", "duong pho", "ten duong", "tuyen duong", "pho", "street"),
        longest=120,
    ),
    KindColumn(
        CALLED,
        _l("What neighbours call it"),
        ("ten goi", "thuong goi", "ten thuong goi", "goi la", "ho thuong goi", "called"),
        hint=_l("Only where they say something like nhà bà Năm; never anybody's full name."),
        longest=CALLED_LENGTH,
    ),
)


class HouseholdList(PartyListKind):
    """A list of households."""

    code = ListCode.HOUSEHOLDS
    name = _l("Households, by address")
    columns: Sequence[KindColumn] = _COLUMNS
    table = HOUSEHOLDS

    def planner(self, session: Session, origin: ListOrigin) -> PartyPlanner:
        """Return what plans the rows, having read the ward's areas and households."""
        areas = ListAreas(session, origin.ward_id, local_day(origin.at))
        return PartyPlanner(session, origin, self.table, areas, lambda row: _read(row, areas))


def _read(row: ListRow, areas: ListAreas) -> ReadParty:
    """Return what a row says; raises ``ValueError`` with a sentence where it does not say which household it is."""
    label = written_address(row.values)
    if not label:
        raise ValueError(_("There is no address. Write the number of the house and its lane or street."))
    if is_full_name(label):
        raise ValueError(_("This looks like somebody's full name. Write where the household is instead."))
    called = row.values.get(CALLED, "")
    area_id = areas.find(row.values.get(AREA, ""))
    if called and is_full_name(called):
        note = _("What neighbours call it looks like somebody's full name, and is not stored.")
        return ReadParty(PartyValues(label, area_id), note)
    return ReadParty(PartyValues(label, area_id, read_text(called, CALLED_LENGTH)))
