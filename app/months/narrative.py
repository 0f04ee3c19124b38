"""The narrative of a month's report: the texts that a coordinator, or a team's leader, adds to the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from msgspec import convert
from msgspec.structs import asdict
from sqlalchemy.orm import Session

from app.month import Month
from app.months.models import WHOLE_WARD, MonthWords
from app.months.queries import narrative_row, narrative_rows
from app.people.models import User
from app.places.queries import teams_of_ward
from app.stored_json import StoredRecord
from app.versions import version_token


class Narrative(StoredRecord, frozen=True):
    """The texts of one report, each perhaps empty and perhaps of several lines, in the order of its outline."""

    organisation: str = ""
    models: str = ""
    feedback: str = ""
    strengths: str = ""
    difficulties: str = ""
    causes: str = ""
    next_tasks: str = ""
    proposals: str = ""

    @property
    def by_field(self) -> Mapping[str, str]:
        """The texts by the name of their field."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class NarrativeField:
    """A text of the report: its chapter, its name, and a hint on what to write."""

    name: str
    numeral: str
    chapter: LazyString
    label: LazyString
    hint: LazyString

    @property
    def title(self) -> str:
        """Its chapter in the report, and its name."""
        chapter = f"{self.numeral}. {self.chapter}"
        return chapter if self.label == self.chapter else f"{chapter}: {self.label}"


_RESULTS = _l("Results")
_ASSESSMENT = _l("Assessment")
FIELDS = (
    NarrativeField(
        "organisation",
        "I",
        _l("Steering and organisation"),
        _l("Steering and organisation"),
        _l("Plans and meetings of the month, teams set up or completed, tasks given out."),
    ),
    NarrativeField(
        "models",
        "II",
        _RESULTS,
        _l("Models and good practice"),
        _l("Cashless markets and streets, recurring help days, what other wards could take over."),
    ),
    NarrativeField(
        "feedback",
        "II",
        _RESULTS,
        _l("What people report and ask for"),
        _l("What people said about apps and online services, without names."),
    ),
    NarrativeField("strengths", "III", _ASSESSMENT, _l("What went well"), _l("What was reached, and what helped.")),
    NarrativeField(
        "difficulties",
        "III",
        _ASSESSMENT,
        _l("Shortcomings and difficulties"),
        _l("What was not reached, and what stood in the way: telephones, signal, people, time."),
    ),
    NarrativeField("causes", "III", _ASSESSMENT, _l("Causes"), _l("Why it was so, inside the teams and outside.")),
    NarrativeField(
        "next_tasks",
        "IV",
        _l("Tasks of the month to come"),
        _l("Tasks of the month to come"),
        _l("What will be done, by whom and until when; one task a line."),
    ),
    NarrativeField(
        "proposals",
        "V",
        _l("Proposals and recommendations"),
        _l("Proposals and recommendations"),
        _l("What the authority above is asked for; one proposal a line."),
    ),
)
"""The texts in the order of the report's outline."""


def narrative_of(session: Session, ward_id: int, month: str, team_id: int | None = None) -> Narrative:
    """Return the narrative of a ward's report, or of a team's; empty texts where nothing was written."""
    return narrative_from_row(session.scalar(narrative_row(ward_id, month, team_id or WHOLE_WARD)))


def narrative_from_row(stored: MonthWords | None) -> Narrative:
    """Return the narrative of a row, or an empty one where there is none."""
    return convert(stored, Narrative, from_attributes=True) if stored else Narrative()


def narrative_version(stored: MonthWords | None) -> str:
    """Return the version of a stored narrative, empty where there is none."""
    return version_token(stored.saved_at, narrative_from_row(stored).by_field) if stored else ""


@dataclass(frozen=True, slots=True)
class NarrativePage:
    """The texts on the page of a narrative: the stored ones, last month's, and those of teams.

    ``of_teams`` are pairs of team and text, by field.
    """

    stored: Narrative
    version: str
    saved_at: datetime | None
    saved_by: str
    last: Narrative
    of_teams: Mapping[str, Sequence[tuple[str, str]]]


def narrative_page(
    session: Session, ward_id: int, month: Month, team_id: int | None, only_team: int | None = None
) -> NarrativePage:
    """Return the texts for the page of a ward's narrative, or of a team's.

    A ward sees the texts of its teams, of all or of ``only_team``; a team sees only its own.
    """
    row = session.scalar(narrative_row(ward_id, str(month), team_id or WHOLE_WARD))
    author = session.get(User, row.saved_by_id) if row and row.saved_by_id else None
    return NarrativePage(
        stored=narrative_from_row(row),
        version=narrative_version(row),
        saved_at=row.saved_at if row else None,
        saved_by=author.name if author else str(_("Somebody")),
        last=narrative_of(session, ward_id, str(month.previous()), team_id),
        of_teams=_texts_of_teams(session, ward_id, month, only_team) if team_id is None else {},
    )


def _texts_of_teams(
    session: Session, ward_id: int, month: Month, only_team: int | None
) -> dict[str, list[tuple[str, str]]]:
    rows = {row.team_id: row for row in session.scalars(narrative_rows(ward_id, str(month)))}
    written = [
        (team.name, narrative_from_row(rows[team.id]).by_field)
        for team in teams_of_ward(session, ward_id)
        if team.id in rows and only_team in (None, team.id)
    ]
    return {field.name: [(team, texts[field.name]) for team, texts in written if texts[field.name]] for field in FIELDS}
