"""The events around today on a phone, with the reader's duties, and campaigns. Pure.

A phone may be offline for days, so it gets each date by itself and computes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from app.events.campaign_areas import areas_held_in
from app.events.campaign_queries import CampaignDays
from app.events.duty_rules import ShiftSpan
from app.events.models import DutyAnswer
from app.events.queries import WardDate, WardEvent
from app.json_types import JsonObject
from app.places.team_areas import TeamAreas

AHEAD = timedelta(days=14)
"""How far ahead a phone knows of events and campaigns."""

BACK = timedelta(days=7)
"""How far back it knows of dates of events: much is logged some days late."""


class DutyRow(NamedTuple):
    """What a member is asked to be on duty for: a shift of the date of an event that is named ``day``."""

    event_id: int
    day: date
    shift: int
    starts_at: time
    ends_at: time
    answer: DutyAnswer | None
    is_present: bool | None


def event_items(dates: Iterable[WardDate], duties: Iterable[DutyRow], team_id: int | None) -> list[JsonObject]:
    """Return dates of events as the wire has them to somebody of a team, with their ``duties`` in their order.

    A date that was put to another time of the day takes its shifts along.
    """
    own: dict[tuple[int, date], list[DutyRow]] = {}
    for duty in duties:
        own.setdefault((duty.event_id, duty.day), []).append(duty)
    return [_event_item(each, own.get((each.date.event_id, each.date.day), []), team_id) for each in dates]


def _event_item(held: WardDate, duties: Sequence[DutyRow], team_id: int | None) -> JsonObject:
    event = held.of.event
    return {
        "id": event.id,
        "day": held.date.day.isoformat(),
        "on": held.date.held_on.isoformat(),
        "from": _clock(held.date.starts_at),
        "to": _clock(held.date.ends_at),
        "type": event.type_code,
        "title": event.title,
        "place": event.place_id,
        "venue": event.venue,
        "expected": event.expected,
        "called_off": held.date.is_called_off,
        "reason": held.date.reason,
        "is_team": held.of.is_for(team_id),
        "duties": [_duty_item(each, held) for each in duties],
    }


def unlisted_events(events: Iterable[WardEvent], listed: Iterable[WardDate]) -> list[JsonObject]:
    """Return the names of those events of which no date is ``listed``: entries of some weeks ago name them."""
    known = {each.of.event.id for each in listed}
    return [{"id": each.event.id, "name": each.event.title} for each in events if each.event.id not in known]


def _duty_item(duty: DutyRow, held: WardDate) -> JsonObject:
    span = ShiftSpan(duty.starts_at, duty.ends_at).moved(held.of.event.starts_at, held.date.starts_at)
    return {
        "shift": duty.shift,
        "from": _clock(span.starts_at),
        "to": _clock(span.ends_at),
        "answer": duty.answer,
        "present": duty.is_present,
    }


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def campaign_items(campaigns: Iterable[CampaignDays], areas: TeamAreas, day: date) -> list[JsonObject]:
    """Return campaigns as the wire has them, with the areas of ``day`` in which they are held."""
    return [
        {
            "id": campaign.id,
            "name": campaign.name,
            "from": campaign.first_day.isoformat(),
            "to": campaign.last_day.isoformat(),
            "areas": sorted({areas.standing_for(area) for area in areas_held_in(campaign.areas, areas.all, day)}),
        }
        for campaign in campaigns
    ]
