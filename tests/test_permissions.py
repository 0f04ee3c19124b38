"""Who may do what: the table that was agreed on, how far each cell reaches, and that users read the same one."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.access import requires
from app.config import ROOT
from app.permissions import ROLES, Permission, Reach, Role, Scope, may, reach

TABLE = """
                    member  leader  coordinator  viewer  province  admin
entry:log           own     own     own          -       -         -
entry:read          own     team    ward         ward    -         -
event:read          ward    ward    ward         ward    -         -
event:manage        -       team    ward         -       -         -
household:read      team    team    ward         ward    -         -
household:manage    -       team    ward         -       -         -
entry:return        -       team    ward         -       -         -
entry:approve       -       -       ward         -       -         -
entry:void          -       -       ward         -       -         -
entry:import        -       -       ward         -       -         -
month:close         -       -       ward         -       -         -
ward:import         -       -       ward         -       -         -
ward:settings       -       -       ward         -       -         -
figures:read        own     team    ward         ward    province  -
journal:read        -       -       ward         -       -         all
people:manage       -       team    ward         -       -         all
place:read          -       -       ward         ward   -         all
place:manage        -       -       ward         -      -         all
report:write        -       team    ward         -       -         -
ward:add            -       -       -            -       -         all
"""
"""Written out once more, so that a slip in the app's table does not go unseen."""


def _table() -> dict[tuple[Role, Permission], Reach | None]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    reaches: dict[str, Reach | None] = {each.name.lower(): each for each in Reach} | {"-": None}
    return {
        (Role(role), Permission(name)): reaches[cell]
        for name, *cells in lines
        for role, cell in zip(head, cells, strict=True)
    }


@dataclass(frozen=True)
class Somebody:
    """A person with a role at a place."""

    role: Role | None
    place: Scope
    id: int = 7


HOME = Scope(province_id=1, ward_id=11, team_id=111, member_id=7)
POSTS = {
    Role.MEMBER: HOME,
    Role.LEADER: HOME,
    Role.COORDINATOR: Scope(province_id=1, ward_id=11, member_id=7),
    Role.VIEWER: Scope(province_id=1, ward_id=11, member_id=7),
    Role.PROVINCE: Scope(province_id=1, member_id=7),
    Role.ADMIN: Scope(member_id=7),
    None: Scope(member_id=7),
}
WHERE = {
    Scope(1, 11, 111, 7): Reach.OWN,
    Scope(1, 11, 111, 8): Reach.TEAM,
    Scope(1, 11, 112, 8): Reach.WARD,
    Scope(1, 11, None, 8): Reach.WARD,
    Scope(1, 12, 121, 8): Reach.PROVINCE,
    Scope(1, 12, 111, 8): Reach.PROVINCE,
    Scope(2, 21, 211, 8): Reach.ALL,
    Scope(2, 21, 111, 7): Reach.ALL,
    Scope(): Reach.ALL,
}
"""Places, and how far one must reach from HOME to get there. Team 111 in another ward is no team of ours."""


def test_permissions_are_those_of_the_table() -> None:
    assert {(role, permission): ROLES[role].get(permission) for role in Role for permission in Permission} == _table()


@pytest.mark.parametrize("role", POSTS)
@pytest.mark.parametrize("permission", Permission)
def test_a_permission_reaches_as_far_as_the_table_says(role: Role | None, permission: Permission) -> None:
    somebody = Somebody(role, POSTS[role])
    how_far = _table()[role, permission] if role else None
    assert reach(somebody, permission) == how_far
    for place, needed in WHERE.items():
        expected = how_far is not None and needed <= how_far
        assert may(somebody, permission, place) is expected, (role, permission, place)


def test_user_without_a_scope_reaches_only_what_is_everywhere() -> None:
    for role in Role:
        nowhere = Somebody(role, Scope(member_id=7))
        for permission in Permission:
            assert may(nowhere, permission, Scope()) is (reach(nowhere, permission) is Reach.ALL), (role, permission)


def test_a_guarded_view_declares_its_permission() -> None:
    @requires(Permission.FIGURES_READ)
    def view() -> str:
        """Show something."""
        return "shown"

    assert view.access is Permission.FIGURES_READ  # type: ignore[attr-defined]
    assert (view.__name__, view.__doc__) == ("view", "Show something.")


def test_table_of_the_guide_is_the_same() -> None:
    """What docs/permissions.md shows to users is what the app does."""
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    roles = [Role(name.lower()) for name in head[2:]]
    shown = {
        (role, Permission(row[1].strip("`"))): None if cell == "–" else Reach[cell.upper()]
        for row in rows
        for role, cell in zip(roles, row[2:], strict=True)
    }
    assert shown == _table()
