"""``/reports/``: the files of a month to download, and closing it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.arguments import asked_month
from app.database import in_transaction, reader
from app.localisation import month as month_words
from app.localisation import number
from app.logbook.queries import closed_months_of
from app.month import Month, now
from app.overview.chooser import month_chooser
from app.people.actor import Actor
from app.people.journal import JournalEvent
from app.people.noting import note_now
from app.permissions import Permission, Place, Reach, may, reach, requires
from app.places.models import Ward
from app.places.queries import wards_of
from app.reports.actions import Refusal, Refused, close, reopen
from app.reports.closing import CheckList, MonthState, check_list, month_states, shown_editions
from app.reports.csv_export import stream
from app.reports.forms import CloseForm, ReopenForm
from app.reports.naming import headline_names, households_name, names, population_words
from app.reports.report import asked_report
from app.reports.workbook import month_workbook

REFUSALS = {
    Refusal.ALREADY_CLOSED: _l("The month was closed already."),
    Refusal.ALREADY_OPEN: _l("The month is open already."),
    Refusal.NOTHING_LOGGED: _l("Nothing had been logged by then, so there is nothing to close."),
    Refusal.NOT_OVER: _l("The month is not over yet."),
    Refusal.NOT_COME: _l("This month has not come yet."),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/")
@requires(Permission.FIGURES_READ)
def index() -> str:
    """Show which files of a month there are; to a province, those of each of its wards."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        return _wards_page(actor, asked_month())
    report = asked_report(reader(), actor)
    chooser = month_chooser(reader(), [report.ward.id], report.month, Month.of(actor.today))
    return render_template("reports/index.html", report=report, chooser=chooser)


def _wards_page(actor: Actor, month: Month) -> str:
    wards = list(reader().scalars(wards_of(actor.place.province_id or 0)))
    ids = [ward.id for ward in wards]
    closed = {row.ward_id for row in reader().execute(closed_months_of(ids)) if row.month == str(month)}
    chooser = month_chooser(reader(), ids, month, Month.of(actor.today))
    return render_template("reports/wards.html", month=month, chooser=chooser, wards=wards, closed=closed)


@bp.get("/month.xlsx")
@requires(Permission.FIGURES_READ)
def month_xlsx() -> Response:
    """Return the workbook of a month, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    report = asked_report(reader(), actor)
    response = Response(month_workbook(reader(), actor, report), mimetype=_XLSX)
    month = report.month
    name = f"bao-cao-thang-{month.number:02d}-{month.year:04d}-{report.ward.code}.xlsx"
    what = {"month": str(month), "format": "xlsx"}
    note_now(reader(), JournalEvent.FIGURES_EXPORTED, now(), actor, report.ward.id, **what)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/entries.csv")
@requires(Permission.ENTRY_READ)
def entries_csv() -> Response:
    """Stream the entries of a month that the signed-in user may see."""
    month = asked_month()
    actor = current_user._get_current_object()
    what = {"month": str(month), "format": "csv"}
    note_now(reader(), JournalEvent.NAMES_EXPORTED, now(), actor, actor.place.ward_id, **what)
    rows = stream_with_context(stream(reader(), actor, actor.place.ward_id, month))
    response = Response(rows, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="entries-{month}.csv"'
    return response


@bp.get("/months")
@requires(Permission.MONTH_CLOSE)
def months() -> str:
    """List the months of one's ward with how each stands, to close or to reopen."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    states = month_states(reader(), ward.id, Month.of(actor.today))
    return render_template("reports/months.html", ward=ward, states=states)


@bp.get("/months/<month>")
@requires(Permission.MONTH_CLOSE)
def month(month: str) -> str:
    """Show what to look at before a month is closed, or the editions of one that was."""
    actor: Actor = current_user._get_current_object()
    return _month_page(actor, _own_ward(actor), month, CloseForm(), ReopenForm())


@bp.post("/months/<month>/close")
@requires(Permission.MONTH_CLOSE)
def close_month(month: str) -> ResponseReturnValue:
    """Close a month, unless more came in than its coordinator had seen."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    state, _others = _asked_state(actor, ward, month)
    form = CloseForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, form, ReopenForm(formdata=None)), 422
    number_seen, until = form.waiting.data, form.seen_until
    done = in_transaction(
        lambda session: close(session, ward.id, state.month, actor.id, now(), confirmed=number_seen, newest=until)
    )
    if isinstance(done, Refused):
        flash(_refusal(done))
    else:
        words = {"month": month_words(state.month), "number": number(done.edition)}
        flash(_("Month %(month)s is closed. Its figures are kept as edition %(number)s.", **words))
    return redirect(url_for("reports.month", month=state.month))


@bp.post("/months/<month>/reopen")
@requires(Permission.MONTH_CLOSE)
def reopen_month(month: str) -> ResponseReturnValue:
    """Open a closed month again, for a reason."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    state, _others = _asked_state(actor, ward, month)
    form = ReopenForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, CloseForm(formdata=None), form), 422
    refused = in_transaction(
        lambda session: reopen(session, ward.id, state.month, actor.id, now(), form.reason.data or "")
    )
    flash(_refusal(refused) if refused else _("Month %(month)s is open again.", month=month_words(state.month)))
    return redirect(url_for("reports.month", month=state.month))


def _own_ward(actor: Actor) -> Ward:
    """Return the ward whose months one closes, or answer 404 when another is asked for."""
    ward = reader().get(Ward, actor.place.ward_id)
    if ward is None or request.args.get("ward", ward.code) != ward.code:
        abort(404)
    return ward if may(actor, Permission.MONTH_CLOSE, Place(ward.province_id, ward.id)) else abort(404)


def _asked_state(actor: Actor, ward: Ward, text: str) -> tuple[MonthState, list[MonthState]]:
    """Return how the month in the address stands, and how all months do; 404 for one that is not listed."""
    states = month_states(reader(), ward.id, Month.of(actor.today))
    state = next((each for each in states if str(each.month) == text), None)
    return (state, states) if state else abort(404)


def _month_page(actor: Actor, ward: Ward, text: str, close_form: CloseForm, reopen_form: ReopenForm) -> str:
    session = reader()
    state, others = _asked_state(actor, ward, text)
    checks = None if state.closed_at else check_list(session, ward.id, state, others)
    return render_template(
        "reports/month.html",
        ward=ward,
        state=state,
        month=state.month,
        checks=checks,
        said=_said(checks) if checks else None,
        queue=url_for("review.queue", month=state.month),
        editions=shown_editions(session, ward.id, state.month),
        names=names(session),
        headlines=headline_names(),
        households=households_name(),
        close_form=close_form,
        reopen_form=reopen_form,
    )


def _said(checks: CheckList) -> dict[str, list[str]]:
    """Return, in words, what some points of a check list name one by one."""
    return {
        "returned": [f"{team or _('Without a team')}: {number(many)}" for team, many in checks.returned],
        "old": [population_words(each.group, each.figure, each.as_of) for each in checks.old_populations],
        "open_before": [month_words(each) for each in checks.open_before],
    }


def _refusal(refused: Refused) -> str:
    if refused.why is Refusal.MORE_CAME:
        more = number(refused.more)
        return str(_("More entries came in meanwhile: %(number)s. Look at the check list again.", number=more))
    return str(REFUSALS[refused.why])
