"""Short names of areas and teams for screens, made of the long ones that stand in letters. Pure."""

from __future__ import annotations

SHORT_LENGTH = 24

_AREA = (("tổ dân phố", "TDP"),)
_TEAM = (("công nghệ số cộng đồng", "CNSCĐ"), ("công nghệ số", "CNS"))


def short_area_word(word: str) -> str:
    """Return the usual abbreviation of what an area is called: TDP; most other words are short as they are."""
    return _shortened(word, _AREA)


def short_team_word(word: str) -> str:
    """Return the usual abbreviation of what a team is called: Tổ CNSCĐ."""
    return _shortened(word, _TEAM)


def _shortened(word: str, abbreviations: tuple[tuple[str, str], ...]) -> str:
    for phrase, abbreviation in abbreviations:
        word = word.replace(phrase, abbreviation)
    return word[:SHORT_LENGTH].rstrip()
