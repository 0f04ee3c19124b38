"""``/settings/periods``: on which day a ward's reporting periods begin, and from which of them on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.month import Month, now
from app.months.figure_names import headline_names
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.period_words import period, period_in_sentence
from app.permissions import Permission
from app.places.models import Ward
from app.settings.blueprint import bp
from app.settings.period_actions import (
    PeriodRefusal,
    RefusedPeriods,
    change_periods,
    periods_version,
)
from app.settings.period_forms import PeriodsForm
from app.settings.period_page import changed_periods, offered_periods
from app.settings.period_preview import preview_periods
from app.versions import SaveOutcome


@bp.get("/periods")
@requires(Permission.WARD_SETTINGS)
def periods() -> ResponseReturnValue:
    """Show on which day the ward's periods begin, and what another choice would move."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form = _form(actor, ward)
    is_chosen = "since" in request.args and form.validate()
    return _page(actor, ward, form, is_chosen=is_chosen)


@bp.post("/periods")
@requires(Permission.WARD_SETTINGS)
def change_ward_periods() -> ResponseReturnValue:
    """Change on which day periods begin, unless somebody else did meanwhile."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form = _form(actor, ward)
    if not form.validate_on_submit():
        return _page(actor, ward, form, is_chosen=False), 422
    since, first_day, seen, at = form.month, form.day, form.version.data, now()
    outcome = in_transaction(lambda session: change_periods(session, ward.id, since, first_day, seen, actor.id, at))
    reader().rollback()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        form.mark_outdated(periods_version(ward.settings.periods))
        return _page(actor, ward, form, is_chosen=True), 422
    flash(_message(outcome, ward, since))
    return redirect(url_for("settings.periods"))


def _form(actor: Actor, ward: Ward) -> PeriodsForm:
    of_ward = ward.settings.periods
    offered = offered_periods(reader(), ward, actor.today)
    return PeriodsForm.of(of_ward, offered, of_ward.of(actor.today), periods_version(of_ward))


def _page(actor: Actor, ward: Ward, form: PeriodsForm, *, is_chosen: bool) -> str:
    of_ward = ward.settings.periods
    preview = preview_periods(reader(), ward.id, form.month, form.day, now()) if is_chosen else None
    if preview and preview.refused:
        form.since.errors = [_refusal_words(preview.refused, ward)]
    is_unchanged = preview is not None and preview.after == preview.before
    shown = None if preview is None or preview.refused or is_unchanged else preview
    rule = of_ward.rules[-1] if of_ward.rules and of_ward.rules[-1].since in form.offered else None
    return render_template(
        "settings/periods.html",
        ward=ward,
        periods=of_ward,
        present=of_ward.of(actor.today),
        form=form,
        preview=shown,
        changed=changed_periods(reader(), ward, shown, actor.today) if shown else (),
        headlines=headline_names(),
        is_unchanged=is_unchanged,
        last_change=rule,
        day_before=of_ward.first_day(rule.since.previous()) if rule else None,
    )


def _message(outcome: SaveOutcome | RefusedPeriods, ward: Ward, since: Month) -> str:
    """Return what became of a change, for the next page."""
    if isinstance(outcome, RefusedPeriods):
        return str(_("Nothing was changed. %(why)s", why=_refusal_words(outcome, ward)))
    if outcome is SaveOutcome.UNCHANGED:
        return str(_("Nothing changed."))
    first = period_in_sentence(since, ward.settings.periods)
    return str(_("The periods are changed. The first one is %(period)s.", period=first))


def _refusal_words(refused: RefusedPeriods, ward: Ward) -> str:
    month = period(refused.month, ward.settings.periods)
    match refused.reason:
        case PeriodRefusal.CLOSED:
            text = _("The period %(month)s is closed: choose a later one.", month=month)
        case PeriodRefusal.TOO_EARLY:
            text = _("Choose the period %(month)s or a later one.", month=month)
        case PeriodRefusal.TOO_LATE:
            text = _("Choose the period %(month)s or an earlier one.", month=month)
    return str(text)
