"""What the forms of a phone need with no network, in two parts: the lists of households and merchants, and all else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from app.catalogue.models import Service
from app.catalogue.queries import services_of
from app.json_types import JsonObject
from app.localisation import selected_language
from app.logbook.queries import closed_months
from app.month import Month
from app.people.actor import Actor, Post
from app.people.phones import national_phone
from app.people.queries import team_mates
from app.periods import Periods, calendar_months_within
from app.permissions import Permission, Reach, reach
from app.places.models import Ward
from app.places.queries import places_in_use
from app.places.team_areas import TeamAreas, areas_on
from app.registry.queries import households_in, merchants_in
from app.sync.day_queries import days_ahead
from app.sync.days_ahead import AHEAD
from app.sync.household_list import registry_version
from app.sync.household_settings import household_settings
from app.sync.offered_lists import offered_lists
from app.sync.phone_data import HISTORY, describe_user
from app.sync.tagged_answer import AnswerPart, TaggedAnswer
from app.sync.ward_version import version_of, ward_version
from app.targets.queries import targets_of_member
from app.text import name_key


def working_data(session: Session, actor: Actor, post: Post, ward_id: int, form: int) -> TaggedAnswer:
    """Return all that the forms of a phone that knows ``form`` need with no network. Nothing in it changes because an
    entry was logged, but for a household or a merchant that the entry was the first to name.
    """
    areas = areas_on(session, ward_id, post.team_id, actor.today)
    listed = None if reach(actor, Permission.HOUSEHOLD_READ) == Reach.WARD else areas.with_merged
    every = [area.id for area in areas.all] if listed is None else listed
    of_lists = version_of("lists", ward_id, form, listed is None, registry_version(session, ward_id, areas, every))
    of_forms = version_of(
        "forms",
        form,
        selected_language(),
        actor.today,
        describe_user(actor),
        sorted(map(tuple, areas.all)),
        sorted(areas.own),
        ward_version(session, ward_id, post.team_id, actor.id, actor.today - HISTORY, actor.today + AHEAD),
    )
    return TaggedAnswer(
        [
            AnswerPart(of_forms, partial(_forms, session, actor, post, ward_id, areas, form)),
            AnswerPart(of_lists, partial(_lists, session, ward_id, areas, listed, form)),
        ]
    )


def _forms(session: Session, actor: Actor, post: Post, ward_id: int, areas: TeamAreas, form: int) -> JsonObject:
    """Return all but the lists of households and merchants; what it reads of a ward stands in its version."""
    today = actor.today
    mates = session.execute(team_mates(ward_id, post.team_id, today)) if post.team_id is not None else ()
    ward = session.get_one(Ward, ward_id)
    services = session.scalars(services_of(ward_id)).all()
    lists: JsonObject = {
        "user": describe_user(actor),
        "settings": _settings(ward, services, form),
        "neighbourhoods": [{"id": area.id, "name": area.name} for area in areas.in_use(today)],
        **offered_lists(session, ward, services, areas.ended(today), today, form),
        "places": [
            {"id": place.id, "name": place.name, "type": place.type} for place in places_in_use(session, ward_id, today)
        ],
        "teammates": [
            {"id": id, "name": name}
            for id, name in sorted(mates, key=lambda mate: (name_key(mate[1]), mate[0]))
            if id != actor.id
        ],
        **_periods(ward.settings.periods, session.scalars(closed_months(ward_id)), today, form),
        "targets": [
            {"measure": measure, "figure": figure, "month": of_month, "team": team}
            for team, area, measure, of_month, figure, _before in session.execute(
                targets_of_member(ward_id, post.team_id, ward.settings.periods.of(today))
            )
            if area is None
        ],
    }
    if form < 2:
        return lists
    ahead, unlisted = days_ahead(session, actor, ward_id, post.team_id, areas)
    return {**lists, **ahead, "unlisted": {**lists["unlisted"], "events": unlisted}}


def _periods(periods: Periods, closed: Iterable[str], today: date, form: int) -> JsonObject:
    """Return the closed calendar months, and to a phone that knows periods those that it may need.

    These are from the last closed one, or that of sixty days ago, to the one after the present. They do not depend on
    what is logged.
    """
    closed_periods = set(map(Month.parse, closed))
    months = calendar_months_within(map(periods.span, sorted(closed_periods)))
    if form < 2:
        return {"closed_months": list(map(str, months))}
    month = min(max(closed_periods, default=periods.of(today)), periods.of(today - HISTORY))
    shown = periods.between(periods.first(month), periods.last(periods.of(today).next()))
    return {
        "closed_months": list(map(str, months)),
        "periods": [
            {
                "month": str(each),
                "from": periods.first(each).isoformat(),
                "to": periods.last(each).isoformat(),
                "closed": each in closed_periods,
            }
            for each in shown
        ],
    }


def _lists(session: Session, ward_id: int, areas: TeamAreas, listed: Sequence[int] | None, form: int) -> JsonObject:
    """Return the households and merchants of the ``listed`` areas, or of the whole ward."""
    return {
        "households": [
            {"id": str(id), "neighbourhood": areas.standing_for(area), "label": label}
            for id, area, label in session.execute(households_in(ward_id, listed))
        ],
        "merchants": [
            {"id": str(id), "name": name, "place": place}
            | ({"neighbourhood": areas.standing_for(area)} if form >= 2 else {})
            for id, name, place, area in session.execute(merchants_in(ward_id, listed))
        ],
    }


def _settings(ward: Ward, services: Iterable[Service], form: int) -> JsonObject:
    """Return the settings of a ward that a phone with ``form`` knows."""
    settings = {
        "neighbourhood_word": ward.neighbourhood_word,
        "team_word": ward.team_word,
        "neighbourhood_short": ward.neighbourhood_short,
        "team_short": ward.team_short,
        "contact_phone": national_phone(ward.contact_phone),
        "location": ward.settings.keeps_location,
    }
    return {**settings, **household_settings(ward.settings, services)} if form >= 2 else settings
