"""The words of the catalogue: outcomes of a service, and bounds of a published figure."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How far somebody came with a service."""

    INSTALLED = "installed"
    ACTIVATED = "activated"
    SELF_SUFFICIENT = "self_sufficient"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"


class Bound(StrEnum):
    """How exact a published figure is: "hơn 2.800" is a lower bound, "gần 400" an upper one."""

    EXACT = "="
    MORE_THAN = ">"
    LESS_THAN = "<"
