"""Whose households or merchants a page is about: those of the leader's areas, or of the ward."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from app.catalogue.models import Service
from app.catalogue.queries import services_of
from app.database import reader
from app.households.party_tables import TABLES, PartyRecord, PartyTable
from app.people.actor import Actor
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, reach
from app.places.models import Ward
from app.places.order import in_order
from app.places.queries import places_in_use
from app.places.team_areas import TeamAreas, areas_on
from app.places.ward_places import WardArea


@dataclass(frozen=True)
class PartyAccess:
    """The user who asks, and the areas whose households or merchants are theirs to see, as on the phone.

    ``own_areas`` is ``None`` where these are all areas of the ward. ``areas_today`` knows those that
    stand for merged ones: a household keeps the area of its first visit.
    """

    session: Session
    actor: Actor
    ward: Ward
    table: PartyTable
    own_areas: Collection[int] | None
    areas_today: TeamAreas

    @property
    def may_manage(self) -> bool:
        """Whether the user may change what the page lists; the areas are the same for both."""
        return self.actor.is_granted(Permission.HOUSEHOLD_MANAGE)

    @cached_property
    def areas(self) -> list[WardArea]:
        """The areas that the user may see, ended ones too, in their order."""
        return in_order(area for area in self.areas_today.all if self.reaches(area.id))

    @cached_property
    def area_choices(self) -> Mapping[int, str]:
        """The names of these areas by id, in their order, without those that are merged into others."""
        return {area.id: area.name for area in self.areas if self.areas_today.standing_for(area.id) == area.id}

    @cached_property
    def area_names(self) -> Mapping[int, str]:
        """The names of all these areas by id; a merged one has the name of the area that it is merged into."""
        names = {area.id: area.name for area in self.areas_today.all}
        return {area.id: names[self.areas_today.standing_for(area.id)] for area in self.areas}

    @cached_property
    def stored_area_names(self) -> Mapping[int, str]:
        """The own names of all these areas by id, those of merged ones too."""
        return {area.id: area.name for area in self.areas}

    def area_rank(self, area_id: int) -> int:
        """Return the place of an area in the order of the ward; a merged one stands with its successor."""
        return self._ranks.get(self.areas_today.standing_for(area_id), len(self._ranks))

    @cached_property
    def _ranks(self) -> Mapping[int, int]:
        return {area_id: rank for rank, area_id in enumerate(self.area_choices)}

    def chosen_areas(self, area_id: int | None) -> Collection[int] | None:
        """Return an area that was chosen with all that are merged into it; for none those the user may see."""
        if area_id is None:
            return self.own_areas
        chosen = self.areas_today.standing_for(area_id)
        return [area.id for area in self.areas if self.areas_today.standing_for(area.id) == chosen]

    @cached_property
    def services(self) -> list[Service]:
        """The services that the ward knows, ended ones too."""
        return list(self.session.scalars(services_of(self.ward.id)))

    @cached_property
    def service_names(self) -> Mapping[str, str]:
        """The names of these services by code."""
        return {service.code: service.name for service in self.services}

    @cached_property
    def place_names(self) -> Mapping[int, str]:
        """The names of the markets, streets and points of today by id, in their order."""
        return {place.id: place.name for place in places_in_use(self.session, self.ward.id, self.actor.today)}

    def reaches(self, area_id: int) -> bool:
        """Return whether what lies in an area of the ward may be seen."""
        return self.own_areas is None or area_id in self.own_areas

    def party_or_404(self, id: UUID) -> PartyRecord:
        """Return a household or merchant that the user may see, merged ones too; answer 404 to others."""
        return self.parties_or_404([id])[0]

    def parties_or_404(self, ids: Sequence[UUID]) -> list[PartyRecord]:
        """Return some households or merchants in the order of their ids; answer 404 where one is not the user's."""
        found = {party.id: party for party in self.table.among(self.session, self.ward.id, ids)}
        if not all(id in found and self.reaches(found[id].neighbourhood_id) for id in ids):
            abort(404)
        return [found[id] for id in ids]

    def forget_read(self) -> None:
        """Forget what was read, which is older than what somebody stored meanwhile."""
        self.session.rollback()


def party_access(which: str) -> PartyAccess:
    """Return what the user who asks may see of a list; answer 403 where it is nothing.

    Members carry the households of their team on the phone; these pages are for those who look after the list.
    """
    actor: Actor = current_user._get_current_object()
    how_far = reach(actor, Permission.HOUSEHOLD_MANAGE) or reach(actor, Permission.HOUSEHOLD_READ)
    if how_far is Reach.TEAM and not actor.is_granted(Permission.HOUSEHOLD_MANAGE):
        abort(403)
    session = reader()
    ward = own_ward(session, actor)
    is_of_team = how_far is Reach.TEAM
    today = areas_on(session, ward.id, actor.place.team_id if is_of_team else None, actor.today)
    return PartyAccess(session, actor, ward, TABLES[which], frozenset(today.with_merged) if is_of_team else None, today)
