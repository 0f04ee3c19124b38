"""The choice of services and topics that a ward's phones offer: the lists of its form, and storing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app.catalogue.models import CatalogueRow, Service, Topic
from app.catalogue.offered import in_chosen_order, is_new
from app.catalogue.queries import services_of, topics
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.queries import lock_ward
from app.places.ward_settings import CatalogueChoice
from app.versions import SaveOutcome, version_token

C = TypeVar("C", bound=CatalogueRow)


@dataclass(frozen=True, slots=True)
class ChoiceList(Generic[C]):
    """Services or topics as a form shows them: ``items`` in their order, and the codes of those that phones offer.

    ``usual`` are the codes in the order of the catalogue, ``new`` those that came after the ward had chosen, and
    ``stored`` is the choice so far, which also holds codes that the form does not show: those of ended services.
    """

    items: Sequence[C]
    shown: Collection[str]
    usual: Sequence[str]
    new: Collection[str] = ()
    stored: CatalogueChoice = field(default_factory=CatalogueChoice)

    @classmethod
    def of(cls, items: Sequence[C], choice: CatalogueChoice) -> ChoiceList[C]:
        """Return the list as a ward has chosen."""
        usual = [each.code for each in items]
        shown = {code for code in usual if code not in choice.hidden}
        return cls(
            in_chosen_order(items, choice), shown, usual, {code for code in usual if is_new(code, choice)}, choice
        )

    def as_sent(self, order: Sequence[str], shown: Collection[str]) -> ChoiceList[C]:
        """Return the list as a form sent it. What was added while the form was open comes last, and is shown."""
        hidden = {code for code in order if code not in shown}
        as_in_catalogue = in_chosen_order(self.items, CatalogueChoice(order=self.usual))
        return replace(
            self,
            items=in_chosen_order(as_in_catalogue, CatalogueChoice(order=order)),
            shown={code for code in self.usual if code not in hidden},
        )

    def as_usual(self) -> ChoiceList[C]:
        """Return the list as the catalogue has it, with all of them shown."""
        return replace(self.as_sent(self.usual, self.usual), new=())

    def moved(self, code: str, by: int) -> ChoiceList[C]:
        """Return the list with an item moved by a number of places; it stops at either end."""
        order = [each.code for each in self.items]
        if code not in order:
            return self
        place = order.index(code)
        order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
        return self.as_sent(order, self.shown)

    @property
    def offered(self) -> list[C]:
        """The items that phones offer, in their order."""
        return [each for each in self.items if each.code in self.shown]

    @property
    def choice(self) -> CatalogueChoice:
        """The choice as it is stored; nothing of it where it is the catalogue's own.

        What the form does not show keeps its place behind what stood before it, and stays hidden, if it was.
        """
        order = [each.code for each in self.items]
        unseen = [code for code in self.stored.hidden if code not in order]
        hidden = [*(code for code in order if code not in self.shown), *unseen]
        if not hidden and order == list(self.usual):
            return CatalogueChoice()
        return CatalogueChoice(_with_unseen(order, self.stored.order), hidden)


def _with_unseen(order: Sequence[str], stored: Sequence[str]) -> list[str]:
    """Return an order with the codes that it does not hold, each behind the one that it was stored behind."""
    filled = list(order)
    for place, code in enumerate(stored):
        if code not in filled:
            filled.insert(filled.index(stored[place - 1]) + 1 if place else 0, code)
    return filled


def service_list(known: Sequence[Service], choice: CatalogueChoice, day: date) -> ChoiceList[Service]:
    """Return the list of the services that have not ended on a day."""
    return ChoiceList.of([each for each in known if each.ended_on is None or each.ended_on > day], choice)


def read_services(session: Session, ward_id: int) -> Sequence[Service]:
    """Return the services that a ward knows, ended ones of its own too."""
    return session.scalars(services_of(ward_id)).all()


def topic_list(session: Session, choice: CatalogueChoice) -> ChoiceList[Topic]:
    """Return the list of the topics."""
    return ChoiceList.of(session.scalars(topics()).all(), choice)


def choice_version(ward: Ward) -> str:
    """Return the version of the choice that the form shows."""
    settings = ward.settings
    return version_token(settings.services.as_stored(), settings.topics.as_stored())


def save_choice(
    session: Session,
    ward_id: int,
    services: CatalogueChoice,
    topics: CatalogueChoice,
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Save which services and topics a ward's phones offer, if ``seen`` is still the version of that."""
    ward = lock_ward(session, ward_id)
    stored = ward.settings
    before = {"services": stored.services.as_stored(), "topics": stored.topics.as_stored()}
    after = {"services": services.as_stored(), "topics": topics.as_stored()}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return SaveOutcome.UNCHANGED
    if choice_version(ward) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    store_settings(ward, services=services, topics=topics)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="services", changed=changed)
    return SaveOutcome.SAVED
