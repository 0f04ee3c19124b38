"""``/reports/months/<month>/words``: the words of the report of a month."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.arguments import requested_number
from app.database import reader
from app.logbook.queries import closing_of
from app.month import FIRST_DAY, Month, now
from app.months.actions import save_narrative
from app.months.blueprint import bp
from app.months.forms import NarrativeForm
from app.months.narrative import narrative_page
from app.people.actor import Actor
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.places.queries import teams_of_ward
from app.saving import save_and_flash


@bp.route("/<month>/words", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def narrative(month: str) -> ResponseReturnValue:
    """Show the words of a month's report, those of the ward or of the user's team, and let them be written."""
    actor: Actor = current_user._get_current_object()
    ward, of_month, team_id, team = _requested_narrative(actor, month)
    page = narrative_page(reader(), ward.id, of_month, team_id, requested_number("team"))
    form = NarrativeForm.from_stored(page.stored, page.version)
    status = 422 if form.is_submitted() else 200
    if form.take.data:
        form.take_over(page.last)
        status = 200
    elif form.validate_on_submit():
        written, seen = form.narrative, form.version.data
        if save_and_flash(
            lambda session: save_narrative(session, ward.id, of_month, team_id, written, seen, actor.id, now()),
            _("The words are saved."),
        ):
            return redirect(url_for("months.narrative", month=of_month))
        page = narrative_page(reader(), ward.id, of_month, team_id, requested_number("team"))
        form.mark_outdated(page.version)
    context = {"ward": ward, "month": of_month, "team": team, "form": form, "beside": page}
    context["is_closed"] = reader().scalar(closing_of(ward.id, str(of_month))) is not None
    return render_template("months/narrative.html", **context), status


def _requested_narrative(actor: Actor, text: str) -> tuple[Ward, Month, int | None, str]:
    """Return the ward, month and team that the user writes for; answer 404 for a month to come or another's team."""
    ward = own_ward(reader(), actor)
    try:
        month = Month.parse(text)
    except ValueError:
        abort(404)
    if not Month.of(FIRST_DAY) <= month <= ward.settings.periods.of(actor.today):
        abort(404)
    team_id = actor.place.team_id if reach(actor, Permission.REPORT_WRITE) is Reach.TEAM else None
    if not may(actor, Permission.REPORT_WRITE, Scope(ward.province_id, ward.id, team_id)):
        abort(403)
    teams = {team.id: team.name for team in teams_of_ward(reader(), ward.id)}
    shown_team_id = requested_number("team")
    if shown_team_id is not None and (shown_team_id not in teams or team_id not in (None, shown_team_id)):
        abort(404)
    return ward, month, team_id, teams[team_id] if team_id else ""
