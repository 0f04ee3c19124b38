"""``/reports/months``: the months of a ward, closing one and opening it again."""

from __future__ import annotations

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.errors import error_page
from app.localisation import day, number
from app.logbook.kinds import KINDS
from app.month import now
from app.months.actions import ClosingRefusal, Refused, reopen
from app.months.blueprint import bp
from app.months.close_month import close_whole_month, store_frozen_month
from app.months.closing import CheckList, MonthState, check_list, month_states, shown_editions
from app.months.edition_text import UnreadableEditionError
from app.months.figure_names import figure_names, headline_names, households_name
from app.months.forms import CloseForm, ReopenForm
from app.months.narrative import FIELDS, narrative_of
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.period_words import period
from app.periods import Periods
from app.permissions import Permission
from app.places.models import Ward
from app.places.population_names import population_sentence

_REFUSALS = {
    ClosingRefusal.ALREADY_CLOSED: _l("The month was closed already."),
    ClosingRefusal.ALREADY_OPEN: _l("The month is open already."),
    ClosingRefusal.NOTHING_LOGGED: _l("Nothing had been logged by then, so there is nothing to close."),
    ClosingRefusal.NOT_OVER: _l("The month is not over yet."),
    ClosingRefusal.NOT_COME: _l("This month has not come yet."),
    ClosingRefusal.OTHERS_MOVED: _l("Other months were closed or opened meanwhile. Finish closing this one now."),
    ClosingRefusal.REOPENED: _l("The month was opened again meanwhile: no edition was kept."),
}
log = structlog.get_logger()


@bp.app_errorhandler(UnreadableEditionError)
def unreadable(error: UnreadableEditionError) -> ResponseReturnValue:
    """Say that an edition cannot be read by this version of the program."""
    log.error("unreadable edition", path=request.full_path, reason=str(error), exc_info=error)
    title = _("The kept figures of this month cannot be read")
    advice = _("Nothing of them is lost. Tell whoever looks after the server: they may be of a newer version.")
    return error_page(500, title, advice)


@bp.get("")
@requires(Permission.MONTH_CLOSE)
def index() -> str:
    """List the months of the user's ward with the state of each, to close or to reopen."""
    actor: Actor = current_user._get_current_object()
    ward = _requested_ward(actor)
    states = month_states(reader(), ward.id, ward.settings.periods.of(actor.today))
    return render_template(
        "months/index.html", ward=ward, states=states, due_after=ward.settings.report.due_after, today=actor.today
    )


@bp.get("/<month>")
@requires(Permission.MONTH_CLOSE)
def month(month: str) -> str:
    """Show the check list of a month to close, or the editions of a month that was closed."""
    actor: Actor = current_user._get_current_object()
    return _month_page(actor, _requested_ward(actor), month, CloseForm(), ReopenForm())


@bp.post("/<month>/close")
@requires(Permission.MONTH_CLOSE)
def close_month(month: str) -> ResponseReturnValue:
    """Close a month, unless more came in than its coordinator had seen."""
    actor: Actor = current_user._get_current_object()
    ward = _requested_ward(actor)
    state, _others = _requested_state(actor, ward, month)
    form = CloseForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, form, ReopenForm(formdata=None)), 422
    confirmed, newest = form.waiting.data, form.seen_until
    if form.is_frozen.data:
        # Should it be open again by now, nobody has looked at its check list.
        result = store_frozen_month(ward.id, state.month, actor.id)
    else:
        result = close_whole_month(ward.id, state.month, actor.id, now(), confirmed=confirmed, newest=newest)
    if isinstance(result, Refused):
        flash(_refusal_message(result, ward))
    else:
        words = {"month": period(state.month, ward.settings.periods), "number": number(result.edition)}
        flash(_("Month %(month)s is closed. Its figures are kept as edition %(number)s.", **words))
    return redirect(url_for("months.month", month=state.month))


@bp.post("/<month>/reopen")
@requires(Permission.MONTH_CLOSE)
def reopen_month(month: str) -> ResponseReturnValue:
    """Open a closed month again, for a reason."""
    actor: Actor = current_user._get_current_object()
    ward = _requested_ward(actor)
    state, _others = _requested_state(actor, ward, month)
    form = ReopenForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, CloseForm(formdata=None), form), 422
    refused = in_transaction(
        lambda session: reopen(session, ward.id, state.month, actor.id, now(), form.reason.data or "")
    )
    reopened = period(state.month, ward.settings.periods)
    flash(_refusal_message(refused, ward) if refused else _("Month %(month)s is open again.", month=reopened))
    return redirect(url_for("months.month", month=state.month))


def _requested_ward(actor: Actor) -> Ward:
    """Return the ward whose months the user closes; answer 404 when the address names another."""
    ward = own_ward_for(reader(), actor, Permission.MONTH_CLOSE)
    return ward if request.args.get("ward", ward.code) == ward.code else abort(404)


def _requested_state(actor: Actor, ward: Ward, text: str) -> tuple[MonthState, list[MonthState]]:
    """Return the state of the month in the address, and those of all months; answer 404 for a month not listed."""
    states = month_states(reader(), ward.id, ward.settings.periods.of(actor.today))
    state = next((each for each in states if str(each.month) == text), None)
    return (state, states) if state else abort(404)


def _month_page(actor: Actor, ward: Ward, text: str, close_form: CloseForm, reopen_form: ReopenForm) -> str:
    session, names = reader(), figure_names(reader(), ward.id)
    state, others = _requested_state(actor, ward, text)
    checks = None if state.closed_at else check_list(session, ward, state, others, actor.id, now())
    narrative = narrative_of(session, ward.id, str(state.month)).by_field
    return render_template(
        "months/month.html",
        ward=ward,
        state=state,
        month=state.month,
        checks=checks,
        details=_details(checks, ward.settings.periods) if checks else None,
        unwritten=[str(field.label) for field in FIELDS if not narrative[field.name]],
        queue=url_for("review.queue", month=state.month),
        own_queue=url_for("review.queue", month=state.month, member=actor.id),
        editions=shown_editions(session, ward.id, state.month, names),
        names=names,
        headlines=headline_names(),
        households=households_name(),
        close_form=close_form,
        reopen_form=reopen_form,
    )


def _details(checks: CheckList, periods: Periods) -> dict[str, list[str]]:
    """Return, in words, the single things that some points of a check list name."""
    return {
        "own": [f"{day(on)}: {KINDS[kind].name}" for on, kind in checks.own_entries],
        "returned": [f"{team or _('Without a team')}: {number(count)}" for team, count in checks.returned],
        "old": [population_sentence(each.group, each.figure, each.as_of) for each in checks.old_populations],
        "open_before": [period(each, periods) for each in checks.open_before],
    }


def _refusal_message(refused: Refused, ward: Ward) -> str:
    if refused.reason is ClosingRefusal.MORE_CAME:
        more = number(refused.more)
        return str(_("More entries came in meanwhile: %(number)s. Look at the check list again.", number=more))
    if refused.reason is ClosingRefusal.UNREADABLE:
        return str(
            _(
                "Not closed: the kept figures of %(month)s cannot be read, so nobody can say which days are paid for "
                "already. Tell whoever looks after the server: they may be of a newer version.",
                month=period(refused.month, ward.settings.periods),
            )
        )
    return str(_REFUSALS[refused.reason])
