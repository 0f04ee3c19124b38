"""The home page, and the figures of a member, a team, an area, a ward or a province, down to the entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Session

from app.access import open_to_users, requires
from app.arguments import requested_month, requested_number
from app.database import reader
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.wording import STATUS_NAMES
from app.month import Month, now
from app.overview.chooser import month_chooser
from app.overview.entries import EntryFilter, entry_page
from app.overview.figures import MonthReading, member_figures, team_pillars, ward_figures, with_merged
from app.overview.province import province_figures
from app.overview.queries import teams_covering
from app.people.actor import Actor
from app.people.audit import record_view, shows_names
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Province, Ward
from app.places.queries import areas_of, neighbourhoods_of, successors, teams_of, ward_by_code, wards_of
from app.text import collation_key

bp = Blueprint("overview", __name__)


@dataclass(frozen=True, slots=True)
class WardPart:
    """The area and the team of a ward that a page is about, if it is about a part. ``stands_for`` are merged areas."""

    area: Any = None
    team: Any = None
    stands_for: Mapping[int, int] | None = None


@bp.get("/")
@open_to_users
def home() -> ResponseReturnValue:
    """Lead users to their work: members to the phone's pages, those who look after a ward to its figures."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.ENTRY_LOG) and reach(actor, Permission.FIGURES_READ) in {Reach.OWN, Reach.TEAM}:
        return redirect(url_for("pwa.home"))
    if current_user.is_granted(Permission.FIGURES_READ):
        return redirect(url_for("overview.overview"))
    return redirect(url_for("people.account"))


@bp.get("/overview/")
@requires(Permission.FIGURES_READ)
def overview() -> ResponseReturnValue:
    """Show the figures of a month, as far as the role reaches."""
    actor: Actor = current_user._get_current_object()
    month = requested_month()
    code = request.args.get("ward")
    how_far = reach(actor, Permission.FIGURES_READ)
    if code is None and how_far is Reach.PROVINCE:
        return _province_page(actor, month)
    ward = _requested_ward(actor, code)
    part = _requested_part(actor, Permission.FIGURES_READ, ward.id)
    if how_far is Reach.OWN:
        return _member_page(actor, ward, month)
    if part.team or how_far is Reach.TEAM:
        return _team_page(actor, ward, month, part)
    if part.area:
        return _area_page(actor, ward, month, part)
    return _ward_page(actor, ward, month)


@bp.get("/overview/entries")
@requires(Permission.ENTRY_READ)
@shows_names("overview.entries", _l("the list of entries"))
def entries() -> ResponseReturnValue:
    """List the entries of a month that the user may read, of an area, a team or a kind."""
    actor: Actor = current_user._get_current_object()
    month = requested_month()
    ward = _requested_ward(actor, request.args.get("ward"))
    part = _requested_part(actor, Permission.ENTRY_READ, ward.id)
    kind = request.args.get("kind") or None
    if kind is not None and kind not in KINDS:
        abort(404)
    entry_filter = EntryFilter(
        month,
        with_merged(part.area.id, part.stands_for or {}) if part.area else None,
        part.team.id if part.team else None,
        kind,
    )
    page = entry_page(reader(), actor, entry_filter, requested_number("page") or 1)
    if page is None:
        abort(404)
    html = _render("entries", actor, ward, month, part, page=page, kinds=KINDS, kind=kind, status_names=STATUS_NAMES)
    if page.entries:
        detail = {"month": str(month), "number": page.number, "entries": len(page.entries)}
        record_view(reader(), now(), actor, ward.id, **detail, **_part_arguments(part, kind))
    return html


def _requested_ward(actor: Actor, code: str | None) -> Ward:
    """Return the user's ward, or the one with ``code`` when the user may see its figures; else answer 404."""
    session = reader()
    ward: Ward = own_ward(session, actor) if code is None else session.scalar(ward_by_code(code)) or abort(404)
    scope = Scope(ward.province_id, ward.id, actor.place.team_id, actor.id)
    return ward if may(actor, Permission.FIGURES_READ, scope) else abort(404)


def _requested_part(actor: Actor, permission: Permission, ward_id: int) -> WardPart:
    """Return the area and the team that the address names, if any; answer 404 for those that are not the user's to see.

    A user whose permission ends at the own team sees no other. The figures of an area are of more than one team, its
    entries only those that the user may read anyway.
    """
    session, area_id, team_id = reader(), requested_number("area"), requested_number("team")
    how_far = reach(actor, permission)
    is_narrow = how_far in {Reach.OWN, Reach.TEAM}
    if how_far is Reach.TEAM and team_id is None:
        team_id = actor.place.team_id
    if is_narrow and team_id is not None and team_id != actor.place.team_id:
        abort(404)
    if permission is Permission.FIGURES_READ and is_narrow and (area_id or (how_far is Reach.OWN and team_id)):
        abort(404)
    return _part_of(session, ward_id, area_id, team_id)


def _part_of(session: Session, ward_id: int, area_id: int | None, team_id: int | None) -> WardPart:
    """Look up an area, or its successor, and a team by their ids in one ward."""
    area = team = None
    stands_for: Mapping[int, int] = {}
    if area_id is not None:
        stands_for = successors(session, ward_id)
        areas = {row.id: row for row in session.execute(neighbourhoods_of(ward_id))}
        area = areas.get(stands_for.get(area_id, area_id)) or abort(404)
    if team_id is not None:
        team = {row.id: row for row in session.execute(teams_of(ward_id))}.get(team_id) or abort(404)
    return WardPart(area, team, stands_for)


def _part_arguments(part: WardPart, kind: str | None) -> dict[str, Any]:
    """Return what a page is narrowed to, as arguments of its address."""
    arguments = {
        "area": part.area.id if part.area else None,
        "team": part.team.id if part.team else None,
        "kind": kind,
    }
    return {name: value for name, value in arguments.items() if value is not None}


def _render(
    template: str, actor: Actor, ward: Ward, month: Month, part: WardPart, **context: Any
) -> ResponseReturnValue:
    """Render a page of a ward or of a part of it, with what all of them need."""
    return render_template(
        f"overview/{template}.html",
        ward=ward,
        month=month,
        area=part.area,
        team=part.team,
        chooser=month_chooser(reader(), [ward.id], month, Month.of(actor.today)),
        is_running=month == Month.of(actor.today),
        kept={"ward": ward.code, **_part_arguments(part, context.get("kind"))},
        reads_entries=actor.is_granted(Permission.ENTRY_READ),
        **context,
    )


def _ward_page(actor: Actor, ward: Ward, month: Month) -> ResponseReturnValue:
    figures = ward_figures(reader(), ward, month, actor.today)
    return _render("ward", actor, ward, month, WardPart(), figures=figures, place=figures.place)


def _area_page(actor: Actor, ward: Ward, month: Month, part: WardPart) -> ResponseReturnValue:
    session, stands_for = reader(), part.stands_for or {}
    teams = session.execute(teams_covering(ward.id, with_merged(part.area.id, stands_for)))
    return _render(
        "area",
        actor,
        ward,
        month,
        part,
        place=MonthReading(session, ward.id, month).of_area(part.area.id, stands_for),
        teams=sorted(teams, key=lambda row: collation_key(row.name)),
    )


def _team_page(actor: Actor, ward: Ward, month: Month, part: WardPart) -> ResponseReturnValue:
    session, team = reader(), part.team
    covered = set(session.scalars(areas_of(team.id)))
    stands_for = successors(session, ward.id)
    today = {stands_for.get(area, area) for area in covered}
    areas = [row for row in session.execute(neighbourhoods_of(ward.id)) if row.id in today]
    return _render(
        "team",
        actor,
        ward,
        month,
        part,
        place=MonthReading(session, ward.id, month).of_team(team.id),
        pillars=team_pillars(session, ward, month, actor.today, team.id),
        areas=sorted(areas, key=lambda row: collation_key(row.name)),
        sees_areas=reach(actor, Permission.FIGURES_READ) in {Reach.WARD, Reach.PROVINCE},
    )


def _member_page(actor: Actor, ward: Ward, month: Month) -> ResponseReturnValue:
    figures = member_figures(reader(), actor, month)
    return _render("member", actor, ward, month, WardPart(), figures=figures, kinds=KINDS)


def _province_page(actor: Actor, month: Month) -> ResponseReturnValue:
    province_id = actor.place.province_id
    assert province_id is not None
    session = reader()
    wards = session.scalars(wards_of(province_id)).all()
    figures = province_figures(session, wards, month, actor.today)
    return render_template(
        "overview/province.html",
        province=session.get_one(Province, province_id),
        month=month,
        chooser=month_chooser(session, [ward.id for ward in wards], month, Month.of(actor.today)),
        kept={},
        figures=figures,
        wards=figures.wards,
        headlines=HEADLINES,
    )
