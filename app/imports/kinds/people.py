"""Lists of people: each new one is invited, to the team and the role that the list names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.imports.list_kind import (
    ImportChange,
    KindColumn,
    ListCode,
    ListOrigin,
    ListRow,
    OutdatedPlanError,
    PlannedRow,
    Planner,
    ValueType,
)
from app.imports.people_state import PeopleOfWard, PeoplePlanner
from app.imports.planned_again import cells_of_row, still_to_apply
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, created_ids, take_back
from app.json_types import Message
from app.localisation import number
from app.people.authority import PeopleRefusedError
from app.people.invitation_actions import invite
from app.people.models import NAME_LENGTH, Invitation
from app.places.queries import lock_ward
from app.roster.list_headings import HEADINGS, ListColumn

_COLUMNS = (
    KindColumn("name", _l("Full name"), HEADINGS[ListColumn.NAME], is_needed=True, longest=NAME_LENGTH),
    KindColumn(
        "phone",
        _l("Phone number"),
        HEADINGS[ListColumn.PHONE],
        ValueType.PHONE,
        is_needed=True,
        hint=_l("The number to sign in with, such as 0912 345 678; of each person another one."),
        longest=40,
    ),
    KindColumn(
        "role",
        _l("Role"),
        HEADINGS[ListColumn.ROLE],
        hint=_l("Team leader, team member, ward coordinator or ward viewer; empty for a team member."),
    ),
    KindColumn(
        "team",
        _l("Team"),
        HEADINGS[ListColumn.TEAM],
        hint=_l("The team as it stands in the list of teams; empty for roles of the whole ward."),
    ),
    KindColumn(
        "area",
        _l("Neighbourhood of the team"),
        HEADINGS[ListColumn.AREA],
        hint=_l("Instead of the team, where a single team covers this neighbourhood."),
    ),
)


class PeopleList:
    """The list of a ward's people. A link is shown once, and stored nowhere: new ones are made for the sheet of cards.

    There is no column for an order: people stand by their given names everywhere.
    """

    code = ListCode.PEOPLE
    name: Message = _l("People of the teams")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 15

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read who is in the ward, and who is invited."""
        return PeoplePlanner(PeopleOfWard(session, origin))

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Invite people; an invitation of the same number whose link came too late is withdrawn."""
        lock_ward(session, origin.ward_id)
        people = PeopleOfWard(session, origin)
        remaining = still_to_apply(PeoplePlanner(people), rows)
        invited = [(row, people.read(ListRow(row.number, cells_of_row(row)))) for row in remaining]
        recorder = ChangeRecorder(session, _watched(origin.ward_id, [person.phone for _row, person in invited]))
        for row, person in invited:
            try:
                invite(session, origin.manager, origin.ward_id, person, origin.at)
            except PeopleRefusedError as error:
                raise OutdatedPlanError(row.number) from error
        return _without_names(recorder.change())

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return how many have accepted their invitation: then there is an account, which stays."""
        accepted = sa.select(sa.func.count()).where(
            Invitation.ward_id == ward_id,
            Invitation.id.in_(sorted(created_ids(changes, Invitation))),
            Invitation.used_at.is_not(None),
        )
        count = session.scalar(accepted) or 0
        return [f"{_ACCEPTED}: {number(count)}"] if count else []

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the invitations, so that their links stop working; one that was accepted at this moment stays."""
        lock_ward(session, origin.ward_id)
        ids = sorted(created_ids([change], Invitation))
        used = set(
            session.scalars(sa.select(Invitation.id).where(Invitation.id.in_(ids), Invitation.used_at.is_not(None)))
        )
        unused = [each for each in change.created if each["id"] not in used]
        take_back(session, ImportChange(unused, change.changed))


_ACCEPTED = _l("People who have accepted their invitation")


def _watched(ward_id: int, phones: Sequence[str]) -> Sequence[WatchedRows]:
    open_ones = Invitation.ward_id == ward_id, Invitation.phone.in_(phones), Invitation.used_at.is_(None)
    return (WatchedRows(Invitation, sa.and_(*open_ones)),)


def _without_names(change: ImportChange) -> ImportChange:
    """Return a change that names invitations by their ids alone: it is stored for good."""
    return ImportChange([{**each, "after": {}} for each in change.created], change.changed)


PEOPLE = PeopleList()
