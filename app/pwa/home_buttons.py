"""The buttons of the phone's home: where one is comes first, then what one does there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.json_types import Message
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import Kind, MeetingPlace

PLACE_NAMES: Mapping[MeetingPlace, Message] = {
    MeetingPlace.HOME: _l("At somebody's home"),
    MeetingPlace.POINT: _l("At a point, a class or a festival"),
    MeetingPlace.MARKET: _l("At a market or shop"),
}


@dataclass(frozen=True, slots=True)
class PlaceButton:
    """A place, and the kinds of entry that are logged there: one makes a button, several a group of lines."""

    place: MeetingPlace
    name: Message
    kinds: Mapping[str, type[Kind]]


def place_buttons() -> list[PlaceButton]:
    """Return the buttons in the order of the places, without those at which nothing is logged."""
    buttons = [
        PlaceButton(place, name, {code: kind for code, kind in KINDS.items() if kind.met_at == place})
        for place, name in PLACE_NAMES.items()
    ]
    return [button for button in buttons if button.kinds]
