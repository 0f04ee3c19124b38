"""``.ics``: an event with all its dates, or the dates of a month, for the calendar of a phone or a desk (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Timezone, TimezoneStandard, vRecur
from icalendar import Event as Component

from app.calendar.calendar_access import CalendarAccess
from app.events.occurrences import Occurrence
from app.events.queries import WardDate, WardEvent
from app.events.recurrence import days_of_rule
from app.month import ZONE, local_day

Address = Callable[[WardEvent, Occurrence | None], str]
"""Returns the address of the page of an event, or of one of its dates."""

_FAR = timedelta(days=366 * 8)
"""How far the first day of a rule is looked for: a day of a month may be missing, but not for years."""


def event_file(access: CalendarAccess, of: WardEvent, address: Address) -> bytes:
    """Return an event as a file: its rule, and each date that differs from it.

    Dates that were called off are in it as cancelled, since a phone that has them from before is to learn of it.
    """
    calendar = _calendar(of.event.title)
    for component in _components(access, of, address):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def month_file(access: CalendarAccess, name: str, dates: Iterable[WardDate], address: Address) -> bytes:
    """Return some dates as a file, each for itself, under identifiers that stay when a date is moved."""
    calendar = _calendar(name)
    for found, of in dates:
        calendar.add_component(_date_component(access, of, found, address, f"-{found.day:%Y%m%d}"))
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Từng Nhà//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(ZONE))
    calendar.add_component(_timezone())
    return calendar


def _timezone() -> Timezone:
    """Return the time zone of Viet Nam, which has had one offset since 1975."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(ZONE))
    standard.add("dtstart", datetime(1975, 6, 13))  # RFC 5545 wants local time here.
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _components(access: CalendarAccess, of: WardEvent, address: Address) -> Iterator[Component]:
    event = of.event
    if not event.rule:
        found = of.date_named(event.first_day)
        if found is not None:
            yield _date_component(access, of, found, address)
        return
    last = _last_day(of)
    first = _first_day(of, last)
    if first is None:
        return
    whole = _component(access, of, address(of, None))
    _add_times(whole, first, event.starts_at, event.ends_at)
    rule = vRecur.from_ical(event.rule)
    if last is not None:
        rule["UNTIL"] = [datetime.combine(last, time(23, 59, 59), ZONE).astimezone(UTC)]
    whole.add("rrule", rule)
    own = [(change.day, of.date_named(change.day)) for change in of.changes]
    for day, found in own:
        if found is None and day in days_of_rule(event.rule, event.first_day, last, day, day):
            whole.add("exdate", datetime.combine(day, event.starts_at, ZONE))
    yield whole
    for day, found in own:
        if found is not None:
            component = _date_component(access, of, found, address)
            component.add("recurrence-id", datetime.combine(day, event.starts_at, ZONE))
            yield component


def _last_day(of: WardEvent) -> date | None:
    """Return the last day that the rule may give, of an event that has ended too."""
    days = [of.event.last_day, of.event.ended_at and local_day(of.event.ended_at)]
    return min((day for day in days if day is not None), default=None)


def _first_day(of: WardEvent, last: date | None) -> date | None:
    """Return the first day of the rule, as a calendar that reads it expects where it begins."""
    event = of.event
    days = days_of_rule(event.rule, event.first_day, last, event.first_day, event.first_day + _FAR)
    return next(iter(days), None)


def _date_component(
    access: CalendarAccess, of: WardEvent, found: Occurrence, address: Address, suffix: str = ""
) -> Component:
    component = _component(access, of, address(of, found), suffix, reason=found.reason)
    _add_times(component, found.held_on, found.starts_at, found.ends_at)
    if found.is_called_off:
        component.add("status", "CANCELLED")
    return component


def _component(access: CalendarAccess, of: WardEvent, link: str, suffix: str = "", reason: str = "") -> Component:
    event, component = of.event, Component()
    component.add("uid", f"event-{event.id}{suffix}.ward-{access.ward.code}@tung-nha")
    # The time of the last change, so that the same calendar is the same file.
    component.add("dtstamp", max([event.made_at, *(change.changed_at for change in of.changes)]))
    component.add("summary", event.title)
    if where := access.where_of(event):
        component.add("location", where)
    component.add("categories", [access.type_of(event)])
    component.add("description", "\n".join(filter(None, [", ".join(access.teams_of(of)), reason, event.note, link])))
    component.add("url", link)
    return component


def _add_times(component: Component, day: date, starts_at: time, ends_at: time) -> None:
    component.add("dtstart", datetime.combine(day, starts_at, ZONE))
    component.add("dtend", datetime.combine(day, ends_at, ZONE))
