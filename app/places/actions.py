"""What changes wards, their areas and teams. Actions never commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.places.models import Neighbourhood, Province, Team, TeamArea, Ward
from app.places.official_list import LIST_VERSION, official_units
from app.places.queries import neighbourhoods_of


class UnknownWardError(Exception):
    """The official list has no unit with this code."""


class WardExistsError(Exception):
    """The database has this ward already."""


class UnknownAreasError(Exception):
    """The ward has no areas of these names; ``names`` are those that were given."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names)
        self.names = list(names)


def add_ward(
    session: Session,
    code: str,
    neighbourhoods: Iterable[str],
    *,
    name: str | None = None,
    neighbourhood_word: str = "tổ dân phố",
    team_word: str = "Tổ công nghệ số cộng đồng",
    note: str = "",
) -> Ward:
    """Add the ward with an official code and its neighbourhoods, the one for the whole ward last.

    ``name`` is an earlier name under which it is to stand. Raises :class:`UnknownWardError` and
    :class:`WardExistsError`.
    """
    unit = official_units().get(code)
    if unit is None:
        raise UnknownWardError(code)
    same = sa.select(sa.exists().where(Ward.code == code, Ward.list_version == LIST_VERSION))
    if session.scalar(same):
        raise WardExistsError(code)
    ward = Ward(
        province_id=_province_id(session, unit.province_code, unit.province_name),
        code=code,
        list_version=LIST_VERSION,
        name=name or unit.ward_name,
        official_name=unit.ward_name,
        neighbourhood_word=neighbourhood_word,
        team_word=team_word,
        settings={},
        note=note,
    )
    session.add(ward)
    session.flush()
    session.add_all(Neighbourhood(ward_id=ward.id, name=each) for each in neighbourhoods)
    session.add(Neighbourhood(ward_id=ward.id, name=whole_ward_name(ward.name), is_whole_ward=True))
    session.flush()
    return ward


def whole_ward_name(ward_name: str) -> str:
    """Return what the area that stands for a whole ward is called: Toàn phường, Toàn xã …"""
    kind = "đặc khu" if ward_name.startswith("Đặc khu") else ward_name.split()[0].lower()
    return f"Toàn {kind}"


def _province_id(session: Session, code: str, name: str) -> int:
    found = session.scalar(sa.select(Province.id).where(Province.code == code, Province.list_version == LIST_VERSION))
    if found is not None:
        return found
    province = Province(code=code, list_version=LIST_VERSION, name=name)
    session.add(province)
    session.flush()
    return province.id


def add_team(session: Session, ward_id: int, name: str, areas: Iterable[str], since: date) -> Team:
    """Add a team of a ward from a day on, which covers the areas of these names.

    Raises :class:`UnknownAreasError`.
    """
    by_name = {row.name: row.id for row in session.execute(neighbourhoods_of(ward_id))}
    if unknown := [each for each in areas if each not in by_name]:
        raise UnknownAreasError(unknown)
    team = Team(ward_id=ward_id, name=name, valid_from=since)
    session.add(team)
    session.flush()
    session.add_all(TeamArea(team_id=team.id, neighbourhood_id=by_name[each]) for each in areas)
    return team
