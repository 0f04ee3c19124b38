"""The rows of a list of areas: what each says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from app.figures import MOST_FIGURE, read_figure
from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS
from app.places.models import NAME_LENGTH

MOST_POSITION = 9999
_DEGREES = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")
_LATITUDES, _LONGITUDES = (6, 24), (102, 118)
"""Between which degrees Viet Nam lies, with its islands."""

Degrees = tuple[float, float]


class ListedArea(NamedTuple):
    """An area as a list has it; what the list does not say is ``None`` or ``""``."""

    name: str
    order: int | None
    since: date | None
    former_name: str
    households: int | None
    centroid: Degrees | None


def read_area(cells: Mapping[str, str]) -> ListedArea:
    """Return what a row says. Raises ``ValueError`` with a sentence where it cannot be understood."""
    return ListedArea(
        read_name(cells.get("name", "")),
        _position(cells.get("order")),
        read_first_day(cells.get("since")),
        read_name(cells["former_name"]) if cells.get("former_name") else "",
        _figure(cells.get("households")),
        _degrees(cells.get("centroid")),
    )


def read_name(text: str) -> str:
    """Return the name of an area or a team. Raises ``ValueError`` with a sentence where it is none."""
    if not text:
        raise ValueError(_("There is no name in it."))
    if len(text) > NAME_LENGTH:
        raise ValueError(_("This is too long: at most %(max)d characters.", max=NAME_LENGTH))
    if holds_identity_digits(text):
        raise ValueError(str(IDENTITY_DIGITS))
    return text


def read_first_day(text: str | None) -> date | None:
    """Return a day that is written as in ISO 8601, if any is."""
    return date.fromisoformat(text) if text else None


def _position(text: str | None) -> int | None:
    position = read_figure(text) if text else None
    if text and (position is None or not 1 <= position <= MOST_POSITION):
        raise ValueError(_("“%(text)s” is no place in the order: write 1, 2, 3 and so on.", text=text[:40]))
    return position


def _figure(text: str | None) -> int | None:
    figure = read_figure(text) if text else None
    if text and (figure is None or figure > MOST_FIGURE):
        raise ValueError(_("“%(text)s” is no number of households.", text=text[:40]))
    return figure


def _degrees(text: str | None) -> Degrees | None:
    if not text:
        return None
    found = _DEGREES.fullmatch(text)
    latitude, longitude = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if not (_LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]):
        raise ValueError(
            _("“%(text)s” is no place in Viet Nam: write latitude and longitude, such as 16.0544, 108.2022.", text=text)
        )
    return latitude, longitude
