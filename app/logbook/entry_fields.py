"""Fields of entries that read JSON: a household or merchant by id and name, and where the phone was."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.json_fields import FieldOptions, JSONField
from app.json_values import UNREADABLE, read_text, read_uuid

NOT_A_PLACE = _l("This is not a place on the map.")


class NamedPartyField(JSONField):
    """A household or merchant: ``{"id": uuid, text_key: text}``. The data is (id, text)."""

    def __init__(
        self, label: str | None = None, *, text_key: str, longest: int, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(label, **options)
        self.text_key = text_key
        self.longest = longest

    def read(self, value: object) -> tuple[UUID, str]:
        """Return the id and the cleaned label."""
        if not isinstance(value, dict) or value.keys() - {"id", self.text_key}:
            raise ValueError(UNREADABLE)
        text = read_text(value.get(self.text_key, ""), self.longest)
        if not text:
            raise ValueError(_l("Give it a name or an address."))
        return read_uuid(value.get("id")), text


class LocationField(JSONField):
    """A rounded place: ``{"lat", "lng", "accuracy"}``. The data is (latitude, longitude, metres)."""

    def read(self, value: object) -> tuple[float, float, int | None]:
        """Return the place, rounded to three decimals, about a hundred metres."""
        if not isinstance(value, dict) or value.keys() - {"lat", "lng", "accuracy"}:
            raise ValueError(NOT_A_PLACE)
        latitude, longitude = _degrees(value.get("lat"), 90), _degrees(value.get("lng"), 180)
        accuracy = value.get("accuracy")
        if accuracy is not None and (type(accuracy) is not int or not 0 <= accuracy <= 1_000_000):
            raise ValueError(NOT_A_PLACE)
        return latitude, longitude, accuracy


def _degrees(value: object, limit: int) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not -limit <= value <= limit:
        raise ValueError(NOT_A_PLACE)
    return round(float(value), 3)
