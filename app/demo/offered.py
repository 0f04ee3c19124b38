"""What the phones of the demonstration's ward offer and ask, with an order and a service of its own. All made up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.catalogue.own_service_actions import OwnServiceValues, add_own_service
from app.catalogue.queries import services_of
from app.catalogue.terms import Outcome
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA
from app.places.models import Ward
from app.places.ward_settings import CatalogueChoice

_OWN_SERVICE = OwnServiceValues(
    name_vi="Wi-Fi nhà văn hóa",
    name_en="Wi-Fi of the neighbourhood hall",
    pillar="xã hội số",
    outcomes={Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT, Outcome.DECLINED},
)


def add_choice(session: Session, ward: Ward, first: Iterable[str], coordinator_id: int, at: datetime) -> None:
    """Add a service of the ward's own, and put the services ``first`` that its teams help with. Nothing is hidden.

    The ward has the usual criteria of a digital household.
    """
    own, _outcome = add_own_service(session, ward.id, _OWN_SERVICE, coordinator_id, at)
    usual = [service.code for service in session.scalars(services_of(ward.id))]
    order = [*first, own, *usual]
    store_settings(ward, services=CatalogueChoice(order=list(dict.fromkeys(order))), criteria=USUAL_CRITERIA)
