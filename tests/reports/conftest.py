"""What the tests of reports share."""

from __future__ import annotations

from tests.months.conftest import no_flags as no_flags
