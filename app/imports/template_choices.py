"""What may stand in the columns of a ward's template: its areas and teams, offices, and what is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from app.catalogue.offices import OFFICE_NAMES
from app.catalogue.queries import indicators
from app.imports.list_kind import ListKind
from app.month import today
from app.places.models import Ward
from app.settings.opening_page import opening_subjects
from app.settings.ward_lists import WardList, is_in_use, rows_of_list

_LISTS = {
    "area": WardList.AREAS,
    "areas": WardList.AREAS,
    "neighbourhood": WardList.AREAS,
    "team": WardList.TEAMS,
    "place": WardList.PLACES,
}
"""The lists of a ward from which columns are chosen, by the codes of these."""


def template_choices(session: Session, ward: Ward, kind: ListKind) -> Mapping[str, Sequence[str]]:
    """Return the names that the ward can choose from today, by the codes of the columns."""
    codes = {column.code for column in kind.columns}
    return {**_of_lists(session, ward, codes), **_of_figures(session, ward, codes)}


def _of_lists(session: Session, ward: Ward, codes: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the areas, teams and places that the ward has today."""
    names: dict[WardList, Sequence[str]] = {}
    for which in {_LISTS[code] for code in codes if code in _LISTS}:
        rows = rows_of_list(session, which, ward.id)
        names[which] = [row.name for row in rows if is_in_use(row, today())]
    return {code: names[_LISTS[code]] for code in codes if code in _LISTS}


def _of_figures(session: Session, ward: Ward, codes: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the offices that have figures, the indicators, and what the ward may have opening figures of."""
    choices: dict[str, Sequence[str]] = {}
    if "office" in codes:
        choices["office"] = list(map(str, OFFICE_NAMES.values()))
    if "indicator" in codes:
        choices["indicator"] = [each.name for each in session.scalars(indicators())]
    if "subject" in codes:
        choices["subject"] = [each.name for each in opening_subjects(session, ward.id)]
    return choices
