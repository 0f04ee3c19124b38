"""The kinds of entry. A further one is a file here, a line in the list and one template; nothing else names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.logbook.kinds.assistance import AssistanceKind
from app.logbook.kinds.common import OCCASION, Kind
from app.logbook.kinds.installation import InstallationKind, service_measure
from app.logbook.kinds.merchant import MerchantKind
from app.logbook.kinds.training import TrainingKind
from app.logbook.kinds.visit import VisitKind
from app.logbook.shown_measures import Headline

__all__ = [
    "COUNTED_KIND",
    "FIRST_COLUMNS",
    "HEADLINES",
    "KINDS",
    "LATER_COLUMNS",
    "LATER_HEADLINES",
    "SERVED",
    "headlines_with",
    "service_measure",
]

_FIRST: tuple[type[Kind], ...] = (VisitKind, InstallationKind, TrainingKind, MerchantKind)
_LATER: tuple[type[Kind], ...] = (AssistanceKind,)
"""The kinds that came after the first release."""

KINDS: Mapping[str, type[Kind]] = {kind.code: kind for kind in (*_FIRST, *_LATER)}

COUNTED_KIND: type[Kind] = AssistanceKind
"""The kind of which people are counted by taps at a busy desk."""

HEADLINES: tuple[Headline, ...] = tuple(headline for kind in KINDS.values() for headline in kind.headlines)

SERVED: frozenset[str] = frozenset(kind.served for kind in KINDS.values() if kind.served)
"""The measures of people served, in contacts."""

FIRST_COLUMNS: tuple[str, ...] = tuple(dict.fromkeys(column for kind in _FIRST for column in kind.columns))
"""The columns of the first release's kinds in the export, each once."""

LATER_COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(column for kind in _LATER for column in kind.columns if column not in (*FIRST_COLUMNS, *OCCASION))
)
"""Further columns of later kinds: last in the export, so that no earlier column moves."""

LATER_HEADLINES: Mapping[str, Headline] = {each.measure: each for kind in _LATER for each in kind.headlines}
"""The headlines of later kinds by their measures, whose names older phones do not know."""


def headlines_with(named: Collection[str]) -> list[Headline]:
    """Return the headlines that a table or a report shows where there is something to say of the measures ``named``.

    Those of the first release's kinds always stand there. A later kind makes no table wider, and no older report
    another one, where nobody has logged it or is to.
    """
    return [each for each in HEADLINES if each.measure in named or each.measure not in LATER_HEADLINES]
