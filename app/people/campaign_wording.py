"""The words of what the audit log keeps of campaigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

_CAMPAIGN_CHANGES = {
    "added": _l("added"),
    "changed": _l("changed"),
    "ended": _l("ended"),
    "targets": _l("targets"),
}

CAMPAIGN_DETAILS: Mapping[str, Callable[[Any], str]] = {
    "campaign_change": lambda code: str(_CAMPAIGN_CHANGES[code]),
    "campaign": str,
}
"""The words of each detail of a change of a campaign."""
