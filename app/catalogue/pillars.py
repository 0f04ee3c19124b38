"""The three pillars of digital transformation, which the catalogue names in Vietnamese."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

PILLARS = {
    "chính quyền số": _l("Digital government"),
    "kinh tế số": _l("Digital economy"),
    "xã hội số": _l("Digital society"),
}
"""The names of the pillars by code."""


def pillar_name(code: str) -> str:
    """Return a pillar's name in the reader's language."""
    return str(PILLARS.get(code, code))
