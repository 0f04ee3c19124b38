"""A fifth kind of entry, only for a test: help at a service point. The test puts this file into ``logbook/kinds``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.json_fields import IdField, NumberField
from app.localisation import number
from app.logbook.kinds.common import EntryForm, Kind, MeetingPlace
from app.logbook.shown_measures import Headline


class ServiceDeskForm(EntryForm):
    """The service point, and the number of people who were helped there."""

    place = IdField("Service point", source="places", required=True)
    helped = NumberField("People helped at the desk", least=1, most=500, required=True)


class ServiceDeskKind(Kind):
    """Help at a service point."""

    code = "service_desk"
    name = "Service desk"
    icon = "house-fill"
    met_at = MeetingPlace.POINT
    form = ServiceDeskForm
    columns = ("place", "helped")
    line = ("place", "helped")
    listing = ("place", "helped")
    headlines = (
        Headline("service_desk", "Service desks", "desks", lambda figure: f"They ran {number(figure)} service desks"),
    )

    @staticmethod
    def fields(form: ServiceDeskForm) -> dict[str, Any]:
        """Return the service point and the number of people."""
        return {name: form[name].data for name in ServiceDeskKind.columns}

    @staticmethod
    def counts(fields: Mapping[str, Any]) -> dict[str, int]:
        """Count the desk and its people."""
        return {"service_desk": 1, "service_desk.people": fields["helped"]}
