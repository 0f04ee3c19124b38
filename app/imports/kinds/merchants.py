"""Lists of stalls, shops and firms: where each is, at which market or street, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.households.party_actions import PartyValues
from app.households.party_tables import MERCHANTS
from app.imports.kinds.households import AREA, AREA_HEADINGS
from app.imports.list_areas import ListAreas
from app.imports.list_kind import KindColumn, ListCode, ListOrigin, ListRow
from app.imports.party_changes import PartyListKind
from app.imports.party_planning import PartyPlanner, ReadParty
from app.month import local_day
from app.places.queries import places_in_use
from app.settings.area_names import AreaNames
from app.text import fold

PLACE, NAME, STALL = "place", "name", "stall"
_COLUMNS = (
    KindColumn(
        AREA, _l("Neighbourhood"), AREA_HEADINGS, is_needed=True, hint=_l("As it is called in the ward's list.")
    ),
    KindColumn(
        NAME,
        _l("Name of the stall or firm"),
        (
            *("ten", "ten quay", "ten quay hang", "ten co so", "ten co so kinh doanh", "ten ho kinh doanh", "ten hkd"),
            *("ho kinh doanh", "ten cua hang", "ten doanh nghiep", "bien hieu", "ten bien hieu", "ten goi"),
            *("co so", "cua hang", "name", "stall name", "business name"),
        ),
        hint=_l("As its sign says; where it has none, the number of the stall is enough."),
    ),
    KindColumn(
        STALL,
        _l("Number of the stall"),
        ("so quay", "quay so", "quay", "so ki ot", "ki ot", "kiot", "so sap", "sap", "so lo", "stall", "stall number"),
        longest=40,
    ),
    KindColumn(
        PLACE,
        _l("Market or street"),
        ("cho", "ten cho", "tuyen pho", "cho tuyen pho", "pho", "dia diem", "market", "place", "market or street"),
        hint=_l("As it is called in the ward's list of places, if it is there."),
    ),
)


class MerchantList(PartyListKind):
    """A list of stalls, shops and firms."""

    code = ListCode.MERCHANTS
    name = _l("Stalls and firms")
    columns: Sequence[KindColumn] = _COLUMNS
    table = MERCHANTS

    def planner(self, session: Session, origin: ListOrigin) -> PartyPlanner:
        """Return what plans the rows, having read the ward's areas, places and merchants."""
        day = local_day(origin.at)
        areas = ListAreas(session, origin.ward_id, day)
        places = {place.id: place.name for place in places_in_use(session, origin.ward_id, day)}
        find_place = _place_finder(places)
        return PartyPlanner(session, origin, self.table, areas, lambda row: _read(row, areas, find_place))


def _place_finder(places: dict[int, str]) -> Callable[[str], int]:
    names = AreaNames(places)
    bare = AreaNames({id: _without_kind(name) for id, name in places.items()})

    def find(text: str) -> int:
        """Return the id of the only place that a text names; raises ``ValueError`` with a sentence for others."""
        found = names.find([text]) or bare.find([_without_kind(text)])
        if found is None:
            words = _(
                "There is no market or street “%(name)s” in the ward's list. Add it there, or leave it out.", name=text
            )
            raise ValueError(words)
        return found

    return find


def _without_kind(name: str) -> str:
    """Return a name without the word for what kind of place it is, and without tones."""
    words = fold(name).split()
    for kind in (["cho"], ["tuyen", "pho"], ["tuyen", "duong"], ["duong"], ["pho"]):
        if words[: len(kind)] == kind and len(words) > len(kind):
            return " ".join(words[len(kind) :])
    return " ".join(words)


def _read(row: ListRow, areas: ListAreas, find_place: Callable[[str], int]) -> ReadParty:
    """Return what a row says; raises ``ValueError`` with a sentence where it does not say which stall it is."""
    name, stall = row.values.get(NAME, ""), row.values.get(STALL, "")
    label = _label(name, stall)
    if not label:
        raise ValueError(_("There is no name. Write what its sign says, or the number of the stall."))
    place = row.values.get(PLACE, "")
    area_id = areas.find(row.values.get(AREA, ""))
    return ReadParty(PartyValues(label, area_id, place_id=find_place(place) if place else None))


def _label(name: str, stall: str) -> str:
    """Return the name with the number of the stall behind it, unless it names that itself."""
    if not stall:
        return name
    number = stall if stall[:1].isalpha() and " " in stall else f"quầy {stall}"
    if not name:
        return number[0].upper() + number[1:]
    words = fold(name).replace(",", " ").split()
    return name if fold(stall).split()[-1] in words else f"{name}, {number}"
