"""Areas and teams as the command line lists them: a table to read, or JSON whose keys stay. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.places.area_changes import NamedChange
from app.places.ward_places import WardArea, WardTeam

Row = Mapping[str, object]
"""What is listed of one thing, by key, the same keys for each."""


def area_row(area: WardArea) -> Row:
    """Return what is listed of an area."""
    return {
        "id": area.id,
        "name": area.name,
        "whole_ward": area.is_whole_ward,
        "since": _day(area.valid_from),
        "until": _day(area.valid_to),
        "merged_into": area.merged_into_id,
    }


def team_row(team: WardTeam, areas: Sequence[str]) -> Row:
    """Return what is listed of a team, with the names of the areas that it covers."""
    return {
        "id": team.id,
        "name": team.name,
        "areas": areas,
        "since": _day(team.valid_from),
        "until": _day(team.valid_to),
    }


def change_row(change: NamedChange) -> Row:
    """Return what is listed of a change of areas."""
    return {
        "number": change.number,
        "kind": change.kind.value,
        "from": _day(change.first_day),
        "became": [f"{', '.join(step.before)} -> {', '.join(step.after)}" for step in change.steps],
        "made_at": change.made_at.isoformat(timespec="seconds"),
        "undone_at": change.undone_at.isoformat(timespec="seconds") if change.undone_at else None,
    }


def table(rows: Sequence[Row]) -> str:
    """Return rows as a table with a head for a terminal, or a dash where there are none."""
    if not rows:
        return "–"
    lines = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
