"""The text of an edition as it is kept, its digest, and the edition read back from it. Pure rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec
from msgspec.structs import replace

from app.months.edition import ActivityRows, Edition


class UnreadableEditionError(Exception):
    """An edition lacks figures that every form has: it is damaged, or of a form that this version does not know."""


@contextmanager
def reading_edition() -> Iterator[None]:
    """Raise :class:`UnreadableEditionError` for every error that an edition causes when it is read."""
    try:
        yield
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableEditionError(f"{type(error).__name__}: {error}") from error


def canonical_text(edition: Edition) -> str:
    """Return an edition as the text that is kept: keys sorted, no spaces, letters unescaped."""
    return msgspec.json.encode(edition, order="sorted").decode()


def digest_of(text: str) -> str:
    """Return the SHA-256 of an edition's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


_DECODER = msgspec.json.Decoder(Edition)


def edition_from_text(text: str) -> Edition:
    """Read an edition back from its text, of whatever form it is.

    Names that this version does not know are passed over. A missing figure is never taken for zero: raises
    :class:`UnreadableEditionError`.
    """
    with reading_edition():
        return _upgraded(_DECODER.decode(text))


def _upgraded(edition: Edition) -> Edition:
    """Return an edition in the form of today; what came later than its own has a default already."""
    ward = edition.ward
    team_ids = {team.name: team.id for team in edition.teams}
    return replace(
        edition,
        ward=replace(ward, official_name=ward.official_name or ward.name),
        activities=[_upgraded_rows(each, team_ids) for each in edition.activities],
    )


def _upgraded_rows(listed: ActivityRows, team_ids: dict[str, int]) -> ActivityRows:
    """Return listed entries with days in place of texts, and with the ids of teams, which the first form lacked."""
    rows = [[date.fromisoformat(str(day)), *values] for day, *values in listed.rows]
    teams = [team_ids.get(str(team)) for _day, _area, team, *_values in rows] if listed.teams is None else listed.teams
    if len(teams) != len(rows):
        raise ValueError(f"{len(rows)} entries of {len(teams)} teams")
    return replace(listed, rows=rows, teams=teams)
