"""The kinds of entry. A fifth is one new file here and one template; nothing else names them."""

from __future__ import annotations

from collections.abc import Mapping

from app.logbook.kinds.common import Headline, Kind
from app.logbook.kinds.installation import InstallationKind, service_measure
from app.logbook.kinds.merchant import MerchantKind
from app.logbook.kinds.training import TrainingKind
from app.logbook.kinds.visit import VisitKind

__all__ = ["HEADLINES", "KINDS", "service_measure"]

KINDS: Mapping[str, type[Kind]] = {
    kind.code: kind for kind in (VisitKind, InstallationKind, TrainingKind, MerchantKind)
}

HEADLINES: tuple[Headline, ...] = tuple(headline for kind in KINDS.values() for headline in kind.headlines)
