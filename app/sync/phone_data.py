"""The answers to a phone about its user: who it is, and what became of their entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.json_types import JsonObject
from app.logbook.form_versions import can_show, fields_in, kinds_in
from app.logbook.history_queries import last_words
from app.logbook.models import Entry
from app.logbook.own_queries import moves_of_own_entries, own_counts, own_entries
from app.logbook.queries import last_visits
from app.logbook.status import Status
from app.logbook.wire import wire_fields
from app.people.actor import Actor
from app.people.phones import national_phone
from app.places.queries import ward_periods
from app.registry.queries import VERSIONS_OF_WARD
from app.sync.participation import participation
from app.sync.progress import progress_of
from app.sync.tagged_answer import AnswerPart, TaggedAnswer
from app.sync.ward_version import version_of

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


def own_work(session: Session, actor: Actor, ward_id: int, form: int) -> TaggedAnswer:
    """Return a person's entries of the last sixty days, what the ward received and approved, last visits, how
    far the targets are reached, and what they joined; of entries what a phone that knows ``form`` can read.

    The entries are known by their numbers of moves, and the last visits by what changes with every visit to a household
    of the ward. The figures depend on all that others logged, and are read each time.
    """
    since = actor.today - HISTORY
    connection = session.connection()
    moves = connection.execute(moves_of_own_entries(actor, since)).all()
    visited = connection.execute(VERSIONS_OF_WARD, {"ward": ward_id}).all()
    team_id = actor.place.team_id
    visitor_id = actor.id if team_id is None else None
    return TaggedAnswer(
        [
            AnswerPart(
                version_of("entries", form, [tuple(row) for row in moves]),
                partial(_own_entries, session, actor, ward_id, since, form),
            ),
            AnswerPart(
                version_of("visits", ward_id, team_id, visitor_id, since, [tuple(row) for row in visited]),
                partial(_last_visits, session, ward_id, team_id, actor.id, since),
            ),
            AnswerPart(None, partial(_own_figures, session, actor, ward_id, since, form)),
        ]
    )


def _own_entries(session: Session, actor: Actor, ward_id: int, since: date, form: int) -> JsonObject:
    entries = [
        entry for entry in session.scalars(own_entries(actor, since)) if can_show(form, entry.kind, entry.fields)
    ]
    reasons = _last_reasons(session, ward_id, entries)
    return {"entries": [_own_entry(entry, form, reasons) for entry in entries]}


def _own_figures(session: Session, actor: Actor, ward_id: int, since: date, form: int) -> JsonObject:
    periods = ward_periods(session, ward_id)
    month = str(periods.of(actor.today))
    received = dict.fromkeys(kinds_in(form), 0)
    approved = dict(received)
    for kind, status, number in session.execute(own_counts(actor, month, actor.today - _LATE)):
        if kind not in received:
            continue
        if status != Status.VOID:
            received[kind] += number
        if status == Status.APPROVED:
            approved[kind] += number
    return {
        "received": {"month": month, **received},
        "approved": {"month": month, **approved},
        "progress": progress_of(session, actor, ward_id, periods),
        "progress_on": actor.today.isoformat(),
        **(participation(session, actor, ward_id, periods, since, form) if form >= 2 else {}),
    }


def _last_visits(session: Session, ward_id: int, team_id: int | None, member_id: int, since: date) -> JsonObject:
    """Return the last day of each household, under its own id and under the ids that entries of it were written with.

    A phone that has not fetched its lists since two were merged knows the one, and another phone the other.
    """
    root_of: dict[UUID, UUID] = {}
    last: dict[UUID, date] = {}
    for id, root, day in session.execute(last_visits(ward_id, team_id, member_id, since)):
        if id is not None:
            root_of[id] = root or id
            last[root_of[id]] = max(day, last.get(root_of[id], day))
    days = {str(id): last[root].isoformat() for id, root in ({root: root for root in last} | root_of).items()}
    return {"last_visited": days}


def _last_reasons(session: Session, ward_id: int, entries: Iterable[Entry]) -> dict[UUID, tuple[str, str]]:
    ids = [entry.id for entry in entries if entry.status in {Status.RETURNED, Status.VOID}]
    if not ids:
        return {}
    return {id: (reason, comment) for id, reason, comment in session.execute(last_words(ward_id, ids))}


def _own_entry(entry: Entry, form: int, reasons: Mapping[UUID, tuple[str, str]]) -> JsonObject:
    reason, comment = reasons.get(entry.id, ("", ""))
    shown = {
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
    return {**shown, "month": entry.month} if form >= 2 else shown
