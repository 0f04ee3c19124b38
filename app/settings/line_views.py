"""The page of an area, a team or a place: its name, what a team covers, its end, and bringing it back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access import requires
from app.database import reader
from app.localisation import day
from app.month import now
from app.permissions import Permission
from app.places.area_changes import changes_of_ward
from app.places.change_words import words_by_area
from app.places.queries import areas_of
from app.settings.area_actions import end_area
from app.settings.list_access import ListAccess, attempt, list_access
from app.settings.list_actions import bring_back, rename
from app.settings.list_forms import CoverForm, EndForm, NameForm, PlaceForm, line_form
from app.settings.list_pages import heading_of
from app.settings.place_actions import change_place, end_place
from app.settings.places_blueprint import LINE, bp
from app.settings.planned_cover import planned_covers
from app.settings.team_actions import cover_areas, cover_version, end_team
from app.settings.ward_lists import Listed, WardList, has_ended, is_merged, is_split, row_version
from app.versions import SaveOutcome

_END = {WardList.AREAS: end_area, WardList.TEAMS: end_team, WardList.PLACES: end_place}


@bp.route(LINE, methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def line(which: str, id: int) -> ResponseReturnValue:
    """Show a line of a list, and change its name, or what is known of a place."""
    listed, access = WardList(which), list_access(Permission.PLACE_MANAGE)
    row = access.line_or_404(listed, id)
    form = line_form(row, access.area_of(row), access.areas_for(row).items())
    if form.validate_on_submit():
        outcome, refusal = attempt(_changes(listed, access, row, form))
        if outcome in {SaveOutcome.SAVED, SaveOutcome.UNCHANGED}:
            flash(_("Saved."))
            return _back_to(listed, id, access)
        if refusal:
            row = access.line_or_404(listed, id)
            form.name.errors = [refusal]
        else:
            reader().rollback()
            row = access.line_or_404(listed, id)
            form.mark_outdated(row_version(row))
    return _line_page(access, listed, row, form=form if form.is_submitted() else None)


def _changes(
    which: WardList, access: ListAccess, row: Listed, form: NameForm | PlaceForm
) -> Callable[[Session], SaveOutcome]:
    ward_id, id, seen, actor_id, at = access.ward.id, row.id, form.version.data, access.actor.id, now()
    if isinstance(form, PlaceForm):
        facts = form.facts
        return lambda session: change_place(session, ward_id, id, facts, seen, actor_id, at)
    name = form.name.data or ""
    return lambda session: rename(session, which, ward_id, id, name, seen, actor_id, at)


@bp.post("/teams/<int(max=2147483647):id>/areas")
@requires(Permission.PLACE_MANAGE)
def cover(id: int) -> ResponseReturnValue:
    """Change the areas that a team covers from a day on."""
    access = list_access(Permission.PLACE_MANAGE)
    row = access.line_or_404(WardList.TEAMS, id)
    form = CoverForm.of(access.areas_in_use().items(), (), access.today)
    if form.validate():
        ward_id, seen, actor_id, at = access.ward.id, form.version.data, access.actor.id, now()
        areas, since = form.areas.data or (), form.since.data or access.today
        outcome, refusal = attempt(lambda session: cover_areas(session, ward_id, id, areas, since, seen, actor_id, at))
        if outcome in {SaveOutcome.SAVED, SaveOutcome.UNCHANGED}:
            flash(_("Saved."))
            return _back_to(WardList.TEAMS, id, access)
        if refusal:
            form.since.errors = [refusal]
        else:
            reader().rollback()
            form.mark_outdated(cover_version(reader(), id))
        row = access.line_or_404(WardList.TEAMS, id)
    return _line_page(access, WardList.TEAMS, row, cover_form=form)


def _stored_form(row: Listed, access: ListAccess) -> NameForm | PlaceForm:
    form = line_form(row, access.area_of(row), access.areas_for(row).items(), formdata=None)
    form.version.data = row_version(row)
    return form


def _stored_cover(team_id: int, access: ListAccess) -> CoverForm:
    covered = reader().scalars(areas_of(team_id, access.today))
    form = CoverForm.of(access.areas_in_use().items(), covered, access.today, formdata=None)
    form.version.data = cover_version(reader(), team_id)
    return form


@bp.post(f"{LINE}/end")
@requires(Permission.PLACE_MANAGE)
def end(which: str, id: int) -> ResponseReturnValue:
    """End a line of a list with a last day."""
    listed, access = WardList(which), list_access(Permission.PLACE_MANAGE)
    row = access.line_or_404(listed, id)
    form = EndForm()
    if form.validate():
        ward_id, actor_id, at = access.ward.id, access.actor.id, now()
        last_day = form.last_day.data or access.today
        name, work = row.name, _END[listed]
        _outcome, refusal = attempt(lambda session: work(session, ward_id, id, last_day, actor_id, at))
        if not refusal:
            flash(_("“%(name)s” ends with %(day)s.", name=name, day=day(last_day)))
            return _back_to(listed, id, access)
        form.last_day.errors = [refusal]
        row = access.line_or_404(listed, id)
    return _line_page(access, listed, row, end_form=form)


@bp.post(f"{LINE}/bring-back")
@requires(Permission.PLACE_MANAGE)
def bring_line_back(which: str, id: int) -> ResponseReturnValue:
    """Bring an ended line of a list back."""
    listed, access = WardList(which), list_access(Permission.PLACE_MANAGE)
    name = access.line_or_404(listed, id).name
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    _outcome, refusal = attempt(lambda session: bring_back(session, listed, ward_id, id, actor_id, at))
    flash(refusal or _("“%(name)s” is in use again.", name=name))
    return _back_to(listed, id, access)


def _back_to(which: WardList, id: int, access: ListAccess) -> ResponseReturnValue:
    return redirect(url_for("places.line", which=which.value, id=id, ward=access.ward_code))


def _line_page(
    access: ListAccess,
    which: WardList,
    row: Listed,
    *,
    form: NameForm | PlaceForm | None = None,
    cover_form: CoverForm | None = None,
    end_form: EndForm | None = None,
) -> ResponseReturnValue:
    """Render the page of a line with the form that was sent; the others hold what is stored."""
    sent = next((each for each in (form, cover_form, end_form) if each is not None), None)
    with_errors = sent is not None and bool(sent.errors or getattr(sent, "is_outdated", False))
    has_areas = which is WardList.TEAMS and not has_ended(row, access.today)
    html = render_template(
        "places/line.html",
        access=access,
        which=which,
        heading=heading_of(which, access.ward),
        area_heading=heading_of(WardList.AREAS, access.ward),
        row=row,
        form=form or _stored_form(row, access),
        cover_form=cover_form or (_stored_cover(row.id, access) if has_areas else None),
        end_form=end_form or EndForm(formdata=None, last_day=access.today),
        planned=planned_covers(reader(), row.id, access.today, access.areas_in_use()) if has_areas else (),
        became=words_by_area(changes_of_ward(reader(), access.ward.id)).get(row.id, ())
        if which is WardList.AREAS
        else (),
        has_ended=has_ended(row, access.today),
        is_merged=is_merged(row) or is_split(row),
    )
    return html, 422 if with_errors else 200
