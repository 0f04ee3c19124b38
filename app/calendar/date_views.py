"""``/calendar/<id>/<day>/change``: moving a date, calling it off, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access import requires
from app.calendar.blueprint import DATE, bp
from app.calendar.calendar_access import CalendarAccess, calendar_access, date_or_404
from app.calendar.date_forms import CallOffDateForm, MoveDateForm, RestoreDateForm
from app.calendar.event_refusals import attempt_change, refusal_words
from app.events.actions import call_off_date, date_version, move_date, restore_date
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent
from app.month import now
from app.permissions import Permission
from app.versions import SaveOutcome


@bp.get(f"{DATE}/change")
@requires(Permission.EVENT_MANAGE)
def change_date(id: int, day: str) -> ResponseReturnValue:
    """Show how a date can be moved, called off, or put back."""
    access, of, found = _managed_date(id, day)
    return _page(access, of, found)


@bp.post(f"{DATE}/move")
@requires(Permission.EVENT_MANAGE)
def move(id: int, day: str) -> ResponseReturnValue:
    """Hold a date on another day or at other times."""
    access, of, found = _managed_date(id, day)
    form = MoveDateForm.of(found, "")
    if not form.validate():
        return _page(access, of, found, form)
    to, times, seen, reason = form.day, form.times, form.version.data, form.why_moved.data
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    return _done(
        access,
        of,
        found,
        form,
        lambda session: move_date(session, ward_id, id, found.day, to, times, reason or "", seen, actor_id, at),
        _("The date is moved."),
    )


@bp.post(f"{DATE}/call-off")
@requires(Permission.EVENT_MANAGE)
def call_off(id: int, day: str) -> ResponseReturnValue:
    """Call a date off."""
    access, of, found = _managed_date(id, day)
    form = CallOffDateForm()
    if not form.validate():
        return _page(access, of, found, form)
    reason, seen = form.reason.data or "", form.version.data
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    return _done(
        access,
        of,
        found,
        form,
        lambda session: call_off_date(session, ward_id, id, found.day, reason, seen, actor_id, at),
        _("The date is called off. It stays in the calendar, so that everybody sees it."),
    )


@bp.post(f"{DATE}/restore")
@requires(Permission.EVENT_MANAGE)
def restore(id: int, day: str) -> ResponseReturnValue:
    """Take back that a date was moved or called off."""
    access, of, found = _managed_date(id, day)
    form = RestoreDateForm()
    seen, ward_id, actor_id, at = form.version.data, access.ward.id, access.actor.id, now()
    return _done(
        access,
        of,
        found,
        form,
        lambda session: restore_date(session, ward_id, id, found.day, seen, actor_id, at),
        _("The date is as planned again."),
    )


def _managed_date(id: int, day: str) -> tuple[CalendarAccess, WardEvent, Occurrence]:
    access = calendar_access()
    of = access.managed_event(id)
    return access, of, date_or_404(of, day)


def _done(
    access: CalendarAccess,
    of: WardEvent,
    found: Occurrence,
    form: MoveDateForm | CallOffDateForm | RestoreDateForm,
    work: Callable[[Session], SaveOutcome],
    message: str,
) -> ResponseReturnValue:
    """Change a date and go back to it, or show the form again with what is in the way."""
    id, day = of.event.id, found.day
    outcome, error = attempt_change(work)
    if error is None and outcome is not SaveOutcome.CHANGED_MEANWHILE:
        flash(message if outcome is SaveOutcome.SAVED else _("Nothing changed."))
        return redirect(url_for("calendar.date_page", id=id, day=day))
    access, of, found = _managed_date(id, day.isoformat())
    if error is None:
        form.mark_outdated(date_version(of, day))
    return _page(access, of, found, form, refusal_words(error) if error else "")


def _page(
    access: CalendarAccess,
    of: WardEvent,
    found: Occurrence,
    sent: MoveDateForm | CallOffDateForm | RestoreDateForm | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    """Render the page with the form that was sent; the others hold what is stored."""
    version = date_version(of, found.day)
    html = render_template(
        "calendar/change_date.html",
        access=access,
        of=of,
        event=of.event,
        date=found,
        move_form=sent if isinstance(sent, MoveDateForm) else MoveDateForm.of(found, version, formdata=None),
        call_off_form=sent if isinstance(sent, CallOffDateForm) else CallOffDateForm(formdata=None, version=version),
        restore_form=RestoreDateForm(formdata=None, version=version),
        tried=sent,
        refusal=refusal,
        is_changed=is_changed(of, found.day),
    )
    return html, 200 if sent is None else 422


def is_changed(of: WardEvent, day: date) -> bool:
    """Return whether a date was moved, put to other times, or called off."""
    return any(change.day == day for change in of.changes)
