"""Fixtures of the tests of the calendar."""

from __future__ import annotations

from tests.months.conftest import no_flags as no_flags
