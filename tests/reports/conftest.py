"""Fixtures of the tests of reports."""

from __future__ import annotations

from tests.months.conftest import no_flags as no_flags
