"""What is left to set up in a new ward, as its coordinators see it until the needed steps are done. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.localisation import number
from app.places.models import Ward
from app.places.report_settings import ReportSettings
from app.places.ward_settings import CatalogueChoice
from app.text import with_capital


class SetupFacts(NamedTuple):
    """What a ward has today, as one statement reads it.

    ``joined`` is the number of people with a post in a team, ``invited`` that of open invitations into teams.
    """

    has_areas: bool
    has_teams: bool
    has_team_without_area: bool
    joined: int
    invited: int
    empty_teams: int
    has_second_coordinator: bool
    has_invited_coordinator: bool
    has_places: bool
    has_populations: bool
    has_targets: bool
    has_entries: bool


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: what it is called, why it is done, and the address where; the list waits only for needed ones.

    ``state`` says how far a step has come that is not done. The pages stand in rooms that know this one, so that their
    fixed addresses are written here.
    """

    name: LazyString | str
    why: LazyString
    address: str
    is_done: bool
    is_needed: bool = True
    state: LazyString | str = ""


@dataclass(frozen=True, slots=True)
class SetupChecklist:
    """The steps of a ward, in the order in which they are taken."""

    steps: Sequence[SetupStep]

    @property
    def is_complete(self) -> bool:
        """Whether all needed steps are done."""
        return all(step.is_done for step in self.steps if step.is_needed)

    @property
    def done(self) -> int:
        """The number of steps that are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> SetupStep | None:
        """The first step that is not done, a needed one if there is any."""
        left = [step for step in self.steps if not step.is_done]
        return next((step for step in left if step.is_needed), left[0] if left else None)


def setup_checklist(ward: Ward, facts: SetupFacts) -> SetupChecklist:
    """Return which steps are done in a ward with these facts. Areas and teams are called as the ward calls them."""
    settings = ward.settings
    chose_services = settings.services != CatalogueChoice() or settings.topics != CatalogueChoice()
    return SetupChecklist(
        (
            SetupStep(
                with_capital(ward.neighbourhood_word),
                _l("Enter all of the ward; you may paste the whole list, a name a line."),
                "/areas/",
                facts.has_areas,
            ),
            SetupStep(
                with_capital(ward.team_word),
                _l("Enter the teams, also many at once."),
                "/teams/",
                facts.has_teams,
            ),
            SetupStep(
                _l("Where each team works"),
                _l("Say what each team looks after, so that its members find it on the phone."),
                "/teams/",
                facts.has_teams and not facts.has_team_without_area,
            ),
            SetupStep(
                _l("Members and leaders"),
                _l("Invite them by a link or a code to scan; each sets a password of their own."),
                "/people/",
                facts.has_teams and not (facts.empty_teams or facts.invited),
                state=_state_of_people(facts),
            ),
            SetupStep(
                _l("A second coordinator"),
                _l("What one coordinator logs is approved by another one."),
                "/people/",
                facts.has_second_coordinator,
                state=_l("invited, has not accepted yet") if facts.has_invited_coordinator else "",
            ),
            SetupStep(
                _l("How many there are"),
                _l("Enter how many people and households the ward has: ratios are taken of them."),
                "/settings/populations",
                facts.has_populations,
            ),
            SetupStep(
                _l("Issuer and signature of the report"),
                _l("Say who issues the month's report and who signs it."),
                "/settings/report",
                settings.report != ReportSettings(),
            ),
            SetupStep(
                _l("The first entry"),
                _l("Let somebody log a visit on their phone, and see here that it arrived."),
                "/log/",
                facts.has_entries,
            ),
            SetupStep(
                _l("Markets, streets and other places"),
                _l("Enter them if traders are visited there, so that phones offer them."),
                "/places/",
                facts.has_places,
                is_needed=False,
            ),
            SetupStep(
                _l("Number of the ward for questions"),
                _l("It stands on the members' cards, so that people can ask whether somebody is from the ward."),
                "/settings/names",
                bool(ward.contact_phone),
                is_needed=False,
            ),
            SetupStep(
                _l("Targets"),
                _l("Enter what is to be reached in the year or the month, if the ward has targets."),
                "/settings/targets",
                facts.has_targets,
                is_needed=False,
            ),
            SetupStep(
                _l("Services that the phones offer"),
                _l("Choose them and their order, if you want others than all."),
                "/settings/services",
                chose_services,
                is_needed=False,
            ),
        )
    )


def _state_of_people(facts: SetupFacts) -> LazyString | str:
    if facts.invited:
        together = facts.joined + facts.invited
        return _l("accepted: %(joined)s of %(all)s", joined=number(facts.joined), all=number(together))
    if facts.empty_teams and facts.joined:
        return _l("teams without anybody: %(number)s", number=number(facts.empty_teams))
    return ""
