"""The words of what is refused about changes of areas, and what to do."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.area_map import MapError, MapProblem
from app.areas.changes import AreaRefusal, AreaRefusedError

_REFUSALS: dict[AreaRefusal, LazyString] = {
    AreaRefusal.UNKNOWN_AREA: _l("This neighbourhood is not one of the ward. Choose it again from the list."),
    AreaRefusal.WHOLE_WARD: _l("“%(name)s” stands for the whole ward. Choose neighbourhoods of the ward."),
    AreaRefusal.TOO_FEW: _l("Choose at least two."),
    AreaRefusal.TWICE: _l("“%(name)s” is chosen twice. Leave it in one place."),
    AreaRefusal.NOT_BEGUN: _l("“%(name)s” begins on this day or later. Choose a later day."),
    AreaRefusal.ENDED: _l("“%(name)s” has ended, or is going to. Bring it back first, or choose another one."),
    AreaRefusal.CHANGED_ALREADY: _l(
        "“%(name)s” was merged or split already, or will be. Choose what came in its place, or take that change back."
    ),
    AreaRefusal.NAME_MISSING: _l("Enter a name for each new neighbourhood."),
    AreaRefusal.NAME_TAKEN: _l("“%(name)s” is the name of another neighbourhood. Enter another name."),
    AreaRefusal.NAME_OF_ENDED: _l(
        "“%(name)s” was in use before and has ended. Enter another name, or rename that one."
    ),
    AreaRefusal.DAY_TOO_EARLY: _l("The first day lies after 1 January 2020. Enter a later day."),
    AreaRefusal.DAY_TOO_LATE: _l("The first day lies within a year from today. Enter an earlier day."),
    AreaRefusal.CLOSED_PERIOD: _l(
        "The period %(name)s is closed, and its report stays as it is. Choose a day after it, or reopen it first."
    ),
    AreaRefusal.TEAM_WITHOUT_AREA: _l("The team “%(name)s” covers nothing else. Choose it for one of the parts."),
    AreaRefusal.UNKNOWN_TEAM: _l("This team is not one of the ward, or has ended. Choose another one."),
    AreaRefusal.UNKNOWN_HOUSEHOLD: _l(
        "A household or stall is no longer in this neighbourhood. Open the page again, and choose once more."
    ),
    AreaRefusal.SOURCE_MISSING: _l("Enter the day of the numbers of households, and where they come from."),
    AreaRefusal.LOGGED_SINCE: _l("Something was logged in “%(name)s” since, so the change stays."),
    AreaRefusal.CLOSED_SINCE: _l("The period %(name)s was closed since, so the change stays. Reopen it first."),
    AreaRefusal.CHANGED_SINCE: _l("“%(name)s” was changed since. Take that back first."),
    AreaRefusal.USED_SINCE: _l(
        "Households, places, numbers or targets were entered for a new neighbourhood since, so the change stays."
    ),
}

_PROBLEMS: dict[MapProblem, LazyString] = {
    MapProblem.NO_ARROW: _l("write what the neighbourhoods become, as in “Tổ 1; Tổ 2 -> Tổ dân phố 1”"),
    MapProblem.NO_OLD: _l("write the neighbourhoods of today before the arrow"),
    MapProblem.NO_NEW: _l("write the name of the new neighbourhood behind the arrow"),
    MapProblem.SEVERAL_NEW: _l("several new ones: split the neighbourhood by itself, with the list of its households"),
    MapProblem.UNKNOWN: _l("there is no “%(name)s” in the ward"),
    MapProblem.AMBIGUOUS: _l("“%(name)s” may be several: write the whole name"),
    MapProblem.ENDED: _l("“%(name)s” has ended"),
    MapProblem.TWICE: _l("“%(name)s” stands in another line, too"),
    MapProblem.NAME_TAKEN: _l(
        "“%(name)s” is a neighbourhood of today that stands on no left side: write it there if it is to go on"
    ),
    MapProblem.CHAIN: _l("“%(name)s” is only made by another line: write the neighbourhoods of today in its place"),
    MapProblem.NOTHING: _l("nothing would change: write a line for each new neighbourhood"),
}


def map_error_words(error: MapError) -> str:
    """Return what is wrong with which line of a map."""
    words = str(_PROBLEMS[error.problem]) % {"name": error.name}
    return str(_("Line %(number)s: %(problem)s.", number=error.line, problem=words))


def change_refusal_words(error: AreaRefusedError) -> str:
    """Return why a change of areas was refused, and what to do."""
    if error.refusal is AreaRefusal.TWICE and not error.name:
        return str(_l("A household or stall is given to two parts. Leave it in one."))
    return str(_REFUSALS[error.refusal]) % {"name": error.name}
