"""The home page, and the figures of a member, a team, an area, a ward or a province, down to the entries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import open_to_users, requires
from app.arguments import requested_month, requested_number
from app.database import in_transaction, reader
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.wording import STATUS_NAMES, occasion_names
from app.month import Month, now
from app.overview.actions import end_setup
from app.overview.by_place import read_by_place
from app.overview.checklist_reading import checklist_until_complete
from app.overview.chooser import month_chooser
from app.overview.entries import entry_page
from app.overview.entry_numbers import EntryFilter
from app.overview.household_figures import states_of_area, states_of_ward
from app.overview.place_figures import figures_of_area, figures_of_team
from app.overview.province import province_figures
from app.overview.queries import teams_covering
from app.overview.read_results import team_results
from app.overview.ward_figures import member_figures, pillars_of, ward_figures
from app.overview.ward_month import WardMonth
from app.people.actor import Actor
from app.people.audit import record_view, shows_names
from app.people.own_ward import own_ward, own_ward_for
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Province, Ward
from app.places.queries import areas_of, ward_by_code, wards_of
from app.places.ward_places import WardArea, WardTeam

bp = Blueprint("overview", __name__)


@dataclass(frozen=True, slots=True)
class WardPart:
    """The area and the team of a ward that a page is about, if it is about a part; and an event and a place by id."""

    area: WardArea | None = None
    team: WardTeam | None = None
    event: int | None = None
    place: int | None = None

    def arguments(self, kind: str | None = None) -> dict[str, int | str]:
        """Return what a page is narrowed to, as arguments of its address."""
        arguments = {
            "area": self.area and self.area.id,
            "team": self.team and self.team.id,
            "kind": kind,
            "event": self.event,
            "place": self.place,
        }
        return {name: value for name, value in arguments.items() if value is not None}


@bp.get("/")
@open_to_users
def home() -> ResponseReturnValue:
    """Lead users to their work: members to the phone's pages, others to their ward's figures, or to all wards."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.ENTRY_LOG) and reach(actor, Permission.FIGURES_READ) in {Reach.OWN, Reach.TEAM}:
        return redirect(url_for("pwa.home"))
    if current_user.is_granted(Permission.FIGURES_READ):
        return redirect(url_for("overview.overview"))
    if current_user.is_granted(Permission.WARD_ADD):
        return redirect(url_for("start.wards"))
    return redirect(url_for("people.account"))


@bp.get("/overview/")
@requires(Permission.FIGURES_READ)
def overview() -> ResponseReturnValue:
    """Show the figures of a month, as far as the role reaches."""
    actor: Actor = current_user._get_current_object()
    code = request.args.get("ward")
    how_far = reach(actor, Permission.FIGURES_READ)
    if code is None and how_far is Reach.PROVINCE:
        return _province_page(actor, requested_month())
    reading = _requested_reading(actor, code)
    part = _requested_part(actor, Permission.FIGURES_READ, reading)
    if how_far is Reach.OWN:
        own = member_figures(reading.session, actor, reading.month)
        return _render("member", actor, reading, part, figures=own, kinds=KINDS)
    if part.team or how_far is Reach.TEAM:
        return _team_page(actor, reading, part)
    if part.area:
        return _area_page(actor, reading, part, part.area.id)
    figures = ward_figures(reading)
    setup = checklist_until_complete(reading.session, actor, reading.ward)
    states = states_of_ward(reading) if reading.is_running else None
    return _render("ward", actor, reading, part, figures=figures, place=figures.place, states=states, setup=setup)


@bp.get("/overview/places")
@requires(Permission.FIGURES_READ)
def by_place() -> ResponseReturnValue:
    """Show what was counted in a month at each place of a ward, to whom the figures of all of the ward are open."""
    actor: Actor = current_user._get_current_object()
    if reach(actor, Permission.FIGURES_READ) not in {Reach.WARD, Reach.PROVINCE}:
        abort(403)
    reading = _requested_reading(actor, request.args.get("ward"))
    return _render("by_place", actor, reading, WardPart(), figures=read_by_place(reading), is_closed=reading.is_closed)


@bp.post("/overview/setup/hide")
@requires(Permission.WARD_SETTINGS)
def hide_setup() -> ResponseReturnValue:
    """Put away the list of what is left to set up, whatever is left on it."""
    actor: Actor = current_user._get_current_object()
    ward_id = own_ward_for(reader(), actor, Permission.WARD_SETTINGS).id
    in_transaction(lambda session: end_setup(session, ward_id, actor.id, now()))
    flash(_("The list is put away. What stood on it can be done at any time."))
    return redirect(url_for("overview.overview"))


@bp.get("/overview/entries")
@requires(Permission.ENTRY_READ)
@shows_names("overview.entries", _l("the list of entries"))
def entries() -> ResponseReturnValue:
    """List the entries of a month that the user may read, of an area, a team or a kind, of an event or a place."""
    actor: Actor = current_user._get_current_object()
    reading = _requested_reading(actor, request.args.get("ward"))
    part = _requested_part(actor, Permission.ENTRY_READ, reading)
    kind = request.args.get("kind") or None
    if kind is not None and kind not in KINDS:
        abort(404)
    names = occasion_names(reader(), reading.ward.id)
    part = replace(part, event=requested_number("event"), place=requested_number("place"))
    if part.event not in {None, *names["events"]} or part.place not in {None, *names["places"]}:
        abort(404)
    areas = reading.with_merged(part.area.id) if part.area else None
    entry_filter = EntryFilter(areas, part.team.id if part.team else None, kind, part.event, part.place)
    page = entry_page(reading, actor, entry_filter, requested_number("page") or 1)
    if page is None:
        abort(404)
    shown = {"page": page, "kinds": KINDS, "status_names": STATUS_NAMES, "names": names}
    html = _render("entries", actor, reading, part, kind, event=part.event, place=part.place, **shown)
    if page.entries:
        detail = {"month": str(reading.month), "number": page.number, "entries": len(page.entries)}
        # A record has an event of its own by this name.
        narrowed = {"event_id" if name == "event" else name: value for name, value in part.arguments(kind).items()}
        record_view(reader(), now(), actor, reading.ward.id, **detail, **narrowed)
    return html


def _requested_reading(actor: Actor, code: str | None) -> WardMonth:
    """Return the requested month of the user's ward, or of that with ``code`` if they may see its figures; else 404."""
    session = reader()
    ward: Ward = own_ward(session, actor) if code is None else session.scalar(ward_by_code(code)) or abort(404)
    scope = Scope(ward.province_id, ward.id, actor.place.team_id, actor.id)
    if not may(actor, Permission.FIGURES_READ, scope):
        abort(404)
    return WardMonth(session, ward, requested_month(ward.settings.periods), actor.today)


def _requested_part(actor: Actor, permission: Permission, reading: WardMonth) -> WardPart:
    """Return the area and the team that the address names, if any; answer 404 for those that are not the user's to see.

    A user whose permission ends at the own team sees no other. The figures of an area are of more than one team, its
    entries only those that the user may read anyway. In the place of a merged area stands its successor.
    """
    area_id, team_id = requested_number("area"), requested_number("team")
    how_far = reach(actor, permission)
    is_narrow = how_far in {Reach.OWN, Reach.TEAM}
    if how_far is Reach.TEAM and team_id is None:
        team_id = actor.place.team_id
    if is_narrow and team_id is not None and team_id != actor.place.team_id:
        abort(404)
    if permission is Permission.FIGURES_READ and is_narrow and (area_id or (how_far is Reach.OWN and team_id)):
        abort(404)
    area, team = None, None
    if area_id is not None:
        standing = reading.stands_for.get(area_id, area_id)
        area = next((each for each in reading.areas if each.id == standing), None) or abort(404)
    if team_id is not None:
        team = next((each for each in reading.teams if each.id == team_id), None) or abort(404)
    return WardPart(area, team)


def _render(
    template: str, actor: Actor, reading: WardMonth, part: WardPart, kind: str | None = None, **context: object
) -> ResponseReturnValue:
    """Render a page of a ward or of a part of it, with what all of them need."""
    ward, month = reading.ward, reading.month
    return render_template(
        f"overview/{template}.html",
        ward=ward,
        month=month,
        area=part.area,
        team=part.team,
        kind=kind,
        chooser=month_chooser(reading.session, [ward.id], month, ward.settings.periods.of(actor.today)),
        is_running=reading.is_running,
        kept={"ward": ward.code, **part.arguments(kind)},
        reads_entries=actor.is_granted(Permission.ENTRY_READ),
        **context,
    )


def _area_page(actor: Actor, reading: WardMonth, part: WardPart, area_id: int) -> ResponseReturnValue:
    place = figures_of_area(reading, area_id)
    teams = teams_covering(reading.session, reading.ward.id, reading.with_merged(area_id), reading.as_of)
    # What is there is known of today alone, and would be taken for that of an earlier month.
    states = states_of_area(reading, area_id) if reading.is_running else None
    return _render("area", actor, reading, part, place=place, states=states, teams=teams)


def _team_page(actor: Actor, reading: WardMonth, part: WardPart) -> ResponseReturnValue:
    team_id = part.team.id if part.team else abort(404)
    figures = reading.figures_of_team(team_id)
    covered = {reading.stands_for.get(area, area) for area in reading.session.scalars(areas_of(team_id, reading.as_of))}
    areas = [area for area in reading.areas if area.id in covered]
    return _render(
        "team",
        actor,
        reading,
        part,
        place=figures_of_team(reading, team_id, figures),
        pillars=pillars_of(team_results(reading, team_id, figures)),
        areas=areas,
        sees_areas=reach(actor, Permission.FIGURES_READ) in {Reach.WARD, Reach.PROVINCE},
    )


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
