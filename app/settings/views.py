"""``/settings/``: the list of a ward's settings."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.access import requires
from app.database import reader
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.settings.blueprint import bp


@bp.get("/")
@requires(Permission.WARD_SETTINGS)
def index() -> str:
    """List the settings of the ward."""
    actor: Actor = current_user._get_current_object()
    return render_template("settings/index.html", ward=own_ward_for(reader(), actor, Permission.WARD_SETTINGS))
