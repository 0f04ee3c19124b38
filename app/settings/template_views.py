"""``/settings/template``: a ward's own Word template."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.attachments import attachment
from app.body_limit import max_body_size
from app.database import in_transaction, reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.reports.template.check import check
from app.reports.template.filling import default_template
from app.reports.template.package import MAX_BYTES
from app.reports.template.placeholders import LISTS, PAGES, TABLES, VALUES
from app.reports.template.store import stored_template
from app.settings.blueprint import bp
from app.settings.template_actions import keep_template, remove_template
from app.settings.template_forms import TemplateForm

MOST_SENT = 4 * MAX_BYTES
"""The largest request with a template, in bytes: a file that is too large is still refused in words."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.route("/template", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
@max_body_size(MOST_SENT)
def template() -> ResponseReturnValue:
    """Show which template the ward's report is drawn with and how to write one, and take another."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form, problems = TemplateForm(), None
    if form.validate_on_submit():
        name, content, at = form.name, form.content, now()
        problems = check(content)
        if not problems:
            in_transaction(lambda session: keep_template(session, ward.id, name, content, actor.id, at))
            flash(_("The template is in use from now on."))
            return redirect(url_for("settings.template"))
    stored = stored_template(reader(), ward.id)
    page = render_template(
        "settings/template.html",
        ward=ward,
        form=form,
        stored=stored,
        problems=problems,
        # It may be older than the rule that it breaks. A check takes long: beside a refused file there is no other.
        outdated=check(stored.content) if stored and problems is None else [],
        values=VALUES,
        blocks=[LISTS, TABLES, PAGES],
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/template/remove")
@requires(Permission.WARD_SETTINGS)
def remove_own_template() -> ResponseReturnValue:
    """Go back to the built-in layout."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    was_there = in_transaction(lambda session: remove_template(session, ward.id, actor.id, now()))
    flash(_("The report has the built-in layout again.") if was_there else _("Nothing changed."))
    return redirect(url_for("settings.template"))


@bp.get("/template/starter.docx")
@requires(Permission.WARD_SETTINGS)
def starter_docx() -> Response:
    """Return a template that works, to start from."""
    return attachment(default_template(), _DOCX, "mau-bao-cao-thang.docx")


@bp.get("/template/current.docx")
@requires(Permission.WARD_SETTINGS)
def current_docx() -> Response:
    """Return the ward's template as it was sent."""
    ward = own_ward_for(reader(), current_user._get_current_object(), Permission.WARD_SETTINGS)
    stored = stored_template(reader(), ward.id)
    if stored is None:
        abort(404)
    return attachment(stored.content, _DOCX, f"mau-bao-cao-{ward.code}.docx")
