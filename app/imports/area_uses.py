"""What stands on areas and teams that an import added or changed: whoever counts on them keeps it from being undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.database import Base
from app.imports.list_kind import ImportChange
from app.imports.recorded_changes import changed_since, created_ids
from app.json_types import Message
from app.localisation import number
from app.logbook.models import Entry
from app.people.models import Invitation, Membership
from app.places.models import Neighbourhood, Place, Population, Team, TeamArea
from app.registry.models import Household, Merchant
from app.targets.models import Target

_ORDER_AND_PLACE = frozenset({"position", "latitude", "longitude"})
"""What the ward and the program change of areas without counting on them."""

Uses = Sequence[tuple[type[Base], InstrumentedAttribute[int] | InstrumentedAttribute[int | None], Message]]

_OF_AREAS: Uses = (
    (TeamArea, TeamArea.neighbourhood_id, _l("Teams that cover these neighbourhoods")),
    (Entry, Entry.neighbourhood_id, _l("Entries in these neighbourhoods")),
    (Household, Household.neighbourhood_id, _l("Households in these neighbourhoods")),
    (Merchant, Merchant.neighbourhood_id, _l("Stalls and firms in these neighbourhoods")),
    (Place, Place.neighbourhood_id, _l("Markets, streets and other places in these neighbourhoods")),
    (Population, Population.neighbourhood_id, _l("Numbers of households that were entered since")),
    (Target, Target.neighbourhood_id, _l("Targets of these neighbourhoods")),
    (Neighbourhood, Neighbourhood.merged_into_id, _l("Neighbourhoods that were merged into these")),
)
_OF_TEAMS: Uses = (
    (Membership, Membership.team_id, _l("People who are or were in these teams")),
    (Invitation, Invitation.team_id, _l("Invitations into these teams")),
    (TeamArea, TeamArea.team_id, _l("Neighbourhoods that these teams were given since")),
    (Entry, Entry.team_id, _l("Entries of these teams")),
    (Target, Target.team_id, _l("Targets of these teams")),
)


def uses_of_areas(session: Session, ward_id: int, changes: Sequence[ImportChange]) -> list[Message]:
    """Return sentences about what stands on the areas of an import, each with how many there are."""
    sentences = _uses(session, ward_id, changes, Neighbourhood, _OF_AREAS)
    if changed := changed_since(session, Neighbourhood, changes, _ORDER_AND_PLACE):
        sentences.append(_sentence(_l("Neighbourhoods that were changed since"), len(changed)))
    if changed := changed_since(session, Population, changes):
        sentences.append(_sentence(_l("Numbers of households that were changed since"), len(changed)))
    return sentences


def uses_of_teams(session: Session, ward_id: int, changes: Sequence[ImportChange]) -> list[Message]:
    """Return sentences about what stands on the teams of an import, each with how many there are."""
    sentences = _uses(session, ward_id, changes, Team, _OF_TEAMS)
    changed = changed_since(session, Team, changes, _ORDER_AND_PLACE)
    covers = changed_since(session, TeamArea, changes)
    if changed or covers:
        sentences.append(_sentence(_l("Teams that were changed since"), max(len(changed), len(covers))))
    return sentences


def _uses(
    session: Session, ward_id: int, changes: Sequence[ImportChange], used: type[Base], uses: Uses
) -> list[Message]:
    ids = created_ids(changes, used)
    counted = [(words, _number(session, ward_id, changes, ids, model, column)) for model, column, words in uses]
    return [_sentence(words, count) for words, count in counted if count]


def _number(
    session: Session,
    ward_id: int,
    changes: Sequence[ImportChange],
    ids: Collection[int],
    model: type[Base],
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> int:
    """Return how many rows name one of some areas or teams, without those that the import itself added."""
    if not ids:
        return 0
    query = sa.select(sa.func.count()).select_from(model).where(column.in_(sorted(ids)))
    columns = model.__table__.columns
    if "ward_id" in columns:
        query = query.where(columns["ward_id"] == ward_id)
    if own := created_ids(changes, model):
        query = query.where(columns["id"].not_in(sorted(own)))
    return session.scalar(query) or 0


def _sentence(words: Message, count: int) -> str:
    return f"{words}: {number(count)}"
