"""The blueprint of closing months; its pages stand under the reports of the months."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("months", __name__, url_prefix="/reports/months")
