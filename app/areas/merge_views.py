"""``/areas/merge`` and ``/areas/map``: merging some areas of a ward, and changing all of its map at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access import requires
from app.areas.area_map import AreaMap, read_area_map
from app.areas.blueprint import bp
from app.areas.change_forms import MapForm, MergeForm, name_error
from app.areas.change_pages import AskedChange, ChangePage, change_answer, make_or_show
from app.areas.changes import AreaMerge, ChangeOrder
from app.areas.merge_actions import merge_areas
from app.areas.wording import map_error_words
from app.database import in_transaction, reader
from app.permissions import Permission
from app.places.queries import areas_of_ward
from app.settings.list_access import list_access


@bp.route("/merge", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def merge() -> ResponseReturnValue:
    """Take areas that become one, show the map of old and new, and make it when that was seen."""
    access = list_access(Permission.PLACE_MANAGE)
    form = MergeForm()
    form.offer(access.areas_in_use().items())
    made: int | ChangePage = ChangePage()
    if form.validate_on_submit():
        made = make_or_show(access, _merges_asked(form, [form.merge]), request.form.get("confirmed"))
    return change_answer(access, "areas/merge.html", form, made)


@bp.route("/map", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def map_of_ward() -> ResponseReturnValue:
    """Take the lines of a ward's new map, show it with what is wrong by line, and make it when that was seen."""
    access = list_access(Permission.PLACE_MANAGE)
    form = MapForm()
    made: int | ChangePage = ChangePage()
    found: AreaMap | None = None
    if form.validate_on_submit():
        areas = areas_of_ward(reader(), access.ward.id)
        found = read_area_map(form.lines.data or "", areas, form.first_day.day)
        form.lines.errors = [map_error_words(error) for error in found.errors] or _errors_of_names(found)
        if not form.lines.errors:
            made = make_or_show(access, _merges_asked(form, found.merges), request.form.get("confirmed"))
    names = {area.id: area.name for area in areas_of_ward(reader(), access.ward.id)} if found else {}
    as_before = [names[id] for id in (*found.untouched, *found.same)] if found else []
    return change_answer(access, "areas/map.html", form, made, found=found, as_before=as_before)


def _errors_of_names(found: AreaMap) -> list[str]:
    """Return what is wrong with which line's new name as a text."""
    named = [(line, each.name, name_error(each.name)) for line, each in zip(found.lines, found.merges, strict=True)]
    return [
        _("Line %(number)s: %(problem)s", number=line, problem=error) for line, name, error in named if name and error
    ]


def _merges_asked(form: MergeForm | MapForm, merges: Sequence[AreaMerge]) -> AskedChange:
    entered = tuple((sorted(each.area_ids), each.name, each.goes_on) for each in merges)

    def made(session: Session, order: ChangeOrder, check: Callable[[Session], None]) -> int:
        check(session)
        return merge_areas(session, order, merges).number

    return AskedChange(
        form.first_day.day,
        entered,
        rehearse=lambda session, order: merge_areas(session, order, merges),
        make=lambda order, check: in_transaction(partial(made, order=order, check=check)),
    )
