"""What is left to set up in a new ward, as its coordinators see it until the needed steps are done. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.places.report_settings import ReportSettings
from app.places.ward_settings import CatalogueChoice, WardSettings


class SetupFacts(NamedTuple):
    """What a ward has today, as one statement reads it."""

    has_areas: bool
    has_teams: bool
    has_team_without_area: bool
    has_people: bool
    has_invited: bool
    has_second_coordinator: bool
    has_populations: bool
    has_targets: bool
    has_entries: bool


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: what it is called, why it is done, and the address where; the list waits only for needed ones.

    The pages stand in rooms that know this one, so that their fixed addresses are written here.
    """

    name: LazyString
    why: LazyString
    address: str
    is_done: bool
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class SetupList:
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


def setup_list(settings: WardSettings, facts: SetupFacts) -> SetupList:
    """Return which steps are done in a ward with these settings and facts."""
    chose_services = settings.services != CatalogueChoice() or settings.topics != CatalogueChoice()
    return SetupList(
        (
            SetupStep(
                _l("Areas"),
                _l("Enter the areas of the ward; you may paste the whole list, a name a line."),
                "/areas/",
                facts.has_areas,
            ),
            SetupStep(
                _l("Teams"),
                _l("Enter the teams, also many at once."),
                "/teams/",
                facts.has_teams,
            ),
            SetupStep(
                _l("Areas of each team"),
                _l("Say which areas each team looks after, so that its members find them on the phone."),
                "/teams/",
                facts.has_teams and not facts.has_team_without_area,
            ),
            SetupStep(
                _l("Members and leaders"),
                _l("Invite them by a link or a code to scan; each sets a password of their own."),
                "/people/",
                facts.has_people or facts.has_invited,
            ),
            SetupStep(
                _l("A second coordinator"),
                _l("What one coordinator logs is approved by another one."),
                "/people/",
                facts.has_second_coordinator,
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
