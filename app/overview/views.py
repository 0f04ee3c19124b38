"""The home page, and the overview of a member, a team, a ward or a province."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.arguments import asked_month
from app.database import reader
from app.logbook.kinds import HEADLINES, KINDS
from app.month import Month
from app.overview.figures import HOUSEHOLDS, member_figures, province_figures, team_figures, ward_figures
from app.people.actor import Actor
from app.permissions import Permission, Place, Reach, may, reach, requires
from app.places.models import Province, Ward
from app.places.queries import ward_by_code

bp = Blueprint("overview", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Go to where this person's work is."""
    if current_user.is_granted(Permission.FIGURES_READ):
        return redirect(url_for("overview.overview"))
    return redirect(url_for("people.account"))


home.guarded_by = "every role has a home"  # type: ignore[attr-defined]


@bp.get("/overview/")
@requires(Permission.FIGURES_READ)
def overview() -> ResponseReturnValue:
    """Show the figures of a month, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    month = asked_month()
    code = request.args.get("ward")
    how_far = reach(actor, Permission.FIGURES_READ)
    if code is None and how_far is Reach.PROVINCE:
        return _province_page(actor, month)
    ward = _asked_ward(actor, code)
    if how_far in {Reach.WARD, Reach.PROVINCE}:
        figures = ward_figures(reader(), ward, month, actor.today)
        return render_template("overview/ward.html", figures=figures, headlines=HEADLINES, households=HOUSEHOLDS)
    if how_far is Reach.TEAM:
        return _team_page(actor, ward, month)
    mine = member_figures(reader(), actor, month)
    return render_template("overview/member.html", ward=ward, month=month, figures=mine, kinds=KINDS)


def _asked_ward(actor: Actor, code: str | None) -> Ward:
    """Return one's own ward, or the one named by its code when one may see its figures; else 404."""
    session = reader()
    ward: Ward | None
    if code is None:
        ward = session.get(Ward, actor.place.ward_id) if actor.place.ward_id is not None else None
    else:
        ward = session.scalar(ward_by_code(code))
    if ward is None:
        abort(404)
    own = actor.place
    at = Place(ward.province_id, ward.id, own.team_id, actor.id)
    if not may(actor, Permission.FIGURES_READ, at):
        abort(404)
    return ward


def _province_page(actor: Actor, month: Month) -> ResponseReturnValue:
    province_id = actor.place.province_id
    assert province_id is not None
    province = reader().get_one(Province, province_id)
    wards = province_figures(reader(), province_id, month)
    return render_template("overview/province.html", province=province, month=month, wards=wards, headlines=HEADLINES)


def _team_page(actor: Actor, ward: Ward, month: Month) -> ResponseReturnValue:
    team_id = actor.place.team_id
    assert team_id is not None
    is_closed, figures = team_figures(reader(), ward.id, team_id, month)
    return render_template(
        "overview/team.html",
        ward=ward,
        team_name=actor.post.team_name if actor.post else "",
        month=month,
        is_closed=is_closed,
        figures=figures,
        headlines=HEADLINES,
    )
