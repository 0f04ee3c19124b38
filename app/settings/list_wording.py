"""The words of what is refused about areas, teams and places."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError

_REFUSALS: dict[PlaceRefusal, LazyString] = {
    PlaceRefusal.NAME_TAKEN: _l("“%(name)s” is in the list already. Enter another name."),
    PlaceRefusal.NAME_OF_ENDED: _l("“%(name)s” was in use before and has ended. Bring it back, or rename it first."),
    PlaceRefusal.DAY_OUT_OF_RANGE: _l(
        "This day cannot be for “%(name)s”: enter one after it began, and within a year from today."
    ),
    PlaceRefusal.FIRST_DAY_OUT_OF_RANGE: _l(
        "The first day lies in 2020 or later, and within a year from today. Leave it empty for what is older."
    ),
    PlaceRefusal.BEGINS_AFTER_END: _l("“%(name)s” ends before this first day. Enter an earlier day."),
    PlaceRefusal.ENTRIES_BEFORE: _l("“%(name)s” has entries from before this first day. Enter an earlier day."),
    PlaceRefusal.ONLY_AREA_OF_TEAM: _l(
        "The team “%(name)s” covers nothing else. Give it another neighbourhood, or end it first."
    ),
    PlaceRefusal.ENDS_BEFORE: _l("“%(name)s” has ended on this day. Enter an earlier day, or bring it back first."),
    PlaceRefusal.NO_LASTING_AREA: _l(
        "All these neighbourhoods end before the team “%(name)s” does. Choose also one that stays."
    ),
    PlaceRefusal.HAS_PEOPLE: _l(
        "“%(name)s” still has people, or some are invited into it. Move them to another team first."
    ),
    PlaceRefusal.MERGED: _l("“%(name)s” was merged into another neighbourhood and cannot be brought back."),
    PlaceRefusal.PLANNED_CHANGE: _l("“%(name)s” is merged or split, and ends by that. Take that change back first."),
    PlaceRefusal.SPLIT: _l("“%(name)s” was split into other neighbourhoods and cannot be brought back."),
}


def refusal_words(error: PlaceRefusedError) -> str:
    """Return why something was refused, and what to do."""
    return str(_REFUSALS[error.refusal]) % {"name": error.name}
