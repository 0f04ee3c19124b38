"""``/settings/``: the list of a ward's settings."""

from __future__ import annotations

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import requires
from app.database import reader
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.settings.blueprint import bp
from app.settings.list_pages import heading_of
from app.settings.ward_lists import WardList

_LISTS = {
    WardList.AREAS: _l("The neighbourhoods of the ward: their names, their order, and until when."),
    WardList.TEAMS: _l("The teams and the neighbourhoods that each of them covers."),
    WardList.PLACES: _l("Markets, streets, service points and halls that phones offer."),
}


@bp.get("/")
@requires(Permission.WARD_SETTINGS)
def index() -> str:
    """List the settings of the ward."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    headings = {which: heading_of(which, ward) for which in WardList}
    return render_template("settings/index.html", ward=ward, headings=headings, lists=_LISTS)
