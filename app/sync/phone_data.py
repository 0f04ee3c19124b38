"""The answers to a phone: its working data and its user's entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.catalogue.models import Service
from app.catalogue.queries import services_of
from app.json_types import JsonObject
from app.logbook.form_versions import can_show, fields_in, kinds_in
from app.logbook.history_queries import last_words
from app.logbook.models import Entry
from app.logbook.queries import closed_months, last_visits, own_counts, own_entries
from app.logbook.status import Status
from app.logbook.wire import wire_fields
from app.month import Month
from app.people.actor import Actor, Post
from app.people.phones import national_phone
from app.people.queries import team_mates
from app.permissions import Permission, Reach, reach
from app.places.models import Ward
from app.places.queries import places_in_use
from app.places.team_areas import areas_on
from app.registry.queries import households_in, merchants_in
from app.sync.household_settings import household_settings
from app.sync.offered_lists import offered_lists
from app.sync.participation import participation
from app.sync.progress import progress_of
from app.targets.queries import targets_of_member
from app.text import name_key

HISTORY = timedelta(days=60)
"""The time for which a phone sees its own entries."""

_LATE = timedelta(days=400)
"""The time after its day in which an entry may count and still be found by its day."""


def describe_user(actor: Actor) -> JsonObject:
    """Return the signed-in user with role, ward and team; or since when there is none, and how long it may send."""
    post = actor.post
    ward = team = None
    if post is not None and post.ward_id is not None:
        ward = {"id": post.ward_id, "code": post.ward_code, "name": post.ward_name}
    if post is not None and post.team_id is not None:
        team = {"id": post.team_id, "name": post.team_name}
    # By the number the phone lets the next one sign in, also after it was passed on without a line.
    user: JsonObject = {
        "id": actor.id,
        "name": actor.name,
        "role": actor.role,
        "ward": ward,
        "team": team,
        "phone": national_phone(actor.phone),
    }
    if actor.ended_on is None or actor.sends_until is None:
        return user
    return {**user, "ended": {"on": actor.ended_on.isoformat(), "sends_until": actor.sends_until.isoformat()}}


def working_data(session: Session, actor: Actor, post: Post, ward_id: int, form: int) -> JsonObject:
    """Return all that the forms of a phone that knows ``form`` need with no network. Nothing in it changes because an
    entry was logged, but for a household or a merchant that the entry was the first to name.
    """
    today = actor.today
    month = Month.of(today)
    areas = areas_on(session, ward_id, post.team_id, today)
    registry_areas = None if reach(actor, Permission.HOUSEHOLD_READ) == Reach.WARD else areas.with_merged
    mates = session.execute(team_mates(ward_id, post.team_id, today)) if post.team_id is not None else ()
    ward = session.get_one(Ward, ward_id)
    services = session.scalars(services_of(ward_id)).all()
    return {
        "user": describe_user(actor),
        "settings": _settings(ward, services, form),
        "neighbourhoods": [{"id": area.id, "name": area.name} for area in areas.in_use(today)],
        **offered_lists(session, ward, services, areas.ended(today), today, form),
        "places": [
            {"id": place.id, "name": place.name, "type": place.type} for place in places_in_use(session, ward_id, today)
        ],
        "teammates": [
            {"id": id, "name": name} for id, name in sorted(mates, key=lambda mate: name_key(mate[1])) if id != actor.id
        ],
        "households": [
            {"id": str(id), "neighbourhood": areas.standing_for(area), "label": label}
            for id, area, label in session.execute(households_in(ward_id, registry_areas))
        ],
        "merchants": [
            {"id": str(id), "name": name, "place": place}
            | ({"neighbourhood": areas.standing_for(area)} if form >= 2 else {})
            for id, name, place, area in session.execute(merchants_in(ward_id, registry_areas))
        ],
        "closed_months": list(session.scalars(closed_months(ward_id))),
        "targets": [
            {"measure": measure, "figure": figure, "month": of_month, "team": team}
            for team, area, measure, of_month, figure in session.execute(
                targets_of_member(ward_id, post.team_id, month)
            )
            if area is None
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


def own_work(session: Session, actor: Actor, ward_id: int, form: int) -> JsonObject:
    """Return a person's entries of the last sixty days, what the ward received and approved, last visits, how
    far the targets are reached, and what they joined; of entries what a phone that knows ``form`` can read.
    """
    kinds = kinds_in(form)
    since = actor.today - HISTORY
    month = str(Month.of(actor.today))
    entries = [
        entry for entry in session.scalars(own_entries(actor, since)) if can_show(form, entry.kind, entry.fields)
    ]
    reasons = _last_reasons(session, ward_id, entries)
    received = dict.fromkeys(kinds, 0)
    approved = dict(received)
    for kind, status, number in session.execute(own_counts(actor, month, actor.today - _LATE)):
        if kind not in received:
            continue
        if status != Status.VOID:
            received[kind] += number
        if status == Status.APPROVED:
            approved[kind] += number
    visits = session.execute(last_visits(ward_id, actor.place.team_id, actor.id, since))
    return {
        "entries": [_own_entry(entry, form, reasons) for entry in entries],
        "received": {"month": month, **received},
        "approved": {"month": month, **approved},
        "last_visited": _last_visited(visits),
        "progress": progress_of(session, actor, ward_id),
        "progress_on": actor.today.isoformat(),
        **(participation(session, actor, ward_id, since, form) if form >= 2 else {}),
    }


def _last_visited(visits: Iterable[tuple[UUID | None, UUID | None, date]]) -> JsonObject:
    """Return the last day of each household, under its own id and under the ids that entries of it were written with.

    A phone that has not fetched its lists since two were merged knows the one, and another phone the other.
    """
    root_of: dict[UUID, UUID] = {}
    last: dict[UUID, date] = {}
    for id, root, day in visits:
        if id is not None:
            root_of[id] = root or id
            last[root_of[id]] = max(day, last.get(root_of[id], day))
    return {str(id): last[root].isoformat() for id, root in ({root: root for root in last} | root_of).items()}


def _last_reasons(session: Session, ward_id: int, entries: Iterable[Entry]) -> dict[UUID, tuple[str, str]]:
    ids = [entry.id for entry in entries if entry.status in {Status.RETURNED, Status.VOID}]
    if not ids:
        return {}
    return {id: (reason, comment) for id, reason, comment in session.execute(last_words(ward_id, ids))}


def _own_entry(entry: Entry, form: int, reasons: Mapping[UUID, tuple[str, str]]) -> JsonObject:
    reason, comment = reasons.get(entry.id, ("", ""))
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "revision": entry.revision,
        "status": entry.status,
        "reason": reason,
        "comment": comment,
        "team": entry.team_id,
        "happened_on": entry.happened_on.isoformat(),
        "fields": fields_in(form, entry.kind, wire_fields(entry)),
    }
