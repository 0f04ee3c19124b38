"""Names of what a population counts, in the reader's language."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.localisation import day, number

GROUP_NAMES = {
    "adults": _l("adults"),
    "businesses": _l("businesses"),
    "household_businesses": _l("household businesses"),
    "households": _l("households"),
    "households_of_areas": _l("households of the neighbourhoods"),
    "inspections": _l("inspections"),
    "neighbourhood_halls": _l("neighbourhood halls"),
    "neighbourhoods": _l("neighbourhoods"),
    "residents": _l("residents"),
    "residents_14_plus": _l("residents of 14 and older"),
    "residents_15_plus": _l("residents of 15 and older"),
    "results": _l("results of procedures"),
    "staff": _l("staff"),
}
"""Names of the groups of people or things that a population counts."""


def population_sentence(group: str, figure: int, as_of: date) -> str:
    """Return a population as words: its group, its figure and its day."""
    values = {"group": GROUP_NAMES.get(group, group), "figure": number(figure), "day": day(as_of)}
    return str(_("%(group)s: %(figure)s on %(day)s", **values))
