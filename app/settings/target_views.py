"""``/settings/targets``: a ward's targets of a year, all at once or place by place."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.arguments import requested_number
from app.database import in_transaction, reader
from app.localisation import number
from app.month import FIRST_DAY, now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.settings.blueprint import bp
from app.settings.target_forms import WHOLE_YEAR, TargetForm, figures_form
from app.settings.targets import TargetsPage, targets_page
from app.targets.actions import set_targets
from app.targets.keys import TargetKey
from app.targets.queries import years_of_targets

YEARS_AHEAD = 5


@bp.route("/targets", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def targets() -> ResponseReturnValue:
    """Show the targets of a year, and let some be set or removed, for many places and months at once."""
    actor: Actor = current_user._get_current_object()
    page = _targets_page(actor)
    form = TargetForm.of(page)
    if form.validate_on_submit():
        _set_and_flash(actor, page, dict.fromkeys(form.keys, None if form.remove.data else form.figure.data), seen={})
        return redirect(url_for("settings.targets", year=page.year))
    year, years_with_targets = actor.today.year, reader().scalars(years_of_targets(page.ward.id))
    years = sorted({page.year, year, year + 1, *years_with_targets})
    html = render_template("settings/targets.html", page=page, form=form, years=years)
    return html, 422 if form.is_submitted() else 200


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
        if _set_and_flash(actor, page, form.figures, form.seen):
            return redirect(url_for("settings.targets", year=page.year))
        # What was read before is older than the other user's targets.
        reader().rollback()
        page = _targets_page(actor)
        form.mark_outdated(page.figures)
    html = render_template(
        "settings/each_target.html", page=page, form=form, measure=measure, month=month, period=period
    )
    return html, 422 if form.is_submitted() else 200


def _targets_page(actor: Actor) -> TargetsPage:
    year = requested_number("year") or actor.today.year
    if not FIRST_DAY.year <= year <= actor.today.year + YEARS_AHEAD:
        abort(404)
    return targets_page(reader(), own_ward_for(reader(), actor, Permission.WARD_SETTINGS), year)


def _set_and_flash(
    actor: Actor, page: TargetsPage, figures: Mapping[TargetKey, int | None], seen: Mapping[TargetKey, str]
) -> bool:
    """Set targets and say so on the next page; return ``False`` when other targets were set meanwhile."""
    ward_id, year, at = page.ward.id, page.year, now()
    changed = in_transaction(lambda session: set_targets(session, ward_id, year, figures, actor.id, at, seen))
    if changed is not None:
        flash(_("Targets that were changed: %(number)s.", number=number(changed)) if changed else _("Nothing changed."))
    return changed is not None
