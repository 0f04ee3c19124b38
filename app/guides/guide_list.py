"""The guides that there are, and whose work each is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.permissions import Role

MEMBER_GUIDE, TROUBLE_GUIDE, PRIVACY_GUIDE, SECURITY_GUIDE = "to-vien", "khi-gap-su-co", "quyen-rieng-tu", "bao-mat"

_EVERYBODY = frozenset(Role)
_WARD = frozenset({Role.COORDINATOR, Role.VIEWER})


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its title, what it is for, and the roles whose work it is about."""

    title: LazyString
    purpose: LazyString
    roles: frozenset[Role]


GUIDES: Mapping[str, Guide] = {
    MEMBER_GUIDE: Guide(
        _l("Guide for members"),
        _l("One page for everybody who logs work on the phone."),
        frozenset({Role.MEMBER, Role.LEADER}),
    ),
    "to-truong": Guide(
        _l("Guide for team leaders"),
        _l("Looking after a team: inviting people, returning entries, the team's figures."),
        frozenset({Role.LEADER}),
    ),
    "can-bo": Guide(
        _l("Guide for the ward's coordinator"),
        _l("The first afternoon, every week, and the end of the month."),
        frozenset({Role.COORDINATOR}),
    ),
    "nhap-danh-sach": Guide(
        _l("Lists from Excel"),
        _l("Bringing in areas, teams, people, households and figures, and taking them back."),
        frozenset({Role.COORDINATOR}),
    ),
    "gioi-thieu": Guide(
        _l("Introducing Từng Nhà in a ward"),
        _l("For the leaders of a ward: what it is, what it needs, and a plan for two weeks."),
        _WARD,
    ),
    TROUBLE_GUIDE: Guide(
        _l("What to do when …"),
        _l("No network, a lost phone, a forgotten password and other troubles."),
        _EVERYBODY,
    ),
    PRIVACY_GUIDE: Guide(
        _l("Privacy notice"),
        _l("What is kept about people, who sees it, for how long, and what one may ask for."),
        _EVERYBODY,
    ),
    "van-hanh": Guide(
        _l("Guide for the operator of the server"),
        _l("Installing, backups, upgrades, and a server that does not answer."),
        frozenset({Role.ADMIN}),
    ),
    SECURITY_GUIDE: Guide(
        _l("Reporting a hole in security"),
        _l("Whom to write to, and what happens then."),
        frozenset({Role.ADMIN}),
    ),
}
"""The guides by the name in their address, in the order of the list."""


def guides_of(role: Role | None) -> list[str]:
    """Return the names of the guides about the work of ``role``, in the order of the list."""
    return [name for name, guide in GUIDES.items() if role in guide.roles]
