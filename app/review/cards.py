"""Entries as a reviewer sees them: what was done, where and by whom, flags in words, and photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.json_types import Message
from app.logbook.flags import FLAG_OF, Setting, settings_of
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.wording import RETURN_REASONS, VOID_REASONS, Wording, wording_of
from app.people.queries import names_of_ward
from app.period_words import period
from app.periods import Periods
from app.permissions import Holder
from app.photos.queries import EntryPhoto, photos_of
from app.places.models import Ward
from app.places.queries import areas_of_ward, teams_of_ward
from app.review.queries import rows_of

_OTHER = _l("something else (write it above)")
_COMMON_FIELDS = ("happened_on", "neighbourhood")


@dataclass(frozen=True, slots=True)
class EntryLabels:
    """The labels of a ward's entries: names of areas, teams and people by id, the settings of its flags, its periods.

    Areas and teams are in their order.
    """

    wording: Wording
    areas: Mapping[int, str]
    teams: Mapping[int, str]
    people: Mapping[int, str]
    settings: Mapping[str, Setting]
    periods: Periods

    def flags(self, codes: Iterable[str]) -> list[RaisedFlag]:
        """Return flags in words; for a flag that this version does not know, its code."""
        raised = []
        for code in codes:
            flag = FLAG_OF.get(code)
            raised.append(
                RaisedFlag(code, str(flag.name), flag.explained(self.settings[code].threshold))
                if flag
                else RaisedFlag(code, code, "")
            )
        return raised

    def return_reasons(self, kind: str) -> dict[str, str]:
        """Return the reasons for returning an entry of a kind, those of all kinds first: label by code."""
        fields = dict.fromkeys((*KINDS[kind].line, *_COMMON_FIELDS, *KINDS[kind].columns))
        # Older phones know a reason by the earlier name of its field.
        earlier = {later: name for name, later in KINDS[kind].renamed.items()}
        return self._reasons(kind, (*RETURN_REASONS, *dict.fromkeys(earlier.get(name, name) for name in fields)))

    def void_reasons(self) -> dict[str, str]:
        """Return the reasons for voiding an entry: label by code."""
        return self._reasons("", VOID_REASONS)

    def _reasons(self, kind: str, codes: Iterable[str]) -> dict[str, str]:
        """Return reasons as who chooses one reads them, who has yet to write the remark that the author then sees."""
        return {code: str(_OTHER) if code == "other" else self.wording.reason(kind, code) for code in codes}

    def shared_reasons(self) -> dict[str, str]:
        """Return the reasons for returning entries of any kind: label by code."""
        kind = next(iter(KINDS))
        return self._reasons(kind, (*RETURN_REASONS, *_COMMON_FIELDS))


def entry_labels(session: Session, ward: Ward) -> EntryLabels:
    """Read the labels of a ward's entries."""
    return EntryLabels(
        wording_of(session, ward.id),
        {area.id: area.name for area in areas_of_ward(session, ward.id)},
        {team.id: team.name for team in teams_of_ward(session, ward.id)},
        {row.id: row.name for row in session.execute(names_of_ward(ward.id))},
        settings_of(ward.settings),
        ward.settings.periods,
    )


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag that an entry carries, in words."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry as the queue shows it. ``counted_in`` is the later period than that of its day in which it counts."""

    entry: Entry
    kind_name: Message
    icon: str
    title: str
    line: str
    area: str
    team: str
    member: str
    flags: Sequence[RaisedFlag]
    photos: Sequence[EntryPhoto]
    counted_in: str

    @property
    def seen(self) -> str:
        """The id of the entry with its version, see :func:`seen_token`."""
        return seen_token(self.entry.id, self.entry.moves)


def cards_of(session: Session, holder: Holder, labels: EntryLabels, ids: Sequence[UUID]) -> list[EntryCard]:
    """Return the cards of the entries in ``ids`` that ``holder`` may read, in that order."""
    entries = {entry.id: entry for entry in session.scalars(rows_of(holder, ids))} if ids else {}
    return cards_from(session, labels, [entries[id] for id in ids if id in entries])


def cards_from(session: Session, labels: EntryLabels, entries: Sequence[Entry]) -> list[EntryCard]:
    """Return entries of one ward as cards."""
    photos: dict[UUID, list[EntryPhoto]] = defaultdict(list)
    if entries:
        rows = session.execute(photos_of(entries[0].ward_id, [entry.id for entry in entries]))
        for photo in (EntryPhoto(*row) for row in rows):
            photos[photo.entry_id].append(photo)
    return [_card(labels, entry, photos[entry.id]) for entry in entries]


def _card(labels: EntryLabels, entry: Entry, photos: Sequence[EntryPhoto]) -> EntryCard:
    kind = KINDS[entry.kind]
    title, line = labels.wording.line(entry.kind, entry.fields)
    return EntryCard(
        entry,
        kind.name,
        kind.icon,
        title,
        line,
        labels.areas.get(entry.neighbourhood_id, ""),
        labels.teams.get(entry.team_id or 0, ""),
        labels.people.get(entry.member_id, ""),
        labels.flags(entry.flags),
        photos,
        "" if entry.month == str(labels.periods.of(entry.happened_on)) else period(entry.month, labels.periods),
    )


def seen_token(id: UUID, moves: int) -> str:
    """Return the id of an entry with its version, the number of lines of its history: ``id:version``."""
    return f"{id}:{moves}"
