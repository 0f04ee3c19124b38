"""``/settings/populations``: how many people, households and firms a ward knows."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.localisation import number
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.population_names import GROUP_NAMES
from app.saving import save_and_flash
from app.settings.actions import enter_populations, take_away_populations
from app.settings.blueprint import bp
from app.settings.population_forms import population_form
from app.settings.populations import GroupPage, group_lines, group_page, groups_of
from app.versions import SaveOutcome


@bp.get("/populations")
@requires(Permission.WARD_SETTINGS)
def populations() -> str:
    """List the groups of people, households and firms with the figures that the ward has."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
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
    if form.is_submitted() and ("fill" in request.form or form.has_pasted):
        taken = form.take_pasted()
    elif form.validate_on_submit():
        census, seen, ward_id, at = form.census, form.version.data, page.ward.id, now()
        message = _("Figures that were entered: %(number)s.", number=number(len(census.figures)))
        if save_and_flash(lambda s: enter_populations(s, ward_id, group, census, seen, actor.id, at), message):
            return redirect(url_for("settings.population", group=group))
        page = _group_page(actor, group)
        form.mark_outdated(page.version)
    elif not form.is_submitted():
        form.version.data = page.version
    html = render_template(
        "settings/population.html",
        page=page,
        form=form,
        name=GROUP_NAMES.get(group, group),
        taken=taken,
    )
    return html, 422 if form.errors or form.is_outdated else 200


@bp.post("/populations/<group>/take-away")
@requires(Permission.WARD_SETTINGS)
def remove_populations(group: str) -> ResponseReturnValue:
    """Remove the figures of a group that were entered as of a day."""
    actor: Actor = current_user._get_current_object()
    page = _group_page(actor, group)
    day = next((each.as_of for each in page.censuses if each.as_of.isoformat() == request.form.get("as_of")), None)
    if day is not None:
        ward_id, as_of, seen, at = page.ward.id, day, request.form.get("version", ""), now()
        outcome = in_transaction(
            lambda session: take_away_populations(session, ward_id, group, as_of, seen, actor.id, at)
        )
        flash(
            _("Somebody entered figures meanwhile. Look again.")
            if outcome is SaveOutcome.CHANGED_MEANWHILE
            else _("The figures are taken away.")
        )
    return redirect(url_for("settings.population", group=group))


def _group_page(actor: Actor, group: str) -> GroupPage:
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    if group not in groups_of(reader(), ward.id):
        abort(404)
    return group_page(reader(), ward, group, actor.today)
