"""``/calendar/new`` and ``/calendar/<id>/edit``: adding, changing and ending events."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.calendar.blueprint import EVENT, bp
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.event_forms import EventForm
from app.calendar.event_refusals import attempt_change, refusal_words
from app.database import in_transaction, reader
from app.events.actions import (
    add_event,
    bring_event_back,
    change_event,
    end_event,
    event_version,
    recorded_of,
)
from app.events.changes import EventFacts, EventRefusal, EventRefusedError, is_replaced
from app.events.queries import WardEvent
from app.month import now
from app.permissions import Permission
from app.places.queries import places_in_use, teams_of_ward
from app.places.ward_places import existed_between
from app.versions import SaveOutcome

_AHEAD = timedelta(days=3 * 366)
_SHOWN_DATES = 6


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def new_event() -> ResponseReturnValue:
    """Let an event be added."""
    access = calendar_access()
    form = _form(access, None)
    is_right = form.is_submitted() and form.validate()
    if is_right and not form.preview.data:
        ward_id, facts, actor_id, at = access.ward.id, form.facts, access.actor.id, now()
        saved = in_transaction(lambda session: add_event(session, ward_id, facts, actor_id, at))
        flash(_("“%(title)s” is in the calendar.", title=facts.title))
        return redirect(url_for("calendar.event", id=saved.event_id))
    return _page(access, form, None, dates=_dates(form, access.today) if is_right else None)


@bp.route(f"{EVENT}/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def edit_event(id: int) -> ResponseReturnValue:
    """Show an event and let it be changed; what another rule would do is shown before it is saved."""
    access = calendar_access()
    stored = access.managed_event(id)
    form = _form(access, stored)
    if not (form.is_submitted() and form.validate()):
        return _page(access, form, stored)
    takes_over = is_replaced(stored, form.facts, recorded_of(reader(), stored, access.today))
    if form.preview.data or (takes_over and not form.is_confirmed.data):
        return _page(access, form, stored, dates=_dates(form, access.today), takes_over=takes_over)
    ward_id, facts, seen, actor_id, at = access.ward.id, form.facts, form.version.data, access.actor.id, now()
    saved, error = attempt_change(lambda session: change_event(session, ward_id, id, facts, seen, actor_id, at))
    if saved is not None and saved.outcome is not SaveOutcome.CHANGED_MEANWHILE:
        flash(_("Nothing changed.") if saved.outcome is SaveOutcome.UNCHANGED else _("Saved."))
        return redirect(url_for("calendar.event", id=saved.event_id))
    stored = calendar_access().managed_event(id)
    if error is not None:
        _refuse(form, error)
    else:
        form.mark_outdated(event_version(stored))
    return _page(access, form, stored)


@bp.post(f"{EVENT}/end")
@requires(Permission.EVENT_MANAGE)
def end(id: int) -> ResponseReturnValue:
    """End an event: it has no more dates, and what was recorded stays."""
    access = calendar_access()
    title = access.managed_event(id).event.title
    in_transaction(lambda session: end_event(session, access.ward.id, id, access.actor.id, now()))
    flash(_("“%(title)s” has ended. What was recorded stays.", title=title))
    return redirect(url_for("calendar.event", id=id))


@bp.post(f"{EVENT}/bring-back")
@requires(Permission.EVENT_MANAGE)
def bring_back(id: int) -> ResponseReturnValue:
    """Bring back an event that has ended."""
    access = calendar_access()
    title = access.managed_event(id).event.title
    in_transaction(lambda session: bring_event_back(session, access.ward.id, id, access.actor.id, now()))
    flash(_("“%(title)s” is in the calendar again, with all its dates.", title=title))
    return redirect(url_for("calendar.event", id=id))


def _form(access: CalendarAccess, stored: WardEvent | None) -> EventForm:
    """Return the form with what a ward offers today, and with what the event has though it is offered no more."""
    facts = EventFacts.of(stored) if stored else None
    types = [
        each
        for each in access.ward.settings.event_types
        if not each.has_ended or (facts and facts.type_code == each.code)
    ]
    places = {place.id: place.name for place in places_in_use(reader(), access.ward.id, access.today)}
    in_use = (
        each for each in teams_of_ward(reader(), access.ward.id) if existed_between(each, access.today, access.today)
    )
    teams = {team.id: team.name for team in in_use}
    if facts is not None:
        if facts.place_id is not None:
            places.setdefault(facts.place_id, access.place_names[facts.place_id])
        teams |= {id: access.team_names[id] for id in facts.team_ids}
    own_team = None if access.manages_ward else access.actor.place.team_id
    version = event_version(stored) if stored else ""
    return EventForm.of(facts, version, types=types, places=places, teams=teams, own_team=own_team, today=access.today)


def _dates(form: EventForm, today: date) -> list[date]:
    """Return the next days that the form gives, or of those that are over the last ones."""
    facts = form.facts
    coming = facts.days(max(today, facts.first_day), max(today, facts.first_day) + _AHEAD)
    return coming[:_SHOWN_DATES] or facts.days(facts.first_day, today)[-_SHOWN_DATES:]


def _refuse(form: EventForm, error: EventRefusedError) -> None:
    field = form.first_day if error.refusal is EventRefusal.RULE_BEGINS_EARLY else form.last_day
    field.errors = [refusal_words(error)]


def _page(
    access: CalendarAccess,
    form: EventForm,
    stored: WardEvent | None,
    *,
    dates: list[date] | None = None,
    takes_over: bool = False,
) -> ResponseReturnValue:
    html = render_template(
        "calendar/form.html", access=access, form=form, stored=stored, dates=dates, takes_over=takes_over
    )
    is_wrong = bool(form.errors) or form.is_outdated or any(field.errors for field in form)
    return html, 422 if is_wrong else 200
