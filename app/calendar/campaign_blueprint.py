"""The blueprint of the pages of campaigns."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")

CAMPAIGN = "/<int(max=2147483647):id>"
"""The address of a campaign."""
