"""Whose people a request is about: those of the leader's team, of the coordinator's ward, of the ward that the
administrator names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from app.database import reader
from app.people.actor import Actor
from app.people.own_ward import requested_ward
from app.permissions import Permission, Reach, reach
from app.places.models import Ward
from app.places.queries import teams_of_ward
from app.places.ward_places import WardTeam
from app.roster.people_list import RosterScope


@dataclass(frozen=True)
class RosterAccess:
    """The user who asks, and the ward or team whose people are theirs to look after."""

    session: Session
    actor: Actor
    ward: Ward
    team_id: int | None
    arguments: dict[str, str]

    @cached_property
    def teams(self) -> list[WardTeam]:
        """The teams whose people are listed, ended ones too, in their order."""
        return [team for team in teams_of_ward(self.session, self.ward.id) if self.team_id in {None, team.id}]

    @cached_property
    def scope(self) -> RosterScope:
        """Whom the lists hold."""
        names = {team.id: team.name for team in self.teams}
        periods, today = self.ward.settings.periods, self.actor.today
        return RosterScope(self.ward.id, self.team_id, names, today, periods.span(periods.of(today)))

    def address(self, endpoint: str, **values: object) -> str:
        """Return the address of a page about the same ward."""
        return url_for(endpoint, **{**values, **self.arguments})  # type: ignore[arg-type]

    @property
    def is_of_team(self) -> bool:
        """Whether it ends at a team."""
        return self.team_id is not None


def roster_access() -> RosterAccess:
    """Return what the user who asks may look after; answer 404 where that is no ward, 403 where it is nobody's."""
    actor: Actor = current_user._get_current_object()
    session = reader()
    how_far = reach(actor, Permission.PEOPLE_MANAGE)
    ward = requested_ward(session, actor, Permission.PEOPLE_MANAGE)
    arguments = {"ward": ward.code} if how_far is Reach.ALL else {}
    team_id = actor.place.team_id if how_far is Reach.TEAM else None
    return RosterAccess(session, actor, ward, team_id, arguments)
