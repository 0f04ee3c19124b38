"""Which ward a page of areas, teams or places is about, and changes that may be refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import abort
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.people.actor import Actor
from app.people.own_ward import requested_ward
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.area_successors import standing_on
from app.places.models import Place, Ward
from app.places.queries import areas_of_ward
from app.settings.list_wording import refusal_words
from app.settings.ward_lists import Listed, PlaceRefusedError, WardList, is_in_use, row_of_list, rows_of_list

T = TypeVar("T")


@dataclass(frozen=True)
class ListAccess:
    """The user who asks, and the ward whose lists a page shows; ``ward_code`` keeps it in addresses, if it must."""

    actor: Actor
    ward: Ward
    ward_code: str | None

    @property
    def today(self) -> date:
        """The day of the request."""
        return self.actor.today

    @property
    def may_change(self) -> bool:
        """Whether the user may change the lists of the ward."""
        return may(self.actor, Permission.PLACE_MANAGE, Scope(self.ward.province_id, self.ward.id))

    def areas_for(self, row: Listed) -> dict[int, str]:
        """Return the names of the areas that a line may be in: those in use, and its own though it has ended."""
        areas, stored = self.areas_in_use(), self.area_of(row)
        if stored is None or stored in areas:
            return areas
        ended = row_of_list(reader(), WardList.AREAS, self.ward.id, stored)
        return {**areas, stored: _("%(name)s (ended)", name=ended.name)} if ended else areas

    def area_of(self, row: Listed) -> int | None:
        """Return the area in which a place lies today, in place of one that was merged; ``None`` for other lines."""
        stored = row.neighbourhood_id if isinstance(row, Place) else None
        if stored is None:
            return None
        return standing_on(areas_of_ward(reader(), self.ward.id), self.today).get(stored, stored)

    def areas_in_use(self) -> dict[int, str]:
        """Return the names of the ward's areas in use, in their order."""
        rows = rows_of_list(reader(), WardList.AREAS, self.ward.id)
        return {row.id: row.name for row in rows if is_in_use(row, self.today)}

    def line_or_404(self, which: WardList, id: int) -> Listed:
        """Return a line of a list of the ward; answer 404 where it has no such line."""
        return row_of_list(reader(), which, self.ward.id, id) or abort(404)


def list_access(permission: Permission) -> ListAccess:
    """Return whose lists the user who asks may use; answer 403 or 404 where these are nobody's."""
    actor: Actor = current_user._get_current_object()
    ward = requested_ward(reader(), actor, permission)
    is_named = reach(actor, permission) is Reach.ALL
    return ListAccess(actor, ward, ward.code if is_named else None)


def attempt(work: Callable[[Session], T]) -> tuple[T | None, str]:
    """Do some work in a transaction and return what it returns, or the words of why it was refused.

    Nothing is stored then, and the reader forgets what it read before.
    """
    try:
        return in_transaction(work), ""
    except PlaceRefusedError as error:
        reader().rollback()
        return None, refusal_words(error)
