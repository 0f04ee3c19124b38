"""The words that wards use for their areas and teams. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.places.models import NEIGHBOURHOOD_WORD, TEAM_WORD, Ward
from app.places.short_words import short_area_word, short_team_word

AREA_WORDS = (NEIGHBOURHOOD_WORD, "khu phố", "thôn", "xóm", "ấp", "bản", "buôn", "làng", "khóm", "phố")
"""What areas are called in most wards; the first is usual in a phường."""

_RURAL_AREA_WORD = "thôn"
TEAM_WORDS = (TEAM_WORD, "Tổ công nghệ số")


@dataclass(frozen=True, slots=True)
class WardWords:
    """What a ward calls its areas and its teams: in letters, and short on screens."""

    area: str
    area_short: str
    team: str
    team_short: str

    @classmethod
    def of(cls, area: str, area_short: str, team: str, team_short: str) -> WardWords:
        """Return the words; a short one that is empty is the usual one of its long one."""
        return cls(area, area_short or short_area_word(area), team, team_short or short_team_word(team))

    @classmethod
    def usual_in(cls, ward_name: str) -> WardWords:
        """Return the words that are usual in a unit of this name: a phường has tổ dân phố, a xã has thôn."""
        is_urban = ward_name.startswith("Phường")
        return cls.of(NEIGHBOURHOOD_WORD if is_urban else _RURAL_AREA_WORD, "", TEAM_WORD, "")

    @classmethod
    def used_in(cls, ward: Ward) -> WardWords:
        """Return the words that a ward uses."""
        return cls(ward.neighbourhood_word, ward.neighbourhood_short, ward.team_word, ward.team_short)
