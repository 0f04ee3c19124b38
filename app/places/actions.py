"""Actions on wards, their areas and teams. Actions never commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.names import read_name
from app.places.models import NAME_LENGTH, NEIGHBOURHOOD_WORD, TEAM_WORD, Neighbourhood, Province, Team, TeamArea, Ward
from app.places.official_list import LIST_VERSION, official_units
from app.places.short_words import short_area_word, short_team_word
from app.places.ward_settings import SettingsChanges, changed_settings
from app.text import identity_key


class UnknownWardError(Exception):
    """The official list has no unit with this code."""


class WardExistsError(Exception):
    """The database has this ward already."""


class NameTakenError(Exception):
    """Another area of the ward has this name, perhaps with other capitals or punctuation."""


def add_ward(
    session: Session,
    code: str,
    neighbourhoods: Iterable[str],
    *,
    name: str | None = None,
    neighbourhood_word: str = NEIGHBOURHOOD_WORD,
    team_word: str = TEAM_WORD,
    note: str = "",
) -> Ward:
    """Add the ward with an official code and its neighbourhoods, the one for the whole ward last.

    ``name`` is an earlier name of the ward, where it is to be shown under that. Raises :class:`UnknownWardError`,
    :class:`WardExistsError`, :class:`UnusableNameError` and, where two areas have one name, :class:`NameTakenError`.
    """
    unit = official_units().get(code)
    if unit is None:
        raise UnknownWardError(code)
    same = sa.select(sa.exists().where(Ward.code == code, Ward.list_version == LIST_VERSION))
    if session.scalar(same):
        raise WardExistsError(code)
    shown_name = read_name(name or unit.ward_name, NAME_LENGTH)
    areas = _different_names([*neighbourhoods, whole_ward_name(shown_name)])
    ward = Ward(
        province_id=_province_id(session, unit.province_code, unit.province_name),
        code=code,
        list_version=LIST_VERSION,
        name=shown_name,
        official_name=unit.ward_name,
        neighbourhood_word=neighbourhood_word,
        team_word=team_word,
        neighbourhood_short=short_area_word(neighbourhood_word),
        team_short=short_team_word(team_word),
        stored_settings={},
        note=note,
    )
    session.add(ward)
    session.flush()
    session.add_all(Neighbourhood(ward_id=ward.id, name=each) for each in areas[:-1])
    session.add(Neighbourhood(ward_id=ward.id, name=areas[-1], is_whole_ward=True))
    session.flush()
    return ward


def _different_names(names: Iterable[str]) -> list[str]:
    """Return the names as they are stored; raises :class:`NameTakenError` where two of them are the same."""
    by_key: dict[str, str] = {}
    for name in (read_name(each, NAME_LENGTH) for each in names):
        if identity_key(name) in by_key:
            raise NameTakenError(name)
        by_key[identity_key(name)] = name
    return list(by_key.values())


def whole_ward_name(ward_name: str) -> str:
    """Return the name of the area that stands for a whole ward: Toàn phường, Toàn xã …"""
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


def insert_team(session: Session, ward_id: int, name: str, area_ids: Iterable[int], since: date | None = None) -> Team:
    """Add a team that covers some areas, without looking for another one of its name.

    Without ``since`` the team has no first day.
    """
    team = Team(ward_id=ward_id, name=name, valid_from=since)
    session.add(team)
    session.flush()
    session.add_all(TeamArea(team_id=team.id, neighbourhood_id=area_id, valid_from=since) for area_id in area_ids)
    return team


def store_settings(ward: Ward, **changes: Unpack[SettingsChanges]) -> None:
    """Store some parts of a ward's settings, and keep the others with all that another version has stored."""
    ward.stored_settings = changed_settings(ward.stored_settings, **changes)
