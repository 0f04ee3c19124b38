"""Entries as a reviewer looks at them: what was done, where and by whom, what to ask about it, and its photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.logbook.flags import FLAG_OF, Setting, settings_of
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.status import Status
from app.logbook.wording import RETURN_REASONS, VOID_REASONS, Wording, wording_of
from app.month import Month
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.photos.queries import photos_of
from app.places.models import Ward
from app.places.queries import neighbourhoods_of, teams_of
from app.review.queries import rows_of

_OTHER = _l("something else (write it above)")
_COMMON_FIELDS = ("happened_on", "neighbourhood")


@dataclass(frozen=True, slots=True)
class EntryLabels:
    """What a ward's entries are read with: the names of all that they point at, and what its flags compare with."""

    wording: Wording
    areas: Mapping[int, str]
    teams: Mapping[int, str]
    people: Mapping[int, str]
    settings: Mapping[str, Setting]

    def flags(self, codes: Iterable[str]) -> list[RaisedFlag]:
        """Return flags in words. One that is not known any more stands for itself."""
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
        """Return why an entry of a kind may be returned, those first that are the same for all kinds."""
        fields = dict.fromkeys((*KINDS[kind].line, *_COMMON_FIELDS, *KINDS[kind].columns))
        return self._reasons(kind, (*RETURN_REASONS, *fields))

    def void_reasons(self) -> dict[str, str]:
        """Return why entries may be taken out of the count."""
        return self._reasons("", VOID_REASONS)

    def _reasons(self, kind: str, codes: Iterable[str]) -> dict[str, str]:
        """Return reasons as who chooses one reads them, who has yet to write the remark that the author then sees."""
        return {code: str(_OTHER) if code == "other" else self.wording.reason(kind, code) for code in codes}

    def shared_reasons(self) -> dict[str, str]:
        """Return why entries of whatever kind may be returned."""
        kind = next(iter(KINDS))
        return self._reasons(kind, (*RETURN_REASONS, *_COMMON_FIELDS))


def entry_labels(session: Session, ward: Ward) -> EntryLabels:
    """Read what the entries of a ward are read with."""
    return EntryLabels(
        wording_of(session, ward.id),
        {row.id: row.name for row in session.execute(neighbourhoods_of(ward.id))},
        {row.id: row.name for row in session.execute(teams_of(ward.id))},
        {row.id: row.name for row in session.execute(names_of_ward(ward.id))},
        settings_of(ward.settings),
    )


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag that an entry carries, in words."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry as the queue shows it. ``seen`` names it together with how it stood when it was looked at."""

    id: UUID
    seen: str
    kind: str
    kind_name: Any
    icon: str
    title: str
    line: str
    note: str
    day: date
    area: str
    team: str
    member: str
    member_id: int
    received_at: datetime
    waiting_since: datetime | None
    revision: int
    status: Status
    month: str
    counts_later: bool
    flags: Sequence[RaisedFlag]
    photos: Sequence[Any]


def cards_of(session: Session, holder: Holder, words: EntryLabels, ids: Sequence[UUID]) -> list[EntryCard]:
    """Return those of some entries as cards that ``holder`` may read, in the order of ``ids``."""
    entries = {entry.id: entry for entry in session.scalars(rows_of(holder, ids))}
    return cards_from(session, words, [entries[id] for id in ids if id in entries])


def cards_from(session: Session, words: EntryLabels, entries: Sequence[Entry]) -> list[EntryCard]:
    """Return entries of one ward as cards."""
    photos: dict[UUID, list[Any]] = defaultdict(list)
    if entries:
        for photo in session.execute(photos_of(entries[0].ward_id, [entry.id for entry in entries])):
            photos[photo.entry_id].append(photo)
    return [_card(words, entry, photos[entry.id]) for entry in entries]


def _card(words: EntryLabels, entry: Entry, photos: Sequence[Any]) -> EntryCard:
    kind = KINDS[entry.kind]
    title, line = words.wording.line(entry.kind, entry.fields)
    return EntryCard(
        id=entry.id,
        seen=seen_token(entry.id, entry.moves),
        kind=entry.kind,
        kind_name=kind.name,
        icon=kind.icon,
        title=title,
        line=line,
        note=entry.note,
        day=entry.happened_on,
        area=words.areas.get(entry.neighbourhood_id, ""),
        team=words.teams.get(entry.team_id or 0, ""),
        member=words.people.get(entry.member_id, ""),
        member_id=entry.member_id,
        received_at=entry.received_at,
        waiting_since=entry.waiting_since,
        revision=entry.revision,
        status=entry.status,
        month=entry.month,
        counts_later=entry.month != str(Month.of(entry.happened_on)),
        flags=words.flags(entry.flags),
        photos=photos,
    )


def seen_token(id: UUID, moves: int) -> str:
    """Name an entry together with how many moves it had made when it was looked at."""
    return f"{id}:{moves}"
