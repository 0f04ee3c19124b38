"""What may stand in the columns of a ward's template: the areas and teams that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.imports.list_kind import ListKind
from app.month import today
from app.places.models import Ward
from app.settings.ward_lists import WardList, has_ended, is_merged, rows_of_list

_LISTS = {
    "area": WardList.AREAS,
    "areas": WardList.AREAS,
    "neighbourhood": WardList.AREAS,
    "team": WardList.TEAMS,
    "place": WardList.PLACES,
}
"""The lists of a ward from which columns are chosen, by the codes of these."""


def template_choices(session: Session, ward: Ward, kind: ListKind) -> Mapping[str, Sequence[str]]:
    """Return the names that the ward has today for columns of areas, teams and places, by the codes of the columns."""
    names: dict[WardList, Sequence[str]] = {}
    for code in (column.code for column in kind.columns):
        which = _LISTS.get(code)
        if which is not None and which not in names:
            rows = rows_of_list(session, which, ward.id)
            names[which] = [row.name for row in rows if not has_ended(row, today()) and not is_merged(row)]
    return {column.code: names[_LISTS[column.code]] for column in kind.columns if column.code in _LISTS}
