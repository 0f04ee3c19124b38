"""Reading an arriving entry into a row: by the form of its kind, then by what the database has."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.engine import Connection

from app.catalogue.snapshot import catalogue_codes, with_denominators
from app.json_types import JsonObject, Message
from app.list_parameters import in_list
from app.logbook.batch_context import BatchContext
from app.logbook.entry_rows import Arrival, EntryRow, Envelope, start_of_wait
from app.logbook.first_areas import first_areas
from app.logbook.flag_checks import Point
from app.logbook.flag_context import flags_of_batch
from app.logbook.flags import Setting, settings_of
from app.logbook.form_versions import fields_not_given
from app.logbook.given_ids import companions_given, ids_given
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import CLOCK_TOLERANCE, EntryForm, IndexedFields, Kind, Reference
from app.logbook.known_periods import KnownPeriods
from app.logbook.models import Entry
from app.logbook.named_references import own_of_wards, possible_companions, wards_of_events, wards_of_places
from app.logbook.nearby import ReadNearby, read_nearby
from app.logbook.queries import known_periods
from app.logbook.status import Status
from app.month import local_day
from app.people.actor import Actor
from app.places.models import Neighbourhood, Population, Ward
from app.places.ward_settings import WardSettings
from app.registry.named_party import NamedParty

# Making a form costs as much as reading ten entries with it, so each thread keeps one of each kind.
_forms = threading.local()

UNKNOWN_AREA = _l("This neighbourhood is not in a ward where you may log. Choose it again from the list.")
NOT_YOUR_TIME = _l("You were not in a team of this ward on this day, or it is too long ago to send.")
UNKNOWN_COMPANION = _l("Somebody here is not of your ward. Choose again who came along.")
UNKNOWN_PLACE = _l("This market or street is not in this ward. Choose it again from the list.")
UNKNOWN_EVENT = _l("This event is not one of this ward. Choose it again, or leave it out.")

Post = tuple[int, int | None]
"""The ward and the team that an entry is logged for."""


@dataclass(frozen=True, slots=True)
class _WardSettings:
    """The settings of a ward that its entries depend on."""

    keeps_location: bool
    flags: Mapping[str, Setting]
    knows_populations: bool
    has_earlier_help: bool
    denominators: Mapping[str, str]
    periods: KnownPeriods


class Intake:
    """Reads the entries of one batch, with one query of each kind for all of them."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        now: datetime,
        batch: Iterable[JsonObject],
        ids: Iterable[UUID] = (),
        nearby: ReadNearby = read_nearby,
    ) -> None:
        """Read what entries with some ``ids`` and fields depend on. ``nearby`` reads what they are compared with."""
        self.actor = actor
        self.now = now
        self._connection = connection
        self._read_nearby = nearby
        fields = list(batch)
        self._wards: dict[int, int] = {}
        self._settings: dict[int, _WardSettings] = {}
        self._centroids: dict[int, Point] = {}
        self._ended_areas: dict[int, date] = {}
        self._read_areas(ids_given(fields, "neighbourhood"), list(ids))
        self._places = wards_of_places(connection, ids_given(fields, "place"))
        self._events = wards_of_events(connection, ids_given(fields, "event"))
        self._codes = codes = catalogue_codes(connection)
        self._own = own = own_of_wards(connection, fields)
        self._reference = Reference(
            latest_day=local_day(now + CLOCK_TOLERANCE),
            today=local_day(now),
            periods={area: self._settings[ward_id].periods.periods for area, ward_id in self._wards.items()},
            services={**codes.services, **own.outcomes},
            topics=codes.topics,
            procedures={*codes.procedures, *own.procedures},
        )
        self._mates = possible_companions(connection, actor.wards, companions_given(fields))

    def of_sender(self, actor: Actor, now: datetime) -> Intake:
        """Return what reads the part of the batch that another sender of the same wards sent at some moment."""
        part = copy(self)
        part.actor, part.now = actor, now
        latest_day, today = local_day(now + CLOCK_TOLERANCE), local_day(now)
        part._reference = replace(self._reference, latest_day=latest_day, today=today)
        return part

    def read(self, envelope: Envelope) -> Arrival:
        """Return an entry with the row that it makes, or with what is wrong with it, by field."""
        form = _form_of(KINDS[envelope.kind])
        errors = form.read(envelope.fields, self._reference)
        indexed = form.indexed
        has_place_and_day = "neighbourhood" not in errors and "happened_on" not in errors
        post = self._post(form, indexed, errors) if has_place_and_day else None
        errors |= envelope.errors
        if errors or post is None:
            return Arrival(envelope.id, envelope.kind, envelope.revision, envelope.digest, envelope.withdrawn, errors)
        area = form.neighbourhood.data
        household, merchant = indexed.household, indexed.merchant
        return Arrival(
            envelope.id,
            envelope.kind,
            envelope.revision,
            envelope.digest,
            envelope.withdrawn,
            errors,
            entry=self._row(envelope, form, indexed, post),
            household=NamedParty(*household[:2], area) if household else None,
            merchant=NamedParty(*merchant[:2], area, indexed.place_id) if merchant else None,
            companions=form.companions.data,
            periods=self._settings[post[0]].periods,
            not_given=fields_not_given(envelope.kind, envelope.fields),
            called=household.called if household else None,
            if_submitted=envelope.if_submitted,
        )

    def _row(self, envelope: Envelope, form: EntryForm, indexed: IndexedFields, post: Post) -> EntryRow:
        ward_id, team_id = post
        fields = {**KINDS[envelope.kind].fields(form), **form.occasion}
        if form.companions.data:
            fields = {**fields, "companions": form.companions.data}
        # Where a ward does not keep it, what a phone sends of its place is dropped.
        keeps_location = self._settings[ward_id].keeps_location
        latitude, longitude, accuracy = (form.location.data if keeps_location else None) or (None, None, None)
        status = Status.VOID if envelope.withdrawn else Status.SUBMITTED
        known, day = self._settings[ward_id].periods, form.happened_on.data
        later = known.later_period(day, form.count_in.data)
        return EntryRow(
            ward_id=ward_id,
            kind=envelope.kind,
            status=status,
            month=str(later or known.periods.of(day)),
            happened_on=day,
            neighbourhood_id=form.neighbourhood.data,
            team_id=team_id,
            household_id=indexed.household.id if indexed.household else None,
            place_id=indexed.place_id,
            event_id=indexed.event_id,
            fields=fields,
            id=envelope.id,
            revision=envelope.revision,
            digest=envelope.digest,
            moves=1,
            form=envelope.form,
            member_id=self.actor.id,
            recorded_at=envelope.recorded_at,
            received_at=self.now,
            merchant_id=indexed.merchant.id if indexed.merchant else None,
            visit_id=indexed.visit_id,
            service_code=indexed.service_code,
            note=form.note.data or "",
            latitude=latitude,
            longitude=longitude,
            accuracy=accuracy,
            flags=[],
            waiting_since=start_of_wait(status, self.now),
            count_in=str(later) if later else None,
        )

    def flagged(self, arrivals: Iterable[Arrival], clock_ahead: timedelta | None = None) -> list[Arrival]:
        """Return the entries of the batch with the flags that they raise, and without households that are stored.

        ``clock_ahead`` is by how much the clock of the phone was ahead of ours when it sent them.
        """
        flagged = list(arrivals)
        of_wards: dict[int, dict[int, EntryRow]] = defaultdict(dict)
        for position, arrival in enumerate(flagged):
            if arrival.entry is not None:
                of_wards[arrival.entry.ward_id][position] = arrival.entry
        for ward_id, entries in of_wards.items():
            keeps_event = {flagged[each].id for each in entries if "event" in flagged[each].not_given}
            batch = self._batch(ward_id, list(entries.values()), keeps_event, clock_ahead)
            areas = first_areas(batch, self.actor.wards, flagged)
            for (position, entry), flags in zip(entries.items(), flags_of_batch(batch, areas), strict=True):
                arrival, home = flagged[position], entry.household_id
                is_new = home is not None and home not in batch.nearby.areas
                flagged[position] = replace(
                    arrival,
                    entry=replace(entry, flags=flags) if flags else entry,
                    household=arrival.household if is_new else None,
                    first_area=areas.get(home, entry.neighbourhood_id) if home is not None and is_new else None,
                )
        return flagged

    def _batch(
        self, ward_id: int, entries: Sequence[EntryRow], keeps_event: Collection[UUID], clock_ahead: timedelta | None
    ) -> BatchContext:
        settings = self._settings[ward_id]
        return BatchContext(
            self._connection,
            ward_id,
            settings.flags,
            self.actor.id,
            self.now,
            clock_ahead,
            self._centroids,
            self._ended_areas,
            with_denominators(self._codes.indicators, settings.denominators) if settings.knows_populations else (),
            settings.periods.periods,
            entries,
            keeps_event,
            settings.has_earlier_help,
            self._read_nearby,
        )

    def _read_areas(self, ids: set[int], visits: list[UUID]) -> None:
        """Read the areas with ``ids``, and the settings of their wards.

        Ended areas count too: a phone that was long offline may name one that was merged meanwhile.
        """
        given = {"ids": sorted(ids), "visits": visits, "wards": self.actor.wards}
        rows = self._connection.execute(_AREAS, given) if ids else ()
        for id, ward_id, is_whole_ward, ended_on, latitude, longitude, stored_settings, knows, has_help in rows:
            self._wards[id] = ward_id
            if ended_on is not None:
                self._ended_areas[id] = ended_on
            if ward_id not in self._settings:
                settings = WardSettings.parse(stored_settings)
                self._settings[ward_id] = _WardSettings(
                    settings.keeps_location,
                    settings_of(settings),
                    knows,
                    has_help,
                    settings.denominators,
                    known_periods(self._connection, ward_id, settings.periods),
                )
            if latitude is not None and longitude is not None and not is_whole_ward:
                self._centroids[id] = (latitude, longitude)

    def _post(self, form: EntryForm, indexed: IndexedFields, errors: dict[str, Sequence[Message]]) -> Post | None:
        """Return where its author logs an entry; add to ``errors`` what does not belong to its ward."""
        ward_id = self._wards.get(form.neighbourhood.data)
        if ward_id is None or ward_id not in self.actor.wards:
            errors["neighbourhood"] = [UNKNOWN_AREA]
            return None
        post = self.actor.logging_post(ward_id, form.happened_on.data)
        if post is None:
            errors["happened_on"] = [NOT_YOUR_TIME]
            return None
        if any((ward_id, mate) not in self._mates for mate in form.companions.data or ()):
            errors["companions"] = [UNKNOWN_COMPANION]
        if indexed.place_id is not None and self._places.get(indexed.place_id) != ward_id:
            errors["place"] = [UNKNOWN_PLACE]
        # One that has ended is taken as well: a phone may have been offline for long.
        if indexed.event_id is not None and self._events.get(indexed.event_id) != ward_id:
            errors["event"] = [UNKNOWN_EVENT]
        for field, error in self._own.errors_in(ward_id, form):
            errors[field] = [error]
        return ward_id, post.team_id


def _form_of(kind: type[Kind]) -> EntryForm:
    form: EntryForm | None = getattr(_forms, kind.code, None)
    if form is None:
        form = kind.form()
        setattr(_forms, kind.code, form)
    return form


_AREAS = (
    sa.select(
        Neighbourhood.id,
        Neighbourhood.ward_id,
        Neighbourhood.is_whole_ward,
        sa.case((Neighbourhood.merged_into_id.is_(None), Neighbourhood.valid_to)),
        Neighbourhood.latitude,
        Neighbourhood.longitude,
        Ward.stored_settings,
        sa.exists().where(Population.ward_id == Ward.id),
        sa.exists().where(Entry.ward_id == Ward.id, in_list(Entry.ward_id, "wards"), in_list(Entry.visit_id, "visits")),
    )
    .join(Ward, Ward.id == Neighbourhood.ward_id)
    .where(in_list(Neighbourhood.id, "ids"))
)
