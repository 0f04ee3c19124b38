"""The wards of the database with how many areas, teams and people each has, and no other figure of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.places.models import Ward
from app.start.queries import area_counts, every_ward, people_counts, team_counts
from app.text import collation_key, fold

MOST_SHOWN = 100


class WardLine(NamedTuple):
    """One ward; ``people`` are all who have a post there today, coordinators too."""

    code: str
    name: str
    official_name: str
    province: str
    areas: int
    teams: int
    people: int
    coordinators: int


@dataclass(frozen=True, slots=True)
class FoundWards:
    """The wards that a search found, as many as are shown, and how many there are in all."""

    lines: Sequence[WardLine]
    all: int


def ward_list(session: Session, query: str, on: date, most: int = MOST_SHOWN) -> FoundWards:
    """Return the wards whose name, old or new, code or province holds all words of ``query``, in any spelling."""
    words = fold(query).split()
    found = [ward for ward in session.scalars(every_ward()) if all(word in _searched(ward) for word in words)]
    found.sort(key=lambda ward: (collation_key(ward.province.name), collation_key(ward.name), ward.code))
    return FoundWards(_lines(session, found[:most], on), len(found))


def _searched(ward: Ward) -> str:
    return fold(f"{ward.name} {ward.official_name} {ward.province.name} {ward.code}")


def _lines(session: Session, wards: Sequence[Ward], on: date) -> list[WardLine]:
    ids = [ward.id for ward in wards]
    areas = {ward_id: number for ward_id, number in session.execute(area_counts(ids, on))}
    teams = {ward_id: number for ward_id, number in session.execute(team_counts(ids, on))}
    people = {ward_id: (all, coordinators) for ward_id, all, coordinators in session.execute(people_counts(ids, on))}
    return [
        WardLine(
            ward.code,
            ward.name,
            ward.official_name,
            ward.province.name,
            areas.get(ward.id, 0),
            teams.get(ward.id, 0),
            *people.get(ward.id, (0, 0)),
        )
        for ward in wards
    ]
