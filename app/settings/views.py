"""The settings of a ward: the questions to its entries, its report, its targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.arguments import asked_number
from app.body_limit import max_body_size
from app.catalogue.queries import years_of_targets
from app.catalogue.targets import TargetKey
from app.database import in_transaction, reader
from app.localisation import number
from app.month import FIRST_DAY, Month, now
from app.months.figure_names import GROUP_NAMES
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.models import Ward
from app.reports.letter import usual_settings
from app.reports.template.check import check
from app.reports.template.guide import guide
from app.reports.template.limits import MOST_BYTES
from app.reports.template.starter import starter_template
from app.reports.template.store import template_content, ward_template
from app.settings.actions import (
    LEAST_LOCATED,
    enter_populations,
    flags_stamp,
    report_stamp,
    save_flags,
    save_report,
    set_targets,
    take_away_populations,
    update_centroids,
)
from app.settings.denominators import base_choices
from app.settings.flag_forms import FlagsForm
from app.settings.population_forms import population_form
from app.settings.populations import GroupPage, group_lines, group_page, groups_of
from app.settings.queries import areas_with_centroids
from app.settings.report_forms import ReportForm
from app.settings.target_forms import WHOLE_YEAR, TargetForm, figures_form
from app.settings.targets import TargetsPage, targets_page
from app.settings.template_actions import keep_template, remove_template
from app.settings.template_forms import TemplateForm

YEARS_AHEAD = 5
MOST_SENT = 4 * MOST_BYTES
"""What is sent on the page of the template: so much that a file that is too large is refused in words."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.route("/flags", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def flags() -> ResponseReturnValue:
    """Show which questions the ward asks of its entries, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    form = FlagsForm.of(ward.settings, flags_stamp(ward))
    if form.validate_on_submit():
        chosen, seen, at = (form.settings, form.location.data), form.stamp.data or "", now()
        is_new = in_transaction(lambda session: save_flags(session, ward.id, *chosen, seen, actor.id, at))
        if is_new is not None:
            flash(
                _("The settings are saved. They hold for what comes in from now on.")
                if is_new
                else _("Nothing changed.")
            )
            return redirect(url_for("settings.flags"))
        # What was read before is how it stood before the other's settings came in.
        reader().rollback()
        ward = _own_ward(actor)
        form.mark_moved(flags_stamp(ward))
    areas = reader().execute(areas_with_centroids(ward.id)).all()
    page = render_template("settings/flags.html", ward=ward, form=form, areas=areas, least_located=LEAST_LOCATED)
    return page, 422 if form.is_submitted() else 200


@bp.post("/flags/middles")
@requires(Permission.WARD_SETTINGS)
def middles() -> ResponseReturnValue:
    """Take the middle of each area from the entries that were logged there in the last three months."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    this = Month.of(actor.today)
    months = [str(month) for month in (this, this.previous(), this.previous().previous())]
    taken = in_transaction(lambda session: update_centroids(session, ward.id, months, actor.id, now()))
    if taken:
        text = _("Neighbourhoods whose middle was taken: %(number)d.", number=taken)
    else:
        text = _("No neighbourhood has enough entries yet that say where they were made.")
    flash(text)
    return redirect(url_for("settings.flags"))


@bp.get("/")
@requires(Permission.WARD_SETTINGS)
def index() -> str:
    """List the settings of the ward."""
    actor: Actor = current_user._get_current_object()
    return render_template("settings/index.html", ward=_own_ward(actor))


@bp.route("/report", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def report() -> ResponseReturnValue:
    """Show what the ward's report is to be like, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    words = {"neighbourhood_word": ward.neighbourhood_word, "team_word": ward.team_word}
    choices = base_choices(reader(), ward.id, actor.today)
    settings = ward.settings
    form = ReportForm.of(settings.report, words, settings.denominators, choices, report_stamp(ward))
    if form.validate_on_submit():
        chosen, seen, at = (form.settings, form.words, form.chosen_bases), form.stamp.data or "", now()
        is_new = in_transaction(lambda session: save_report(session, ward.id, *chosen, seen, actor.id, at))
        if is_new is not None:
            flash(
                _("The settings are saved. They hold for every report made from now on.")
                if is_new
                else _("Nothing changed.")
            )
            return redirect(url_for("settings.report"))
        # What was read before is how it stood before the other's settings came in.
        reader().rollback()
        ward = _own_ward(actor)
        form.mark_moved(report_stamp(ward))
    page = render_template("settings/report.html", ward=ward, form=form, usual=usual_settings(ward.official_name))
    return page, 422 if form.is_submitted() else 200


@bp.route("/targets", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def targets() -> ResponseReturnValue:
    """Show the targets of a year, and let some be set or taken away, for many places and months at once."""
    actor: Actor = current_user._get_current_object()
    page = _targets_page(actor)
    form = TargetForm.of(page)
    if form.validate_on_submit():
        _set(actor, page, dict.fromkeys(form.keys, None if form.remove.data else form.figure.data), seen={})
        return redirect(url_for("settings.targets", year=page.year))
    this, known = actor.today.year, reader().scalars(years_of_targets(page.ward.id))
    years = sorted({page.year, this, this + 1, *known})
    shown = render_template("settings/targets.html", page=page, form=form, years=years)
    return shown, 422 if form.is_submitted() else 200


@bp.route("/targets/each", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def each_target() -> ResponseReturnValue:
    """Show a measure's targets for a month or a year place by place, and let all of them be changed."""
    actor: Actor = current_user._get_current_object()
    page = _targets_page(actor)
    measure, period = request.args.get("measure", ""), request.args.get("period", "")
    month = next((each for each in page.months if str(each) == period), None)
    if measure not in page.names or (month is None and period != WHOLE_YEAR):
        abort(404)
    form = figures_form(page, measure, month)
    if form.validate_on_submit():
        if _set(actor, page, form.figures, form.seen):
            return redirect(url_for("settings.targets", year=page.year))
        # What was read before is how it stood before the other's targets came in.
        reader().rollback()
        page = _targets_page(actor)
        form.mark_moved(page.figures)
    shown = render_template(
        "settings/each_target.html", page=page, form=form, measure=measure, month=month, period=period
    )
    return shown, 422 if form.is_submitted() else 200


def _targets_page(actor: Actor) -> TargetsPage:
    year = asked_number("year") or actor.today.year
    if not FIRST_DAY.year <= year <= actor.today.year + YEARS_AHEAD:
        abort(404)
    return targets_page(reader(), _own_ward(actor), year)


def _set(
    actor: Actor, page: TargetsPage, figures: Mapping[TargetKey, int | None], seen: Mapping[TargetKey, int | None]
) -> bool:
    """Set targets and say so; tell whether that is done, or others were set meanwhile."""
    ward_id, year, at = page.ward.id, page.year, now()
    changed = in_transaction(lambda session: set_targets(session, ward_id, year, figures, actor.id, at, seen))
    if changed is not None:
        flash(_("Targets that were changed: %(number)s.", number=number(changed)) if changed else _("Nothing changed."))
    return changed is not None


@bp.get("/populations")
@requires(Permission.WARD_SETTINGS)
def populations() -> str:
    """List of how many people, households and firms the ward knows."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    lines = group_lines(reader(), ward, actor.today)
    return render_template("settings/populations.html", ward=ward, lines=lines, names=GROUP_NAMES)


@bp.route("/populations/<group>", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def population(group: str) -> ResponseReturnValue:
    """Show what the ward has entered about a group, and let more be entered."""
    actor: Actor = current_user._get_current_object()
    page = _group_page(actor, group)
    form = population_form(page, actor.today)
    taken: tuple[int, Sequence[str]] | None = None
    is_moved = False
    if form.is_submitted() and ("fill" in request.form or form.has_pasted):
        taken = form.take_pasted()
    elif form.validate_on_submit():
        census, seen, ward_id, at = form.census, form.stamp.data or "", page.ward.id, now()
        if in_transaction(lambda session: enter_populations(session, ward_id, group, census, seen, actor.id, at)):
            flash(_("Figures that were entered: %(number)s.", number=number(len(census.figures))))
            return redirect(url_for("settings.population", group=group))
        # What was read before is how it stood before the other's figures came in.
        reader().rollback()
        page, is_moved = _group_page(actor, group), True
    if is_moved or not form.is_submitted():
        form.stamp.data = page.stamp
    shown = render_template(
        "settings/population.html",
        page=page,
        form=form,
        name=GROUP_NAMES.get(group, group),
        taken=taken,
        is_moved=is_moved,
    )
    return shown, 422 if form.errors or is_moved else 200


@bp.post("/populations/<group>/take-away")
@requires(Permission.WARD_SETTINGS)
def take_away(group: str) -> ResponseReturnValue:
    """Take away what was entered about a group on a day."""
    actor: Actor = current_user._get_current_object()
    page = _group_page(actor, group)
    day = next((each.as_of for each in page.censuses if each.as_of.isoformat() == request.form.get("as_of")), None)
    if day is not None:
        ward_id, as_of, seen, at = page.ward.id, day, request.form.get("stamp", ""), now()
        is_gone = in_transaction(
            lambda session: take_away_populations(session, ward_id, group, as_of, seen, actor.id, at)
        )
        flash(_("The figures are taken away.") if is_gone else _("Somebody entered figures meanwhile. Look again."))
    return redirect(url_for("settings.population", group=group))


def _group_page(actor: Actor, group: str) -> GroupPage:
    ward = _own_ward(actor)
    if group not in groups_of(reader(), ward.id):
        abort(404)
    return group_page(reader(), ward, group, actor.today)


@bp.route("/template", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
@max_body_size(MOST_SENT)
def template() -> ResponseReturnValue:
    """Show which template the ward's report is drawn with and how to write one, and take another."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    form = TemplateForm()
    problems = None
    if form.validate_on_submit():
        name, content, at = form.name, form.content, now()
        problems = check(content)
        if not problems:
            in_transaction(lambda session: keep_template(session, ward.id, name, content, actor.id, at))
            flash(_("The template is in use from now on."))
            return redirect(url_for("settings.template"))
    kept = reader().execute(ward_template(ward.id)).first()
    page = render_template("settings/template.html", ward=ward, form=form, kept=kept, problems=problems, guide=guide())
    return page, 422 if form.is_submitted() else 200


@bp.post("/template/remove")
@requires(Permission.WARD_SETTINGS)
def remove_own_template() -> ResponseReturnValue:
    """Go back to the built-in layout."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    was_there = in_transaction(lambda session: remove_template(session, ward.id, actor.id, now()))
    flash(_("The report has the built-in layout again.") if was_there else _("Nothing changed."))
    return redirect(url_for("settings.template"))


@bp.get("/template/starter.docx")
@requires(Permission.WARD_SETTINGS)
def starter_docx() -> Response:
    """Return a template that works, to start from."""
    return _word_file(starter_template(), "mau-bao-cao-thang.docx")


@bp.get("/template/current.docx")
@requires(Permission.WARD_SETTINGS)
def current_docx() -> Response:
    """Return the ward's template as it was sent."""
    ward = _own_ward(current_user._get_current_object())
    content = reader().scalar(template_content(ward.id))
    if content is None:
        abort(404)
    return _word_file(content, f"mau-bao-cao-{ward.code}.docx")


def _word_file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=_DOCX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own_ward(actor: Actor) -> Ward:
    """Return the ward whose settings one may change."""
    return own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
