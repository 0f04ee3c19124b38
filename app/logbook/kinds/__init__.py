"""The kinds of entry. A fifth is one new file here and one template; nothing else names them."""

from __future__ import annotations

from collections.abc import Mapping

from app.logbook.kinds.common import Headline, Kind
from app.logbook.kinds.installation import Installation, service_measure
from app.logbook.kinds.merchant import Merchant
from app.logbook.kinds.training import Training
from app.logbook.kinds.visit import Visit

__all__ = ["HEADLINES", "KINDS", "service_measure"]

KINDS: Mapping[str, type[Kind]] = {kind.code: kind for kind in (Visit, Installation, Training, Merchant)}

HEADLINES: tuple[Headline, ...] = tuple(headline for kind in KINDS.values() for headline in kind.headlines)
