"""``/campaigns/new`` and ``/campaigns/<id>/…``: adding, changing and ending campaigns, and their targets."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.calendar.calendar_access import CalendarAccess, calendar_access
from app.calendar.campaign_access import campaign_or_404
from app.calendar.campaign_blueprint import CAMPAIGN, bp
from app.calendar.campaign_forms import CampaignForm, CampaignTargetForm
from app.calendar.campaign_report import campaign_report, campaign_subjects
from app.database import in_transaction, reader
from app.events.campaign_actions import (
    CampaignFacts,
    add_campaign,
    change_campaign,
    end_campaign,
    set_campaign_targets,
)
from app.events.campaign_queries import areas_of_campaign
from app.events.models import Campaign
from app.month import now
from app.permissions import Permission
from app.places.queries import areas_of_ward
from app.versions import SaveOutcome


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def add() -> ResponseReturnValue:
    """Add a campaign; then its targets are set."""
    access = _managed()
    form = CampaignForm()
    _offer_areas(access, form, frozenset())
    if form.validate_on_submit():
        facts, ward_id, actor_id, at = form.facts, access.ward.id, access.actor.id, now()
        id = in_transaction(lambda session: add_campaign(session, ward_id, facts, actor_id, at))
        flash(_("The campaign is saved. Set its targets now, if it has any."))
        return redirect(url_for("campaigns.targets", id=id))
    return render_template("campaigns/form.html", access=access, form=form, campaign=None)


@bp.route(f"{CAMPAIGN}/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def edit(id: int) -> ResponseReturnValue:
    """Change a campaign; its figures follow its days and areas."""
    access = _managed()
    found = campaign_or_404(access, id)
    stored, ended_at = _facts_of(found), found.ended_at
    form = CampaignForm()
    _offer_areas(access, form, stored.areas)
    if not form.is_submitted():
        form.show(stored, stored.version(ended_at))
    elif form.validate():
        facts, seen = form.facts, form.version.data
        ward_id, actor_id, at = access.ward.id, access.actor.id, now()
        outcome = in_transaction(lambda session: change_campaign(session, ward_id, id, facts, seen, actor_id, at))
        if outcome is not SaveOutcome.CHANGED_MEANWHILE:
            return _gone_back(id, _("The campaign is saved."))
        form.mark_outdated(stored.version(ended_at))
    return render_template("campaigns/form.html", access=access, form=form, campaign=found)


@bp.post(f"{CAMPAIGN}/end")
@requires(Permission.EVENT_MANAGE)
def end(id: int) -> ResponseReturnValue:
    """End a campaign today, or call off one that has not begun."""
    access = _managed()
    campaign_or_404(access, id)
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    in_transaction(lambda session: end_campaign(session, ward_id, id, actor_id, at))
    return _gone_back(id, _("The campaign has ended. What was logged stays."))


@bp.route(f"{CAMPAIGN}/targets", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
def targets(id: int) -> ResponseReturnValue:
    """Set or take away targets of a campaign."""
    access = _managed()
    report = campaign_report(reader(), access.ward, campaign_or_404(access, id), now())
    form = CampaignTargetForm()
    form.offer(campaign_subjects(reader(), access.ward.id), report.counts.teams)
    if form.validate_on_submit():
        figures, ward_id, actor_id, at = form.figures, access.ward.id, access.actor.id, now()
        changed = in_transaction(lambda session: set_campaign_targets(session, ward_id, id, figures, actor_id, at))
        flash(_("Targets that were changed: %(number)d.", number=changed))
        return redirect(url_for("campaigns.targets", id=id))
    return render_template("campaigns/targets.html", access=access, form=form, report=report, campaign=report.campaign)


def _managed() -> CalendarAccess:
    """Return the ward whose campaigns the user may change; answer 403 to who manages a team alone."""
    access = calendar_access()
    return access if access.manages_ward else abort(403)


def _facts_of(found: Campaign) -> CampaignFacts:
    return CampaignFacts.of(found, reader().scalars(areas_of_campaign(found.id)))


def _offer_areas(access: CalendarAccess, form: CampaignForm, chosen: frozenset[int]) -> None:
    """Offer the areas of today, and those that are chosen already."""
    today = access.today
    form.offer(
        area
        for area in areas_of_ward(reader(), access.ward.id)
        if area.id in chosen or (not area.is_whole_ward and (area.valid_to is None or area.valid_to >= today))
    )


def _gone_back(id: int, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("campaigns.campaign", id=id))
