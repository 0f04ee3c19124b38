"""How long properties are tried: as long as is worth waiting for in ``make test``, thoroughly in ``make audit``."""

from __future__ import annotations

from hypothesis import settings


def register_profiles() -> None:
    """Make the two profiles known; the quick one, which tries the same each time, holds until another is loaded."""
    settings.register_profile("quick", deadline=None, derandomize=True, stateful_step_count=20)
    settings.register_profile("full", deadline=None, print_blob=True, stateful_step_count=30)
    settings.load_profile("quick")


def examples(number: int) -> int:
    """Return how many runs of a machine are tried, each of which takes seconds: ``number`` in full, else a third."""
    return number if settings.get_current_profile_name() == "full" else max(number // 3, 3)
