"""``/reports/``: the files of a month to download, and closing it."""

from __future__ import annotations

import structlog
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

from app.access import requires
from app.arguments import asked_month, asked_number
from app.database import in_transaction, reader
from app.localisation import day, number
from app.localisation import month as month_words
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import FIRST_DAY
from app.logbook.queries import closed_months_of, closing_of
from app.month import Month, now
from app.months.actions import ClosingRefusal, Refused, reopen, save_narrative
from app.months.close_month import close_whole_month, keep_frozen
from app.months.closing import CheckList, MonthState, check_list, month_states, shown_editions
from app.months.edition_text import UnreadableEditionError
from app.months.forms import CloseForm, NarrativeForm, ReopenForm
from app.months.naming import headline_names, households_name, names, population_words
from app.months.narrative import FIELDS, narrative_of, narrative_page
from app.months.queries import editions_in
from app.months.report_settings import report_settings
from app.overview.chooser import month_chooser
from app.people.actor import Actor
from app.people.audit import record_now, record_view, shows_names
from app.people.audit_events import AuditEvent
from app.people.own_ward import own_ward, own_ward_for
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.places.queries import teams_of, wards_of
from app.reports.content import document
from app.reports.csv_export import stream
from app.reports.document import written
from app.reports.drawing import pdf
from app.reports.drawing.word import month_docx as drawn_docx
from app.reports.drawing.workbook import month_workbook
from app.reports.report_request import ReportRequest, requested_report
from app.reports.share import share_text
from app.reports.template.render import TemplateFailedError
from app.reports.template.store import TemplateRefusedError, render_with_ward_template

REFUSALS = {
    ClosingRefusal.ALREADY_CLOSED: _l("The month was closed already."),
    ClosingRefusal.ALREADY_OPEN: _l("The month is open already."),
    ClosingRefusal.NOTHING_LOGGED: _l("Nothing had been logged by then, so there is nothing to close."),
    ClosingRefusal.NOT_OVER: _l("The month is not over yet."),
    ClosingRefusal.NOT_COME: _l("This month has not come yet."),
    ClosingRefusal.OTHERS_MOVED: _l("Other months were closed or opened meanwhile. Finish closing this one now."),
    ClosingRefusal.REOPENED: _l("The month was opened again meanwhile: no edition was kept."),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

log = structlog.get_logger()

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.errorhandler(UnreadableEditionError)
def unreadable(error: UnreadableEditionError) -> ResponseReturnValue:
    """Say that an edition cannot be read by this version of the program."""
    log.error("unreadable edition", path=request.full_path, reason=str(error), exc_info=error)
    title = _("The kept figures of this month cannot be read")
    if error.month:
        title = _("The kept figures of %(month)s cannot be read", month=month_words(Month.parse(error.month)))
    words = {
        "title": title,
        "advice": _("Nothing of them is lost. Tell whoever looks after the server: they may be of a newer version."),
        "reference": None,
    }
    return render_template("errors/error.html", **words), 500


@bp.get("/")
@requires(Permission.FIGURES_READ)
def index() -> str:
    """Show which files of a month there are; to a province, those of each of its wards."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) is Reach.PROVINCE and not request.args.get("ward"):
        return _wards_page(actor, asked_month())
    report = requested_report(reader(), actor)
    chooser = month_chooser(reader(), [report.ward.id], report.month, Month.of(actor.today))
    editions = [] if report.person else reader().execute(editions_in(report.ward.id, str(report.month))).all()
    return render_template("reports/index.html", report=report, chooser=chooser, editions=editions)


def _wards_page(actor: Actor, month: Month) -> str:
    wards = list(reader().scalars(wards_of(actor.place.province_id or 0)))
    ids = [ward.id for ward in wards]
    closed = {row.ward_id for row in reader().execute(closed_months_of(ids, [str(month)]))}
    chooser = month_chooser(reader(), ids, month, Month.of(actor.today))
    return render_template("reports/wards.html", month=month, chooser=chooser, wards=wards, closed=closed)


@bp.get("/month.xlsx")
@requires(Permission.FIGURES_READ)
def month_xlsx() -> Response:
    """Return the workbook of a month, as far as one's role reaches. It lists everything one by one."""
    actor: Actor = current_user._get_current_object()
    report = requested_report(reader(), actor)
    content = month_workbook(document(reader(), actor, report, longest=None))
    return _file(actor, report, "xlsx", _XLSX, content)


@bp.get("/month.docx")
@requires(Permission.FIGURES_READ)
def month_docx() -> Response:
    """Return the report of a month as a Word document, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    report = requested_report(reader(), actor)
    made = document(reader(), actor, report)
    content = None
    if report.is_of_ward:
        try:
            content = render_with_ward_template(reader(), report.ward.id, made, report.month)
        except TemplateRefusedError as refused:
            log.warning("template refused", ward=report.ward.code, problem=refused.problem)
            flash(
                _(
                    "The ward's own template is not used, so the Word file has the usual layout. %(why)s The template "
                    "can still be downloaded in the ward's settings, put right and sent again.",
                    why=refused.problem.says,
                )
            )
        except TemplateFailedError:
            # It was tried out when it came in, but this month's figures are others.
            log.warning("template failed", ward=report.ward.code, exc_info=True)
            flash(_("The ward's own template could not be filled in. The Word file has the usual layout instead."))
    return _file(actor, report, "docx", _DOCX, content or drawn_docx(made))


@bp.get("/month.pdf")
@requires(Permission.FIGURES_READ)
def month_pdf() -> ResponseReturnValue:
    """Return the report of a month as a PDF, as far as one's role reaches, or say what the server lacks for it."""
    actor: Actor = current_user._get_current_object()
    report = requested_report(reader(), actor)
    try:
        content = pdf.month_pdf(document(reader(), actor, report))
    except pdf.UnavailableError:
        words = {"title": _("This server cannot make PDFs yet"), "advice": pdf.what_to_install(), "reference": None}
        return render_template("errors/error.html", **words), 503
    return _file(actor, report, "pdf", _PDF, content)


@bp.get("/read")
@requires(Permission.FIGURES_READ)
@shows_names("reports.read", _l("the report of a month"))
def read() -> str:
    """Show the report of a month on a page, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    report = requested_report(reader(), actor)
    shown = document(reader(), actor, report)
    page = render_template(
        "reports/read.html",
        report=report,
        document=shown,
        written=written,
        shared=share_text(shown) if shown.letter else "",
        chooser=month_chooser(reader(), [report.ward.id], report.month, Month.of(actor.today)),
    )
    if reach(actor, Permission.ENTRY_READ) not in (None, Reach.OWN):
        what = {"month": str(report.month), **_part_of(report)}
        record_view(reader(), now(), actor, report.ward.id, **what)
    return page


def _suffix(report: ReportRequest) -> str:
    """Return what tells a file from others of the same month and ward: whose it is, and which edition."""
    whose = "-ca-nhan" if report.person else f"-to-{report.team_id}" if report.team_id is not None else ""
    if report.closed_at is None:
        return f"{whose}-tam-tinh"
    return f"{whose}-ban-{report.edition}" if report.edition is not None else whose


def _part_of(report: ReportRequest) -> dict[str, int]:
    """Return which team and which edition a report is of, where it is of one, as the journal keeps it."""
    part = {"team": report.team_id, "edition": report.edition}
    return {name: number for name, number in part.items() if number is not None}


def _file(actor: Actor, report: ReportRequest, ending: str, mimetype: str, content: bytes) -> Response:
    """Answer with a file of a report, and leave a line of who took it away."""
    month = report.month
    what = {"month": str(month), "format": ending, **_part_of(report)}
    # Attendance names members to whoever may read the entries of others.
    has_names = reach(actor, Permission.ENTRY_READ) not in (None, Reach.OWN)
    event = AuditEvent.NAMES_EXPORTED if has_names else AuditEvent.FIGURES_EXPORTED
    record_now(reader(), event, now(), actor, report.ward.id, **what)
    name = f"bao-cao-thang-{month.number:02d}-{month.year:04d}-{report.ward.code}{_suffix(report)}.{ending}"
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/entries.csv")
@requires(Permission.ENTRY_READ)
def entries_csv() -> Response:
    """Stream the entries of a month that the signed-in user may see."""
    month = asked_month()
    actor = current_user._get_current_object()
    what = {"month": str(month), "format": "csv"}
    record_now(reader(), AuditEvent.NAMES_EXPORTED, now(), actor, actor.place.ward_id, **what)
    rows = stream_with_context(stream(reader(), actor, actor.place.ward_id, month))
    response = Response(rows, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="entries-{month}.csv"'
    return response


@bp.get("/months")
@requires(Permission.MONTH_CLOSE)
def months() -> str:
    """List the months of one's ward with how each stands, to close or to reopen."""
    actor: Actor = current_user._get_current_object()
    ward = _asked_ward(actor)
    states = month_states(reader(), ward.id, Month.of(actor.today))
    due_on = report_settings(ward.settings or {}).due_on
    return render_template("reports/months.html", ward=ward, states=states, due_on=due_on, today=actor.today)


@bp.get("/months/<month>")
@requires(Permission.MONTH_CLOSE)
def month(month: str) -> str:
    """Show what to look at before a month is closed, or the editions of one that was."""
    actor: Actor = current_user._get_current_object()
    return _month_page(actor, _asked_ward(actor), month, CloseForm(), ReopenForm())


@bp.post("/months/<month>/close")
@requires(Permission.MONTH_CLOSE)
def close_month(month: str) -> ResponseReturnValue:
    """Close a month, unless more came in than its coordinator had seen."""
    actor: Actor = current_user._get_current_object()
    ward = _asked_ward(actor)
    state, _others = _asked_state(actor, ward, month)
    form = CloseForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, form, ReopenForm(formdata=None)), 422
    number_seen, until = form.waiting.data, form.seen_until
    if form.is_frozen.data:
        # Should it be open again by now, nobody has looked at its check list.
        done = keep_frozen(ward.id, state.month, actor.id)
    else:
        done = close_whole_month(ward.id, state.month, actor.id, now(), confirmed=number_seen, newest=until)
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
    ward = _asked_ward(actor)
    state, _others = _asked_state(actor, ward, month)
    form = ReopenForm()
    if not form.validate_on_submit():
        return _month_page(actor, ward, month, CloseForm(formdata=None), form), 422
    refused = in_transaction(
        lambda session: reopen(session, ward.id, state.month, actor.id, now(), form.reason.data or "")
    )
    flash(_refusal(refused) if refused else _("Month %(month)s is open again.", month=month_words(state.month)))
    return redirect(url_for("reports.month", month=state.month))


@bp.route("/months/<month>/words", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def words(month: str) -> ResponseReturnValue:
    """Show the words of a month's report, the ward's or those of one's own team, and let them be written."""
    actor: Actor = current_user._get_current_object()
    ward, asked, team_id, team = _asked_words(actor, month)
    beside = narrative_page(reader(), ward.id, asked, team_id, asked_number("team"))
    form = NarrativeForm.of(beside.stored, beside.saved_at)
    status, is_moved = 422 if form.is_submitted() else 200, False
    if form.take.data:
        form.take_over(beside.last)
        status = 200
    elif form.validate_on_submit():
        written, seen = form.words, form.seen
        if in_transaction(
            lambda session: save_narrative(session, ward.id, asked, team_id, written, seen, actor.id, now())
        ):
            flash(_("The words are saved."))
            return redirect(url_for("reports.words", month=asked))
        is_moved = True
        # What was read before is how it stood before the other's words came in.
        reader().rollback()
        beside = narrative_page(reader(), ward.id, asked, team_id, asked_number("team"))
        form.see(beside.saved_at)
    shown = {"ward": ward, "month": asked, "team": team, "form": form, "beside": beside, "is_moved": is_moved}
    shown["is_closed"] = reader().scalar(closing_of(ward.id, str(asked))) is not None
    return render_template("reports/words.html", **shown), status


def _asked_words(actor: Actor, text: str) -> tuple[Ward, Month, int | None, str]:
    """Return of which ward, month and team one writes; 404 for a month that has not come, and for another's team."""
    ward = own_ward(reader(), actor)
    try:
        month = Month.parse(text)
    except ValueError:
        abort(404)
    if not Month.of(FIRST_DAY) <= month <= Month.of(actor.today):
        abort(404)
    team_id = actor.place.team_id if reach(actor, Permission.REPORT_WRITE) is Reach.TEAM else None
    if not may(actor, Permission.REPORT_WRITE, Scope(ward.province_id, ward.id, team_id)):
        abort(403)
    teams = {row.id: row.name for row in reader().execute(teams_of(ward.id))}
    wanted = asked_number("team")
    if wanted is not None and (wanted not in teams or team_id not in (None, wanted)):
        abort(404)
    return ward, month, team_id, teams[team_id] if team_id else ""


def _asked_ward(actor: Actor) -> Ward:
    """Return the ward whose months one closes, or answer 404 when another is asked for."""
    ward = own_ward_for(reader(), actor, Permission.MONTH_CLOSE)
    return ward if request.args.get("ward", ward.code) == ward.code else abort(404)


def _asked_state(actor: Actor, ward: Ward, text: str) -> tuple[MonthState, list[MonthState]]:
    """Return how the month in the address stands, and how all months do; 404 for one that is not listed."""
    states = month_states(reader(), ward.id, Month.of(actor.today))
    state = next((each for each in states if str(each.month) == text), None)
    return (state, states) if state else abort(404)


def _month_page(actor: Actor, ward: Ward, text: str, close_form: CloseForm, reopen_form: ReopenForm) -> str:
    session = reader()
    state, others = _asked_state(actor, ward, text)
    checks = None if state.closed_at else check_list(session, ward.id, state, others, actor.id, now())
    written = narrative_of(session, ward.id, str(state.month)).by_field
    return render_template(
        "reports/month.html",
        ward=ward,
        state=state,
        month=state.month,
        checks=checks,
        said=_said(checks) if checks else None,
        unwritten=[str(field.label) for field in FIELDS if not written[field.name]],
        queue=url_for("review.queue", month=state.month),
        own_queue=url_for("review.queue", month=state.month, member=actor.id),
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
        "own": [f"{day(on)}: {KINDS[kind].name}" for on, kind in checks.own],
        "returned": [f"{team or _('Without a team')}: {number(many)}" for team, many in checks.returned],
        "old": [population_words(each.group, each.figure, each.as_of) for each in checks.old_populations],
        "open_before": [month_words(each) for each in checks.open_before],
    }


def _refusal(refused: Refused) -> str:
    if refused.why is ClosingRefusal.MORE_CAME:
        more = number(refused.more)
        return str(_("More entries came in meanwhile: %(number)s. Look at the check list again.", number=more))
    if refused.why is ClosingRefusal.UNREADABLE:
        return str(
            _(
                "Not closed: the kept figures of %(month)s cannot be read, so nobody can say which days are paid for "
                "already. Tell whoever looks after the server: they may be of a newer version.",
                month=month_words(Month.parse(refused.month)),
            )
        )
    return str(REFUSALS[refused.why])
