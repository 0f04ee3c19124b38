"""Fields of entries that read JSON: a household or merchant by id and name, and where the phone was."""

from __future__ import annotations

from typing import NamedTuple, Unpack
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.json_fields import FieldOptions, JSONField, TextField
from app.json_types import JsonObject
from app.json_values import UNREADABLE, read_text, read_uuid

NOT_A_PLACE = _l("This is not a place on the map.")


class GivenParty(NamedTuple):
    """A household or merchant as an entry gives it.

    ``called`` is what its neighbours call it, empty where the entry says that nothing is, ``None`` where it does not
    say.
    """

    id: UUID
    text: str
    called: str | None = None


class NamedPartyField(JSONField):
    """A household or merchant: ``{"id": uuid, text_key: text}``.

    With ``longest_called`` it may also have ``called``, since form 2. Only the household keeps that, never the entry.
    """

    def __init__(
        self,
        label: str | None = None,
        *,
        text_key: str,
        longest: int,
        longest_called: int = 0,
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(label, **options)
        self.text_key = text_key
        self.longest = longest
        self.longest_called = longest_called

    def read(self, value: object) -> GivenParty:
        """Return the id and the cleaned texts."""
        known = {"id", self.text_key, *(["called"] if self.longest_called else [])}
        if not isinstance(value, dict) or value.keys() - known:
            raise ValueError(UNREADABLE)
        text = read_text(value.get(self.text_key, ""), self.longest)
        if not text:
            raise ValueError(_l("Give it a name or an address."))
        return GivenParty(read_uuid(value.get("id")), text, self._called(value) if "called" in value else None)

    def _called(self, value: JsonObject) -> str:
        called: object = value["called"]
        return "" if called is None else read_text(called, self.longest_called)


class BankField(TextField):
    """The six digits of a bank, which the phone finds by its name."""


class AccountTailField(TextField):
    """The last digits of an account: whatever is typed, the phone keeps no more of it."""


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
