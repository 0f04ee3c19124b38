"""Reading an arriving entry into a row: by the form of its kind, then by what the database has."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.catalogue.snapshot import catalogue_codes, with_denominators
from app.database import table_of
from app.logbook.batch_context import BatchContext
from app.logbook.flag_checks import Point
from app.logbook.flag_context import flags_of_batch
from app.logbook.flags import HOUSEHOLD_ELSEWHERE, Setting, settings_of
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import CLOCK_TOLERANCE, EntryForm, Kind, Reference
from app.logbook.receipt_rules import Arrival
from app.month import Month, local_day
from app.people.actor import Actor
from app.people.queries import members_of_ward
from app.places.models import Neighbourhood, Place, Population, Ward
from app.places.queries import successors
from app.places.ward_settings import WardSettings

# Making a form costs as much as reading ten entries with it, so each thread keeps one of each kind.
_forms = threading.local()

UNKNOWN_AREA = _l("This neighbourhood is not in a ward where you may log. Choose it again from the list.")
NOT_YOUR_TIME = _l("You were not in a team of this ward on this day, or it is too long ago to send.")
UNKNOWN_COMPANION = _l("Somebody here is not of your ward. Choose again who came along.")
UNKNOWN_PLACE = _l("This market or street is not in this ward. Choose it again from the list.")

Errors = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class _WardSettings:
    """The settings of a ward that its entries depend on."""

    keeps_location: bool
    flags: Mapping[str, Setting]
    knows_populations: bool
    bases: Mapping[str, str]


class Intake:
    """Reads the entries of one batch, with one query of each kind for all of them."""

    def __init__(self, session: Session, actor: Actor, now: datetime, batch: Iterable[Mapping[str, Any]]) -> None:
        self.actor = actor
        self.now = now
        self._connection = connection = session.connection()
        fields = list(batch)
        self._wards: dict[int, int] = {}
        self._settings: dict[int, _WardSettings] = {}
        self._centroids: dict[int, Point] = {}
        self._successors: dict[int, Mapping[int, int]] = {}
        self._read_areas(_ids(fields, "neighbourhood"))
        self._places = _wards_of_places(connection, _ids(fields, "place"))
        self._codes = codes = catalogue_codes(connection)
        self._reference = Reference(
            latest_day=local_day(now + CLOCK_TOLERANCE),
            this_month=Month.of(local_day(now)),
            services=codes.services,
            topics=codes.topics,
        )
        self._mates = _mates(connection, actor.wards, _companion_ids(fields))

    def read(self, kind_code: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
        """Return the row for the fields ``values``, or what is wrong with them, by field."""
        kind = KINDS[kind_code]
        form = _form_of(kind)
        errors = form.read(values, self._reference)
        row = {} if "neighbourhood" in errors or "happened_on" in errors else self._placed(form, errors)
        if errors:
            return {}, errors
        indexed = form.indexed
        fields = kind.fields(form)
        if form.companions.data:
            fields["companions"] = form.companions.data
        settings = self._settings[row["ward_id"]]
        # Where a ward does not keep it, what a phone sends of its place is dropped.
        location = (form.location.data if settings.keeps_location else None) or (None, None, None)
        row |= {
            "kind": kind_code,
            "happened_on": form.happened_on.data,
            "month": str(form.month),
            "household": indexed.household,
            "merchant": indexed.merchant,
            "place_id": indexed.place_id,
            "service_code": indexed.service_code,
            "note": form.note.data or "",
            "latitude": location[0],
            "longitude": location[1],
            "accuracy": location[2],
            "companions": form.companions.data,
            "fields": fields,
            "flags": [],
            "same_areas": (
                self._same_areas(row["ward_id"], row["neighbourhood_id"])
                if indexed.household and settings.flags[HOUSEHOLD_ELSEWHERE].on
                else None
            ),
        }
        return row, errors

    def flagged(self, arrivals: Sequence[Arrival], clock_ahead: timedelta | None = None) -> list[Arrival]:
        """Return the entries of the batch with the flags that they raise.

        ``clock_ahead`` is by how much the clock of the phone was ahead of ours when it sent them.
        """
        flagged = list(arrivals)
        positions: dict[int, list[int]] = defaultdict(list)
        for position, arrival in enumerate(arrivals):
            if arrival.row:
                positions[arrival.row["ward_id"]].append(position)
        for ward_id, of_ward in positions.items():
            settings = self._settings[ward_id]
            context = BatchContext(
                ward_id,
                settings.flags,
                self.actor.id,
                self.now,
                clock_ahead,
                self._centroids,
                with_denominators(self._codes.indicators, settings.bases) if settings.knows_populations else (),
            )
            raised = flags_of_batch(self._connection, context, [arrivals[position] for position in of_ward])
            for position, flags in zip(of_ward, raised, strict=True):
                if flags:
                    flagged[position] = replace(arrivals[position], row={**arrivals[position].row, "flags": flags})
        return flagged

    def _same_areas(self, ward_id: int, area: int) -> frozenset[int]:
        """Return an area with all that were merged into it, or with the one that it was merged into."""
        if ward_id not in self._successors:
            self._successors[ward_id] = successors(self._connection, ward_id)
        stands_for = self._successors[ward_id]
        today = stands_for.get(area, area)
        return frozenset({area, today, *(merged for merged, successor in stands_for.items() if successor == today)})

    def _read_areas(self, ids: set[int]) -> None:
        """Read the areas with ``ids``, and the settings of their wards.

        Ended areas count too: a phone that was long offline may name one that was merged meanwhile.
        """
        for row in self._connection.execute(_AREAS, {"ids": sorted(ids)}) if ids else ():
            self._wards[row.id] = row.ward_id
            if row.ward_id not in self._settings:
                settings = WardSettings.parse(row.settings)
                self._settings[row.ward_id] = _WardSettings(
                    settings.keeps_location,
                    settings_of(settings),
                    row.knows_populations,
                    settings.denominators,
                )
            if row.latitude is not None and row.longitude is not None and not row.is_whole_ward:
                self._centroids[row.id] = (row.latitude, row.longitude)

    def _placed(self, form: EntryForm, errors: Errors) -> dict[str, Any]:
        """Return ward, area and team of an entry; add to ``errors`` what does not belong to its ward."""
        area = form.neighbourhood.data
        ward_id = self._wards.get(area)
        if ward_id is None or ward_id not in self.actor.wards:
            errors["neighbourhood"] = [UNKNOWN_AREA]
            return {}
        post = self.actor.logging_post(ward_id, form.happened_on.data)
        if post is None:
            errors["happened_on"] = [NOT_YOUR_TIME]
            return {}
        if any((ward_id, mate) not in self._mates for mate in form.companions.data or ()):
            errors["companions"] = [UNKNOWN_COMPANION]
        place = form.indexed.place_id
        if place is not None and self._places.get(place) != ward_id:
            errors["place"] = [UNKNOWN_PLACE]
        return {"ward_id": ward_id, "neighbourhood_id": area, "team_id": post.team_id}


def _form_of(kind: type[Kind]) -> EntryForm:
    form: EntryForm | None = getattr(_forms, kind.code, None)
    if form is None:
        form = kind.form()
        setattr(_forms, kind.code, form)
    return form


def _ids(batch: Iterable[Mapping[str, Any]], name: str) -> set[int]:
    """Return the values of a field that may be ids, before any form has looked at them."""
    return {id for fields in batch if (id := _possible_id(fields.get(name))) is not None}


def _companion_ids(batch: Iterable[Mapping[str, Any]]) -> set[int]:
    lists = (fields.get("companions") for fields in batch)
    return {id for ids in lists if isinstance(ids, list) for item in ids if (id := _possible_id(item)) is not None}


def _possible_id(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    return value if type(value) is int and 0 < value < 2**31 else None


_AREA, _WARD, _PLACE, _POPULATION = map(table_of, (Neighbourhood, Ward, Place, Population))
_AREAS = (
    sa.select(
        _AREA.c.id,
        _AREA.c.ward_id,
        _AREA.c.is_whole_ward,
        _AREA.c.latitude,
        _AREA.c.longitude,
        _WARD.c.settings,
        sa.exists().where(_POPULATION.c.ward_id == _WARD.c.id).label("knows_populations"),
    )
    .join(_WARD, _WARD.c.id == _AREA.c.ward_id)
    .where(_AREA.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_PLACES = sa.select(_PLACE.c.id, _PLACE.c.ward_id).where(_PLACE.c.id.in_(sa.bindparam("ids", expanding=True)))


def _wards_of_places(connection: Connection, ids: set[int]) -> dict[int, int]:
    return {row.id: row.ward_id for row in connection.execute(_PLACES, {"ids": sorted(ids)})} if ids else {}


def _mates(connection: Connection, wards: Iterable[int], ids: set[int]) -> set[tuple[int, int]]:
    """Return the (ward id, user id) pairs that may be companions."""
    if not ids:
        return set()
    return {(ward_id, user_id) for ward_id in wards for user_id in connection.scalars(members_of_ward(ward_id, ids))}
