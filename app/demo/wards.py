"""The wards of the demonstration with their areas, teams, people and places."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.demo.accounts import ACCOUNTS, Account, AccountMaker
from app.demo.campaign_rows import add_campaigns
from app.demo.campaigns import CAMPAIGNS
from app.demo.days import morning
from app.demo.duty_work import separate_chances
from app.demo.event_rows import DutyTeam, Roster, add_events, add_planned_days
from app.demo.occasions import EVENTS
from app.demo.offered import add_choice
from app.demo.report import ShownTeam, add_report
from app.demo.units import UNITS, Unit
from app.demo.work import WardWork
from app.month import FIRST_DAY, Month
from app.periods import CALENDAR, CALENDAR_DAY
from app.permissions import Role, Scope
from app.places.actions import add_ward, insert_team, store_settings
from app.places.models import Neighbourhood, Place, PlaceType, Ward
from app.places.ward_settings import stored_rules

_FIRST_MONTH = Month.of(FIRST_DAY)


def add_wards(session: Session, day: date, rng: random.Random) -> list[WardWork]:
    """Add the units and the administrator; return what the work of each ward is made from.

    ``day`` is the last day of the demonstration: the report's texts are those of the month before.
    """
    accounts = AccountMaker(session, rng)
    chances = separate_chances(rng)
    work = [_add_unit(session, unit, accounts, day, chances) for unit in UNITS]
    accounts.add_admin()
    return work


def _add_unit(session: Session, unit: Unit, accounts: AccountMaker, day: date, chances: random.Random) -> WardWork:
    """Add a unit's ward, teams, people and places; return what its work is made from."""
    ward = _add_ward(session, unit)
    *areas, whole_ward = session.scalars(
        sa.select(Neighbourhood.id).where(Neighbourhood.ward_id == ward.id).order_by(Neighbourhood.id)
    )
    printed = [account for account in ACCOUNTS if account.unit == unit.key]
    coordinator = _add_office(accounts, printed, ward)
    teams, duty_teams, shown_members, shown_teams = [], [], [], []
    for number in range(1, unit.teams + 1):
        covered = areas if unit.teams == 1 else [areas[number - 1]]
        team = insert_team(session, ward.id, unit.team_name.format(number), covered)
        phones = {account.role: account.phone for account in printed if account.team == number}
        leader, *members = _add_people(accounts, ward.id, team.id, phones)
        teams.append((covered, [leader, *members]))
        duty_teams.append(DutyTeam(team.id, leader, members))
        shown_members += members[:1] if Role.MEMBER in phones else []
        shown_teams += [ShownTeam(team.id, covered[0], leader)] if Role.LEADER in phones else []
    places = [Place(ward_id=ward.id, type=type, name=name) for type, name in unit.places]
    points = [Place(ward_id=ward.id, type=PlaceType.SERVICE_POINT, name=name) for name in unit.service_points]
    session.add_all([*places, *points])
    session.flush()
    first_shown = min((team.id for team in shown_teams), default=duty_teams[0].id)
    roster = Roster(ward.id, coordinator, duty_teams, day, [team.id for team in duty_teams].index(first_shown))
    ids = {place.name: place.id for place in [*places, *points]}
    duties = add_events(session, roster, EVENTS.get(unit.key, ()), ids, chances)
    add_campaigns(session, roster, CAMPAIGNS.get(unit.key, ()), areas)
    for shown in shown_teams:
        add_report(session, ward, shown, Month.of(day), coordinator, morning(day))
    if shown_teams:
        add_choice(session, ward, unit.services, coordinator, morning(day))
        add_planned_days(session, roster)
    return WardWork(
        ward_id=ward.id,
        periods=ward.settings.periods,
        coordinator_id=coordinator,
        teams=teams,
        whole_ward=whole_ward,
        places=[place.id for place in places],
        services=unit.services,
        area_word=unit.neighbourhood_word,
        pace=unit.pace,
        shown_members=shown_members,
        duties=duties,
    )


def _add_ward(session: Session, unit: Unit) -> Ward:
    ward = add_ward(
        session,
        unit.code,
        unit.areas,
        name=unit.name,
        neighbourhood_word=unit.neighbourhood_word,
        team_word=unit.team_word,
        note=unit.note,
    )
    if unit.first_day != CALENDAR_DAY:
        store_settings(ward, period_rules=stored_rules(CALENDAR.changed(_FIRST_MONTH, unit.first_day)))
    return ward


def _add_office(accounts: AccountMaker, printed: Sequence[Account], ward: Ward) -> int:
    """Add the accounts of a ward that belong to no team; return the coordinator's id."""
    coordinator = 0
    for account in printed:
        if account.role is Role.COORDINATOR:
            coordinator = accounts.add(Role.COORDINATOR, account.phone, Scope(ward_id=ward.id))
        elif account.role is Role.VIEWER:
            accounts.add(Role.VIEWER, account.phone, Scope(ward_id=ward.id))
        elif account.role is Role.PROVINCE:
            accounts.add(Role.PROVINCE, account.phone, Scope(province_id=ward.province_id))
    return coordinator or accounts.add(Role.COORDINATOR, place=Scope(ward_id=ward.id))


def _add_people(accounts: AccountMaker, ward_id: int, team_id: int, phones: Mapping[Role, str]) -> list[int]:
    """Add a leader and two members of a team; return their ids in this order."""
    posts = ((Role.LEADER, phones.get(Role.LEADER)), (Role.MEMBER, phones.get(Role.MEMBER)), (Role.MEMBER, None))
    return [accounts.add(role, phone, Scope(ward_id=ward_id, team_id=team_id)) for role, phone in posts]
