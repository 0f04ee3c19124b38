"""What kinds of places are called, in the reader's language."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.places.models import PlaceType

TYPE_NAMES: dict[PlaceType, LazyString] = {
    PlaceType.MARKET: _l("Market"),
    PlaceType.STREET: _l("Street"),
    PlaceType.SERVICE_POINT: _l("Public service point"),
    PlaceType.HALL: _l("Community hall"),
}
