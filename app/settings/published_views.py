"""``/settings/published``: figures that were published of the ward, and which of them the report uses."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.catalogue.models import Baseline
from app.database import in_transaction, reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission, reach
from app.places.models import Ward
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.published_actions import PublishedUse, correct_published, enter_published, use_published
from app.settings.published_figures import PublishedPage, published_page, published_pages, values_of
from app.settings.published_forms import PublishedForm, published_form
from app.versions import SaveOutcome


@bp.get("/published")
@requires(Permission.PLACE_READ)
def published() -> str:
    """List the indicators with the published figure that the report uses of each."""
    actor, ward = _actor_and_ward(Permission.PLACE_READ)
    pages = published_pages(reader(), ward, ward.settings.periods.of(actor.today))
    return render_template("settings/published.html", ward=ward, pages=pages, may_change=_may_change(actor))


@bp.get("/published/<indicator>")
@requires(Permission.PLACE_READ)
def published_of(indicator: str) -> str:
    """Show the published figures of an indicator, and a form for another one."""
    actor, ward = _actor_and_ward(Permission.PLACE_READ)
    page = _page(actor, ward, indicator)
    form = published_form(actor.today)
    form.version.data = page.version
    return _shown(actor, page, form)


@bp.post("/published/<indicator>")
@requires(Permission.WARD_SETTINGS)
def enter_published_figure(indicator: str) -> ResponseReturnValue:
    """Enter a published figure of an indicator."""
    actor, ward = _actor_and_ward(Permission.WARD_SETTINGS)
    page = _page(actor, ward, indicator)
    form = published_form(actor.today)
    if form.validate_on_submit():
        ward_id, values, seen, at = ward.id, form.values, form.version.data, now()
        if save_and_flash(
            lambda s: enter_published(s, ward_id, indicator, values, seen, actor.id, at), _("The figure is entered.")
        ):
            return redirect(url_for("settings.published_of", indicator=indicator))
        page = _page(actor, own_ward_for(reader(), actor, Permission.WARD_SETTINGS), indicator)
        form.mark_outdated(page.version)
    return _shown(actor, page, form), 422


@bp.route("/published/<indicator>/<int(max=2147483647):id>", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def correct_published_figure(indicator: str, id: int) -> ResponseReturnValue:
    """Correct a published figure."""
    actor, ward = _actor_and_ward(Permission.WARD_SETTINGS)
    page = _page(actor, ward, indicator)
    row = _row(page, id)
    form = published_form(actor.today)
    if not form.is_submitted():
        form.version.data = page.version
        form.show(values_of(row))
    elif form.validate():
        ward_id, values, seen, at = ward.id, form.values, form.version.data, now()
        if save_and_flash(
            lambda s: correct_published(s, ward_id, id, values, seen, actor.id, at), _("The figure is corrected.")
        ):
            return redirect(url_for("settings.published_of", indicator=indicator))
        page = _page(actor, own_ward_for(reader(), actor, Permission.WARD_SETTINGS), indicator)
        form.mark_outdated(page.version)
    html = render_template("settings/published_figure.html", page=page, row=_row(page, id), form=form)
    return html, 422 if form.errors or form.is_outdated else 200


@bp.post("/published/<indicator>/<int(max=2147483647):id>/use")
@requires(Permission.WARD_SETTINGS)
def use_published_figure(indicator: str, id: int) -> ResponseReturnValue:
    """End a published figure or bring it back, prefer it in the report or not."""
    actor, ward = _actor_and_ward(Permission.WARD_SETTINGS)
    _row(_page(actor, ward, indicator), id)
    use = request.form.get("use", "")
    if use not in set(PublishedUse):
        abort(400)
    ward_id, seen, at = ward.id, request.form.get("version", ""), now()
    outcome = in_transaction(lambda s: use_published(s, ward_id, id, PublishedUse(use), seen, actor.id, at))
    flash(
        _("Somebody changed these figures meanwhile. Look again.")
        if outcome is SaveOutcome.CHANGED_MEANWHILE
        else _("The change is saved.")
    )
    return redirect(url_for("settings.published_of", indicator=indicator))


def _actor_and_ward(permission: Permission) -> tuple[Actor, Ward]:
    actor: Actor = current_user._get_current_object()
    return actor, own_ward_for(reader(), actor, permission)


def _may_change(actor: Actor) -> bool:
    return reach(actor, Permission.WARD_SETTINGS) is not None


def _page(actor: Actor, ward: Ward, indicator: str) -> PublishedPage:
    return published_page(reader(), ward, indicator, ward.settings.periods.of(actor.today)) or abort(404)


def _row(page: PublishedPage, id: int) -> Baseline:
    return next((row for row in page.rows if row.id == id), None) or abort(404)


def _shown(actor: Actor, page: PublishedPage, form: PublishedForm) -> str:
    return render_template(
        "settings/published_indicator.html", page=page, form=form, may_change=_may_change(actor), uses=PublishedUse
    )
