"""The rules of who may do what to whom among a ward's people. Pure.

A manager acts on nobody above, and never on themselves. Of who stands beside, a coordinator may end or move another
coordinator of the ward, but not take the account over, nor lock its owner out: a password is reset, and a number
changed, only from above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.permissions import Holder, Permission, Role, Scope, may


class PeopleRefusal(StrEnum):
    """The reason why something is not done to a person, a post or an invitation; its words are in ``wording.py``."""

    OUT_OF_SCOPE = "out_of_scope"
    """What a manager cannot see does not exist for them: views answer 404."""

    ONESELF = "oneself"
    HIGHER_RANK = "higher_rank"
    ROLE_NOT_GIVEN = "role_not_given"
    """The manager may not give this role."""

    LAST_COORDINATOR = "last_coordinator"
    POSTS_ELSEWHERE = "posts_elsewhere"
    """The account has a post outside the manager's scope, now or not long ago."""

    TEAM_MISSING = "team_missing"
    TEAM_ENDED = "team_ended"
    DAY_PAST = "day_past"
    DAY_TOO_FAR = "day_too_far"
    SAME_POST = "same_post"
    HAS_POST = "has_post"
    """The person has a post already, so there is nothing to bring back."""

    NO_POST = "no_post"
    """The person has no post that could be moved or ended."""

    PHONE_TAKEN = "phone_taken"
    ALREADY_INVITED = "already_invited"
    """An invitation of this ward for the same number is still open: it can be sent again."""

    PERSON_HERE = "person_here"
    """The number is that of somebody whom the manager looks after already: they are moved, not invited."""

    LINK_UNKNOWN = "link_unknown"
    LINK_USED = "link_used"
    LINK_LATE = "link_late"
    LINK_WITHDRAWN = "link_withdrawn"
    LINK_SENDER = "link_sender"
    """Who issued the link may not do so any more."""

    NUMBER_HAS_ACCOUNT = "number_has_account"
    """An account came into being meanwhile: only its owner can accept."""

    WRONG_ACCOUNT = "wrong_account"
    ABOVE_WARDS = "above_wards"
    """The account has a post above wards, which no invitation replaces."""


class PeopleRefusedError(Exception):
    """An action was refused, and nothing was changed."""

    def __init__(self, refusal: PeopleRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def refuse_if(refusal: PeopleRefusal | None) -> None:
    """Raise :class:`PeopleRefusedError` with a reason, if there is one."""
    if refusal is not None:
        raise PeopleRefusedError(refusal)


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever works at the server's command line; stands above all roles."""

    id: None = None


OPERATOR = Operator()
Manager = Holder | Operator
"""Who acts: the user of a request as an actor, or the operator."""


class PlacedRole(NamedTuple):
    """A role at a place: a post without its days. The place of one in a ward does not name the province."""

    role: Role
    place: Scope


_WARD_ROLES = frozenset({Role.MEMBER, Role.LEADER, Role.VIEWER, Role.COORDINATOR})
_GIVEN: Mapping[Role, frozenset[Role]] = {
    Role.LEADER: frozenset({Role.MEMBER}),
    Role.COORDINATOR: _WARD_ROLES,
    Role.ADMIN: frozenset(Role),
}
_RESET: Mapping[Role, frozenset[Role]] = {
    Role.LEADER: frozenset({Role.MEMBER}),
    Role.COORDINATOR: _WARD_ROLES - {Role.COORDINATOR},
    Role.ADMIN: frozenset(Role) - {Role.ADMIN},
}
_NUMBER: Mapping[Role, frozenset[Role]] = {
    Role.COORDINATOR: _RESET[Role.COORDINATOR],
    Role.ADMIN: frozenset(Role),
}


def roles_to_give(by: Manager) -> frozenset[Role]:
    """Return the roles that ``by`` may give, each within the reach of their own."""
    return _roles(_GIVEN, by)


def _roles(table: Mapping[Role, frozenset[Role]], by: Manager) -> frozenset[Role]:
    if isinstance(by, Operator):
        return frozenset(Role)
    return table.get(by.role, frozenset()) if by.role is not None else frozenset()


def reaches(by: Manager, place: Scope) -> bool:
    """Return whether ``place`` lies where ``by`` manages people."""
    return isinstance(by, Operator) or may(by, Permission.PEOPLE_MANAGE, place)


def why_not_give(by: Manager, role: Role, place: Scope) -> PeopleRefusal | None:
    """Return why ``by`` may not give anybody the post ``role`` at ``place``, or ``None``."""
    if not reaches(by, place):
        return PeopleRefusal.OUT_OF_SCOPE
    return None if role in roles_to_give(by) else PeopleRefusal.ROLE_NOT_GIVEN


def why_not_change(by: Manager, person_id: int, posts: Iterable[PlacedRole]) -> PeopleRefusal | None:
    """Return why ``by`` may not rename, move, end or bring back a person, or sign one of their devices out.

    ``posts`` are the one that the person has today, or else the last one, and all that are planned: what was planned
    from above is not undone from below. A post above wards is the operator's to change.
    """
    held = list(posts)
    refusal = _why_not_all(by, person_id, held, roles_to_give(by)) if held else PeopleRefusal.OUT_OF_SCOPE
    if refusal is None and not isinstance(by, Operator) and any(post.place.ward_id is None for post in held):
        return PeopleRefusal.ABOVE_WARDS
    return refusal


def why_not_change_phone(by: Manager, person_id: int, posts: Iterable[PlacedRole]) -> PeopleRefusal | None:
    """Return why ``by`` may not give an account another number.

    ``posts`` are all that the account has, had recently enough to send still, or will have: who manages one of them
    has no say in how its owner signs in to the others. Who stands beside has none either, except among admins.
    """
    return _why_not_all(by, person_id, posts, _roles(_NUMBER, by))


def why_not_reset(by: Manager, person_id: int, posts: Iterable[PlacedRole]) -> PeopleRefusal | None:
    """Return why ``by`` may not issue a link that sets an account's password anew; ``posts`` as above.

    Each of them lies in the scope of ``by`` and below their role. An admin's own password is the operator's to give.
    """
    return _why_not_all(by, person_id, posts, _roles(_RESET, by))


def _why_not_all(
    by: Manager, person_id: int, posts: Iterable[PlacedRole], roles: frozenset[Role]
) -> PeopleRefusal | None:
    held = list(posts)
    inside = [post for post in held if reaches(by, post.place)]
    if not inside and not isinstance(by, Operator):
        return PeopleRefusal.OUT_OF_SCOPE
    if person_id == by.id:
        return PeopleRefusal.ONESELF
    if len(inside) < len(held):
        return PeopleRefusal.POSTS_ELSEWHERE
    return None if all(post.role in roles for post in held) else PeopleRefusal.HIGHER_RANK
