"""Actions on targets. Actions never commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.targets.keys import TargetKey
from app.targets.models import Target
from app.targets.queries import targets_in_year
from app.versions import version_token


def set_targets(
    session: Session,
    ward_id: int,
    year: int,
    figures: Mapping[TargetKey, int | None],
    actor_id: int,
    now: datetime,
    seen: Mapping[TargetKey, str] | None = None,
) -> int | None:
    """Set targets of a year, each in place of an earlier one, and remove those without a figure.

    Return how many were changed. A closed month's edition keeps the targets that it was closed with. ``seen`` are
    the versions of the figures that the actor's form showed: if another one is stored by now, nothing is changed and
    ``None`` returned.
    """
    # Others who set targets at the same moment wait here, so that no target is stored twice.
    lock_ward(session, ward_id)
    stored: dict[TargetKey, list[Target]] = defaultdict(list)
    for target in session.scalars(targets_in_year(ward_id, year)):
        stored[target.key].append(target)
    changed = {
        key: figure
        for key, figure in figures.items()
        if [target.figure for target in stored[key]] != ([] if figure is None else [figure])
    }
    current = {key: stored[key][-1].figure if stored[key] else None for key in changed}
    if any(version_token(current[key]) != seen_version for key, seen_version in (seen or {}).items() if key in changed):
        return None
    for target in (each for key in changed for each in stored[key]):
        session.delete(target)
    session.add_all(
        Target(ward_id=ward_id, year=year, figure=figure, **asdict(key))
        for key, figure in changed.items()
        if figure is not None
    )
    if changed:
        detail = {"year": year, "targets": len(changed)}
        record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="targets", **detail)
    return len(changed)
