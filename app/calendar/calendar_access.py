"""Who reads and changes a ward's calendar, and what its pages call teams, places and types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.database import reader
from app.events.models import Event
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent, event_of_ward
from app.events.recurrence import LAST_DAY
from app.localisation import number
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission, Scope, may, reach
from app.places.event_types import type_name
from app.places.models import Ward
from app.places.queries import every_place_of, teams_of_ward

_MOST_NAMES = 3
"""How many teams a line of a list names."""


@dataclass(frozen=True)
class CalendarAccess:
    """The user who asks, and the ward whose calendar a page shows."""

    actor: Actor
    ward: Ward

    @property
    def today(self) -> date:
        """The day of the request."""
        return self.actor.today

    @property
    def may_add(self) -> bool:
        """Whether the user may add events, be it for the own team alone."""
        return reach(self.actor, Permission.EVENT_MANAGE) is not None

    @property
    def manages_ward(self) -> bool:
        """Whether the user may change every event of the ward."""
        return self.may_manage(())

    def may_manage(self, team_ids: Collection[int]) -> bool:
        """Whether the user may change an event in which some teams take part; without any it is the ward's."""
        scopes = [Scope(self.ward.province_id, self.ward.id, team_id) for team_id in team_ids or (None,)]
        return all(may(self.actor, Permission.EVENT_MANAGE, scope) for scope in scopes)

    def may_report(self, event: WardEvent) -> bool:
        """Whether the user may take the report of an event away: who reads the ward's figures, or manages the event."""
        scope = Scope(self.ward.province_id, self.ward.id)
        return may(self.actor, Permission.FIGURES_READ, scope) or self.may_manage(event.team_ids)

    def event_or_404(self, id: int) -> WardEvent:
        """Return an event of the ward; answer 404 where it has no such event."""
        return event_of_ward(reader(), self.ward.id, id) or abort(404)

    def managed_event(self, id: int) -> WardEvent:
        """Return an event that the user may change; answer 404 where there is none, 403 where it is not theirs."""
        event = self.event_or_404(id)
        return event if self.may_manage(event.team_ids) else abort(403)

    @cached_property
    def team_names(self) -> Mapping[int, str]:
        """The names of the ward's teams in their order, ended ones too."""
        return {team.id: team.name for team in teams_of_ward(reader(), self.ward.id)}

    @cached_property
    def place_names(self) -> Mapping[int, str]:
        """The names of the ward's places, ended ones too."""
        return {id: name for id, name in reader().execute(every_place_of(self.ward.id))}

    def teams_of(self, event: WardEvent) -> list[str]:
        """Return the names of the teams that take part in an event, in their order; none where it is everybody's."""
        return [name for id, name in self.team_names.items() if id in event.team_ids]

    def teams_in_short(self, event: WardEvent) -> str:
        """Return the names of the teams that take part in an event, or how many there are where they are many."""
        names = self.teams_of(event)
        if len(names) > _MOST_NAMES:
            many: str = ngettext("%(number)s team", "%(number)s teams", len(names), number=number(len(names)))
            return many
        return ", ".join(names) or _("All teams")

    def type_of(self, event: Event) -> str:
        """Return what the ward calls the type of an event."""
        return type_name(self.ward.settings.event_types, event.type_code)

    def where_of(self, event: Event) -> str:
        """Return the name of the place of an event, or its venue in words; empty where neither is known."""
        return self.place_names.get(event.place_id, event.venue) if event.place_id is not None else event.venue


def calendar_access() -> CalendarAccess:
    """Return whose calendar the user who asks reads; answer 403 or 404 where that is nobody's."""
    actor: Actor = current_user._get_current_object()
    return CalendarAccess(actor, own_ward_for(reader(), actor, Permission.EVENT_READ))


def date_or_404(event: WardEvent, day: str) -> Occurrence:
    """Return the date of an event with a name as it stands in an address; answer 404 where it has none."""
    try:
        named = date.fromisoformat(day)
    except ValueError:
        abort(404)
    return (named <= LAST_DAY and event.date_named(named)) or abort(404)
