"""Actions on the settings of a ward. Actions never commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.flags import Setting, settings_of
from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.area_successors import successors_of
from app.places.models import Neighbourhood, Population, Ward
from app.places.queries import areas_of_ward, lock_ward, populations_on_day
from app.places.report_settings import ReportSettings
from app.places.ward_settings import StoredFlag
from app.settings.populations import Census, censuses, version_of
from app.settings.queries import areas_with_centroids, located_entries
from app.versions import SaveOutcome, version_token

LEAST_LOCATED = 5
"""The least number of entries with a location from which the centroid of an area is computed."""


def flags_version(ward: Ward) -> str:
    """Return the version of the settings that the form of the flags shows."""
    settings = ward.settings
    flags = {code: asdict(setting) for code, setting in settings_of(settings).items()}
    return version_token(flags, settings.keeps_location)


def save_flags(
    session: Session,
    ward_id: int,
    flags: Mapping[str, Setting],
    location: bool,
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Save a ward's flags and whether it keeps the place of entries, if ``seen`` is still their version."""
    ward = lock_ward(session, ward_id)
    stored = ward.settings
    before = settings_of(stored)
    changed: dict[str, object] = {code: asdict(setting) for code, setting in flags.items() if setting != before[code]}
    if location != stored.keeps_location:
        changed["location"] = location
    if not changed:
        return SaveOutcome.UNCHANGED
    if flags_version(ward) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    chosen = {code: StoredFlag(setting.on, setting.threshold) for code, setting in flags.items()}
    store_settings(ward, keeps_location=location, flags=chosen)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="flags", changed=changed)
    return SaveOutcome.SAVED


def update_centroids(session: Session, ward_id: int, months: Iterable[str], actor_id: int, now: datetime) -> int:
    """Set the centroid of each area to the median of where entries of some months were made.

    Return the number of areas that got one. A median, because an entry that was written down at home does not move
    it. An area with too few entries keeps its centroid. Entries of a merged area are counted with its successor; a
    merge in the future changes nothing yet.
    """
    stands_for = successors_of(areas_of_ward(session, ward_id), local_day(now))
    locations: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for area, latitude, longitude in session.execute(located_entries(ward_id, months)):
        if latitude is not None and longitude is not None:
            locations[stands_for.get(area, area)].append((latitude, longitude))
    updated = 0
    for area, _name, _latitude in session.execute(areas_with_centroids(ward_id, local_day(now))).all():
        located = locations[area]
        if len(located) < LEAST_LOCATED:
            continue
        latitude, longitude = (median(numbers) for numbers in zip(*located, strict=True))
        session.execute(
            sa.update(Neighbourhood).where(Neighbourhood.id == area).values(latitude=latitude, longitude=longitude)
        )
        updated += 1
    if updated:
        record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="middles", areas=updated)
    return updated


def report_version(ward: Ward) -> str:
    """Return the version of the settings that the form of the report shows."""
    report, denominators = ward.settings.report.as_stored(), dict(ward.settings.denominators)
    return version_token(report, denominators)


def save_report(
    session: Session,
    ward_id: int,
    settings: ReportSettings,
    denominators: Mapping[str, str],
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Save the settings of a ward's report, if ``seen`` is still their version.

    ``denominators`` are the groups of people that ratios are taken of, by indicator, where they are not those of the
    catalogue.
    """
    ward = lock_ward(session, ward_id)
    stored = ward.settings
    before, after = stored.report.as_stored(), settings.as_stored()
    # The audit log names the settings that changed, without their values: a signatory is a person.
    changed = [name for name in after if after[name] != before[name]]
    if stored.denominators != denominators:
        changed.append("age_bases")
    if not changed:
        return SaveOutcome.UNCHANGED
    if report_version(ward) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    store_settings(ward, report=settings, denominators=denominators)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="report", changed=changed)
    return SaveOutcome.SAVED


def enter_populations(
    session: Session, ward_id: int, group: str, census: Census, seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Enter the figures of a group on a day, each in place of the one of the same place and day.

    ``seen`` is the version of the group's figures that the form showed.
    """
    lock_ward(session, ward_id)
    stored = session.scalars(populations_on_day(ward_id, group, census.as_of)).all()
    source = "; ".join(census.sources)
    current = {row.neighbourhood_id: row.figure for row in stored if row.source == source}
    if census.figures.items() <= current.items():
        return SaveOutcome.UNCHANGED
    if version_of(censuses(session, ward_id, group)) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    for row in stored:
        if row.neighbourhood_id in census.figures:
            session.delete(row)
    session.add_all(
        Population(
            ward_id=ward_id, neighbourhood_id=area, group=group, figure=figure, as_of=census.as_of, source=source
        )
        for area, figure in census.figures.items()
    )
    detail = {"as_of": census.as_of.isoformat(), "entered": len(census.figures)}
    record_event(
        session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="populations", group=group, **detail
    )
    return SaveOutcome.SAVED


def take_away_populations(
    session: Session, ward_id: int, group: str, as_of: date, seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Remove all figures of a group on a day, if ``seen`` is still their version. Closed months keep theirs."""
    lock_ward(session, ward_id)
    rows = session.scalars(populations_on_day(ward_id, group, as_of)).all()
    if not rows:
        return SaveOutcome.UNCHANGED
    if version_of(censuses(session, ward_id, group)) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    for row in rows:
        session.delete(row)
    detail = {"as_of": as_of.isoformat(), "taken_away": len(rows)}
    record_event(
        session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="populations", group=group, **detail
    )
    return SaveOutcome.SAVED
