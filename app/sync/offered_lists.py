"""The lists that the phone's forms offer by the ward's choice, and what they offer no more but old entries name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.models import Service, Topic
from app.catalogue.offered import offered, offered_services
from app.catalogue.queries import topics
from app.json_types import JsonObject
from app.places.models import Ward
from app.places.queries import ended_places_of
from app.places.ward_places import WardArea


def offered_lists(
    session: Session, ward: Ward, services: Iterable[Service], ended_areas: Iterable[WardArea], today: date
) -> JsonObject:
    """Return the services and topics in the order of a ward's choice, and apart from them what is ``unlisted``.

    ``services`` are all that the ward knows. What is unlisted is hidden or has ended; a phone needs its names, and
    offers it in a form only where the entry has it already.
    """
    settings = ward.settings
    of_services = offered_services(services, settings.services, today)
    of_topics = offered(session.scalars(topics()), settings.topics)
    return {
        "services": [_service(each) for each in of_services.shown],
        "topics": [_topic(each) for each in of_topics.shown],
        "unlisted": {
            "services": [_service(each) for each in of_services.others],
            "topics": [_topic(each) for each in of_topics.others],
            "places": [{"id": id, "name": name} for id, name in session.execute(ended_places_of(ward.id, today))],
            "neighbourhoods": [{"id": area.id, "name": area.name} for area in ended_areas],
        },
    }


def _service(service: Service) -> JsonObject:
    return {
        "code": service.code,
        "name": service.name,
        "pillar": service.pillar,
        "outcomes": service.outcomes.split(),
    }


def _topic(topic: Topic) -> JsonObject:
    return {"code": topic.code, "name": topic.name}
