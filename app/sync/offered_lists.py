"""The lists that the phone's forms offer by the ward's choice, and what they offer no more but old entries name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.models import CatalogueRow, Service
from app.catalogue.offered import offered, offered_on
from app.catalogue.queries import procedures_of, topics
from app.catalogue.terms import COURSE_STEPS, offered_outcomes
from app.json_types import JsonObject
from app.places.models import Ward
from app.places.queries import ended_places_of
from app.places.ward_places import WardArea


def offered_lists(
    session: Session, ward: Ward, services: Iterable[Service], ended_areas: Iterable[WardArea], today: date, form: int
) -> JsonObject:
    """Return services, topics and groups of procedures as a ward has ordered them, and apart what is ``unlisted``.

    ``services`` are all that the ward knows. What is unlisted is hidden or has ended; a phone needs its names, and
    offers it in a form only where the entry has it already. ``form`` is that of the wire that the phone knows.
    """
    settings = ward.settings
    of_services = offered_on(today, services, settings.services)
    of_topics = offered(session.scalars(topics()), settings.topics)
    since_form_2 = (
        {"procedures": offered_on(today, session.scalars(procedures_of(ward.id)), settings.procedures)}
        if form >= 2
        else {}
    )
    return {
        "services": [_service(each, form) for each in of_services.shown],
        "topics": [_named(each) for each in of_topics.shown],
        **{name: [_named(each) for each in items.shown] for name, items in since_form_2.items()},
        "unlisted": {
            "services": [_service(each, form) for each in of_services.others],
            "topics": [_named(each) for each in of_topics.others],
            **{name: [_named(each) for each in items.others] for name, items in since_form_2.items()},
            "places": [{"id": id, "name": name} for id, name in session.execute(ended_places_of(ward.id, today))],
            "neighbourhoods": [{"id": area.id, "name": area.name} for area in ended_areas],
        },
    }


def _service(service: Service, form: int) -> JsonObject:
    """Return a service with the outcomes that a phone with ``form`` knows, and those to offer where not all are."""
    outcomes = service.outcomes.split()
    if form < 2:
        outcomes = [outcome for outcome in outcomes if outcome not in COURSE_STEPS]
    offered = offered_outcomes(outcomes)
    return {
        "code": service.code,
        "name": service.name,
        "pillar": service.pillar,
        "outcomes": outcomes,
        **({"offered": offered} if offered != outcomes else {}),
    }


def _named(item: CatalogueRow) -> JsonObject:
    return {"code": item.code, "name": item.name}
